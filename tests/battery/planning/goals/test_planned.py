"""When the windows of a goal are made, and when they are moved."""

from datetime import timedelta
from itertools import groupby
from typing import Any

from homeassistant.core import HomeAssistant
from homeassistant.helpers import issue_registry as ir
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from simulator import World

from ....calendars import Dialog, MonthView, named, unchanged
from ....entities import FULL, call, choose, noted_events
from ....travel import Travel
from ....windows import answer, schedule, spans, utc, waiting
from .goals import goals, set_goal
from .prices import show

pytestmark = [
    pytest.mark.freeze_time("2026-11-23T20:00:00+00:00"),
    pytest.mark.usefixtures("integration"),
]


async def switch(hass: HomeAssistant, travel: Travel, service: str) -> None:
    await call(hass, travel, "switch", service, key="plan_enabled")


async def windows(
    hass: HomeAssistant, travel: Travel, **data: str
) -> list[dict[str, Any]]:
    span = {"end": "2026-11-25 00:00:00", **data}
    found = await answer(hass, travel, "get_windows", **span)
    return [window for window in found if window["origin"] == "goal"]


async def test_the_cheapest_hours_are_chosen(
    hass: HomeAssistant, world: World, travel: Travel
) -> None:
    goal = await set_goal(hass, travel, duration="02:00:00")
    assert goal["duration"] == "2:00:00"
    assert goal["state"] == "planned"
    await travel(5)
    assert waiting(world) == [("2026-11-24T03:00:00", "2026-11-24T05:00:00")]
    (window,) = await windows(hass, travel)
    assert window["source"] == goal["uid"]
    (expected,) = await goals(hass, travel)
    assert expected["cost"] is not None
    assert expected["reason"] is None


async def test_a_battery_whose_losses_are_unknown_has_time_enough_to_discharge(
    hass: HomeAssistant, travel: Travel
) -> None:
    span = {"start": "2026-11-23 22:00:00", "end": "2026-11-24 00:00:00"}
    _ = await set_goal(hass, travel, command="discharge", target=20, power=5, **span)
    (window,) = await windows(hass, travel)
    lasts = utc(window["end"]) - utc(window["start"])
    # from 60 % of 10.4 kWh
    assert lasts >= timedelta(hours=0.4 * 10.4 / 5)


async def test_a_price_limit_is_kept(
    hass: HomeAssistant, world: World, travel: Travel
) -> None:
    _ = await set_goal(hass, travel, target=100, max_price=0.06)
    await travel(5)
    ((start, end),) = waiting(world)
    assert "2026-11-24T03:00:00" <= start < end <= "2026-11-24T04:00:00"


async def test_discharging_is_as_dear_as_can_be(
    hass: HomeAssistant, world: World, travel: Travel
) -> None:
    _ = await set_goal(
        hass,
        travel,
        command="discharge",
        duration="01:00:00",
        start="2026-11-24 12:00:00",
        end="2026-11-24 22:00:00",
    )
    await travel(5)
    assert waiting(world) == [("2026-11-24T18:00:00", "2026-11-24T19:00:00")]


async def test_it_is_moved_when_prices_change(
    hass: HomeAssistant, world: World, travel: Travel
) -> None:
    _ = await set_goal(hass, travel, duration="01:00:00")
    await travel(5)
    assert waiting(world) == [("2026-11-24T03:00:00", "2026-11-24T04:00:00")]
    pushes = len(world.record.pushes())
    show(hass, prices={3: 0.05, 4: 0.0499})
    await travel(60)
    assert waiting(world) == [("2026-11-24T03:00:00", "2026-11-24T04:00:00")]
    assert len(world.record.pushes()) == pushes
    show(hass, prices={3: 0.05, 1: 0.02})
    await travel(60)
    assert waiting(world) == [("2026-11-24T01:00:00", "2026-11-24T02:00:00")]


