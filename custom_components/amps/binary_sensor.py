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
from .battery.manager import BatteryManager
from .entity import AmpsDescription, AmpsEntity, async_setup_entities
from .runtime import AmpsConfigEntry

PARALLEL_UPDATES = 0


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class AmpsBinarySensorDescription(AmpsDescription, BinarySensorEntityDescription):
    """Describe a binary sensor of a battery."""

    is_on: Callable[[BatteryManager, Snapshot], bool | None]


def _charging(_manager: BatteryManager, snapshot: Snapshot) -> bool | None:
    """Return whether it charges now; a last known state does not tell."""
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
        is_on=_charging,
    ),
    AmpsBinarySensorDescription(
        key="action_pending",
        entity_registry_enabled_default=False,
        is_on=lambda _, it: it.pending is not None,
    ),
    AmpsBinarySensorDescription(
        key="cloud_link",
        device_class=BinarySensorDeviceClass.CONNECTIVITY,
        entity_category=EntityCategory.DIAGNOSTIC,
        is_on=lambda _, it: it.linked,
    ),
    AmpsBinarySensorDescription(
        key="window_active",
        device_class=BinarySensorDeviceClass.RUNNING,
        exists=lambda it: bool(it.commands),
        is_on=lambda manager, it: manager.agenda(it.battery.id).running is not None,
    ),
    AmpsBinarySensorDescription(
        key="problem",
        device_class=BinarySensorDeviceClass.PROBLEM,
        tells=True,
        is_on=lambda manager, it: manager.has_problem(it.battery.id),
    ),
    AmpsBinarySensorDescription(
        key="vendor_schedule",
        entity_category=EntityCategory.DIAGNOSTIC,
        entity_registry_enabled_default=False,
        exists=lambda it: it.scheduler_enabled is not None,
        known=lambda it: it.settings is not None,
        is_on=lambda _, it: it.battery.scheduler_enabled,
    ),
)


async def async_setup_entry(
    _hass: HomeAssistant,
    entry: AmpsConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Set up the binary sensors of an entry's batteries."""
    await async_setup_entities(
        entry, async_add_entities, BINARY_SENSORS, AmpsBinarySensor
    )


class AmpsBinarySensor(AmpsEntity, BinarySensorEntity):
    """One binary sensor of one battery."""

    entity_description: AmpsBinarySensorDescription

    @property
    @override
    def shows(self) -> object:
        """Return the state."""
        return self.is_on

    @property
    @override
    def is_on(self) -> bool | None:
        """Return whether it is so, as far as it is known."""
        return self.entity_description.is_on(self.manager, self.snapshot)
