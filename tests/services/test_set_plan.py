"""A planner's whole plan in one call, against the simulated Amps."""

from datetime import timedelta
from typing import Any

from homeassistant.core import HomeAssistant
from homeassistant.exceptions import ServiceValidationError
import pytest
import voluptuous as vol

from simulator import Fault, World

from ..entities import FULL, WINDOWED, ha_device_id, noted_events
from ..travel import Travel
from ..windows import Windows, answer, schedule, spans, utc, waiting
from .plans import NIGHT, counts, planned, set_plan, window

pytestmark = pytest.mark.usefixtures("integration")


async def test_the_same_plan_ten_times_writes_once(
    hass: HomeAssistant, hass_storage: dict[str, Any], world: World, travel: Travel
) -> None:
    plan = [
        window(*NIGHT, target=90, power=3),
        window("2026-11-24 17:00:00", "2026-11-24 19:00:00", "discharge", target=20),
    ]
    first = await set_plan(hass, travel, *plan)
    assert counts(first) == {"added": 2}
    assert {item["source"] for item in first["added"]} == {"emhass"}
    assert {item["origin"] for item in first["added"]} == {"plan"}
    await travel(30)
    sent = waiting(world)
    assert sent == [("2026-11-24T00:30:00", "2026-11-24T05:30:00")]
    world.record.clear()
    stored = hass_storage[f"amps.battery.{FULL}"]
    for _ in range(10):
        again = await set_plan(hass, travel, *reversed(plan))
        assert counts(again) == {"kept": 2}
        uids = [one["uid"] for one in again["kept"]]
        assert uids == [item["uid"] for item in first["added"]]
        await travel(30)
    assert not world.record.writes()
    assert hass_storage[f"amps.battery.{FULL}"] is stored


async def test_only_what_differs_is_sent(
    hass: HomeAssistant, world: World, travel: Travel
) -> None:
    noon = window("2026-11-23 12:00:00", "2026-11-23 13:00:00", target=90)
    evening = ("2026-11-23 17:00:00", "2026-11-23 19:00:00", "discharge")
    first = await set_plan(hass, travel, noon, window(*evening, target=20))
    await travel(30)
    world.record.clear()
    second = await set_plan(hass, travel, noon, window(*evening, target=30))
    await travel(30)
    assert counts(second) == {"changed": 1, "kept": 1}
    (changed,) = second["changed"]
    assert (changed["target"], changed["uid"]) == (30, first["added"][1]["uid"])
    assert not world.record.writes()
    third = await set_plan(hass, travel, window(*evening, target=30))
    assert counts(third) == {"removed": 1, "kept": 1}
    (removed,) = third["removed"]
    assert (removed["state"], removed["outcome"]) == ("ended", "cancelled")
    assert spans(await planned(hass, travel)) == [("2026-11-23T17:00", "19:00")]


async def test_adjoining_windows_of_one_command_are_one(
    hass: HomeAssistant, travel: Travel
) -> None:
    slots = [
        window("2026-11-23 12:00:00", "2026-11-23 12:30:00", power=3),
        window("2026-11-23 12:30:00", "2026-11-23 13:00:00", power=3.1),
        window("2026-11-23 13:00:00", "2026-11-23 13:30:00", power=1.5),
        window("2026-11-23 13:30:00", "2026-11-23 14:00:00", "idle"),
    ]
    added = (await set_plan(hass, travel, *slots))["added"]
    assert spans(added) == [
        ("2026-11-23T12:00", "13:00"),
        ("2026-11-23T13:00", "13:30"),
        ("2026-11-23T13:30", "14:00"),
    ]
    assert counts(await set_plan(hass, travel, *slots)) == {"kept": 3}


async def test_what_runs_goes_on_within_a_tolerance(
    hass: HomeAssistant, world: World, travel: Travel
) -> None:
    world.knobs.window_completed_at = "opening"  # so it can be stopped
    slots = [
        window(f"2026-11-23 {hour}:00:00", f"2026-11-23 {hour + 1}:00:00", power=3)
        for hour in (12, 13, 14)
    ]
    first = await set_plan(hass, travel, *slots)
    await travel.to(utc("2026-11-23T13:05:00+00:00"))
    world.record.clear()
    rest = [{**item, "power": 3.1} for item in slots[1:]]
    again = await set_plan(hass, travel, *rest)
    await travel(60)
    assert counts(again) == {"kept": 1}
    assert again["kept"][0]["uid"] == first["added"][0]["uid"]
    assert not world.record.writes()

    faster = [{**item, "power": 1} for item in slots[1:]]
    changed = await set_plan(hass, travel, *faster)
    assert counts(changed) == {"changed": 1}
    await travel(timedelta(minutes=3))
    sent = [one.body["action"] for one in world.record.pushes()]
    (push,) = (one for one in sent if one["command"] == "charge")
    assert push["parameters"]["power"]["value"] == 1
    await travel.to(utc("2026-11-23T15:10:00+00:00"))
    listed = await answer(hass, travel, "get_windows", start="2026-11-23 10:00:00")
    outcomes = [item["outcome"] for item in listed]
    assert outcomes in (["done"], ["incomplete"])


