"""How a window reads on the calendar: what became of it comes first."""

from datetime import timedelta

from homeassistant.components.calendar.const import DOMAIN as CALENDAR
from homeassistant.core import HomeAssistant
from homeassistant.helpers.translation import async_load_integrations
import pytest

from custom_components.amps.const import DOMAIN
from simulator import Fault, World

from ..calendars import NIGHT, NIGHTLY, Dialog, MonthView, named, shown, unchanged
from ..entities import FULL, call, state
from ..travel import Travel
from ..windows import answer, refused, schedule, utc

MORNING = timedelta(hours=22)
"""From the start of the tests to the morning after the night."""


def _title(events: list[dict[str, str]]) -> str:
    return events[0]["summary"]


async def test_what_came_of_a_night(
    dialog: Dialog, month: MonthView, world: World, travel: Travel
) -> None:
    await dialog.create(**NIGHT, summary="Charge to 90 % at 3 kW")
    await travel.to(utc("2026-11-24T00:30Z"))
    before = round(world.device(FULL).level)
    await travel(timedelta(minutes=30))
    assert _title(await month()) == "▶ Charge to 90 % at 3 kW · running"
    await travel.to(utc("2026-11-24T06:00Z"))
    (event,) = await month()
    assert event["summary"] == "✓ Charge to 90 % at 3 kW · done"
    (line,) = event["description"].splitlines()
    levels, energy, reached = line.split(", ")
    assert levels in (f"▪ {before} to 90 %", f"▪ {before + 1} to 90 %")
    assert 0 < float(energy.removesuffix(" kWh")) < 10
    assert reached.startswith("reached at 0")


async def test_what_failed_is_seen_first(
    dialog: Dialog, month: MonthView, world: World, travel: Travel
) -> None:
    world.faults.add(Fault(endpoint="push", status=503, times=None))
    await dialog.create(**NIGHT, summary="Charge to 90 % at 3 kW")
    await travel(60)
    assert _title(await month()) == "↻ Charge to 90 % at 3 kW · trying again"
    await travel(MORNING)
    (event,) = await month()
    assert event["summary"] == "! Charge to 90 % at 3 kW · missed"
    assert event["description"] == "▪ Reason: Amps returned errors"


async def test_what_is_paused(
    hass: HomeAssistant, dialog: Dialog, month: MonthView, travel: Travel
) -> None:
    await dialog.create(**NIGHT, summary="Charge to 90 % at 3 kW")
    await call(hass, travel, "switch", "turn_off", key="plan_enabled")
    await travel(10)
    (event,) = await month()
    assert event["summary"] == "⏸ Charge to 90 % at 3 kW · paused"
    assert "sends this to Amps" not in event["description"]


async def test_what_home_assistant_still_holds(
    dialog: Dialog, month: MonthView, travel: Travel
) -> None:
    await dialog.create(**NIGHTLY)
    await travel(10)
    sent, planned, _ = await month()
    assert sent["description"].splitlines()[0] == (
        "▪ Already at Amps: this happens even if Home Assistant is off."
    )
    assert planned["description"] == "▪ Home Assistant sends this to Amps in time."


@pytest.mark.parametrize(
    "shown_as",
    [
        "✓ Charge to 80 % · done",
        "! Charge to 80 %",
        "⏸ charge 80% · paused",
        "▶\ufe0f Charge to 80 % · running",
        "✕Charge to 80 %",
    ],
)
async def test_a_title_that_is_edited_with_its_symbol(
    dialog: Dialog, month: MonthView, shown_as: str
) -> None:
    await dialog.create(**NIGHT, summary="Charge to 90 %")
    (event,) = await month()
    fields = named(event, event=unchanged(event, summary=shown_as))
    assert await dialog("update", **fields) is None
    assert _title(await month()).startswith("Charge to 80 % at 5 kW")


@pytest.mark.usefixtures("integration")
async def test_in_another_language(
    hass: HomeAssistant, dialog: Dialog, month: MonthView, travel: Travel
) -> None:
    await travel.run(hass.config.async_update(language="de"))
    await travel.run(async_load_integrations(hass, {DOMAIN}))
    await dialog.create(**NIGHT, summary="Charge to 90 % at 3 kW")
    await travel.to(utc("2026-11-24T06:00Z"))
    (event,) = await month()
    assert event["summary"] == "✓ Laden auf 90 % mit 3 kW · erledigt"
    assert " auf 90 %, " in event["description"]
    assert "erreicht um 0" in event["description"]


async def test_another_repetition_for_one_night_is_refused(
    dialog: Dialog, month: MonthView
) -> None:
    await dialog.create(**NIGHTLY)
    _, second, _ = before = await month()
    weekly = unchanged(second, rrule="FREQ=WEEKLY", summary="Charge to 80 %")
    fields = named(second, recurrence_range="", event=weekly)
    assert "how a single event repeats" in str(await dialog("update", **fields))
    assert await month() == before
    same = unchanged(second, summary="Charge to 80 %")
    fields = named(second, recurrence_range="", event=same)
    assert await dialog("update", **fields) is None


async def test_a_night_that_was_deleted_is_brought_back(
    hass: HomeAssistant, dialog: Dialog, month: MonthView, travel: Travel
) -> None:
    await dialog.create(**NIGHTLY)
    before = shown(await month())
    first, second, _ = await month()
    for event in (first, second):
        assert await dialog("delete", **named(event, recurrence_range="")) is None
    assert len(await month()) == 1

    (restored,) = await answer(hass, travel, "restore_window")
    assert restored["start"] == "2026-11-24T00:30:00+00:00"
    (restored,) = await answer(
        hass,
        travel,
        "restore_window",
        uid=second["uid"],
        occurrence="2026-11-25 00:30:00",
    )
    assert restored["state"] == "planned"
    await travel(10)
    assert [view[:2] for view in shown(await month())] == [item[:2] for item in before]


@pytest.mark.usefixtures("integration")
async def test_what_cannot_be_brought_back(hass: HomeAssistant, travel: Travel) -> None:
    error = await refused(hass, travel, "restore_window")
    assert error.translation_key == "nothing_taken_out"
    window = await schedule(hass, travel, *NIGHT.values(), repeat="FREQ=DAILY")
    for wrong in (
        {},
        {"uid": window["uid"]},
        {"uid": window["uid"], "occurrence": NIGHT["dtstart"]},
    ):
        error = await refused(hass, travel, "restore_window", **wrong)
        assert error.translation_key == "nothing_taken_out"


@pytest.mark.usefixtures("integration")
async def test_what_took_its_place_is_named(
    hass: HomeAssistant, travel: Travel
) -> None:
    await schedule(hass, travel, *NIGHT.values(), repeat="FREQ=DAILY;COUNT=2")
    await answer(hass, travel, "cancel_window")
    other = ("2026-11-24 05:00:00", "2026-11-24 06:00:00")
    await schedule(hass, travel, *other, command="idle", repeat="FREQ=WEEKLY")
    error = await refused(hass, travel, "restore_window")
    assert error.translation_key == "window_clash"
    assert state(hass, CALENDAR, "plan").attributes["message"] == "Idle · sent"
