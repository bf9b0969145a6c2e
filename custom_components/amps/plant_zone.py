"""The time zone in which Amps reads a battery's wall clock."""

from __future__ import annotations

from datetime import tzinfo
from typing import TYPE_CHECKING

from homeassistant.util import dt as dt_util

from .const import CONF_PLANT_TIME_ZONE, CONF_PLANT_TIME_ZONES

if TYPE_CHECKING:
    from .coordinator import AmpsCoordinator


def plant_zone(coordinator: AmpsCoordinator, device_id: str) -> tzinfo:
    """Give a battery's own zone, else the entry's, else Home Assistant's."""
    options = coordinator.config_entry.options
    name = options.get(CONF_PLANT_TIME_ZONES, {}).get(device_id)
    name = name or options.get(CONF_PLANT_TIME_ZONE)
    zone = dt_util.get_time_zone(name) if name else None
    return zone or dt_util.get_default_time_zone()
