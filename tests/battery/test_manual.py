"""Commands by hand: what Amps is sent, what the battery does, what is told."""

from datetime import datetime, timedelta
from typing import Any

from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.amps.const import DOMAIN
from simulator import AmpsServer, Command, Fault, World
from simulator.action import Action

from ..entities import FULL, WINDOWED, call, choose, ha_device_id, state
from ..planned import BEGIN, END, schedule
from ..travel import Travel

HOUR = timedelta(hours=1)


async def _send(
    hass: HomeAssistant,
    travel: Travel,
    command: str,
    battery: str = FULL,
    **data: object,
) -> list[Any]:
    answer = await travel.run(
        hass.services.async_call(
            DOMAIN,
            "send_command",
            {"device_id": ha_device_id(hass, battery), "command": command, **data},
            blocking=True,
            return_response=True,
        )
    )
    await travel.settle()
    assert answer is not None
    actions = answer["actions"]
    assert isinstance(actions, list)
    return actions


def _mode(hass: HomeAssistant, battery: str = FULL) -> str:
    return state(hass, "select", "operation_mode", battery).state


def _modes(world: World, battery: str = FULL) -> list[tuple[str, datetime]]:
    """Return the modes that the battery really went through, and since when."""
    effects = world.record.effects_of(battery, "mode")
    return [(effect.command, effect.at) for effect in effects]


def _ours(world: World, battery: str = FULL) -> list[Action]:
    return list(world.record.actions_of(battery, "api"))


def _about(one: datetime, other: datetime) -> bool:
    return abs(one - other) < timedelta(seconds=10)


@pytest.mark.usefixtures("integration")
async def test_a_charge_ends_by_itself(
    hass: HomeAssistant, world: World, travel: Travel
) -> None:
    began = travel.now()
    await choose(hass, travel, "charge")
    assert _mode(hass) == "charge"
    await travel(30)
    charge, back = world.record.pushes()
    assert charge.body["action"]["command"] == "charge"
    assert "start" not in charge.body["action"]
    assert back.body == {
        "action": {"command": "auto.balanced", "start": "2026-11-23T09:00:00"}
    }
    await travel(HOUR)
    assert [seen for seen, _ in _modes(world)] == ["charge", "auto.balanced"]
    assert _about(_modes(world)[1][1], began + HOUR)
    await travel(300)
    assert _mode(hass) == "auto_balanced"
    assert len(world.record.pushes()) == 2


@pytest.mark.usefixtures("integration")
async def test_the_return_happens_while_home_assistant_is_off(
    hass: HomeAssistant, integration: MockConfigEntry, world: World, travel: Travel
) -> None:
    await choose(hass, travel, "charge")
    await travel(30)
    await travel.run(hass.config_entries.async_unload(integration.entry_id))
    await travel(2 * HOUR)
    world.catch_up()
    assert [seen for seen, _ in _modes(world)] == ["charge", "auto.balanced"]
    await travel.run(hass.config_entries.async_setup(integration.entry_id))
    await travel(600)
    assert len(world.record.pushes()) == 2
    assert _mode(hass) == "auto_balanced"


@pytest.mark.usefixtures("integration")
async def test_a_return_that_was_not_yet_stored_comes_after_the_restart(
    hass: HomeAssistant, integration: MockConfigEntry, world: World, travel: Travel
) -> None:
    await choose(hass, travel, "charge")
    await travel.run(hass.config_entries.async_unload(integration.entry_id))
    await travel(3 * HOUR)
    await travel.run(hass.config_entries.async_setup(integration.entry_id))
    await travel(300)
    assert [seen for seen, _ in _modes(world)] == ["charge", "auto.balanced"]


