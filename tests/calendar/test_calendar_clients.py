"""The calendar as other calendar programs and automations take it."""

from datetime import UTC, datetime
from typing import Any

from dateutil.rrule import rrulestr  # type: ignore[import-untyped]  # it has no types
from homeassistant.components.calendar.const import DOMAIN as CALENDAR
from homeassistant.core import HomeAssistant
from ical.types.recur import Recur
import pytest

from ..calendars import NIGHT, NIGHTLY, Dialog, MonthView, named, shown, unchanged
from ..entities import call, ha_device_id
from ..travel import Travel
from ..windows import answer

MONTH = ("2026-11-23T00:00", "2026-12-24T00:00")


def _expanded(event: dict[str, Any]) -> list[datetime]:
    """Return the starts that `dateutil` and `ical` make of an event's own start."""
    start = datetime.fromisoformat(event["start"]["dateTime"])
    found = [item.astimezone(UTC) for item in rrulestr(event["rrule"], dtstart=start)]
    others = Recur.from_rrule(event["rrule"]).as_rrule(start)
    assert [other.astimezone(UTC) for other in others] == found
    return found


def _starts(events: list[dict[str, Any]]) -> list[str]:
    return [event[0] for event in shown(events)]


@pytest.mark.parametrize(
    "until", ["20261127", "20261127T003000", "20261127T003000Z", "20261127T235959"]
)
async def test_an_until_is_one_that_others_take(
    dialog: Dialog, month: MonthView, until: str
) -> None:
    await dialog.create(**{**NIGHTLY, "rrule": f"FREQ=DAILY;UNTIL={until}"})
    events = await month(*MONTH)
    assert len(events) == 4
    assert {event["rrule"] for event in events} == {events[0]["rrule"]}
    starts = [datetime.fromisoformat(event["start"]["dateTime"]) for event in events]
    assert _expanded(events[0]) == starts


async def test_what_was_split_ends_where_others_see_its_end(
    hass: HomeAssistant, dialog: Dialog, month: MonthView, travel: Travel
) -> None:
    await dialog.create(**NIGHTLY)
    events = await month(*MONTH)
    fields = named(events[3], recurrence_range="THISANDFUTURE")
    assert await dialog("delete", **fields) is None
    left = await month(*MONTH)
    assert _expanded(left[0]) == [
        datetime.fromisoformat(item["start"]["dateTime"]) for item in left
    ]
    (listed, *_) = await answer(hass, travel, "get_windows")
    assert listed["repeat"] == left[0]["rrule"]
    assert listed["repeat"].endswith("Z")


@pytest.mark.freeze_time("2027-03-26T12:00:00+00:00")
async def test_an_until_across_a_clock_change(dialog: Dialog, month: MonthView) -> None:
    await dialog.create(
        dtstart="2027-03-27T01:30:00",
        dtend="2027-03-27T04:00:00",
        summary="Charge",
        rrule="FREQ=DAILY;UNTIL=20270330T013000",
    )
    events = await month("2027-03-26T00:00", "2027-04-05T00:00")
    assert len(events) == 4
    assert {event["rrule"] for event in events} == {"FREQ=DAILY;UNTIL=20270330T003000Z"}


async def test_saved_again_unchanged_an_until_stays(
    dialog: Dialog, month: MonthView
) -> None:
    await dialog.create(**{**NIGHTLY, "rrule": "FREQ=DAILY;UNTIL=20261127T003000"})
    before = await month(*MONTH)
    assert (
        await dialog("update", uid=before[0]["uid"], event=unchanged(before[0])) is None
    )
    assert await month(*MONTH) == before
    uid = before[0]["uid"]
    moved = unchanged(before[0], dtstart="2026-11-24T02:00:00")
    assert await dialog("update", uid=uid, event=moved) is None
    assert len(await month(*MONTH)) == len(before)


@pytest.mark.parametrize("at", [0, 3, 7])
async def test_eight_nights_stay_eight_nights(
    dialog: Dialog, month: MonthView, at: int
) -> None:
    await dialog.create(**{**NIGHTLY, "rrule": "FREQ=DAILY;COUNT=8"})
    before = await month(*MONTH)
    day = before[at]["start"]["dateTime"][:10]
    later = unchanged(before[at], dtstart=f"{day}T01:00:00")
    fields = named(before[at], recurrence_range="THISANDFUTURE", event=later)
    assert await dialog("update", **fields) is None
    after = await month(*MONTH)
    assert [start[:10] for start in _starts(after)] == [
        start[:10] for start in _starts(before)
    ]
    assert {item[11:] for item in _starts(after)[at:]} == {"01:00"}


async def test_nights_that_were_skipped_count(dialog: Dialog, month: MonthView) -> None:
    await dialog.create(**{**NIGHTLY, "rrule": "FREQ=DAILY;COUNT=8"})
    before = await month(*MONTH)
    fields = named(before[1], recurrence_range="")
    assert await dialog("delete", **fields) is None
    later = unchanged(before[4], summary="Charge to 80 %")
    fields = named(before[4], recurrence_range="THISANDFUTURE", event=later)
    assert await dialog("update", **fields) is None
    after = await month(*MONTH)
    assert _starts(after) == _starts([before[0], *before[2:]])


