"""The plan of a day by itself: what it does, and to what it gives way."""

from datetime import datetime, timedelta
from typing import Any
from unittest.mock import patch

from homeassistant.core import HomeAssistant
from homeassistant.helpers import issue_registry as ir
from homeassistant.helpers.translation import async_load_integrations
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.amps.const import DOMAIN
from custom_components.amps.inputs.errors import HouseError
from custom_components.amps.inputs.house import House, HouseResolver, Missing
from simulator import World

from ....calendars import Dialog, MonthView, named, unchanged
from ....entities import FULL, WINDOWED, call, choose, entity_id, refresh, state
from ....travel import Travel
from ....windows import answer, schedule, spans, utc, waiting
from ..goals.goals import set_goal
from ..goals.prices import SENSOR, show
from .day import automatic, plan, switch
from .house import steady_house

pytestmark = [
    pytest.mark.freeze_time("2026-11-23T20:00:00+00:00"),
    pytest.mark.usefixtures("integration"),
]

NIGHT = ("2026-11-24T03:00", "05:00")
NOON = ("2026-11-24T13:00", "14:00")


async def test_nothing_is_planned_at_first(
    hass: HomeAssistant, world: World, travel: Travel
) -> None:
    await travel(timedelta(hours=2))
    assert state(hass, "select", "planning").state == "off"
    assert (await plan(hass, travel))["status"] is None
    assert world.record.pushes() == []


async def test_it_charges_where_that_is_cheap(
    hass: HomeAssistant, world: World, travel: Travel
) -> None:
    await switch(hass, travel)
    found = await automatic(hass, travel)
    assert spans(found) == [NIGHT, NOON]
    assert waiting(world)[0] == ("2026-11-24T03:00:00", "2026-11-24T05:00:00")
    assert "6.0 ct now instead of" in found[0]["why"]
    assert all(window["saves"] > 0.5 for window in found)


async def test_why_is_told_with_numbers_as_the_owner_writes_them(
    hass: HomeAssistant, month: MonthView, travel: Travel
) -> None:
    await travel.run(hass.config.async_update(language="de"))
    await travel.run(async_load_integrations(hass, {DOMAIN}))
    await switch(hass, travel)
    found = (await automatic(hass, travel))[0]
    assert found["why"].startswith("Jetzt 6,0 ct statt ")
    assert f"spart {found['saves']:.2f} EUR".replace(".", ",") in found["why"]
    assert found["why"] in (await month())[0]["description"]


async def test_nothing_is_sent_while_nothing_changes(
    hass: HomeAssistant, world: World, travel: Travel
) -> None:
    await switch(hass, travel)
    world.device(FULL).level = 0.6 * 100
    pushes, asked = len(world.record.pushes()), len(world.record.requests)
    await travel.to(utc("2026-11-24T02:00:00+00:00"))
    assert len(world.record.pushes()) == pushes
    assert len(world.record.requests) > asked  # polls went on


async def test_flat_prices_leave_the_battery_alone(
    hass: HomeAssistant, world: World, travel: Travel
) -> None:
    show(hass, prices={})
    await switch(hass, travel)
    assert state(hass, "sensor", "planning_status").state == "left_alone"
    assert await automatic(hass, travel) == []
    assert world.record.pushes() == []


async def test_without_prices_it_waits_and_says_so(
    hass: HomeAssistant, world: World, travel: Travel
) -> None:
    hass.states.async_set(SENSOR, "unknown")
    await switch(hass, travel)
    assert state(hass, "sensor", "planning_status").state == "no_prices"
    assert world.record.pushes() == []
    show(hass)
    await travel(120)
    assert state(hass, "sensor", "planning_status").state == "planned"
    assert spans(await automatic(hass, travel)) == [NIGHT, NOON]


async def test_prices_that_go_away_for_a_while_change_nothing(
    hass: HomeAssistant, world: World, travel: Travel
) -> None:
    await switch(hass, travel)
    before = waiting(world)
    hass.states.async_set(SENSOR, "unavailable")
    await travel(120)
    assert waiting(world) == before
    assert spans(await automatic(hass, travel)) == [NIGHT, NOON]


