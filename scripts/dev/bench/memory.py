"""What a battery costs in memory: 20 entities, 50 actions, 10 windows."""

from datetime import timedelta
import gc
import tracemalloc
from typing import Any

from homeassistant.core import HomeAssistant
from homeassistant.helpers import device_registry as dr, entity_registry as er
from homeassistant.util import dt as dt_util
from pytest_homeassistant_custom_component.common import flush_store

from custom_components.amps.api.models import Command
from custom_components.amps.battery import plan_editor
from custom_components.amps.schedule.window import Draft

from . import home

BATTERIES = 50
ACTIONS = 50
WINDOWS = 10


async def measured() -> dict[str, float]:
    """Measure what a second entry of each integration adds to a core."""
    with home.UNHURRIED:
        async with (
            home.home() as hass,
            home.amps(1, prefix="first") as first,
            home.amps(BATTERIES, actions=ACTIONS) as url,
        ):
            await _filled(hass, home.amps_entry(hass, first))
            entities = home.shown(hass, "amps")
            await home.set_up(hass, home.barest_entry(hass, first, entities))
            tracemalloc.start()
            before = await _used(hass)
            await _filled(hass, home.amps_entry(hass, url))
            between = await _used(hass)
            await home.set_up(hass, home.barest_entry(hass, url, entities))
            after = await _used(hass)
    return {
        "memory": (between - before) / (after - between),
        "memory_kib": (between - before) / BATTERIES / 1024,
    }


async def _used(hass: HomeAssistant) -> int:
    """Return the bytes that Python holds.

    Home Assistant saves its registries ten seconds after a change, and keeps the JSON
    of each entry from then on: it counts for both, whichever took longer.
    """
    for registry in (er.async_get(hass), dr.async_get(hass)):
        await flush_store(registry._store)  # noqa: SLF001
    await hass.async_block_till_done()
    gc.collect()
    return tracemalloc.get_traced_memory()[0]


async def _filled(hass: HomeAssistant, entry: Any) -> None:
    """Set an entry up and let each battery have its actions and windows."""
    await home.set_up(hass, entry)
    await home.all_read(entry)
    manager = entry.runtime_data.manager
    coordinator = manager.coordinator
    noon = dt_util.utcnow().replace(minute=0, second=0, microsecond=0)
    for battery_id in coordinator.data:
        actions = await coordinator.client.list_actions(battery_id=battery_id, limit=50)
        coordinator.async_apply(battery_id, actions=actions)
        for number in range(WINDOWS):
            start = noon + timedelta(days=3, hours=2 * number)
            repeat = "FREQ=WEEKLY" if number % 2 else None
            draft = Draft(
                command=Command.CHARGE,
                start=start,
                end=start + timedelta(hours=1),
                repeat=repeat,
                zone="Europe/London" if repeat else None,
            )
            battery = manager.controller(battery_id).followed()
            await plan_editor.async_add([battery], draft)
    await hass.async_block_till_done()
