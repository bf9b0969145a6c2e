"""Another time zone than the battery's."""

from datetime import timedelta

from homeassistant.core import HomeAssistant
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.amps.const import CONF_PLANT_TIME_ZONES
from custom_components.amps.repairs.zones import all_zones, likely_zone
from simulator import World

from ..entities import FULL
from ..planned import BEGIN, schedule
from ..travel import Travel
from .shown import NIGHT, Fix, placeholders, shown, waiting


@pytest.mark.usefixtures("integration")
async def test_another_time_zone(
    hass: HomeAssistant,
    world: World,
    travel: Travel,
    fix: Fix,
    integration: MockConfigEntry,
) -> None:
    world.devices[FULL].zone = "Europe/Berlin"
    await schedule(hass, travel, NIGHT, NIGHT + timedelta(hours=1))
    await travel(30)
    issue_id = f"time_zone_{FULL}"
    named = placeholders(hass, issue_id)
    assert named["zone"] == "Europe/London"
    assert named["error"] == "-1:00"
    assert not waiting(world)

    await fix(issue_id)
    zones = integration.options[CONF_PLANT_TIME_ZONES]
    assert zones == {FULL: "Europe/Berlin"}
    await travel(30)
    assert not shown(hass)
    (ours,) = waiting(world)
    assert ours.start == NIGHT


@pytest.mark.usefixtures("integration")
async def test_a_time_zone_that_is_chosen_anew(
    hass: HomeAssistant, world: World, travel: Travel, fix: Fix
) -> None:
    world.devices[FULL].zone = "Europe/Berlin"
    await schedule(hass, travel, NIGHT, NIGHT + timedelta(hours=1))
    await travel(30)
    world.devices[FULL].zone = "Europe/London"
    await fix(f"time_zone_{FULL}", {"plant_time_zone": "Europe/London"})
    await travel(30)
    assert not shown(hass)
    (ours,) = waiting(world)
    assert ours.start == NIGHT


@pytest.mark.parametrize(
    ("home", "used", "hours", "zone"),
    [
        ("Europe/London", "Europe/London", -1, "Europe/Berlin"),
        ("Europe/Dublin", "Europe/Berlin", 1, "Europe/Dublin"),
        ("Europe/Berlin", "Europe/Berlin", 1, "Europe/London"),
        ("America/New_York", "America/New_York", 3, "America/Los_Angeles"),
        ("Australia/Lord_Howe", "Australia/Lord_Howe", 0.5, "Australia/Adelaide"),
        ("Asia/Kolkata", "Asia/Kolkata", -0.25, "Asia/Kathmandu"),
        ("Europe/London", "Europe/London", 0.1, "Europe/London"),
    ],
)
def test_the_zone_that_fits(home: str, used: str, hours: float, zone: str) -> None:
    error = timedelta(hours=hours)
    assert likely_zone(all_zones(), home, used, error, BEGIN) == zone
