"""What Home Assistant's registries hold of an entry's batteries."""

from collections import defaultdict
from collections.abc import Mapping
from functools import cached_property

from homeassistant.core import callback
from homeassistant.helpers import device_registry as dr, entity_registry as er

from ..account.names import brand
from ..api.models import Battery
from ..const import DOMAIN
from ..coordinator import AmpsCoordinator


class DeviceRegistrar:
    """Registers each battery as a device, once for all of its entities."""

    def __init__(self, coordinator: AmpsCoordinator) -> None:
        """Register nothing yet."""
        self._coordinator = coordinator
        self._devices = dr.async_get(coordinator.hass)
        self._of: dict[str, tuple[Battery, str]] = {}
        """By battery id what its device was made of, and the device's own id."""

    @callback
    def async_device(self, battery_id: str) -> dr.AnyDeviceEntry:
        """Return a battery's device, registered as the battery is known now."""
        battery = self._coordinator.data[battery_id].battery
        made_of, id_ = self._of.get(battery_id, (None, ""))
        if made_of is battery and (device := self._devices.async_get(id_)) is not None:
            return device
        new = self._devices.async_get_or_create(
            config_entry_id=self._coordinator.config_entry.entry_id,
            identifiers={(DOMAIN, battery_id)},
            manufacturer=brand(battery),
            model=battery.model,
            name=self._coordinator.names[battery_id],
            serial_number=battery_id,
        )
        self._of[battery_id] = battery, new.id
        return new

    @cached_property
    def disabled(self) -> Mapping[str, set[str]]:
        """By domain the unique ids of what was disabled when this was first asked."""
        entry_id = self._coordinator.config_entry.entry_id
        registry = er.async_get(self._coordinator.hass)
        found: defaultdict[str, set[str]] = defaultdict(set)
        for entry in er.async_entries_for_config_entry(registry, entry_id):
            if entry.disabled:
                found[entry.domain].add(entry.unique_id)
        return found
