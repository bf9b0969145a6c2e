"""What shows a battery's windows, against the simulated Amps."""

from datetime import datetime, timedelta
from typing import Any
from unittest.mock import patch

from homeassistant.components.select import ATTR_OPTIONS
from homeassistant.const import STATE_OFF, STATE_ON, STATE_UNKNOWN
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import ServiceValidationError
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers.translation import async_load_integrations
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.amps.battery import wording
from custom_components.amps.const import DOMAIN
from custom_components.amps.sensor.windows import NEXT_ATTRIBUTES
from simulator import World, full

from .conftest import Setup
from .entities import (
    FULL,
    WINDOWED,
    call,
    choose,
    entity_id,
    find,
    ha_device_id,
    refresh,
    state,
)
from .planned import BEGIN, END, schedule
from .travel import Travel

SECOND = timedelta(seconds=1)
_SOONER = (BEGIN - timedelta(minutes=30), BEGIN)


def _shown(hass: HomeAssistant, key: str, battery: str = FULL) -> str:
    return state(hass, "sensor", key, battery).state


def _next(hass: HomeAssistant, battery: str = FULL) -> dict[str, Any]:
    attributes = state(hass, "sensor", "next", battery).attributes
    return {name: attributes[name] for name in NEXT_ATTRIBUTES}


def _active(hass: HomeAssistant) -> str:
    return state(hass, "binary_sensor", "window_active").state


@pytest.mark.usefixtures("integration")
def test_enabled_by_default(hass: HomeAssistant) -> None:
    registry = er.async_get(hass)
    for platform, key, disabled in (
        ("sensor", "next", False),
        ("sensor", "last_result", False),
        ("binary_sensor", "window_active", True),
        ("number", "charge_target", False),
        ("number", "window_minutes", False),
        ("select", "after_window", True),
        ("select", "planning", False),
        ("switch", "plan_enabled", False),
        ("button", "skip_next_window", True),
        ("event", "window", False),
    ):
        entity = registry.async_get(entity_id(hass, platform, key))
        assert entity is not None
        assert (entity.disabled_by is not None) is disabled, key


@pytest.mark.usefixtures("integration")
async def test_nothing_of_windows_without_commands(
    hass: HomeAssistant, world: World, travel: Travel
) -> None:
    world.add_device(full("device_sim_mute", commands={}))
    await travel(61)
    assert find(hass, "sensor", "level", "device_sim_mute")
    for platform, key in (
        ("sensor", "next"),
        ("sensor", "last_result"),
        ("binary_sensor", "window_active"),
        ("select", "after_window"),
        ("switch", "plan_enabled"),
        ("event", "window"),
    ):
        assert find(hass, platform, key, "device_sim_mute") is None, key


@pytest.mark.usefixtures("all_enabled", "integration")
async def test_what_comes_next(hass: HomeAssistant, travel: Travel) -> None:
    assert _shown(hass, "next") == "nothing"
    assert set(_next(hass).values()) == {None}
    await schedule(hass, travel, repeat="FREQ=DAILY", target=90)
    assert _shown(hass, "next") == "Charge to 90 %"
    assert _next(hass) == {
        "command": "charge",
        "start": BEGIN.isoformat(),
        "end": END.isoformat(),
        "target": 90,
        "power": 5,
        "why": "plan",
    }

    await travel.to(BEGIN)
    later = BEGIN + timedelta(days=1)
    assert _next(hass)["start"] == later.isoformat()

    await call(hass, travel, "switch", "turn_off", key="plan_enabled")
    assert _shown(hass, "next") == "paused"


@pytest.mark.usefixtures("integration")
async def test_what_comes_next_in_another_language(
    hass: HomeAssistant, travel: Travel
) -> None:
    await travel.run(hass.config.async_update(language="de"))
    await travel.run(async_load_integrations(hass, {DOMAIN}))
    await schedule(hass, travel, target=90)
    assert _shown(hass, "next") == "Laden auf 90 %"


@pytest.mark.usefixtures("all_enabled", "integration")
async def test_what_comes_next_while_another_language_is_loaded(
    hass: HomeAssistant, travel: Travel
) -> None:
    await schedule(hass, travel, target=90)
    hass.config.language = "de"
    with patch.object(wording, "async_translations_loaded", return_value=False):
        await schedule(hass, travel, *_SOONER, target=80)
        assert _shown(hass, "next") == "Charge to 80 %"
    await travel.run(async_load_integrations(hass, {DOMAIN}))
    await call(hass, travel, "button", "press", key="skip_next_window")
    assert _shown(hass, "next") == "Laden auf 90 %"


