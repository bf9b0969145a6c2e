"""The actions by which automations plan windows, against the simulated Amps."""

from datetime import timedelta

from homeassistant.core import HomeAssistant
import pytest

from simulator import Fault, World

from ..entities import FULL, WINDOWED, call, ha_device_id
from ..travel import Travel
from ..windows import KEYS, NIGHT, answer, refused, schedule, spans, utc, waiting

LATER = {
    "action": {
        "command": "idle",
        "start": "2026-11-23T20:00:00",
        "end": "2026-11-23T21:00:00",
    }
}

pytestmark = pytest.mark.usefixtures("integration")


async def test_a_window_is_answered_at_once_and_sent_soon(
    hass: HomeAssistant, world: World, travel: Travel
) -> None:
    window = await schedule(hass, travel, *NIGHT, target=90, power=3)
    assert window == {
        **dict.fromkeys(KEYS),
        "device_id": ha_device_id(hass),
        "uid": window["uid"],
        "start": "2026-11-24T00:30:00+00:00",
        "end": "2026-11-24T05:30:00+00:00",
        "command": "charge",
        "target": 90,
        "power": 3,
        "origin": "plan",
        "state": "planned",
    }
    await travel(10)
    push, back = world.record.pushes()
    assert back.body["onConflict"] == "queue_after"
    assert push.body["action"] == {
        "command": "charge",
        "parameters": {
            "target": {"value": 90, "unit": "percent"},
            "power": {"value": 3, "unit": "kw"},
        },
        "start": "2026-11-24T00:30:00",
        "end": "2026-11-24T05:30:00",
    }
    (listed,) = await answer(hass, travel, "get_windows")
    action, _ = world.record.actions
    assert listed == window | {"state": "sent", "action_id": action.id}


@pytest.mark.usefixtures("all_enabled", "integration")
async def test_defaults_are_copied_into_a_window(
    hass: HomeAssistant, travel: Travel
) -> None:
    await call(hass, travel, "number", "set_value", key="charge_target", value=80)
    window = await schedule(hass, travel, *NIGHT)
    assert (window["target"], window["power"]) == (80, 5)
    await call(hass, travel, "number", "set_value", key="charge_target", value=70)
    (listed,) = await answer(hass, travel, "get_windows")
    assert listed["target"] == 80


async def test_now_and_for_a_duration(
    hass: HomeAssistant, world: World, travel: Travel
) -> None:
    (window,) = await answer(
        hass, travel, "schedule_window", duration={"hours": 1, "minutes": 30}
    )
    assert abs(utc(window["start"]) - travel.now()) < timedelta(seconds=5)
    assert utc(window["end"]) - utc(window["start"]) == timedelta(minutes=90)
    await travel(timedelta(minutes=3))
    assert world.device(FULL).mode.command == "charge"
    (listed,) = await answer(hass, travel, "get_windows")
    assert listed["state"] == "active"


async def test_times_with_an_offset(hass: HomeAssistant, travel: Travel) -> None:
    window = await schedule(
        hass, travel, "2026-11-24T00:30:00+02:00", "2026-11-24T05:30:00+01:00"
    )
    assert spans([window]) == [("2026-11-23T22:30", "04:30")]


async def test_a_repeating_window_by_its_next_occurrence(
    hass: HomeAssistant, world: World, travel: Travel
) -> None:
    window = await schedule(hass, travel, *NIGHT, repeat="RRULE:FREQ=DAILY", target=90)
    assert window["repeat"] == "FREQ=DAILY"
    await travel(10)
    assert waiting(world) == [("2026-11-24T00:30:00", "2026-11-24T05:30:00")]

    (skipped,) = await answer(hass, travel, "cancel_window")
    assert skipped["start"] == window["start"]
    assert [skipped[name] for name in ("state", "outcome", "reason")] == [
        "ended",
        "cancelled",
        "by_owner",
    ]
    await travel(10)
    assert waiting(world) == [("2026-11-25T00:30:00", "2026-11-25T05:30:00")]
    listed = await answer(hass, travel, "get_windows", end="2026-11-27 00:00:00")
    assert spans(listed) == [
        ("2026-11-25T00:30", "05:30"),
        ("2026-11-26T00:30", "05:30"),
    ]

    (gone,) = await answer(
        hass, travel, "cancel_window", uid=window["uid"], range="all"
    )
    assert gone["start"] == "2026-11-25T00:30:00+00:00"
    assert gone["repeat"] == "FREQ=DAILY"
    assert await answer(hass, travel, "get_windows") == []
    await travel(10)
    assert waiting(world) == []


async def test_the_series_from_an_occurrence_on(
    hass: HomeAssistant, travel: Travel
) -> None:
    window = await schedule(hass, travel, *NIGHT, repeat="FREQ=DAILY")
    (first,) = await answer(
        hass,
        travel,
        "cancel_window",
        uid=window["uid"],
        occurrence="2026-11-26T01:30:00+01:00",
        range="this_and_future",
    )
    assert spans([first]) == [("2026-11-26T00:30", "05:30")]
    listed = await answer(hass, travel, "get_windows")
    assert spans(listed) == [
        ("2026-11-24T00:30", "05:30"),
        ("2026-11-25T00:30", "05:30"),
    ]


