"""What plans are based on besides the battery: prices, load and sun."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
import logging

from homeassistant.core import CALLBACK_TYPE, callback

from ..account.snapshot import Snapshot
from ..inputs.errors import HouseError
from ..inputs.house import House, HouseResolver
from ..inputs.prices import PriceResolver
from ..planner.problem import Outlook, Power
from .goal_problem import ASSUMED_CAPACITY
from .price_rows import Prices, async_known_prices
from .writer import BatteryWriter

_LOGGER = logging.getLogger(__name__)


class PlannerInputs:
    """Prices, and the load and sun of the house; each may be unknown."""

    def __init__(self, prices: PriceResolver, house: HouseResolver) -> None:
        """Use these sources."""
        self._prices = prices
        self._house = house

    @callback
    def async_add_listener(self, listener: CALLBACK_TYPE) -> CALLBACK_TYPE:
        """Call a listener whenever something may have changed; return its removal."""
        ends = [
            source.async_add_listener(listener)
            for source in (self._prices, self._house)
        ]

        @callback
        def remove() -> None:
            for end in ends:
                end()

        return remove

    async def async_prices(self, now: datetime) -> Prices:
        """Return the known prices."""
        return await async_known_prices(self._prices, now)

    async def async_house(self, battery: BatteryWriter, now: datetime) -> House:
        """Return a battery's share of load and sun; raises HouseError if unknown."""
        house = await self._house.async_house(now)
        share = _share(battery.battery_id, battery.coordinator.data)
        return replace(
            house,
            outlook=_part(house.outlook, share),
            outlooks=tuple(_part(one, share) for one in house.outlooks),
        )

    async def async_outlook(self, battery: BatteryWriter, now: datetime) -> Outlook:
        """Return the most likely load and sun for a battery; none if unknown."""
        try:
            return (await self.async_house(battery, now)).outlook
        except HouseError as err:
            _LOGGER.debug("No load and sun: %s", err)
            return Outlook()


def _share(battery_id: str, account: Mapping[str, Snapshot]) -> float:
    """Return a battery's share of the house, in proportion to its capacity."""
    sizes = {
        key: snapshot.battery.capacity or ASSUMED_CAPACITY
        for key, snapshot in account.items()
    }
    return sizes[battery_id] / sum(sizes.values()) if battery_id in sizes else 0.0


def _part(house: Outlook, share: float) -> Outlook:
    def part(rows: Iterable[Power]) -> tuple[Power, ...]:
        return tuple(row._replace(kw=row.kw * share) for row in rows)

    return replace(house, load=part(house.load), sun=part(house.sun))
