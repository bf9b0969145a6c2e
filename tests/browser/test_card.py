"""The card: planned, moved, skipped and boosted without typing a word."""

from collections.abc import Iterator
from datetime import datetime, timedelta
import re

from playwright.sync_api import Locator, Page, expect
import pytest

from scripts.dev.home_assistant import Json

from .conftest import Picture
from .home import Home
from .pages.dashboard import CardPage
from .test_calendar import NIGHT, ZONE, Planned, ahead, planned, reaches_amps

DASH = "\N{EN DASH}"
MINUTES = re.compile(r"\b(\d+) mins? left")


@pytest.fixture
def config() -> Json:
    """What the card is given; parametrize it for something else."""
    return {}


@pytest.fixture
def card(page: Page, integration: Home, config: Json) -> Iterator[CardPage]:
    """A card of an account with one battery."""
    with CardPage.of(page, integration, config, "en") as card:
        card.open()
        yield card


def plan(home: Home, **data: object) -> None:
    """Plan a charge for the next night, as an automation does."""
    day = ahead(1)
    times = {"start": f"{day} 00:30:00", "end": f"{day} 05:30:00"}
    window = {"device_id": home.device_id(), "target": 90, **times, **data}
    home.act("amps.schedule_window", window)


def night(days: int = 1, start: str = NIGHT[0], end: str = NIGHT[1]) -> Planned:
    """Return a planned night, as the test of the calendar names it."""
    return ahead(days), start, end, 90


def drag(page: Page, block: Locator, hours: float, part: float = 0.5) -> None:
    """Take something by one of its parts, and let it go so many hours later."""
    box = block.bounding_box()
    plot = page.locator("amps-timeline .plot").bounding_box()
    assert box
    assert plot
    x, y = box["x"] + box["width"] * part, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    for step in range(1, 6):
        page.mouse.move(x + plot["width"] / 72 * hours * step / 5, y)
    page.mouse.up()


def test_a_night_is_planned_without_a_title(
    card: CardPage, integration: Home, picture: Picture
) -> None:
    expect(card.next).to_contain_text(card.says("nothing_planned"))
    card.press("plan_button")
    card.choose("date", "Tomorrow")
    card.clock("from", "00:30")
    card.clock("until", "05:30")
    card.slide("form_target", 90)
    expect(card.dialog).to_contain_text("Needs about 3.1 kWh")
    picture("form")
    card.press("plan_it")

    expect(card.dialog).to_have_count(0)
    expect(card.block("sent")).to_have_count(1)
    expect(card.next).to_contain_text(
        f"Next: Charge to 90%, tomorrow 00:30 {DASH} 05:30"
    )
    picture("planned")
    assert planned(integration) == [night()]
    reaches_amps(integration, f"{ahead(1)} 00:30")

    card.undo()
    expect(card.blocks).to_have_count(0)
    assert planned(integration) == []
    reaches_amps(integration)


def test_weekdays_are_touched(card: CardPage, integration: Home) -> None:
    card.press("plan_button")
    card.clock("from", "00:30")
    card.clock("until", "05:30")
    card.slide("form_target", 90)
    for day in ("Monday", "Thursday"):
        card.dialog.get_by_role("button", name=day).click()
    card.press("plan_it")
    expect(card.dialog).to_have_count(0)
    found = planned(integration, 14)
    assert {f"{day:%a}" for day, *_ in found} == {"Mon", "Thu"}
    assert len(found) >= 3


def test_an_empty_stretch_is_touched(card: CardPage, page: Page) -> None:
    lane = page.locator("amps-timeline .lane")
    box = lane.bounding_box()
    assert box
    lane.click(position={"x": box["width"] * 62 / 72, "y": box["height"] / 2})
    expect(card.dialog).to_contain_text("tomorrow")
    page.keyboard.press("Escape")
    expect(card.dialog).to_have_count(0)
    lane.click(position={"x": 4, "y": box["height"] / 2})
    expect(card.dialog).to_have_count(0)


