"""What Home Assistant asks its owner to repair."""

from datetime import UTC, datetime, timedelta

from playwright.sync_api import Page, expect
import pytest

from .conftest import Picture
from .home import Home
from .pages.repairs import Repairs
from .words import words

SCHEDULE = "issues.vendor_schedule"


@pytest.mark.parametrize("batteries", [0])
def test_manufacturers_schedule(page: Page, home: Home, picture: Picture) -> None:
    home.add_battery("windowed_only", captured_ago=2000, scheduler_active=True)
    home.set_up()
    home.act(
        "amps.schedule_window",
        {
            "device_id": home.device_id(),
            "start": (datetime.now(UTC) + timedelta(hours=5)).isoformat(),
            "duration": {"hours": 2},
            "target": 90,
        },
    )
    repairs = Repairs(page)
    repairs.open()
    title = words(f"{SCHEDULE}.title")
    expect(repairs.entry(title)).to_be_visible()
    picture("listed")

    dialog = repairs.repair(title)
    dialog.shows(f"{SCHEDULE}.fix_flow.step.confirm.title")
    dialog.shows(f"{SCHEDULE}.fix_flow.step.confirm.description")
    dialog.says("not restored")
    picture("confirm")
    dialog.submit()
    dialog.says("The issue is repaired!")
    picture("repaired")
    dialog.submit()
    expect(repairs.entry(title)).not_to_be_visible()
