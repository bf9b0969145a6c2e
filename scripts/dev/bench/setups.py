"""What the set-up of an entry with 400 batteries costs.

Home Assistant registers entities at the very first set-up of an entry, also those that
are disabled. All later ones, at every start, find them registered.
"""

from collections.abc import Callable
from dataclasses import dataclass
import gc
from statistics import median
from typing import Any

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant

from . import home, measure
from .polls import BATTERIES

TIMES = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """CPU seconds of the first set-up and of another, and their longest blocks."""

    first: float
    again: float
    first_block: float
    block: float


async def measured() -> dict[str, float]:
    """Measure set-ups of both integrations in turns, each in a new core."""
    amps, barest = [], []
    async with home.amps(2) as url:
        entities = await _entities(url)
        await _set_up(url, entities)
    async with home.amps(BATTERIES) as url:
        for _ in range(TIMES):
            amps.append(await _set_up(url))
            barest.append(await _set_up(url, entities))

    def ratio(cost: Callable[[Cost], float]) -> float:
        return median(map(cost, amps)) / median(map(cost, barest))

    return {
        "setup": ratio(lambda setup: setup.again),
        "setup_first": ratio(lambda setup: setup.first),
        "setup_block": max(
            ratio(lambda setup: setup.first_block), ratio(lambda setup: setup.block)
        ),
    }


async def _entities(url: str) -> int:
    """Return how many states a battery has."""
    async with home.home() as hass:
        await home.set_up(hass, home.amps_entry(hass, url))
        return home.shown(hass, "amps") // 2


async def _set_up(url: str, entities: int | None = None) -> Cost:
    """Measure Amps, or where entities are given the barest with so many a battery."""
    async with home.home() as hass:
        if entities is None:
            entry = home.amps_entry(hass, url)
        else:
            entry = home.barest_entry(hass, url, entities)
        first, first_block = await _measured(hass, entry)
        await hass.config_entries.async_unload(entry.entry_id)
        await hass.async_block_till_done()
        again, block = await _measured(hass, entry)
    return Cost(first=first, again=again, first_block=first_block, block=block)


async def _measured(
    hass: HomeAssistant, entry: ConfigEntry[Any]
) -> tuple[float, float]:
    """Return CPU seconds and the longest block of a set-up."""
    gc.collect()
    with measure.blocks() as blocks:
        took = await measure.cpu(lambda: home.set_up(hass, entry))
    return took, max(blocks)
