"""Sensors of what a battery's controller knows, apart from readings."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, override

from homeassistant.components.sensor import SensorEntity, SensorEntityDescription

from ..battery.controller import BatteryController
from ..entity import AmpsDescription, AmpsEntity


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class AmpsControllerSensorDescription(AmpsDescription, SensorEntityDescription):
    """Describe a sensor of what a battery's controller knows."""

    value_fn: Callable[[BatteryController], float | None]
    attributes_fn: Callable[[BatteryController], Mapping[str, Any]]


class AmpsControllerSensor(AmpsEntity, SensorEntity):
    """A sensor of what a battery's controller knows."""

    entity_description: AmpsControllerSensorDescription

    @property
    @override
    def shows(self) -> object:
        """Return value, unit and attributes."""
        unit = self.native_unit_of_measurement
        return self.native_value, unit, self.extra_state_attributes

    @property
    @override
    def native_value(self) -> float | None:
        """Return the value; None while it is not known."""
        return self.entity_description.value_fn(self.controller)

    @property
    @override
    def extra_state_attributes(self) -> Mapping[str, Any]:
        """Return what belongs to the value."""
        return self.entity_description.attributes_fn(self.controller)
