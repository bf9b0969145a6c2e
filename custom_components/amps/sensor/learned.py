"""The capacity that was learned of a battery, and how sure that is."""

from dataclasses import dataclass
from typing import override

from homeassistant.components.sensor import (
    SensorDeviceClass,
    SensorEntity,
    SensorEntityDescription,
    SensorStateClass,
)
from homeassistant.const import EntityCategory, UnitOfEnergy

from ..entity import AmpsDescription, AmpsEntity


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class AmpsLearnedSensorDescription(AmpsDescription, SensorEntityDescription):
    """Describe what is learned of a battery."""


LEARNED_SENSORS = (
    AmpsLearnedSensorDescription(
        key="learned_capacity",
        device_class=SensorDeviceClass.ENERGY_STORAGE,
        state_class=SensorStateClass.MEASUREMENT,
        native_unit_of_measurement=UnitOfEnergy.KILO_WATT_HOUR,
        suggested_display_precision=1,
        entity_category=EntityCategory.DIAGNOSTIC,
        entity_registry_enabled_default=False,
    ),
)


class AmpsLearnedSensor(AmpsEntity, SensorEntity):
    """What one battery holds, by its history."""

    entity_description: AmpsLearnedSensorDescription

    @property
    @override
    def shows(self) -> object:
        """Return value and attributes."""
        return self.native_value, self.extra_state_attributes

    @property
    @override
    def native_value(self) -> float | None:
        """Return the capacity; None until something was learned."""
        learned = self.controller.state.learned
        if learned is None or not learned.capacity_sure:
            return None
        return round(learned.battery.capacity, 2)

    @property
    @override
    def extra_state_attributes(self) -> dict[str, int]:
        """Return how sure it is, in percent."""
        learned = self.controller.state.learned
        sure = 0.0 if learned is None else learned.capacity_sure
        return {"confidence": round(sure * 100)}
