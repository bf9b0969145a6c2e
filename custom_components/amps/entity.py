"""What all entities of a battery share."""

import asyncio
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import batched
from typing import Any, Final, NamedTuple, override

from homeassistant.config_entries import ConfigEntryState
from homeassistant.const import ATTR_COMMAND
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import (
    config_validation as cv,
    device_registry as dr,
    entity_registry as er,
)
from homeassistant.helpers.entity import Entity, EntityDescription
from homeassistant.helpers.entity_platform import (
    AddConfigEntryEntitiesCallback,
    async_get_current_platform,
)
from homeassistant.helpers.update_coordinator import CoordinatorEntity
import voluptuous as vol

from .account.names import unique_id
from .account.snapshot import Snapshot
from .api.models import Battery, Command
from .battery.controller import BatteryController
from .battery.day_run import Planning
from .battery.manager import BatteryManager
from .const import DOMAIN
from .coordinator import BatteryCoordinator
from .runtime import AmpsConfigEntry

COMMAND_OPTION: Final[dict[str | vol.Marker, Any]] = {
    vol.Optional(ATTR_COMMAND): vol.All(
        cv.ensure_list, [vol.In([command.slug for command in Command])]
    )
}
"""The option of triggers and conditions that says which commands are meant."""
BATTERIES_AT_ONCE = 10
"""Batteries whose entities are added before others have a turn."""


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class AmpsDescription(EntityDescription):
    """Describe an entity of a battery."""

    exists_fn: Callable[[Battery], bool] = lambda _: True
    """Whether the battery declares what the entity is about, as `_declared` has it."""
    known_fn: Callable[[Battery], bool] = lambda battery: battery.commands is not None
    """Whether what was read suffices to say that it does not."""
    tells: bool = False
    """Whether it reports the plan, which must be possible while Amps is unreachable."""

    def __post_init__(self) -> None:
        """Let the texts of the entity have its key."""
        object.__setattr__(self, "translation_key", self.key)


type Factory = Callable[[BatteryController, Any], Entity]
"""Makes the entity of a battery that a description describes."""
type Tables = Mapping[Factory, Iterable[AmpsDescription]]
"""What batteries may have of one platform, by what makes it."""


class AmpsEntity(CoordinatorEntity[BatteryCoordinator]):
    """One entity of one battery."""

    _attr_has_entity_name = True
    entity_description: AmpsDescription
    _written: object = None

    def __init__(
        self, controller: BatteryController, description: AmpsDescription
    ) -> None:
        """Belong to a battery that the coordinator knows."""
        battery_id = controller.battery_id
        super().__init__(controller.coordinator.battery(battery_id))
        self.entity_description = description
        self.controller = controller
        self.battery_id = battery_id
        self._attr_unique_id = unique_id(battery_id, description.key)

    @property
    def snapshot(self) -> Snapshot:
        """What is known of the battery."""
        if (known := self.coordinator.data) is None:
            raise LookupError(self.battery_id)
        return known

    @property
    def battery(self) -> Battery:
        """The battery as Amps last captured it."""
        return self.snapshot.battery

    @property
    @override
    def available(self) -> bool:
        """Return whether Amps answers, where that matters, and has the battery."""
        answers = self.entity_description.tells or super().available
        return answers and self.coordinator.data is not None

    @property
    def shows(self) -> object:
        """All that the state is made of, as far as that is less work than the state."""
        return object()

    @callback
    @override
    def _handle_coordinator_update(self) -> None:
        """Write the state if it is another, unless the battery has just left."""
        if self.coordinator.data is None:
            return
        if (shows := (self.available, self.shows)) != self._written:
            self._written = shows
            super()._handle_coordinator_update()


async def async_setup_entities(
    entry: AmpsConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
    tables: Tables,
) -> None:
    """Add the entities of batteries and capabilities as they come and go."""
    coordinator = entry.runtime_data.coordinator
    entities = _Entities(entry.runtime_data.manager, tables)
    for battery_ids in batched(list(coordinator.data), BATTERIES_AT_ONCE, strict=False):
        async_add_entities(entities.new(battery_ids))
        if len(battery_ids) == BATTERIES_AT_ONCE:
            await asyncio.sleep(0)

    @callback
    def update() -> None:
        if new := entities.new_of_all():
            async_add_entities(new)

    update()
    entry.async_on_unload(coordinator.async_add_listener(update))


async def async_setup_planning_entities(
    entry: AmpsConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
    tables: Tables,
) -> None:
    """Add entities of batteries whose day is planned, for as long as it is."""
    coordinator, manager = entry.runtime_data.coordinator, entry.runtime_data.manager
    registry = er.async_get(coordinator.hass)
    domain = async_get_current_platform().domain
    rows = _rows(tables)
    present: set[str] = set()

    @callback
    def update() -> None:
        batteries = [one for one in manager.loaded() if one.snapshot is not None]
        wanted = {
            one.battery_id: one
            for one in batteries
            if one.state.planning is not Planning.OFF
        }
        for battery_id in present - wanted.keys():
            for key in rows:
                id_ = unique_id(battery_id, key)
                if found := registry.async_get_entity_id(domain, DOMAIN, id_):
                    registry.async_remove(found)
        new = wanted.keys() - present
        present.clear()
        present.update(wanted)
        for battery_id in sorted(new):
            async_add_entities(_made(manager, battery_id, rows.values()))

    update()
    entry.async_on_unload(coordinator.async_add_listener(update))


