"""The batteries that an action, Home Assistant's word for a service, is called for."""

from typing import Any, Final, NamedTuple

from homeassistant.const import ATTR_DEVICE_ID
from homeassistant.core import HomeAssistant, ServiceCall
from homeassistant.helpers import (
    config_validation as cv,
    device_registry as dr,
    entity_registry as er,
)
from homeassistant.helpers.service import async_get_device_and_config_entry
from homeassistant.helpers.target import (
    TargetSelection,
    async_extract_referenced_entity_ids,
)
import voluptuous as vol

from ..account.snapshot import Snapshot
from ..battery.controller import BatteryController
from ..const import DOMAIN
from ..exceptions import invalid
from ..runtime import AmpsConfigEntry, AmpsRuntimeData

BATTERIES: Final[dict[str | vol.Marker, Any]] = dict(cv.TARGET_SERVICE_FIELDS)
"""The fields by which all actions choose batteries: those of any target."""


class Target(NamedTuple):
    """One battery that an action was called for."""

    device_id: str
    """Home Assistant's id of the device."""
    name: str
    controller: BatteryController
    account: AmpsRuntimeData
    """The parts of its entry, which may be unloaded while it is being asked."""

    @property
    def battery_id(self) -> str:
        """Amps' id of the battery."""
        return self.controller.battery_id

    @property
    def snapshot(self) -> Snapshot:
        """What is known of the battery."""
        return self.controller.coordinator.data[self.battery_id]


def async_targets(call: ServiceCall) -> list[Target]:
    """Return the batteries that an action was called for, each once.

    What is named itself, a device or an entity, has to be a battery. Of an area, a
    floor or a label only its batteries count. An entity that is left out leaves out its
    battery.
    """
    hass = call.hass
    selection = TargetSelection(call.data)
    selected = async_extract_referenced_entity_ids(hass, selection)
    reached = selected.referenced_devices
    named = [
        device_id
        for device_id in cv.ensure_list(call.data.get(ATTR_DEVICE_ID))
        if device_id in reached
    ]
    named += [_device_of(hass, entity_id) for entity_id in sorted(selected.referenced)]
    reached |= _devices_of(hass, selected.indirectly_referenced)
    devices = dr.async_get(hass)
    others = sorted(
        device_id for device_id in reached if _is_battery(devices, device_id)
    )
    left_out = _left_out(hass, selection)
    device_ids = [
        device_id
        for device_id in dict.fromkeys([*named, *others])
        if device_id not in left_out
    ]
    if not device_ids:
        raise invalid("no_battery_chosen")
    return [_target(hass, device_id) for device_id in device_ids]


def _left_out(hass: HomeAssistant, selection: TargetSelection) -> set[str]:
    """Return the devices of entities that are left out by themselves."""
    # such targets came with 2026.11: the default goes with 2026.10
    exclude: TargetSelection | None = getattr(selection, "exclude", None)
    return _devices_of(hass, exclude.entity_ids) if exclude else set()


def _device_of(hass: HomeAssistant, entity_id: str) -> str:
    entity = er.async_get(hass).async_get(entity_id)
    if entity is None or entity.platform != DOMAIN or entity.device_id is None:
        raise invalid("entity_of_no_battery", entity=entity_id)
    return entity.device_id


def _devices_of(hass: HomeAssistant, entity_ids: set[str]) -> set[str]:
    registry = er.async_get(hass)
    found = (registry.async_get(entity_id) for entity_id in entity_ids)
    return {
        entity.device_id
        for entity in found
        if entity is not None and entity.device_id is not None
    }


def _is_battery(registry: dr.DeviceRegistry, device_id: str) -> bool:
    device = registry.async_get(device_id, include_child_devices=False)
    return device is not None and any(
        identifier[0] == DOMAIN for identifier in device.identifiers
    )


def _target(hass: HomeAssistant, device_id: str) -> Target:
    entry: AmpsConfigEntry
    device, entry = async_get_device_and_config_entry(
        hass, DOMAIN, device_id, include_child_devices=False
    )
    manager = entry.runtime_data.manager
    name = device.name_by_user or device.name or device_id
    ids = [battery_id for domain, battery_id in device.identifiers if domain == DOMAIN]
    battery_id = next(
        (battery_id for battery_id in ids if battery_id in manager.coordinator.data),
        None,
    )
    if battery_id is None:
        raise invalid("device_gone", battery=name)
    return Target(device_id, name, manager.controller(battery_id), entry.runtime_data)