@pytest.mark.parametrize("batteries", [2])
@pytest.mark.usefixtures("integration")
async def test_a_battery_that_takes_only_windows(
    hass: HomeAssistant, world: World, travel: Travel
) -> None:
    await travel(15)
    await choose(hass, travel, "charge", battery=WINDOWED)
    assert _mode(hass, WINDOWED) == "charge"
    push, back = world.record.pushes()
    assert push.body["action"]["start"] == "2026-11-23T08:02:00"
    assert push.body["action"]["end"] == "2026-11-23T09:02:00"
    assert back.body == {
        "action": {"command": "auto.balanced", "start": "2026-11-23T09:02:00"},
        "onConflict": "queue_after",
    }
    for _ in range(60):
        await travel(60)
        assert _mode(hass, WINDOWED) == "charge"
    await travel(600)
    modes = [mode for mode, _ in _modes(world, WINDOWED)]
    assert modes[0] == "charge"
    assert modes[-1] == "auto.balanced"
    assert _mode(hass, WINDOWED) == "auto_balanced"
    since_end = _modes(world, WINDOWED)[-1][1] - datetime.fromisoformat(
        "2026-11-23T09:02:00+00:00"
    )
    assert since_end < timedelta(minutes=2)


@pytest.mark.usefixtures("integration")
async def test_open_ended_means_open_ended(
    hass: HomeAssistant, world: World, travel: Travel
) -> None:
    (action,) = await _send(hass, travel, "discharge", duration=0, target=20)
    assert action["end"] is None
    await travel(5 * HOUR)
    assert [seen for seen, _ in _modes(world)] == ["discharge"]
    assert len(world.record.pushes()) == 1


@pytest.mark.usefixtures("all_enabled", "integration")
async def test_the_owners_numbers_are_taken(
    hass: HomeAssistant, world: World, travel: Travel
) -> None:
    for key, value in {"charge_target": 80, "window_minutes": 15}.items():
        await call(hass, travel, "number", "set_value", key=key, value=value)
    await choose(hass, travel, "charge")
    await travel(30)
    charge, back = world.record.pushes()
    assert charge.body["action"]["parameters"] == {
        "target": {"value": 80, "unit": "percent"},
        "power": {"value": 5, "unit": "kw"},
    }
    assert back.body["action"]["start"] == "2026-11-23T08:15:00"


@pytest.mark.usefixtures("integration")
async def test_a_new_command_takes_over(
    hass: HomeAssistant, world: World, travel: Travel
) -> None:
    await choose(hass, travel, "charge")
    await travel(60)
    await choose(hass, travel, "auto_export")
    await travel(2 * HOUR)
    assert [seen for seen, _ in _modes(world)] == ["charge", "auto.export"]
    states = {action.command: action.state for action in _ours(world)}
    assert states == {
        "charge": "completed",
        "auto.balanced": "cancelled",
        "auto.export": "completed",
    }


@pytest.mark.usefixtures("integration")
async def test_two_commands_in_quick_succession(
    hass: HomeAssistant, world: World, travel: Travel
) -> None:
    await choose(hass, travel, "charge")
    await choose(hass, travel, "discharge")
    assert _mode(hass) == "discharge"
    await travel(2 * HOUR)
    assert [seen for seen, _ in _modes(world)] == [
        "charge",
        "discharge",
        "auto.balanced",
    ]


@pytest.mark.usefixtures("integration")
async def test_a_lost_answer_is_not_repeated(
    hass: HomeAssistant, world: World, travel: Travel
) -> None:
    world.faults.add(Fault.lost_answer())
    await choose(hass, travel, "auto_reserve")
    await travel(300)
    assert len(_ours(world)) == 1
    assert _mode(hass) == "auto_reserve"
    assert len(world.record.pushes()) == 1


@pytest.mark.usefixtures("integration")
async def test_a_command_that_never_arrived_is_told(
    hass: HomeAssistant, world: World, travel: Travel
) -> None:
    world.faults.add(Fault(endpoint="push", drop=True))
    with pytest.raises(HomeAssistantError) as caught:
        await choose(hass, travel, "auto_reserve")
    assert caught.value.translation_key == "outcome_unknown"
    await travel(300)
    assert _ours(world) == []
    assert _mode(hass) == "auto_balanced"
    await choose(hass, travel, "auto_reserve")
    assert len(_ours(world)) == 1


