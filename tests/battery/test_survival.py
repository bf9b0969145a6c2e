"""What a plan survives: reloads, another key, restored backups, jumping clocks."""

from copy import deepcopy
from datetime import timedelta
from typing import Any

from homeassistant.const import CONF_API_KEY
from homeassistant.core import HomeAssistant
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.amps.const import DOMAIN
from simulator import World

from ..entities import FULL, next_start, state
from ..travel import Travel
from ..windows import schedule

HOUR = timedelta(hours=1)
LIVED = ["charge", "idle", "auto.balanced"]


@pytest.fixture
async def planned(
    hass: HomeAssistant, integration: MockConfigEntry, travel: Travel
) -> MockConfigEntry:
    """An entry with one window, from 10:00 to 12:00, that Amps holds."""
    span = "2026-11-23 10:00:00", "2026-11-23 12:00:00"
    await schedule(hass, travel, *span, target=95)
    await travel(60)
    return integration


def _modes(world: World) -> list[str]:
    world.catch_up()
    return [effect.command for effect in world.record.effects_of(FULL, "mode")]


async def _reload(hass: HomeAssistant, travel: Travel, entry: MockConfigEntry) -> None:
    await travel.run(hass.config_entries.async_reload(entry.entry_id))


async def test_reloads_before_inside_and_after(
    hass: HomeAssistant, planned: MockConfigEntry, world: World, travel: Travel
) -> None:
    for _ in range(6):
        await _reload(hass, travel, planned)
        await travel(HOUR)
    assert _modes(world) == LIVED
    assert len(world.record.pushes()) == 2
    assert state(hass, "sensor", "last_result").state == "done"


async def test_another_key_in_between(
    hass: HomeAssistant, planned: MockConfigEntry, world: World, travel: Travel
) -> None:
    world.keys.add("sk_test_another")
    data = {**planned.data, CONF_API_KEY: "sk_test_another"}
    hass.config_entries.async_update_entry(planned, data=data)
    await _reload(hass, travel, planned)
    await travel(5 * HOUR)
    assert _modes(world) == LIVED
    assert len(world.record.pushes()) == 2


async def test_a_backup_from_before_the_window_ended(
    hass: HomeAssistant,
    planned: MockConfigEntry,
    world: World,
    travel: Travel,
    hass_storage: dict[str, Any],
) -> None:
    kept = deepcopy(hass_storage[f"{DOMAIN}.battery.{FULL}"])
    await travel(3 * HOUR)
    await travel.run(hass.config_entries.async_unload(planned.entry_id))
    hass_storage[f"{DOMAIN}.battery.{FULL}"] = kept
    await travel(2 * HOUR)
    await travel.run(hass.config_entries.async_setup(planned.entry_id))
    await travel(2 * HOUR)
    assert _modes(world) == LIVED
    assert len(world.record.pushes()) == 2


async def test_a_battery_that_goes_and_comes_back(
    hass: HomeAssistant, planned: MockConfigEntry, world: World, travel: Travel
) -> None:
    device = world.remove_device(FULL)
    await travel(180)
    world.add_device(device)
    await travel(180)
    assert next_start(hass).startswith("2026-11-23T10")
    await _reload(hass, travel, planned)
    await travel(5 * HOUR)
    assert _modes(world).count("charge") == 1
    assert _modes(world)[-1] == "auto.balanced"


@pytest.mark.usefixtures("planned")
async def test_a_clock_that_jumps_over_the_window(
    hass: HomeAssistant,
    world: World,
    travel: Travel,
) -> None:
    travel.sleep(timedelta(hours=5))
    await travel(600)
    assert _modes(world) == LIVED
    assert len(world.record.pushes()) == 2
    assert state(hass, "sensor", "last_result").state == "accepted"
