"""Home Assistant in German."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from playwright.sync_api import Page, expect
import pytest

from .conftest import Picture
from .home import Home
from .look import Look
from .pages.calendar import CalendarPage
from .pages.device import DevicePage
from .pages.integrations import API_KEY, add_by_link, give_address
from .pages.repairs import Repairs
from .words import text, words

GERMAN = "de"
MODE = text("entity.select.operation_mode.name", GERMAN)
STATES = {
    "last_action_state": "Unbekannt",
    "level": "60 %",
}
"""Values of the simulated battery, by the keys of their sensors."""


@pytest.fixture
def home(home: Home) -> Iterator[Home]:
    """The home of people who speak German."""
    home.ask("config/core/update", language=GERMAN)
    yield home
    home.ask("config/core/update", language="en")


@pytest.fixture
def look() -> Look:
    """Somebody who reads German."""
    return Look(language=GERMAN)


def tomorrow(hour: int) -> datetime:
    """Return a full hour of the next day."""
    now = datetime.now(ZoneInfo("Europe/Amsterdam")) + timedelta(days=1)
    return now.replace(hour=hour, minute=0, second=0, microsecond=0)


def test_adding_the_integration(page: Page, home: Home, picture: Picture) -> None:
    dialog = add_by_link(page, GERMAN)
    dialog.shows("config.step.user.title")
    dialog.shows("config.step.user.description")
    give_address(dialog, home.amps_url)
    dialog.fill(API_KEY, "sk_test_wrong")
    dialog.submit()
    dialog.warns("config.error.invalid_auth")
    picture("refused")

    dialog.fill(API_KEY, home.key)
    dialog.submit()
    dialog.shows("config.create_entry.default")
    picture("added")


def test_the_page_of_a_battery(page: Page, integration: Home, picture: Picture) -> None:
    device = DevicePage(page, integration)
    device.open()
    for key, state in STATES.items():
        name = text(f"entity.sensor.{key}.name", GERMAN)
        expect(device.row(name)).to_contain_text(state)
    nothing = text("entity.sensor.next.state.nothing", GERMAN)
    name = text("entity.sensor.next.name", GERMAN)
    expect(device.row(name)).to_contain_text(nothing)
    mode = text("entity.select.operation_mode.state.auto_balanced", GERMAN)
    expect(device.chooser(MODE)).to_contain_text(mode)
    picture("page")


def test_a_command_that_is_refused(
    page: Page, integration: Home, picture: Picture
) -> None:
    integration.fault(endpoint="push", status=503, code="DEVICE_OFFLINE")
    device = DevicePage(page, integration)
    device.open()
    device.choose(MODE, text("entity.select.operation_mode.state.charge", GERMAN))
    message = words("exceptions.device_offline.message", GERMAN)
    expect(device.message).to_have_text(message)
    picture("message")


@pytest.mark.parametrize("batteries", [0])
def test_a_repair(page: Page, home: Home, picture: Picture) -> None:
    home.add_battery("windowed_only", captured_ago=2000, scheduler_active=True)
    home.set_up()
    window = {"device_id": home.device_id(), "start": tomorrow(5).isoformat()}
    home.act("amps.schedule_window", {**window, "duration": {"hours": 2}})
    repairs = Repairs(page)
    repairs.open()
    title = words("issues.vendor_schedule.title", GERMAN)
    expect(repairs.entry(title)).to_be_visible()

    dialog = repairs.repair(title, GERMAN)
    step = "issues.vendor_schedule.fix_flow.step.confirm"
    dialog.shows(f"{step}.title")
    dialog.shows(f"{step}.description")
    expect(
        page.get_by_role("button", name=text(f"{step}.submit", GERMAN))
    ).to_be_visible()
    picture("confirm")


def test_an_event(page: Page, integration: Home, picture: Picture) -> None:
    start = tomorrow(5)
    window = {"device_id": integration.device_id(), "start": start.isoformat()}
    data = {**window, "duration": {"hours": 2}, "target": 90}
    integration.act("amps.schedule_window", data)
    calendar = CalendarPage(page)
    calendar.open()
    details = calendar.choose(start.date())
    held = text("config_panel.card.held_by_amps", GERMAN)
    expect(details.itself).to_contain_text(held)
    picture("details")
