"""What is known of prices, load and sun at the moment, in words for the forms."""

from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant
from homeassistant.util import dt as dt_util

from ..inputs.errors import HouseError, PriceError
from ..inputs.house import async_house_resolver
from ..inputs.prices import PriceResolver
from ..inputs.settings import PriceKind
from ..inputs.words import InputWords
from ..runtime import AmpsConfigEntry


def price_resolver(hass: HomeAssistant, entry: AmpsConfigEntry) -> PriceResolver:
    """Return what finds prices with the options of an entry, loaded or not."""
    if entry.state is ConfigEntryState.LOADED:
        return entry.runtime_data.prices
    return PriceResolver(hass, entry)


async def async_prices_found(
    hass: HomeAssistant, entry: AmpsConfigEntry, kind: PriceKind
) -> str:
    """Return what is known of a kind of prices, as they are used now."""
    words = await InputWords.async_of(hass)
    now = dt_util.utcnow()
    try:
        found = await price_resolver(hass, entry).async_look(kind, now)
    except PriceError as err:
        return words.unknown(err)
    return words.found(found, now)


async def async_house_found(hass: HomeAssistant) -> str:
    """Return what is known of load and sun."""
    words = await InputWords.async_of(hass)
    try:
        house = await async_house_resolver(hass).async_house(dt_util.utcnow())
    except HouseError as err:
        return words.reason(err)
    return words.house(house)
