"""A planner's plan beside what its owner, and other planners, planned."""

from datetime import timedelta

from homeassistant.core import HomeAssistant
import pytest

from simulator import World

from ..entities import FULL, choose
from ..travel import Travel
from ..windows import answer, schedule, spans, utc
from .plans import NIGHT, counts, planned, set_plan, window

pytestmark = pytest.mark.usefixtures("integration")


async def test_the_owner_has_the_right_of_way(
    hass: HomeAssistant, travel: Travel
) -> None:
    mine = await schedule(
        hass, travel, "2026-11-24 02:00:00", "2026-11-24 03:00:00", command="idle"
    )
    nightly = await schedule(
        hass,
        travel,
        "2026-11-23 05:00:00",
        "2026-11-23 06:00:00",
        command="idle",
        repeat="FREQ=DAILY",
    )
    done = await set_plan(hass, travel, window(*NIGHT))
    assert spans(done["added"]) == [
        ("2026-11-24T00:30", "02:00"),
        ("2026-11-24T03:00", "05:00"),
    ]
    assert spans(done["gave_way"]) == [
        ("2026-11-24T02:00", "03:00"),
        ("2026-11-24T05:00", "05:30"),
    ]
    assert [item["uid"] for item in done["gave_way"]] == [mine["uid"], nightly["uid"]]
    again = await set_plan(hass, travel, window(*NIGHT))
    assert counts(again) == {"kept": 2, "gave_way": 2}
    assert counts(await set_plan(hass, travel)) == {"removed": 2}
    left = await planned(hass, travel)
    assert {item["uid"] for item in left} == {mine["uid"], nightly["uid"]}


@pytest.mark.parametrize("repeat", [None, "FREQ=DAILY"])
async def test_a_planner_gives_way_to_what_the_owner_plans_later(
    hass: HomeAssistant, travel: Travel, repeat: str | None
) -> None:
    await set_plan(hass, travel, window(*NIGHT))
    data = {} if repeat is None else {"repeat": repeat}
    await schedule(
        hass,
        travel,
        "2026-11-24 02:00:00",
        "2026-11-24 03:00:00",
        command="idle",
        **data,
    )
    found = await answer(hass, travel, "get_windows", end="2026-11-24 12:00:00")
    assert [
        (one["start"][11:16], one["end"][11:16], one["source"]) for one in found
    ] == [
        ("00:30", "02:00", "emhass"),
        ("02:00", "03:00", None),
        ("03:00", "05:30", "emhass"),
    ]
    assert counts(await set_plan(hass, travel, window(*NIGHT))) == {
        "kept": 2,
        "gave_way": 1,
    }


async def test_planners_do_not_touch_each_other(
    hass: HomeAssistant, travel: Travel
) -> None:
    await set_plan(hass, travel, window(*NIGHT), source="predbat")
    longer = window("2026-11-23 23:30:00", "2026-11-24 05:30:00", "idle")
    done = await set_plan(hass, travel, longer)
    assert spans(done["added"]) == [("2026-11-23T23:30", "00:30")]
    assert [item["source"] for item in done["gave_way"]] == ["predbat"]
    (gone,) = await answer(hass, travel, "cancel_window", source="predbat", range="all")
    assert spans([gone]) == [("2026-11-24T00:30", "05:30")]
    assert [occurrence["source"] for occurrence in await planned(hass, travel)] == [
        "emhass"
    ]


async def test_only_the_time_of_the_plan_is_replaced(
    hass: HomeAssistant, travel: Travel
) -> None:
    await set_plan(
        hass, travel, window("2026-11-23 20:00:00", "2026-11-24 08:00:00", power=3)
    )
    inner = window("2026-11-24 00:00:00", "2026-11-24 01:00:00", "idle")
    span = {"start": "2026-11-24 00:00:00", "end": "2026-11-24 02:00:00"}
    done = await set_plan(hass, travel, inner, **span)
    assert counts(done) == {"added": 2, "changed": 1}
    assert spans(await planned(hass, travel)) == [
        ("2026-11-23T20:00", "00:00"),
        ("2026-11-24T00:00", "01:00"),
        ("2026-11-24T02:00", "08:00"),
    ]
    assert counts(await set_plan(hass, travel, inner, **span)) == {"kept": 1}


async def test_a_window_edited_by_the_owner_is_his(
    hass: HomeAssistant, travel: Travel
) -> None:
    (added,) = (await set_plan(hass, travel, window(*NIGHT)))["added"]
    entity = next(state.entity_id for state in hass.states.async_all("calendar"))
    component = hass.data["calendar"].get_entity(entity)
    await travel.run(
        component.async_update_event(
            added["uid"],
            {
                "summary": "Charge to 80 %",
                "dtstart": utc("2026-11-24T01:00:00+00:00"),
                "dtend": utc("2026-11-24T04:00:00+00:00"),
            },
        )
    )
    done = await set_plan(hass, travel, window(*NIGHT))
    assert spans(done["added"]) == [
        ("2026-11-24T00:30", "01:00"),
        ("2026-11-24T04:00", "05:30"),
    ]
    (lost,) = done["gave_way"]
    assert (lost["uid"], lost["source"]) == (added["uid"], None)


async def test_a_command_by_hand_is_not_fought(
    hass: HomeAssistant, world: World, travel: Travel
) -> None:
    world.knobs.window_completed_at = "opening"  # so it can be stopped
    now = window("2026-11-23 08:00:00", "2026-11-23 12:00:00", power=3)
    await set_plan(hass, travel, now)
    await travel(timedelta(minutes=10))
    assert world.device(FULL).mode.command == "charge"
    await choose(hass, travel, "idle")
    await travel(timedelta(minutes=3))
    world.record.clear()
    assert counts(await set_plan(hass, travel, now)) == {"kept": 1}
    await travel(timedelta(minutes=10))
    assert not world.record.writes()
    assert world.device(FULL).mode.command == "idle"
