"""What a poll of 400 batteries costs."""

from functools import partial
from statistics import median
from typing import Any

from homeassistant.const import EVENT_STATE_CHANGED
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.aiohttp_client import async_get_clientsession

from . import home, measure
from .fetch import fetch

BATTERIES = 400
MS = 1000


async def measured() -> dict[str, float]:
    """Measure polls in which nothing and in which everything changed."""
    with home.UNHURRIED:
        async with home.amps(BATTERIES) as url, home.home() as hass:
            entry = home.amps_entry(hass, url)
            await home.set_up(hass, entry)
            await home.all_read(entry)
            return await _polls(hass, entry, url)


async def _polls(hass: HomeAssistant, entry: Any, url: str) -> dict[str, float]:
    poll = entry.runtime_data.coordinator.async_refresh
    change = partial(home.change, url)
    alone = partial(fetch, async_get_clientsession(hass), url)
    await poll()
    unchanged = await measure.ratio(poll, alone, 15)
    written = await _writes(hass, change, poll)
    entities = home.shown(hass, "amps") // BATTERIES
    barest = home.barest_entry(hass, url, entities, written // BATTERIES)
    await home.set_up(hass, barest)
    barest_poll = barest.runtime_data.async_refresh
    if await _writes(hass, change, barest_poll) != written:
        raise RuntimeError("the two do not write as many states")
    changed = await measure.ratio(poll, barest_poll, 7, before=change)
    longest = []
    for _ in range(5):
        await change()
        with measure.blocks() as blocks:
            await measure.cpu(poll)
        longest.append(max(blocks) * MS)
    return {
        "poll_unchanged": unchanged,
        "poll_changed": changed,
        "poll_block": median(longest),
    }


async def _writes(hass: HomeAssistant, change: measure.Work, poll: measure.Work) -> int:
    """Return how many states a poll writes in which everything changed."""
    count = 0

    @callback
    def note(_event: object) -> None:
        nonlocal count
        count += 1

    await change()
    remove = hass.bus.async_listen(EVENT_STATE_CHANGED, note)
    await measure.cpu(poll)
    remove()
    return count
