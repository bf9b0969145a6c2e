"""What planning the day of 400 batteries costs."""

import asyncio
from datetime import UTC, datetime, timedelta
import gc
from typing import Any
from unittest.mock import patch

from homeassistant.core import HomeAssistant

from custom_components.amps.battery.day_run import Planning
from custom_components.amps.inputs.house import House, HouseResolver
from custom_components.amps.inputs.settings import PriceKind
from custom_components.amps.planner.problem import Outlook, Power

from . import home, measure

BATTERIES = 400
HOUR = timedelta(hours=1)
SENSOR = "sensor.price"
MS = 1000


async def measured() -> dict[str, float]:
    """Measure how long that takes, and how long it blocks the event loop."""
    options = {PriceKind.IMPORT.entity: SENSOR}
    with home.UNHURRIED, patch.object(HouseResolver, "async_house", _house):
        async with home.amps(BATTERIES) as url, home.home() as hass:
            await hass.config.async_update(currency="EUR")
            _show_prices(hass)
            entry = home.amps_entry(hass, url, options)
            await home.set_up(hass, entry)
            await home.all_read(entry)
            states = [one.state for one in entry.runtime_data.manager.loaded()]
            first, *others = states
            first.async_set_planning(Planning.SUGGEST)
            await _planned([first])  # numpy is imported with it
            loop = asyncio.get_running_loop()
            gc.disable()  # what it costs depends on all that there is, and on chance
            began = loop.time()
            with measure.blocks() as blocks:
                for state in others:
                    state.async_set_planning(Planning.SUGGEST)
                    await asyncio.sleep(0)
                await _planned(others)
            gc.enable()
            return {
                "days": loop.time() - began,
                "days_block": max(blocks) * MS,
            }


async def _planned(states: list[Any]) -> None:
    async with asyncio.timeout(300):
        while any(state.day_view is None for state in states):  # noqa: ASYNC110
            await asyncio.sleep(0.01)


async def _house(_self: HouseResolver, now: datetime) -> House:
    begin = now.replace(minute=0, second=0, microsecond=0)
    rows = tuple(
        Power(begin + hour * HOUR, begin + (hour + 1) * HOUR, 0.3 + 0.04 * (hour % 24))
        for hour in range(49)
    )
    return House(
        load=(),
        sun=(),
        outlook=Outlook(load=rows),
        outlooks=(),
        load_error=None,
        sun_error=None,
        missing=(),
    )


def _show_prices(hass: HomeAssistant) -> None:
    """Let a sensor have the prices of today and tomorrow."""
    midnight = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    rows = [
        {
            "start": (midnight + hour * HOUR).isoformat(),
            "price": 0.12 + 0.02 * ((hour + 6) % 12),
        }
        for hour in range(48)
    ]
    told = {"unit_of_measurement": "EUR/kWh", "prices": rows}
    hass.states.async_set(SENSOR, "0.2", told)
