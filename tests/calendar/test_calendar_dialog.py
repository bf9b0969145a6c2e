"""Windows planned, changed and taken back in the calendar's dialog."""

from datetime import datetime
from typing import Any

from homeassistant.components.calendar.const import DOMAIN as CALENDAR
from homeassistant.core import HomeAssistant
from homeassistant.helpers.translation import async_get_translations
import pytest

from custom_components.amps.const import DOMAIN
from simulator import World

from ..calendars import NIGHT, NIGHTLY, Dialog, MonthView, named, shown, unchanged
from ..entities import FULL, state
from ..travel import Travel
from ..windows import waiting


async def test_a_window_from_the_dialog(
    dialog: Dialog, month: MonthView, world: World, travel: Travel
) -> None:
    await dialog.create(**NIGHT, summary="  charge 90% AT 3,5kw ", description="Mine")
    await travel(10)
    assert waiting(world) == [("2026-11-24T00:30:00", "2026-11-24T05:30:00")]
    (event,) = await month()
    assert shown([event]) == [
        ("2026-11-24T00:30", "05:30", "Charge to 90 % at 3.5 kW · sent")
    ]
    assert event["rrule"] is event["recurrence_id"] is None
    assert event["description"].splitlines() == [
        "Mine",
        "",
        "▪ Already at Amps: this happens even if Home Assistant is off.",
        "▪ Needs about 3 kWh, starting from 60 %",
    ]

    assert await dialog("delete", **named(event)) is None
    assert await month() == []
    await travel(10)
    assert waiting(world) == []


async def test_a_time_in_the_title_narrows_the_window(
    dialog: Dialog, month: MonthView
) -> None:
    await dialog.create(**NIGHT, summary="Charge to 90 % by 4 am")
    assert shown(await month()) == [
        ("2026-11-24T00:30", "04:00", "Charge to 90 % at 5 kW · sent")
    ]


async def test_a_time_in_the_title_narrows_a_series(
    dialog: Dialog, month: MonthView
) -> None:
    await dialog.create(**{**NIGHTLY, "summary": "Charge from 2:00 to 4:00"})
    spans = [span[:2] for span in shown(await month())]
    assert spans[:2] == [("2026-11-24T02:00", "04:00"), ("2026-11-25T02:00", "04:00")]


@pytest.mark.parametrize(
    ("summary", "reason"),
    [
        ("Charge to 90 % by 7 am", "The title says 07:00, but the event lasts from"),
        ("Charge tonight until 5:45", "The title says 05:45"),
        ("Charge until 5", "It is not clear what 5 means in Charge until 5."),
        ("Charge tomorrow", "tomorrow is not understood in Charge tomorrow."),
        ("80 %", "80 % does not say whether to charge or to discharge."),
    ],
)
async def test_a_title_that_is_not_understood_says_why(
    dialog: Dialog, month: MonthView, summary: str, reason: str
) -> None:
    assert reason in str(await dialog("create", event={**NIGHT, "summary": summary}))
    assert await month() == []


async def test_a_night_at_noon_is_refused(dialog: Dialog) -> None:
    noon = {"dtstart": "2026-11-24T12:00:00", "dtend": "2026-11-24T13:00:00"}
    refused = await dialog("create", event={**noon, "summary": "Charge overnight"})
    assert "The title refers to the night" in str(refused)


async def test_a_window_saved_again_unchanged(
    dialog: Dialog, month: MonthView, world: World, travel: Travel
) -> None:
    await dialog.create(**NIGHTLY)
    await travel(10)
    pushes = len(world.record.pushes())
    first, second, third = await month()
    assert [created["summary"].rpartition("· ")[2] for created in (first, second)] == [
        "sent",
        "planned",
    ]
    for event, range_ in ((first, ""), (second, "THISANDFUTURE")):
        fields = named(event, recurrence_range=range_, event=unchanged(event))
        assert await dialog("update", **fields) is None
    await travel(10)
    assert len(world.record.pushes()) == pushes
    assert shown(await month()) == shown([first, second, third])


