"""What Home Assistant's Energy preferences say: prices, and which meters there are."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from homeassistant.components.energy.data import async_get_manager
from homeassistant.core import HomeAssistant
from homeassistant.helpers.dispatcher import async_dispatcher_send
from homeassistant.util.hass_dict import HassKey
from homeassistant.util.signal_type import SignalType

from .settings import PriceKind

ENERGY_CHANGED: SignalType[()] = SignalType("amps_energy_changed")
_LISTENS: HassKey[bool] = HassKey("amps_listens_to_energy")
ENERGY = "energy"
_ENDINGS = {PriceKind.IMPORT: "", PriceKind.EXPORT: "_export"}
_TOTALS = {PriceKind.IMPORT: "stat_cost", PriceKind.EXPORT: "stat_compensation"}


class EnergyPrice(NamedTuple):
    """How Energy knows what a kWh costs."""

    entity: str | None = None
    number: float | None = None
    """Of Home Assistant's currency."""
    by_total: bool = False
    """Whether it only follows a total of money, which says nothing of prices."""
    several: bool = False
    """Whether it is one of several numbers, of which nobody knows when each holds."""


async def async_energy_price(hass: HomeAssistant, kind: PriceKind) -> EnergyPrice:
    """Return the price of the first grid connection that has one."""
    sources = await async_energy_sources(hass)
    prices = [_price(source, kind) for source in sources if source["type"] == "grid"]
    named = (price for price in prices if price.entity or price.number is not None)
    totals = (price for price in prices if price.by_total)
    first = next(named, next(totals, EnergyPrice()))
    numbers = {price.number for price in prices if price.number is not None}
    return first._replace(several=first.number is not None and len(numbers) > 1)


async def async_energy_sources(hass: HomeAssistant) -> Sequence[Mapping[str, Any]]:
    """Return what is set up in Energy, by its order; empty where nothing is.

    From then on `ENERGY_CHANGED` is sent when something else is set up.
    """
    if ENERGY not in hass.config.components:
        return ()
    manager = await async_get_manager(hass)
    if not hass.data.get(_LISTENS):
        hass.data[_LISTENS] = True

        async def changed() -> None:
            async_dispatcher_send(hass, ENERGY_CHANGED)

        # nothing ends this: it is one for all entries, and lives as long as Energy
        manager.async_listen_updates(changed)
    sources: list[Any] = list(manager.data["energy_sources"]) if manager.data else []
    return sources


def _price(grid: Mapping[str, Any], kind: PriceKind) -> EnergyPrice:
    ending = _ENDINGS[kind]
    return EnergyPrice(
        entity=grid.get(f"entity_energy_price{ending}"),
        number=grid.get(f"number_energy_price{ending}"),
        by_total=bool(grid.get(_TOTALS[kind])),
    )
