"""Answers that tell less than others did, or tell it oddly."""

from datetime import datetime, timedelta
from typing import Any

from homeassistant.core import HomeAssistant
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.amps.diagnostics import async_get_config_entry_diagnostics
from simulator import Fault, World, wire
from simulator.record import RequestEntry
from tests.entities import FULL, WINDOWED, choose, noted_events, refresh, state
from tests.planned import BEGIN, END, schedule
from tests.travel import Travel

from .hostile import Lie, LyingServer, about_batteries, batteries_in

MINUTES = timedelta(minutes=1)
HOUR = timedelta(hours=1)


def _in_lists(change: Any) -> Lie:
    """Return a lie that changes the items of lists of batteries alone."""

    def lie(entry: RequestEntry, data: Any) -> Any:
        if entry.endpoint == "list_batteries":
            for battery in batteries_in(data):
                change(battery)
        return data

    return lie


def _actions_in(data: Any) -> list[dict[str, Any]]:
    payload = data.get("data", {})
    items = payload.get("items", [payload]) if isinstance(payload, dict) else []
    return [item for item in items if "command" in item]


def _commands(world: World) -> list[str]:
    return [battery.body["action"]["command"] for battery in world.record.pushes()]


@pytest.mark.usefixtures("all_enabled", "integration")
async def test_one_stamp_from_the_future_freezes_nothing(
    hass: HomeAssistant, server: LyingServer, world: World, travel: Travel
) -> None:
    later = wire.stamp(travel.now() + 10 * HOUR)
    server.lie = about_batteries(
        lambda battery: battery["sync"].update(lastPulledAt=later)
    )
    await travel(61)
    await refresh(hass, travel)
    server.lie = None
    world.set_level(FULL, 33)
    await travel(5 * MINUTES)
    await refresh(hass, travel)
    assert float(state(hass, "sensor", "level").state) == pytest.approx(33, abs=1)


async def _away_until_an_hour_later(
    hass: HomeAssistant, server: LyingServer, travel: Travel, entry: MockConfigEntry
) -> None:
    """Be away while a window ends, before an Amps whose stamps are all hours ahead."""

    def ahead(battery: dict[str, Any]) -> None:
        pulled = datetime.fromisoformat(battery["sync"]["lastPulledAt"])
        battery["sync"]["lastPulledAt"] = wire.stamp(pulled + 10 * HOUR)

    server.lie = about_batteries(ahead)
    await travel.to(BEGIN - 5 * MINUTES)
    await travel.run(hass.config_entries.async_unload(entry.entry_id))
    await travel.to(END + HOUR)
    await travel.run(hass.config_entries.async_setup(entry.entry_id))
    await travel(10 * MINUTES)


async def test_a_stamp_from_the_future_makes_no_old_reading_new(
    hass: HomeAssistant,
    server: LyingServer,
    world: World,
    travel: Travel,
    integration: MockConfigEntry,
) -> None:
    world.devices[FULL].conflict_strategies = ()
    await schedule(hass, travel, command="idle")
    # the list shows it still after the window: nobody has asked the battery since
    world.set_mode_locally(FULL, "charge")
    await _away_until_an_hour_later(hass, server, travel, integration)
    assert world.device(FULL).mode.command == "auto.balanced"


async def test_a_return_is_not_believed_before_the_battery_was_read(
    hass: HomeAssistant,
    server: LyingServer,
    world: World,
    travel: Travel,
    integration: MockConfigEntry,
) -> None:
    await schedule(hass, travel)
    world.knobs.idle_after_return = 60.0
    await _away_until_an_hour_later(hass, server, travel, integration)
    assert _commands(world) == ["charge", "auto.balanced", "auto.balanced"]
    assert world.device(FULL).mode.command == "auto.balanced"


@pytest.mark.usefixtures("all_enabled", "integration")
async def test_items_of_a_list_without_commands_take_nothing_away(
    hass: HomeAssistant, server: LyingServer, world: World, travel: Travel
) -> None:
    await schedule(hass, travel)
    server.lie = _in_lists(lambda battery: battery.pop("commands", None))
    await travel.to(END + 15 * MINUTES)
    assert state(hass, "select", "operation_mode").state == "auto_balanced"
    assert _commands(world) == ["charge", "auto.balanced"]


@pytest.mark.usefixtures("all_enabled", "integration")
async def test_a_list_that_does_not_say_whether_amps_reaches_it(
    hass: HomeAssistant, server: LyingServer, travel: Travel
) -> None:
    def shorten(battery: dict[str, Any]) -> None:
        battery["sync"].pop("available", None)
        battery["metadata"].pop("source", None)

    def lie(entry: RequestEntry, data: Any) -> Any:
        for battery in batteries_in(data):
            battery["sync"]["available"] = False
            if entry.endpoint == "list_batteries":
                shorten(battery)
        return data

    server.lie = lie
    await refresh(hass, travel)
    for _ in range(5):
        assert state(hass, "binary_sensor", "cloud_link").state == "off"
        await travel(61)
    server.lie = _in_lists(shorten)
    await refresh(hass, travel)
    assert state(hass, "binary_sensor", "cloud_link").state == "on"


