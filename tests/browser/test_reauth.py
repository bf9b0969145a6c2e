"""An API key that Amps does not accept any more."""

from playwright.sync_api import Page, expect

from .conftest import Picture
from .home import Home
from .pages.integrations import API_KEY, card, reauthenticate

NEW_KEY = "sk_test_new"


def test_another_key(page: Page, integration: Home, picture: Picture) -> None:
    stranger = integration.add_stranger()
    integration.let_in(revoked=True)
    integration.reload()

    dialog = reauthenticate(page)
    dialog.shows("config.step.reauth_confirm.title")
    picture("asked")

    dialog.fill(API_KEY, stranger)
    dialog.submit()
    dialog.warns("config.error.no_known_battery")
    picture("stranger")

    new = {"value": NEW_KEY, "devices": integration.batteries}
    integration.amps("POST", "/keys", new)
    dialog.fill(API_KEY, NEW_KEY)
    dialog.submit()
    dialog.shows("config.abort.reauth_successful")
    picture("done")
    dialog.submit()
    expect(card(page)).to_contain_text("1 device")
    [entry] = integration.entries()
    assert entry["state"] == "loaded"