async def test_a_command_that_is_missing_for_minutes_changes_nothing(
    hass: HomeAssistant, world: World, travel: Travel
) -> None:
    await switch(hass, travel)
    before = waiting(world)
    world.hide_command(FULL, "charge", "both")
    await refresh(hass, travel)
    await travel(timedelta(minutes=5))
    assert waiting(world) == before
    world.device(FULL).hidden.clear()
    await travel(timedelta(minutes=20))
    assert waiting(world) == before
    assert spans(await automatic(hass, travel)) == [NIGHT, NOON]


async def test_off_takes_back_what_was_planned(
    hass: HomeAssistant, world: World, travel: Travel
) -> None:
    await switch(hass, travel)
    assert waiting(world)
    await switch(hass, travel, "off")
    assert waiting(world) == []
    assert await automatic(hass, travel) == []
    assert hass.states.get("sensor.givenergy_all_in_one_10_4_expected_saving") is None


async def test_it_gives_way_to_the_owner(
    hass: HomeAssistant, world: World, travel: Travel
) -> None:
    await switch(hass, travel)
    start, end = "2026-11-24 02:00:00", "2026-11-24 04:00:00"
    mine = await schedule(hass, travel, start, end, command="idle")
    assert mine["state"] == "planned"
    await travel(5)
    found = await automatic(hass, travel)
    assert all(window["start"] >= "2026-11-24T04:00" for window in found)
    assert ("2026-11-24T02:00:00", "2026-11-24T04:00:00") in waiting(world)


async def test_it_gives_way_to_a_goal(hass: HomeAssistant, travel: Travel) -> None:
    await switch(hass, travel)
    goal = await set_goal(
        hass,
        travel,
        duration="01:00:00",
        start="2026-11-24 03:00:00",
        end="2026-11-24 04:00:00",
    )
    await travel(5)
    found = await answer(hass, travel, "get_windows", end="2026-11-25 00:00:00")
    of_goal = [window for window in found if window["source"] == goal["uid"]]
    assert spans(of_goal) == [("2026-11-24T03:00", "04:00")]
    others = [window for window in found if window["origin"] == "automatic"]
    assert all(window["start"] >= "2026-11-24T04:00" for window in others)


async def test_it_gives_way_to_a_command_by_hand(
    hass: HomeAssistant, world: World, travel: Travel
) -> None:
    world.knobs.window_completed_at = "opening"  # so it can be stopped
    await switch(hass, travel)
    await travel.to(utc("2026-11-24T03:20:00+00:00"))
    await choose(hass, travel, "idle")
    await travel(300)
    found = await automatic(hass, travel, start="2026-11-24 00:00:00")
    assert found[0]["outcome"] == "cancelled"
    assert all(window["start"] >= "2026-11-24T05:00" for window in found[1:])


async def test_it_gives_way_to_what_was_cancelled_and_cannot_be_stopped(
    hass: HomeAssistant, world: World, travel: Travel
) -> None:
    world.set_level(FULL, 20)
    span = ("2026-11-24 00:00:00", "2026-11-24 04:00:00")
    await schedule(hass, travel, *span, power=0.5, target=90)
    await switch(hass, travel)
    await travel.to(utc("2026-11-24T00:30:00+00:00"))
    _ = await answer(hass, travel, "cancel_window")
    await travel(timedelta(minutes=5))
    assert spans(await automatic(hass, travel)) == [("2026-11-24T04:00", "05:00"), NOON]
    assert state(hass, "binary_sensor", "problem").state == "on"  # told why


async def test_what_the_owner_deletes_does_not_come_back(
    hass: HomeAssistant, travel: Travel
) -> None:
    await switch(hass, travel)
    first, _ = await automatic(hass, travel)
    _ = await answer(hass, travel, "cancel_window", uid=first["uid"])
    await travel(timedelta(hours=2))
    found = await automatic(hass, travel)
    assert found
    assert all(
        window["end"] < "2026-11-24T03:01" or window["start"] >= "2026-11-24T05:00"
        for window in found
    )