@pytest.mark.usefixtures("all_enabled", "integration")
async def test_a_final_state_beats_its_stamp(
    hass: HomeAssistant, server: LyingServer, travel: Travel
) -> None:
    def lie(_entry: RequestEntry, data: Any) -> Any:
        summaries = [battery["lastAction"] or {} for battery in batteries_in(data)]
        for action in (*_actions_in(data), *summaries):
            if action.get("state") == "completed":
                # a second before it was made
                action["updatedAt"] = wire.stamp(made - timedelta(seconds=1))
        return data

    server.lie, made = lie, travel.now()
    await choose(hass, travel, "auto_export")
    await travel(5 * MINUTES)
    assert state(hass, "sensor", "last_action_state").state == "completed"


@pytest.mark.usefixtures("all_enabled", "integration")
async def test_a_summary_that_does_not_say_why_decides_nothing(
    hass: HomeAssistant, server: LyingServer, world: World, travel: Travel
) -> None:
    await schedule(hass, travel)
    await travel.to(BEGIN + 10 * MINUTES)

    def fail(battery: dict[str, Any]) -> None:
        stamp = wire.stamp(world.now())
        battery["lastAction"] |= {"state": "failed", "updatedAt": stamp}

    server.lie = _in_lists(fail)
    before = len(world.record.of("read_action"))
    with noted_events(hass, "window") as told:
        await travel(2 * MINUTES)
        assert len(world.record.of("read_action")) > before
        await travel(10 * MINUTES)
        server.lie = None
        await travel.to(END + 15 * MINUTES)
    assert [event["event_type"] for event in told] == ["done"]
    assert _commands(world) == ["charge", "auto.balanced"]


@pytest.mark.usefixtures("all_enabled", "integration")
async def test_offline_for_minutes_at_the_start_costs_minutes(
    hass: HomeAssistant, world: World, travel: Travel
) -> None:
    await schedule(hass, travel, target=60)
    await travel.to(BEGIN - MINUTES)
    world.set_offline(FULL)
    with noted_events(hass, "window") as told:
        await travel(4 * MINUTES)
        world.set_offline(FULL, offline=False)
        await travel.to(END + 15 * MINUTES)
    assert told[-1]["event_type"] == "done"
    assert not {"failed", "missed"} & {event["event_type"] for event in told}


@pytest.mark.parametrize("spec", [{}, {"start": "2026-11-23T12:00:00"}])
async def test_a_final_state_that_is_not_known_yet(
    hass: HomeAssistant,
    integration: MockConfigEntry,
    server: LyingServer,
    world: World,
    travel: Travel,
    spec: dict[str, Any],
) -> None:
    world.foreign_push(FULL, {"action": {"command": "charge", **spec}})
    # known as waiting before, or never known
    await travel(17 * MINUTES if spec else 0)

    def lie(_entry: RequestEntry, data: Any) -> Any:
        summaries = [battery["lastAction"] for battery in batteries_in(data)]
        for action in (*_actions_in(data), *summaries):
            action["state"] = "expired"
        return data

    server.lie = lie
    coordinator = integration.runtime_data.coordinator
    await travel(50 * MINUTES)
    assert coordinator.data[FULL].pending is None
    asked = len(world.record.of("read_action"))
    await travel(50 * MINUTES)
    assert len(world.record.of("read_action")) == asked
    told = await async_get_config_entry_diagnostics(hass, integration)
    (action,) = told["batteries"][FULL]["actions"]
    assert action["unrecognized"] == {"state": "expired"}
    # once it is known after all, that counts
    server.lie = None
    await travel(20 * MINUTES)
    assert coordinator.data[FULL].actions[0].state is not None


@pytest.mark.parametrize("batteries", [2])
async def test_a_filter_that_is_ignored(
    hass: HomeAssistant,
    integration: MockConfigEntry,
    server: LyingServer,
    world: World,
    travel: Travel,
) -> None:
    def lie(entry: RequestEntry, data: Any) -> Any:
        if entry.endpoint == "list_actions" and "deviceId" in entry.query:
            bodies = [
                wire.action_body(battery, world.knobs) for battery in world.actions()
            ]
            data["data"] = wire.page(bodies, len(bodies), 0, 50)
        return data

    server.lie = lie
    await choose(hass, travel, "auto_export", battery=WINDOWED)
    await travel(60)
    world.faults.add(Fault.lost_answer())
    await choose(hass, travel, "idle")
    await travel(60)
    known = integration.runtime_data.coordinator.data
    for battery, commands in ((FULL, ["idle"]), (WINDOWED, ["auto.export"])):
        assert [action.command for action in known[battery].actions] == commands
        assert {action.battery_id for action in known[battery].actions} == {battery}


@pytest.mark.usefixtures("all_enabled", "integration")
async def test_a_list_that_fails_is_made_at_the_next_poll(
    world: World, travel: Travel
) -> None:
    await travel(14 * MINUTES)
    world.faults.add(Fault(endpoint="list_actions", status=500, times=3))
    since = len(world.record.requests)
    await travel(4 * MINUTES)
    lists = [
        battery.query["state"]
        for battery in world.record.since(since)
        if battery.endpoint == "list_actions" and battery.status < 300
    ]
    assert lists == ["scheduled", "acknowledged"]