LONG = window("2026-11-23 12:00:00", "2026-11-23 13:00:00", power=5)
FIRST = {**LONG, "end": "2026-11-23 12:30:00"}
SECOND = {**LONG, "start": "2026-11-23 12:30:00"}
"""A window that runs until its end at Amps, whatever is sent, and its halves."""


async def test_what_its_planner_moves_while_it_runs_was_not_the_owners_doing(
    hass: HomeAssistant, world: World, travel: Travel
) -> None:
    world.knobs.window_completed_at = "opening"  # so it can be stopped
    _ = await set_plan(hass, travel, LONG)
    await travel.to(utc("2026-11-23T12:15:00+00:00"))
    with noted_events(hass, "window") as told:
        later = {**SECOND, "end": "2026-11-23 13:30:00"}
        _ = await set_plan(hass, travel, later, start="2026-11-23 10:00:00")
        await travel(120)
    assert [(event["event_type"], event["reason"]) for event in told] == [
        ("cancelled", "replanned")
    ]


async def test_what_nothing_can_change_goes_on_with_another_power(
    hass: HomeAssistant, world: World, travel: Travel
) -> None:
    first = await set_plan(hass, travel, LONG)
    await travel.to(utc("2026-11-23T12:15:00+00:00"))
    world.record.clear()
    later = window("2026-11-23 13:00:00", "2026-11-23 13:30:00", power=2)
    again = await set_plan(hass, travel, FIRST, {**SECOND, "power": 3}, later)
    assert counts(again) == {"added": 1, "kept": 1}
    assert again["kept"][0]["uid"] == first["added"][0]["uid"]
    longer = {**SECOND, "end": "2026-11-23 13:30:00", "power": 2}
    assert counts(await set_plan(hass, travel, FIRST, longer)) == {"kept": 2}
    await travel.to(utc("2026-11-23T13:35:00+00:00"))
    assert {push.status for push in world.record.pushes()} == {202}
    listed = await answer(hass, travel, "get_windows", start=LONG["start"])
    ended = [one["outcome"] for one in listed if one["outcome"]]
    assert ended == ["done", "done"]


async def test_what_is_about_to_begin_goes_on_with_another_power(
    hass: HomeAssistant, world: World, travel: Travel
) -> None:
    first = await set_plan(hass, travel, LONG)
    await travel.to(utc("2026-11-23T11:59:50+00:00"))
    world.record.clear()
    halves = {**FIRST, "power": 3}, {**SECOND, "power": 2}
    again = await set_plan(hass, travel, *halves)
    assert counts(again) == {"kept": 1}
    assert again["kept"][0]["uid"] == first["added"][0]["uid"]
    assert not world.record.writes()
    later = await set_plan(hass, travel, {**SECOND, "power": 3})
    assert counts(later) == {"changed": 1}
    assert world.record.writes()


async def test_what_amps_cannot_cut_short_blocks_another_command(
    hass: HomeAssistant, world: World, travel: Travel
) -> None:
    _ = await set_plan(hass, travel, LONG)
    await travel.to(utc("2026-11-23T12:15:00+00:00"))
    idle = window(SECOND["start"], SECOND["end"], "idle")
    _ = await set_plan(hass, travel, FIRST, idle)
    world.record.clear()
    await travel.to(utc("2026-11-23T13:05:00+00:00"))
    assert {push.status for push in world.record.pushes()} <= {202}
    (lost,) = await answer(
        hass, travel, "get_windows", start=idle["start"], end=idle["end"]
    )
    assert (lost["command"], lost["outcome"]) == ("idle", "missed")
    assert lost["reason"] == "busy"


@pytest.mark.parametrize("batteries", [2])
async def test_all_batteries_or_none(
    hass: HomeAssistant, world: World, travel: Travel
) -> None:
    both = (FULL, WINDOWED)
    done = await set_plan(hass, travel, window(*NIGHT), batteries=both)
    assert [item["device_id"] for item in done["added"]] == [
        ha_device_id(hass, item) for item in both
    ]
    world.remove_command(WINDOWED, "auto.export")
    await travel(61)
    with pytest.raises(ServiceValidationError) as caught:
        await set_plan(hass, travel, window(*NIGHT, "auto_export"), batteries=both)
    assert caught.value.translation_key == "command_not_supported"
    listed = await answer(hass, travel, "get_windows", batteries=both)
    assert [item["uid"] for item in listed] == [item["uid"] for item in done["added"]]


