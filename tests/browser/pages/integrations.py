"""Settings > Devices & services."""

from playwright.sync_api import Locator, Page

from tests.browser.home import Home

from .dialog import Dialog

DASHBOARD = "/config/integrations/dashboard"
AMPS = "/config/integrations/integration/amps"
CONFIGURE = {"en": "Configure", "de": "Konfigurieren"}
STEP = "config.step.user"
API_KEY = f"{STEP}.data.api_key"
ADVANCED = f"{STEP}.sections.advanced"


def add_integration(page: Page, home: Home) -> Dialog:
    """Come to the form for the API key as a person who looks for the name.

    Its address is that of the simulated Amps, which nobody else has to give.
    """
    page.get_by_role("button", name="Add integration").click()
    page.get_by_placeholder("Search for a brand name").fill("Amps")
    page.get_by_role("button", name="Amps", exact=True).click()
    dialog = Dialog(page)
    dialog.shows(f"{STEP}.title")
    give_address(dialog, home.amps_url)
    return dialog


def give_address(dialog: Dialog, url: str) -> None:
    """Enter another address than Amps' own."""
    dialog.open_section(f"{ADVANCED}.name")
    dialog.fill(f"{ADVANCED}.data.url", url)


def add_by_link(page: Page, language: str = "en") -> Dialog:
    """Begin to add the integration by a link that leads there, such as the README's."""
    page.goto(f"{DASHBOARD}/add?domain=amps")
    page.get_by_role("button", name="OK", exact=True).click()
    return Dialog(page, language)


def card(page: Page) -> Locator:
    """Return the integration's card on the dashboard."""
    return page.get_by_role("link", name="Amps")


def reauthenticate(page: Page) -> Dialog:
    """Go to what Home Assistant shows where an API key is refused, and follow it."""
    page.goto(DASHBOARD)
    page.get_by_role("button", name="Reconfigure").click()
    return Dialog(page)


def configure(page: Page, language: str = "en") -> Dialog:
    """Open the options of the entry."""
    page.goto(AMPS)
    page.get_by_role("button", name=CONFIGURE[language]).click()
    return Dialog(page, language)
