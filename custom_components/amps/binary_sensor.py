"""Binary sensors of a battery."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import override

from homeassistant.components.binary_sensor import (
    BinarySensorEntity,
    BinarySensorEntityDescription,
)
from homeassistant.components.binary_sensor.const import BinarySensorDeviceClass
from homeassistant.const import EntityCategory
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .account.snapshot import Snapshot
from .api.models import Status
from .battery.controller import BatteryController
from .entity import AmpsDescription, AmpsEntity, async_setup_entities
from .runtime import AmpsConfigEntry

PARALLEL_UPDATES = 0


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class AmpsBinarySensorDescription(AmpsDescription, BinarySensorEntityDescription):
    """Describe a binary sensor of a battery."""

    is_on_fn: Callable[[BatteryController, Snapshot], bool | None]


def _charging(_battery: BatteryController, snapshot: Snapshot) -> bool | None:
    """Return whether it charges now; a last known state does not count."""
    battery = snapshot.battery
    if not snapshot.linked:
        return None
    if battery.status is not None:
        return battery.status is Status.CHARGING
    return None if battery.power is None else battery.power > 0


BINARY_SENSORS = (
    AmpsBinarySensorDescription(
        key="charging",
        device_class=BinarySensorDeviceClass.BATTERY_CHARGING,
        entity_registry_enabled_default=False,
        is_on_fn=_charging,
    ),
    AmpsBinarySensorDescription(
        key="action_pending",
        entity_registry_enabled_default=False,
        is_on_fn=lambda _, snapshot: snapshot.pending is not None,
    ),
    AmpsBinarySensorDescription(
        key="cloud_link",
        device_class=BinarySensorDeviceClass.CONNECTIVITY,
        entity_category=EntityCategory.DIAGNOSTIC,
        entity_registry_enabled_default=False,
        is_on_fn=lambda _, snapshot: snapshot.linked,
    ),
    AmpsBinarySensorDescription(
        key="window_active",
        device_class=BinarySensorDeviceClass.RUNNING,
        entity_registry_enabled_default=False,
        exists_fn=lambda snapshot: bool(snapshot.commands),
        is_on_fn=lambda battery, _: battery.agenda().running is not None,
    ),
    AmpsBinarySensorDescription(
        key="problem",
        device_class=BinarySensorDeviceClass.PROBLEM,
        tells=True,
        is_on_fn=lambda battery, _: battery.has_problem,
    ),
    AmpsBinarySensorDescription(
        key="vendor_schedule",
        entity_category=EntityCategory.DIAGNOSTIC,
        entity_registry_enabled_default=False,
        exists_fn=lambda battery: battery.scheduler_enabled is not None,
        known_fn=lambda snapshot: snapshot.settings is not None,
        is_on_fn=lambda _, snapshot: snapshot.battery.scheduler_enabled,
    ),
)


async def async_setup_entry(
    _hass: HomeAssistant,
    entry: AmpsConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Set up the binary sensors of an entry's batteries."""
    await async_setup_entities(
        entry, async_add_entities, {AmpsBinarySensor: BINARY_SENSORS}
    )


class AmpsBinarySensor(AmpsEntity, BinarySensorEntity):
    """One binary sensor of one battery."""

    _unrecorded_attributes = frozenset({"start", "end"})
    entity_description: AmpsBinarySensorDescription

    @property
    @override
    def shows(self) -> object:
        """Return state and attributes."""
        return self.is_on, self.extra_state_attributes

    @property
    @override
    def is_on(self) -> bool | None:
        """Return whether it is so, as far as it is known."""
        return self.entity_description.is_on_fn(self.controller, self.snapshot)
