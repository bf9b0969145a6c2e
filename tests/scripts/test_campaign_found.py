"""What the campaign found: each story of it, as short as it became."""

import asyncio
from copy import deepcopy
from datetime import timedelta
from typing import Any
from unittest.mock import patch

from homeassistant.const import STATE_UNAVAILABLE
from homeassistant.core import HomeAssistant
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.amps.entity import async_setup_entities
from simulator import AmpsServer, Device, Fault, RequestEntry, World

from ..conftest import Setup
from ..entities import FULL, noted_events, refresh, state
from ..planned import BEGIN, END, schedule
from ..travel import Travel

HOUR = timedelta(hours=1)


async def _leaving_unnoticed(world: World, travel: Travel) -> Device:
    """Let a battery leave just before its running action is looked up again.

    So that the action is asked for before the battery's absence counts.
    """
    looked = len(world.record.of("read_action"))
    while len(world.record.of("read_action")) == looked:
        await travel(1)
    await travel(270)
    return world.remove_device(FULL)


@pytest.mark.usefixtures("integration")
async def test_what_amps_silence_endangers_is_told_while_it_lasts(
    hass: HomeAssistant, world: World, travel: Travel
) -> None:
    away = Fault(status=503, code="SERVICE_UNAVAILABLE", times=None)
    with noted_events(hass, "window") as told:
        world.faults.add(away)
        await schedule(hass, travel)
        await travel(0.5 * HOUR)
        assert [event["event_type"] for event in told] == ["at_risk"]
        assert told[0]["reason"] == "amps_unreachable"
        assert state(hass, "sensor", "level").state == STATE_UNAVAILABLE
        assert state(hass, "binary_sensor", "problem").state == "on"
        world.faults.clear()
        await travel(2 * HOUR)
        assert [event["event_type"] for event in told] == ["at_risk", "done"]


@pytest.mark.usefixtures("integration")
async def test_what_amps_silence_endangers_is_told_though_it_begins_late(
    hass: HomeAssistant, world: World, travel: Travel
) -> None:
    for support in world.devices[FULL].commands.values():
        support.execution = ["immediate"]
    await refresh(hass, travel)
    await schedule(hass, travel)
    await travel.to(BEGIN - HOUR / 2)
    world.faults.add(Fault(status=502, code="BAD_GATEWAY", times=None))
    with noted_events(hass, "window") as told:
        await travel(HOUR / 6)
        assert [event["reason"] for event in told] == ["amps_unreachable"]


async def test_all_that_ended_while_home_assistant_was_off_is_told(
    hass: HomeAssistant, integration: MockConfigEntry, travel: Travel
) -> None:
    await schedule(hass, travel, target=100)
    await schedule(hass, travel, END + HOUR, END + 2 * HOUR)
    await travel(1.5 * HOUR)
    with noted_events(hass, "window") as told:
        await travel.run(hass.config_entries.async_unload(integration.entry_id))
        await travel(3 * HOUR)
        await travel.run(hass.config_entries.async_setup(integration.entry_id))
        await travel(60)
        assert [(event["event_type"], event["start"][11:16]) for event in told] == [
            ("accepted", "09:00"),
            ("missed", "11:00"),
        ]


@pytest.mark.usefixtures("integration")
async def test_a_battery_that_left_during_a_window_gets_its_mode_back(
    hass: HomeAssistant, world: World, travel: Travel
) -> None:
    await schedule(hass, travel)
    await travel(1.5 * HOUR)
    device = world.remove_device(FULL)
    await travel(1.5 * HOUR)
    world.devices[FULL] = device
    await travel(0.25 * HOUR)
    world.catch_up()
    modes = [effect.command for effect in world.record.effects_of(FULL, "mode")]
    assert modes == ["charge", "idle", "auto.balanced"]


async def test_a_mode_that_could_not_be_set_because_the_battery_left_is_set_later(
    hass: HomeAssistant,
    world: World,
    entry: MockConfigEntry,
    setup_entry: Setup,
    travel: Travel,
) -> None:
    world.knobs.generation = "g1"
    assert await setup_entry(entry)
    await schedule(hass, travel)
    await travel(1.5 * HOUR)
    device = await _leaving_unnoticed(world, travel)
    await travel(HOUR)
    world.devices[FULL] = device
    await travel(0.25 * HOUR)
    world.catch_up()
    modes = [effect.command for effect in world.record.effects_of(FULL, "mode")]
    assert modes == ["charge", "idle", "auto.balanced"]


