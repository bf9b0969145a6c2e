"""Series that the owner changes from a day on, in the calendar's dialog."""

from typing import Any

from homeassistant.core import HomeAssistant

from simulator import World

from ..calendars import Dialog, Event, MonthView, named, shown, unchanged
from ..entities import FULL
from ..travel import Travel
from ..windows import answer, utc, waiting

WEEK = ("2026-11-23T00:00", "2026-11-29T00:00")
FROM_HERE = "THISANDFUTURE"
SERIES = {
    "dtstart": "2026-11-22T03:00:00",
    "dtend": "2026-11-22T04:00:00",
    "summary": "Charge to 90 %",
    "rrule": "FREQ=DAILY",
}
"""It began before the tests do: the next is on Tuesday, 24 November."""


async def _change(dialog: Dialog, event: Event, **changes: Any) -> None:
    """Change an event and those behind it."""
    fields = named(event, recurrence_range=FROM_HERE, event=unchanged(event, **changes))
    assert await dialog("update", **fields) is None


def _starts(events: list[Event]) -> list[str]:
    return [f"{start[8:10]} {start[11:]}" for start, _, _ in shown(events)]


async def test_the_first_part_of_a_series_is_moved_and_adds_no_charge(
    dialog: Dialog, month: MonthView
) -> None:
    await dialog.create(**SERIES)
    _, _, thursday, *_ = await month(*WEEK)
    await _change(dialog, thursday, summary="Charge to 80 %")
    tuesday, *_ = await month(*WEEK)
    await _change(
        dialog, tuesday, dtstart="2026-11-24T01:00:00", dtend="2026-11-24T02:00:00"
    )
    expected = ["24 01:00", "25 01:00", "26 03:00", "27 03:00", "28 03:00"]
    assert _starts(await month(*WEEK)) == expected

    tuesday, *_ = await month(*WEEK)
    await _change(
        dialog, tuesday, dtstart="2026-11-24T12:00:00", dtend="2026-11-24T13:00:00"
    )
    expected[:2] = ["24 12:00", "25 12:00"]
    assert _starts(await month(*WEEK)) == expected


async def test_another_target_from_tonight_on_replaces_what_waits_at_amps(
    hass: HomeAssistant, dialog: Dialog, month: MonthView, travel: Travel, world: World
) -> None:
    await dialog.create(**SERIES)
    await travel(10)
    assert waiting(world) == [("2026-11-24T03:00:00", "2026-11-24T04:00:00")]
    tonight, *_ = await month(*WEEK)
    await _change(dialog, tonight, summary="Charge to 80 %")
    await travel(10)
    assert waiting(world) == [("2026-11-24T03:00:00", "2026-11-24T04:00:00")]
    (after, *_) = await month(*WEEK)
    assert after["uid"] != tonight["uid"]
    assert after["summary"] == "Charge to 80 % at 5 kW · sent"

    _, second, *_ = await month(*WEEK)
    await travel.to(utc("2026-11-24T05:00:00+00:00"))
    await _change(dialog, second, summary="Discharge to 30 %")
    await travel.to(utc("2026-11-25T05:00:00+00:00"))
    found = await answer(
        hass,
        travel,
        "get_windows",
        start="2026-11-23 00:00:00",
        end="2026-11-26 00:00:00",
    )
    assert [
        (event["start"][8:10], event["command"], event["target"]) for event in found
    ] == [
        ("24", "charge", 80),
        ("25", "discharge", 30),
    ]
    assert None not in [event["outcome"] for event in found]
    assert not {"failed", "missed", "cancelled"} & {event["outcome"] for event in found}
    modes = [
        (f"{effect.at:%d}", effect.command)
        for effect in world.record.effects_of(FULL, "mode")
        if "charge" in effect.command
    ]
    assert modes == [("24", "charge"), ("25", "discharge")]


async def test_all_of_a_series_from_its_first_day_on_stays_one(
    dialog: Dialog, month: MonthView, travel: Travel, world: World
) -> None:
    await dialog.create(
        **SERIES | {"dtstart": "2026-11-24T03:00:00", "dtend": "2026-11-24T04:00:00"}
    )
    await travel(10)
    first, *_ = await month(*WEEK)
    await _change(
        dialog,
        first,
        summary="Charge to 80 %",
        dtstart="2026-11-24T02:00:00",
        dtend="2026-11-24T04:30:00",
    )
    await travel(10)
    found = await month(*WEEK)
    assert {event["uid"] for event in found} == {first["uid"]}
    assert _starts(found) == [f"{day} 02:00" for day in range(24, 29)]
    assert waiting(world) == [("2026-11-24T02:00:00", "2026-11-24T04:30:00")]


async def test_a_series_is_changed_from_the_window_that_runs_on(
    dialog: Dialog, month: MonthView, travel: Travel, world: World
) -> None:
    await dialog.create(**SERIES)
    await travel.to(utc("2026-11-24T03:10:00+00:00"))
    running, *_ = await month(*WEEK)
    await _change(dialog, running, dtend="2026-11-24T03:45:00")
    await travel.to(utc("2026-11-25T05:00:00+00:00"))
    found = await month(*WEEK)
    assert [
        (event["start"]["dateTime"][8:10], event["end"]["dateTime"][11:16])
        for event in found
    ][:2] == [
        ("24", "03:45"),
        ("25", "03:45"),
    ]
    charges = [
        effect
        for effect in world.record.effects_of(FULL, "mode")
        if effect.command == "charge"
    ]
    assert len(charges) == 2
