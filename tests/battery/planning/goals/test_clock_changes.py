"""Goals in the nights when the clocks change."""

from homeassistant.core import HomeAssistant
import pytest

from simulator import World

from ....travel import Travel
from ....windows import answer, utc, waiting
from .goals import goals, set_goal
from .prices import show

pytestmark = pytest.mark.usefixtures("integration")


@pytest.mark.freeze_time("2026-10-24T20:00:00+00:00")
async def test_the_night_when_the_clocks_go_back(
    hass: HomeAssistant, world: World, travel: Travel
) -> None:
    show(hass, start=utc("2026-10-24T00:00:00+00:00"))
    _ = await set_goal(
        hass,
        travel,
        duration="02:00:00",
        start="2026-10-24 22:00:00",
        end="2026-10-25 07:00:00",
    )
    await travel(5)
    (window,) = await answer(hass, travel, "get_windows", end="2026-10-25 12:00:00")
    assert (window["start"], window["end"]) == (
        "2026-10-25T03:00:00+00:00",
        "2026-10-25T05:00:00+00:00",
    )
    assert waiting(world) == [("2026-10-25T03:00:00", "2026-10-25T05:00:00")]


@pytest.mark.freeze_time("2026-10-24T20:00:00+00:00")
async def test_the_hour_that_the_clock_shows_twice_is_left_out(
    hass: HomeAssistant, world: World, travel: Travel
) -> None:
    show(hass, start=utc("2026-10-24T00:00:00+00:00"), prices={0: 0.06, 1: 0.05})
    _ = await set_goal(
        hass,
        travel,
        duration="02:00:00",
        in_one_go=True,
        start="2026-10-24 22:00:00",
        end="2026-10-25 07:00:00",
    )
    await travel(5)
    found = await answer(hass, travel, "get_windows", end="2026-10-25 12:00:00")
    assert [found_one["origin"] for found_one in found] == ["goal"]
    assert len(waiting(world)) == 1
    (goal,) = await goals(hass, travel)
    assert goal["reason"] is None


@pytest.mark.freeze_time("2026-03-28T20:00:00+00:00")
async def test_the_night_when_the_clocks_go_forward(
    hass: HomeAssistant, travel: Travel
) -> None:
    show(hass, start=utc("2026-03-28T00:00:00+00:00"), prices={1: 0.1, 2: 0.05})
    _ = await set_goal(
        hass,
        travel,
        duration="02:00:00",
        start="2026-03-28 22:00:00",
        end="2026-03-29 07:00:00",
    )
    await travel(5)
    (window,) = await answer(hass, travel, "get_windows", end="2026-03-29 12:00:00")
    assert (window["start"], window["end"]) == (
        "2026-03-29T02:00:00+01:00",
        "2026-03-29T04:00:00+01:00",
    )
