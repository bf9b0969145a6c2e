"""The dialog in which an integration, its options or a repair ask something."""

import re

from playwright.sync_api import Page, expect

from tests.browser.words import text, words


class Dialog:
    """One dialog, whatever step it shows.

    The integration's own texts are given by their translation keys. Home Assistant's
    dialogs show what lies beside them in the document, not in them, so it is not
    looked for in the element that has the role.
    """

    def __init__(self, page: Page, language: str = "en") -> None:
        self._itself = page.locator("dialog-data-entry-flow")
        self._language = language

    def shows(self, key: str) -> None:
        """Wait for a title or another text of a step."""
        found = self._itself.get_by_text(words(key, self._language))
        expect(found.first).to_be_visible()

    def warns(self, key: str) -> None:
        """Wait for an error of the form."""
        alert = self._itself.locator("ha-alert")
        expect(alert).to_have_text(words(key, self._language))

    def says(self, given: str | re.Pattern[str]) -> None:
        """Wait for a text that is Home Assistant's own, or is made of values."""
        expect(self._itself.get_by_text(given)).to_be_visible()

    def fill(self, key: str, value: str) -> None:
        """Type into a field."""
        name = text(key, self._language)
        self._itself.get_by_role("textbox", name=name).fill(value)

    def toggle(self, name: str) -> None:
        """Turn a box or a switch to its other side."""
        box = self._itself.locator("ha-checkbox, ha-switch").filter(has_text=name)
        box.click()

    def open_section(self, key: str) -> None:
        """Open or close a part of the form that is closed at first."""
        name = text(key, self._language)
        self._itself.get_by_role("button", name=name, exact=True).click()

    @property
    def code(self) -> str:
        """What is there to be copied."""
        return self._itself.locator("code").inner_text()

    def submit(self) -> None:
        """Press the button that goes on, whatever it is called."""
        self._itself.locator("ha-dialog-footer").get_by_role("button").last.click()