async def test_another_count_is_taken_as_it_is(
    dialog: Dialog, month: MonthView
) -> None:
    await dialog.create(**{**NIGHTLY, "rrule": "FREQ=DAILY;COUNT=8"})
    before = await month(*MONTH)
    later = unchanged(before[2], rrule="FREQ=DAILY;COUNT=3")
    fields = named(before[2], recurrence_range="THISANDFUTURE", event=later)
    assert await dialog("update", **fields) is None
    assert len(await month(*MONTH)) == 5


@pytest.mark.freeze_time("2026-07-01T12:00:00+00:00")
async def test_an_occurrence_by_the_wall_clock(
    dialog: Dialog, month: MonthView
) -> None:
    await dialog.create(
        dtstart="2026-07-02T00:30:00",
        dtend="2026-07-02T05:30:00",
        summary="Charge",
        rrule="FREQ=DAILY;COUNT=4",
    )
    span = ("2026-07-01T00:00", "2026-07-10T00:00")
    events = await month(*span)
    assert [event["recurrence_id"] for event in events[:2]] == [
        "20260701T233000Z",
        "20260702T233000Z",
    ]
    uid = events[0]["uid"]
    given = {"uid": uid, "recurrence_id": "20260703T003000", "recurrence_range": ""}
    assert await dialog("delete", **given) is None
    assert _starts(await month(*span)) == _starts([events[0], *events[2:]])
    moved = unchanged(events[2], dtstart="2026-07-04T02:00:00")
    given = {"uid": uid, "recurrence_id": "20260704T003000", "event": moved}
    assert await dialog("update", **given, recurrence_range="") is None
    assert "2026-07-04T02:00" in _starts(await month(*span))
    given = {"uid": uid, "recurrence_id": "20260705T003100", "recurrence_range": ""}
    assert "This is not planned" in str(await dialog("delete", **given))


async def test_what_does_not_take_place_is_no_event(
    hass: HomeAssistant, dialog: Dialog, month: MonthView, travel: Travel
) -> None:
    await dialog.create(**NIGHTLY)
    first, *_ = await month()
    fields = named(first, recurrence_range="")
    assert await dialog("delete", **fields) is None
    assert _starts(await month()) == ["2026-11-25T00:30", "2026-11-26T00:30"]
    listed = await answer(hass, travel, "get_windows", end="2026-11-26 12:00:00")
    assert len(listed) == 2


async def test_what_the_owner_writes_is_kept(
    dialog: Dialog, month: MonthView, travel: Travel
) -> None:
    words = "For the heat pump.\n\nAsk Kim first: it is cold."
    await dialog.create(**NIGHTLY, description=words)
    for _ in range(2):
        first, second, _ = await month()
        assert first["description"].startswith(f"{words}\n\n▪ ")
        for event, range_ in ((first, ""), (second, "THISANDFUTURE")):
            fields = named(event, recurrence_range=range_, event=unchanged(event))
            assert await dialog("update", **fields) is None
        await travel(15)
    first, second, third = await month()
    own = unchanged(second, description="Only tonight")
    fields = named(second, recurrence_range="", event=own)
    assert await dialog("update", **fields) is None
    notes = [item["description"].splitlines()[0] for item in await month()]
    assert notes == ["For the heat pump.", "Only tonight", "For the heat pump."]
    gone = unchanged(third, description=third["description"].removeprefix(words))
    fields = named(third, recurrence_range="", event=gone)
    assert await dialog("update", **fields) is None
    assert (await month())[2]["description"].startswith("▪ ")
    await travel.to(datetime(2026, 11, 24, 6, tzinfo=UTC))
    past, *_ = await month()
    assert past["description"].startswith(f"{words}\n\n")


async def test_what_is_too_long_to_be_kept_is_refused(
    dialog: Dialog, month: MonthView
) -> None:
    event = {**NIGHT, "summary": "Idle", "description": "a" * 2001}
    assert "up to 2000 characters" in str(await dialog("create", event=event))
    assert await month() == []


async def test_a_description_of_an_action_is_kept(
    hass: HomeAssistant, month: MonthView, travel: Travel
) -> None:
    await call(
        hass,
        travel,
        CALENDAR,
        "create_event",
        key="plan",
        summary="Idle",
        description="By an automation",
        start_date_time="2026-11-24 00:30:00",
        end_date_time="2026-11-24 05:30:00",
    )
    (event,) = await month()
    assert event["description"].splitlines()[0] == "By an automation"


async def test_the_source_is_shown(
    hass: HomeAssistant, month: MonthView, travel: Travel
) -> None:
    window = {
        "command": "charge",
        "start": "2026-11-23 08:00:00",
        "end": "2026-11-23 09:00:00",
    }
    data = {
        "device_id": ha_device_id(hass),
        "source": "emhass",
        "windows": [window],
    }
    await travel.run(hass.services.async_call("amps", "set_plan", data, blocking=True))
    for hours in (0, 2):
        await travel(hours * 3600)
        (event,) = await month()
        lines = event["description"].splitlines()
        assert "▪ Source: emhass" in lines
