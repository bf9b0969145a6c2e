"""When a battery is read while a window runs, and how soon what is read matters."""

from datetime import timedelta

from homeassistant.core import HomeAssistant
import pytest

from simulator import World

from ..entities import FULL, state
from ..planned import BEGIN, END, schedule
from ..travel import Travel

MINUTE = timedelta(minutes=1)


def _minutes_read(world: World) -> list[float]:
    """When the battery itself was asked, in minutes from the window's start."""
    return [
        round((request.at - BEGIN) / MINUTE, 1)
        for request in world.record.requests
        if request.endpoint == "read_battery"
        and request.query.get("expedite") == "true"
        and BEGIN <= request.at < END + 5 * MINUTE
    ]


@pytest.mark.usefixtures("integration")
async def test_a_window_is_looked_at_early_now_and_then_and_before_its_end(
    hass: HomeAssistant, world: World, travel: Travel
) -> None:
    await schedule(hass, travel, target=100, power=1)
    await travel.to(END + 10 * MINUTE)
    # and then whether the mode behind it is there
    assert _minutes_read(world) == [1.2, 2.2, 17.2, 32.2, 47.2, 59.5, 61.6]


@pytest.mark.usefixtures("integration")
async def test_a_window_that_does_not_show_is_looked_at_more_often(
    hass: HomeAssistant, world: World, travel: Travel
) -> None:
    world.knobs.ignored_commands = ("charge",)
    await schedule(hass, travel, target=100, power=1)
    await travel.to(END - 25 * MINUTE)
    assert _minutes_read(world) == [1.2, 2.2, 7.2, 12.2, 17.2, 22.2, 27.2, 32.2]


@pytest.mark.usefixtures("integration")
async def test_the_action_of_a_window_is_read_as_it_begins_and_ends(
    hass: HomeAssistant, world: World, travel: Travel
) -> None:
    await schedule(hass, travel, target=100, power=1)
    await travel.to(END + 2 * MINUTE)
    read = [
        request.at
        for request in world.record.requests
        if request.endpoint == "read_action"
    ]
    # the action of the window, and at its end the one that is queued behind it
    assert [int((at - BEGIN).total_seconds()) for at in read] == [
        *range(0, 20, 2),
        *range(23, 60, 5),
        *range(358, 3600, 300),
        *(3601, 3602, 3604),
    ]


@pytest.mark.usefixtures("integration")
async def test_what_is_read_between_two_polls_is_acted_on_at_once(
    hass: HomeAssistant, world: World, travel: Travel
) -> None:
    world.fail_next(FULL, "UNSUPPORTED_MODE")
    await schedule(hass, travel)
    await travel.to(BEGIN + timedelta(seconds=20))
    assert state(hass, "sensor", "last_result").state == "failed"
