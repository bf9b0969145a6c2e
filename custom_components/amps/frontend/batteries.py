"""The batteries that a user may see in the browser, and change there."""

from collections.abc import Iterator

from homeassistant.auth.models import User
from homeassistant.auth.permissions.const import POLICY_CONTROL, POLICY_READ
from homeassistant.components.calendar.const import DOMAIN as CALENDAR
from homeassistant.core import HomeAssistant, callback
from homeassistant.exceptions import Unauthorized
from homeassistant.helpers import device_registry as dr, entity_registry as er

from ..const import DOMAIN
from ..coordinator import AmpsCoordinator
from ..exceptions import invalid
from ..runtime import AmpsConfigEntry
from ..services.targets import Target

PLAN = (CALENDAR, "plan")
SHOWN = (
    ("binary_sensor", "problem"),
    ("button", "stop"),
    PLAN,
    ("select", "operation_mode"),
    ("sensor", "level"),
    ("sensor", "power"),
    ("switch", "plan_enabled"),
)
"""The entities that the card shows, or does something with; no key is there twice."""


@callback
def coordinators(hass: HomeAssistant) -> list[AmpsCoordinator]:
    """Return what follows the accounts that are loaded."""
    return [entry.runtime_data.coordinator for entry in _entries(hass)]


def _entries(hass: HomeAssistant) -> list[AmpsConfigEntry]:
    return hass.config_entries.async_loaded_entries(DOMAIN)


@callback
def loaded(hass: HomeAssistant) -> Iterator[Target]:
    """Yield all batteries that are followed now."""
    devices = dr.async_get(hass)
    for entry in _entries(hass):
        account = entry.runtime_data
        manager = account.manager
        for battery_id in manager.coordinator.data:
            identifier = (DOMAIN, battery_id)
            device = devices.async_get_device_by_identifier(identifier, entry.entry_id)
            if device is not None:
                name = device.name_by_user or device.name or battery_id
                controller = manager.controller(battery_id)
                yield Target(device.id, name, controller, account)


@callback
def is_battery(hass: HomeAssistant, device_id: str) -> bool:
    """Return whether a device is a battery, though it may not be followed now."""
    device = dr.async_get(hass).async_get(device_id, include_child_devices=False)
    return device is not None and any(
        identifier[0] == DOMAIN for identifier in device.identifiers
    )


@callback
def entities(hass: HomeAssistant, device_id: str) -> dict[str, str]:
    """Return the ids of a battery's entities that the card shows, by key."""
    registry = er.async_get(hass)
    found = {
        (entry.domain, entry.translation_key): entry.entity_id
        for entry in er.async_entries_for_device(registry, device_id)
        if entry.platform == DOMAIN
    }
    return {key: found[domain, key] for domain, key in SHOWN if (domain, key) in found}


@callback
def may_read(hass: HomeAssistant, user: User, device_id: str) -> bool:
    """Return whether a user may see a battery: all of its entities that are shown."""
    shown = entities(hass, device_id).values()
    if not shown:
        return user.is_admin
    return all(
        user.permissions.check_entity(entity_id, POLICY_READ) for entity_id in shown
    )


@callback
def check_may_change(hass: HomeAssistant, user: User, device_id: str) -> None:
    """Refuse who may not change a battery's plan, as its calendar does."""
    calendar = entities(hass, device_id).get(PLAN[1])
    if user.is_admin:
        return
    if calendar is None or not user.permissions.check_entity(calendar, POLICY_CONTROL):
        raise Unauthorized(entity_id=calendar)


@callback
def find(hass: HomeAssistant, device_id: str) -> Target:
    """Return a battery that is followed now; raises ServiceValidationError."""
    for target in loaded(hass):
        if target.device_id == device_id:
            return target
    raise invalid("device_gone", battery=device_id)