def test_two_at_once_are_refused_in_the_form(
    card: CardPage, integration: Home, picture: Picture
) -> None:
    plan(integration)
    card.press("plan_button")
    card.choose("date", "Tomorrow")
    card.clock("from", "02:00")
    card.clock("until", "03:00")
    card.press("plan_it")
    expect(card.dialog.get_by_role("alert")).to_contain_text("Charge to 90 %")
    picture("clash")
    card.press("replace")
    expect(card.dialog).to_have_count(0)
    expect(card.blocks).to_have_count(3)


def test_a_window_is_dragged(
    card: CardPage, integration: Home, page: Page, picture: Picture
) -> None:
    plan(integration)
    expect(card.block("sent")).to_have_count(1)
    drag(page, card.blocks, 2)
    expect(card.next).to_contain_text("tomorrow 02:")
    picture("moved")
    ((day, start, end, target),) = planned(integration)
    assert (day, target) == (ahead(1), 90)
    assert int(start[-2:]) % 5 == 0
    assert start.startswith("02:")
    assert end.startswith("07:")
    reaches_amps(integration, f"{day} {start}")

    card.undo()
    expect(card.next).to_contain_text(f"tomorrow 00:30 {DASH} 05:30")
    assert planned(integration) == [night()]


def test_an_end_is_dragged(card: CardPage, integration: Home, page: Page) -> None:
    plan(integration)
    expect(card.block("sent")).to_have_count(1)
    drag(page, card.blocks, 1, part=0.95)
    expect(card.next).to_contain_text(f"tomorrow 00:30 {DASH} 06:")
    ((_, start, end, _),) = planned(integration)
    assert (start, end[:3]) == ("00:30", "06:")


def test_a_window_is_moved_by_keys(
    card: CardPage, integration: Home, page: Page, picture: Picture
) -> None:
    plan(integration)
    expect(card.block("sent")).to_have_count(1)
    card.blocks.focus()
    for key in ("Shift+ArrowRight", "ArrowRight", "ArrowRight", "Alt+ArrowLeft"):
        page.keyboard.press(key)
    picture("on-its-way")
    page.keyboard.press("Enter")
    expect(card.next).to_contain_text(f"tomorrow 01:40 {DASH} 06:35")
    assert planned(integration) == [night(1, "01:40", "06:35")]

    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Escape")
    card.blocks.click()
    expect(card.dialog).to_contain_text(f"01:40 {DASH} 06:35")


def test_a_move_that_is_refused_goes_back(
    card: CardPage, integration: Home, page: Page
) -> None:
    plan(integration)
    day = ahead(1)
    plan(integration, start=f"{day} 07:00:00", end=f"{day} 09:00:00")
    expect(card.blocks).to_have_count(2)
    drag(page, card.blocks.first, 4)
    expect(card.message).to_contain_text("Charge to 90 %")
    card.blocks.first.click()
    expect(card.dialog).to_contain_text(f"00:30 {DASH} 05:30")


def test_a_night_is_skipped_and_brought_back(
    card: CardPage, integration: Home, picture: Picture
) -> None:
    plan(integration, repeat="FREQ=DAILY")
    card.block("sent").click()
    expect(card.dialog).to_contain_text(card.says("held_by_amps"))
    expect(card.dialog).to_contain_text(card.says("daily"))
    picture("details")
    card.press("skip")
    expect(card.block("skipped")).to_have_count(1)
    picture("skipped")
    assert planned(integration, 2)[0] == night(2)

    card.block("skipped").click()
    picture("taken-out")
    card.press("bring_back")
    expect(card.block("sent")).to_have_count(1)
    assert planned(integration, 2)[0] == night(1)


def test_a_series_is_deleted(card: CardPage, integration: Home) -> None:
    plan(integration, repeat="FREQ=DAILY")
    card.block("sent").click()
    card.press("delete")
    card.press("delete_all")
    expect(card.blocks).to_have_count(0)
    assert planned(integration) == []
    card.undo()
    expect(card.blocks.first).to_be_visible()
    assert planned(integration, 2) == [night(1), night(2)]


