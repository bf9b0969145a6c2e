"""The switches, against the simulated Amps."""

from datetime import timedelta

from homeassistant.const import STATE_OFF, STATE_ON, STATE_UNKNOWN
from homeassistant.core import HomeAssistant
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry
from syrupy.assertion import SnapshotAssertion

from simulator import World

from .entities import FULL, call, check_entities, next_start, state
from .planned import BEGIN, END, schedule
from .travel import Travel


async def _turn(hass: HomeAssistant, travel: Travel, service: str) -> None:
    await call(hass, travel, "switch", service, key="plan_enabled")


def _waiting(world: World) -> list[str]:
    world.catch_up()
    actions = world.record.actions_of(FULL)
    return [action.command for action in actions if action.state == "scheduled"]


@pytest.mark.usefixtures("all_enabled")
@pytest.mark.parametrize("batteries", [2])
async def test_entities(
    hass: HomeAssistant, integration: MockConfigEntry, snapshot: SnapshotAssertion
) -> None:
    check_entities(hass, integration, "switch", snapshot)


@pytest.mark.usefixtures("integration")
async def test_off_withdraws_what_waits(
    hass: HomeAssistant, world: World, travel: Travel
) -> None:
    assert state(hass, "switch", "plan_enabled").state == STATE_ON
    await schedule(hass, travel)
    await travel(15)
    assert "charge" in _waiting(world)

    await _turn(hass, travel, "turn_off")
    await travel(15)
    assert state(hass, "switch", "plan_enabled").state == STATE_OFF
    assert not _waiting(world)
    assert next_start(hass) is None
    await travel.to(END + timedelta(minutes=10))
    assert not world.record.effects_of(FULL, "mode")
    assert state(hass, "sensor", "last_result").state == STATE_UNKNOWN


@pytest.mark.usefixtures("integration")
async def test_on_resumes(hass: HomeAssistant, world: World, travel: Travel) -> None:
    await schedule(hass, travel)
    await _turn(hass, travel, "turn_off")
    await travel(timedelta(minutes=10))
    await _turn(hass, travel, "turn_on")
    assert next_start(hass) == BEGIN.isoformat()
    await travel.to(BEGIN + timedelta(minutes=1))
    assert world.device(FULL).mode.command == "charge"


async def test_off_survives_a_restart(
    hass: HomeAssistant, travel: Travel, integration: MockConfigEntry
) -> None:
    await _turn(hass, travel, "turn_off")
    await travel(5)
    await travel.run(hass.config_entries.async_reload(integration.entry_id))
    await travel.settle()
    assert state(hass, "switch", "plan_enabled").state == STATE_OFF
