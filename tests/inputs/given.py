"""What tests of prices share: other integrations' entities and actions, as they are."""

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant, ServiceCall, SupportsResponse
from homeassistant.helpers import entity_registry as er
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.amps.const import DOMAIN
from custom_components.amps.inputs.curve import Price, PriceCurve
from custom_components.amps.inputs.errors import PriceError
from custom_components.amps.inputs.finding import Found
from custom_components.amps.inputs.prices import PriceResolver
from custom_components.amps.inputs.settings import PriceKind

NOW = datetime(2026, 11, 23, 8, 5, tzinfo=UTC)
ZONE = "Europe/Amsterdam"
HOUR = timedelta(hours=1)
HALF = timedelta(minutes=30)
QUARTER = timedelta(minutes=15)
DAY = timedelta(days=1)
MIDNIGHT = datetime(2026, 11, 22, 23, 0, tzinfo=UTC)
"""Where the local day begins."""
TOMORROW = MIDNIGHT + DAY
AFTER = MIDNIGHT + 2 * DAY
LOCAL = ZoneInfo(ZONE)

type Answer = Callable[[Mapping[str, Any]], dict[str, Any]]


def price_at(instant: datetime) -> float:
    """Return a price in money per kWh that no other quarter of an hour has."""
    quarters = round((instant - MIDNIGHT) / QUARTER)
    return round(0.2 + quarters / 1000, 6)


def times(start: datetime, step: timedelta, until: datetime) -> list[datetime]:
    """Return the starts of a grid."""
    return [start + step * number for number in range(round((until - start) / step))]


def local(instant: datetime) -> str:
    return instant.astimezone(LOCAL).isoformat()


def rows(
    start: datetime,
    until: datetime,
    step: timedelta,
    names: str,
    factor: float = 1,
) -> list[dict[str, Any]]:
    """Return a list whose entries have names for start, perhaps end, and price."""
    first, *others = names.split()
    return [
        {
            first: local(moment),
            **({others[0]: local(moment + step)} if others[1:] else {}),
            others[-1]: round(price_at(moment) * factor, 6),
        }
        for moment in times(start, step, until)
    ]


def by_day(asked: Mapping[str, Any], name: str) -> datetime:
    """Return when the day begins that an action is asked for."""
    return MIDNIGHT + (date.fromisoformat(asked[name]) - date(2026, 11, 23))


def prices(start: datetime, step: timedelta, until: datetime) -> tuple[Price, ...]:
    """Return the prices of a grid."""
    found = (
        Price(moment, moment + step, price_at(moment))
        for moment in times(start, step, until)
    )
    return tuple(found)


def add_entry(hass: HomeAssistant, platform: str, **data: Any) -> MockConfigEntry:
    """Add an entry of another integration."""
    entry = MockConfigEntry(domain=platform, data=data)
    entry.add_to_hass(hass)
    return entry


def add_entity(
    hass: HomeAssistant,
    unique_id: str,
    entry: ConfigEntry | None,
    *,
    platform: str = "",
    state: str = "0.232",
    unit: str | None = None,
    domain: str = "sensor",
    **attributes: Any,
) -> str:
    """Add an entity of another integration, and return its id."""
    registered = er.async_get(hass).async_get_or_create(
        domain,
        entry.domain if entry else platform,
        unique_id,
        config_entry=entry,
    )
    told = {"unit_of_measurement": unit} if unit else {}
    hass.states.async_set(registered.entity_id, state, {**told, **attributes})
    return registered.entity_id


def add_action(
    hass: HomeAssistant, platform: str, name: str, answer: Answer
) -> list[dict[str, Any]]:
    """Add an action of another integration, and return what it will be asked."""
    asked: list[dict[str, Any]] = []

    async def handle(call: ServiceCall) -> dict[str, Any]:
        asked.append(dict(call.data))
        return answer(call.data)

    hass.services.async_register(
        platform, name, handle, supports_response=SupportsResponse.ONLY
    )
    return asked


def resolver(hass: HomeAssistant, **options: Any) -> PriceResolver:
    """Return what finds the prices of an entry with such options."""
    return PriceResolver(hass, MockConfigEntry(domain=DOMAIN, options=options))


async def find(hass: HomeAssistant, entity_id: str, now: datetime = NOW) -> Found:
    """Return the prices that are found behind an entity."""
    found = resolver(hass, import_price_entity=entity_id)
    return await found.async_look(PriceKind.IMPORT, now)


async def refusal(hass: HomeAssistant, entity_id: str, now: datetime = NOW) -> str:
    """Return the key of the reason why no prices are found behind an entity."""
    with pytest.raises(PriceError) as refused:
        await find(hass, entity_id, now)
    return refused.value.key


def ahead(curve: PriceCurve, now: datetime = NOW) -> tuple[Price, ...]:
    """Return the prices that are not over, rounded as `price_at` is."""
    return tuple(
        price._replace(value=round(price.value, 6))
        for price in curve.prices
        if price.end > now
    )