async def test_an_occurrence_of_any_window(hass: HomeAssistant, travel: Travel) -> None:
    await schedule(hass, travel, *NIGHT, repeat="FREQ=DAILY")
    await schedule(
        hass, travel, "2027-06-01 12:00:00", "2027-06-01 13:00:00", command="idle"
    )
    for start in ("2027-06-01 12:00:00", "2027-06-02 00:30:00"):
        (window,) = await answer(hass, travel, "cancel_window", occurrence=start)
        assert window["start"][:16] == start.replace(" ", "T")[:16]
    error = await refused(
        hass, travel, "cancel_window", occurrence="2026-11-24 00:31:00"
    )
    assert error.translation_key == "occurrence_unknown"
    assert "2026-11-24 00:31" in str(error)


async def test_a_month_end(hass: HomeAssistant, travel: Travel) -> None:
    await schedule(
        hass,
        travel,
        "2026-11-30 23:00:00",
        "2026-12-01 01:00:00",
        repeat="FREQ=MONTHLY;BYMONTHDAY=-1",
    )
    listed = await answer(hass, travel, "get_windows", end="2027-03-01 12:00:00")
    assert spans(listed) == [
        ("2026-11-30T23:00", "01:00"),
        ("2026-12-31T23:00", "01:00"),
        ("2027-01-31T23:00", "01:00"),
        ("2027-02-28T23:00", "01:00"),
    ]


@pytest.mark.freeze_time("2027-03-27T12:00:00+00:00")
async def test_a_duration_is_real_time_once_and_clock_time_repeated(
    hass: HomeAssistant, travel: Travel
) -> None:
    fields = {"duration": "05:00:00", "start": "2027-03-28 00:30:00"}
    (once,) = await answer(hass, travel, "schedule_window", **fields)
    assert spans([once]) == [("2027-03-28T00:30", "06:30")]
    (_,) = await answer(hass, travel, "cancel_window")
    (nightly,) = await answer(
        hass, travel, "schedule_window", **fields, repeat="FREQ=DAILY"
    )
    assert spans([nightly]) == [("2027-03-28T00:30", "05:30")]


@pytest.mark.freeze_time("2027-03-27T12:00:00+00:00")
async def test_times_that_the_clock_leaves_out(
    hass: HomeAssistant, travel: Travel
) -> None:
    window = await schedule(hass, travel, "2027-03-28 01:15", "2027-03-28 03:00")
    assert spans([window]) == [("2027-03-28T02:00", "03:00")]
    error = await refused(
        hass,
        travel,
        "schedule_window",
        start="2027-03-28 01:15",
        end="2027-03-28 01:45",
    )
    assert error.translation_key == "span_no_length"


@pytest.mark.parametrize("batteries", [2])
async def test_several_batteries_all_or_none(
    hass: HomeAssistant, world: World, travel: Travel
) -> None:
    both = (FULL, WINDOWED)
    fields = {"start": NIGHT[0], "end": NIGHT[1]}
    windows = await answer(hass, travel, "schedule_window", batteries=both, **fields)
    assert [window["device_id"] for window in windows] == [
        ha_device_id(hass, window) for window in both
    ]
    assert len({window["uid"] for window in windows}) == 2
    error = await refused(
        hass,
        travel,
        "schedule_window",
        batteries=both,
        command="auto_export",
        start="2026-11-25 00:30:00",
        end="2026-11-25 05:30:00",
        target=5,
    )
    assert error.translation_key == "no_parameters"
    listed = await answer(hass, travel, "get_windows", batteries=both)
    assert [window["uid"] for window in listed] == [window["uid"] for window in windows]
    await travel(10)
    assert len(waiting(world)) == len(waiting(world, WINDOWED)) == 1

    (one,) = await answer(
        hass, travel, "cancel_window", batteries=both, uid=windows[1]["uid"]
    )
    assert one["device_id"] == ha_device_id(hass, WINDOWED)
    (left,) = await answer(hass, travel, "get_windows", batteries=both)
    assert left["uid"] == windows[0]["uid"]
    error = await refused(hass, travel, "cancel_window", batteries=both)
    assert error.translation_key == "nothing_planned"
    assert len(await answer(hass, travel, "get_windows", batteries=both)) == 1


async def test_windows_may_touch(hass: HomeAssistant, travel: Travel) -> None:
    await schedule(hass, travel, *NIGHT)
    await schedule(hass, travel, NIGHT[1], "2026-11-24 06:30:00", command="discharge")
    assert len(await answer(hass, travel, "get_windows")) == 2


async def test_windows_of_others_are_listed(
    hass: HomeAssistant, world: World, travel: Travel
) -> None:
    action = world.foreign_push(FULL, LATER)
    await travel(61)
    (window,) = await answer(hass, travel, "get_windows")
    assert window == {
        **dict.fromkeys(KEYS),
        "device_id": ha_device_id(hass),
        "uid": f"action:{action.id}",
        "start": "2026-11-23T20:00:00+00:00",
        "end": "2026-11-23T21:00:00+00:00",
        "command": "idle",
        "origin": "foreign",
        "state": "sent",
        "action_id": action.id,
    }


async def test_the_plan_is_edited_while_amps_is_down(
    hass: HomeAssistant, world: World, travel: Travel
) -> None:
    world.faults.add(Fault(endpoint="push", status=503, code="DOWN", times=None))
    window = await schedule(hass, travel, *NIGHT)
    await travel(10)
    (listed,) = await answer(hass, travel, "get_windows")
    assert listed == window
    await answer(hass, travel, "cancel_window")
    assert await answer(hass, travel, "get_windows") == []