async def test_what_is_deleted_beside_a_window_that_was_replaced_does_not_come_back(
    hass: HomeAssistant, travel: Travel
) -> None:
    daily = {"start": "2026-11-24 03:30:00", "end": "2026-11-24 05:30:00"}
    once = {"start": "2026-11-24 05:00:00", "end": "2026-11-24 06:00:00"}
    for span, given in ((daily, {"repeat": "FREQ=DAILY"}), (once, {"replace": True})):
        _ = await answer(
            hass, travel, "schedule_window", command="idle", **span, **given
        )
    await switch(hass, travel)
    first, *_ = await automatic(hass, travel)
    assert "2026-11-24T04:30" <= first["end"] <= "2026-11-24T05:01"
    _ = await answer(hass, travel, "cancel_window", uid=first["uid"])
    await travel(timedelta(hours=2))
    found = await automatic(hass, travel)
    assert all(
        window["end"] <= first["start"] or window["start"] >= first["end"]
        for window in found
    )


async def test_what_the_owner_edits_is_his_own(
    hass: HomeAssistant, dialog: Dialog, month: MonthView, travel: Travel
) -> None:
    await switch(hass, travel)
    event = (await month())[0]
    assert "automatic planning" in event["summary"]
    assert "6.0 ct now instead of" in event["description"]
    changed = unchanged(event, summary="Charge to 70 %")
    assert await dialog("update", **named(event, event=changed)) is None
    await travel(5)
    found = await answer(hass, travel, "get_windows", end="2026-11-25 00:00:00")
    (mine,) = (window for window in found if window["origin"] == "plan")
    assert (mine["target"], mine["why"]) == (70, None)


async def test_it_goes_on_after_a_restart(
    hass: HomeAssistant, integration: MockConfigEntry, world: World, travel: Travel
) -> None:
    await switch(hass, travel)
    before, pushes = waiting(world), len(world.record.pushes())
    await travel.run(hass.config_entries.async_reload(integration.entry_id))
    await travel(120)
    assert state(hass, "select", "planning").state == "automatic"
    assert (waiting(world), len(world.record.pushes())) == (before, pushes)
    assert spans(await automatic(hass, travel)) == [NIGHT, NOON]


@pytest.mark.usefixtures("all_enabled", "integration")
async def test_a_mode_that_does_not_follow_the_house_is_left_alone(
    hass: HomeAssistant, world: World, travel: Travel
) -> None:
    await choose(hass, travel, "idle", key="after_window")
    await switch(hass, travel)
    assert state(hass, "sensor", "planning_status").state == "standing_mode"
    assert world.record.pushes() == []


async def test_a_paused_plan_plans_nothing(
    hass: HomeAssistant, world: World, travel: Travel
) -> None:
    switch_id = entity_id(hass, "switch", "plan_enabled")
    await travel.run(
        hass.services.async_call(
            "switch", "turn_off", {"entity_id": switch_id}, blocking=True
        )
    )
    await switch(hass, travel)
    assert state(hass, "sensor", "planning_status").state == "paused"
    assert world.record.pushes() == []


async def test_what_is_missing_is_named_with_a_link(
    hass: HomeAssistant, travel: Travel
) -> None:
    with patch.object(HouseResolver, "async_house", side_effect=_not_set_up):
        await switch(hass, travel)
        assert state(hass, "sensor", "planning_status").state == "no_house"
        issue = ir.async_get(hass).async_get_issue(DOMAIN, f"planning_blocked_{FULL}")
        assert issue is not None
        assert issue.learn_more_url == "homeassistant://config/energy"
        assert issue.translation_placeholders is not None
        assert "Energy" in issue.translation_placeholders["reason"]
    await travel(timedelta(hours=2))
    assert state(hass, "sensor", "planning_status").state == "planned"
    assert not ir.async_get(hass).async_get_issue(DOMAIN, f"planning_blocked_{FULL}")


@pytest.mark.parametrize("batteries", [2])
async def test_nothing_is_planned_for_a_battery_that_may_be_in_another_house(
    hass: HomeAssistant, world: World, travel: Travel
) -> None:
    other = entity_id(hass, "sensor", "energy_charged", WINDOWED)

    async def theirs(resolver: HouseResolver, now: datetime) -> House:
        house = await steady_house(resolver, now)
        return house._replace(batteries=frozenset({other}))

    with patch.object(HouseResolver, "async_house", theirs):
        await switch(hass, travel)
        status = state(hass, "sensor", "planning_status")
        assert status.state == "no_house"
        assert "whether it is in this home" in status.attributes["reason"]
        assert world.record.pushes() == []