async def test_it_does_not_flutter(
    hass: HomeAssistant, world: World, travel: Travel
) -> None:
    _ = await set_goal(hass, travel, target=90)
    await travel.to(utc("2026-11-24T02:00:00+00:00"))
    charges = [
        push
        for push in world.record.pushes()
        if push.body["action"]["command"] == "charge"
    ]
    assert len(charges) <= 2  # the level rises meanwhile, which nobody foresaw


async def test_late_prices(hass: HomeAssistant, world: World, travel: Travel) -> None:
    hass.states.async_set("sensor.price", "unknown")
    with noted_events(hass, "window") as told:
        _ = await set_goal(hass, travel, target=90)
        await travel(5)
    ((start, end),) = waiting(world)
    assert end == "2026-11-24T07:00:00"
    assert start > "2026-11-24T04:00:00"
    assert [(event["event_type"], event["reason"]) for event in told] == [
        ("at_risk", "no_prices")
    ]
    show(hass)
    await travel(60)
    ((start, _),) = waiting(world)
    assert start.startswith("2026-11-24T03")
    (goal,) = await goals(hass, travel)
    assert goal["reason"] is None


async def test_prices_that_are_not_told_for_a_while_are_no_risk_far_ahead(
    hass: HomeAssistant, world: World, travel: Travel
) -> None:
    late = {4: 0.06, 5: 0.05, 6: 0.05}
    show(hass, days=3, prices=late)
    with noted_events(hass, "window") as told:
        _ = await set_goal(
            hass,
            travel,
            target=90,
            start="2026-11-24 22:00:00",
            end="2026-11-25 07:00:00",
        )
        await travel(60)
        planned = waiting(world)
        hass.states.async_set("sensor.price", "unknown")
        await travel(timedelta(minutes=30))
        assert waiting(world) == planned != []
        assert told == []


async def test_a_goal_far_ahead_waits_for_its_prices(
    hass: HomeAssistant, world: World, travel: Travel
) -> None:
    _ = await set_goal(
        hass,
        travel,
        duration="02:00:00",
        start="2026-11-24 22:00:00",
        end="2026-11-25 07:00:00",
    )
    await travel(60)
    assert waiting(world) == []
    show(hass, days=3)
    await travel(60)
    assert waiting(world) == [("2026-11-25T03:00:00", "2026-11-25T05:00:00")]


async def test_the_owners_windows_have_the_right_of_way(
    hass: HomeAssistant, world: World, travel: Travel
) -> None:
    _ = await set_goal(hass, travel, duration="01:00:00")
    await travel(5)
    assert waiting(world) == [("2026-11-24T03:00:00", "2026-11-24T04:00:00")]
    _ = await schedule(
        hass,
        travel,
        "2026-11-24 02:30:00",
        "2026-11-24 04:00:00",
        command="idle",
    )
    await travel(5)
    (window,) = await windows(hass, travel)
    assert spans([window]) == [("2026-11-24T04:00", "05:00")]


async def test_a_window_that_is_taken_back_is_not_put_back(
    hass: HomeAssistant, travel: Travel
) -> None:
    _ = await set_goal(hass, travel, duration="01:00:00")
    await travel(5)
    (window,) = await windows(hass, travel)
    _ = await answer(hass, travel, "cancel_window", uid=window["uid"])
    await travel(5)
    assert spans(await windows(hass, travel)) == [("2026-11-24T04:00", "05:00")]


async def test_a_command_by_hand_is_not_fought(
    hass: HomeAssistant, world: World, travel: Travel
) -> None:
    world.knobs.window_completed_at = "opening"  # so it can be stopped
    _ = await set_goal(hass, travel, duration="02:00:00")
    await travel.to(utc("2026-11-24T03:10:00+00:00"))
    await choose(hass, travel, "idle")
    await travel(120)
    assert all(start >= "2026-11-24T05:00:00" for start, _ in waiting(world))
    found = await windows(hass, travel, start="2026-11-24 00:00:00")
    assert found[0]["outcome"] == "cancelled"
    assert all(window["start"] >= "2026-11-24T05:00" for window in found[1:])


