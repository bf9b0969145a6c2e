"""An Amps that half works, as the owner of a battery sees it over HTTP."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from homeassistant.const import STATE_OFF, STATE_ON
from homeassistant.core import HomeAssistant
from homeassistant.helpers import issue_registry as ir
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.amps.const import DOMAIN
from simulator import Fault, World

from ..entities import FULL, WINDOWED, choose, next_start, noted_events, state
from ..planned import BEGIN, END, schedule
from ..travel import Travel
from ..windows import answer

type Told = list[dict[str, Any]]

ALWAYS = 100_000
MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)


@pytest.fixture
def told(hass: HomeAssistant, integration: MockConfigEntry) -> Iterator[Told]:
    """All that the entity told, as an automation sees it."""
    assert integration.state.recoverable
    with noted_events(hass, "window") as found:
        yield found


def _words(told: Told) -> list[tuple[str, str | None]]:
    return [(event["event_type"], event["reason"]) for event in told]


def _repairs(hass: HomeAssistant) -> set[str]:
    return {
        issue.translation_key or ""
        for issue in ir.async_get(hass).issues.values()
        if issue.domain == DOMAIN and issue.active and not issue.dismissed_version
    }


def _problem(hass: HomeAssistant) -> str:
    return state(hass, "binary_sensor", "problem").state


def _charges(world: World, battery: str = FULL) -> list[Any]:
    world.catch_up()
    modes = world.record.effects_of(battery, "mode")
    return [effect for effect in modes if effect.command == "charge"]


@pytest.mark.parametrize(
    ("status", "code", "reason"),
    [
        (403, "INSUFFICIENT_PERMISSIONS", "not_allowed"),
        (409, "CONFLICT", "slot_held"),
        (429, "RATE_LIMIT_EXCEEDED", "rate_limited"),
        (503, "SERVICE_UNAVAILABLE", "amps_error"),
    ],
)
async def test_refused_pushes_are_told_half_an_hour_before(
    hass: HomeAssistant,
    world: World,
    travel: Travel,
    told: Told,
    status: int,
    code: str,
    reason: str,
) -> None:
    refused = Fault(endpoint="push", times=ALWAYS, status=status, code=code)
    world.faults.add(refused)
    await schedule(hass, travel, BEGIN + 3 * HOUR, END + 3 * HOUR)
    await travel.to(BEGIN + 2.5 * HOUR)
    assert _words(told) == [("at_risk", reason)]
    assert _repairs(hass) == {"window_at_risk"}
    assert _problem(hass) == STATE_ON
    assert len(world.record.of("push")) < 40
    world.faults.clear()
    await travel.to(END + 4 * HOUR)
    assert _words(told)[1:] == [("done", None)]
    assert not _repairs(hass)
    assert _problem(hass) == STATE_OFF


async def test_what_amps_does_not_take_back_is_told_before_it_happens(
    hass: HomeAssistant, world: World, travel: Travel, told: Told
) -> None:
    window = await schedule(hass, travel, BEGIN + 3 * HOUR, END + 3 * HOUR)
    await travel(5)
    world.faults.add(Fault(endpoint="cancel", times=ALWAYS, status=500))
    await answer(hass, travel, "cancel_window", uid=window["uid"])
    await travel.to(BEGIN + 3 * HOUR - 20 * MINUTE)
    assert _words(told) == [("at_risk", "not_withdrawn")]
    assert _repairs(hass) == {"window_at_risk"}
    # the window and the mode behind it
    assert len(world.record.of("cancel")) < 60
    await travel.to(BEGIN + 3 * HOUR + MINUTE)
    assert _charges(world)
    assert _repairs(hass) == {"runs_on"}
    world.faults.clear()
    await travel.to(END + 3 * HOUR + 20 * MINUTE)
    assert world.devices[FULL].mode.command == "auto.balanced"
    assert not _repairs(hass)
    assert _problem(hass) == STATE_OFF


async def test_a_battery_that_is_back_is_charged_for_the_rest(
    hass: HomeAssistant, world: World, travel: Travel, told: Told
) -> None:
    await schedule(hass, travel, BEGIN, BEGIN + 5 * HOUR, target=100)
    await travel.to(BEGIN - 10 * MINUTE)
    world.set_offline(FULL)
    back = BEGIN + 2 * HOUR
    await travel.to(back)
    assert _words(told) == [("at_risk", "device_offline")]
    world.set_offline(FULL, offline=False)
    await travel.to(back + 6 * MINUTE)
    assert _charges(world)
    # each with the mode behind it
    assert len(world.record.of("push")) < 30
    await travel.to(BEGIN + 6 * HOUR)
    assert _words(told)[1:] == [("done", None)]
    assert _problem(hass) == STATE_OFF


async def test_one_reading_in_idle_ends_nothing(
    hass: HomeAssistant, world: World, travel: Travel, told: Told
) -> None:
    await schedule(hass, travel, BEGIN, BEGIN + 2 * HOUR)
    await travel.to(BEGIN + 10 * MINUTE)
    world.flap(FULL)
    await travel.to(BEGIN + 3 * HOUR)
    assert _words(told) == [("done", None)]
    assert world.devices[FULL].mode.command == "auto.balanced"


@pytest.mark.usefixtures("integration")
async def test_a_mode_by_hand_without_effect_is_told(
    hass: HomeAssistant, world: World, travel: Travel
) -> None:
    world.knobs.ignored_commands = ("auto.export",)
    await choose(hass, travel, "auto_export")
    await travel(3 * 60)
    assert not _repairs(hass)
    await travel(3 * 60)
    assert _repairs(hass) == {"command_failed"}
    assert _problem(hass) == STATE_ON
    world.knobs.ignored_commands = ()
    await choose(hass, travel, "auto_export")
    await travel(5 * 60)
    assert not _repairs(hass)
    assert _problem(hass) == STATE_OFF


@pytest.mark.usefixtures("integration")
async def test_a_window_that_cannot_be_stopped_says_until_when_it_goes_on(
    hass: HomeAssistant, world: World, travel: Travel
) -> None:
    window = await schedule(hass, travel, command="discharge", target=20)
    await travel.to(BEGIN + 10 * MINUTE)
    await answer(hass, travel, "cancel_window", uid=window["uid"])
    await travel(5)
    assert _repairs(hass) == {"runs_on"}
    await travel.to(END + 2 * MINUTE)
    assert not _repairs(hass)
    assert world.devices[FULL].mode.command == "auto.balanced"


@pytest.mark.usefixtures("integration")
@pytest.mark.parametrize("batteries", [2])
async def test_an_action_that_hangs_is_told_to_whom_it_blocks(
    hass: HomeAssistant, world: World, travel: Travel
) -> None:
    world.hang_next(WINDOWED)
    await schedule(hass, travel, battery=WINDOWED)
    later = BEGIN + 4 * HOUR, END + 4 * HOUR
    await schedule(hass, travel, *later, battery=WINDOWED, target=100)
    await travel.to(BEGIN + 3.5 * HOUR)
    told = state(hass, "event", "window", WINDOWED).attributes
    assert (told["event_type"], told["reason"]) == ("at_risk", "busy")
    assert "window_at_risk" in _repairs(hass)


async def _restart(
    hass: HomeAssistant, travel: Travel, entry: MockConfigEntry, until: datetime
) -> None:
    await travel.run(hass.config_entries.async_unload(entry.entry_id))
    await travel.to(until)
    await travel.run(hass.config_entries.async_setup(entry.entry_id))


async def test_an_outcome_is_told_though_the_battery_cannot_be_read_after_a_start(
    hass: HomeAssistant,
    integration: MockConfigEntry,
    world: World,
    travel: Travel,
    told: Told,
) -> None:
    world.knobs.lists_commands = False
    await schedule(hass, travel)
    await travel(5)
    world.set_offline(FULL)
    await _restart(hass, travel, integration, END + HOUR)
    await travel(10)
    assert _words(told) == [("failed", "device_offline")]
    assert state(hass, "calendar", "plan").state == STATE_OFF


async def test_a_window_happens_though_the_battery_cannot_be_read_after_a_start(
    hass: HomeAssistant,
    integration: MockConfigEntry,
    world: World,
    travel: Travel,
    told: Told,
) -> None:
    world.knobs.lists_commands = False
    start = BEGIN + 72 * HOUR
    await schedule(hass, travel, start, start + HOUR)
    await travel(5)
    world.faults.add(Fault(endpoint="read_battery", times=ALWAYS, status=503))
    await _restart(hass, travel, integration, start - 12 * HOUR)
    await travel.to(start + 10 * MINUTE)
    assert _charges(world)
    world.faults.clear()
    await travel.to(start + 2 * HOUR)
    assert _words(told) == [("done", None)]


@pytest.mark.usefixtures("integration")
async def test_a_plan_is_there_though_the_battery_that_is_back_cannot_be_read(
    hass: HomeAssistant, world: World, travel: Travel
) -> None:
    world.knobs.lists_commands = False
    await schedule(hass, travel, BEGIN + 12 * HOUR, END + 12 * HOUR)
    device = world.remove_device(FULL)
    await travel(10 * MINUTE)
    world.add_device(device)
    world.faults.add(Fault(endpoint="read_battery", times=ALWAYS, status=503))
    await travel(2 * MINUTE)
    begins = next_start(hass)
    assert begins == (BEGIN + 12 * HOUR).isoformat()


@pytest.mark.parametrize("generation", ["g1", "g2"])
async def test_what_was_cancelled_while_amps_was_away_is_not_looked_for(
    hass: HomeAssistant, world: World, travel: Travel, told: Told, generation: Any
) -> None:
    world.knobs.generation = generation
    await schedule(hass, travel, BEGIN, END)
    await travel.to(BEGIN - MINUTE)
    world.faults.add(Fault(status=503, code="SERVICE_UNAVAILABLE", times=None))
    for action in world.actions():
        if action.state == "scheduled":
            world.foreign_cancel(action.id)
    await travel.to(BEGIN + 30 * MINUTE)
    world.faults.clear()
    await travel(3 * 60)
    assert _words(told) == [
        ("at_risk", "amps_unreachable"),
        ("cancelled", "cancelled_elsewhere"),
    ]
