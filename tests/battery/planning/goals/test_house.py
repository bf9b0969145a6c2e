"""Goals where it is known what the house will draw."""

from collections.abc import Iterator
from unittest.mock import patch

from homeassistant.core import HomeAssistant
import pytest

from custom_components.amps.battery.planning import goal_planner
from custom_components.amps.planner import plan_goals
from simulator import World

from ....calendars import MonthView
from ....entities import FULL, WINDOWED, entity_id, ha_device_id
from ....travel import Travel
from ....windows import utc, waiting
from .goals import goals, set_goal
from .home import Home, known

pytestmark = [
    pytest.mark.freeze_time("2026-11-23T20:00:00+00:00"),
    pytest.mark.usefixtures("integration"),
]


@pytest.fixture
def home() -> Iterator[Home]:
    with known() as home:
        yield home


async def test_what_the_house_draws_before_the_end_is_charged_as_well(
    hass: HomeAssistant, world: World, travel: Travel, home: Home
) -> None:
    home.kw = 0.8
    _ = await set_goal(hass, travel, target=90)
    await travel(5)
    # a battery that is full at five would have given much of it by seven
    assert waiting(world)[-1][1] == "2026-11-24T07:00:00"
    (goal,) = await goals(hass, travel)
    assert goal["level"] >= 89.5
    assert goal["reason"] is None


@pytest.mark.parametrize("kw", [None, 0.0])
async def test_without_load_the_cheapest_hours_are_enough(
    hass: HomeAssistant, world: World, travel: Travel, home: Home, kw: float | None
) -> None:
    home.kw = kw
    _ = await set_goal(hass, travel, target=90)
    await travel(5)
    assert waiting(world)[-1][1] <= "2026-11-24T05:00:00"


@pytest.mark.parametrize("batteries", [2])
async def test_batteries_share_the_load_by_their_capacity(
    hass: HomeAssistant, world: World, travel: Travel, home: Home
) -> None:
    home.kw = 0.9
    sizes = {key: device.capacity_kwh or 10 for key, device in world.devices.items()}
    with patch(f"{goal_planner.__name__}.plan_goals", wraps=plan_goals) as plan:
        _ = await set_goal(hass, travel, target=90)
        await travel(5)
    (asked,) = plan.call_args.args
    share = sizes[FULL] / sum(sizes.values())
    assert share < 1
    assert asked.expected.load[0].kw == pytest.approx(0.9 * share)


@pytest.mark.parametrize("batteries", [3])
async def test_batteries_of_other_houses_have_no_share(
    hass: HomeAssistant, travel: Travel, home: Home
) -> None:
    """An installer has one in Energy: that of the own home."""
    home.kw = 0.9
    home.batteries = frozenset({entity_id(hass, "sensor", "energy_charged")})
    loads = []
    for battery in (FULL, WINDOWED):
        with patch(f"{goal_planner.__name__}.plan_goals", wraps=plan_goals) as plan:
            _ = await set_goal(hass, travel, device_id=ha_device_id(hass, battery))
            await travel(5)
        (asked,) = plan.call_args.args
        loads.append([row.kw for row in asked.expected.load[:1]])
    assert loads == [[0.9], []]


async def test_a_house_that_draws_a_little_more_moves_nothing(
    hass: HomeAssistant, world: World, travel: Travel, home: Home
) -> None:
    home.kw = 0.30
    _ = await set_goal(hass, travel, target=90)
    await travel(5)
    planned = waiting(world)
    pushes = len(world.record.pushes())
    for hour in (21, 22, 23):
        home.kw += 0.01
        await travel.to(utc(f"2026-11-23T{hour}:10:00+00:00"))
    assert waiting(world) == planned
    assert len(world.record.pushes()) == pushes


@pytest.mark.parametrize("sun", [{}, dict.fromkeys(range(9, 15), 4.0)])
async def test_it_is_told_whether_a_goal_saves_anything(
    hass: HomeAssistant,
    travel: Travel,
    home: Home,
    month: MonthView,
    sun: dict[int, float],
) -> None:
    home.kw, home.sun = 0.5, sun
    given = await set_goal(hass, travel, target=100)
    assert given["saves"] is None
    await travel(5)
    (goal,) = await goals(hass, travel)
    # what was charged at night keeps out the sun of the next day
    assert (goal["saves"] < 0) is bool(sun)
    assert abs(goal["saves"]) < 3
    (shown,) = [event for event in await month() if "cheapest" in event["summary"]]
    assert f"Expected saving: {goal['saves']:.2f} EUR" in shown["description"]


async def test_without_a_load_nobody_knows_what_a_goal_saves(
    hass: HomeAssistant, travel: Travel, home: Home, month: MonthView
) -> None:
    home.kw = None
    _ = await set_goal(hass, travel, target=100)
    await travel(5)
    (goal,) = await goals(hass, travel)
    assert goal["cost"] is not None
    assert goal["saves"] is None
    (shown,) = [event for event in await month() if "cheapest" in event["summary"]]
    assert "saving" not in shown["description"]
