"""Leaving: what waits at Amps is cancelled, and the plan waits for a while."""

from datetime import timedelta
from typing import Any
from unittest.mock import patch

from aiohttp import ClientSession
from homeassistant.core import HomeAssistant
from homeassistant.helpers import device_registry as dr, issue_registry as ir
from homeassistant.helpers.aiohttp_client import async_create_clientsession
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.amps import async_remove_config_entry_device
from custom_components.amps.const import CONF_BATTERIES, CONF_IGNORED, DOMAIN
from simulator import Fault, World

from ..conftest import Setup
from ..entities import FULL, WINDOWED, choose
from ..planned import schedule
from ..travel import Travel
from ..windows import answer


async def _plan(hass: HomeAssistant, travel: Travel, battery: str = FULL) -> None:
    await schedule(hass, travel, battery=battery)
    await travel(10)


def _states(world: World, battery: str = FULL) -> list[str]:
    world.catch_up()
    return [action.state for action in world.record.actions_of(battery)]


async def test_removing_the_entry_cancels_what_waits(
    hass: HomeAssistant, integration: MockConfigEntry, world: World, travel: Travel
) -> None:
    await _plan(hass, travel)
    assert _states(world) == ["scheduled", "scheduled"]
    await travel.run(hass.config_entries.async_remove(integration.entry_id))
    assert _states(world) == ["cancelled", "cancelled"]
    assert not [issue for issue in ir.async_get(hass).issues if issue[0] == DOMAIN]


async def test_the_end_of_what_runs_is_not_cancelled(
    hass: HomeAssistant, integration: MockConfigEntry, world: World, travel: Travel
) -> None:
    await choose(hass, travel, "discharge")
    await travel(600)
    await travel.run(hass.config_entries.async_remove(integration.entry_id))
    await travel(2 * 3600)
    world.catch_up()
    modes = [effect.command for effect in world.record.effects_of(FULL, "mode")]
    assert modes == ["discharge", "auto.balanced"]


async def test_no_session_is_left_behind(
    hass: HomeAssistant, entry: MockConfigEntry, setup_entry: Setup, travel: Travel
) -> None:
    made: list[ClientSession] = []

    def create(*args: Any, **kwargs: Any) -> ClientSession:
        made.append(async_create_clientsession(*args, **kwargs))
        return made[-1]

    with patch("custom_components.amps.async_create_clientsession", create):
        assert await setup_entry(entry)
        await _plan(hass, travel)
        await travel.run(hass.config_entries.async_remove(entry.entry_id))
    assert len(made) == 2
    assert all(session.closed for session in made)


async def test_what_cannot_be_cancelled_is_told(
    hass: HomeAssistant, integration: MockConfigEntry, world: World, travel: Travel
) -> None:
    await _plan(hass, travel)
    world.faults.add(Fault(endpoint="cancel", status=503, times=None))
    await travel.run(hass.config_entries.async_remove(integration.entry_id))
    assert (DOMAIN, f"left_behind_{FULL}") in ir.async_get(hass).issues


@pytest.mark.parametrize("batteries", [3])
async def test_leaving_does_not_wait_long_for_amps(
    hass: HomeAssistant, integration: MockConfigEntry, world: World, travel: Travel
) -> None:
    for battery in world.devices:
        await _plan(hass, travel, battery)
    world.faults.add(Fault(endpoint="cancel", delay=25, times=None))
    began = travel.now()
    await travel.run(hass.config_entries.async_remove(integration.entry_id))
    assert travel.now() - began < timedelta(seconds=70)
    issues = ir.async_get(hass).issues
    told = [
        device
        for device in world.devices
        if (DOMAIN, f"left_behind_{device}") in issues
    ]
    assert told == sorted(world.devices)[1:]


async def test_disabling_and_shutting_down_leave_it(
    hass: HomeAssistant, integration: MockConfigEntry, world: World, travel: Travel
) -> None:
    await _plan(hass, travel)
    await travel.run(hass.config_entries.async_unload(integration.entry_id))
    assert _states(world) == ["scheduled", "scheduled"]


@pytest.mark.parametrize("batteries", [2])
async def test_deselecting_a_battery_cancels_what_waits(
    hass: HomeAssistant, integration: MockConfigEntry, world: World, travel: Travel
) -> None:
    await _plan(hass, travel)
    await _plan(hass, travel, WINDOWED)
    options = {
        **integration.options,
        CONF_BATTERIES: [FULL],
        CONF_IGNORED: [WINDOWED],
    }
    hass.config_entries.async_update_entry(integration, options=options)
    await travel.run(hass.config_entries.async_reload(integration.entry_id))
    assert _states(world, WINDOWED) == ["cancelled", "cancelled"]
    assert _states(world, FULL) == ["scheduled", "scheduled"]


@pytest.mark.parametrize("batteries", [2])
async def test_deleting_a_device_cancels_what_waits(
    hass: HomeAssistant, integration: MockConfigEntry, world: World, travel: Travel
) -> None:
    await _plan(hass, travel, WINDOWED)
    (device,) = dr.async_get(hass).async_get_devices(identifiers={(DOMAIN, WINDOWED)})
    assert await async_remove_config_entry_device(hass, integration, device)
    await travel(10)
    assert _states(world, WINDOWED) == ["cancelled", "cancelled"]
    assert WINDOWED not in integration.options[CONF_BATTERIES]


async def test_deleting_a_device_of_an_entry_that_is_not_loaded(
    hass: HomeAssistant, integration: MockConfigEntry, world: World, travel: Travel
) -> None:
    await _plan(hass, travel)
    await travel.run(hass.config_entries.async_unload(integration.entry_id))
    (device,) = dr.async_get(hass).async_get_devices(identifiers={(DOMAIN, FULL)})
    deleted = async_remove_config_entry_device(hass, integration, device)
    assert await travel.run(deleted)
    assert _states(world) == ["cancelled", "cancelled"]
    await travel.settle()


@pytest.mark.parametrize(("days", "comes_back"), [(29, True), (31, False)])
async def test_a_plan_waits_thirty_days_for_its_battery(
    hass: HomeAssistant,
    integration: MockConfigEntry,
    setup_entry: Setup,
    world: World,
    travel: Travel,
    *,
    days: int,
    comes_back: bool,
) -> None:
    await schedule(hass, travel, repeat="FREQ=DAILY")
    await travel.run(hass.config_entries.async_remove(integration.entry_id))
    await travel(timedelta(days=days))
    again = MockConfigEntry(
        domain=DOMAIN, data=integration.data, options=integration.options
    )
    await setup_entry(again)
    await travel(60)
    windows = await answer(hass, travel, "get_windows", end="2026-12-31 00:00:00")
    planned = [window for window in windows if window["origin"] == "plan"]
    assert bool(planned) is comes_back
    assert ("scheduled" in _states(world)) is comes_back


async def test_a_reload_loses_nothing_that_was_just_changed(
    hass: HomeAssistant, integration: MockConfigEntry, travel: Travel
) -> None:
    integration.runtime_data.manager.controller(FULL).state.async_set_enabled(
        enabled=False
    )
    await travel.run(hass.config_entries.async_reload(integration.entry_id))
    assert not integration.runtime_data.manager.controller(FULL).state.enabled
