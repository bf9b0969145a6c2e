"""What all entities of a battery share."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import override

from homeassistant.core import callback
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers.device_registry import DeviceInfo
from homeassistant.helpers.entity import Entity, EntityDescription
from homeassistant.helpers.entity_platform import (
    AddConfigEntryEntitiesCallback,
    async_get_current_platform,
)
from homeassistant.helpers.update_coordinator import CoordinatorEntity

from .api.models import Battery
from .const import DOMAIN
from .coordinator import AmpsCoordinator
from .names import brand
from .runner import AmpsConfigEntry, Runner
from .snapshot import Snapshot


@dataclass(frozen=True, kw_only=True)
class AmpsDescription(EntityDescription):
    """Describe an entity of a battery."""

    exists: Callable[[Battery], bool] = lambda _: True
    """Whether the battery declares what the entity is about."""
    known: Callable[[Battery], bool] = lambda it: it.commands is not None
    """Whether what was read suffices to say that it does not."""


class AmpsEntity(CoordinatorEntity[AmpsCoordinator]):
    """One entity of one battery."""

    _attr_has_entity_name = True
    entity_description: AmpsDescription

    def __init__(
        self, runner: Runner, device_id: str, description: AmpsDescription
    ) -> None:
        """Belong to a battery that the coordinator knows."""
        super().__init__(runner.coordinator, context=device_id)
        self.entity_description = description
        self.runner = runner
        self.amps_id = device_id
        self._attr_translation_key = description.key
        self._attr_unique_id = f"{device_id}_{description.key}"
        self._attr_device_info = DeviceInfo(
            identifiers={(DOMAIN, device_id)},
            manufacturer=brand(self.battery),
            model=self.battery.model,
            name=runner.coordinator.names[device_id],
            serial_number=device_id,
        )

    @property
    def snapshot(self) -> Snapshot:
        """What is known of the battery."""
        return self.coordinator.data[self.amps_id]

    @property
    def battery(self) -> Battery:
        """The battery as Amps last captured it."""
        return self.snapshot.battery

    @property
    @override
    def available(self) -> bool:
        """Whether Amps answers and still has the battery."""
        return super().available and self.amps_id in self.coordinator.data

    @callback
    @override
    def _handle_coordinator_update(self) -> None:
        """Write the state, unless the battery has just left."""
        if self.amps_id in self.coordinator.data:
            super()._handle_coordinator_update()


@callback
def async_setup_entities[DescriptionT: AmpsDescription](
    entry: AmpsConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
    descriptions: Iterable[DescriptionT],
    factory: Callable[[Runner, str, DescriptionT], Entity],
) -> None:
    """Add the entities of batteries and capabilities as they come and go."""
    coordinator = entry.runtime_data.coordinator
    domain = async_get_current_platform().domain
    by_key = {description.key: description for description in descriptions}
    present: dict[str, set[str]] = {}
    seen: dict[str, Battery] = {}

    def compare(battery: Battery) -> set[str]:
        """Remove what a battery no longer declares, and give the keys that are new."""
        declared = {key for key, it in by_key.items() if it.exists(battery)}
        gone = {key for key, it in by_key.items() if it.known(battery)} - declared
        for key in gone:
            _remove(coordinator, domain, f"{battery.id}_{key}")
        here = present.setdefault(battery.id, set())
        new = declared - here
        present[battery.id] = (here - gone) | declared
        return new

    @callback
    def update() -> None:
        for device_id in seen.keys() - coordinator.data.keys():
            del seen[device_id], present[device_id]
        new: list[Entity] = []
        for device_id, snapshot in coordinator.data.items():
            if seen.get(device_id) is not snapshot.battery:
                seen[device_id] = snapshot.battery
                new += (
                    factory(entry.runtime_data, device_id, by_key[key])
                    for key in sorted(compare(snapshot.battery))
                )
        if new:
            async_add_entities(new)

    update()
    entry.async_on_unload(coordinator.async_add_listener(update))


def _remove(coordinator: AmpsCoordinator, domain: str, unique_id: str) -> None:
    """Remove an entity, if it is there."""
    registry = er.async_get(coordinator.hass)
    if entity_id := registry.async_get_entity_id(domain, DOMAIN, unique_id):
        registry.async_remove(entity_id)
