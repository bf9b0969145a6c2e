"""Goals whose windows hang, fail, are cancelled, or are set once more."""

from datetime import timedelta
from typing import Any

from homeassistant.core import HomeAssistant
from homeassistant.helpers import issue_registry as ir
import pytest

from simulator import Fault, World

from ....entities import FULL, WINDOWED, ha_device_id, noted_events, refresh
from ....travel import Travel
from ....windows import answer, utc, waiting
from .goals import set_goal

pytestmark = [
    pytest.mark.freeze_time("2026-11-23T20:00:00+00:00"),
    pytest.mark.usefixtures("integration"),
]

ALWAYS = 100_000
MINUTE = timedelta(minutes=1)
OVER = utc("2026-11-24T07:20:00+00:00")
BOTH = pytest.mark.parametrize("asked", [{"target": 90}, {"duration": "02:00:00"}])


def _words(told: list[dict[str, Any]]) -> list[tuple[str, str | None, bool]]:
    """Return what was told, and whether it was of the goal itself."""
    return [
        (event["event_type"], event["reason"], event["uid"] == event["goal"])
        for event in told
    ]


def _modes(world: World, battery: str = FULL) -> list[str]:
    world.catch_up()
    return [effect.command for effect in world.record.effects_of(battery, "mode")]


@BOTH
async def test_what_is_deleted_while_it_runs_and_set_again_is_charged_once(
    hass: HomeAssistant, world: World, travel: Travel, asked: dict[str, Any]
) -> None:
    goal = await set_goal(hass, travel, **asked)
    await travel.to(utc("2026-11-24T03:20:00+00:00"))
    with noted_events(hass, "window") as told:
        _ = await answer(hass, travel, "cancel_window", uid=goal["uid"])
        await travel(60)
        _ = await set_goal(hass, travel, **asked)
        await travel.to(OVER)
    assert _modes(world) == ["charge", "idle", "auto.balanced"]
    assert _words(told)[0] == ("cancelled", "by_owner", True)
    assert _words(told)[-1] == ("done", None, True)
    assert "at_risk" not in {event["event_type"] for event in told}


@BOTH
async def test_a_return_that_amps_refuses_is_told_beside_what_a_goal_reached(
    hass: HomeAssistant, world: World, travel: Travel, asked: dict[str, Any]
) -> None:
    world.device(FULL).conflict_strategies = ()  # so the return is sent at the end
    await refresh(hass, travel)
    _ = await set_goal(hass, travel, **asked)
    await travel.to(utc("2026-11-24T02:55:00+00:00"))
    world.faults.add(Fault(endpoint="push", times=ALWAYS, status=403))
    with noted_events(hass, "window") as told:
        await travel.to(OVER)
    assert _words(told) == [("done", None, False), ("done", None, True)]
    issues = [key for _, key in ir.async_get(hass).issues]
    assert issues == [f"return_failed_{FULL}"]
    world.faults.clear()
    await travel(20 * MINUTE)
    assert _modes(world)[-1] == "auto.balanced"
    assert not ir.async_get(hass).issues


async def test_hours_that_hang_do_not_count_towards_a_goal(
    hass: HomeAssistant, world: World, travel: Travel
) -> None:
    _ = await set_goal(hass, travel, duration="02:00:00")
    await travel.to(utc("2026-11-24T02:55:00+00:00"))
    world.hang_next(FULL)
    with noted_events(hass, "window") as told:
        await travel.to(OVER)
    assert "charge" not in _modes(world)
    words = _words(told)
    assert words[:2] == [
        ("at_risk", "not_seen", False),
        ("accepted", "not_seen", False),
    ]
    assert words[-1] == ("incomplete", "busy", True)
    assert "done" not in {word for word, _, _ in words}


async def test_a_goal_whose_windows_fail_each_time_has_failed(
    hass: HomeAssistant, world: World, travel: Travel
) -> None:
    _ = await set_goal(hass, travel, duration="02:00:00")
    await travel.to(utc("2026-11-24T02:55:00+00:00"))
    with noted_events(hass, "window") as told:
        while world.clock.now() < OVER:
            world.fail_next(FULL, "TIMEOUT")
            await travel(MINUTE)
    assert _modes(world) == []
    assert _words(told) == [
        ("at_risk", "device_offline", False),
        ("failed", "device_offline", False),
        ("failed", "device_offline", True),
    ]


@BOTH
async def test_what_somebody_cancels_is_planned_at_another_time(
    hass: HomeAssistant, world: World, travel: Travel, asked: dict[str, Any]
) -> None:
    _ = await set_goal(hass, travel, **asked)
    await travel.to(utc("2026-11-24T01:00:00+00:00"))
    ((_, end),) = waiting(world)
    with noted_events(hass, "window") as told:
        for action in world.actions():
            if action.state == "scheduled":
                world.foreign_cancel(action.id)
        await travel(2 * MINUTE)
        ((start, _),) = waiting(world)
        await travel.to(OVER)
    assert start >= end
    assert _modes(world) == ["charge", "idle", "auto.balanced"]
    assert _words(told) == [
        ("cancelled", "cancelled_elsewhere", False),
        ("done", None, False),
        ("done", None, True),
    ]


@pytest.mark.parametrize("batteries", [2])
@BOTH
async def test_one_of_two_batteries_hangs(
    hass: HomeAssistant, world: World, travel: Travel, asked: dict[str, Any]
) -> None:
    for battery in (FULL, WINDOWED):
        device_id = ha_device_id(hass, battery)
        _ = await set_goal(hass, travel, device_id=device_id, **asked)
    await travel(5)
    world.faults.add(Fault(device_id=WINDOWED, times=ALWAYS, delay=20.0, status=504))
    with noted_events(hass, "window") as told:
        await travel.to(OVER)
    assert _words(told) == [("done", None, False), ("done", None, True)]
    # what was sent before takes place, though nobody sees it
    assert _modes(world, WINDOWED) == ["charge", "idle", "auto.balanced"]


async def test_a_goal_that_needed_nothing_as_far_as_known_was_not_missed(
    hass: HomeAssistant, world: World, travel: Travel
) -> None:
    await refresh(hass, travel)
    world.device(FULL).read_error = "SERVICE_UNAVAILABLE"
    _ = await set_goal(hass, travel, target=world.device(FULL).level - 5)
    with noted_events(hass, "window") as told:
        await travel.to(OVER)
    assert _words(told) == [("accepted", "not_seen", True)]
    assert _modes(world) == []
    assert not ir.async_get(hass).issues
