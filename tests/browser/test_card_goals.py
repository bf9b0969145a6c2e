"""Goals on the card: planned, changed and deleted without typing a word.

The prices of the home are those of `scripts/develop`, known for the next ten hours at
any time of the day. It has no panels here: whether the sun meets a goal alone depends
on the time of day.
"""

from datetime import datetime, timedelta

from playwright.sync_api import Page, expect
import pytest

from .conftest import Picture, Report
from .home import Home
from .look import PHONE, Look
from .pages.dashboard import CardPage
from .test_calendar import ZONE
from .test_card_looks import SMALLEST, WATCH, fits, is_steady_and_fast
from .test_looks import LOOKS

SPAN = timedelta(hours=9)
TWO_HOURS = "02:00:00"
REACHED = "Then at about 90%, for about €"


@pytest.fixture
def integration(integration: Home) -> Home:
    """The same in a home without panels."""
    integration.take_panels_off()
    return integration


def set_goal(home: Home, **data: object) -> None:
    """Set a goal for the hours to come, as an automation does."""
    start = datetime.now(ZONE)
    goal = {"device_id": home.device_id(), "end": (start + SPAN).isoformat(), **data}
    home.act("amps.schedule_goal", goal)


def test_a_goal_from_the_form_to_its_end(
    page: Page, integration: Home, picture: Picture
) -> None:
    ready = (datetime.now(ZONE) + SPAN).replace(minute=0)
    with CardPage.of(page, integration, {}, "en") as card:
        card.open()
        card.press("plan_button")
        card.press("times_cheapest")
        card.slide("form_target", 90)
        card.clock("ready_by", f"{ready:%H:%M}")
        expect(card.dialog).to_contain_text(f"Charge: 90% by {ready:%H:%M}")
        expect(card.dialog).to_contain_text(REACHED)
        picture("form")
        card.press("plan_it")
        expect(card.goals).to_have_text(f"90% by {ready:%H:%M}")
        expect(card.blocks.first).to_be_visible()
        assert {window["origin"] for window in integration.windows()} == {"goal"}

        card.goals.click()
        expect(card.dialog).to_contain_text(card.says("goal_windows"))
        expect(card.dialog).to_contain_text("about €")
        picture("details")
        card.press("change")
        card.slide("form_target", 80)
        card.press("save")
        expect(card.goals).to_have_text(f"80% by {ready:%H:%M}")

        card.goals.click()
        card.press("delete")
        expect(card.goals).to_have_count(0)
        expect(card.blocks).to_have_count(0)
        card.undo()
        expect(card.goals).to_have_text(f"80% by {ready:%H:%M}")


def test_a_duration_in_one_go(page: Page, integration: Home, picture: Picture) -> None:
    with CardPage.of(page, integration, {}, "en") as card:
        card.open()
        card.press("plan_button")
        card.press("times_cheapest")
        card.press("for_time")
        card.slide("lasts", 90)
        card.press("in_one_go")
        ready = (datetime.now(ZONE) + SPAN).replace(minute=0)
        card.clock("ready_by", f"{ready:%H:%M}")
        expect(card.dialog).to_contain_text(f"Charge: 1 hr 30 min by {ready:%H:%M}")
        picture("form")
        card.press("plan_it")
        expect(card.goals).to_have_count(1)
        expect(card.blocks).to_have_count(1)
        [window] = integration.windows()
        start, end = (datetime.fromisoformat(window[name]) for name in ("start", "end"))
        assert end - start == timedelta(minutes=90)


@pytest.mark.parametrize("look", [*LOOKS, Look(SMALLEST)], ids=str)
def test_goals(page: Page, integration: Home, look: Look, picture: Picture) -> None:
    set_goal(integration, target=90)
    start = datetime.now(ZONE) + SPAN
    late = {"start": start.isoformat(), "end": (start + SPAN).isoformat()}
    set_goal(integration, command="discharge", duration=TWO_HOURS, min_price=9, **late)
    with CardPage.of(page, integration, {}, look.language) as card:
        card.open()
        expect(card.goals).to_have_count(2)
        expect(card.blocks.first).to_be_visible()
        expect(card.itself.locator(".risk")).to_have_count(1)
        picture("card")
        assert fits(page, look)
        card.goals.last.click()
        expect(card.dialog.locator(".alert.note")).to_be_visible()
        picture("at-risk")
        page.keyboard.press("Escape")
        card.goals.first.click()
        expect(card.dialog).to_contain_text(card.says("level_expected"))
        picture("details")
        page.keyboard.press("Escape")
        card.press("plan_button")
        card.press("times_cheapest")
        expect(card.dialog.locator(".preview")).to_contain_text("€")
        assert fits(page, look)
        picture("form")
        assert card.holds_its_form()
        card.dialog.locator(".preview").scroll_into_view_if_needed()
        picture("preview")
        page.keyboard.press("Escape")
        card.press("table_button")
        expect(card.itself).to_contain_text(card.says("table_prices"))
        picture("table")


@pytest.mark.parametrize("look", [Look(), Look(PHONE, language="de")], ids=str)
def test_goals_move_nothing_while_they_load(
    page: Page, integration: Home, look: Look, report: Report
) -> None:
    set_goal(integration, target=90)
    page.add_init_script(WATCH)
    with CardPage.of(page, integration, {}, look.language) as card:
        card.open()
        expect(card.goals).to_have_count(1)
        is_steady_and_fast(page, f"card with a goal on {look}", report)
