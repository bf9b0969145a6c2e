"""System health: what the owner can show somebody who helps."""

from datetime import datetime
from typing import Any

from homeassistant.components.system_health import DATA_SYSTEM_HEALTH_PLATFORMS
from homeassistant.core import HomeAssistant
from homeassistant.setup import async_setup_component
import pytest
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    get_system_health_info,
)

from custom_components.amps.account.rate_limiter import LastHour
from custom_components.amps.const import CONF_ADD_NEW, CONF_BATTERIES, DOMAIN
from simulator import DEFAULT_KEY, AmpsServer, Fault, World

from .conftest import Setup
from .entities import FULL, WINDOWED
from .flows.forms import OTHER_KEY, TEXTS
from .travel import Travel


async def health(hass: HomeAssistant, travel: Travel) -> dict[str, Any]:
    """What the page shows."""
    assert await travel.run(async_setup_component(hass, "system_health", {}))
    assert DATA_SYSTEM_HEALTH_PLATFORMS in hass.data
    found = await travel.run(get_system_health_info(hass, DOMAIN))
    for name, value in found.items():
        if hasattr(value, "__await__"):
            found[name] = await travel.run(value)
    assert found.keys() == TEXTS["system_health"]["info"].keys()
    assert DEFAULT_KEY not in str(found)
    assert OTHER_KEY not in str(found)
    return dict(found)


async def test_an_entry_that_works(
    hass: HomeAssistant, travel: Travel, integration: MockConfigEntry, world: World
) -> None:
    await travel(30 * 60)
    asked = len(world.record.requests)
    found = await health(hass, travel)
    assert found["can_reach_server"] == "ok"
    assert world.record.requests[-1].key == "none"
    assert found["environment"] == "sandbox"
    assert isinstance(found["last_poll"], datetime)
    assert found["last_poll"] == integration.runtime_data.coordinator.last_poll
    assert found["requests_last_hour"] == asked
    assert found["throttled"] == 0
    assert found["stretched_paces"] is False


async def test_only_the_last_hour_counts(
    hass: HomeAssistant, travel: Travel, integration: MockConfigEntry, world: World
) -> None:
    await travel(5 * 3600)
    counted = (await health(hass, travel))["requests_last_hour"]
    assert 60 <= counted <= 90
    assert counted < len(world.record.requests) / 3
    assert integration.state.recoverable


async def test_throttling_is_counted(
    hass: HomeAssistant, travel: Travel, integration: MockConfigEntry, world: World
) -> None:
    world.faults.add(Fault(status=429, code="RATE_LIMIT_EXCEEDED", times=2))
    await travel(5 * 60)
    assert (await health(hass, travel))["throttled"] == 2
    assert integration.state.recoverable


async def test_a_server_that_is_away(
    hass: HomeAssistant,
    travel: Travel,
    integration: MockConfigEntry,
    server: AmpsServer,
) -> None:
    await server.stop()
    found = await health(hass, travel)
    assert found["can_reach_server"] == {"type": "failed", "error": "unreachable"}
    assert found["environment"] == "sandbox"
    assert integration.state.recoverable


@pytest.mark.parametrize("batteries", [2])
async def test_several_entries_are_told_apart(
    hass: HomeAssistant,
    travel: Travel,
    world: World,
    entry: MockConfigEntry,
    setup_entry: Setup,
) -> None:
    world.keys.add(OTHER_KEY)
    for title, key, battery in (
        ("Home", DEFAULT_KEY, FULL),
        ("Cabin", OTHER_KEY, WINDOWED),
    ):
        one = MockConfigEntry(
            domain=DOMAIN,
            title=title,
            data={**entry.data, "api_key": key},
            options={CONF_BATTERIES: [battery], CONF_ADD_NEW: False},
        )
        assert await setup_entry(one)
    found = await health(hass, travel)
    assert found["can_reach_server"] == "ok"
    assert found["environment"] == "Home: sandbox; Cabin: sandbox"
    assert found["last_poll"] == "Home: 2026-11-23 08:00; Cabin: 2026-11-23 08:00"
    assert found["stretched_paces"] == "Home: false; Cabin: false"


async def test_an_entry_that_is_not_ready(
    hass: HomeAssistant,
    travel: Travel,
    entry: MockConfigEntry,
    setup_entry: Setup,
    world: World,
) -> None:
    world.faults.add(Fault(status=500, times=None))
    assert not await setup_entry(entry)
    found = await health(hass, travel)
    assert found["can_reach_server"] == "ok"
    assert found["environment"] == "-"


async def test_the_growth_of_a_count_within_an_hour(travel: Travel) -> None:
    hour = LastHour()
    for count in range(0, 240, 2):
        hour.note(count)
        await travel(60)
    assert hour.growth(240) == pytest.approx(120, abs=2)
    await travel(3 * 3600)
    assert hour.growth(240) == 0
