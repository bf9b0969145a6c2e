"""The README's first steps, followed to the letter: what it names has to be there."""

from datetime import datetime, timedelta
import re
from zoneinfo import ZoneInfo

from playwright.sync_api import Page, expect

from scripts.dev.folder import ROOT

from .conftest import Picture
from .home import Home
from .pages.calendar import EventDialog
from .pages.dialog import Dialog
from .pages.integrations import API_KEY, give_address

HERE = ZoneInfo("Europe/Amsterdam")
STEP = re.compile(r"^\d\. (.+?)(?=^\d\. |^$)", re.DOTALL | re.MULTILINE)
PATH = re.compile(r"\*\*(.+?)\*\*")
FIELD = re.compile(r"(?<!\*)\*([^*]+)\*(?!\*)")
CODE = re.compile(r"`([^`]+)`")


def _steps() -> list[str]:
    text = (ROOT / "README.md").read_text()
    part = text.partition("## First steps\n\n")[2].partition("\n\n")[0]
    return [" ".join(step.split()) for step in STEP.findall(part + "\n\n")]


def test_first_steps(page: Page, home: Home, picture: Picture) -> None:
    add, paste, look, plan, done = _steps()
    page.goto("/")
    dialog = _add(page, add)
    assert "Paste the API key" in paste
    give_address(dialog, home.amps_url)  # nobody else has to
    dialog.fill(API_KEY, home.key)
    dialog.submit()
    dialog.says("To plan your first")
    dialog.submit()

    assert "device page" in look
    for shown in ("Level", "Output power", "Operation mode"):
        row = page.locator("hui-generic-entity-row, hui-select-entity-row")
        expect(row.filter(has_text=shown).first).to_be_visible()

    start = datetime.now(HERE) + timedelta(minutes=20)
    _plan(page, plan, start)
    picture("planned")

    (shown,) = FIELD.findall(done)
    page.goto(f"/config/devices/device/{home.device_id(0)}")
    row = page.locator("hui-generic-entity-row").filter(
        has=page.locator(f'[title="{shown}"]')
    )
    expect(row).to_contain_text("Charge to 90 %")
    window = home.windows()[0]
    assert (window["command"], window["target"]) == ("charge", 90)
    assert datetime.fromisoformat(window["start"]) == start.replace(
        second=0, microsecond=0
    )
    assert window["repeat"] == "FREQ=DAILY"


def _add(page: Page, step: str) -> Dialog:
    """Follow a path of bold words to the form of the integration."""
    path, brand = PATH.findall(step)
    settings, integrations, add = path.split(" > ")
    page.get_by_role("link", name=settings).click()
    page.get_by_role("link", name=integrations).click()
    page.get_by_role("button", name=add).click()
    page.get_by_placeholder("Search for a brand name").fill(brand)
    page.get_by_role("button", name=brand, exact=True).click()
    return Dialog(page)


def _plan(page: Page, step: str, start: datetime) -> None:
    """Fill in the dialog of a new event, by the names of its fields."""
    sidebar, add, last = PATH.findall(step)
    summary, calendar, all_day, repeat = FIELD.findall(step)
    (title,) = CODE.findall(step)
    page.get_by_role("link", name=sidebar).click()
    page.get_by_role("button", name=add).click()
    dialog = EventDialog(page)
    dialog.itself.get_by_role("textbox", name=summary).fill(title)
    chosen = dialog.itself.get_by_role("button", name=f"Calendar {calendar}")
    expect(chosen).to_be_visible()
    expect(dialog.itself.get_by_role("switch", name=all_day)).not_to_be_checked()
    end = start + timedelta(minutes=15)
    dialog.days(start.date(), end.date())
    dialog.times(f"{start:%H:%M}", f"{end:%H:%M}")
    assert f"*{repeat}* to daily" in step
    dialog.repeat("Daily")
    dialog.itself.get_by_role("button", name=last).click()
    dialog.closes()
