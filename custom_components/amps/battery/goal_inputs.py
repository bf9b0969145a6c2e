"""What goals are planned with beside the battery: prices, load and sun."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
import logging

from homeassistant.core import CALLBACK_TYPE, callback

from ..account.snapshot import Snapshot
from ..inputs.curve import PriceCurve
from ..inputs.errors import HouseError, PriceError
from ..inputs.house import HouseResolver
from ..inputs.prices import PriceResolver
from ..inputs.settings import PriceKind
from ..planner.problem import Outlook, Power, Price
from .goal_problem import ASSUMED_CAPACITY
from .writer import BatteryWriter

_LOGGER = logging.getLogger(__name__)


class GoalInputs:
    """Knows prices and the house; both may be unknown."""

    def __init__(self, prices: PriceResolver, house: HouseResolver) -> None:
        """Look at these."""
        self._prices = prices
        self._house = house

    @callback
    def async_add_listener(self, listener: CALLBACK_TYPE) -> CALLBACK_TYPE:
        """Call somebody whenever something may be otherwise. Return what ends that."""
        ends = [
            source.async_add_listener(listener)
            for source in (self._prices, self._house)
        ]

        @callback
        def remove() -> None:
            for end in ends:
                end()

        return remove

    async def async_prices(self, now: datetime) -> list[Price]:
        """Return what is known of prices."""
        found: list[PriceCurve | None] = []
        for kind in (PriceKind.IMPORT, PriceKind.EXPORT):
            try:
                found.append(await self._prices.async_prices(kind, now))
            except PriceError as err:
                _LOGGER.debug("No prices (%s): %s", kind, err)
                found.append(None)
        return _rows(*found)

    async def async_outlook(self, battery: BatteryWriter, now: datetime) -> Outlook:
        """Return a battery's part of the load and the sun that are expected."""
        try:
            house = await self._house.async_house(now)
        except HouseError as err:
            _LOGGER.debug("No load and sun: %s", err)
            return Outlook()
        return _part(house.outlook, battery.battery_id, battery.coordinator.data)


def _part(house: Outlook, battery_id: str, account: Mapping[str, Snapshot]) -> Outlook:
    """Return what a battery has of load and sun: they are shared by capacity."""
    sizes = {
        key: snapshot.battery.capacity or ASSUMED_CAPACITY
        for key, snapshot in account.items()
    }
    if battery_id not in sizes:
        return Outlook()
    share = sizes[battery_id] / sum(sizes.values())

    def part(rows: Iterable[Power]) -> tuple[Power, ...]:
        return tuple(row._replace(kw=row.kw * share) for row in rows)

    return replace(house, load=part(house.load), sun=part(house.sun))


def _rows(buying: PriceCurve | None, selling: PriceCurve | None) -> list[Price]:
    """Return what is known of prices as the planner takes it."""
    if buying is None:
        return []
    if selling is None or len({price.value for price in selling.prices}) <= 1:
        # then the battery is to spare what is dear to buy
        selling = buying
    return [
        Price(price.start, price.end, price.value, selling.at(price.start) or 0.0)
        for price in buying.prices
    ]
