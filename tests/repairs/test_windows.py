"""Windows that did not happen, or may not."""

from datetime import timedelta

from homeassistant.const import STATE_OFF, STATE_ON
from homeassistant.core import HomeAssistant
import pytest

from simulator import World

from ..entities import FULL, call, state
from ..planned import BEGIN, END, schedule
from ..travel import Travel
from .shown import Fix, leave_as_it_is, placeholders, problem, shown, waiting


@pytest.mark.usefixtures("integration")
async def test_a_window_that_failed(
    hass: HomeAssistant, world: World, travel: Travel, fix: Fix
) -> None:
    await schedule(hass, travel)
    world.fail_next(FULL, "UNSUPPORTED_MODE")
    await travel.to(BEGIN + timedelta(minutes=2))
    issue_id = f"window_missed_{FULL}"
    named = placeholders(hass, issue_id)
    assert named["when"] == "23 Nov, 09:00\N{EN DASH}10:00"
    assert named["reason"] == "rejected by Amps or the manufacturer"
    assert problem(hass) == STATE_ON

    result = await fix(issue_id)
    assert result["step_id"] == "rejected"
    assert not shown(hass)
    assert problem(hass) == STATE_OFF
    await travel(120)
    assert not shown(hass)


@pytest.mark.usefixtures("integration")
async def test_a_window_at_risk(
    hass: HomeAssistant, world: World, travel: Travel, fix: Fix
) -> None:
    await schedule(hass, travel)
    await travel(60)
    world.set_offline(FULL)
    await travel.to(BEGIN - timedelta(minutes=30))
    issue_id = f"window_at_risk_{FULL}"
    assert placeholders(hass, issue_id)["when"].startswith("23 Nov, 09:00")
    assert problem(hass) == STATE_ON
    result = await fix(issue_id)
    assert result["step_id"] == "device_offline"
    assert not shown(hass)
    assert problem(hass) == STATE_OFF


@pytest.mark.usefixtures("integration")
async def test_a_risk_that_passes(
    hass: HomeAssistant, travel: Travel, world: World
) -> None:
    await schedule(hass, travel, target=100, power=1)
    await travel(timedelta(minutes=10))
    assert not shown(hass)
    await travel.to(BEGIN - timedelta(minutes=35))
    assert f"window_at_risk_{FULL}" in shown(hass)
    world.set_level(FULL, 99)
    await travel(timedelta(minutes=16))
    assert not shown(hass)


@pytest.mark.usefixtures("integration")
async def test_a_stop_that_waits(
    hass: HomeAssistant, world: World, travel: Travel, fix: Fix
) -> None:
    await schedule(hass, travel)
    await travel.to(BEGIN + timedelta(minutes=5))
    await call(hass, travel, "button", "press", key="stop")
    issue_id = f"stop_pending_{FULL}"
    assert placeholders(hass, issue_id)["end"] == "23 Nov, 10:00"
    await fix(issue_id)
    assert not shown(hass)
    assert world.device(FULL).mode.command == "charge"


@pytest.mark.usefixtures("all_enabled", "integration")
async def test_cancelled_elsewhere(
    hass: HomeAssistant, world: World, travel: Travel, fix: Fix
) -> None:
    await leave_as_it_is(hass, travel)
    window = await schedule(hass, travel, target=70)
    await travel(15)
    (ours,) = waiting(world)
    world.foreign_cancel(ours.id)
    await travel(75)
    issue_id = f"cancelled_elsewhere_{window['uid']}"
    assert "23 Nov, 09:00" in placeholders(hass, issue_id)["windows"]
    assert not waiting(world)

    await fix(issue_id)
    await travel(15)
    assert not shown(hass)
    (again,) = waiting(world)
    assert again.start == BEGIN
    await travel.to(END + timedelta(minutes=10))
    assert state(hass, "sensor", "last_result").state == "done"


@pytest.mark.usefixtures("all_enabled", "integration")
async def test_cancelled_elsewhere_until_it_is_over(
    hass: HomeAssistant, world: World, travel: Travel
) -> None:
    await leave_as_it_is(hass, travel)
    window = await schedule(hass, travel, target=70)
    await travel(15)
    world.foreign_cancel(waiting(world)[0].id)
    await travel(75)
    assert f"cancelled_elsewhere_{window['uid']}" in shown(hass)
    await travel.to(END + timedelta(minutes=2))
    assert not shown(hass)
    assert not world.record.effects_of(FULL, "mode")