def _not_set_up(_now: datetime) -> House:
    raise HouseError("house_no_energy")


async def test_why_nothing_is_planned_is_a_sentence(
    hass: HomeAssistant, travel: Travel
) -> None:
    def told() -> Any:
        return state(hass, "sensor", "planning_status").attributes["reason"]

    await switch(hass, travel)
    assert told() is None
    show(hass, prices={})
    await travel(120)
    assert told() == "Nothing would save enough, so the battery is left alone."
    hass.states.async_remove(SENSOR)
    await travel(120)
    assert told().startswith(f"Buying: unknown from {SENSOR}. The entity does not")
    assert (await plan(hass, travel))["reason"] == told()
    await call(hass, travel, "switch", "turn_off", key="plan_enabled")
    await travel(5)
    assert told() == "Follow plan is off. Turn it on to plan."


async def test_what_would_make_a_plan_better_is_named(
    hass: HomeAssistant, travel: Travel
) -> None:
    async def sunless(resolver: HouseResolver, now: datetime) -> House:
        known = await steady_house(resolver, now)
        return known._replace(missing=(Missing.NO_FORECAST,))

    with patch.object(HouseResolver, "async_house", sunless):
        await switch(hass, travel)
    (missing,) = state(hass, "sensor", "planning_status").attributes["missing"]
    assert missing.startswith("No solar forecast is set up")
    assert (await plan(hass, travel))["missing"] == [missing]


async def test_what_went_far_enough_is_done_although_its_end_was_later(
    hass: HomeAssistant, world: World, travel: Travel
) -> None:
    world.knobs.window_completed_at = "opening"  # so it can be stopped
    await switch(hass, travel)
    await travel.to(utc("2026-11-24T03:30:00+00:00"))
    world.set_level(FULL, 100)
    await travel(timedelta(minutes=20))
    await choose(hass, travel, "off", key="planning")
    await travel(120)
    found = await answer(hass, travel, "get_windows", start="2026-11-24 00:00:00")
    assert [(one["outcome"], one["reason"]) for one in found[:1]] == [
        ("done", "replanned")
    ]


async def test_what_runs_is_not_changed(
    hass: HomeAssistant, world: World, travel: Travel
) -> None:
    await switch(hass, travel)
    await travel.to(utc("2026-11-24T03:05:00+00:00"))
    pushes = len(world.record.pushes())
    show(hass, prices={3: 0.05, 5: 0.01, 6: 0.01})
    world.set_level(FULL, 30)
    await travel.to(utc("2026-11-24T04:50:00+00:00"))
    first = (await automatic(hass, travel, start="2026-11-24 03:00:00"))[0]
    assert (first["start"][11:16], first["end"][11:16]) == ("03:00", "05:00")
    assert first["state"] == "active"
    saving = float(state(hass, "sensor", "expected_saving").state)
    assert saving >= first["saves"] > 1
    sent = [push.body["action"] for push in world.record.pushes()[pushes:]]
    assert all(action.get("start", "") >= "2026-11-24T05" for action in sent)
    assert state(hass, "binary_sensor", "problem").state == "off"


async def test_the_last_result_says_what_it_cost(
    hass: HomeAssistant, month: MonthView, travel: Travel
) -> None:
    _ = await schedule(
        hass, travel, "2026-11-24 03:00:00", "2026-11-24 05:00:00", target=90
    )
    await travel.to(utc("2026-11-24T05:10:00+00:00"))
    result = state(hass, "sensor", "last_result")
    assert result.state == "done"
    # all of it in the first hour, at 5 ct, and little in the second, at 7 ct
    energy, cost = result.attributes["energy"], result.attributes["cost"]
    assert energy > 1
    assert 0.05 * energy * 0.9 <= cost <= 0.07 * energy * 1.2
    (event,) = await month(end="2026-11-24T12:00")
    assert f"{cost:.2f} EUR" in event["description"]
