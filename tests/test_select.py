"""The selects, against the simulated Amps."""

from homeassistant.components.select import ATTR_OPTIONS
from homeassistant.core import Event, EventStateChangedData, HomeAssistant, callback
from homeassistant.exceptions import HomeAssistantError, ServiceValidationError
from homeassistant.helpers.event import async_track_state_change_event
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry
from syrupy.assertion import SnapshotAssertion

from simulator import Fault, World, full

from .entities import FULL, check_entities, choose, find, refresh, state
from .travel import Travel


def _mode(hass: HomeAssistant) -> str:
    return state(hass, "select", "operation_mode").state


@pytest.mark.parametrize("batteries", [2])
async def test_entities(
    hass: HomeAssistant, integration: MockConfigEntry, snapshot: SnapshotAssertion
) -> None:
    check_entities(hass, integration, "select", snapshot)


@pytest.mark.usefixtures("integration")
async def test_a_mode_is_set(hass: HomeAssistant, world: World, travel: Travel) -> None:
    assert _mode(hass) == "auto_balanced"
    await choose(hass, travel, "auto_reserve")
    assert _mode(hass) == "auto_reserve"
    for _ in range(12):
        await travel(10)
        assert _mode(hass) == "auto_reserve"
    (push,) = world.record.pushes()
    assert push.body == {"action": {"command": "auto.reserve"}}
    assert world.device(FULL).mode.command == "auto.reserve"
    assert state(hass, "sensor", "last_action_state").state == "completed"


@pytest.mark.usefixtures("integration")
async def test_a_mode_changes_once(hass: HomeAssistant, travel: Travel) -> None:
    seen: list[str] = []

    @callback
    def note(event: Event[EventStateChangedData]) -> None:
        assert event.data["new_state"]
        seen.append(event.data["new_state"].state)

    entity_id = state(hass, "select", "operation_mode").entity_id
    remove = async_track_state_change_event(hass, entity_id, note)
    await choose(hass, travel, "auto_reserve")
    await travel(120)
    remove()

    assert seen == ["auto_reserve"]


@pytest.mark.usefixtures("integration")
async def test_a_mode_that_fails_goes_back(
    hass: HomeAssistant, world: World, travel: Travel
) -> None:
    world.fail_next(FULL, "DEVICE_OFFLINE")
    await choose(hass, travel, "auto_reserve")
    assert _mode(hass) == "auto_reserve"
    await travel(60)
    assert _mode(hass) == "auto_balanced"
    assert state(hass, "sensor", "last_action_state").state == "failed"


@pytest.mark.usefixtures("integration")
async def test_a_refused_mode_tells_why(
    hass: HomeAssistant, world: World, travel: Travel
) -> None:
    world.faults.add(
        Fault(endpoint="push", status=422, code="UNSUPPORTED_MODE", message="Not now.")
    )
    with pytest.raises(HomeAssistantError, match="Not now") as caught:
        await choose(hass, travel, "auto_reserve")
    assert caught.value.translation_domain == "amps"
    assert caught.value.translation_key == "rejected"
    assert _mode(hass) == "auto_balanced"


@pytest.mark.usefixtures("all_enabled", "integration")
async def test_a_mode_that_was_set_elsewhere(
    hass: HomeAssistant, world: World, travel: Travel
) -> None:
    world.set_mode_locally(FULL, "auto.export")
    await refresh(hass, travel)
    assert _mode(hass) == "auto_export"


@pytest.mark.usefixtures("integration")
async def test_options_follow_what_is_declared(
    hass: HomeAssistant, world: World, travel: Travel
) -> None:
    world.remove_command(FULL, "auto.reserve")
    await travel(61)
    found = state(hass, "select", "operation_mode")
    assert found.attributes[ATTR_OPTIONS] == [
        "charge",
        "discharge",
        "idle",
        "auto_balanced",
        "auto_export",
    ]
    with pytest.raises(ServiceValidationError):
        await choose(hass, travel, "auto_reserve")
    assert not world.record.pushes()


@pytest.mark.usefixtures("integration")
async def test_a_battery_that_takes_no_commands(
    hass: HomeAssistant, world: World, travel: Travel
) -> None:
    world.add_device(full("device_sim_mute", commands={}))
    await travel(61)
    assert find(hass, "sensor", "level", "device_sim_mute")
    assert find(hass, "select", "operation_mode", "device_sim_mute") is None
    assert find(hass, "button", "stop", "device_sim_mute") is None
    assert find(hass, "number", "window_minutes", "device_sim_mute") is None
