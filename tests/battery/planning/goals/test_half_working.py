"""Goals before an Amps that half works."""

from datetime import timedelta
from itertools import pairwise
from typing import Any

from homeassistant.core import HomeAssistant
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from simulator import Fault, World

from ....attack.hostile import LyingServer, about_batteries
from ....entities import FULL, noted_events, refresh
from ....travel import Travel
from ....windows import utc, waiting
from .goals import goals, set_goal
from .prices import SENSOR, show

pytestmark = [
    pytest.mark.freeze_time("2026-11-23T20:00:00+00:00"),
    pytest.mark.usefixtures("integration"),
]

ALWAYS = 100_000
OVER = utc("2026-11-24T07:20:00+00:00")


@pytest.fixture
def server(lying_server: LyingServer) -> LyingServer:
    """Return an Amps that can lie."""
    return lying_server


def _words(told: list[dict[str, Any]]) -> list[tuple[str, str | None]]:
    return [(event["event_type"], event["reason"]) for event in told]


async def test_a_goal_is_met_though_actions_are_late_in_every_list(
    hass: HomeAssistant, world: World, travel: Travel
) -> None:
    for support in world.devices[FULL].commands.values():
        support.execution = ["immediate"]
    await refresh(hass, travel)
    world.knobs.action_read_lag = world.knobs.action_list_lag = 120.0
    _ = await set_goal(hass, travel, target=90)
    with noted_events(hass, "window") as told:
        await travel.to(OVER)
    assert {word for word, _ in _words(told)} == {"done"}
    charges = [
        effect
        for effect in world.record.effects_of(FULL, "mode")
        if effect.command == "charge"
    ]
    assert len(charges) == 1


async def test_a_goal_is_met_where_amps_cancels_nothing(
    hass: HomeAssistant, world: World, travel: Travel
) -> None:
    _ = await set_goal(hass, travel, duration="01:00:00")
    await travel(5)
    world.faults.add(Fault(endpoint="cancel", times=ALWAYS, status=500))
    show(hass, prices={3: 0.05, 1: 0.02})
    with noted_events(hass, "window") as told:
        await travel.to(OVER)
    (goal,) = await goals(hass, travel, start="2026-11-23 20:00:00")
    assert goal["outcome"] == "done"
    assert ("done", None) in _words(told)


async def test_a_silence_in_the_cheap_hours_is_told_once_and_made_up_for(
    hass: HomeAssistant, world: World, travel: Travel
) -> None:
    world.set_level(FULL, 30)
    _ = await set_goal(hass, travel, target=90)
    await travel.to(utc("2026-11-24T02:00:00+00:00"))
    for action in world.actions():
        if action.state == "scheduled":
            world.cancel(action.id)
    world.faults.add(Fault(times=ALWAYS, status=503))
    with noted_events(hass, "window") as told:
        await travel.to(utc("2026-11-24T05:00:00+00:00"))
        world.faults.clear()
        await travel.to(OVER)
    warned = [event for event in told if event["event_type"] == "at_risk"]
    assert {event["reason"] for event in warned} == {"amps_unreachable"}
    assert len({event["uid"] for event in warned}) == len(warned)
    assert _words(told)[-1] == ("done", None)
    assert world.device(FULL).level > 80


async def test_what_runs_goes_on_without_prices_after_a_restart(
    hass: HomeAssistant, integration: MockConfigEntry, world: World, travel: Travel
) -> None:
    world.set_level(FULL, 40)
    await travel(timedelta(minutes=20))
    _ = await set_goal(hass, travel, target=90)
    await travel.to(utc("2026-11-24T03:20:00+00:00"))
    await travel.run(hass.config_entries.async_unload(integration.entry_id))
    hass.states.async_set(SENSOR, "unavailable")
    await travel(timedelta(minutes=10))
    await travel.run(hass.config_entries.async_setup(integration.entry_id))
    with noted_events(hass, "window") as told:
        await travel.to(utc("2026-11-24T05:00:00+00:00"))
    assert _words(told)[0] == ("done", None)
    assert world.device(FULL).level > 85
    assert not {"cancelled", "failed"} & {word for word, _ in _words(told)}


async def test_a_battery_that_tells_no_level_is_charged_all_the_same(
    hass: HomeAssistant, server: LyingServer, world: World, travel: Travel
) -> None:
    server.lie = about_batteries(lambda battery: battery["state"].pop("level", None))
    await travel(timedelta(minutes=2))
    _ = await set_goal(hass, travel, target=90)
    with noted_events(hass, "window") as told:
        await travel.to(OVER)
    assert world.device(FULL).level > 80
    assert _words(told)[-1] == ("accepted", "not_seen")
    assert "at_risk" not in {word for word, _ in _words(told)}


async def test_a_goal_whose_charges_have_no_effect_is_not_said_to_lack_room(
    hass: HomeAssistant, world: World, travel: Travel
) -> None:
    world.knobs.ignored_commands = ("charge",)
    _ = await set_goal(hass, travel, target=90)
    with noted_events(hass, "window") as told:
        await travel.to(OVER)
    assert _words(told)[-1] == ("incomplete", "not_seen")
    assert "other_windows" not in {reason for _, reason in _words(told)}


async def test_what_a_hand_took_from_a_goal_is_made_up_for(
    hass: HomeAssistant, world: World, travel: Travel
) -> None:
    world.knobs.window_completed_at = "opening"  # so that more can be sent at once
    _ = await set_goal(hass, travel, duration="02:00:00", power=1)
    await travel.to(utc("2026-11-24T03:40:00+00:00"))
    world.set_mode_locally(FULL, "auto.export")
    with noted_events(hass, "window") as told:
        await travel.to(OVER)
    charges = 0.0
    modes = [*world.record.effects_of(FULL, "mode"), None]
    for began, ended in pairwise(modes):
        if began is not None and began.command == "charge":
            until = ended.at if ended is not None else OVER
            charges += (until - began.at).total_seconds() / 60
    assert _words(told)[-1] == ("done", None)
    assert charges > 2 * 60 - 8


@pytest.mark.parametrize("asked", [{"target": 90}, {"duration": "02:00:00"}])
async def test_a_command_that_is_missing_for_minutes_leaves_a_goal_as_it_is(
    hass: HomeAssistant, world: World, travel: Travel, asked: dict[str, Any]
) -> None:
    _ = await set_goal(hass, travel, **asked)
    await travel(5)
    planned = waiting(world)
    with noted_events(hass, "window") as told:
        world.hide_command(FULL, "charge", "both")
        await refresh(hass, travel)
        await travel(timedelta(minutes=5))
        assert waiting(world) == planned
        world.device(FULL).hidden.clear()
        await travel.to(OVER)
    assert {word for word, _ in _words(told)} == {"done"}


@pytest.mark.parametrize("asked", [{"target": 90}, {"duration": "02:00:00"}])
async def test_a_goal_whose_command_is_gone_says_so(
    hass: HomeAssistant, world: World, travel: Travel, asked: dict[str, Any]
) -> None:
    goal = await set_goal(hass, travel, **asked)
    await travel(5)
    with noted_events(hass, "window") as told:
        world.remove_command(FULL, "charge")
        await travel.to(OVER)
    of_goal = [event for event in told if event["uid"] == goal["uid"]]
    # Amps had taken its window before
    assert _words(of_goal) == [("at_risk", "capability_gone"), ("done", None)]