def test_a_window_is_changed(card: CardPage, integration: Home) -> None:
    plan(integration)
    card.block("sent").click()
    card.press("change")
    card.slide("form_target", 80)
    card.clock("until", "04:00")
    card.press("save")
    expect(card.next).to_contain_text(f"Charge to 80%, tomorrow 00:30 {DASH} 04:00")
    assert planned(integration) == [(ahead(1), "00:30", "04:00", 80)]


def test_a_boost_and_its_end(card: CardPage, picture: Picture) -> None:
    card.press("boost")
    card.dialog.get_by_role("button", name="30 min").click()
    picture("form")
    card.press("start")
    expect(card.dialog).to_have_count(0)
    expect(card.next).to_contain_text("Charge until")
    found = MINUTES.search(card.next.inner_text())
    assert found
    assert 25 <= int(found[1]) <= 32
    picture("boosted")
    card.press("stop")
    expect(card.itself.locator("select").first).to_have_value("auto_balanced")
    expect(card.next).to_contain_text(card.says("nothing_planned"))


def test_a_boost_to_a_level(card: CardPage, integration: Home) -> None:
    card.press("boost")
    card.dialog.get_by_role("button", name=card.says("to_level"), exact=True).click()
    card.slide("form_target", 75)
    card.press("start")
    expect(card.next).to_contain_text("Charge to 75% until")
    [window] = [one for one in integration.windows() if one["state"] == "active"]
    end = datetime.fromisoformat(window["end"])
    assert timedelta(0) < end - datetime.now(ZONE) < timedelta(hours=1)


def test_another_mode(card: CardPage, integration: Home) -> None:
    card.itself.locator("select").first.select_option("auto_reserve")
    expect(card.itself.locator(".doing")).to_contain_text("Reserve")
    expect(card.itself.locator("select").first).to_have_value("auto_reserve")
    reserve = ("auto.reserve", "completed")
    integration.until_record(
        lambda item: reserve in [(x["command"], x["state"]) for x in item["actions"]]
    )


def test_a_command_that_is_refused_is_told(card: CardPage, integration: Home) -> None:
    integration.fault(endpoint="push", status=503, code="DEVICE_OFFLINE")
    card.itself.locator("select").first.select_option("auto_reserve")
    expect(card.message).to_be_visible()
    expect(card.itself.locator("select").first).to_have_value("auto_balanced")


def test_the_plan_is_paused_and_resumed(card: CardPage, integration: Home) -> None:
    plan(integration)
    expect(card.block("sent")).to_have_count(1)
    switch = integration.enabled_entities()["plan_enabled"]["entity_id"]
    integration.act("switch.turn_off", {"entity_id": switch})
    expect(card.block("paused")).to_have_count(1)
    expect(card.next).to_contain_text(card.says("paused"))
    card.press("resume")
    expect(card.block("sent")).to_have_count(1)


def test_a_table_says_the_same(
    card: CardPage, integration: Home, picture: Picture
) -> None:
    plan(integration)
    expect(card.block("sent")).to_have_count(1)
    row = card.itself.get_by_role("row", name="Charge to 90%")
    expect(row).to_contain_text(f"Tomorrow 00:30 {DASH} 05:30")
    expect(row).to_contain_text("sent")
    card.press("table_button")
    expect(card.page.locator("amps-timeline")).to_have_count(0)
    picture("table")
    row.get_by_role("button").click()
    expect(card.dialog).to_contain_text(card.says("held_by_amps"))


@pytest.mark.parametrize("batteries", [2])
def test_several_batteries_over_one_time(
    card: CardPage, integration: Home, picture: Picture
) -> None:
    plan(integration, device_id=[integration.device_id(item) for item in (0, 1)])
    expect(card.block("sent")).to_have_count(2)
    boxes = [block.bounding_box() for block in card.blocks.all()]
    assert len({round(box["x"]) for box in boxes if box}) == 1
    expect(card.itself.locator("amps-timeline .hours")).to_have_count(1)
    picture("stacked")
