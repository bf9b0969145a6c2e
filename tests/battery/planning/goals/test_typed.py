"""A goal typed in the calendar becomes windows, which happen, and it is told."""

from typing import Any

from homeassistant.core import HomeAssistant
import pytest

from simulator import World

from ....calendars import NIGHTLY, Dialog, MonthView, named, shown, unchanged
from ....entities import FULL, noted_events
from ....travel import Travel
from ....windows import answer, spans, utc, waiting

pytestmark = pytest.mark.freeze_time("2026-11-23T20:00:00+00:00")

NIGHT = {"dtstart": "2026-11-23T22:00:00", "dtend": "2026-11-24T07:00:00"}


def told_of(events: list[dict[str, Any]], *keys: str) -> list[tuple[Any, ...]]:
    return [tuple(event[key] for key in ("event_type", *keys)) for event in events]


async def test_a_goal_from_the_dialog(
    hass: HomeAssistant, dialog: Dialog, month: MonthView, world: World, travel: Travel
) -> None:
    await dialog.create(
        **NIGHT, summary="charge to 90% cheapest (guests)", description="Mine"
    )
    await travel(5)
    goal, window = sorted(await month(), key=lambda event: event["start"]["dateTime"])
    assert shown([goal]) == [
        ("2026-11-23T22:00", "07:00", "Charge to 90 % cheapest (guests) · planned")
    ]
    assert goal["description"].startswith("Mine\n\n")
    assert "Expected level: 90 %" in goal["description"]
    assert "· a goal · sent" in window["summary"]
    assert window["start"]["dateTime"][:13] == "2026-11-24T03"
    assert len(waiting(world)) == 1

    with noted_events(hass, "window") as told:
        await travel.to(utc("2026-11-24T07:20:00+00:00"))
    assert [(event["event_type"], event["goal"]) for event in told] == [
        ("done", goal["uid"])
    ] * 2
    assert told[-1]["uid"] == goal["uid"]
    assert told[-1]["level"] > 88
    (measured,) = (event["cost"] for event in told if event["uid"] == goal["uid"])
    assert 0 < measured < 0.3 * world.device(FULL).capacity_kwh * 0.07
    over = [event["summary"] for event in await month()]
    assert "✓ Charge to 90 % cheapest (guests) · done" in over


async def test_a_goal_is_a_goal_in_any_language(
    hass: HomeAssistant, dialog: Dialog, month: MonthView
) -> None:
    hass.config.language = "de"
    await dialog.create(**NIGHT, summary="Akku auf 90 % laden, möglichst günstig")
    titles = [event["summary"] for event in await month()]
    assert "Laden auf 90 % am günstigsten" in {
        title.rpartition(" ·")[0] for title in titles
    }


async def test_a_goal_is_edited_and_taken_back(
    dialog: Dialog, month: MonthView, world: World, travel: Travel
) -> None:
    await dialog.create(**NIGHT, summary="Charge to 90 % cheapest")
    await travel(5)
    (goal,) = (item for item in await month() if "cheapest" in item["summary"])
    shorter = unchanged(goal, dtend="2026-11-24T02:00:00")
    assert await dialog("update", **named(goal, event=shorter)) is None
    await travel(5)
    ((start, end),) = waiting(world)
    assert "2026-11-23T22:00:00" <= start < end <= "2026-11-24T02:00:00"

    (goal,) = (item for item in await month() if "cheapest" in item["summary"])
    assert await dialog("delete", **named(goal)) is None
    await travel(5)
    assert waiting(world) == []
    assert await month() == []


async def test_a_goal_repeats(
    hass: HomeAssistant, dialog: Dialog, month: MonthView, world: World, travel: Travel
) -> None:
    await dialog.create(
        **NIGHT, summary="Charge 2 h cheapest", rrule="FREQ=DAILY;COUNT=3"
    )
    await travel(5)
    starts = [
        event["start"]["dateTime"][:16]
        for event in await month(end="2026-11-28T00:00")
        if "cheapest" in event["summary"]
    ]
    assert starts == ["2026-11-23T22:00", "2026-11-24T22:00", "2026-11-25T22:00"]
    assert waiting(world) == [("2026-11-24T03:00:00", "2026-11-24T05:00:00")]
    (_, second, _) = (
        event
        for event in await month(end="2026-11-28T00:00")
        if "cheapest" in event["summary"]
    )
    assert await dialog("delete", **named(second, recurrence_range="")) is None
    await travel(5)
    starts = [
        event["start"]["dateTime"][:16]
        for event in await month(end="2026-11-28T00:00")
        if "cheapest" in event["summary"]
    ]
    assert starts == ["2026-11-23T22:00", "2026-11-25T22:00"]
    assert len(spans(await answer(hass, travel, "get_windows"))) == 1


@pytest.mark.parametrize(
    ("summary", "reason"),
    [
        ("Charge the car cheapest", "Charge to 90 % cheapest"),
        ("Charge 12 h cheapest", "fit between its start and its end"),
        ("Charge to 900 % cheapest", "10 - 100 %"),
        ("Charge to 90 % below 15", "Charge to 80 % below 15 ct"),
    ],
)
async def test_what_is_no_goal_is_refused(
    dialog: Dialog, month: MonthView, summary: str, reason: str
) -> None:
    assert reason in str(await dialog("create", event={**NIGHT, "summary": summary}))
    assert await month() == []


async def test_windows_stay_windows(
    dialog: Dialog, month: MonthView, world: World, travel: Travel
) -> None:
    await dialog.create(**NIGHTLY)
    await travel(5)
    assert all("cheapest" not in event["summary"] for event in await month())
    assert waiting(world) == [("2026-11-24T00:30:00", "2026-11-24T05:30:00")]
