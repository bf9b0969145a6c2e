"""The card in the editor, the dashboard without YAML, and the list of all batteries."""

from playwright.sync_api import Page, expect
import pytest

from .conftest import Picture
from .home import Home
from .look import Look
from .pages.dashboard import CardPage
from .test_calendar import ahead
from .words import text

DASHBOARDS = "/config/lovelace/dashboards"
ADD = {"en": "Add dashboard", "de": "Dashboard hinzufügen"}
CREATE = {"en": "Create", "de": "Erstellen"}
GERMAN = Look(language="de")


def remove_dashboard(home: Home, title: str) -> None:
    """Take a dashboard away again."""
    for board in home.ask("lovelace/dashboards/list"):
        if board["title"] == title:
            home.ask("lovelace/dashboards/delete", dashboard_id=board["id"])


@pytest.mark.parametrize("batteries", [2])
@pytest.mark.parametrize("look", [Look(), GERMAN], ids=str)
def test_a_dashboard_without_yaml(
    page: Page, integration: Home, look: Look, picture: Picture
) -> None:
    assert integration.batteries
    page.goto(DASHBOARDS)
    page.get_by_role("button", name=ADD[look.language]).click()
    offered = page.locator("dashboard-card").filter(
        has_text=text("common.amps_description", look.language)
    )
    picture("offered")
    offered.click()
    page.get_by_role("button", name=CREATE[look.language]).click()
    expect(page.locator("ha-config-lovelace-dashboards")).to_contain_text("Amps")
    try:
        page.goto("/dashboard-amps")
        expect(page.locator("amps-battery-card")).to_have_count(2)
        expect(page.locator("amps-battery-card .next p").first).not_to_have_text("")
        picture("cards")
        page.goto("/dashboard-amps/list")
        expect(page.locator("amps-fleet-card .line")).to_have_count(2)
        picture("list")
    finally:
        remove_dashboard(integration, "Amps")


@pytest.mark.parametrize("batteries", [2])
def test_the_editor(page: Page, integration: Home, picture: Picture) -> None:
    config = {"device_id": [integration.device_id()]}
    with CardPage.of(page, integration, config, "en") as card:
        card.open()
        page.goto("/amps-test/0?edit=1")
        page.get_by_role("button", name="Add card").first.click()
        page.get_by_text("By card").click()
        page.get_by_placeholder("Search cards").fill("Amps")
        found = page.locator("hui-card-picker .card")
        offered = found.filter(has=page.locator("amps-battery-card"))
        expect(offered.locator("amps-timeline").first).to_be_visible()
        picture("picker")
        offered.locator(".overlay").click()
        editor = page.locator("hui-dialog-edit-card")
        for key in ("device_id", "title", "days_back", "show_power"):
            expect(editor).to_contain_text(card.says(f"editor_{key}"))
            expect(editor).to_contain_text(card.says(f"editor_{key}_help"))
        editor.get_by_role("textbox", name=card.says("editor_title")).fill("At home")
        expect(editor.locator("amps-battery-view h1")).to_have_text("At home")
        picture("editor")


def test_a_card_that_cannot_be_made(page: Page, integration: Home) -> None:
    with CardPage.of(page, integration, {"days_ahead": 99}, "en"):
        page.goto("/amps-test")
        expect(page.locator("amps-battery-view")).to_contain_text("days_ahead")


@pytest.mark.parametrize("batteries", [3])
def test_the_list_of_all_batteries(
    page: Page, integration: Home, picture: Picture
) -> None:
    night = {"start": f"{ahead(1)} 00:30:00", "end": f"{ahead(1)} 05:30:00"}
    window = {"device_id": integration.device_id(), "target": 90, **night}
    integration.act("amps.schedule_window", window)
    config = {"type": "custom:amps-fleet-card"}
    with CardPage.of(page, integration, config, "en"):
        page.goto("/amps-test")
        lines = page.locator("amps-fleet-card .line")
        expect(lines).to_have_count(3)
        planned = lines.filter(has_text="Charge to 90%")
        expect(planned).to_contain_text("tomorrow 00:30")
        expect(planned).to_contain_text("60%")
        picture("list")

        page.get_by_role("searchbox").fill("GivEnergy")
        expect(lines).to_have_count(1)
        planned.get_by_role("button").click()
        expect(page.locator("amps-fleet-card dialog amps-timeline")).to_be_visible()
        picture("one")


def test_who_needs_somebody_comes_first(
    page: Page, home: Home, picture: Picture
) -> None:
    home.add_battery("windowed_only", captured_ago=2000, scheduler_active=True)
    home.set_up()
    night = {"start": f"{ahead(1)} 00:30:00", "end": f"{ahead(1)} 05:30:00"}
    home.act("amps.schedule_window", {"device_id": home.device_id(1), **night})
    with CardPage.of(page, home, {"type": "custom:amps-fleet-card"}, "en"):
        page.goto("/amps-test")
        lines = page.locator("amps-fleet-card .line")
        expect(lines).to_have_count(2)
        needing = page.get_by_role("button", name="Need attention: 1")
        expect(needing).to_be_visible()
        expect(lines.first).to_contain_text("FoxESS")
        picture("sorted")
        needing.click()
        expect(lines).to_have_count(1)
