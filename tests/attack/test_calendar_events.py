"""Events as no dialog makes them, by the dialog's own messages and by the action."""

from typing import Any

from homeassistant.components.calendar.const import DOMAIN as CALENDAR
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
import pytest
import voluptuous as vol

from simulator import World
from tests.calendars import NIGHT, NIGHTLY, Dialog, MonthView, named, shown, unchanged
from tests.entities import entity_id
from tests.travel import Travel
from tests.windows import waiting

from .checks import assert_goes_on, assert_no_secret

CHARGE = {**NIGHT, "summary": "Charge"}
EVENTS: tuple[dict[str, Any], ...] = (
    *(
        {"summary": bad}
        for bad in (
            "",
            " ",
            "<b>Charge</b>",
            "[Charge](https://evil.example)",
            "Charge\r\nDESCRIPTION:x",
            "Charge\x00",
            "\u202eCharge",
            "Charge to 1e2 %",
            "Charge to -1 %",
            "Charge to nan %",
            "Charge {x} %s",
            "Charge " + "to 90 % " * 12_500,
            "x" * 100_000,
            "\U0001f50b" * 25_000,
        )
    ),
    {"dtstart": "2026-11-24", "dtend": "2026-11-25"},
    {"dtstart": "2026-11-24", "dtend": NIGHT["dtend"]},
    {"dtend": NIGHT["dtstart"]},
    {"dtend": "2026-11-23T00:30:00"},
    {"dtstart": "0001-01-01T00:00:00", "dtend": "9999-12-31T23:59:59"},
    {"dtend": "2126-11-24T00:30:00"},
    {"dtstart": "2199-12-31T23:59:00", "dtend": "2200-01-01T00:30:00"},
    {"dtstart": "1926-11-24T00:30:00", "dtend": "1926-11-24T05:30:00"},
    {"dtstart": "tonight"},
    {"dtstart": 1795420800},
    *(
        {"rrule": bad}
        for bad in (
            "FREQ=SECONDLY",
            "FREQ=DAILY;COUNT=1000000000",
            "FREQ=DAILY;UNTIL=20200101",
            "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
            "FREQ=DAILY\nEXDATE:20261124T003000Z",
            "FREQ=DAILY;EXDATE=20261124",
            "FREQ=" + "X" * 100_000,
            ";",
        )
    ),
    {"unknown": "field"},
)


@pytest.mark.usefixtures("integration")
async def test_events_that_no_plan_takes(
    hass: HomeAssistant,
    dialog: Dialog,
    month: MonthView,
    world: World,
    travel: Travel,
) -> None:
    for changes in EVENTS:
        error = await dialog("create", event={**CHARGE, **changes})
        assert error, changes
        assert len(error) < 1000 or "unknown" in changes or "rrule" in changes
        assert_no_secret(error)
    assert await month("2026-11-01T00:00", "2026-12-30T00:00") == []
    assert not world.record.writes()
    await assert_goes_on(hass, travel)


async def test_edits_of_what_nobody_has_change_nothing(
    dialog: Dialog, month: MonthView, world: World, travel: Travel
) -> None:
    await dialog.create(**NIGHTLY)
    await travel(30)
    before, sent = await month(), waiting(world)
    (event, *_) = before
    for uid in ("", "nobody", "../..", "action:x", "past:x", "manual-x", "x" * 99_999):
        assert await dialog("delete", uid=uid)
        assert await dialog("update", uid=uid, event=CHARGE)
    for given in (
        "20261124T003001Z",
        "00010101T000000Z",
        "99991231T235959Z",
        "20261124",
        "nonsense",
        "%s" * 20,
        "x" * 99_999,
    ):
        fields = {"uid": event["uid"], "recurrence_id": given}
        for range_ in ("", "THISANDFUTURE", "THISANDPRIOR", "x"):
            assert await dialog("delete", **fields, recurrence_range=range_)
            assert await dialog(
                "update", **fields, recurrence_range=range_, event=CHARGE
            )
    for changes in (bad for bad in EVENTS if "rrule" not in bad):
        saved = {**unchanged(event), **changes}
        assert await dialog("update", **named(event, event=saved)), changes
    assert await month() == before
    assert waiting(world) == sent


async def test_a_title_is_shown_as_the_plan_says_it(
    dialog: Dialog, month: MonthView
) -> None:
    """Nothing of a title but the command outlives the form; a description is text."""
    event = {**NIGHT, "summary": " CHARGE to 90,0%  at 3 kw"}
    words = "<img src=x onerror=alert(1)>"
    assert await dialog("create", event={**event, "description": words * 3000})
    assert await month() == []
    await dialog.create(**event, description=words)
    (made,) = await month()
    assert shown([made])[0][2].startswith("Charge to 90 % at 3 kW")
    assert made["description"].splitlines()[0] == words
    assert "<" not in str({**made, "description": ""})


@pytest.mark.usefixtures("integration")
async def test_the_action_for_events_takes_no_more(
    hass: HomeAssistant, travel: Travel, world: World
) -> None:
    target = {"entity_id": entity_id(hass, CALENDAR, "plan")}
    good = {
        "start_date_time": "2026-11-24 00:30:00",
        "end_date_time": "2026-11-24 05:30:00",
        "summary": "Charge",
    }
    for changes in (
        {"summary": "x" * 100_000},
        {"summary": ["Charge"]},
        {"end_date_time": good["start_date_time"]},
        {"end_date_time": "9999-12-31 23:59:59"},
        {"start_date_time": "0001-01-01 00:00:00"},
        {"in": {"days": 10**9}},
    ):
        calling = hass.services.async_call(
            CALENDAR, "create_event", {**target, **good, **changes}, blocking=True
        )
        with pytest.raises((vol.Invalid, HomeAssistantError)):
            await travel.run(calling)
    assert not world.record.writes()
    assert waiting(world) == []
