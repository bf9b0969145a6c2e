"""What the sensors of a battery share."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, override

from homeassistant.components.sensor import SensorEntity, SensorEntityDescription

from ..battery.controller import BatteryController
from ..entity import AmpsDescription, AmpsEntity

type Attributes = Mapping[str, Any]
type Value = str | float | datetime | None


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class AmpsSensorBaseDescription(AmpsDescription, SensorEntityDescription):
    """Describe a sensor of a battery."""


class AmpsSensorBase(AmpsEntity, SensorEntity):
    """A sensor that writes its state when its value, unit or attributes change."""

    entity_description: AmpsSensorBaseDescription

    @property
    @override
    def shows(self) -> object:
        """Return value, unit and attributes."""
        unit = self.native_unit_of_measurement
        return self.native_value, unit, self.extra_state_attributes


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class AmpsControllerSensorDescription(AmpsSensorBaseDescription):
    """Describe a sensor of what a battery's controller knows."""

    value_fn: Callable[[BatteryController], Value]
    attributes_fn: Callable[[BatteryController], Attributes] = lambda _: {}


class AmpsControllerSensor(AmpsSensorBase):
    """A sensor of what a battery's controller knows."""

    entity_description: AmpsControllerSensorDescription

    @property
    @override
    def native_value(self) -> Value:
        """Return the value; None while it is not known."""
        return self.entity_description.value_fn(self.controller)

    @property
    @override
    def extra_state_attributes(self) -> Attributes:
        """Return what belongs to the value."""
        return self.entity_description.attributes_fn(self.controller)
