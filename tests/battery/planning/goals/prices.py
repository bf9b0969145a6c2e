"""Prices that tests of goals share."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from homeassistant.core import HomeAssistant

SENSOR = "sensor.price"
MIDNIGHT = datetime.fromisoformat("2026-11-23T00:00:00+00:00")
CHEAP = {2: 0.08, 3: 0.05, 4: 0.07, 13: 0.15}
"""What the cheapest hours of each day cost, in EUR per kWh."""
DEAR = {18: 0.52, 19: 0.48}
USUAL = 0.30


def price_of(hour: int, prices: Mapping[int, float] | None = None) -> float:
    return ({**CHEAP, **DEAR} if prices is None else prices).get(hour, USUAL)


def show(
    hass: HomeAssistant,
    days: int = 2,
    prices: Mapping[int, float] | None = None,
    start: datetime = MIDNIGHT,
) -> None:
    """Let the sensor tell the prices of some days."""
    hours = [start + timedelta(hours=hour) for hour in range(24 * days)]
    rows: list[dict[str, Any]] = [
        {"start": hour.isoformat(), "price": price_of(hour.hour, prices)}
        for hour in hours
    ]
    told = {"unit_of_measurement": "EUR/kWh", "prices": rows}
    hass.states.async_set(SENSOR, "0.3", told)
