"""A home and a simulated Amps in one world whose time is moved."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import freezegun
from freezegun.api import FrozenDateTimeFactory
from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant

from simulator import AmpsServer, Device, Knobs, SystemClock, World
from tests.travel import Travel

from . import home
from .fetch import KEY

START = "2026-11-23T08:00:00+00:00"


@dataclass(frozen=True, kw_only=True)
class Scene:
    """All there is in it."""

    hass: HomeAssistant
    world: World
    travel: Travel

    async def set_up(self, entry: ConfigEntry[Any]) -> None:
        """Set an entry up, and let all that it began be over."""
        await self.travel.run(home.set_up(self.hass, entry))


@asynccontextmanager
async def scene(
    devices: list[Device], knobs: Knobs | None = None
) -> AsyncIterator[tuple[Scene, ConfigEntry[Any]]]:
    """Give the world and an entry that is not set up yet."""
    with freezegun.freeze_time(START) as frozen:
        if not isinstance(frozen, FrozenDateTimeFactory):
            raise TypeError(frozen)
        travel = Travel(frozen)
        world = World(SystemClock(), knobs, devices=devices, key=KEY)
        server = AmpsServer(world)
        await server.start()
        async with home.home() as hass:
            entry = home.amps_entry(hass, server.url)
            yield Scene(hass=hass, world=world, travel=travel), entry
            await travel.run(hass.config_entries.async_unload(entry.entry_id))
        await server.stop()
        travel.close()
