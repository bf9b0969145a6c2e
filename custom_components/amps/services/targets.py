"""The batteries that an action, Home Assistant's word for a service, is called for."""

from typing import Any, NamedTuple

from homeassistant.const import ATTR_DEVICE_ID
from homeassistant.core import HomeAssistant, ServiceCall
from homeassistant.helpers import config_validation as cv
from homeassistant.helpers.service import async_get_device_and_config_entry
import voluptuous as vol

from ..account.snapshot import Snapshot
from ..battery.manager import BatteryManager
from ..const import DOMAIN
from ..exceptions import invalid
from ..runtime import AmpsConfigEntry

BATTERIES: dict[vol.Marker, Any] = {
    vol.Required(ATTR_DEVICE_ID): vol.All(
        cv.ensure_list, [cv.string], vol.Length(min=1)
    )
}
"""The field by which all actions choose batteries."""


class Target(NamedTuple):
    """One battery that an action was called for."""

    device_id: str
    """Home Assistant's id of the device."""
    battery_id: str
    name: str
    manager: BatteryManager

    @property
    def snapshot(self) -> Snapshot:
        """What is known of the battery."""
        return self.manager.coordinator.data[self.battery_id]


def async_targets(call: ServiceCall) -> list[Target]:
    """Return the batteries that an action was called for, each once."""
    device_ids = dict.fromkeys(call.data[ATTR_DEVICE_ID])
    return [_target(call.hass, device_id) for device_id in device_ids]


def _target(hass: HomeAssistant, device_id: str) -> Target:
    entry: AmpsConfigEntry
    device, entry = async_get_device_and_config_entry(
        hass, DOMAIN, device_id, include_child_devices=False
    )
    manager = entry.runtime_data.manager
    name = device.name_by_user or device.name or device_id
    ids = [battery_id for domain, battery_id in device.identifiers if domain == DOMAIN]
    battery_id = next((it for it in ids if it in manager.coordinator.data), None)
    if battery_id is None:
        raise invalid("device_gone", battery=name)
    return Target(device_id, battery_id, name, manager)
