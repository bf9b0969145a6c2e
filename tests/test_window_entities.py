"""What shows a battery's windows, against the simulated Amps."""

from datetime import datetime, timedelta

from homeassistant.components.select import ATTR_OPTIONS
from homeassistant.const import STATE_OFF, STATE_ON, STATE_UNKNOWN
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import ServiceValidationError
from homeassistant.helpers import entity_registry as er
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from simulator import World, full

from .conftest import Setup
from .entities import FULL, WINDOWED, call, choose, entity_id, find, state
from .planned import BEGIN, END, schedule
from .travel import Travel

SECOND = timedelta(seconds=1)


def _shown(hass: HomeAssistant, key: str, battery: str = FULL) -> str:
    return state(hass, "sensor", key, battery).state


def _active(hass: HomeAssistant) -> str:
    return state(hass, "binary_sensor", "window_active").state


@pytest.mark.usefixtures("integration")
def test_enabled_by_default(hass: HomeAssistant) -> None:
    registry = er.async_get(hass)
    for platform, key, disabled in (
        ("sensor", "next_window_start", False),
        ("sensor", "next_window_end", True),
        ("sensor", "next_window_command", True),
        ("sensor", "last_window_outcome", False),
        ("binary_sensor", "window_active", False),
        ("select", "after_window", False),
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
        ("sensor", "next_window_start"),
        ("sensor", "last_window_outcome"),
        ("binary_sensor", "window_active"),
        ("select", "after_window"),
        ("switch", "plan_enabled"),
        ("event", "window"),
    ):
        assert find(hass, platform, key, "device_sim_mute") is None, key


@pytest.mark.usefixtures("all_enabled", "integration")
async def test_what_comes_next(hass: HomeAssistant, travel: Travel) -> None:
    for key in ("next_window_start", "next_window_end", "next_window_command"):
        assert _shown(hass, key) == STATE_UNKNOWN
    await schedule(hass, travel, repeat="FREQ=DAILY")
    assert _shown(hass, "next_window_start") == BEGIN.isoformat()
    assert _shown(hass, "next_window_end") == END.isoformat()
    assert _shown(hass, "next_window_command") == "charge"

    await travel.to(BEGIN)
    later = BEGIN + timedelta(days=1)
    assert _shown(hass, "next_window_start") == later.isoformat()


@pytest.mark.usefixtures("all_enabled", "integration")
async def test_a_window_by_hand_comes_next_too(
    hass: HomeAssistant, world: World, travel: Travel
) -> None:
    world.add_device(full(WINDOWED, commands=_windowed_charge()))
    await travel(61)
    await choose(hass, travel, "charge", battery=WINDOWED)
    begins = datetime.fromisoformat(_shown(hass, "next_window_start", WINDOWED))
    assert timedelta() < begins - travel.now() <= timedelta(minutes=2)
    await travel.to(begins)
    assert state(hass, "binary_sensor", "window_active", WINDOWED).state == STATE_ON
    assert _shown(hass, "next_window_start", WINDOWED) == STATE_UNKNOWN


def _windowed_charge() -> dict[str, object]:
    commands = full().commands
    commands["charge"].execution = ["windowed"]
    return dict(commands)


@pytest.mark.usefixtures("integration")
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


@pytest.mark.usefixtures("integration")
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
    outcome = state(hass, "sensor", "last_window_outcome")
    assert outcome.state == STATE_UNKNOWN
    for name in ("reason", "command", "start", "end", "level"):
        assert outcome.attributes[name] is None
    await schedule(hass, travel, target=90)
    await travel.to(END + timedelta(minutes=10))
    outcome = state(hass, "sensor", "last_window_outcome")
    assert outcome.state == "done"
    assert outcome.attributes["command"] == "charge"
    assert outcome.attributes["start"] == BEGIN.isoformat()
    assert outcome.attributes["end"] == END.isoformat()
    assert outcome.attributes["reason"] is None
    assert outcome.attributes["level"] == pytest.approx(90, abs=1)
    assert world.device(FULL).level == pytest.approx(90, abs=5)


@pytest.mark.usefixtures("all_enabled", "integration")
async def test_skip_takes_back_one_occurrence(
    hass: HomeAssistant, world: World, travel: Travel
) -> None:
    await schedule(hass, travel, repeat="FREQ=DAILY")
    await call(hass, travel, "button", "press", key="skip_next_window")
    tomorrow = BEGIN + timedelta(days=1)
    assert _shown(hass, "next_window_start") == tomorrow.isoformat()
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
    assert _shown(hass, "next_window_start") == after.isoformat()


@pytest.mark.usefixtures("all_enabled", "integration")
async def test_skip_without_a_window(hass: HomeAssistant, travel: Travel) -> None:
    with pytest.raises(ServiceValidationError) as caught:
        await call(hass, travel, "button", "press", key="skip_next_window")
    assert caught.value.translation_key == "nothing_planned"


@pytest.mark.usefixtures("integration")
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


@pytest.mark.usefixtures("integration")
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
    assert _shown(hass, "next_window_start", WINDOWED) == BEGIN.isoformat()
    assert _shown(hass, "next_window_start") == STATE_UNKNOWN
