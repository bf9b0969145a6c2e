"""A window is judged by a target that its owner set, and by no other."""

from datetime import timedelta
from typing import Any

from homeassistant.core import HomeAssistant
import pytest

from simulator import World

from ..entities import FULL, call, choose, noted_events, state
from ..planned import BEGIN, END, schedule
from ..repairs.shown import shown
from ..travel import Travel

pytestmark = pytest.mark.usefixtures("all_enabled", "integration")


async def _told(
    hass: HomeAssistant, world: World, travel: Travel, **window: Any
) -> list[tuple[str, str | None]]:
    """Live through an hour that does not suffice to fill the battery."""
    world.set_level(FULL, 20)
    with noted_events(hass, "window") as told:
        await schedule(hass, travel, power=1, **window)
        await travel.to(END + timedelta(minutes=15))
    return [(event["event_type"], event["reason"]) for event in told]


@pytest.mark.parametrize("command", ["charge", "discharge"])
async def test_an_hour_without_a_target_is_done(
    hass: HomeAssistant, world: World, travel: Travel, command: str
) -> None:
    told = await _told(hass, world, travel, command=command)
    assert told == [("done", None)]
    assert not shown(hass)
    pushed = next(
        action for action in world.record.actions_of(FULL) if action.command == command
    )
    assert "target" not in pushed.parameters


async def test_a_target_of_the_windows_own_counts(
    hass: HomeAssistant, world: World, travel: Travel
) -> None:
    told = await _told(hass, world, travel, target=100)
    assert told == [("at_risk", "target_not_met"), ("incomplete", "target_not_met")]


async def test_so_does_the_owners_default(
    hass: HomeAssistant, world: World, travel: Travel
) -> None:
    await call(hass, travel, "number", "set_value", key="charge_target", value=80)
    told = await _told(hass, world, travel)
    assert told == [("at_risk", "target_not_met"), ("incomplete", "target_not_met")]


async def test_a_command_by_hand_without_a_target(
    hass: HomeAssistant, world: World, travel: Travel
) -> None:
    world.set_level(FULL, 20)
    await choose(hass, travel, "charge")
    await travel.to(BEGIN + timedelta(minutes=15))
    assert state(hass, "number", "charge_target").state == "100.0"
    assert not shown(hass)
    pushed = next(
        action for action in world.record.actions_of(FULL) if action.command == "charge"
    )
    assert "target" not in pushed.parameters


async def test_a_default_that_the_battery_no_longer_takes_is_left_out(
    hass: HomeAssistant, world: World, travel: Travel
) -> None:
    await call(hass, travel, "number", "set_value", key="charge_target", value=80)
    for parameter in ("target", "power"):
        world.remove_parameter(FULL, "charge", parameter)
    await travel(75)
    window = await schedule(hass, travel)
    assert (window["target"], window["power"]) == (None, None)