async def test_what_became_of_a_window_is_known_though_its_battery_left_meanwhile(
    hass: HomeAssistant, integration: MockConfigEntry, world: World, travel: Travel
) -> None:
    await schedule(hass, travel, target=100)
    await travel(1.5 * HOUR)
    device = await _leaving_unnoticed(world, travel)
    await travel(120)
    await travel.run(hass.config_entries.async_unload(integration.entry_id))
    await travel(HOUR)
    await travel.run(hass.config_entries.async_setup(integration.entry_id))
    await travel(60)
    world.devices[FULL] = device
    await travel(0.25 * HOUR)
    told = state(hass, "event", "window").attributes
    assert (told["event_type"], told["reason"]) == ("accepted", "not_seen")
    modes = [effect.command for effect in world.record.effects_of(FULL, "mode")]
    assert modes == ["charge", "idle", "auto.balanced"]


async def test_nothing_goes_on_before_it_can_be_told_how_a_window_ended(
    hass: HomeAssistant,
    integration: MockConfigEntry,
    server: AmpsServer,
    travel: Travel,
) -> None:
    # a kill at the next push would take away what was only to be told
    await schedule(hass, travel, target=100)
    await schedule(hass, travel, END + HOUR, END + 2 * HOUR)
    await travel(1.5 * HOUR)
    pushed: list[int] = []

    with noted_events(hass, "window") as told:

        def count(request: RequestEntry) -> None:
            if request.endpoint == "push":
                pushed.append(len(told))

        await travel.run(hass.config_entries.async_unload(integration.entry_id))
        await travel(0.75 * HOUR)
        server.on_request = count
        with patch("custom_components.amps.event.async_setup_entities", _slowly):
            await travel.run(hass.config_entries.async_setup(integration.entry_id))
        await travel(60)
        assert [event["event_type"] for event in told] == ["accepted"]
        assert pushed
        assert set(pushed) == {1}


async def _slowly(*args: Any) -> None:
    await asyncio.sleep(5)
    await async_setup_entities(*args)


@pytest.mark.usefixtures("integration")
async def test_a_window_of_which_little_is_left_is_not_called_done(
    hass: HomeAssistant, integration: MockConfigEntry, world: World, travel: Travel
) -> None:
    world.faults.add(Fault(endpoint="push", status=503, times=None))
    await schedule(hass, travel, command="idle")
    await travel.run(hass.config_entries.async_unload(integration.entry_id))
    world.faults.clear()
    await travel.to(END - timedelta(minutes=15))
    with noted_events(hass, "window") as told:
        await travel.run(hass.config_entries.async_setup(integration.entry_id))
        await travel(0.5 * HOUR)
        assert [(event["event_type"], event["reason"]) for event in told] == [
            ("incomplete", "home_assistant_off")
        ]


@pytest.mark.usefixtures("integration")
async def test_a_mode_that_was_set_late_is_not_called_done(
    hass: HomeAssistant, world: World, travel: Travel
) -> None:
    # a command that is taken only at once tells no start
    for support in world.devices[FULL].commands.values():
        support.execution = ["immediate"]
    world.faults.add(Fault(endpoint="push", status=503, times=None))
    await refresh(hass, travel)
    await schedule(hass, travel, command="idle")
    await travel.to(END - timedelta(minutes=20))
    world.faults.clear()
    with noted_events(hass, "window") as told:
        await travel(0.5 * HOUR)
        assert (told[-1]["event_type"], told[-1]["reason"]) == (
            "incomplete",
            "amps_error",
        )


@pytest.mark.usefixtures("integration")
async def test_a_window_that_waited_for_its_battery_is_not_called_done(
    hass: HomeAssistant, world: World, travel: Travel
) -> None:
    for support in world.devices[FULL].commands.values():
        support.execution = ["immediate"]
    await refresh(hass, travel)
    await schedule(hass, travel, command="idle")
    device = world.remove_device(FULL)
    await travel.to(END - timedelta(minutes=20))
    world.devices[FULL] = device
    await travel(120)
    with noted_events(hass, "window") as told:
        await travel(0.5 * HOUR)
        assert [(event["event_type"], event["reason"]) for event in told] == [
            ("incomplete", "device_gone")
        ]