@pytest.mark.usefixtures("integration")
async def test_a_lost_command_is_looked_for_a_few_times_whatever_the_stamps_say(
    hass: HomeAssistant, world: World, travel: Travel
) -> None:
    await choose(hass, travel, "auto_export")
    await travel(120)
    # each list looks new
    world.knobs.stamp_jitter = 1.0
    world.faults.add(Fault(endpoint="push", drop=True, times=None))
    before = len(world.record.of("list_actions"))
    with pytest.raises(HomeAssistantError, match="response from Amps was lost"):
        await choose(hass, travel, "auto_reserve")
    await travel(60)
    assert len(world.record.of("list_actions")) - before <= 12


@pytest.mark.usefixtures("integration")
async def test_amps_is_down(
    hass: HomeAssistant, server: AmpsServer, travel: Travel
) -> None:
    await server.stop()
    with pytest.raises(HomeAssistantError) as caught:
        await choose(hass, travel, "auto_reserve")
    assert caught.value.translation_key == "no_answer"
    assert _mode(hass) == "auto_balanced"


@pytest.mark.usefixtures("integration")
async def test_what_others_have_scheduled_stays(
    hass: HomeAssistant, world: World, travel: Travel
) -> None:
    foreign = {"command": "charge", "start": "2026-11-23T12:00:00"}
    world.foreign_push(FULL, {"action": foreign})
    with pytest.raises(HomeAssistantError) as caught:
        await choose(hass, travel, "auto_reserve")
    assert caught.value.translation_key == "slot_held_by"
    assert "12:00" in str(caught.value)
    assert _ours(world) == []
    await _send(hass, travel, "auto_reserve", replace=True)
    await travel(60)
    assert [seen for seen, _ in _modes(world)] == ["auto.reserve"]


@pytest.mark.parametrize("batteries", [2])
@pytest.mark.usefixtures("integration")
async def test_a_stop_waits_for_a_window_that_cannot_be_stopped(
    hass: HomeAssistant, world: World, travel: Travel
) -> None:
    await choose(hass, travel, "charge", battery=WINDOWED)
    await travel(600)
    with pytest.raises(HomeAssistantError) as caught:
        await choose(hass, travel, "discharge", battery=WINDOWED)
    assert caught.value.translation_key == "busy"
    await choose(hass, travel, "idle", battery=WINDOWED)
    assert _mode(hass, WINDOWED) == "idle"
    await travel(2 * HOUR)
    modes = [mode for mode, _ in _modes(world, WINDOWED)]
    assert modes[-1] == "idle"
    assert "auto.balanced" not in modes
    assert _mode(hass, WINDOWED) == "idle"


@pytest.mark.parametrize("batteries", [2])
@pytest.mark.usefixtures("integration")
async def test_a_mode_for_a_while_does_not_come_late_and_for_good(
    hass: HomeAssistant, world: World, travel: Travel
) -> None:
    await choose(hass, travel, "charge", battery=WINDOWED)
    await travel(600)
    with pytest.raises(HomeAssistantError) as caught:
        await _send(hass, travel, "auto_export", WINDOWED, duration="01:00:00")
    assert caught.value.translation_key == "busy"
    await travel(2 * HOUR)
    modes = [mode for mode, _ in _modes(world, WINDOWED)]
    assert (modes[-1], "auto.export" in modes) == ("auto.balanced", False)


@pytest.mark.usefixtures("integration")
async def test_a_failed_command_is_a_problem_until_one_works(
    hass: HomeAssistant, world: World, travel: Travel
) -> None:
    world.fail_next(FULL, "DEVICE_OFFLINE")
    await choose(hass, travel, "auto_reserve")
    await travel(60)
    assert state(hass, "binary_sensor", "problem").state == "on"
    await choose(hass, travel, "auto_reserve")
    await travel(60)
    assert state(hass, "binary_sensor", "problem").state == "off"


