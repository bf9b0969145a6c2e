"""What the sensors of a battery share."""

from abc import abstractmethod
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
class AmpsSensorDescription[SourceT](AmpsDescription, SensorEntityDescription):
    """Describe a sensor of a battery; its entity knows where the source is."""

    value_fn: Callable[[SourceT], Value]
    attributes_fn: Callable[[SourceT], Attributes] | None = None
    attributes: tuple[str, ...] = ()
    """Those that it has also where nothing is known."""
    words: tuple[str, ...] = ()
    """States that stand for themselves, beside texts of any kind."""


class AmpsSensorBase[SourceT](AmpsEntity, SensorEntity):
    """A sensor that writes its state when its value, unit or attributes change."""

    entity_description: AmpsSensorDescription[SourceT]

    @property
    @abstractmethod
    def source(self) -> SourceT | None:
        """Return what the sensor shows something of; None while it is not known."""

    @property
    @override
    def shows(self) -> object:
        """Return value, unit and attributes."""
        unit = self.native_unit_of_measurement
        return self.native_value, unit, self.extra_state_attributes

    @property
    @override
    def native_value(self) -> Value:
        """Return the value; None while it is not known."""
        source = self.source
        return None if source is None else self.entity_description.value_fn(source)

    @property
    @override
    def extra_state_attributes(self) -> Attributes:
        """Return what belongs to the value."""
        description = self.entity_description
        if description.attributes_fn is None:
            return {}
        source = self.source
        known = {} if source is None else description.attributes_fn(source)
        if not description.attributes:
            return known
        return {name: known.get(name) for name in description.attributes}


class AmpsControllerSensor(AmpsSensorBase[BatteryController]):
    """A sensor of what a battery's controller knows."""

    @property
    @override
    def source(self) -> BatteryController:
        """Return the controller."""
        return self.controller
