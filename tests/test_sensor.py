"""The sensors, against the simulated Amps."""

from datetime import datetime
from typing import Any

from homeassistant.const import STATE_UNAVAILABLE, STATE_UNKNOWN
from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry
from syrupy.assertion import SnapshotAssertion

from simulator import Fault, World

from .entities import FULL, check_entities, entity_id, refresh, state
from .travel import Travel

ENABLED = {"last_action_state", "level", "power"}
DISABLED = {
    "stored_energy",
    "status",
    "last_action_command",
    "last_action_updated",
    "charge_power",
    "discharge_power",
    "capacity",
    "learned_capacity",
    "data_source",
    "last_pulled",
}
EVENING_CHARGE = {
    "action": {
        "command": "charge",
        "parameters": {
            "target": {"value": 90, "unit": "percent"},
            "power": {"value": 3, "unit": "kw"},
        },
        "start": "2026-11-23T20:00:00",
        "end": "2026-11-23T23:00:00",
    }
}


@pytest.mark.usefixtures("all_enabled")
@pytest.mark.parametrize("batteries", [2])
async def test_entities(
    hass: HomeAssistant, integration: MockConfigEntry, snapshot: SnapshotAssertion
) -> None:
    check_entities(hass, integration, "sensor", snapshot)


@pytest.mark.usefixtures("integration")
def test_enabled_by_default(hass: HomeAssistant) -> None:
    registry = er.async_get(hass)
    for key in ENABLED | DISABLED:
        entity = registry.async_get(entity_id(hass, "sensor", key))
        assert entity is not None
        assert entity.disabled is (key in DISABLED), key


@pytest.mark.usefixtures("all_enabled", "integration")
@pytest.mark.parametrize(
    ("command", "power"), [("charge", -5), ("discharge", 5), ("idle", 0)]
)
async def test_power_by_direction(
    hass: HomeAssistant, world: World, travel: Travel, command: str, power: float
) -> None:
    world.set_mode_locally(FULL, command)
    await refresh(hass, travel)
    shown = {
        key: float(state(hass, "sensor", key).state)
        for key in ("power", "charge_power", "discharge_power")
    }
    assert shown == {
        "power": power,
        "charge_power": max(-power, 0),
        "discharge_power": max(power, 0),
    }


@pytest.mark.usefixtures("all_enabled", "integration")
async def test_energy_follows_the_level(
    hass: HomeAssistant, world: World, travel: Travel
) -> None:
    world.set_mode_locally(FULL, "idle")
    world.set_level(FULL, 25)
    await refresh(hass, travel)
    for key, value in (("level", 25), ("stored_energy", 2.6), ("capacity", 10.4)):
        assert float(state(hass, "sensor", key).state) == value


@pytest.mark.usefixtures("all_enabled", "integration")
async def test_last_known_state_has_no_power(
    hass: HomeAssistant, world: World, travel: Travel
) -> None:
    level = state(hass, "sensor", "level").state
    world.devices[FULL].read_error = "SERVICE_UNAVAILABLE"
    await refresh(hass, travel)
    assert state(hass, "sensor", "level").state == level
    assert state(hass, "sensor", "stored_energy").state != STATE_UNKNOWN
    assert state(hass, "sensor", "data_source").state == "fallback"
    for key in ("power", "charge_power", "discharge_power", "status"):
        assert state(hass, "sensor", key).state == STATE_UNKNOWN

    world.devices[FULL].read_error = None
    await refresh(hass, travel)
    assert state(hass, "sensor", "power").state != STATE_UNKNOWN


@pytest.mark.usefixtures("integration")
async def test_unavailable_while_amps_is_away(
    hass: HomeAssistant, world: World, travel: Travel
) -> None:
    world.faults.add(Fault(status=503, code="SERVICE_UNAVAILABLE", times=None))
    await travel(6 * 60)
    assert state(hass, "sensor", "level").state == STATE_UNAVAILABLE
    world.faults.clear()
    await travel(6 * 60)
    assert state(hass, "sensor", "level").state != STATE_UNAVAILABLE


@pytest.mark.usefixtures("integration")
async def test_no_action_yet(hass: HomeAssistant) -> None:
    found = state(hass, "sensor", "last_action_state")
    assert found.state == STATE_UNKNOWN
    assert _attributes(found.attributes) == dict.fromkeys(
        (
            "action_id",
            "command",
            "target",
            "power",
            "reserve",
            "start",
            "end",
            "error_code",
            "error_message",
            "created",
            "updated",
        )
    )


@pytest.mark.usefixtures("all_enabled", "integration")
async def test_an_action_of_someone_else(
    hass: HomeAssistant, world: World, travel: Travel
) -> None:
    action = world.foreign_push(FULL, EVENING_CHARGE)
    await travel(61)
    found = state(hass, "sensor", "last_action_state")
    assert found.state == "scheduled"
    attributes = _attributes(found.attributes)
    times = {
        name: datetime.fromisoformat(attributes.pop(name))
        for name in ("start", "end", "created", "updated")
    }
    assert attributes == {
        "action_id": action.id,
        "command": "charge",
        "target": 90,
        "power": 3,
        "reserve": None,
        "error_code": None,
        "error_message": None,
    }
    assert times == {
        "start": action.start,
        "end": action.end,
        "created": action.created_at,
        "updated": action.updated_at,
    }
    assert state(hass, "sensor", "last_action_command").state == "charge"
    updated = datetime.fromisoformat(state(hass, "sensor", "last_action_updated").state)
    assert updated == action.updated_at.replace(microsecond=0)


@pytest.mark.usefixtures("integration")
async def test_an_action_fails(
    hass: HomeAssistant, world: World, travel: Travel
) -> None:
    world.fail_next(FULL, "DEVICE_OFFLINE")
    world.foreign_push(FULL, {"action": {"command": "idle"}})
    await travel(180)
    found = state(hass, "sensor", "last_action_state")
    assert found.state == "failed"
    assert found.attributes["error_code"] == "DEVICE_OFFLINE"
    assert found.attributes["error_message"]
    assert found.attributes["start"] is None


@pytest.mark.usefixtures("integration")
async def test_attributes_are_not_recorded(
    hass: HomeAssistant, world: World, travel: Travel
) -> None:
    world.foreign_push(FULL, EVENING_CHARGE)
    await travel(61)
    found = state(hass, "sensor", "last_action_state")
    assert found.state_info is not None
    assert (
        _attributes(found.attributes).keys()
        <= (found.state_info["unrecorded_attributes"])
    )


@pytest.mark.usefixtures("all_enabled", "integration")
async def test_invented_values_are_unknown(
    hass: HomeAssistant, world: World, travel: Travel
) -> None:
    action = world.foreign_push(FULL, EVENING_CHARGE)
    action.state = "meditating"
    action.command = "hover"
    world.set_mode_locally(FULL, "idle")
    world.devices[FULL].resting_status = "hibernating"
    await refresh(hass, travel)
    for key in ("status", "last_action_state", "last_action_command"):
        assert state(hass, "sensor", key).state == STATE_UNKNOWN, key


def _attributes(found: Any) -> dict[str, Any]:
    general = {"device_class", "options", "friendly_name", "icon"}
    return {name: value for name, value in found.items() if name not in general}
