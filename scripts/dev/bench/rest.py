"""What is stored and recorded in an hour of rest, in simulated time."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
import sqlite3
from typing import Any
from unittest.mock import patch

from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers.recorder import async_initialize_recorder
from homeassistant.helpers.storage import Store
from homeassistant.setup import async_setup_component
from pytest_homeassistant_custom_component.components.recorder.common import (
    async_wait_recording_done,
)

from custom_components.amps.const import DOMAIN
from simulator import fleet

from .requests import plan
from .travelled import Scene, scene

BATTERIES = 6
SETTLED = timedelta(minutes=35)
"""When every battery has been read in its standing mode."""
HOUR = 60
MINUTE = timedelta(minutes=1)


async def measured() -> dict[str, float]:
    """Watch an hour in which batteries stand idle, with windows ahead."""
    async with scene(fleet(BATTERIES)) as (house, entry):
        await _recorder(house.hass)
        await house.set_up(entry)
        await house.travel.run(plan(entry))
        for device in house.world.devices.values():
            house.world.set_mode_locally(device.id, "idle")
        await house.travel(SETTLED)
        before = await _recorded(house.hass)
        with _stored() as stored:
            changes = await _watched(house)
        after = await _recorded(house.hass)
    return {
        "rest_stored": len(stored) / BATTERIES,
        "rest_recorded": max(after - before - changes, 0) / BATTERIES,
    }


async def _recorder(hass: HomeAssistant) -> None:
    async_initialize_recorder(hass)
    if not await async_setup_component(hass, "recorder", {}):
        raise RuntimeError("there is no recorder")


async def _recorded(hass: HomeAssistant) -> int:
    """Return how many states of ours the recorder's database holds."""
    await async_wait_recording_done(hass)
    entries = er.async_get(hass).entities.values()
    ours = {entry.entity_id for entry in entries if entry.platform == DOMAIN}
    query = "SELECT m.entity_id FROM states JOIN states_meta m USING (metadata_id)"
    with closing(sqlite3.connect(hass.config.path("home-assistant_v2.db"))) as base:
        return sum(row[0] in ours for row in base.execute(query))


@contextmanager
def _stored() -> Iterator[list[str]]:
    """Record the key of every file of ours that is written."""
    keys: list[str] = []
    write = Store._async_write_data  # noqa: SLF001 - there is no other place to see it

    async def note(store: Store[Any], data: dict[str, Any]) -> None:
        if store.key.startswith(DOMAIN):
            keys.append(store.key)
        await write(store, data)

    with patch.object(Store, "_async_write_data", note):
        yield keys


async def _watched(house: Scene) -> int:
    """Return how many values of the batteries changed within an hour."""
    changes = 0
    before = _values(house)
    for _ in range(HOUR):
        await house.travel(MINUTE)
        after = _values(house)
        changes += sum(before[key] != value for key, value in after.items())
        before = after
    return changes


def _values(house: Scene) -> dict[tuple[str, str], Any]:
    """Return all values as Amps last captured them."""
    return {
        (device.id, key): value
        for device in house.world.devices.values()
        if device.capture is not None
        for key, value in device.capture.state.items()
    }
