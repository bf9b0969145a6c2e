"""A home and a simulated Amps whose clock is moved."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant

from simulator import AmpsServer, Device, Knobs, SystemClock, World
from simulator.home_assistant import join
from simulator.memory import Network
from simulator.timeline import Timeline, frozen
from tests.travel import TravelWithThreads

from . import home
from .fetch import KEY

START = "2026-11-23T08:00:00+00:00"


@dataclass(frozen=True, kw_only=True)
class Scene:
    """What such a world contains."""

    hass: HomeAssistant
    world: World
    travel: Timeline

    async def set_up(self, entry: ConfigEntry[Any]) -> None:
        """Set up an entry, and wait until everything it started is done."""
        await self.travel.run(home.set_up(self.hass, entry))


@asynccontextmanager
async def scene(
    devices: list[Device], knobs: Knobs | None = None
) -> AsyncIterator[tuple[Scene, ConfigEntry[Any]]]:
    """Return the world and an entry that is not set up yet."""
    with frozen(START) as clock:
        travel = TravelWithThreads(clock)  # the recorder has a thread
        world = World(SystemClock(), knobs, devices=devices, key=KEY)
        network = Network()
        server = AmpsServer(world, network)
        await server.start()
        async with home.home() as hass:
            join(hass, network)
            entry = home.amps_entry(hass, server.url)
            yield Scene(hass=hass, world=world, travel=travel), entry
            await travel.run(hass.config_entries.async_unload(entry.entry_id))
        await server.stop()
        travel.close()
