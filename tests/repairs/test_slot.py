"""The slot that somebody else holds."""

from datetime import timedelta

from homeassistant.const import STATE_OFF, STATE_ON
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
import pytest

from simulator import Fault, World

from ..entities import FULL, call
from ..planned import schedule
from ..travel import Travel
from .shown import NAME, NIGHT, Fix, hold_slot, placeholders, problem, shown, waiting


@pytest.mark.usefixtures("integration")
async def test_nothing_is_wrong_at_first(hass: HomeAssistant, travel: Travel) -> None:
    await schedule(hass, travel)
    await travel(120)
    assert not shown(hass)


@pytest.mark.usefixtures("integration")
async def test_the_slot_is_held(
    hass: HomeAssistant, world: World, travel: Travel, fix: Fix
) -> None:
    foreign = hold_slot(world)
    await travel(61)
    assert not shown(hass)
    await schedule(hass, travel, NIGHT, NIGHT + timedelta(hours=1), target=80)
    await travel(15)
    named = placeholders(hass, f"slot_held_{FULL}")
    assert named["battery"] == NAME
    assert named["action"] == "Charge"
    assert named["when"] == "23 Nov, 22:00\N{EN DASH}23:00"
    assert "Charge to 80 %" in named["windows"]
    assert "23 Nov, 20:00\N{EN DASH}21:00" in named["windows"]
    assert problem(hass) == STATE_ON

    assert not waiting(world)[1:]
    result = await fix(f"slot_held_{FULL}")
    assert result["type"] is FlowResultType.CREATE_ENTRY
    await travel(15)
    assert foreign.state == "cancelled"
    (ours,) = waiting(world)
    assert ours.start == NIGHT
    assert not shown(hass)
    assert problem(hass) == STATE_OFF


@pytest.mark.usefixtures("integration")
async def test_the_slot_is_let_go(
    hass: HomeAssistant, world: World, travel: Travel
) -> None:
    foreign = hold_slot(world)
    await schedule(hass, travel, NIGHT, NIGHT + timedelta(hours=1))
    await travel(75)
    assert f"slot_held_{FULL}" in shown(hass)
    world.foreign_cancel(foreign.id)
    await travel(75)
    assert f"slot_held_{FULL}" not in shown(hass)


@pytest.mark.usefixtures("integration")
async def test_what_is_handed_on_cannot_be_cancelled(
    hass: HomeAssistant, world: World, travel: Travel, fix: Fix
) -> None:
    world.foreign_push(
        FULL,
        {
            "action": {
                "command": "idle",
                "start": "2026-11-23T08:10:00",
                "end": "2026-11-23T09:30:00",
            }
        },
    )
    await schedule(hass, travel)
    await travel(timedelta(minutes=12))
    result = await fix(f"slot_held_{FULL}")
    assert result["reason"] == "in_flight"
    assert f"slot_held_{FULL}" in shown(hass)


@pytest.mark.usefixtures("integration")
async def test_a_fix_that_fails_says_why(
    hass: HomeAssistant, world: World, travel: Travel, fix: Fix
) -> None:
    hold_slot(world)
    await schedule(hass, travel, NIGHT, NIGHT + timedelta(hours=1))
    await travel(75)
    world.faults.add(
        Fault(endpoint="cancel", status=500, code="INTERNAL_ERROR", times=9)
    )
    result = await fix(f"slot_held_{FULL}")
    assert result["type"] is FlowResultType.ABORT
    assert result["reason"] == "failed"
    assert result["description_placeholders"]["detail"]
    assert f"slot_held_{FULL}" in shown(hass)


@pytest.mark.usefixtures("integration")
async def test_a_paused_plan_is_no_concern(
    hass: HomeAssistant, world: World, travel: Travel
) -> None:
    hold_slot(world)
    await schedule(hass, travel, NIGHT, NIGHT + timedelta(hours=1))
    await travel(75)
    await call(hass, travel, "switch", "turn_off", key="plan_enabled")
    assert not shown(hass)
    await call(hass, travel, "switch", "turn_on", key="plan_enabled")
    await travel(15)
    assert f"slot_held_{FULL}" in shown(hass)
