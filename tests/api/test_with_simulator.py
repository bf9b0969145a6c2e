"""The client against the simulated Amps, over real HTTP, in every generation."""

from collections.abc import AsyncIterator
from datetime import timedelta
from zoneinfo import ZoneInfo

import aiohttp
import pytest

from custom_components.amps.api import (
    Account,
    ActionState,
    AmpsClient,
    Battery,
    Command,
    ConflictError,
    DeviceOfflineError,
    Generation,
    KeyRefusedError,
    LinkBrokenError,
    NoAnswerError,
    NotCancellableError,
    NotFoundError,
    OnConflict,
    Parameters,
    PermissionDeniedError,
    Push,
    Quantity,
    RejectedError,
    ThrottledError,
    UnauthorizedError,
)
from simulator import (
    DEFAULT_KEY,
    AmpsServer,
    Fault,
    ManualClock,
    World,
    fleet,
    full,
    offline,
)

from .wire import NOW

BERLIN = ZoneInfo("Europe/Berlin")
ID = "device_sim_full"
WINDOW = Push(
    command=Command.CHARGE,
    parameters=Parameters(target=90, power=3),
    start=NOW + timedelta(hours=10),
    end=NOW + timedelta(hours=15),
)


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock(NOW)


@pytest.fixture
def world(clock: ManualClock) -> World:
    return World(clock, devices=[full(ID, zone="Europe/Berlin"), offline()])


@pytest.fixture
async def server(
    world: World, request: pytest.FixtureRequest
) -> AsyncIterator[AmpsServer]:
    request.getfixturevalue("socket_enabled")
    running = AmpsServer(world)
    await running.start()
    yield running
    await running.stop()


@pytest.fixture
def amps(
    server: AmpsServer, session: aiohttp.ClientSession, clock: ManualClock
) -> AmpsClient:
    async def sleep(seconds: float) -> None:
        clock.advance(seconds)

    return AmpsClient(session, DEFAULT_KEY, server.url, now=clock.now, sleep=sleep)


async def _read(amps: AmpsClient) -> Battery:
    return await amps.read_battery(ID)


@pytest.mark.parametrize("generation", ["g2", "g1", "g0-routes"])
async def test_an_actions_life(
    amps: AmpsClient, world: World, clock: ManualClock, generation: str
) -> None:
    world.knobs.update({"generation": generation})
    wrapped = generation == "g2"
    assert await amps.probe() == Account(
        environment="sandbox" if wrapped else None,
        generation=Generation.G2 if wrapped else Generation.G1,
        batteries=2,
    )
    battery = await _read(amps)

    sent = await amps.push(battery, WINDOW, time_zone=BERLIN)

    assert sent.state is ActionState.SCHEDULED
    assert (sent.start, sent.end) == (WINDOW.start, WINDOW.end)
    assert (sent.command, sent.parameters) == (WINDOW.command, WINDOW.parameters)
    (waiting,) = await amps.list_actions(battery_id=ID, state=ActionState.SCHEDULED)
    read = await amps.read_action(sent.id)
    assert (read.id, read.start, read.state) == (sent.id, sent.start, sent.state)
    assert (waiting.id, waiting.start, waiting.end) == (sent.id, sent.start, sent.end)
    with pytest.raises(ConflictError) as caught:
        await amps.push(battery, Push(command=Command.IDLE), time_zone=BERLIN)
    assert caught.value.action_ids == (sent.id,)
    assert OnConflict.CANCEL_AND_REPLACE in caught.value.strategies

    for _ in range(2):
        cancelled = await amps.cancel_action(sent.id)
        assert (cancelled.id, cancelled.state) == (sent.id, ActionState.CANCELLED)
    idle = await amps.push(battery, Push(command=Command.IDLE), time_zone=BERLIN)
    with pytest.raises(NotCancellableError):
        await amps.cancel_action(idle.id)
    clock.advance(60)
    newest, oldest = await amps.list_actions()
    assert (newest.id, newest.state) == (idle.id, ActionState.COMPLETED)
    assert (oldest.id, oldest.state) == (sent.id, ActionState.CANCELLED)
    assert (await amps.list_actions(limit=1)) == (newest,)
    with pytest.raises(NotFoundError):
        await amps.read_action("act_of_nobody")
    assert (await amps.read_battery(ID, expedite=True)).current_mode is Command.IDLE
    assert not newest.unrecognized
    assert not battery.unrecognized
    assert amps.clock_offset is not None
    assert abs(amps.clock_offset) < timedelta(days=365)


