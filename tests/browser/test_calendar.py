"""Windows planned, changed and taken back in the calendar."""

from datetime import date, datetime, time, timedelta
import re
from zoneinfo import ZoneInfo

from playwright.sync_api import Page, expect
import pytest

from scripts.dev.home_assistant import Json

from .conftest import Picture
from .home import Home
from .pages.calendar import CalendarPage, EventDialog, Which
from .words import words

ZONE = ZoneInfo("Europe/Amsterdam")
DAILY = "Daily"
NIGHT = ("00:30", "05:30")

type Planned = tuple[date, str, str, float | None]


def ahead(days: int) -> date:
    """Return a day to come."""
    return datetime.now(ZONE).date() + timedelta(days=days)


def planned(home: Home, days: int = 7) -> list[Planned]:
    """Return the windows to come: day, start, end and target."""
    midnight = datetime.combine(ahead(days + 1), time(), ZONE)
    data = {"device_id": home.device_id(), "end": midnight.isoformat()}
    windows = home.act("amps.get_windows", data, answers=True)["windows"]
    return [_planned(window) for window in windows if window["state"] != "ended"]


def _planned(window: Json) -> Planned:
    start, end = (datetime.fromisoformat(window[name]) for name in ("start", "end"))
    target = window["target"]
    return (start.date(), f"{start:%H:%M}", f"{end:%H:%M}", target)


def said(error: str) -> re.Pattern[str]:
    """Return what matches an error: the calendar shows it without its last stop."""
    pattern = words(f"exceptions.{error}.message").pattern
    return re.compile(pattern.removesuffix(re.escape(".")))


def actions(home: Home, record: Json) -> list[Json]:
    """Return the battery's actions that wait at Amps."""
    return [
        action
        for action in record["actions"]
        if action["device_id"] in home.batteries and action["state"] == "scheduled"
    ]


def reaches_amps(home: Home, *starts: str) -> None:
    """Wait until the charges that Amps holds are those of the plan."""

    def fits(record: Json) -> bool:
        charges = [
            action for action in actions(home, record) if action["command"] == "charge"
        ]
        local = (
            datetime.fromisoformat(charge["start"]).astimezone(ZONE)
            for charge in charges
        )
        return [f"{event:%Y-%m-%d %H:%M}" for event in local] == list(starts)

    home.until_record(fits)


@pytest.fixture
def calendar(page: Page, integration: Home) -> CalendarPage:
    """The calendar of an account with one battery."""
    assert integration.batteries
    calendar = CalendarPage(page)
    calendar.open()
    return calendar


def begin(calendar: CalendarPage, day: date, title: str) -> EventDialog:
    """Fill in a window at night."""
    dialog = calendar.add(day)
    dialog.title(title)
    dialog.times(*NIGHT)
    return dialog


def plan(calendar: CalendarPage, day: date, repeat: str | None = None) -> None:
    """Plan a charge at night, and come back to the month."""
    dialog = begin(calendar, day, "Charge to 90 %")
    if repeat is not None:
        dialog.repeat(repeat)
    dialog.add()
    dialog.closes()
    calendar.open()


def test_one_window(
    calendar: CalendarPage, integration: Home, picture: Picture
) -> None:
    day = ahead(1)
    dialog = begin(calendar, day, "charge 90%")
    picture("new")
    dialog.add()
    dialog.closes()
    picture("day")
    calendar.open()
    expect(calendar.events(day)).to_have_text("00:30Charge to 90 % at 5 kW · sent")
    picture("month")
    reaches_amps(integration, f"{day} 00:30")

    details = calendar.choose(day)
    expect(details.itself).to_contain_text("happens even if Home Assistant is off")
    picture("details")
    dialog = details.edit()
    dialog.title("Charge to 80 %")
    dialog.times("01:15", "04:00")
    dialog.save()
    expect(calendar.events(day)).to_have_text("01:15Charge to 80 % at 5 kW · sent")
    assert planned(integration) == [(day, "01:15", "04:00", 80)]
    reaches_amps(integration, f"{day} 01:15")

    calendar.choose(day).delete()
    expect(calendar.events(day)).to_have_count(0)
    assert planned(integration) == []
    reaches_amps(integration)


