"""What Amps takes otherwise than it was asked, and readings that tell too little."""

from collections.abc import Iterator
from datetime import timedelta
import json
from typing import Any

from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import issue_registry as ir
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from simulator import ApiError, Fault, World
from simulator.action import Action, Origin
from tests.entities import FULL, WINDOWED, call, noted_events, refresh
from tests.planned import BEGIN, END, schedule
from tests.travel import Travel
from tests.windows import answer

from .hostile import LyingServer, about_batteries

type Told = list[dict[str, Any]]

ALWAYS = 100_000
MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)

pytestmark = pytest.mark.usefixtures("all_enabled")


@pytest.fixture
def told(hass: HomeAssistant, integration: MockConfigEntry) -> Iterator[Told]:
    """All that the entity told, as an automation sees it."""
    assert integration.state.recoverable
    with noted_events(hass, "window") as found:
        yield found


@pytest.fixture
def repairs(hass: HomeAssistant) -> set[str]:
    """The repairs that there ever were, by translation key."""
    found = set[str]()

    @callback
    def note(event: Any) -> None:
        key = event.data["domain"], event.data["issue_id"]
        issue = ir.async_get(hass).async_get_issue(*key)
        if issue is not None and issue.translation_key:
            found.add(issue.translation_key)

    hass.bus.async_listen(ir.EVENT_REPAIRS_ISSUE_REGISTRY_UPDATED, note)
    return found


def _words(told: Told) -> list[tuple[str, str | None]]:
    return [(event["event_type"], event["reason"]) for event in told]


def _modes(world: World, battery: str = FULL) -> list[str]:
    world.catch_up()
    return [effect.command for effect in world.record.effects_of(battery, "mode")]


async def _only_at_once(hass: HomeAssistant, world: World, travel: Travel) -> None:
    for support in world.devices[FULL].commands.values():
        support.execution = ["immediate"]
    await refresh(hass, travel)


async def test_a_window_that_is_taken_for_a_part_goes_on_in_further_parts(
    hass: HomeAssistant, world: World, travel: Travel, told: Told, repairs: set[str]
) -> None:
    world.knobs.max_window = 3600.0
    await schedule(hass, travel, BEGIN, BEGIN + 3 * HOUR, power=1)
    await travel.to(BEGIN + 4 * HOUR)
    assert _modes(world) == ["charge", "idle"] * 3 + ["auto.balanced"]
    assert _words(told) == [("done", None)]
    assert repairs == set()


async def test_a_battery_that_is_full_is_not_charged_in_further_parts(
    hass: HomeAssistant, world: World, travel: Travel, told: Told
) -> None:
    world.knobs.max_window = 3600.0
    world.set_level(FULL, 100)
    await refresh(hass, travel)
    await schedule(hass, travel, BEGIN, BEGIN + 3 * HOUR, power=1)
    await travel.to(BEGIN + 4 * HOUR)
    assert _modes(world).count("charge") == 1
    assert "failed" not in {word for word, _ in _words(told)}


async def test_a_window_that_is_taken_minutes_later_was_read_in_no_other_zone(
    hass: HomeAssistant, world: World, travel: Travel, told: Told, repairs: set[str]
) -> None:
    world.knobs.start_delay = 480.0
    await schedule(hass, travel, power=1)
    await travel.to(END + HOUR)
    assert _modes(world) == ["charge", "idle", "auto.balanced"]
    assert _words(told) == [("done", None)]
    assert "time_zone" not in repairs