@callback
def entities_of(hass: HomeAssistant, entity_ids: Iterable[str], key: str) -> set[str]:
    """Return those of the entities that have this key, of any of our batteries."""
    registry = er.async_get(hass)
    found = {entity_id: registry.async_get(entity_id) for entity_id in entity_ids}
    return {
        entity_id
        for entity_id, entry in found.items()
        if entry and entry.platform == DOMAIN and entry.translation_key == key
    }


@callback
def battery_of(hass: HomeAssistant, entity_id: str) -> BatteryController | None:
    """Return the battery of an entity, while its entry is loaded."""
    entity = er.async_get(hass).async_get(entity_id)
    if entity is None or entity.device_id is None:
        return None
    entry: AmpsConfigEntry | None = hass.config_entries.async_get_entry(
        entity.config_entry_id or ""
    )
    if entry is None or entry.state is not ConfigEntryState.LOADED:
        return None
    device = dr.async_get(hass).async_get(entity.device_id)
    manager = entry.runtime_data.manager
    ids = (name for domain, name in (device.identifiers if device else ()))
    battery_id = next((name for name in ids if name in manager.coordinator.data), None)
    return None if battery_id is None else manager.controller(battery_id)


def _declared(battery: Battery) -> tuple[object, ...]:
    """Return all by which it is decided which entities a battery has."""
    return battery.commands, battery.settings, battery.scheduler_enabled


class _Row(NamedTuple):
    """One row of the tables, with what makes its entities."""

    description: AmpsDescription
    factory: Factory


def _rows(tables: Tables) -> dict[str, _Row]:
    """Return the rows of all tables, by their keys."""
    return {
        description.key: _Row(description, factory)
        for factory, descriptions in tables.items()
        for description in descriptions
    }


def _made(
    manager: BatteryManager, battery_id: str, rows: Iterable[_Row]
) -> Iterator[Entity]:
    controller = manager.controller(battery_id)
    device = manager.registrar.async_device(battery_id)
    for row in rows:
        entity = row.factory(controller, row.description)
        entity.device_entry = device
        yield entity


class _Keys(NamedTuple):
    """Which entities of a platform a battery has, by their keys."""

    declared: tuple[object, ...]
    """What the battery declares, which decides that."""
    present: frozenset[str]
    absent: frozenset[str]
    """Those that it is known not to have."""


class _Entities:
    """Follows what batteries declare, for the entities of one platform."""

    def __init__(self, manager: BatteryManager, tables: Tables) -> None:
        self._manager = manager
        self._rows = _rows(tables)
        self._domain = async_get_current_platform().domain
        self._present: dict[str, frozenset[str]] = {}
        self._seen: dict[str, _Keys] = {}
        self._latest: _Keys | None = None
        self._seen_of_all: dict[str, Snapshot] | None = None

    def new_of_all(self) -> list[Entity]:
        """Return what is new of all batteries, as far as they were read."""
        data, only = self._manager.coordinator.data, self._manager.coordinator.only
        if data is self._seen_of_all:
            return []
        self._seen_of_all = data
        for battery_id in self._seen.keys() - data.keys():
            del self._seen[battery_id], self._present[battery_id]
        return self.new(data if only is None else [only])

    def new(self, battery_ids: Iterable[str]) -> list[Entity]:
        """Return what batteries newly declare, and remove what they no longer do."""
        found: list[Entity] = []
        for battery_id in battery_ids:
            snapshot = self._manager.coordinator.data.get(battery_id)
            if snapshot is None:
                continue
            declared = _declared(snapshot.battery)
            seen = self._seen.get(battery_id)
            if seen is not None and seen.declared == declared:
                continue
            keys = self._seen[battery_id] = self._keys(snapshot.battery, declared)
            if new := self._compare(battery_id, keys):
                found += _made(self._manager, battery_id, new)
        return found

    def _keys(self, battery: Battery, declared: tuple[object, ...]) -> _Keys:
        """Return what a battery has; others of its model declare the same."""
        if self._latest is None or self._latest.declared != declared:
            present = {
                key
                for key, row in self._rows.items()
                if row.description.exists_fn(battery)
            }
            absent = {
                key
                for key, row in self._rows.items()
                if key not in present and row.description.known_fn(battery)
            }
            self._latest = _Keys(declared, frozenset(present), frozenset(absent))
        return self._latest

    def _compare(self, battery_id: str, keys: _Keys) -> list[_Row]:
        """Remove what a battery no longer declares; return what is new and enabled.

        An entity that is disabled is not made: enabling it reloads the entry.
        """
        disabled = self._manager.registrar.disabled[self._domain]
        before = self._present.get(battery_id, frozenset())
        for key in keys.absent:
            self._remove(unique_id(battery_id, key))
        kept = before - keys.present - keys.absent
        self._present[battery_id] = keys.present | kept if kept else keys.present
        return [
            row
            for key, row in self._rows.items()
            if key in keys.present - before
            and unique_id(battery_id, key) not in disabled
        ]

    def _remove(self, id_: str) -> None:
        """Remove an entity, if it is there."""
        registry = er.async_get(self._manager.coordinator.hass)
        entity_id = registry.async_get_entity_id(self._domain, DOMAIN, id_)
        if entity_id is not None:
            registry.async_remove(entity_id)
