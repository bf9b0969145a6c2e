"""What tests of the platforms share: entities by their key, not by their name."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from homeassistant.const import ATTR_ENTITY_ID
from homeassistant.core import (
    Event,
    EventStateChangedData,
    HomeAssistant,
    State,
    callback,
)
from homeassistant.helpers import device_registry as dr, entity_registry as er
from homeassistant.helpers.event import async_track_state_change_event
from pytest_homeassistant_custom_component.common import MockConfigEntry
from syrupy.assertion import SnapshotAssertion

from custom_components.amps.account.names import unique_id
from custom_components.amps.const import DOMAIN

from .travel import Travel

FULL = "device_sim_0001"
WINDOWED = "device_sim_0002"
"""The first two batteries of a simulated fleet."""


def find(
    hass: HomeAssistant, platform: str, key: str, battery: str = FULL
) -> str | None:
    """Return the id of an entity, if it is there."""
    registry = er.async_get(hass)
    return registry.async_get_entity_id(platform, DOMAIN, unique_id(battery, key))


def entity_id(hass: HomeAssistant, platform: str, key: str, battery: str = FULL) -> str:
    """Return the id of an entity that has to be there."""
    found = find(hass, platform, key, battery)
    assert found is not None, f"no {platform} {key} of {battery}"
    return found


def state(hass: HomeAssistant, platform: str, key: str, battery: str = FULL) -> State:
    """Return the state of an entity that has to have one."""
    found = hass.states.get(entity_id(hass, platform, key, battery))
    assert found is not None, f"{platform} {key} of {battery} has no state"
    return found


def next_start(hass: HomeAssistant, battery: str = FULL) -> Any:
    """Return when the next window begins, as an automation sees it."""
    return state(hass, "sensor", "next", battery).attributes["start"]


def ha_device_id(hass: HomeAssistant, battery: str = FULL) -> str:
    """Return Home Assistant's id of a battery."""
    (device,) = dr.async_get(hass).async_get_devices(identifiers={(DOMAIN, battery)})
    return device.id


async def call(
    hass: HomeAssistant,
    travel: Travel,
    platform: str,
    service: str,
    *,
    key: str,
    battery: str = FULL,
    **data: object,
) -> None:
    """Use an entity as an automation does, and wait until that is over."""
    target = {ATTR_ENTITY_ID: entity_id(hass, platform, key, battery)}
    await travel.run(
        hass.services.async_call(platform, service, target | data, blocking=True)
    )
    await travel.settle()


async def choose(
    hass: HomeAssistant,
    travel: Travel,
    option: str,
    *,
    key: str = "operation_mode",
    battery: str = FULL,
) -> None:
    """Choose an option of a select, by default a mode of the battery."""
    chosen = {"key": key, "option": option, "battery": battery}
    await call(hass, travel, "select", "select_option", **chosen)


@contextmanager
def noted_events(hass: HomeAssistant, key: str) -> Iterator[list[dict[str, Any]]]:
    """Note all that an event entity tells, as an automation sees it."""
    found: list[dict[str, Any]] = []

    @callback
    def note(event: Event[EventStateChangedData]) -> None:
        old, new = event.data["old_state"], event.data["new_state"]
        if new is not None and new.state not in ("unknown", "unavailable"):
            assert old is None or old.state != new.state
            found.append(dict(new.attributes))

    remove = async_track_state_change_event(hass, [entity_id(hass, "event", key)], note)
    yield found
    remove()


async def refresh(hass: HomeAssistant, travel: Travel, battery: str = FULL) -> None:
    """Read a battery anew, past every cache."""
    await travel(61)
    await call(hass, travel, "button", "press", key="refresh", battery=battery)


def check_entities(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    platform: str,
    snapshot: SnapshotAssertion,
) -> None:
    """Compare all entities of a platform, and their states, with the snapshot."""
    registry = er.async_get(hass)
    found = er.async_entries_for_config_entry(registry, entry.entry_id)
    entities = sorted(
        (item for item in found if item.domain == platform),
        key=lambda known: known.unique_id,
    )
    assert entities
    for entity in entities:
        assert entity == snapshot(name=f"{entity.unique_id}-entry")
        assert hass.states.get(entity.entity_id) == snapshot(
            name=f"{entity.unique_id}-state"
        )