@pytest.mark.usefixtures("integration")
async def test_who_planned_what_comes_next(hass: HomeAssistant, travel: Travel) -> None:
    window = {"command": "idle", "start": str(BEGIN), "end": str(END)}
    data = {"device_id": ha_device_id(hass), "source": "emhass", "windows": [window]}
    await travel.run(hass.services.async_call(DOMAIN, "set_plan", data, blocking=True))
    await travel.settle()
    assert _shown(hass, "next") == "Idle"
    assert _next(hass)["why"] == "emhass"


@pytest.mark.usefixtures("all_enabled", "integration")
async def test_a_window_by_hand_comes_next_too(
    hass: HomeAssistant, world: World, travel: Travel
) -> None:
    world.add_device(full(WINDOWED, commands=_windowed_charge()))
    await travel(61)
    await choose(hass, travel, "charge", battery=WINDOWED)
    begins = datetime.fromisoformat(_next(hass, WINDOWED)["start"])
    assert _next(hass, WINDOWED)["why"] == "manual"
    assert timedelta() < begins - travel.now() <= timedelta(minutes=2)
    await travel.to(begins)
    assert state(hass, "binary_sensor", "window_active", WINDOWED).state == STATE_ON
    assert _shown(hass, "next", WINDOWED) == "nothing"


def _windowed_charge() -> dict[str, object]:
    commands = full().commands
    commands["charge"].execution = ["windowed"]
    return dict(commands)


@pytest.mark.usefixtures("all_enabled", "integration")
async def test_active_turns_at_the_second_without_a_request(
    hass: HomeAssistant, world: World, travel: Travel
) -> None:
    await schedule(hass, travel)
    await travel.to(BEGIN - SECOND)
    assert _active(hass) == STATE_OFF
    world.record.clear()
    await travel.to(BEGIN)
    assert _active(hass) == STATE_ON
    assert not world.record.requests
    changed = state(hass, "binary_sensor", "window_active").last_changed
    assert changed - BEGIN < SECOND

    await travel.to(END - SECOND)
    assert _active(hass) == STATE_ON
    await travel.to(END)
    assert _active(hass) == STATE_OFF


@pytest.mark.usefixtures("all_enabled", "integration")
async def test_active_follows_the_clock_of_amps(
    hass: HomeAssistant, world: World, travel: Travel
) -> None:
    world.knobs.clock_skew = 30
    await travel(timedelta(minutes=10))
    await schedule(hass, travel)
    await travel.to(BEGIN - 31 * SECOND)
    assert _active(hass) == STATE_OFF
    await travel.to(BEGIN - 29 * SECOND)
    assert _active(hass) == STATE_ON


@pytest.mark.usefixtures("integration")
async def test_how_the_last_window_ended(
    hass: HomeAssistant, world: World, travel: Travel
) -> None:
    outcome = state(hass, "sensor", "last_result")
    assert outcome.state == STATE_UNKNOWN
    for name in (
        "reason",
        "command",
        "target",
        "start",
        "end",
        "from_level",
        "to_level",
        "energy",
    ):
        assert outcome.attributes[name] is None
    world.set_level(FULL, 65)
    await schedule(hass, travel, target=90)
    await travel.to(BEGIN)
    before = world.device(FULL).level
    await travel.to(END + timedelta(minutes=10))
    outcome = state(hass, "sensor", "last_result")
    assert outcome.state == "done"
    assert outcome.attributes["command"] == "charge"
    assert outcome.attributes["start"] == BEGIN.isoformat()
    assert outcome.attributes["end"] == END.isoformat()
    assert outcome.attributes["reason"] is None
    assert outcome.attributes["target"] == 90
    assert outcome.attributes["from_level"] == pytest.approx(before, abs=2)
    assert outcome.attributes["to_level"] == pytest.approx(90, abs=1)
    assert outcome.attributes["energy"] == pytest.approx((90 - before) * 0.104, abs=0.3)
    assert world.device(FULL).level == pytest.approx(90, abs=5)


@pytest.mark.usefixtures("all_enabled", "integration")
async def test_skip_takes_back_one_occurrence(
    hass: HomeAssistant, world: World, travel: Travel
) -> None:
    await schedule(hass, travel, repeat="FREQ=DAILY")
    await call(hass, travel, "button", "press", key="skip_next_window")
    tomorrow = BEGIN + timedelta(days=1)
    assert _next(hass)["start"] == tomorrow.isoformat()
    await travel.to(BEGIN + timedelta(minutes=5))
    assert not world.record.effects_of(FULL, "mode")
    waiting = {
        action.start for action in world.record.actions_of(FULL) if action.is_open
    }
    assert min(action for action in waiting if action) == tomorrow


