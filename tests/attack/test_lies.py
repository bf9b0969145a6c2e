"""Answers in the right form with contents that nobody can mean."""

from collections.abc import Callable
import random
from typing import Any

from homeassistant.core import HomeAssistant
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from simulator import SystemClock, World, full
from simulator.record import RequestEntry
from tests.conftest import Setup
from tests.entities import state
from tests.travel import Travel

from .checks import assert_goes_on, assert_nothing_leaks
from .hostile import LyingServer, batteries_in

pytestmark = pytest.mark.usefixtures("all_enabled")

type Change = Callable[[dict[str, Any]], None]


def _set(*path: str, value: Any) -> Change:
    def change(battery: dict[str, Any]) -> None:
        *way, last = path
        for key in way:
            battery = battery[key]
        battery[last] = value

    return change


def _last_action(at: str) -> Change:
    action = {"id": "action_lie", "command": "charge", "state": "completed"}
    return _set("lastAction", value={**action, "createdAt": at, "updatedAt": at})


def _all(value: Any) -> Change:
    def change(battery: dict[str, Any]) -> None:
        battery.update(dict.fromkeys(battery.keys() - {"id"}, value))

    return change


LIES: tuple[Change, ...] = (
    _set("state", "level", value=1e9),
    _set("state", "level", value=-5),
    _set("state", "level", value="46"),
    _set("state", "chargeRate", value=1e9),
    _set("state", "chargeRate", value=900),
    _set("state", "capacity", value=-10),
    _set("state", "capacity", value=1e9),
    _set("state", "status", value="dreaming"),
    _set("state", "currentMode", value="auto.magic"),
    _set("sync", "lastPulledAt", value="0001-01-01T00:00:00Z"),
    _set("sync", "lastPulledAt", value="9999-12-31T23:59:59Z"),
    _set("sync", "lastPulledAt", value="2199-01-01T00:00:00Z"),
    _set("sync", "lastPulledAt", value=1795420800000),
    _last_action("0001-01-01T00:00:00Z"),
    _last_action("9999-12-31T23:59:59Z"),
    _last_action("2199-01-01T00:00:00Z"),
    _set("commands", value=["charge"]),
    _set("commands", value={"charge": {"parameters": 7, "execution": {"now": True}}}),
    _set("settings", value="all"),
    _set("settings", value={f"{level}" * 200: level for level in range(2000)}),
    _set("conflictStrategies", value=[["queue_after"], None, 7]),
    _all(7),
    _all(None),
    _all("9" * 100_000),
    _all({"a": [{}] * 1000}),
)
NAMES = [f"device_liar_{number}" for number in range(len(LIES))]


@pytest.fixture
def world() -> World:
    """A battery for each lie."""
    return World(SystemClock(), devices=[full(name) for name in NAMES])


def _each_its_own() -> Callable[[RequestEntry, Any], Any]:
    """Let each battery of the account tell one lie."""
    lies = dict(zip(NAMES, LIES, strict=True))

    def lie(_entry: RequestEntry, data: Any) -> Any:
        for battery in batteries_in(data):
            lies[battery["id"]](battery)
        return data

    return lie


async def test_a_lie_is_no_state_and_does_not_last(
    hass: HomeAssistant,
    integration: MockConfigEntry,
    server: LyingServer,
    world: World,
    travel: Travel,
) -> None:
    energy = {
        device: state(hass, "sensor", "energy_charged", device)
        for device in world.devices
    }
    server.lie = _each_its_own()
    await travel(16 * 60)
    for battery in world.devices:
        level = state(hass, "sensor", "level", battery).state
        assert level in ("unknown", "unavailable") or 0 <= float(level) <= 100
    await assert_nothing_leaks(hass, integration)

    server.lie = None
    for battery in world.devices:
        world.set_level(battery, 33)
    await travel(17 * 60)
    for battery, before in energy.items():
        assert float(state(hass, "sensor", "level", battery).state) < 50
        after = float(state(hass, "sensor", "energy_charged", battery).state)
        assert after - float(before.state) < 10


async def test_it_is_set_up_amid_lies(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    setup_entry: Setup,
    server: LyingServer,
    world: World,
    travel: Travel,
) -> None:
    server.lie = _each_its_own()
    assert await setup_entry(entry)
    await travel(61)
    server.lie = None
    for battery in world.devices:
        world.push(battery, {"action": {"command": "idle"}}, "foreign")
    await travel(125)
    for battery in world.devices:
        assert state(hass, "sensor", "last_action_command", battery).state == "idle"
    await assert_goes_on(hass, travel, *NAMES)


VALUES: tuple[Any, ...] = (
    None,
    True,
    False,
    -1,
    0,
    1e308,
    10**18,
    "",
    "x" * 5000,
    "\u202e\x00\n</b>[x](https://evil.example)",
    "9999-12-31T23:59:59.999Z",
    [],
    {},
    [[[[]]]],
    {"value": {"value": {}}},
    [None] * 60,
)


def _mutate(body: Any, dice: random.Random) -> Any:
    """Replace some node of a body by any value."""
    if dice.random() < 0.15 or not isinstance(body, (dict, list)) or not body:
        return dice.choice(VALUES)
    key: Any = dice.choice(list(body) if isinstance(body, dict) else range(len(body)))
    body[key] = _mutate(body[key], dice)
    return body


@pytest.mark.parametrize("seed", [6])
async def test_any_node_of_any_answer_may_be_anything(
    hass: HomeAssistant,
    integration: MockConfigEntry,
    server: LyingServer,
    world: World,
    travel: Travel,
    seed: int,
) -> None:
    dice = random.Random(seed)  # noqa: S311

    def lie(_entry: RequestEntry, data: Any) -> Any:
        for _ in range(dice.choice([0, 1, 1, 3])):
            data = _mutate(data, dice)
        return data

    server.lie = lie
    for battery in world.devices:
        world.push(battery, {"action": {"command": "charge"}}, "foreign")
    await travel(30 * 60)
    await assert_nothing_leaks(hass, integration)
    server.lie = None
    await travel(16 * 60)
    await assert_goes_on(hass, travel, *NAMES)