@pytest.mark.usefixtures("integration")
async def test_a_failed_charge_brings_no_return(
    hass: HomeAssistant, world: World, travel: Travel
) -> None:
    world.fail_next(FULL, "DEVICE_OFFLINE")
    await choose(hass, travel, "charge")
    await travel(2 * HOUR)
    assert len(world.record.pushes()) == 1
    assert _modes(world) == []
    assert _mode(hass) == "auto_balanced"


@pytest.mark.usefixtures("integration")
async def test_stop_where_nothing_runs_sends_nothing(
    hass: HomeAssistant, world: World, travel: Travel
) -> None:
    await call(hass, travel, "button", "press", key="stop")
    assert world.record.pushes() == []


@pytest.mark.usefixtures("integration")
async def test_a_mode_that_is_only_taken_with_a_start_is_set_within_two_minutes(
    hass: HomeAssistant, world: World, travel: Travel
) -> None:
    mode = Command(execution=["scheduled"])
    world.devices[FULL].commands["auto.export"] = mode
    await schedule(hass, travel)
    await travel(75)
    await choose(hass, travel, "auto_export")
    for _ in range(10):
        assert _mode(hass) == "auto_export"
        await travel(30)
    assert [seen for seen, _ in _modes(world)] == ["auto.export"]
    await travel.to(BEGIN + timedelta(minutes=5))
    assert _mode(hass) == "charge"


@pytest.mark.usefixtures("integration")
async def test_a_mode_that_is_set_by_hand_comes_back_after_windows(
    hass: HomeAssistant, world: World, travel: Travel
) -> None:
    await schedule(hass, travel)
    await travel.to(BEGIN - timedelta(minutes=5))
    await choose(hass, travel, "auto_export")
    await travel.to(END + timedelta(minutes=5))
    modes = ["auto.export", "charge", "idle", "auto.export"]
    assert [seen for seen, _ in _modes(world)] == modes
    assert _mode(hass) == "auto_export"


@pytest.mark.usefixtures("integration")
async def test_a_mode_by_hand_for_a_time_does_not_come_back_after_windows(
    hass: HomeAssistant, world: World, travel: Travel
) -> None:
    await schedule(hass, travel)
    await _send(hass, travel, "auto_export", duration="00:30:00")
    await travel.to(END + timedelta(minutes=5))
    modes = ["auto.export", "auto.balanced", "charge", "idle", "auto.balanced"]
    assert [seen for seen, _ in _modes(world)] == modes


@pytest.mark.usefixtures("integration")
async def test_a_mode_by_hand_that_fails_does_not_come_back_after_windows(
    hass: HomeAssistant, world: World, travel: Travel
) -> None:
    await schedule(hass, travel)
    world.fail_next(FULL, "DEVICE_OFFLINE")
    await choose(hass, travel, "auto_export")
    await travel.to(END + timedelta(minutes=5))
    assert [seen for seen, _ in _modes(world)] == ["charge", "idle", "auto.balanced"]


@pytest.mark.usefixtures("integration")
async def test_a_command_comes_through_however_soon_a_window_begins(
    hass: HomeAssistant, world: World, travel: Travel
) -> None:
    await schedule(hass, travel)
    await travel(HOUR - timedelta(seconds=70))
    await choose(hass, travel, "discharge")
    await travel(2 * HOUR)
    modes = [seen for seen, _ in _modes(world)]
    assert modes == ["discharge", "charge", "idle", "auto.balanced"]


async def test_what_a_failed_command_overrode_goes_on_and_gets_its_mode_back(
    hass: HomeAssistant, integration: MockConfigEntry, world: World, travel: Travel
) -> None:
    world.knobs.window_completed_at = "opening"
    assert integration.runtime_data
    await schedule(hass, travel)
    await travel(1.5 * HOUR)
    world.fail_next(FULL, "DEVICE_OFFLINE")
    await choose(hass, travel, "auto_export")
    await travel(HOUR)
    assert [seen for seen, _ in _modes(world)][-2:] == ["idle", "auto.balanced"]