def test_one_occurrence_of_a_series(
    calendar: CalendarPage, integration: Home, picture: Picture
) -> None:
    first, second, third, fourth = (ahead(days) for days in range(1, 5))
    plan(calendar, first, DAILY)
    expect(calendar.events(first)).to_contain_text("Charge to 90 % at 5 kW · sent")
    picture("series")

    dialog = calendar.choose(second).edit()
    dialog.title("Charge to 70 %")
    dialog.times("02:00", "04:00")
    dialog.save(Which.THIS)
    expect(calendar.events(second)).to_contain_text("02:00Charge to 70 %")
    calendar.choose(third).delete(Which.THIS)
    expect(calendar.events(third)).to_have_count(0)
    picture("changed")
    assert planned(integration, 4) == [
        (first, *NIGHT, 90),
        (second, "02:00", "04:00", 70),
        (fourth, *NIGHT, 90),
    ]
    reaches_amps(integration, f"{first} 00:30")


def test_all_that_follow_of_a_series(
    calendar: CalendarPage, integration: Home, picture: Picture
) -> None:
    first, second, third, fourth = (ahead(days) for days in range(1, 5))
    plan(calendar, first, DAILY)

    dialog = calendar.choose(second).edit()
    dialog.title("Charge to 60 %")
    dialog.save(Which.THIS_AND_FUTURE)
    expect(calendar.events(third)).to_contain_text("Charge to 60 %")
    expect(calendar.events(first)).to_contain_text("Charge to 90 %")
    picture("changed")

    calendar.choose(fourth).delete(Which.THIS_AND_FUTURE)
    expect(calendar.events(fourth)).to_have_count(0)
    picture("ended")
    assert planned(integration) == [
        (first, *NIGHT, 90),
        (second, *NIGHT, 60),
        (third, *NIGHT, 60),
    ]


def test_title_that_is_refused(
    calendar: CalendarPage, integration: Home, picture: Picture
) -> None:
    day = ahead(1)
    dialog = begin(calendar, day, "Wash the car")
    dialog.add()
    expect(dialog.error).to_have_text(said("title_unknown"))
    picture("refused")
    assert planned(integration) == []

    dialog.title("Charge")
    dialog.add()
    dialog.closes()
    assert planned(integration) == [(day, *NIGHT, None)]


def test_two_at_once_are_refused(
    calendar: CalendarPage, integration: Home, picture: Picture
) -> None:
    day = ahead(1)
    plan(calendar, day)
    dialog = begin(calendar, day, "Discharge to 20 %")
    dialog.times("05:00", "06:00")
    dialog.add()
    expect(dialog.error).to_have_text(said("calendar_clash"))
    picture("clash")
    assert planned(integration) == [(day, *NIGHT, 90)]


def test_foreign_event_stays_as_it_is(page: Page, home: Home, picture: Picture) -> None:
    day = ahead(2)
    times = {"start": f"{day}T12:00:00", "end": f"{day}T13:00:00"}
    foreign = {"action": {"command": "discharge", **times}}
    [battery] = home.batteries
    home.amps("POST", f"/devices/{battery}/push", foreign)
    home.set_up()
    calendar = CalendarPage(page)
    calendar.open()
    expect(calendar.events(day)).to_contain_text("12:00Discharge")
    details = calendar.choose(day)
    picture("details")

    dialog = details.edit()
    dialog.title("Charge to 90 %")
    dialog.save()
    expect(dialog.error).to_have_text(said("window_foreign"))
    picture("edit")

    calendar.open()
    details = calendar.choose(day)
    details.delete()
    picture("delete")
    expect(details.error).to_have_text(said("window_foreign"))
    [action] = actions(home, home.amps("GET", "/record"))
    assert (action["command"], action["state"]) == ("discharge", "scheduled")
