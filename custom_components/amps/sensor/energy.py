"""Sensors for the Energy dashboard: all energy that a battery took and gave."""

from collections.abc import Callable
import math
from typing import override

from homeassistant.components.sensor import (
    RestoreSensor,
    SensorDeviceClass,
    SensorStateClass,
)
from homeassistant.const import UnitOfEnergy

from ..battery.energy import Totals
from .base import AmpsSensorBase, AmpsSensorDescription


def _rounded(kwh: float) -> float:
    """Return a total, never rounded up: what is restored must have been counted."""
    return math.floor(kwh * 1000) / 1000


def _total(key: str, value: Callable[[Totals], float]) -> AmpsSensorDescription[Totals]:
    return AmpsSensorDescription(
        key=key,
        device_class=SensorDeviceClass.ENERGY,
        state_class=SensorStateClass.TOTAL_INCREASING,
        native_unit_of_measurement=UnitOfEnergy.KILO_WATT_HOUR,
        suggested_display_precision=2,
        value_fn=value,
    )


ENERGY_SENSORS = (
    _total("energy_charged", lambda totals: _rounded(totals.charged)),
    _total("energy_discharged", lambda totals: _rounded(totals.discharged)),
)


class AmpsEnergySensor(AmpsSensorBase[Totals], RestoreSensor):
    """One total of one battery."""

    @property
    @override
    def source(self) -> Totals | None:
        """Return what was counted and stored; None until the store was read."""
        keeper = self.controller.energy
        return None if keeper is None else keeper.shown

    @property
    @override
    def shows(self) -> object:
        """Return the value."""
        return self.native_value

    @override
    async def async_added_to_hass(self) -> None:
        """Never start below what was shown before."""
        await super().async_added_to_hass()
        keeper = self.controller.energy
        restored = await self.async_get_last_sensor_data()
        before = restored.native_value if restored else None
        if keeper is not None and isinstance(before, (int, float)):
            total = self.entity_description.key.removeprefix("energy_")
            keeper.async_restore(**{total: before})
