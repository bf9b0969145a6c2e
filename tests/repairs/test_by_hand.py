"""Commands by hand that Amps takes and that fail later."""

from datetime import timedelta

from homeassistant.const import STATE_OFF, STATE_ON
from homeassistant.core import HomeAssistant
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from simulator import Fault, World

from ..entities import FULL, call, choose, state
from ..planned import BEGIN, END, schedule
from ..travel import Travel
from .shown import NAME, Fix, placeholders, problem, reload, shown

FAILED = f"command_failed_{FULL}"


async def test_a_command_that_fails_later_is_told(
    hass: HomeAssistant,
    integration: MockConfigEntry,
    world: World,
    travel: Travel,
    fix: Fix,
) -> None:
    world.fail_next(FULL, "DEVICE_OFFLINE")
    await choose(hass, travel, "auto_reserve")
    await travel(60)
    named = placeholders(hass, FAILED)
    assert named["battery"] == NAME
    assert (named["command"], named["code"]) == ("Reserve", "DEVICE_OFFLINE")
    assert named["time"] == "23 Nov, 08:00"
    assert problem(hass) == STATE_ON
    await reload(hass, travel, integration)
    assert FAILED in shown(hass)
    await fix(FAILED)
    assert not shown(hass)
    assert problem(hass) == STATE_OFF
    await reload(hass, travel, integration)
    assert not shown(hass)


@pytest.mark.usefixtures("integration")
async def test_the_plans_own_push_hides_no_reason(
    hass: HomeAssistant, world: World, travel: Travel
) -> None:
    await schedule(hass, travel)
    await travel(60)
    world.fail_next(FULL, "UNSUPPORTED_MODE")
    await choose(hass, travel, "charge")
    await travel(60)
    assert state(hass, "sensor", "last_action_state").state == "scheduled"
    assert placeholders(hass, FAILED)["code"] == "UNSUPPORTED_MODE"
    assert problem(hass) == STATE_ON


@pytest.mark.usefixtures("integration")
async def test_it_goes_with_the_next_command(
    hass: HomeAssistant, world: World, travel: Travel
) -> None:
    world.fail_next(FULL, "DEVICE_OFFLINE")
    await choose(hass, travel, "charge")
    await travel(60)
    assert FAILED in shown(hass)
    await choose(hass, travel, "auto_reserve")
    await travel(60)
    assert not shown(hass)
    assert problem(hass) == STATE_OFF


@pytest.mark.usefixtures("integration")
async def test_a_stop_that_the_battery_refuses_once_it_can_be_sent(
    hass: HomeAssistant, world: World, travel: Travel
) -> None:
    await schedule(hass, travel)
    await travel.to(BEGIN + timedelta(minutes=5))
    await call(hass, travel, "button", "press", key="stop")
    await travel.to(END - timedelta(minutes=1))
    for _ in ("the mode after the window", "the stop"):
        world.fail_next(FULL, "UNSUPPORTED_MODE")
    await travel.to(END + timedelta(minutes=3))
    named = placeholders(hass, FAILED)
    assert (named["command"], named["code"]) == ("Balanced", "UNSUPPORTED_MODE")


@pytest.mark.usefixtures("integration")
async def test_a_stop_that_amps_refuses_once_it_can_be_sent(
    hass: HomeAssistant, world: World, travel: Travel
) -> None:
    await schedule(hass, travel)
    await travel.to(BEGIN + timedelta(minutes=5))
    await call(hass, travel, "button", "press", key="stop")
    conflict = Fault(endpoint="push", status=409, code="CONFLICT")
    refused = Fault(endpoint="push", status=422, code="UNSUPPORTED_MODE")
    world.faults.add(conflict)
    world.faults.add(refused)
    await travel.to(END + timedelta(seconds=20))
    assert FAILED not in shown(hass)
    await travel.to(END + timedelta(minutes=3))
    named = placeholders(hass, FAILED)
    assert (named["command"], named["code"]) == ("Balanced", "rejected")
    assert named["time"] == "23 Nov, 10:00"


@pytest.mark.usefixtures("integration")
async def test_a_command_by_hand_is_no_window(
    hass: HomeAssistant, world: World, travel: Travel
) -> None:
    await schedule(hass, travel, target=60)
    await travel.to(END + timedelta(minutes=10))
    assert state(hass, "sensor", "last_result").state == "done"
    world.fail_next(FULL, "DEVICE_OFFLINE")
    await choose(hass, travel, "charge")
    await travel(60)
    assert FAILED in shown(hass)
    assert state(hass, "sensor", "last_result").state == "done"
