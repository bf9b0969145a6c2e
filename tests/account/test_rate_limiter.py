"""How many requests reach Amps, and which of them go first."""

import asyncio
from datetime import datetime, timedelta

from homeassistant.core import HomeAssistant
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.amps.account.rate_limiter import (
    MAX_IN_FLIGHT,
    MAX_PER_MINUTE,
    RateLimiter,
    Turn,
    taking,
)
from simulator import Fault, World

from ..conftest import Setup
from ..entities import FULL, call, choose, refresh
from ..planned import BEGIN, schedule
from ..travel import Travel

MINUTE = timedelta(minutes=1)


def _busiest(world: World, method: str = "GET") -> int:
    """Return how many requests came within any minute."""
    times = [
        request.at for request in world.record.requests if request.method == method
    ]
    return max(
        sum(1 for other in times[at:] if other < time + MINUTE)
        for at, time in enumerate(times)
    )


@pytest.mark.parametrize("batteries", [120])
async def test_a_large_account_keeps_to_sixty_a_minute_from_its_start(
    entry: MockConfigEntry, setup_entry: Setup, world: World, travel: Travel
) -> None:
    assert await setup_entry(entry)
    await travel(20 * MINUTE)
    assert _busiest(world) <= MAX_PER_MINUTE
    read = {action.device_id for action in world.record.of("read_battery")}
    assert read == world.devices.keys()
    polls = [
        action.at
        for action in world.record.of("list_batteries")
        if action.query["offset"]
    ]
    assert len(polls) >= 18 * 3


@pytest.mark.parametrize("batteries", [60])
@pytest.mark.usefixtures("integration")
async def test_retries_are_counted(world: World, travel: Travel) -> None:
    await travel(10 * MINUTE)
    world.faults.add(Fault(method="GET", status=503, times=None))
    await travel(20 * MINUTE)
    world.faults.clear()
    await travel(20 * MINUTE)
    assert _busiest(world) <= MAX_PER_MINUTE


@pytest.mark.parametrize("batteries", [60])
async def test_a_server_that_lists_by_battery_is_asked_at_the_same_pace(
    entry: MockConfigEntry, setup_entry: Setup, world: World, travel: Travel
) -> None:
    world.knobs.generation = "g0-routes"
    assert await setup_entry(entry)
    await travel(20 * MINUTE)
    assert _busiest(world) <= MAX_PER_MINUTE


@pytest.mark.parametrize("batteries", [70])
@pytest.mark.usefixtures("integration")
async def test_windows_of_many_batteries_begin_at_once_and_are_read_in_turn(
    hass: HomeAssistant, world: World, travel: Travel
) -> None:
    await travel(5 * MINUTE)
    for battery in list(world.devices)[:35]:
        if "charge" in world.devices[battery].commands:
            await schedule(hass, travel, battery=battery)
    await travel.to(BEGIN + 20 * MINUTE)
    assert _busiest(world) <= MAX_PER_MINUTE


@pytest.mark.parametrize("batteries", [60])
@pytest.mark.usefixtures("integration")
async def test_a_command_waits_for_no_pace(
    hass: HomeAssistant, world: World, travel: Travel
) -> None:
    # the batteries are still read for the first time
    await travel(5)
    before = travel.now()
    await call(hass, travel, "button", "press", key="refresh")
    asked = travel.now()
    await choose(hass, travel, "auto_export")
    (push,) = world.record.pushes()
    assert push.at == asked
    assert asked - before <= MINUTE


async def test_turns(travel: Travel) -> None:
    limiter = RateLimiter()
    went: list[str] = []

    async def ask(name: str, turn: Turn, endpoint: str = "GET /battery") -> None:
        with taking(turn):
            async with limiter.acquire(endpoint):
                went.append(name)
                await asyncio.sleep(10)

    # four at the same time, of which one place is for commands
    first = [
        asyncio.create_task(ask(f"{at}", Turn.REST)) for at in range(MAX_IN_FLIGHT)
    ]
    await travel.settle()
    assert went == ["0", "1", "2"]
    later = [
        asyncio.create_task(ask("rest", Turn.REST)),
        asyncio.create_task(ask("soon", Turn.AWAITED)),
        asyncio.create_task(ask("poll", Turn.POLL)),
        asyncio.create_task(ask("write", Turn.REST, "POST /battery/{id}")),
        asyncio.create_task(ask("hand", Turn.BY_HAND)),
    ]
    await travel.settle()
    assert went[3:] == ["write"]
    await travel(10)
    assert went[4:] == ["hand", "poll", "soon"]
    await travel(10)
    assert went[7:] == ["3", "rest"]
    await travel(10)
    await asyncio.gather(*first, *later)
    assert limiter.last_minute == 9


