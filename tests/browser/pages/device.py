"""The page of a battery under Settings > Devices & services > Devices."""

import re

from playwright.sync_api import Locator, Page

from tests.browser.home import Home


class DevicePage:
    """One battery, with all its entities."""

    def __init__(self, page: Page, home: Home, number: int = 0) -> None:
        self._page = page
        self._path = f"/config/devices/device/{home.device_id(number)}"

    def open(self) -> None:
        """Go there."""
        self._page.goto(self._path)

    def row(self, name: str) -> Locator:
        """Return the line of an entity, with its name and value."""
        title = self._page.locator(f'[title="{name}"]')
        return self._page.locator("hui-generic-entity-row").filter(has=title)

    def chooser(self, name: str) -> Locator:
        """Return the button of a select, which shows what is chosen."""
        return self._page.locator("hui-select-entity-row").get_by_role(
            "button", name=re.compile(f"^{name}")
        )

    def choose(self, name: str, option: str) -> None:
        """Choose another option of a select."""
        self.chooser(name).click()
        self._page.get_by_role("menuitem", name=option, exact=True).click()

    @property
    def message(self) -> Locator:
        """What Home Assistant says at the bottom of the screen."""
        return self._page.locator("ha-toast").get_by_role("status")
