"""Absent is not gone: Amps may not find an action that it has."""

from datetime import timedelta
from typing import Any

from homeassistant.core import HomeAssistant
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from simulator import Fault, World

from ..entities import FULL, choose, noted_events, refresh, state
from ..planned import BEGIN, END, schedule
from ..travel import Travel

HOUR = timedelta(hours=1)
MINUTES = timedelta(minutes=1)

pytestmark = pytest.mark.usefixtures("integration")


def _not_found(times: int | None = None, **where: Any) -> Fault:
    return Fault(
        **{"endpoint": "read_action", "method": "GET"} | where,
        status=404,
        code="ACTION_NOT_FOUND",
        times=times,
    )


def _modes(world: World) -> list[str]:
    return [effect.command for effect in world.record.effects_of(FULL, "mode")]


def _commands(world: World) -> list[str]:
    return [request.body["action"]["command"] for request in world.record.pushes()]


def _only_at_once(world: World) -> None:
    for support in world.devices[FULL].commands.values():
        support.execution = ["immediate"]


@pytest.mark.parametrize("times", [2, 20, None])
async def test_a_charge_by_hand_ends_though_its_record_is_late(
    hass: HomeAssistant, world: World, travel: Travel, times: int | None
) -> None:
    world.faults.add(_not_found(times))
    await choose(hass, travel, "charge")
    with noted_events(hass, "window") as told:
        await travel(30 * MINUTES)
        assert state(hass, "select", "operation_mode").state == "charge"
        await travel(HOUR)
    assert _modes(world) == ["charge", "auto.balanced"]
    assert _commands(world) == ["charge", "auto.balanced"]
    assert [
        event["reason"] for event in told if event["event_type"] == "cancelled"
    ] == []


@pytest.mark.parametrize("times", [2, 20, None])
async def test_a_running_window_stays_though_its_record_is_late(
    hass: HomeAssistant, world: World, travel: Travel, times: int | None
) -> None:
    await schedule(hass, travel)
    await travel.to(BEGIN - timedelta(seconds=30))
    world.faults.add(_not_found(times))
    with noted_events(hass, "window") as told:
        await travel.to(END + 15 * MINUTES)
    assert [event["event_type"] for event in told] == ["done"]
    assert _modes(world) == ["charge", "idle", "auto.balanced"]
    assert _commands(world) == ["charge", "auto.balanced"]


@pytest.mark.parametrize("times", [2, 20, None])
async def test_a_battery_that_takes_commands_at_once_is_charged_once(
    hass: HomeAssistant, world: World, travel: Travel, times: int | None
) -> None:
    _only_at_once(world)
    await refresh(hass, travel)
    world.faults.add(_not_found(times))
    await schedule(hass, travel)
    await travel.to(END + 15 * MINUTES)
    assert _commands(world) == ["charge", "auto.balanced"]
    assert _modes(world) == ["charge", "auto.balanced"]


async def test_a_restart_does_not_disown_what_no_list_shows(
    hass: HomeAssistant, integration: MockConfigEntry, world: World, travel: Travel
) -> None:
    _only_at_once(world)
    await refresh(hass, travel)
    await schedule(hass, travel)
    await travel.to(BEGIN + 10 * MINUTES)
    await travel.run(hass.config_entries.async_unload(integration.entry_id))
    lost = [world.book.lose(pushed.id) for pushed in world.book.of(FULL)]
    assert len(lost) == 1
    await travel.run(hass.config_entries.async_setup(integration.entry_id))
    with noted_events(hass, "window") as told:
        await travel.to(END + 15 * MINUTES)
    assert [event["event_type"] for event in told] == ["done"]
    assert _commands(world) == ["charge", "auto.balanced"]


async def test_what_waits_and_is_gone_is_sent_again_after_minutes(
    hass: HomeAssistant, world: World, travel: Travel
) -> None:
    await schedule(hass, travel, BEGIN + 5 * HOUR, END + 5 * HOUR)
    await travel(60)
    for action in world.book.of(FULL):
        world.book.lose(action.id)
    # as soon as a list of what is scheduled does not show it, it is looked for
    await travel(13 * MINUTES)
    assert world.book.of(FULL) == []
    await travel(10 * MINUTES)
    assert [pushed.command for pushed in world.book.of(FULL)] == [
        "charge",
        "auto.balanced",
    ]
    await travel(HOUR)
    assert _commands(world) == ["charge", "auto.balanced"] * 2


async def test_what_others_sent_is_gone_after_minutes(
    integration: MockConfigEntry, world: World, travel: Travel
) -> None:
    def pending() -> object:
        return integration.runtime_data.coordinator.data[FULL].pending

    spec = {"command": "charge", "start": "2026-11-23T12:00:00"}
    foreign = world.foreign_push(FULL, {"action": spec})
    await travel(17 * MINUTES)
    assert pending() is not None
    world.book.lose(foreign.id)
    await travel(16 * MINUTES)
    assert pending() is not None
    await travel(6 * MINUTES)
    assert pending() is None
    looks = world.record.of("read_action")
    assert len(looks) <= 15


async def test_an_open_command_by_hand_that_amps_forgot_is_watched_no_more(
    hass: HomeAssistant, integration: MockConfigEntry, world: World, travel: Travel
) -> None:
    world.faults.add(Fault(endpoint="list_batteries", status=503, times=None))
    world.faults.add(_not_found())
    await choose(hass, travel, "auto_export")
    state = integration.runtime_data.manager.controller(FULL).state
    assert state.engine.watched is not None
    await travel.run(hass.config_entries.async_unload(integration.entry_id))
    world.faults.clear()
    for action in world.book.of(FULL):
        world.book.lose(action.id)
    await travel(60)
    await travel.run(hass.config_entries.async_setup(integration.entry_id))
    await travel(3 * MINUTES)
    state = integration.runtime_data.manager.controller(FULL).state
    assert state.engine.watched is not None
    await travel(4 * MINUTES)
    assert state.engine.watched is None
    assert _commands(world) == ["auto.export"]