async def test_who_gives_up_waiting_leaves_no_place_taken(travel: Travel) -> None:
    limiter = RateLimiter()

    async def ask(seconds: float = 0.0) -> datetime:
        async with limiter.acquire("GET /battery"):
            await asyncio.sleep(seconds)
            return travel.now()

    busy = [asyncio.create_task(ask(10)) for _ in range(MAX_IN_FLIGHT - 1)]
    await travel.settle()
    waits, after = asyncio.create_task(ask()), asyncio.create_task(ask())
    await travel.settle()
    waits.cancel()
    busy[0].cancel()
    # let through in this very turn of the loop, and given up in it as well
    await asyncio.sleep(0)
    late = asyncio.create_task(ask())
    await asyncio.sleep(0)
    late.cancel()
    await travel(10)
    assert after.done()
    assert waits.cancelled()
    await asyncio.gather(*busy[1:])
    begun = travel.now()
    assert await travel.run(ask()) == begun


async def test_let_through_and_given_up_at_the_same_moment(travel: Travel) -> None:
    limiter = RateLimiter()

    async def ask() -> None:
        async with limiter.acquire("GET /battery"):
            pass

    busy = [limiter.acquire("GET /battery") for _ in range(MAX_IN_FLIGHT - 1)]
    for gate in busy:
        await gate.__aenter__()
    waits = asyncio.create_task(ask())
    await travel.settle()
    await busy.pop().__aexit__(None, None, None)
    waits.cancel()
    await travel.settle()
    assert waits.cancelled()
    # its place is free again
    await travel.run(ask())
    for gate in busy:
        await gate.__aexit__(None, None, None)


async def test_amps_throttles(travel: Travel) -> None:
    limiter = RateLimiter()

    async def ask(turn: Turn) -> datetime:
        with taking(turn):
            async with limiter.acquire("GET /battery"):
                return travel.now()

    limiter.hold(30)
    begun = travel.now()
    assert await travel.run(ask(Turn.POLL)) == begun
    assert await travel.run(ask(Turn.COMMAND)) == begun
    waits = asyncio.create_task(ask(Turn.AWAITED))
    await travel.settle()
    assert limiter.stretched
    assert await travel.wait(waits) == begun + timedelta(seconds=30)
    assert not limiter.stretched


@pytest.mark.usefixtures("integration")
async def test_what_is_asked_by_hand_comes_before_what_the_plan_still_sends(
    hass: HomeAssistant, world: World, travel: Travel
) -> None:
    world.faults.add(Fault(endpoint="push", delay=20, times=None))
    await schedule(hass, travel)
    await travel(2)
    assert len(world.record.pushes()) == 1
    await choose(hass, travel, "auto_export")
    written = [(request.endpoint, request.body) for request in world.record.writes()]
    # the window makes way, and its return was not even sent before
    assert [endpoint for endpoint, _ in written[:3]] == ["push", "cancel", "push"]
    assert written[2][1]["action"]["command"] == "auto.export"


@pytest.mark.usefixtures("integration")
async def test_a_stop_does_not_wait_for_what_the_plan_reads(
    hass: HomeAssistant, integration: MockConfigEntry, world: World, travel: Travel
) -> None:
    for support in world.devices[FULL].commands.values():
        support.execution = ["immediate"]
    await refresh(hass, travel)
    await schedule(hass, travel)
    await travel.to(BEGIN + 5 * MINUTE)
    # the record and the list of the charge are slow to come, and tell nothing
    await travel.run(hass.config_entries.async_unload(integration.entry_id))
    lost = [world.book.lose(action.id) for action in world.book.of(FULL)]
    assert len(lost) == 1
    await travel.run(hass.config_entries.async_setup(integration.entry_id))
    world.faults.add(Fault(endpoint="read_action", delay=25, times=None))
    world.faults.add(Fault(endpoint="list_actions", delay=25, times=None))
    await travel(4 * MINUTE)
    since, asked = len(world.record.writes()), travel.now()
    await call(hass, travel, "button", "press", key="stop")
    stop = world.record.writes()[since]
    assert stop.body["action"]["command"] == "auto.balanced"
    assert stop.at == asked
