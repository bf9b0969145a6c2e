"""A dashboard with what this integration brings for it."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Self

from playwright.sync_api import Locator, Page, expect

from scripts.dev.home_assistant import Json
from tests.browser.home import Home
from tests.browser.words import text

CARD = "config_panel.card"
PATH = "amps-test"


class CardPage:
    """A dashboard with one card, and what is opened from it."""

    def __init__(self, page: Page, path: str = PATH, language: str = "en") -> None:
        self.page = page
        self._path = path
        self._language = language

    @classmethod
    @contextmanager
    def of(cls, page: Page, home: Home, config: Json, language: str) -> Iterator[Self]:
        """Make a dashboard for a test, and take it away again."""
        card = {"type": "custom:amps-battery-card", **config}
        sections = [{"type": "grid", "cards": [card]}]
        view = {"title": "Batteries", "type": "sections", "sections": sections}
        made = home.ask(
            "lovelace/dashboards/create", url_path=PATH, title="Test", mode="storage"
        )
        home.ask("lovelace/config/save", url_path=PATH, config={"views": [view]})
        try:
            yield cls(page, PATH, language)
        finally:
            home.ask("lovelace/dashboards/delete", dashboard_id=made["id"])

    def open(self) -> None:
        """Go there, and wait until the plan is shown."""
        self.page.goto(f"/{self._path}")
        expect(self.page.locator("amps-timeline").first).to_be_visible()
        expect(self.next.first).not_to_have_text("")

    def says(self, key: str) -> str:
        """Return a text of the card in the language of whoever looks."""
        return text(f"{CARD}.{key}", self._language)

    @property
    def itself(self) -> Locator:
        """The card."""
        return self.page.locator("amps-battery-card")

    @property
    def next(self) -> Locator:
        """What comes next, in words."""
        return self.itself.locator(".next p")

    @property
    def blocks(self) -> Locator:
        """What is planned, and past, in the picture."""
        return self.itself.locator("amps-timeline .block")

    def block(self, look: str) -> Locator:
        """Return what is in a state, such as ``sent``."""
        return self.itself.locator(f"amps-timeline .block.{look}")

    @property
    def goals(self) -> Locator:
        """The goals in the picture."""
        return self.itself.locator("amps-timeline .goal")

    def press(self, key: str) -> None:
        """Press a button by its text, in the card or in what is open."""
        place = self.dialog if self.dialog.count() else self.itself
        place.get_by_role("button", name=self.says(key), exact=True).first.click()

    @property
    def dialog(self) -> Locator:
        """What is open."""
        return self.itself.locator("dialog[open]")

    def holds_its_form(self) -> bool:
        """Return whether the hours and minutes of a form have room where they are."""
        fit = "all => all.length && all.every(it => it.scrollWidth <= it.clientWidth)"
        return bool(self.dialog.locator(".clock").evaluate_all(fit))

    def choose(self, key: str, option: str) -> None:
        """Choose in a list of the form."""
        field = self.dialog.locator(".field").filter(has_text=self.says(key))
        field.locator("select").first.select_option(label=option)

    def clock(self, key: str, time: str) -> None:
        """Choose a time in the form, such as 00:30."""
        field = self.dialog.locator("fieldset.field").filter(has_text=self.says(key))
        for number, value in enumerate(time.split(":")):
            field.locator("select").nth(number).select_option(value)

    def slide(self, key: str, value: int) -> None:
        """Move a slider of the form."""
        field = self.dialog.locator(".slider").filter(has_text=self.says(key))
        field.locator("input").fill(str(value))

    @property
    def message(self) -> Locator:
        """What Home Assistant says at the bottom of the screen."""
        return self.page.locator("ha-toast").get_by_role("status")

    def undo(self) -> None:
        """Take back what the newest message at the bottom tells."""
        messages = self.page.locator("ha-toast")
        messages.get_by_text(self.says("undo")).last.click()