async def test_a_goal_goes_on_after_a_restart(
    hass: HomeAssistant, integration: MockConfigEntry, world: World, travel: Travel
) -> None:
    goal = await set_goal(hass, travel, target=90)
    await travel.to(utc("2026-11-24T03:30:00+00:00"))
    pushes = len(world.record.pushes())
    with noted_events(hass, "window") as told:
        await travel.run(hass.config_entries.async_reload(integration.entry_id))
        await travel.to(utc("2026-11-24T07:20:00+00:00"))
    assert len(world.record.pushes()) == pushes
    ended = [event for event in told if event["uid"] == goal["uid"]]
    assert [item["event_type"] for item in ended] == ["done"]


async def test_what_cannot_be_is_told_early(
    hass: HomeAssistant, world: World, travel: Travel
) -> None:
    world.device(FULL).level = 20
    await travel(timedelta(minutes=20))
    with noted_events(hass, "window") as told:
        goal = await set_goal(
            hass, travel, target=100, end="2026-11-23 22:30:00", power=3
        )
        await travel(5)
    (warned,) = told
    assert (warned["event_type"], warned["uid"]) == ("at_risk", goal["uid"])
    assert warned["reason"] in {"too_short", "power_limit"}
    assert 25 < warned["level"] < 60
    assert warned["by"] == "2026-11-23T22:30:00+00:00"
    issues = ir.async_get(hass).issues
    (repair,) = (issue for (_, key), issue in issues.items() if key.startswith("goal_"))
    assert repair.translation_placeholders is not None
    assert repair.translation_placeholders["window"].startswith("Charge to 100 %")
    assert repair.translation_placeholders["level"] == f"{warned['level']:.0f} %"
    with noted_events(hass, "window") as told:
        await travel.to(utc("2026-11-23T22:45:00+00:00"))
    (ended,) = (event for event in told if event["uid"] == goal["uid"])
    assert ended["event_type"] == "incomplete"
    assert ended["level"] == pytest.approx(warned["level"], abs=5)


async def test_a_reading_that_is_some_minutes_old_is_no_risk(
    hass: HomeAssistant, world: World, travel: Travel
) -> None:
    world.device(FULL).level = 20
    goal = await set_goal(hass, travel, target=90, end="2026-11-24 00:00:00")
    with noted_events(hass, "window") as told:
        await travel.to(utc("2026-11-23T23:20:00+00:00"))
        show(hass, prices={3: 0.31})  # so it is planned again just before a reading
        await travel(timedelta(minutes=50))
    mine = [event["event_type"] for event in told if event["uid"] == goal["uid"]]
    assert mine == ["done"]


async def test_a_level_that_lags_a_bit_is_not_told_again_and_again(
    hass: HomeAssistant, world: World, travel: Travel
) -> None:
    device, end = world.device(FULL), utc("2026-11-24T00:00:00+00:00")
    device.level = 20
    goal = await set_goal(hass, travel, target=90, end="2026-11-24 00:00:00")
    await travel.to(end - timedelta(hours=1))
    repairs, shown = ir.async_get(hass).issues, []
    with noted_events(hass, "window") as told:
        for lag in (5, 2, 5, 2):
            left = (end - world.clock.now()) / timedelta(hours=1)
            device.level = 90 - lag - 46 * left
            await travel(timedelta(minutes=14))
            shown.append(any(key.startswith("goal_") for _, key in repairs))
    assert [is_shown for is_shown, _ in groupby(shown)] in ([True], [False, True])
    assert sum(event["uid"] == goal["uid"] for event in told) == 1


async def test_a_goal_is_replaced(
    hass: HomeAssistant, world: World, travel: Travel
) -> None:
    first = await set_goal(hass, travel, duration="01:00:00")
    second = await set_goal(hass, travel, duration="02:00:00", replace=True)
    await travel(5)
    assert first["uid"] != second["uid"]
    (left,) = await goals(hass, travel)
    assert left["uid"] == second["uid"]
    assert waiting(world) == [("2026-11-24T03:00:00", "2026-11-24T05:00:00")]