async def test_a_series_with_one_moved_and_one_skipped(
    hass: HomeAssistant, dialog: Dialog, month: MonthView, world: World, travel: Travel
) -> None:
    await dialog.create(**NIGHTLY)
    first, second, _ = await month()
    assert first["rrule"] == "FREQ=DAILY"
    assert first["recurrence_id"] == "20261124T003000Z"
    moved = unchanged(first, dtstart="2026-11-24T02:00:00", summary="Charge to 80 %")
    fields = named(first, recurrence_range="", event=moved)
    assert await dialog("update", **fields) is None
    assert await dialog("delete", **named(second, recurrence_range="")) is None
    await travel(10)
    assert waiting(world) == [("2026-11-24T02:00:00", "2026-11-24T05:30:00")]
    events = await month()
    assert [
        (event[0], event[2].replace(" at 5 kW", "")) for event in shown(events)
    ] == [
        ("2026-11-24T02:00", "Charge to 80 % · sent"),
        ("2026-11-26T00:30", "Charge to 90 % · planned"),
    ]
    assert "skipped" not in state(hass, CALENDAR, "plan").attributes["message"]
    assert "planned for 2026-11-25 00:30 has been skipped" in str(
        await dialog("delete", **named(second, recurrence_range=""))
    )


async def test_this_and_all_later_ones(
    dialog: Dialog, month: MonthView, world: World, travel: Travel
) -> None:
    await dialog.create(**NIGHTLY)
    _, second, _ = await month()
    later = unchanged(second, dtstart="2026-11-25T01:00:00", rrule="FREQ=DAILY;COUNT=2")
    fields = named(second, recurrence_range="THISANDFUTURE", event=later)
    assert await dialog("update", **fields) is None
    events = await month(end="2026-11-30T00:00")
    assert [event[:2] for event in shown(events)] == [
        ("2026-11-24T00:30", "05:30"),
        ("2026-11-25T01:00", "05:30"),
        ("2026-11-26T01:00", "05:30"),
    ]
    fields = named(events[2], recurrence_range="THISANDFUTURE")
    assert await dialog("delete", **fields) is None
    assert await dialog("delete", uid=events[0]["uid"]) is None
    assert [kept[:2] for kept in shown(await month())] == [
        ("2026-11-25T01:00", "05:30")
    ]
    await travel(10)
    assert waiting(world) == [("2026-11-25T01:00:00", "2026-11-25T05:30:00")]


async def test_a_whole_series_and_a_single_one_become_something_else(
    dialog: Dialog, month: MonthView
) -> None:
    await dialog.create(**NIGHTLY)
    (first, *_) = await month()
    event = unchanged(first, dtstart="2026-11-24T01:00:00", rrule=None)
    assert await dialog("update", uid=first["uid"], event=event) is None
    (single,) = await month()
    assert shown([single])[0][:2] == ("2026-11-24T01:00", "05:30")
    event = unchanged(single, rrule="FREQ=WEEKLY;BYDAY=TU,WE")
    assert await dialog("update", uid=single["uid"], event=event) is None
    assert [kept[0] for kept in shown(await month())] == [
        "2026-11-24T01:00",
        "2026-11-25T01:00",
    ]


async def test_a_single_one_over_a_series(
    dialog: Dialog, month: MonthView, world: World, travel: Travel
) -> None:
    await dialog.create(**NIGHTLY)
    await dialog.create(
        dtstart="2026-11-24T03:00:00", dtend="2026-11-24T04:00:00", summary="Idle"
    )
    await travel(10)
    assert waiting(world) == [("2026-11-24T03:00:00", "2026-11-24T04:00:00")]
    single, *later = await month()
    assert single["summary"] == "Idle · sent"
    assert [view[0] for view in shown(later)] == [
        "2026-11-25T00:30",
        "2026-11-26T00:30",
    ]
    assert await dialog("delete", uid=single["uid"]) is None
    (again, *_) = shown(await month())
    assert again[:2] == ("2026-11-24T00:30", "05:30")
    assert again[2].endswith(("planned", "sent"))


async def test_a_clash_names_both(dialog: Dialog, month: MonthView) -> None:
    await dialog.create(**NIGHT, summary="Charge to 90 % at 3 kW")
    error = await dialog(
        "create",
        event={
            "dtstart": "2026-11-24T05:00:00",
            "dtend": "2026-11-24T06:00:00",
            "summary": "Discharge to 20 % at 2 kW",
        },
    )
    for words in (
        "Charge to 90 % at 3 kW (2026-11-24 00:30 - 05:30)",
        "Discharge to 20 % at 2 kW (2026-11-24 05:00 - 06:00)",
        "overlap",
    ):
        assert words in str(error)
    assert len(await month()) == 1


