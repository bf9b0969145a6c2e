"""Sensors of a battery: what it does, what it holds, and what was last asked of it."""

from typing import override

from homeassistant.components.sensor import SensorDeviceClass, SensorStateClass
from homeassistant.const import EntityCategory, UnitOfEnergy, UnitOfPower, UnitOfRatio
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from ..account.snapshot import Snapshot
from ..api.models import Battery, Source, Status
from ..entity import async_setup_entities, async_setup_planning_entities
from ..runtime import AmpsConfigEntry
from .base import AmpsControllerSensor, AmpsSensorBase, AmpsSensorDescription
from .day import DAY_SENSORS, AmpsDaySensor
from .energy import ENERGY_SENSORS, AmpsEnergySensor
from .last_action import (
    ACTION_SENSORS,
    ACTION_STATE_SENSORS,
    AmpsActionSensor,
    AmpsActionStateSensor,
)
from .learned import LEARNED_SENSORS
from .savings import SAVINGS_SENSORS, AmpsSavingsSensor
from .windows import WINDOW_SENSORS, AmpsWindowSensor

PARALLEL_UPDATES = 0


def _power(snapshot: Snapshot) -> float | None:
    """Return the power that the battery gives; negative while it takes some.

    So the Energy dashboard and planners have it. A last known one would be no power.
    """
    taken = snapshot.battery.power if snapshot.linked else None
    return None if taken is None else -taken or 0.0


def _one_way(power: float | None) -> float | None:
    """Return the part of a power that flows in one direction; never a negative zero."""
    return None if power is None else max(power, 0.0) or 0.0


def _charge_power(snapshot: Snapshot) -> float | None:
    power = _power(snapshot)
    return _one_way(None if power is None else -power)


def _stored_energy(battery: Battery) -> float | None:
    if battery.level is None or battery.capacity is None:
        return None
    return round(battery.level * battery.capacity / 100, 3)


SENSORS = (
    AmpsSensorDescription[Snapshot](
        key="level",
        device_class=SensorDeviceClass.BATTERY,
        state_class=SensorStateClass.MEASUREMENT,
        native_unit_of_measurement=UnitOfRatio.PERCENTAGE,
        suggested_display_precision=0,
        value_fn=lambda snapshot: snapshot.battery.level,
    ),
    AmpsSensorDescription[Snapshot](
        key="power",
        device_class=SensorDeviceClass.POWER,
        state_class=SensorStateClass.MEASUREMENT,
        native_unit_of_measurement=UnitOfPower.KILO_WATT,
        suggested_display_precision=2,
        value_fn=_power,
    ),
    AmpsSensorDescription[Snapshot](
        key="charge_power",
        device_class=SensorDeviceClass.POWER,
        state_class=SensorStateClass.MEASUREMENT,
        native_unit_of_measurement=UnitOfPower.KILO_WATT,
        suggested_display_precision=2,
        entity_registry_enabled_default=False,
        value_fn=_charge_power,
    ),
    AmpsSensorDescription[Snapshot](
        key="discharge_power",
        device_class=SensorDeviceClass.POWER,
        state_class=SensorStateClass.MEASUREMENT,
        native_unit_of_measurement=UnitOfPower.KILO_WATT,
        suggested_display_precision=2,
        entity_registry_enabled_default=False,
        value_fn=lambda snapshot: _one_way(_power(snapshot)),
    ),
    AmpsSensorDescription[Snapshot](
        key="stored_energy",
        device_class=SensorDeviceClass.ENERGY_STORAGE,
        state_class=SensorStateClass.MEASUREMENT,
        native_unit_of_measurement=UnitOfEnergy.KILO_WATT_HOUR,
        suggested_display_precision=2,
        entity_registry_enabled_default=False,
        value_fn=lambda snapshot: _stored_energy(snapshot.battery),
    ),
    AmpsSensorDescription[Snapshot](
        key="capacity",
        device_class=SensorDeviceClass.ENERGY_STORAGE,
        state_class=SensorStateClass.MEASUREMENT,
        native_unit_of_measurement=UnitOfEnergy.KILO_WATT_HOUR,
        suggested_display_precision=1,
        entity_category=EntityCategory.DIAGNOSTIC,
        entity_registry_enabled_default=False,
        value_fn=lambda snapshot: snapshot.battery.capacity,
    ),
    AmpsSensorDescription[Snapshot](
        key="status",
        device_class=SensorDeviceClass.ENUM,
        options=[status.value for status in Status],
        entity_registry_enabled_default=False,
        value_fn=lambda snapshot: snapshot.battery.status if snapshot.linked else None,
    ),
    AmpsSensorDescription[Snapshot](
        key="data_source",
        device_class=SensorDeviceClass.ENUM,
        options=[source.value for source in Source],
        entity_category=EntityCategory.DIAGNOSTIC,
        entity_registry_enabled_default=False,
        value_fn=lambda snapshot: snapshot.battery.source,
    ),
    AmpsSensorDescription[Snapshot](
        key="last_pulled",
        device_class=SensorDeviceClass.TIMESTAMP,
        entity_category=EntityCategory.DIAGNOSTIC,
        entity_registry_enabled_default=False,
        value_fn=lambda snapshot: snapshot.battery.last_pulled_at,
    ),
)


async def async_setup_entry(
    _hass: HomeAssistant,
    entry: AmpsConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Set up the sensors of an entry's batteries."""
    await async_setup_entities(
        entry,
        async_add_entities,
        {
            AmpsSensor: SENSORS,
            AmpsActionSensor: ACTION_SENSORS,
            AmpsActionStateSensor: ACTION_STATE_SENSORS,
            AmpsEnergySensor: ENERGY_SENSORS,
            AmpsControllerSensor: LEARNED_SENSORS,
            AmpsSavingsSensor: SAVINGS_SENSORS,
            AmpsWindowSensor: WINDOW_SENSORS,
        },
    )
    await async_setup_planning_entities(
        entry, async_add_entities, {AmpsDaySensor: DAY_SENSORS}
    )


class AmpsSensor(AmpsSensorBase[Snapshot]):
    """One sensor of what was read of one battery."""

    @property
    @override
    def source(self) -> Snapshot:
        """Return what was read."""
        return self.snapshot

    @property
    @override
    def shows(self) -> object:
        """Return the value."""
        return self.native_value
