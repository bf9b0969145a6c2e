"""A home with meters, whose statistics tests write."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from homeassistant.components.energy.data import async_get_manager
from homeassistant.components.recorder.models import (
    StatisticData,
    StatisticMeanType,
    StatisticMetaData,
)
from homeassistant.components.recorder.statistics import async_import_statistics
from homeassistant.const import UnitOfEnergy
from homeassistant.core import HomeAssistant
from homeassistant.util import dt as dt_util

from .given import HOUR

BOUGHT = "sensor.bought"
SOLD = "sensor.sold"
SUN = "sensor.sun"
CHARGED = "sensor.charged"
DISCHARGED = "sensor.discharged"
HOME = "sensor.home"

GRID: dict[str, Any] = {
    "type": "grid",
    "stat_energy_from": BOUGHT,
    "stat_energy_to": SOLD,
    "stat_cost": None,
    "entity_energy_price": None,
    "number_energy_price": None,
    "stat_compensation": None,
    "entity_energy_price_export": None,
    "number_energy_price_export": None,
    "cost_adjustment_day": 0.0,
}
SOLAR: dict[str, Any] = {
    "type": "solar",
    "stat_energy_from": SUN,
    "config_entry_solar_forecast": None,
}
BATTERY: dict[str, Any] = {
    "type": "battery",
    "stat_energy_from": DISCHARGED,
    "stat_energy_to": CHARGED,
}

type ByHour = Callable[[datetime], float | None]
"""The kWh of an hour by its local beginning; None where nothing is known."""


async def prefer(hass: HomeAssistant, *sources: dict[str, Any]) -> None:
    """Let the owner set the Energy dashboard up."""
    manager = await async_get_manager(hass)
    update: Any = {"energy_sources": list(sources)}
    await manager.async_update(update)


def write(
    hass: HomeAssistant,
    meter: str,
    energy: ByHour,
    now: datetime,
    *,
    hours: int = 10 * 24,
    unit: str = UnitOfEnergy.KILO_WATT_HOUR,
) -> None:
    """Have the hourly statistics of a meter written, up to an instant."""
    start = now.replace(minute=0, second=0, microsecond=0) - timedelta(hours=hours)
    total, rows = 100.0, [StatisticData(start=start - HOUR, state=100.0, sum=100.0)]
    for index in range(hours):
        at = start + index * HOUR
        kwh = energy(dt_util.as_local(at))
        if kwh is not None:
            total += kwh
            rows.append(StatisticData(start=at.astimezone(UTC), state=total, sum=total))
    metadata = StatisticMetaData(
        mean_type=StatisticMeanType.NONE,
        has_sum=True,
        name=None,
        source="recorder",
        statistic_id=meter,
        unit_class="energy",
        unit_of_measurement=unit,
    )
    async_import_statistics(hass, metadata, rows)
