"""*Problem*: on while there is something to see, off with nothing left to dismiss."""

from datetime import timedelta

from homeassistant.const import STATE_OFF, STATE_ON
from homeassistant.core import HomeAssistant
from homeassistant.helpers import issue_registry as ir
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.amps.const import DOMAIN
from simulator import World

from ..entities import FULL, choose
from ..planned import BEGIN, END, schedule
from ..travel import Travel
from ..windows import answer
from .shown import NIGHT, Fix, hold_slot, placeholders, problem, reload, shown

MINUTE = timedelta(minutes=1)
AT_RISK = f"window_at_risk_{FULL}"
RETURN_FAILED = f"return_failed_{FULL}"


@pytest.mark.usefixtures("integration")
async def test_none_is_left_once_the_endangered_window_is_deleted(
    hass: HomeAssistant, world: World, travel: Travel
) -> None:
    window = await schedule(hass, travel)
    world.set_offline(FULL)
    await travel.to(BEGIN - 30 * MINUTE)
    assert AT_RISK in shown(hass)
    assert problem(hass) == STATE_ON
    await answer(hass, travel, "cancel_window", uid=window["uid"])
    await travel(10)
    assert not shown(hass)
    assert problem(hass) == STATE_OFF


@pytest.mark.usefixtures("integration")
async def test_none_is_left_once_the_foreign_action_is_gone(
    hass: HomeAssistant, world: World, travel: Travel
) -> None:
    foreign = hold_slot(world)
    await schedule(hass, travel, NIGHT, NIGHT + timedelta(hours=1))
    await travel(75)
    assert problem(hass) == STATE_ON
    world.foreign_cancel(foreign.id)
    await travel(75)
    assert not shown(hass)
    assert problem(hass) == STATE_OFF


async def _fail_return(hass: HomeAssistant, world: World, travel: Travel) -> None:
    """Let the manufacturer's schedule refuse the mode after a window."""
    world.devices[FULL].conflict_strategies = ()
    await schedule(hass, travel)
    await travel.to(END - 2 * MINUTE)
    world.set_scheduler(FULL)
    await travel.to(END + 12 * MINUTE)
    assert RETURN_FAILED in shown(hass)
    assert problem(hass) == STATE_ON


@pytest.mark.usefixtures("integration")
async def test_none_is_left_once_the_mode_is_back_late(
    hass: HomeAssistant, world: World, travel: Travel
) -> None:
    await _fail_return(hass, world, travel)
    world.set_scheduler(FULL, active=False)
    await travel(timedelta(minutes=75))
    assert world.device(FULL).mode.command == "auto.balanced"
    assert not shown(hass)
    assert problem(hass) == STATE_OFF


@pytest.mark.usefixtures("integration")
async def test_none_is_left_once_a_mode_is_set_by_hand(
    hass: HomeAssistant, world: World, travel: Travel
) -> None:
    await _fail_return(hass, world, travel)
    world.set_scheduler(FULL, active=False)
    await travel(60)
    await choose(hass, travel, "auto_reserve")
    await travel(3 * MINUTE)
    assert not shown(hass)
    assert problem(hass) == STATE_OFF


@pytest.mark.usefixtures("integration")
async def test_a_mode_that_does_not_stand_is_one_also_after_its_repair_was_ignored(
    hass: HomeAssistant, world: World, travel: Travel
) -> None:
    await _fail_return(hass, world, travel)
    ir.async_ignore_issue(hass, DOMAIN, RETURN_FAILED, ignore=True)
    await travel(2 * MINUTE)
    assert not shown(hass)
    assert problem(hass) == STATE_ON
    world.set_scheduler(FULL, active=False)
    await travel(timedelta(minutes=75))
    assert problem(hass) == STATE_OFF


async def test_what_failed_stays_until_it_is_seen(
    hass: HomeAssistant,
    integration: MockConfigEntry,
    world: World,
    travel: Travel,
    fix: Fix,
) -> None:
    missed, half = f"window_missed_{FULL}", timedelta(minutes=30)
    await schedule(hass, travel, BEGIN, BEGIN + half, target=95)
    await schedule(hass, travel, BEGIN + half, END, target=96)
    await schedule(hass, travel, END, END + half, target=70)
    for _ in range(2):
        world.fail_next(FULL, "UNSUPPORTED_MODE")
    await travel.to(END + timedelta(hours=3))
    assert problem(hass) == STATE_ON
    await reload(hass, travel, integration)
    named = placeholders(hass, missed)
    assert "to 96 %" in named["window"]
    newest, oldest = named["windows"].splitlines()
    assert newest == f"- {named['window']}: 23 Nov, 09:30\N{EN DASH}10:00"
    assert "to 95 %" in oldest
    assert problem(hass) == STATE_ON
    await fix(missed)
    assert not shown(hass)
    assert problem(hass) == STATE_OFF
    await reload(hass, travel, integration)
    assert not shown(hass)


@pytest.mark.usefixtures("integration")
async def test_only_what_failed_since_is_told_after_the_rest_was_seen(
    hass: HomeAssistant, world: World, travel: Travel
) -> None:
    missed = f"window_missed_{FULL}"
    await schedule(hass, travel, target=95)
    await schedule(hass, travel, END, END + timedelta(hours=1), target=96)
    for _ in range(2):
        world.fail_next(FULL, "UNSUPPORTED_MODE")
    await travel.to(BEGIN + 2 * MINUTE)
    ir.async_ignore_issue(hass, DOMAIN, missed, ignore=True)
    await travel.to(END + 2 * MINUTE)
    assert "95" not in placeholders(hass, missed)["windows"]
    assert "96" in placeholders(hass, missed)["windows"]
    assert problem(hass) == STATE_ON


@pytest.mark.usefixtures("integration")
async def test_what_failed_is_forgotten_after_a_week(
    hass: HomeAssistant, world: World, travel: Travel
) -> None:
    world.fail_next(FULL, "UNSUPPORTED_MODE")
    await schedule(hass, travel)
    await travel.to(BEGIN + timedelta(days=6, hours=23))
    assert f"window_missed_{FULL}" in shown(hass)
    await travel.to(BEGIN + timedelta(days=7, minutes=5))
    assert not shown(hass)
    assert problem(hass) == STATE_OFF
