"""Settings > System > Repairs."""

import re

from playwright.sync_api import Locator, Page

from .dialog import Dialog


class Repairs:
    """The list of what is to be repaired."""

    def __init__(self, page: Page) -> None:
        self._page = page

    def open(self) -> None:
        """Go there."""
        self._page.goto("/config/repairs")

    def entry(self, title: re.Pattern[str]) -> Locator:
        """Return one of them."""
        return self._page.locator("ha-config-repairs").get_by_text(title)

    def repair(self, title: re.Pattern[str], language: str = "en") -> Dialog:
        """Open one."""
        self.entry(title).click()
        return Dialog(self._page, language)
