"""How soon a command and a webhook show, in real time."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from statistics import median
import time

from aiohttp.test_utils import TestServer
from homeassistant.const import CONF_WEBHOOK_ID
from homeassistant.core import Event, EventStateChangedData, HomeAssistant, callback
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers.event import async_track_state_change_event

from custom_components.amps.const import CONF_WEBHOOK_SECRET, DOMAIN
from simulator import DEFAULT_SECRET, AmpsServer, Fault, Knobs, SystemClock, World, full
from tests.hooks import HOOK, PATH

from . import home
from .fetch import KEY

DEVICE = "device_bench_00001"
TIMES = 15
ANSWER = 0.1
"""Seconds that Amps takes to respond to a push."""
OPTIONS = ("idle", "auto_balanced")
MS = 1000


async def measured() -> dict[str, float]:
    """Measure commands by the select, and webhooks of actions that ended."""
    commands, hooks = [], []
    with home.UNHURRIED:
        async with _set_up() as (hass, world, server):
            for number in range(TIMES):
                commands.append(await _command(hass, world, OPTIONS[number % 2]))
                hooks.append(await _webhook(hass, world, server))
    return {"command": median(commands) * MS, "webhook": median(hooks)}


@asynccontextmanager
async def _set_up() -> AsyncIterator[tuple[HomeAssistant, World, AmpsServer]]:
    """Run the simulator and an entry with webhooks; actions end within a second."""
    knobs = Knobs(dispatch_delay=0.1, completion_delay=0.5, webhook_delay=0)
    world = World(SystemClock(), knobs, devices=[full(DEVICE)], key=KEY)
    server = AmpsServer(world)
    await server.start()
    async with home.home() as hass:
        options = {CONF_WEBHOOK_ID: HOOK, CONF_WEBHOOK_SECRET: DEFAULT_SECRET}
        entry = home.amps_entry(hass, server.url, options)
        await home.set_up(hass, entry)
        await home.all_read(entry)
        async with TestServer(hass.http.app) as front:
            world.outbox.add_target(str(front.make_url(PATH)))
            yield hass, world, server
    await server.stop()


async def _command(hass: HomeAssistant, world: World, option: str) -> float:
    """Return the seconds from a command to its state, without Amps' response time."""
    entity_id = _entity_id(hass, "select", "operation_mode")
    world.faults.add(Fault(endpoint="push", delay=ANSWER))
    shows = _shows(hass, entity_id, option)
    began = time.perf_counter()
    await hass.services.async_call(
        "select",
        "select_option",
        {"entity_id": entity_id, "option": option},
        blocking=True,
    )
    await shows
    return time.perf_counter() - began - ANSWER


async def _webhook(hass: HomeAssistant, world: World, server: AmpsServer) -> float:
    """Return the seconds from an action's end at Amps to the state that shows it."""
    entity_id = _entity_id(hass, "sensor", "last_action_state")
    shows = _shows(hass, entity_id, "completed")
    while world.actions()[0].state != "completed":  # noqa: ASYNC110
        await asyncio.sleep(0.002)
    began = time.perf_counter()
    await server.deliver_webhooks()
    await shows
    return time.perf_counter() - began


def _entity_id(hass: HomeAssistant, domain: str, key: str) -> str:
    found = er.async_get(hass).async_get_entity_id(domain, DOMAIN, f"{DEVICE}_{key}")
    if found is None:
        raise LookupError(key)
    return found


def _shows(hass: HomeAssistant, entity_id: str, state: str) -> asyncio.Future[None]:
    """Return a future that is done when an entity has a state."""
    done: asyncio.Future[None] = hass.loop.create_future()

    @callback
    def look(event: Event[EventStateChangedData]) -> None:
        new = event.data["new_state"]
        if new is not None and new.state == state and not done.done():
            done.set_result(None)

    remove = async_track_state_change_event(hass, entity_id, look)
    done.add_done_callback(lambda _: remove())
    return done
