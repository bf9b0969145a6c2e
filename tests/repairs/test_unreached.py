"""A start of Home Assistant while Amps is out of reach, with windows ahead."""

from datetime import timedelta

from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from simulator import Fault, World

from ..entities import call, noted_events
from ..planned import BEGIN, END, schedule
from ..travel import Travel
from .shown import NAME, placeholders, shown

AWAY = Fault(status=503, code="SERVICE_UNAVAILABLE", times=None)
LATER = END + timedelta(minutes=20)


@pytest.fixture
async def left_out(
    hass: HomeAssistant, integration: MockConfigEntry, world: World, travel: Travel
) -> str:
    """Plan two windows, of which Amps holds the first; then Amps and we are away."""
    await schedule(hass, travel)
    await schedule(hass, travel, LATER, LATER + timedelta(hours=1))
    await travel(60)
    world.faults.add(AWAY)
    await travel.run(hass.config_entries.async_unload(integration.entry_id))
    return f"amps_unreachable_{integration.entry_id}"


async def _start(
    hass: HomeAssistant, entry: MockConfigEntry, travel: Travel, minutes: int
) -> None:
    await travel.run(hass.config_entries.async_setup(entry.entry_id))
    assert entry.state is ConfigEntryState.SETUP_RETRY
    await travel(timedelta(minutes=minutes))


async def test_windows_that_amps_does_not_have_are_told_until_it_answers(
    hass: HomeAssistant,
    integration: MockConfigEntry,
    world: World,
    travel: Travel,
    left_out: str,
) -> None:
    await travel.to(LATER - timedelta(minutes=50))
    await _start(hass, integration, travel, 8)
    assert not shown(hass)
    await travel(timedelta(minutes=5))
    (line,) = placeholders(hass, left_out)["windows"].splitlines()
    assert line.startswith(f"- {NAME}: Charge")
    assert "23 Nov, 10:20\N{EN DASH}11:20" in line

    world.faults.clear()
    await travel(timedelta(minutes=11))
    assert integration.state is ConfigEntryState.LOADED
    assert left_out not in shown(hass)


async def test_a_short_silence_at_a_start_is_not_told(
    hass: HomeAssistant,
    integration: MockConfigEntry,
    travel: Travel,
    left_out: str,
) -> None:
    await travel.to(LATER - timedelta(minutes=30))
    await _start(hass, integration, travel, 4)
    assert left_out not in shown(hass)
    await travel(timedelta(minutes=3))
    assert left_out in shown(hass)


async def test_what_amps_holds_is_in_no_danger(
    hass: HomeAssistant,
    integration: MockConfigEntry,
    travel: Travel,
    left_out: str,
) -> None:
    await travel.to(BEGIN - timedelta(minutes=30))
    await _start(hass, integration, travel, 10)
    assert left_out not in shown(hass)


async def test_a_plan_that_is_off_is_in_no_danger(
    hass: HomeAssistant, integration: MockConfigEntry, world: World, travel: Travel
) -> None:
    await schedule(hass, travel)
    await call(hass, travel, "switch", "turn_off", key="plan_enabled")
    world.faults.add(AWAY)
    await travel.run(hass.config_entries.async_unload(integration.entry_id))
    await _start(hass, integration, travel, 40)
    assert not shown(hass)


async def test_what_amps_silence_cost_is_not_blamed_on_home_assistant(
    hass: HomeAssistant,
    integration: MockConfigEntry,
    world: World,
    travel: Travel,
    left_out: str,
) -> None:
    await travel.to(LATER - timedelta(minutes=50))
    await _start(hass, integration, travel, 120)
    assert left_out in shown(hass)
    world.faults.clear()
    with noted_events(hass, "window") as told:
        await travel(timedelta(minutes=15))
    assert integration.state is ConfigEntryState.LOADED
    (missed,) = (event for event in told if event["event_type"] == "missed")
    assert missed["reason"] == "amps_unreachable"