async def test_what_is_over_is_left_out(hass: HomeAssistant, travel: Travel) -> None:
    past = window("2026-11-23 01:00:00", "2026-11-23 02:00:00")
    done = await set_plan(hass, travel, past, window(*NIGHT))
    assert spans(done["added"]) == [("2026-11-24T00:30", "05:30")]


async def test_a_plan_is_taken_while_amps_is_down(
    hass: HomeAssistant, world: World, travel: Travel
) -> None:
    world.faults.add(Fault(endpoint="push", status=503, code="DOWN", times=3))
    now = window("2026-11-23 08:00:00", "2026-11-23 12:00:00")
    await set_plan(hass, travel, now)
    await travel(timedelta(minutes=10))
    assert world.device(FULL).mode.command == "charge"


@pytest.mark.parametrize(
    ("windows", "data", "key"),
    [
        (
            [window(*NIGHT), window("2026-11-24 05:00:00", "2026-11-24 06:00:00")],
            {},
            "plan_overlaps",
        ),
        ([window(*reversed(NIGHT))], {}, "span_no_length"),
        ([window(*NIGHT)], {"end": "2026-11-24 05:00:00"}, "plan_window_outside"),
        ([window(*NIGHT)], {"start": "2026-11-24 01:00:00"}, "plan_window_outside"),
        ([], {"end": "2026-11-22 05:00:00"}, "plan_span"),
        ([window(*NIGHT, power=9)], {}, "parameter_out_of_range"),
        ([window(*NIGHT, "idle", target=9)], {}, "no_parameters"),
    ],
)
async def test_refused_is_all_of_a_plan(
    hass: HomeAssistant,
    world: World,
    travel: Travel,
    *,
    windows: Windows,
    data: dict[str, str],
    key: str,
) -> None:
    kept = window("2026-11-23 12:00:00", "2026-11-23 13:00:00")
    await set_plan(hass, travel, kept)
    with pytest.raises(ServiceValidationError) as caught:
        await set_plan(hass, travel, *windows, **data)
    assert caught.value.translation_key == key
    assert "{" not in str(caught.value)
    await travel(30)
    assert len(world.record.pushes()) <= 2
    assert spans(await planned(hass, travel)) == [("2026-11-23T12:00", "13:00")]


@pytest.mark.parametrize(
    "data",
    [
        {"source": " "},
        {"source": "a" * 61},
        {"source": "two\nlines"},
        {"windows": "tonight"},
        {"windows": [{"command": "charge"}]},
        {"windows": [window(*NIGHT, mood="fine")]},
    ],
)
async def test_nonsense(
    hass: HomeAssistant, travel: Travel, data: dict[str, Any]
) -> None:
    with pytest.raises(vol.Invalid):
        await set_plan(hass, travel, **data)
    assert await planned(hass, travel) == []


async def test_cancelling_what_a_planner_planned(
    hass: HomeAssistant, travel: Travel
) -> None:
    mine = await schedule(hass, travel, "2026-11-23 09:00:00", "2026-11-23 09:30:00")
    hours = [
        window(f"2026-11-23 {hour}:00:00", f"2026-11-23 {hour}:30:00")
        for hour in (10, 12, 14, 16)
    ]
    await set_plan(hass, travel, *hours)
    (first,) = await answer(hass, travel, "cancel_window", source="emhass")
    assert spans([first]) == [("2026-11-23T10:00", "10:30")]
    (later,) = await answer(
        hass,
        travel,
        "cancel_window",
        source="emhass",
        occurrence="2026-11-23 14:00:00",
        range="this_and_future",
    )
    assert spans([later]) == [("2026-11-23T14:00", "14:30")]
    left = await planned(hass, travel)
    assert spans(left) == [("2026-11-23T09:00", "09:30"), ("2026-11-23T12:00", "12:30")]
    await answer(hass, travel, "cancel_window", source="emhass", range="all")
    (only,) = await planned(hass, travel)
    assert only["uid"] == mine["uid"]
    for data, key in (
        ({"source": "emhass"}, "source_unplanned"),
        ({"source": "emhass", "uid": mine["uid"]}, "uid_or_source"),
    ):
        with pytest.raises(ServiceValidationError) as caught:
            await answer(hass, travel, "cancel_window", **data)
        assert caught.value.translation_key == key
