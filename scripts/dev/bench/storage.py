"""What storing costs with 2,000 past windows, and how much an hour writes."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from statistics import median
import time
from typing import Any
from unittest.mock import patch

from homeassistant.core import HomeAssistant
from homeassistant.helpers.storage import STORAGE_DIR, Store
from homeassistant.util import dt as dt_util

from custom_components.amps.api.models import Command, Parameters, Push
from custom_components.amps.battery import plan_editor
from custom_components.amps.battery.history import BatteryHistory
from custom_components.amps.battery.store import file_name
from custom_components.amps.const import CONF_READING_PACE, DOMAIN
from custom_components.amps.engine.occurrence import OccurrenceState, Outcome
from custom_components.amps.schedule.window import Draft, Occurrence
from simulator import fleet

from .travelled import Scene, scene

PAST = 2000
SAVES = 50
AHEAD = 10
KIB = 1024
MS = 1000


async def measured() -> dict[str, float]:
    """Measure a battery with a long past while its level and power move."""
    devices = fleet(1)
    battery_id = devices[0].id
    async with scene(devices) as (house, entry):
        _write_past(house.hass, battery_id)
        options = {**entry.options, CONF_READING_PACE: "5"}
        house.hass.config_entries.async_update_entry(entry, options=options)
        await house.set_up(entry)
        await _plan(house, entry, battery_id)
        battery = entry.runtime_data.manager.controller(battery_id).state
        blocks = [await _save(battery) for _ in range(SAVES)]
        house.world.set_mode_locally(battery_id, "charge", power=1)
        hours = []
        for _ in range(2):
            with _written() as written:
                await house.travel(timedelta(hours=1))
            hours.append(sum(written) / KIB)
    return {
        "save_block": median(blocks),
        "hour_written": hours[0],
        "hour_written_window": hours[1],
    }


def _write_past(hass: HomeAssistant, battery_id: str) -> None:
    """Give the battery 2,000 windows that are over."""
    now = dt_util.utcnow()
    parameters = Parameters(target=90, power=3)
    records = []
    for number in range(PAST):
        start = now - timedelta(hours=4) * (PAST - number)
        end = start + timedelta(hours=1)
        push = Push(command=Command.CHARGE, parameters=parameters, start=start, end=end)
        record = OccurrenceState(
            occurrence=Occurrence(
                uid=f"window-{number}",
                original=start,
                start=start,
                end=end,
                command=Command.CHARGE,
                parameters=parameters,
            ),
            action_id=f"act_{number:016}",
            sent=push,
            seen=True,
            met=True,
            level=90.0,
            outcome=Outcome.DONE,
            closed=end,
        )
        records.append(record)
    path = hass.config.path(STORAGE_DIR, file_name("history", battery_id))
    BatteryHistory(path).append(records)


async def _plan(house: Scene, entry: Any, battery_id: str) -> None:
    """Plan ten windows; one begins and ends in the second hour, none in the first."""
    soon = house.travel.now() + timedelta(minutes=75)
    for number in range(AHEAD):
        start = soon + timedelta(hours=2 * number)
        repeat = "FREQ=DAILY" if number else None
        draft = Draft(
            command=Command.CHARGE,
            parameters=Parameters(target=100),
            start=start,
            end=start + timedelta(minutes=30),
            repeat=repeat,
            zone="Europe/London" if repeat else None,
        )
        await house.travel.run(
            plan_editor.async_add(
                [entry.runtime_data.manager.controller(battery_id).writer], draft
            )
        )
    await house.travel(60)


async def _save(battery: Any) -> float:
    """Return the milliseconds of the event loop's own thread that one save takes."""
    begun = time.thread_time()
    await battery.async_save()  # what every push waits for
    return (time.thread_time() - begun) * MS


@contextmanager
def _written() -> Iterator[list[int]]:
    """Record how many bytes of ours are written each time."""
    sizes: list[int] = []
    write, append = Store._async_write_data, BatteryHistory.append  # noqa: SLF001

    async def note(store: Store[Any], data: dict[str, Any]) -> None:
        await write(store, data)
        if store.key.startswith(DOMAIN):
            sizes.append(_size(store.path))

    def note_lines(history: BatteryHistory, records: Any) -> None:
        path = history._path  # noqa: SLF001 - there is no other place to see it
        before = _size(path)
        append(history, records)
        sizes.append(_size(path) - before)

    with (
        patch.object(Store, "_async_write_data", note),
        patch.object(BatteryHistory, "append", note_lines),
    ):
        yield sizes


def _size(path: str | Path) -> int:
    return Path(path).stat().st_size