async def test_a_push_that_was_carried_out_twice_is_one_charge(
    hass: HomeAssistant,
    world: World,
    travel: Travel,
    told: Told,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    await _only_at_once(hass, world, travel)
    push, lost = World.push, list[Action]()

    def twice(self: World, device_id: str, body: Any, origin: Origin = "api") -> Action:
        """Carry it out, once more as soon as there is room, and answer too late."""
        action = push(self, device_id, body, origin)
        if lost:
            return action
        lost.append(action)
        action.enter("completed", self.now())
        lost.append(push(self, device_id, json.loads(json.dumps(body)), origin))
        raise ApiError(504, "GATEWAY_TIMEOUT", "The answer came too late.")

    monkeypatch.setattr(World, "push", twice)
    await schedule(hass, travel, power=1)
    await travel.to(END + 15 * MINUTE)
    assert len(lost) == 2
    assert _modes(world) == ["charge", "auto.balanced"]
    assert _words(told) == [("done", None)]


async def test_a_cancel_that_is_answered_and_not_carried_out_is_told(
    hass: HomeAssistant, world: World, travel: Travel, told: Told, repairs: set[str]
) -> None:
    window = await schedule(hass, travel, BEGIN + HOUR, END + HOUR, power=1)
    await travel(5)
    nothing = b'{"success": true, "data": {}, "meta": {}}'
    world.faults.add(Fault(endpoint="cancel", times=ALWAYS, status=200, body=nothing))
    await answer(hass, travel, "cancel_window", uid=window["uid"])
    await travel.to(BEGIN + HOUR - 20 * MINUTE)
    assert _words(told) == [("at_risk", "not_withdrawn")]
    await travel.to(END + 2 * HOUR)
    assert _modes(world)[-1] == "auto.balanced"
    assert repairs == {"window_at_risk", "runs_on"}


async def test_one_wrong_level_is_no_target(
    hass: HomeAssistant, server: LyingServer, world: World, travel: Travel, told: Told
) -> None:
    await schedule(hass, travel, BEGIN, BEGIN + 2 * HOUR, target=95)
    await travel.to(BEGIN + 4 * MINUTE)
    server.lie = about_batteries(lambda battery: battery["state"].update(level=100))
    await travel(3 * MINUTE)
    server.lie = None
    await travel(5 * MINUTE)
    world.set_mode_locally(FULL, "auto.export")
    await travel.to(BEGIN + 3 * HOUR)
    assert _words(told) == [("cancelled", "overridden")]
    assert world.device(FULL).mode.command == "auto.export"


async def test_a_level_that_nobody_tells_misses_no_target(
    hass: HomeAssistant, server: LyingServer, travel: Travel, told: Told
) -> None:
    server.lie = about_batteries(lambda battery: battery["state"].pop("level", None))
    await travel(2 * MINUTE)
    await schedule(hass, travel, target=90)
    await travel.to(END + 15 * MINUTE)
    assert _words(told) == [("accepted", "not_seen")]


async def test_readings_that_are_half_an_hour_old_tell_nothing_false(
    hass: HomeAssistant, world: World, travel: Travel, told: Told, repairs: set[str]
) -> None:
    world.devices[FULL].overrides.update(normal_cache=1800.0, expedite_cache=1800.0)
    await schedule(hass, travel, power=1)
    await travel.to(END + 2 * HOUR)
    assert _modes(world) == ["charge", "idle", "auto.balanced"]
    assert _words(told) == [("done", None)]
    assert repairs == set()


async def test_a_limit_that_is_reached_as_a_window_starts_costs_minutes(
    hass: HomeAssistant, world: World, travel: Travel, told: Told, repairs: set[str]
) -> None:
    await _only_at_once(hass, world, travel)
    await schedule(hass, travel, power=1)
    await travel.to(BEGIN - 30 * timedelta(seconds=1))
    world.knobs.rate_limit = 0
    await travel.to(BEGIN + 3 * MINUTE)
    world.knobs.rate_limit = None
    await travel.to(BEGIN + 6 * MINUTE)
    assert _modes(world) == ["charge"]
    await travel.to(END + 15 * MINUTE)
    assert _words(told) == [("done", None)]
    assert repairs == set()


async def test_home_assistant_is_off_for_the_end_that_only_it_can_make(
    hass: HomeAssistant, integration: MockConfigEntry, world: World, travel: Travel
) -> None:
    await _only_at_once(hass, world, travel)
    await schedule(hass, travel, power=1)
    await travel.to(END - 5 * MINUTE)
    await travel.run(hass.config_entries.async_unload(integration.entry_id))
    await travel.to(END + 5 * MINUTE)
    await travel.run(hass.config_entries.async_setup(integration.entry_id))
    await travel(2 * MINUTE)
    assert _modes(world) == ["charge", "auto.balanced"]


@pytest.mark.parametrize("batteries", [2])
async def test_a_battery_whose_requests_hang_delays_no_other(
    hass: HomeAssistant, world: World, travel: Travel, told: Told
) -> None:
    await _only_at_once(hass, world, travel)
    await call(hass, travel, "button", "press", key="refresh", battery=WINDOWED)
    await schedule(hass, travel, power=1)
    await schedule(hass, travel, battery=WINDOWED)
    hangs = Fault(device_id=WINDOWED, times=ALWAYS, delay=20.0, status=504)
    world.faults.add(hangs)
    await travel.to(END + 15 * MINUTE)
    world.faults.clear()
    began, ended = world.record.effects_of(FULL, "mode")
    assert began.at - BEGIN < MINUTE
    assert ended.at - END < MINUTE
    assert _words(told) == [("done", None)]


async def test_what_amps_drops_silently_is_sent_again(
    hass: HomeAssistant, world: World, travel: Travel, told: Told
) -> None:
    await schedule(hass, travel, BEGIN + HOUR, END + HOUR, power=1)
    await travel(MINUTE)
    for action in world.actions():
        world.book.lose(action.id)
    await travel.to(END + 2 * HOUR)
    assert _modes(world) == ["charge", "idle", "auto.balanced"]
    assert _words(told) == [("done", None)]
