"""The line of each battery that the list of all of them subscribes to."""

from homeassistant.core import HomeAssistant
import pytest
from pytest_homeassistant_custom_component.common import MockUser

from ..entities import FULL, WINDOWED, entity_id, ha_device_id
from ..travel import Travel
from ..windows import NIGHT, schedule
from .conftest import Browser, restrict

FLEET = "amps/fleet/subscribe"
LINE = {
    "available",
    "linked",
    "problem",
    "enabled",
    "level",
    "power",
    "mode",
    "next",
    "last",
}


@pytest.mark.parametrize("batteries", [2])
async def test_a_line_of_each(
    hass: HomeAssistant, travel: Travel, browser: Browser
) -> None:
    await browser.subscribe(FLEET)
    event = await browser.event()
    first, second = (ha_device_id(hass, item) for item in (WINDOWED, FULL))
    assert event["order"] == [first, second]
    assert all(battery.keys() == LINE for battery in event["batteries"].values())
    await schedule(hass, travel, *NIGHT, batteries=(FULL,))
    changed = (await browser.event())["batteries"]
    assert changed.keys() == {second}
    assert changed[second].keys() == {"next"}


@pytest.mark.parametrize("batteries", [120])
async def test_many_batteries_come_in_several_messages(browser: Browser) -> None:
    await browser.subscribe(FLEET)
    first = await browser.event()
    assert len(first["order"]) == 120
    assert len(first["batteries"]) == 50
    rest = [await browser.event(), await browser.event()]
    assert [len(item["batteries"]) for item in rest] == [50, 20]
    assert await browser.is_told_nothing()


@pytest.mark.parametrize("batteries", [2])
async def test_only_what_may_be_read(
    hass: HomeAssistant, browser: Browser, hass_admin_user: MockUser
) -> None:
    keys = (
        ("binary_sensor", "problem"),
        ("button", "stop"),
        ("calendar", "plan"),
        ("select", "operation_mode"),
        ("sensor", "level"),
        ("sensor", "power"),
        ("switch", "plan_enabled"),
    )
    readable = {entity_id(hass, *key): {"read": True} for key in keys}
    restrict(hass_admin_user, {"entities": {"entity_ids": readable}})
    await browser.subscribe(FLEET)
    assert (await browser.event())["order"] == [ha_device_id(hass)]
