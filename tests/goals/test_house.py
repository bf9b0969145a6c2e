"""Goals where it is known what the house will draw."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from unittest.mock import patch

from homeassistant.core import HomeAssistant
import pytest

from custom_components.amps.battery import goal_planner
from custom_components.amps.inputs.errors import HouseError
from custom_components.amps.inputs.house import House, HouseResolver
from custom_components.amps.planner import plan_goals
from custom_components.amps.planner.problem import Outlook, Power
from simulator import World

from ..entities import FULL
from ..travel import Travel
from ..windows import utc, waiting
from .goals import goals, set_goal

pytestmark = [
    pytest.mark.freeze_time("2026-11-23T20:00:00+00:00"),
    pytest.mark.usefixtures("integration"),
]
HOUR = timedelta(hours=1)


class Home:
    """A house that always draws the same, as far as it is known."""

    def __init__(self) -> None:
        self.kw: float | None = None

    async def __call__(self, _resolver: HouseResolver, now: datetime) -> House:
        if self.kw is None:
            raise HouseError("house_no_energy")
        start = now.replace(minute=0, second=0, microsecond=0)
        load = tuple(
            Power(start + index * HOUR, start + (index + 1) * HOUR, self.kw)
            for index in range(49)
        )
        return House(
            load=(),
            sun=(),
            outlook=Outlook(load=load),
            outlooks=(),
            load_error=None,
            sun_error=None,
            missing=(),
        )


@pytest.fixture
def home() -> Iterator[Home]:
    home = Home()

    async def async_house(resolver: HouseResolver, now: datetime) -> House:
        return await home(resolver, now)

    with patch.object(HouseResolver, "async_house", async_house):
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
