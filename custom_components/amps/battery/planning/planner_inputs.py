"""What plans are based on besides the battery: prices, load and sun."""

from datetime import datetime
import logging

from homeassistant.core import CALLBACK_TYPE, callback

from ...inputs.errors import HouseError
from ...inputs.house import House, HouseResolver
from ...inputs.prices import PriceResolver
from ...planner.problem import Outlook
from ..writer import BatteryWriter
from .house_share import house_share, share_of
from .price_rows import Prices, async_known_prices

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
        account = battery.coordinator
        share = house_share(account.hass, battery.battery_id, account.data, house)

        def part(outlook: Outlook) -> Outlook:
            return outlook._replace(
                load=share_of(outlook.load, share),
                sun=share_of(outlook.sun, share),
            )

        return house._replace(
            outlook=part(house.outlook),
            outlooks=tuple(map(part, house.outlooks)),
        )

    async def async_outlook(self, battery: BatteryWriter, now: datetime) -> Outlook:
        """Return the most likely load and sun for a battery; none if unknown."""
        try:
            return (await self.async_house(battery, now)).outlook
        except HouseError as err:
            _LOGGER.debug("No load and sun: %s", err)
            return Outlook()
