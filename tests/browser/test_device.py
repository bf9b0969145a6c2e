"""The page of a battery."""

from playwright.sync_api import Page, expect
import pytest

from .conftest import Picture
from .home import Home
from .look import Look
from .pages.device import DevicePage
from .words import text, words

MODE = text("entity.select.operation_mode.name")
LAST_ACTION = text("entity.sensor.last_action_state.name")
SHOWN = {
    "level": "60%",
    "problem": "OK",
    "next": text("entity.sensor.next.state.nothing"),
    "plan": text("entity.calendar.plan.state.off"),
}
"""Values of the simulated battery, by the keys of their entities."""


def mode(slug: str) -> str:
    """Return what a mode is called."""
    return text(f"entity.select.operation_mode.state.{slug}")


@pytest.mark.parametrize("look", [Look(size=(1280, 1700))], ids=["tall"])
def test_every_enabled_entity(page: Page, integration: Home, picture: Picture) -> None:
    entities = integration.enabled_entities()
    device = DevicePage(page, integration)
    device.open()

    for entity in entities.values():
        line = device.row(entity["original_name"]).or_(
            device.chooser(entity["original_name"])
        )
        expect(line.first).to_be_visible()
        expect(line.first).not_to_contain_text("Unavailable")
    for key, value in SHOWN.items():
        line = device.row(entities[key]["original_name"])
        expect(line).to_contain_text(value)
    picture("page")
    assert 10 < len(entities) <= 16


def test_another_mode_settles(page: Page, integration: Home, picture: Picture) -> None:
    integration.amps("POST", "/knobs", {"completion_delay": 18})
    device = DevicePage(page, integration)
    device.open()
    expect(device.chooser(MODE)).to_contain_text(mode("auto_balanced"))

    device.choose(MODE, mode("auto_reserve"))
    expect(device.chooser(MODE)).to_contain_text(mode("auto_reserve"))
    expect(device.row(LAST_ACTION)).to_contain_text("On its way")
    picture("on-its-way")

    expect(device.row(LAST_ACTION)).to_contain_text("Completed")
    expect(device.chooser(MODE)).to_contain_text(mode("auto_reserve"))
    picture("settled")
    assert integration.truth()["command"] == "auto.reserve"


def test_command_that_is_refused(
    page: Page, integration: Home, picture: Picture
) -> None:
    integration.fault(
        endpoint="push", status=503, code="DEVICE_OFFLINE", message="No answer."
    )
    device = DevicePage(page, integration)
    device.open()
    device.choose(MODE, mode("charge"))

    expect(device.message).to_have_text(words("exceptions.device_offline.message"))
    expect(device.chooser(MODE)).to_contain_text(mode("auto_balanced"))
    picture("message")
    assert integration.truth()["command"] == "auto.balanced"


def test_command_that_fails_later(
    page: Page, integration: Home, picture: Picture
) -> None:
    integration.change(fail_next="OEM_REJECTED")
    device = DevicePage(page, integration)
    device.open()
    device.choose(MODE, mode("auto_export"))
    expect(device.chooser(MODE)).to_contain_text(mode("auto_export"))

    expect(device.row(LAST_ACTION)).to_contain_text("Failed")
    expect(device.chooser(MODE)).to_contain_text(mode("auto_balanced"))
    picture("back")
