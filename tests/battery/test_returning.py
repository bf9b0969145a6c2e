"""What stands after a window: seen in Home Assistant, and on the battery."""

from datetime import timedelta

from homeassistant.core import HomeAssistant
from homeassistant.exceptions import ServiceValidationError
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.amps.const import DOMAIN
from simulator import World

from ..entities import FULL, WINDOWED, call, choose, ha_device_id
from ..planned import BEGIN, END, schedule
from ..repairs.shown import shown
from ..travel import Travel
from ..windows import refused

HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)
RETURN_FAILED = f"return_failed_{FULL}"

pytestmark = pytest.mark.usefixtures("integration")


def _mode(world: World, battery: str = FULL) -> str:
    return world.device(battery).mode.command


async def _after_window(hass: HomeAssistant, travel: Travel, option: str) -> None:
    await choose(hass, travel, option, key="after_window")


async def test_a_return_without_effect_is_told_and_vanishes_with_the_mode(
    hass: HomeAssistant, world: World, travel: Travel
) -> None:
    await schedule(hass, travel)
    await travel.to(END - MINUTE)
    world.knobs.ignored_commands = ("auto.balanced",)
    await travel.to(END + 9 * MINUTE)
    assert RETURN_FAILED not in shown(hass)
    await travel.to(END + 13 * MINUTE)
    assert RETURN_FAILED in shown(hass)
    world.set_mode_locally(FULL, "auto.balanced")
    await travel(16 * MINUTE)
    assert RETURN_FAILED not in shown(hass)


async def test_idle_behind_the_return_is_noticed(
    hass: HomeAssistant, world: World, travel: Travel
) -> None:
    await schedule(hass, travel)
    await travel.to(END + timedelta(seconds=31))
    assert _mode(world) == "auto.balanced"
    world.set_mode_locally(FULL, "idle")
    await travel.to(END + 4 * MINUTE)
    assert _mode(world) == "auto.balanced"
    await travel.to(END + HOUR)
    assert not shown(hass)


async def test_a_charge_by_hand_ends_though_its_first_end_had_no_effect(
    hass: HomeAssistant, world: World, travel: Travel
) -> None:
    await choose(hass, travel, "charge")
    await travel(HOUR - MINUTE)
    world.knobs.ignored_commands = ("auto.balanced",)
    await travel(3 * MINUTE)
    assert _mode(world) == "charge"
    world.knobs.ignored_commands = ()
    await travel(3 * MINUTE)
    assert _mode(world) == "auto.balanced"


@pytest.mark.usefixtures("all_enabled")
async def test_the_chosen_mode_is_set_once_the_battery_declares_it_again(
    hass: HomeAssistant, world: World, travel: Travel
) -> None:
    world.devices[FULL].conflict_strategies = ()
    await _after_window(hass, travel, "auto_reserve")
    await schedule(hass, travel)
    await travel.to(END - MINUTE)
    declared = world.devices[FULL].commands["auto.reserve"]
    world.remove_command(FULL, "auto.reserve")
    await travel.to(END + 2 * MINUTE)
    world.devices[FULL].commands["auto.reserve"] = declared
    await travel.to(END + 20 * MINUTE)
    assert _mode(world) == "auto.reserve"
    assert not shown(hass)


@pytest.mark.usefixtures("all_enabled")
async def test_a_chosen_mode_that_is_gone_is_told_and_balanced_stands_in(
    hass: HomeAssistant, world: World, travel: Travel
) -> None:
    world.devices[FULL].conflict_strategies = ()
    await _after_window(hass, travel, "auto_reserve")
    await schedule(hass, travel)
    await travel.to(END - MINUTE)
    world.remove_command(FULL, "auto.reserve")
    await travel.to(END + 15 * MINUTE)
    assert _mode(world) == "auto.balanced"
    assert RETURN_FAILED in shown(hass)


async def test_a_mode_of_the_makers_app_is_there_again_after_the_night(
    hass: HomeAssistant, world: World, travel: Travel
) -> None:
    await schedule(hass, travel, BEGIN + 6 * HOUR, END + 6 * HOUR, repeat="FREQ=DAILY")
    await travel(HOUR)
    world.set_mode_locally(FULL, "auto.reserve")
    await travel.to(END + 7 * HOUR)
    assert _mode(world) == "auto.reserve"


async def test_a_queued_return_that_never_begins_is_replaced(
    hass: HomeAssistant, world: World, travel: Travel
) -> None:
    await schedule(hass, travel)
    await travel(MINUTE)
    [_, back] = world.record.actions_of(FULL)
    back.plan(None)
    await travel.to(END + 15 * MINUTE)
    assert _mode(world) == "auto.balanced"
    assert back.state == "cancelled"
    assert not shown(hass)


async def _cancel(hass: HomeAssistant, travel: Travel, action_id: str) -> None:
    await travel.run(
        hass.services.async_call(
            DOMAIN,
            "cancel_action",
            {"device_id": ha_device_id(hass), "action_id": action_id},
            blocking=True,
        )
    )
    await travel.settle()


async def test_a_return_that_the_owner_cancels_is_set_when_it_is_due(
    hass: HomeAssistant, world: World, travel: Travel
) -> None:
    await schedule(hass, travel)
    await travel(MINUTE)
    [_, back] = world.record.actions_of(FULL)
    await _cancel(hass, travel, back.id)
    await travel.to(END - MINUTE)
    assert len(world.record.pushes()) == 2
    await travel.to(END + 2 * MINUTE)
    assert len(world.record.pushes()) == 3
    assert _mode(world) == "auto.balanced"


@pytest.mark.parametrize("batteries", [2])
async def test_a_stop_that_has_to_wait_leaves_the_return_at_amps(
    hass: HomeAssistant,
    integration: MockConfigEntry,
    world: World,
    travel: Travel,
) -> None:
    await schedule(hass, travel, battery=WINDOWED)
    await travel.to(BEGIN + 10 * MINUTE)
    [_, back] = world.record.actions_of(WINDOWED)
    await call(hass, travel, "button", "press", key="stop", battery=WINDOWED)
    assert world.action(back.id).state == "scheduled"
    # the power fails: what Amps holds happens without Home Assistant
    await travel.run(hass.config_entries.async_unload(integration.entry_id))
    await travel.to(END + MINUTE)
    assert _mode(world, WINDOWED) == "auto.balanced"


async def test_a_window_that_nothing_could_end_is_refused(
    hass: HomeAssistant, world: World, travel: Travel
) -> None:
    commands = world.devices[FULL].commands
    for command in ("auto.balanced", "auto.reserve", "auto.export", "idle"):
        del commands[command]
    commands["charge"].execution = ["immediate", "scheduled"]
    await travel(61)
    error = await refused(
        hass, travel, "schedule_window", command="charge", duration=3600
    )
    assert error.translation_key == "end_not_possible"
    with pytest.raises(ServiceValidationError) as caught:
        await choose(hass, travel, "charge")
    assert caught.value.translation_key == "end_not_possible"
    assert not world.record.pushes()


async def test_by_hand_a_battery_without_modes_is_sent_a_charge_that_ends(
    hass: HomeAssistant, world: World, travel: Travel
) -> None:
    commands = world.devices[FULL].commands
    for command in ("auto.balanced", "auto.reserve", "auto.export", "idle"):
        del commands[command]
    await travel(61)
    await choose(hass, travel, "charge")
    [push] = world.record.pushes()
    assert "end" in push.body["action"]
    await travel(2 * HOUR)
    assert _mode(world) == "idle"