@pytest.mark.usefixtures("all_enabled", "integration")
async def test_skip_does_not_end_what_runs(hass: HomeAssistant, travel: Travel) -> None:
    await schedule(hass, travel, repeat="FREQ=DAILY")
    await travel.to(BEGIN + timedelta(minutes=5))
    await call(hass, travel, "button", "press", key="skip_next_window")
    assert _active(hass) == STATE_ON
    after = BEGIN + timedelta(days=2)
    assert _next(hass)["start"] == after.isoformat()


@pytest.mark.usefixtures("all_enabled", "integration")
async def test_skip_without_a_window(hass: HomeAssistant, travel: Travel) -> None:
    with pytest.raises(ServiceValidationError) as caught:
        await call(hass, travel, "button", "press", key="skip_next_window")
    assert caught.value.translation_key == "nothing_planned"


@pytest.mark.usefixtures("all_enabled", "integration")
async def test_after_window_offers_what_may_stand(hass: HomeAssistant) -> None:
    choice = state(hass, "select", "after_window")
    assert choice.state == "automatic"
    assert choice.attributes[ATTR_OPTIONS] == [
        "automatic",
        "as_amps_leaves_it",
        "idle",
        "auto_balanced",
        "auto_reserve",
        "auto_export",
    ]


@pytest.mark.usefixtures("all_enabled", "integration")
@pytest.mark.parametrize(
    ("option", "mode"),
    [
        ("automatic", "auto.balanced"),
        ("auto_export", "auto.export"),
        ("as_amps_leaves_it", "idle"),
    ],
)
async def test_after_window_is_followed(
    hass: HomeAssistant, world: World, travel: Travel, option: str, mode: str
) -> None:
    await choose(hass, travel, option, key="after_window")
    assert state(hass, "select", "after_window").state == option
    await schedule(hass, travel)
    await travel.to(END + timedelta(minutes=10))
    assert world.device(FULL).mode.command == mode


@pytest.mark.usefixtures("all_enabled")
async def test_after_window_survives_a_restart(
    hass: HomeAssistant, travel: Travel, integration: MockConfigEntry
) -> None:
    await choose(hass, travel, "auto_reserve", key="after_window")
    await travel(5)
    await travel.run(hass.config_entries.async_reload(integration.entry_id))
    await travel.settle()
    assert state(hass, "select", "after_window").state == "auto_reserve"


@pytest.mark.parametrize("batteries", [2])
@pytest.mark.usefixtures("all_enabled")
async def test_windows_belong_to_their_battery(
    hass: HomeAssistant, entry: MockConfigEntry, setup_entry: Setup, travel: Travel
) -> None:
    assert await setup_entry(entry)
    await schedule(hass, travel, battery=WINDOWED)
    assert _next(hass, WINDOWED)["start"] == BEGIN.isoformat()
    assert _shown(hass, "next") == "nothing"


@pytest.mark.usefixtures("all_enabled", "integration")
async def test_when_the_target_is_reached(
    hass: HomeAssistant, world: World, travel: Travel
) -> None:
    assert _shown(hass, "target_at") == STATE_UNKNOWN
    world.set_mode_locally(FULL, "idle")
    world.set_level(FULL, 60)
    await refresh(hass, travel)
    await schedule(hass, travel, target=90, power=5)
    # 30 % of 10.4 kWh at 5 kW are 37 minutes, shown to the nearest five
    assert _shown(hass, "target_at") == "2026-11-23T09:35:00+00:00"
    shown: list[str] = []
    while travel.now() < BEGIN + timedelta(minutes=50):
        await travel(60)
        shown.append(_shown(hass, "target_at"))
    # as the battery charges, and at last when a reading showed that
    assert shown == sorted(shown)
    assert len(set(shown)) <= 3
    assert shown[-1] == "2026-11-23T09:45:00+00:00"
    await travel.to(END + timedelta(minutes=10))
    assert _shown(hass, "target_at") == STATE_UNKNOWN


@pytest.mark.usefixtures("all_enabled", "integration")
async def test_a_target_that_is_not_reached_has_no_time(
    hass: HomeAssistant, world: World, travel: Travel
) -> None:
    world.set_mode_locally(FULL, "idle")
    world.set_level(FULL, 10)
    await refresh(hass, travel)
    await schedule(hass, travel, target=95, power=5)
    assert _shown(hass, "target_at") == STATE_UNKNOWN
    later = timedelta(hours=3)
    await schedule(hass, travel, END, END + later, command="discharge")
    assert _shown(hass, "target_at") == STATE_UNKNOWN