async def test_a_goal_is_taken_back(
    hass: HomeAssistant, world: World, travel: Travel
) -> None:
    world.knobs.window_completed_at = "opening"  # so it can be stopped
    goal = await set_goal(hass, travel, duration="02:00:00")
    await travel.to(utc("2026-11-24T03:30:00+00:00"))
    with noted_events(hass, "window") as told:
        _ = await answer(hass, travel, "cancel_window", uid=goal["uid"])
        await travel(60)
    assert {(event["event_type"], event["uid"] == goal["uid"]) for event in told} == {
        ("cancelled", True),
        ("cancelled", False),
    }
    assert await goals(hass, travel, start="2026-11-24 08:00:00") == []
    assert world.device(FULL).mode.command != "charge"


async def test_a_goal_without_a_target_goes_as_far_as_it_can(
    hass: HomeAssistant, travel: Travel
) -> None:
    goal = await set_goal(hass, travel, power=3, in_one_go=True)
    assert (goal["target"], goal["power"]) == (None, 3)
    with noted_events(hass, "window") as told:
        await travel.to(utc("2026-11-24T07:20:00+00:00"))
    (ended,) = (event for event in told if event["uid"] == goal["uid"])
    assert ended["event_type"] == "done"
    assert ended["level"] >= 97


async def test_two_goals_are_planned_together(
    hass: HomeAssistant, travel: Travel
) -> None:
    _ = await set_goal(hass, travel, duration="01:00:00")
    _ = await set_goal(hass, travel, duration="01:00:00")
    await travel(5)
    assert spans(await windows(hass, travel)) == [
        ("2026-11-24T03:00", "04:00"),
        ("2026-11-24T04:00", "05:00"),
    ]


async def test_a_window_that_is_moved_becomes_the_owners(
    hass: HomeAssistant,
    dialog: Dialog,
    month: MonthView,
    world: World,
    travel: Travel,
) -> None:
    _ = await set_goal(hass, travel, duration="01:00:00")
    await travel(5)
    (event,) = (item for item in await month() if "a goal" in item["summary"])
    moved = unchanged(event, dtstart="2026-11-24T00:00:00", dtend="2026-11-24T01:00:00")
    assert await dialog("update", **named(event, event=moved)) is None
    await travel(60)
    found = await answer(hass, travel, "get_windows")
    assert [(window["origin"], window["start"][11:16]) for window in found] == [
        ("plan", "00:00"),
        ("goal", "03:00"),
    ]
    assert waiting(world)[0][0] == "2026-11-24T00:00:00"


async def test_a_paused_plan_makes_no_windows(
    hass: HomeAssistant, world: World, travel: Travel
) -> None:
    await switch(hass, travel, "turn_off")
    _ = await set_goal(hass, travel, duration="01:00:00")
    with noted_events(hass, "window") as told:
        await travel.to(utc("2026-11-24T08:00:00+00:00"))
    assert told == []
    assert world.record.pushes() == []
    await switch(hass, travel, "turn_on")
    await travel(60)
    assert await windows(hass, travel) == []
    assert told == []


async def test_home_assistant_was_off_all_the_time(
    hass: HomeAssistant, integration: MockConfigEntry, travel: Travel
) -> None:
    goal = await set_goal(
        hass,
        travel,
        target=100,
        start="2026-11-24 22:00:00",
        end="2026-11-25 01:00:00",
    )
    await travel.run(hass.config_entries.async_unload(integration.entry_id))
    await travel.to(utc("2026-11-25T08:00:00+00:00"))
    with noted_events(hass, "window") as told:
        await travel.run(hass.config_entries.async_setup(integration.entry_id))
        await travel(120)
    (ended,) = (event for event in told if event["uid"] == goal["uid"])
    assert (ended["event_type"], ended["reason"]) == ("missed", "home_assistant_off")