@pytest.mark.parametrize("generation", ["g2", "g1"])
async def test_many_batteries(amps: AmpsClient, world: World, generation: str) -> None:
    world.knobs.update({"generation": generation, "capacity_unit": "wh"})
    for device in fleet(118):
        world.add_device(device)
    found = await amps.list_batteries()
    assert {battery.id for battery in found} == set(world.devices)
    assert amps.requests == 3
    assert all(
        battery.capacity is not None and battery.capacity < 1000 for battery in found
    )
    assert not any(battery.unrecognized for battery in found)


async def test_a_setting(amps: AmpsClient, clock: ManualClock) -> None:
    floor = {"discharge_floor": Quantity(value=15, unit="percent")}
    assert await amps.update_settings(ID, floor) == ("discharge_floor",)
    clock.advance(61)  # past the expedited cache
    settings = (await amps.read_battery(ID, expedite=True)).settings
    assert settings is not None
    assert settings["discharge_floor"].value == 15
    with pytest.raises(RejectedError):
        await amps.update_settings(ID, {"spin": Quantity(value=1, unit="amps")})


async def test_a_server_that_became_g1(amps: AmpsClient, world: World) -> None:
    battery = await _read(amps)
    world.knobs.update({"generation": "g1"})
    sent = await amps.push(battery, WINDOW, time_zone=BERLIN)
    assert (sent.start, sent.end) == (WINDOW.start, WINDOW.end)
    assert len(world.record.actions_of(ID)) == 1


async def test_a_lost_answer(amps: AmpsClient, world: World) -> None:
    battery = await _read(amps)
    world.faults.add(Fault.lost_answer())
    with pytest.raises(NoAnswerError) as caught:
        await amps.push(battery, WINDOW, time_zone=BERLIN)
    assert caught.value.sent
    (found,) = await amps.list_actions(battery_id=ID)
    assert (found.start, found.command) == (WINDOW.start, WINDOW.command)


async def test_refusals(amps: AmpsClient, world: World) -> None:
    with pytest.raises(DeviceOfflineError):
        await amps.read_battery("device_sim_offline", expedite=True)
    with pytest.raises(NotFoundError):
        await amps.read_battery("device_of_nobody")
    world.faults.add(Fault.manufacturer_refuses(device_id=ID))
    with pytest.raises(LinkBrokenError):
        await _read(amps)
    world.faults.add(Fault.throttle())
    with pytest.raises(UnauthorizedError):
        await _read(amps)
    world.faults.add(Fault.throttle("429", retry_after=60))
    with pytest.raises(ThrottledError) as caught:
        await _read(amps)
    assert caught.value.retry_after == 60
    world.keys.get().live_disabled = True
    with pytest.raises(PermissionDeniedError) as denied:
        await amps.probe()
    assert denied.value.code == "LIVE_ACCESS_DISABLED"
    world.keys.revoke()
    with pytest.raises(KeyRefusedError):
        await _read(amps)


@pytest.mark.parametrize("projection", [False, True])
async def test_only_a_battery_that_was_just_asked_was_read_now(
    amps: AmpsClient, world: World, clock: ManualClock, *, projection: bool
) -> None:
    world.knobs.update({"pulled_ahead": 36000.0, "projection": projection})
    await amps.probe()
    clock.advance(3600)
    assert (await _read(amps)).last_pulled_at == clock.now()
    clock.advance(300)
    fresh = clock.now() if projection else None
    assert (await _read(amps)).last_pulled_at == fresh
    listed = await amps.list_batteries()
    assert [battery.last_pulled_at for battery in listed] == [None, None]
    assert listed[0].unrecognized.keys() == {"sync.lastPulledAt"}