async def test_what_ended_while_its_battery_was_gone_outlives_a_kill(
    hass: HomeAssistant,
    hass_storage: dict[str, Any],
    integration: MockConfigEntry,
    world: World,
    travel: Travel,
) -> None:
    store = f"amps.battery.{FULL}"
    await schedule(hass, travel)
    await travel(1.5 * HOUR)
    device = world.remove_device(FULL)
    await travel(HOUR)
    killed = deepcopy(hass_storage[store])
    await travel.run(hass.config_entries.async_unload(integration.entry_id))
    hass_storage[store] = killed
    await travel.run(hass.config_entries.async_setup(integration.entry_id))
    world.devices[FULL] = device
    await travel(0.25 * HOUR)
    told = state(hass, "event", "window")
    assert told.attributes["event_type"] == "incomplete"
    assert told.attributes["reason"] == "device_gone"
    # and once is enough: the state is when it was told
    await travel.run(hass.config_entries.async_unload(integration.entry_id))
    await travel.run(hass.config_entries.async_setup(integration.entry_id))
    await travel(HOUR)
    assert state(hass, "event", "window").state == told.state


async def test_a_return_that_somebody_took_back_meanwhile_is_made_later(
    hass: HomeAssistant, integration: MockConfigEntry, world: World, travel: Travel
) -> None:
    await schedule(hass, travel)
    await travel(1.5 * HOUR)
    await travel.run(hass.config_entries.async_unload(integration.entry_id))
    (back,) = [
        action for action in world.book.open_of(FULL) if action.state == "scheduled"
    ]
    world.foreign_cancel(back.id)
    await travel(HOUR)
    assert world.device(FULL).mode.command == "idle"
    await travel.run(hass.config_entries.async_setup(integration.entry_id))
    await travel(120)
    assert world.device(FULL).mode.command == "auto.balanced"


@pytest.mark.usefixtures("integration")
async def test_no_mode_is_set_behind_a_window_that_never_began(
    hass: HomeAssistant, world: World, travel: Travel
) -> None:
    world.set_mode_locally(FULL, "auto.export")
    await schedule(hass, travel)
    away = Fault(status=503, code="SERVICE_UNAVAILABLE", times=None)
    world.faults.add(away)
    for action in list(world.book.open_of(FULL)):
        world.foreign_cancel(action.id)
    await travel.to(END + 0.5 * HOUR)
    sent = len(world.record.of("push"))
    world.faults.clear()
    await travel(0.5 * HOUR)
    assert len(world.record.of("push")) == sent
    assert world.device(FULL).mode.command == "auto.export"


@pytest.fixture
async def ended_while_off(
    hass: HomeAssistant, integration: MockConfigEntry, world: World, travel: Travel
) -> None:
    """Move on to an hour and a half after the end of a window that nobody saw."""
    world.devices[FULL].conflict_strategies = ()
    await refresh(hass, travel)
    await schedule(hass, travel)
    await travel(1.5 * HOUR)
    await travel.run(hass.config_entries.async_unload(integration.entry_id))
    await travel(2 * HOUR)


@pytest.mark.usefixtures("ended_while_off")
async def test_a_discharge_by_hand_after_a_window_is_not_ended(
    hass: HomeAssistant, integration: MockConfigEntry, world: World, travel: Travel
) -> None:
    world.set_mode_locally(FULL, "discharge")
    await travel(0.25 * HOUR)
    await travel.run(hass.config_entries.async_setup(integration.entry_id))
    await travel(0.5 * HOUR)
    assert world.device(FULL).mode.command == "discharge"


@pytest.mark.usefixtures("ended_while_off")
async def test_a_mode_comes_back_late_though_the_battery_is_not_read(
    hass: HomeAssistant, integration: MockConfigEntry, world: World, travel: Travel
) -> None:
    world.faults.add(Fault(endpoint="read_battery", status=500, times=None))
    await travel.run(hass.config_entries.async_setup(integration.entry_id))
    await travel(290)
    assert world.device(FULL).mode.command == "idle"
    await travel(30)
    assert world.device(FULL).mode.command == "auto.balanced"