@pytest.mark.parametrize(
    ("event", "words"),
    [
        ({"dtstart": "2026-11-24", "dtend": "2026-11-25"}, "Switch off All day"),
        ({"summary": "Boost"}, "Charge to 90 % at 3 kW"),
        ({"summary": "Charge · later"}, "Charge to 90 % at 3 kW"),
        ({"summary": "Charge to 5 %"}, "10 - 100 %"),
        ({"summary": "Charge at 6 kW"}, "0 - 5 kW"),
        ({"summary": "Idle at 1 kW"}, "Leave out power"),
        ({"summary": "Charge keep 20 %"}, "target (10 - 100 %), power (0 - 5 kW)"),
        (
            {"dtstart": "2026-11-22T00:30:00", "dtend": "2026-11-22T05:30:00"},
            "in the past: it ends at 2026-11-22 05:30",
        ),
        ({"rrule": "FREQ=DAILY;UNTIL=20261120"}, "no dates in the future"),
        ({"dtend": "2026-11-25T01:00:00", "rrule": "FREQ=DAILY"}, "its own next"),
        ({"dtend": "2027-11-25T01:00:00"}, "up to 31 days"),
    ],
)
async def test_what_cannot_be_planned_is_refused(
    dialog: Dialog, month: MonthView, world: World, event: dict[str, Any], words: str
) -> None:
    error = await dialog("create", event={**NIGHT, "summary": "Charge", **event})
    assert words in str(error)
    assert await month() == []
    assert not world.record.writes()


async def test_a_command_that_the_battery_does_not_take(
    dialog: Dialog, world: World, travel: Travel
) -> None:
    world.remove_command(FULL, "auto.export")
    await travel(61)
    error = await dialog("create", event={**NIGHT, "summary": "Export"})
    assert "charge, discharge, idle, auto_balanced, auto_reserve" in str(error)


async def test_a_status_that_is_no_longer_true(
    dialog: Dialog, month: MonthView
) -> None:
    await dialog.create(**NIGHTLY)
    (_, event, *_) = await month()
    for shown_as in (
        "! Charge to 90 % at 5 kW · SKIPPED",
        "✓  charge 90% · by hand · sent",
        "⏸\ufe0f charge 90%",
    ):
        fields = named(
            event, recurrence_range="", event=unchanged(event, summary=shown_as)
        )
        assert await dialog("update", **fields) is None
    assert "Charge to 90 %" in (await month())[1]["summary"]


async def test_occurrences_that_nobody_has(dialog: Dialog, month: MonthView) -> None:
    await dialog.create(**NIGHTLY)
    (event, *_) = await month()
    for given, words in (
        ("20261124T003100Z", "This is not planned"),
        ("nonsense", "nonsense is not an occurrence"),
        ("00010101T000000Z", "is not an occurrence"),
    ):
        error = await dialog("delete", uid=event["uid"], recurrence_id=given)
        assert words in str(error)
    assert "with the ID nothing" in str(await dialog("delete", uid="nothing"))


async def test_a_window_that_amps_does_not_take_says_that_it_is_tried_again(
    dialog: Dialog, month: MonthView, world: World, travel: Travel
) -> None:
    await dialog.create(**NIGHT, summary="Charge to 90 % at 3 kW")
    await travel(60)
    world.set_offline(FULL)
    await travel.to(datetime.fromisoformat("2026-11-24T00:50:00+00:00"))
    (event,) = await month()
    assert event["summary"] == "↻ Charge to 90 % at 3 kW · trying again"
    assert "▪ Reason: battery offline" in event["description"].splitlines()
    fields = named(event, event=unchanged(event, summary=event["summary"]))
    assert await dialog("update", **fields) is None
    assert (await month())[0]["summary"] == event["summary"]


async def test_a_refusal_is_in_the_language_of_home_assistant_too(
    hass: HomeAssistant, dialog: Dialog
) -> None:
    await hass.config.async_update(language="de")
    _ = await async_get_translations(hass, "de", "exceptions", {DOMAIN})
    await dialog.create(**NIGHT, summary="Laden auf 90 %")
    refused = await dialog("create", event={**NIGHT, "summary": "Laden auf 80 %"})
    assert refused is not None
    assert "würden sich überschneiden: Laden auf 80 %" in refused
    assert "overlap" in refused
