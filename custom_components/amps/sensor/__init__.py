"""Sensors of a battery: what it does, what it holds, and what was last asked of it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, override

from homeassistant.components.sensor import (
    SensorDeviceClass,
    SensorEntity,
    SensorEntityDescription,
    SensorStateClass,
)
from homeassistant.const import EntityCategory, UnitOfEnergy, UnitOfPower, UnitOfRatio
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from ..account.snapshot import Snapshot
from ..api.models import Action, ActionState, Battery, Command, Source, Status
from ..entity import AmpsDescription, AmpsEntity, async_setup_entities
from ..runtime import AmpsConfigEntry
from ..services import serialize
from .energy import ENERGY_SENSORS, AmpsEnergySensor
from .windows import WINDOW_SENSORS, AmpsWindowSensor

PARALLEL_UPDATES = 0

ACTION_ATTRIBUTES = (
    "action_id",
    "command",
    "target",
    "power",
    "reserve",
    "start",
    "end",
    "error_code",
    "error_message",
    "created",
    "updated",
)


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class AmpsSensorDescription(AmpsDescription, SensorEntityDescription):
    """Describe a sensor of a battery."""

    value_fn: Callable[[Snapshot], str | float | datetime | None]
    attributes_fn: Callable[[Snapshot], Mapping[str, Any]] | None = None


def _of_last_action[ValueT](
    value: Callable[[Action], ValueT | None],
) -> Callable[[Snapshot], ValueT | None]:
    return lambda snapshot: (
        None if snapshot.last_action is None else value(snapshot.last_action)
    )


def _last_action_attributes(snapshot: Snapshot) -> Mapping[str, Any]:
    """Return all attributes, also where there is no action yet."""
    shape: serialize.Shape = {}
    if (action := snapshot.last_action) is not None:
        shape = (
            serialize.what(action) | serialize.when(action) | serialize.error(action)
        )
    return {name: shape.get(name) for name in ACTION_ATTRIBUTES}


def _power(snapshot: Snapshot) -> float | None:
    """Return the power now; a last known one would be no power at all."""
    return snapshot.battery.power if snapshot.linked else None


def _one_way(power: float | None) -> float | None:
    """Return the part of a power that flows in one direction; never a negative zero."""
    return None if power is None else max(power, 0.0) or 0.0


def _discharge_power(snapshot: Snapshot) -> float | None:
    power = _power(snapshot)
    return _one_way(None if power is None else -power)


def _stored_energy(battery: Battery) -> float | None:
    if battery.level is None or battery.capacity is None:
        return None
    return round(battery.level * battery.capacity / 100, 3)


SENSORS = (
    AmpsSensorDescription(
        key="last_action_state",
        device_class=SensorDeviceClass.ENUM,
        options=[state.value for state in ActionState],
        value_fn=_of_last_action(lambda action: action.state),
        attributes_fn=_last_action_attributes,
    ),
    AmpsSensorDescription(
        key="last_action_command",
        device_class=SensorDeviceClass.ENUM,
        options=[command.slug for command in Command],
        entity_registry_enabled_default=False,
        value_fn=_of_last_action(lambda action: serialize.slug(action.command)),
    ),
    AmpsSensorDescription(
        key="last_action_updated",
        device_class=SensorDeviceClass.TIMESTAMP,
        entity_registry_enabled_default=False,
        value_fn=_of_last_action(lambda action: action.updated_at),
    ),
    AmpsSensorDescription(
        key="level",
        device_class=SensorDeviceClass.BATTERY,
        state_class=SensorStateClass.MEASUREMENT,
        native_unit_of_measurement=UnitOfRatio.PERCENTAGE,
        suggested_display_precision=0,
        value_fn=lambda snapshot: snapshot.battery.level,
    ),
    AmpsSensorDescription(
        key="power",
        device_class=SensorDeviceClass.POWER,
        state_class=SensorStateClass.MEASUREMENT,
        native_unit_of_measurement=UnitOfPower.KILO_WATT,
        suggested_display_precision=2,
        value_fn=_power,
    ),
    AmpsSensorDescription(
        key="charge_power",
        device_class=SensorDeviceClass.POWER,
        state_class=SensorStateClass.MEASUREMENT,
        native_unit_of_measurement=UnitOfPower.KILO_WATT,
        suggested_display_precision=2,
        entity_registry_enabled_default=False,
        value_fn=lambda snapshot: _one_way(_power(snapshot)),
    ),
    AmpsSensorDescription(
        key="discharge_power",
        device_class=SensorDeviceClass.POWER,
        state_class=SensorStateClass.MEASUREMENT,
        native_unit_of_measurement=UnitOfPower.KILO_WATT,
        suggested_display_precision=2,
        entity_registry_enabled_default=False,
        value_fn=_discharge_power,
    ),
    AmpsSensorDescription(
        key="stored_energy",
        device_class=SensorDeviceClass.ENERGY_STORAGE,
        state_class=SensorStateClass.MEASUREMENT,
        native_unit_of_measurement=UnitOfEnergy.KILO_WATT_HOUR,
        suggested_display_precision=2,
        value_fn=lambda snapshot: _stored_energy(snapshot.battery),
    ),
    AmpsSensorDescription(
        key="capacity",
        device_class=SensorDeviceClass.ENERGY_STORAGE,
        state_class=SensorStateClass.MEASUREMENT,
        native_unit_of_measurement=UnitOfEnergy.KILO_WATT_HOUR,
        suggested_display_precision=1,
        entity_category=EntityCategory.DIAGNOSTIC,
        entity_registry_enabled_default=False,
        value_fn=lambda snapshot: snapshot.battery.capacity,
    ),
    AmpsSensorDescription(
        key="status",
        device_class=SensorDeviceClass.ENUM,
        options=[status.value for status in Status],
        value_fn=lambda snapshot: snapshot.battery.status if snapshot.linked else None,
    ),
    AmpsSensorDescription(
        key="data_source",
        device_class=SensorDeviceClass.ENUM,
        options=[source.value for source in Source],
        entity_category=EntityCategory.DIAGNOSTIC,
        entity_registry_enabled_default=False,
        value_fn=lambda snapshot: snapshot.battery.source,
    ),
    AmpsSensorDescription(
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
    await async_setup_entities(entry, async_add_entities, SENSORS, AmpsSensor)
    await async_setup_entities(
        entry, async_add_entities, ENERGY_SENSORS, AmpsEnergySensor
    )
    await async_setup_entities(
        entry, async_add_entities, WINDOW_SENSORS, AmpsWindowSensor
    )


class AmpsSensor(AmpsEntity, SensorEntity):
    """One sensor of one battery."""

    _unrecorded_attributes = frozenset(ACTION_ATTRIBUTES)
    entity_description: AmpsSensorDescription

    @property
    @override
    def shows(self) -> object:
        """Return value and attributes."""
        return self.native_value, self.extra_state_attributes

    @property
    @override
    def native_value(self) -> str | float | datetime | None:
        """Return the value as far as it is known."""
        return self.entity_description.value_fn(self.snapshot)

    @property
    @override
    def extra_state_attributes(self) -> Mapping[str, Any] | None:
        """Return what belongs to the value, for the sensors that have such."""
        attributes = self.entity_description.attributes_fn
        return attributes(self.snapshot) if attributes else None
