"""Sensors for the Energy dashboard: all energy that a battery took and gave."""

from collections.abc import Callable
from dataclasses import dataclass
import math
from typing import override

from homeassistant.components.sensor import (
    RestoreSensor,
    SensorDeviceClass,
    SensorEntityDescription,
    SensorStateClass,
)
from homeassistant.const import UnitOfEnergy

from ..battery.energy import Totals
from ..entity import AmpsDescription, AmpsEntity


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class AmpsEnergySensorDescription(AmpsDescription, SensorEntityDescription):
    """Describe a total of a battery's energy."""

    name_of_total: str
    value_fn: Callable[[Totals], float]


def _total(
    key: str, name: str, value: Callable[[Totals], float]
) -> AmpsEnergySensorDescription:
    return AmpsEnergySensorDescription(
        key=key,
        device_class=SensorDeviceClass.ENERGY,
        state_class=SensorStateClass.TOTAL_INCREASING,
        native_unit_of_measurement=UnitOfEnergy.KILO_WATT_HOUR,
        suggested_display_precision=2,
        name_of_total=name,
        value_fn=value,
    )


ENERGY_SENSORS = (
    _total("energy_charged", "charged", lambda totals: totals.charged),
    _total("energy_discharged", "discharged", lambda totals: totals.discharged),
)


class AmpsEnergySensor(AmpsEntity, RestoreSensor):
    """One total of one battery."""

    entity_description: AmpsEnergySensorDescription

    @property
    @override
    def shows(self) -> object:
        """Return the value."""
        return self.native_value

    @property
    @override
    def native_value(self) -> float | None:
        """Return what was counted and stored; None until the store was read."""
        keeper = self.controller.energy
        if keeper is None:
            return None
        kwh = self.entity_description.value_fn(keeper.shown)
        # never rounded up: what is restored must not be more than was counted
        return math.floor(kwh * 1000) / 1000

    @override
    async def async_added_to_hass(self) -> None:
        """Never start below what was shown before."""
        await super().async_added_to_hass()
        keeper = self.controller.energy
        restored = await self.async_get_last_sensor_data()
        before = restored.native_value if restored else None
        if keeper is not None and isinstance(before, (int, float)):
            keeper.async_restore(**{self.entity_description.name_of_total: before})
