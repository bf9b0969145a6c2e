"""Every page on a wide and on a narrow screen, by day and by night.

The pictures are there to be looked at; a page that is wider than the screen fails.
"""

from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from playwright.sync_api import Page, expect
import pytest

from .conftest import Picture
from .home import Home
from .look import PHONE, Look
from .pages.calendar import CalendarPage
from .pages.device import DevicePage
from .pages.integrations import API_KEY, add_by_link, configure, give_address
from .words import text

LOOKS = [
    Look(),
    Look(dark=True, language="de"),
    Look(PHONE, language="de"),
    Look(PHONE, dark=True),
]
NIGHTS = 5
MODE = text("entity.select.operation_mode.name")
LEVEL = text("entity.sensor.level.name")

pytestmark = pytest.mark.parametrize("look", LOOKS, ids=str)


@pytest.fixture
def fits(page: Page, picture: Picture, look: Look) -> Picture:
    """Takes a picture of a page that is no wider than the screen."""

    def check(name: str) -> Path:
        width = page.evaluate("document.documentElement.scrollWidth")
        assert width <= look.size[0]
        return picture(name)

    return check


def plan(home: Home) -> None:
    """Plan a charge for every night to come."""
    day = datetime.now(ZoneInfo("Europe/Amsterdam")) + timedelta(days=1)
    start = day.replace(hour=0, minute=30, second=0).isoformat()
    window = {"start": start, "duration": {"hours": 5}, "target": 90}
    repeat = f"FREQ=DAILY;COUNT={NIGHTS}"
    home.act(
        "amps.schedule_window",
        {"device_id": home.device_id(), **window, "repeat": repeat},
    )


@pytest.mark.parametrize("batteries", [2])
def test_adding_the_integration(
    page: Page, home: Home, look: Look, fits: Picture
) -> None:
    dialog = add_by_link(page, look.language)
    give_address(dialog, home.amps_url)
    dialog.fill(API_KEY, home.key)
    fits("key")
    dialog.submit()
    dialog.shows("config.step.batteries.data_description.batteries")
    fits("batteries")
    dialog.submit()
    dialog.shows("config.create_entry.default")
    fits("added")


def test_the_page_of_a_battery(
    page: Page, integration: Home, look: Look, fits: Picture
) -> None:
    plan(integration)
    device = DevicePage(page, integration)
    device.open()
    expect(device.row(LEVEL)).to_contain_text("60")
    mode = text("entity.select.operation_mode.state.auto_balanced", look.language)
    expect(device.chooser(MODE)).to_contain_text(mode)
    fits("page")


def test_the_calendar(page: Page, integration: Home, fits: Picture) -> None:
    """A wide screen shows the month, a narrow one a list."""
    plan(integration)
    calendar = CalendarPage(page)
    calendar.open()
    event = page.get_by_text("Charge to 90 % at 5 kW")
    expect(event).to_have_count(NIGHTS)
    fits("events")
    event.first.click()
    expect(page.locator("dialog-calendar-event-detail")).to_contain_text("90 %")
    fits("details")


def test_the_options(page: Page, integration: Home, look: Look, fits: Picture) -> None:
    assert integration.entries()
    dialog = configure(page, look.language)
    dialog.shows("options.step.init.data_description.batteries")
    dialog.shows("options.step.init.data_description.plant_time_zone")
    fits("options")
