"""The mode that does not come back after a window."""

from datetime import timedelta

from homeassistant.const import STATE_OFF, STATE_ON
from homeassistant.core import HomeAssistant
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from simulator import Fault, World

from ..entities import FULL, choose, refresh
from ..planned import BEGIN, END, schedule
from ..travel import Travel
from .shown import NAME, Fix, placeholders, problem, reload, shown

ISSUE = f"return_failed_{FULL}"
TEN_MINUTES = timedelta(minutes=10)


async def _plan(hass: HomeAssistant, world: World, travel: Travel) -> None:
    """Plan a window behind which nothing can be queued at Amps."""
    world.devices[FULL].conflict_strategies = ()
    await schedule(hass, travel)
    await travel.to(END - timedelta(minutes=2))


@pytest.mark.usefixtures("integration")
async def test_a_return_that_does_not_work_is_told_and_tried_on(
    hass: HomeAssistant, world: World, travel: Travel
) -> None:
    await _plan(hass, world, travel)
    world.faults.add(Fault(endpoint="push", status=503, times=None))
    await travel.to(END + TEN_MINUTES - timedelta(minutes=1))
    assert not shown(hass)
    assert problem(hass) == STATE_OFF

    await travel.to(END + TEN_MINUTES + timedelta(seconds=1))
    named = placeholders(hass, ISSUE)
    assert (named["battery"], named["mode"]) == (NAME, "Balanced")
    assert (named["when"], named["now"]) == ("23 Nov, 09:00\N{EN DASH}10:00", "Idle")
    assert named["seen"] == "23 Nov, 10:01"
    assert problem(hass) == STATE_ON

    world.faults.clear()
    await travel(timedelta(minutes=12))
    assert world.device(FULL).mode.command == "auto.balanced"
    assert not shown(hass)


async def test_a_return_that_the_vendors_schedule_refuses_is_told_at_once(
    hass: HomeAssistant,
    integration: MockConfigEntry,
    world: World,
    travel: Travel,
    fix: Fix,
) -> None:
    await _plan(hass, world, travel)
    world.fail_next(FULL, "SCHEDULER_ACTIVE")
    await travel.to(END + timedelta(minutes=3))
    assert problem(hass) == STATE_ON
    await reload(hass, travel, integration)
    assert placeholders(hass, ISSUE)["window"] == "Charge at 5 kW"

    await fix(ISSUE)
    await travel(60)
    assert world.device(FULL).mode.command == "auto.balanced"
    assert not shown(hass)
    assert problem(hass) == STATE_OFF


@pytest.mark.usefixtures("integration")
async def test_a_return_is_told_once_while_each_try_of_the_next_window_fails(
    hass: HomeAssistant, world: World, travel: Travel
) -> None:
    world.devices[FULL].conflict_strategies = ()
    for support in world.devices[FULL].commands.values():
        support.execution = ["immediate"]
    await refresh(hass, travel)
    await schedule(hass, travel, command="idle")
    await schedule(hass, travel, END, END + timedelta(hours=4))
    await travel.to(END - timedelta(minutes=2))
    world.set_offline(FULL)
    await travel.to(END + timedelta(minutes=20))
    assert ISSUE in shown(hass)
    for _ in range(80):
        await travel(30)
        assert ISSUE in shown(hass)


@pytest.mark.usefixtures("integration")
async def test_a_return_is_tried_now_and_then_while_the_vendors_schedule_is_on(
    hass: HomeAssistant, world: World, travel: Travel
) -> None:
    await _plan(hass, world, travel)
    world.set_scheduler(FULL)
    await travel.to(END + timedelta(hours=3))
    assert ISSUE in shown(hass)
    tried = [
        action for action in world.record.actions_of(FULL) if action.command != "charge"
    ]
    assert len(tried) == 3
    world.set_scheduler(FULL, active=False)
    await travel(timedelta(hours=1))
    assert world.device(FULL).mode.command == "auto.balanced"
    assert not shown(hass)


@pytest.mark.usefixtures("integration")
async def test_a_return_is_no_concern_once_a_mode_was_set_by_hand(
    hass: HomeAssistant, world: World, travel: Travel
) -> None:
    await _plan(hass, world, travel)
    world.fail_next(FULL, "SCHEDULER_ACTIVE")
    await travel.to(END + timedelta(minutes=3))
    assert ISSUE in shown(hass)
    await choose(hass, travel, "auto_reserve")
    await travel(60)
    assert not shown(hass)


@pytest.mark.usefixtures("integration")
async def test_a_return_is_no_concern_once_another_window_begins(
    hass: HomeAssistant, world: World, travel: Travel
) -> None:
    await _plan(hass, world, travel)
    for _ in range(2):
        world.fail_next(FULL, "SCHEDULER_ACTIVE")
    later = END + timedelta(hours=2)
    await schedule(hass, travel, later, later + timedelta(hours=1))
    await travel.to(later - timedelta(minutes=1))
    assert ISSUE in shown(hass)
    await travel.to(later + timedelta(minutes=1))
    assert not shown(hass)


async def test_a_return_after_a_restart_gets_its_time(
    hass: HomeAssistant, integration: MockConfigEntry, world: World, travel: Travel
) -> None:
    await _plan(hass, world, travel)
    await travel.run(hass.config_entries.async_unload(integration.entry_id))
    await travel.to(END + timedelta(hours=1))
    await travel.run(hass.config_entries.async_setup(integration.entry_id))
    for _ in range(5):
        await travel(60)
        assert not shown(hass)
    assert world.device(FULL).mode.command == "auto.balanced"


@pytest.mark.usefixtures("integration")
async def test_a_return_that_amps_holds_may_have_happened(
    hass: HomeAssistant, world: World, travel: Travel
) -> None:
    await schedule(hass, travel)
    await travel.to(BEGIN + timedelta(minutes=30))
    world.faults.add(Fault(status=503, times=None))
    await travel.to(END + timedelta(minutes=30))
    assert ISSUE not in shown(hass)
    world.faults.clear()
    await travel(300)
    assert world.device(FULL).mode.command == "auto.balanced"
    assert not shown(hass)
