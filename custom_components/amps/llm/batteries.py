"""The batteries that an assistant may plan for: those whose calendar is exposed."""

from collections.abc import Iterator, Sequence
from dataclasses import field

from homeassistant.components.calendar.const import DOMAIN as CALENDAR
from homeassistant.components.homeassistant.exposed_entities import async_should_expose
from homeassistant.core import Context, HomeAssistant
from homeassistant.helpers import (
    area_registry as ar,
    device_registry as dr,
    entity_registry as er,
)

from ..account.names import unique_id
from ..api.value import frozen
from ..battery.controller import BatteryController
from ..const import DOMAIN
from ..exceptions import invalid
from ..runtime import AmpsConfigEntry


@frozen(kw_only=False)
class Exposed:
    """One battery that an assistant may plan for."""

    entity_id: str
    """Its calendar."""
    device_id: str
    """Home Assistant's id of the device."""
    name: str
    controller: BatteryController = field(repr=False)
    words: frozenset[str] = field(repr=False)
    """All that it is called by, areas included."""


def exposed(hass: HomeAssistant, assistant: str) -> list[Exposed]:
    """Return the batteries whose calendar is exposed to an assistant, by name."""
    entries: list[AmpsConfigEntry] = hass.config_entries.async_loaded_entries(DOMAIN)
    found = [
        battery
        for entry in entries
        for battery in _of_entry(hass, entry)
        if async_should_expose(hass, assistant, battery.entity_id)
    ]
    return sorted(found, key=lambda item: (item.name, item.entity_id))


def called(batteries: Sequence[Exposed]) -> list[str]:
    """Return a unique name for each battery."""
    names = [battery.name for battery in batteries]
    return [
        battery.name if names.count(battery.name) == 1 else battery.entity_id
        for battery in batteries
    ]


def chosen(batteries: Sequence[Exposed], given: str | None) -> Exposed:
    """Return the one battery that is meant; raises where that is not clear."""
    if not batteries:
        raise invalid("assistant_no_battery")
    known = ", ".join(called(batteries))
    if given is None:
        if len(batteries) > 1:
            raise invalid("assistant_which_battery", known=known)
        return batteries[0]
    found = [battery for battery in batteries if _norm(given) in battery.words]
    if len(found) > 1:
        known = ", ".join(called(found))
        raise invalid("assistant_which_battery", known=known)
    if not found:
        raise invalid("assistant_other_battery", battery=given, known=known)
    return found[0]


async def async_check_allowed(
    hass: HomeAssistant, context: Context | None, battery: Exposed, policy: str
) -> None:
    """Refuse what the user behind an assistant may not do with a calendar."""
    if context is None or context.user_id is None:
        return
    user = await hass.auth.async_get_user(context.user_id)
    if user is None or not user.permissions.check_entity(battery.entity_id, policy):
        raise invalid("assistant_not_allowed", battery=battery.name)


def _of_entry(hass: HomeAssistant, entry: AmpsConfigEntry) -> Iterator[Exposed]:
    registry, devices = er.async_get(hass), dr.async_get(hass)
    manager = entry.runtime_data.manager
    for battery_id in manager.coordinator.data:
        entity_id = registry.async_get_entity_id(
            CALENDAR, DOMAIN, unique_id(battery_id, "plan")
        )
        entity = registry.async_get(entity_id) if entity_id else None
        if entity is None or entity.disabled or entity.device_id is None:
            continue
        device = devices.async_get(entity.device_id, include_child_devices=False)
        if device is not None:
            name = device.name_by_user or device.name or entity.entity_id
            words = frozenset(
                _norm(alias) for alias in (name, *_words(hass, entity, device))
            )
            controller = manager.controller(battery_id)
            yield Exposed(entity.entity_id, device.id, name, controller, words)


def _words(
    hass: HomeAssistant, entity: er.RegistryEntry, device: dr.DeviceEntry
) -> Iterator[str]:
    yield from (entity.entity_id, device.id)
    yield from er.async_get_entity_aliases(hass, entity, allow_empty=False)
    area_id = entity.area_id or dr.async_get_effective_area_id(hass, device)
    area = ar.async_get(hass).async_get_area(area_id) if area_id else None
    if area is not None:
        yield from (area.id, area.name, *area.aliases)


def _norm(name: str) -> str:
    return name.strip().casefold()
