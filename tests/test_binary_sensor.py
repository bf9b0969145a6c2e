"""The binary sensors, against the simulated Amps."""

from homeassistant.const import STATE_OFF, STATE_ON, STATE_UNKNOWN
from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry
from syrupy.assertion import SnapshotAssertion

from simulator import World

from .entities import FULL, check_entities, entity_id, refresh, state
from .travel import Travel


@pytest.mark.usefixtures("all_enabled")
@pytest.mark.parametrize("batteries", [2])
async def test_entities(
    hass: HomeAssistant, integration: MockConfigEntry, snapshot: SnapshotAssertion
) -> None:
    check_entities(hass, integration, "binary_sensor", snapshot)


@pytest.mark.usefixtures("integration")
def test_enabled_by_default(hass: HomeAssistant) -> None:
    registry = er.async_get(hass)
    for key, disabled in {
        "charging": True,
        "cloud_link": True,
        "problem": False,
        "action_pending": True,
    }.items():
        entity = registry.async_get(entity_id(hass, "binary_sensor", key))
        assert entity is not None
        assert entity.disabled is disabled, key


@pytest.mark.usefixtures("all_enabled", "integration")
@pytest.mark.parametrize(
    ("command", "charging"),
    [("charge", STATE_ON), ("discharge", STATE_OFF), ("idle", STATE_OFF)],
)
async def test_charging(
    hass: HomeAssistant, world: World, travel: Travel, command: str, charging: str
) -> None:
    world.set_mode_locally(FULL, command)
    await refresh(hass, travel)
    assert state(hass, "binary_sensor", "charging").state == charging


@pytest.mark.usefixtures("all_enabled", "integration")
async def test_charging_by_power_where_the_status_is_new(
    hass: HomeAssistant, world: World, travel: Travel
) -> None:
    world.set_mode_locally(FULL, "idle")
    world.devices[FULL].resting_status = "hibernating"
    await refresh(hass, travel)
    assert state(hass, "sensor", "status").state == STATE_UNKNOWN
    assert state(hass, "binary_sensor", "charging").state == STATE_OFF


@pytest.mark.usefixtures("all_enabled", "integration")
async def test_last_known_state(
    hass: HomeAssistant, world: World, travel: Travel
) -> None:
    assert state(hass, "binary_sensor", "cloud_link").state == STATE_ON
    world.devices[FULL].read_error = "SERVICE_UNAVAILABLE"
    await refresh(hass, travel)
    assert state(hass, "binary_sensor", "cloud_link").state == STATE_OFF
    assert state(hass, "binary_sensor", "charging").state == STATE_UNKNOWN

    world.devices[FULL].read_error = None
    await refresh(hass, travel)
    assert state(hass, "binary_sensor", "cloud_link").state == STATE_ON


@pytest.mark.usefixtures("all_enabled", "integration")
async def test_action_pending(
    hass: HomeAssistant, world: World, travel: Travel
) -> None:
    assert state(hass, "binary_sensor", "action_pending").state == STATE_OFF
    later = {"command": "idle", "start": "2026-11-23T20:00:00"}
    action = world.foreign_push(FULL, {"action": later})
    await travel(61)
    assert state(hass, "binary_sensor", "action_pending").state == STATE_ON
    world.foreign_cancel(action.id)
    await travel(61)
    assert state(hass, "binary_sensor", "action_pending").state == STATE_OFF
