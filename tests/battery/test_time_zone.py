"""The zone in which Amps reads a battery's wall clock."""

from typing import Any
from unittest.mock import patch

from homeassistant.core import HomeAssistant
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.amps.battery.time_zone import plant_zone
from custom_components.amps.const import CONF_PLANT_TIME_ZONE, CONF_PLANT_TIME_ZONES
from custom_components.amps.repairs import fixes
from simulator import World

from ..conftest import Setup
from ..entities import FULL, WINDOWED
from ..planned import schedule
from ..travel import Travel


def _no_file() -> Any:
    return patch("homeassistant.util.dt.get_time_zone", side_effect=AssertionError)


@pytest.mark.parametrize("batteries", [2])
async def test_no_file_is_read_once_it_is_set_up(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    setup_entry: Setup,
    world: World,
    travel: Travel,
) -> None:
    entry.add_to_hass(hass)
    zones = {
        CONF_PLANT_TIME_ZONE: "Europe/Paris",
        CONF_PLANT_TIME_ZONES: {WINDOWED: "Asia/Tokyo", "device_left": "No/Where"},
    }
    hass.config_entries.async_update_entry(entry, options={**entry.options, **zones})
    assert await setup_entry(entry)
    coordinator = entry.runtime_data.coordinator
    with _no_file():
        assert str(plant_zone(coordinator, FULL)) == "Europe/Paris"
        assert str(plant_zone(coordinator, WINDOWED)) == "Asia/Tokyo"
    await schedule(hass, travel)
    (push, *_) = world.record.pushes()
    assert push.body["action"]["start"] == "2026-11-23T10:00:00"


async def test_a_zone_that_a_repair_chooses(
    integration: MockConfigEntry, travel: Travel
) -> None:
    coordinator = integration.runtime_data.coordinator
    battery = integration.runtime_data.manager.controller(FULL).writer
    assert str(plant_zone(coordinator, FULL)) == "Europe/London"
    await travel.run(fixes.async_set_zone(battery, "Pacific/Auckland"))
    with _no_file():
        assert str(plant_zone(coordinator, FULL)) == "Pacific/Auckland"
