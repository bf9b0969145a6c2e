"""What the campaign found: each story of it, as short as it became."""

from datetime import timedelta

from homeassistant.const import STATE_UNAVAILABLE
from homeassistant.core import HomeAssistant
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from .conftest import Setup
from .entities import FULL, noted_events, state
from .planned import END, schedule
from .simulator import Fault, World
from .travel import Travel

HOUR = timedelta(hours=1)


@pytest.mark.usefixtures("integration")
async def test_what_amps_silence_endangers_is_told_while_it_lasts(
    hass: HomeAssistant, world: World, travel: Travel
) -> None:
    away = Fault(status=503, code="SERVICE_UNAVAILABLE", times=None)
    with noted_events(hass, "window") as told:
        world.faults.add(away)
        await schedule(hass, travel)
        await travel(0.5 * HOUR)
        assert [it["event_type"] for it in told] == ["at_risk"]
        assert told[0]["reason"] == "amps_unreachable"
        assert state(hass, "sensor", "level").state == STATE_UNAVAILABLE
        assert state(hass, "binary_sensor", "problem").state == "on"
        world.faults.clear()
        await travel(2 * HOUR)
        assert [it["event_type"] for it in told] == ["at_risk", "done"]


async def test_all_that_ended_while_home_assistant_was_off_is_told(
    hass: HomeAssistant, integration: MockConfigEntry, travel: Travel
) -> None:
    await schedule(hass, travel)
    await schedule(hass, travel, END + HOUR, END + 2 * HOUR)
    await travel(1.5 * HOUR)
    with noted_events(hass, "window") as told:
        await travel.run(hass.config_entries.async_unload(integration.entry_id))
        await travel(3 * HOUR)
        await travel.run(hass.config_entries.async_setup(integration.entry_id))
        await travel(60)
        assert [(it["event_type"], it["start"][11:16]) for it in told] == [
            ("incomplete", "09:00"),
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
    modes = [it.command for it in world.record.effects_of(FULL, "mode")]
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
    # it leaves so that its running action is looked up before its absence counts
    looked = len(world.record.of("read_action"))
    while len(world.record.of("read_action")) == looked:
        await travel(1)
    await travel(270)
    device = world.remove_device(FULL)
    await travel(HOUR)
    world.devices[FULL] = device
    await travel(0.25 * HOUR)
    world.catch_up()
    modes = [it.command for it in world.record.effects_of(FULL, "mode")]
    assert modes == ["charge", "idle", "auto.balanced"]
