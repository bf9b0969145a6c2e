"""A new user's path: from an empty Home Assistant to a first planned window."""

from datetime import date, datetime, time, timedelta
import re
from time import monotonic
from zoneinfo import ZoneInfo

from playwright.sync_api import Page, expect

from .conftest import Picture, Report
from .home import Home
from .pages.calendar import CalendarPage
from .pages.integrations import API_KEY, add_integration

HERE = ZoneInfo("Europe/Amsterdam")
TITLE = "Charge to 90 %"
COUNT_CLICKS = "clicks = 0; addEventListener('click', () => clicks++, true);"
BATTERY = re.compile("/config/devices/device/")
"""Where Home Assistant goes when its only battery was added."""
MAX_SECONDS = 120


def test_first_window_without_reading_docs(
    page: Page, home: Home, picture: Picture, report: Report
) -> None:
    page.add_init_script(COUNT_CLICKS)
    page.goto("/")
    began = monotonic()
    add_battery(page, home)
    tomorrow = datetime.now(HERE).date() + timedelta(days=1)
    plan_night(page, tomorrow)

    planned = page.get_by_role("button").filter(has_text=TITLE)
    expect(planned.first).to_be_visible()
    took, clicks = monotonic() - began, page.evaluate("clicks")
    picture("planned")
    report(f"first window: {clicks} clicks, {took:.0f} s in this browser")
    assert took < MAX_SECONDS

    [window] = home.windows()
    start = datetime.combine(tomorrow, time(0, 30), HERE)
    assert datetime.fromisoformat(window["start"]) == start
    assert (window["command"], window["target"]) == ("charge", 90)


def add_battery(page: Page, home: Home) -> None:
    """Go from the first page to a battery in Home Assistant."""
    page.get_by_role("link", name="Settings").click()
    page.get_by_role("link", name="Devices & services").click()
    dialog = add_integration(page, home)
    dialog.fill(API_KEY, home.key)
    dialog.submit()
    dialog.says("To plan your first charge, open Calendar")
    dialog.submit()
    expect(page).to_have_url(BATTERY)


def plan_night(page: Page, day: date) -> None:
    """Do what the words in the dialog before told."""
    page.get_by_role("link", name="Calendar").click()
    dialog = CalendarPage(page).add(day)
    dialog.title(TITLE)
    dialog.times("00:30", "05:30")
    dialog.add()
