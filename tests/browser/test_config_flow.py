"""Adding the integration."""

from playwright.sync_api import Page, expect
import pytest

from .conftest import Picture
from .home import Home
from .pages.integrations import API_KEY, DASHBOARD, add_integration, give_address

ADDED = "Name and assign"
"""Home Assistant's title where an entry was made."""


@pytest.mark.parametrize("batteries", [3])
def test_some_of_several_batteries(page: Page, home: Home, picture: Picture) -> None:
    page.goto(DASHBOARD)
    dialog = add_integration(page, home)
    dialog.fill(API_KEY, home.key)
    picture("key")
    dialog.submit()

    dialog.shows("config.step.batteries.title")
    dialog.toggle("FoxESS ECS2900-H4")
    picture("batteries")
    dialog.submit()

    dialog.says(ADDED)
    picture("found")
    dialog.submit()
    expect(page.get_by_role("link", name="2 devices")).to_be_visible()
    picture("added")


def test_every_error_and_then_success(page: Page, home: Home, picture: Picture) -> None:
    page.goto(DASHBOARD)
    dialog = add_integration(page, home)

    def answers(error: str) -> None:
        dialog.submit()
        dialog.warns(f"config.error.{error}")
        picture(error)

    dialog.fill(API_KEY, "sk_test_wrong")
    answers("invalid_auth")
    dialog.fill(API_KEY, home.key)

    home.let_in(live_disabled=True)
    answers("live_access_disabled")

    home.let_in(devices=[])
    answers("no_batteries")
    home.let_in()

    home.fault(status=503, times=None)
    answers("cannot_connect")
    home.amps("DELETE", "/faults")

    home.amps("POST", "/knobs", {"rate_limit": 0})
    answers("throttled")
    home.amps("POST", "/knobs", {"rate_limit": None})

    give_address(dialog, home.url)
    answers("not_amps")

    give_address(dialog, home.amps_url)
    dialog.submit()
    dialog.says(ADDED)
    picture("success")


def test_key_that_is_set_up_already(
    page: Page, integration: Home, picture: Picture
) -> None:
    page.goto(DASHBOARD)
    dialog = add_integration(page, integration)
    dialog.fill(API_KEY, integration.key)
    dialog.submit()

    dialog.shows("config.abort.already_configured")
    picture("aborted")
    assert len(integration.entries()) == 1
