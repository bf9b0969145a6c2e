"""The options of the integration."""

from collections.abc import Iterator
import re

from playwright.sync_api import Page
import pytest

from simulator import DEFAULT_SECRET

from .conftest import Picture
from .home import Home
from .pages.integrations import configure
from .words import text

EXTERNAL_URL = "https://home.example.org"
WEBHOOKS = text("options.step.init.data.webhook")
SECRET = "options.step.webhook.data.webhook_secret"
SAVED = "Options successfully saved."
DELIVERED = re.compile("Last valid delivery.*: .*2026")


@pytest.fixture
def reachable(integration: Home) -> Iterator[Home]:
    """A Home Assistant that says that it is on the internet."""
    integration.ask("config/core/update", external_url=EXTERNAL_URL)
    yield integration
    integration.ask("config/core/update", external_url=None)


@pytest.mark.usefixtures("integration")
def test_webhooks_without_an_external_url(page: Page, picture: Picture) -> None:
    dialog = configure(page)
    dialog.shows("options.step.init.title")
    picture("options")
    dialog.toggle(WEBHOOKS)
    dialog.submit()

    dialog.warns("options.error.no_external_url")
    picture("unreachable")
    dialog.toggle(WEBHOOKS)
    dialog.submit()
    dialog.says(SAVED)


def test_webhooks(page: Page, reachable: Home, picture: Picture) -> None:
    dialog = configure(page)
    dialog.toggle(WEBHOOKS)
    dialog.submit()
    dialog.shows("options.step.webhook.title")
    address = dialog.code
    assert address.startswith(f"{EXTERNAL_URL}/api/webhook/")
    picture("address")

    dialog.fill(SECRET, "secret")
    dialog.submit()
    dialog.warns("options.error.webhook_secret_invalid")
    dialog.fill(SECRET, DEFAULT_SECRET)
    dialog.submit()
    dialog.says(SAVED)
    reachable.reload()

    hook = address.replace(EXTERNAL_URL, reachable.url)
    reachable.amps("POST", "/webhooks/targets", {"url": hook})
    reachable.amps("POST", "/knobs", {"webhook_delay": 0})
    reachable.change(link="INVALID_CREDENTIALS")
    reachable.amps("POST", "/webhooks/deliver")
    dialog = configure(page)
    dialog.submit()
    dialog.says(DELIVERED)
    picture("delivered")
