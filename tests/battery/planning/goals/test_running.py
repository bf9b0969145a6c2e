"""What is planned, and told, while a window of a goal runs."""

from homeassistant.core import HomeAssistant
import pytest

from simulator import World

from ....entities import FULL, choose, noted_events
from ....travel import Travel
from ....windows import schedule, utc
from .goals import set_goal
from .prices import show

pytestmark = [
    pytest.mark.freeze_time("2026-11-23T20:00:00+00:00"),
    pytest.mark.usefixtures("integration"),
]


async def test_its_last_minutes_are_no_risk(
    hass: HomeAssistant, travel: Travel
) -> None:
    _ = await set_goal(hass, travel, duration="03:00:00")
    _ = await schedule(
        hass,
        travel,
        "2026-11-24 05:00:00",
        "2026-11-24 08:00:00",
        command="idle",
    )
    await travel.to(utc("2026-11-24T04:50:00+00:00"))
    with noted_events(hass, "window") as told:
        show(hass, prices={3: 0.06})  # so it is planned again
        await travel.to(utc("2026-11-24T07:20:00+00:00"))
    assert {event["event_type"] for event in told} == {"done"}


async def test_a_minute_that_it_lacks_is_not_made_up_for(
    hass: HomeAssistant, world: World, travel: Travel
) -> None:
    world.knobs.window_completed_at = "opening"  # so it can be stopped
    _ = await set_goal(hass, travel, duration="01:00:00")
    await travel.to(utc("2026-11-24T03:58:30+00:00"))
    with noted_events(hass, "window") as told:
        await choose(hass, travel, "idle")
        await travel.to(utc("2026-11-24T07:20:00+00:00"))
    charges = [
        push
        for push in world.record.pushes()
        if push.body["action"]["command"] == "charge"
    ]
    assert len(charges) == 1
    assert told[-1]["event_type"] == "done"


async def test_a_window_that_is_planned_anew_was_not_the_owners_doing(
    hass: HomeAssistant, world: World, travel: Travel
) -> None:
    world.knobs.window_completed_at = "opening"  # so it can be stopped
    _ = await set_goal(hass, travel, duration="02:00:00")
    await travel.to(utc("2026-11-24T03:10:00+00:00"))
    with noted_events(hass, "window") as told:
        show(hass, prices={3: 0.40, 4: 0.40, 5: 0.01, 6: 0.01})
        await travel(120)
    assert [(event["event_type"], event["reason"]) for event in told] == [
        ("cancelled", "replanned")
    ]


async def test_a_window_is_made_as_long_as_the_level_asks_for_before_it_begins(
    hass: HomeAssistant, world: World, travel: Travel
) -> None:
    device = world.device(FULL)
    device.level = 38.5
    show(hass, prices={22: 0.10, 23: 0.05})
    goal = await set_goal(hass, travel, target=90, end="2026-11-24 00:00:00")
    await travel.to(utc("2026-11-23T22:05:00+00:00"))
    device.level -= 1.8  # less than a new plan is made for at once
    with noted_events(hass, "window") as told:
        await travel.to(utc("2026-11-24T00:20:00+00:00"))
    mine = [event["event_type"] for event in told if event["uid"] == goal["uid"]]
    assert mine == ["done"]
