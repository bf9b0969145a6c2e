"""What is kept of one battery across restarts, in files of its own.

`amps.battery.<id>` has what was planned and chosen and is not over, `amps.history.<id>`
how windows ended, `amps.energy.<id>` the meters, `amps.savings.<id>` what days saved.
So a save costs what is not over yet.
"""

import asyncio
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from datetime import datetime
from hashlib import sha256
import logging
import os
from pathlib import Path
from typing import Any, NamedTuple, override
from urllib.parse import quote

from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError, UnsupportedStorageVersionError
from homeassistant.helpers.storage import STORAGE_DIR, Store
from homeassistant.util import dt as dt_util
from homeassistant.util.file import WriteError
from homeassistant.util.json import json_loads_object

from ..const import DOMAIN
from ..engine.occurrence import OccurrenceState
from ..engine.storage import UNREADABLE, values_from_dict, values_to_dict
from ..exceptions import failed
from .history import BatteryHistory
from .savings import Savings
from .stored import StoredBattery, StoredJson

_LOGGER = logging.getLogger(__name__)

VERSION = 1
MAX_NAME_LENGTH = 190
"""Characters of an id beyond which a file is named by its hash."""
SAVE_SECONDS = 2.0
"""Seconds until a change is written, unless it has to be written at once."""
LAZY_SECONDS = 1800.0
"""Seconds until something is written that the next reading would contain again."""
RETRY_SECONDS = 60.0
"""Seconds after which a failed write is retried."""

type Recent = Mapping[str, OccurrenceState]
"""How the newest windows ended, by key."""


class Read(NamedTuple):
    """What is read of a battery's files before they are loaded."""

    recent: Recent
    battery: StoredJson | None
    """What was kept of it; None where that has to be loaded."""


class BatteryStore:
    """The files of one battery, named by its battery id."""

    def __init__(
        self,
        hass: HomeAssistant,
        battery_id: str,
        on_written: Callable[[bool], None] = lambda _written: None,
    ) -> None:
        """Prepare the store; `on_written` is called after each write."""
        self._hass = hass
        self._battery = _KnowingStore(hass, file_name("battery", battery_id))
        self._battery.on_written = on_written
        self._energy = _KnowingStore(hass, file_name("energy", battery_id))
        self._savings = _KnowingStore(hass, file_name("savings", battery_id))
        name = file_name("history", battery_id)
        self._history = BatteryHistory(hass.config.path(STORAGE_DIR, name))
        self._delayed: Callable[[], StoredBattery] | None = None
        self._closed = False

    async def async_load(self, read: StoredJson | None = None) -> StoredBattery | None:
        """Return what was stored; None where there is nothing.

        `read` is what the file contains, as far as it was read before. What cannot be
        read, such as that of a later version, is kept under another name, and as much
        of it as can be read is returned. Raises HomeAssistantError where the disk
        cannot be read.
        """
        try:
            stored = read or await self._battery.async_load()
        except (UnsupportedStorageVersionError, *UNREADABLE) as err:
            return await self._async_salvaged(self._battery, {}, err)
        if stored is None:
            return None
        try:
            return StoredBattery.from_dict(stored)
        except UNREADABLE as err:
            return await self._async_salvaged(self._battery, stored, err)

    async def _async_salvaged(
        self, store: Store[StoredJson], stored: StoredJson, err: Exception
    ) -> StoredBattery:
        aside = await self._async_set_aside(store, err)
        return StoredBattery.salvaged(stored, aside, dt_util.utcnow())

    async def _async_set_aside(self, store: Store[StoredJson], err: Exception) -> str:
        """Move a file aside, so that nothing is written over it."""
        aside = f"{store.key}.unreadable-{dt_util.utcnow():%Y%m%dT%H%M%S}"
        path = self._hass.config.path(STORAGE_DIR, aside)
        await self._hass.async_add_executor_job(os.replace, store.path, path)
        _LOGGER.warning("%s cannot be read (%r); kept as %s", store.key, err, aside)
        return aside

    async def async_load_energy(self) -> StoredJson | None:
        """Return the stored meters; None where there are none that can be read."""
        return await self._async_load_or_set_aside(self._energy)

    async def async_load_savings(self) -> Savings:
        """Return what days saved; nothing where that cannot be read."""
        stored = await self._async_load_or_set_aside(self._savings)
        try:
            return values_from_dict(Savings, stored or {})
        except UNREADABLE as err:
            _ = await self._async_set_aside(self._savings, err)
            return Savings()

    async def _async_load_or_set_aside(
        self, store: Store[StoredJson]
    ) -> StoredJson | None:
        try:
            return await store.async_load()
        except (UnsupportedStorageVersionError, *UNREADABLE) as err:
            _ = await self._async_set_aside(store, err)
            return None

    async def async_save(self, stored: StoredBattery) -> None:
        """Write now what must not be lost; raises HomeAssistantError if it cannot."""
        if not self._closed:
            await self._battery.async_write(stored.to_dict())

    async def async_save_energy(self, meters: StoredJson) -> None:
        """Write the meters now; raises HomeAssistantError if it cannot."""
        if not self._closed:
            await self._energy.async_write(meters)

    async def async_save_savings(self, savings: Savings) -> None:
        """Write what days saved now; raises HomeAssistantError if it cannot."""
        if not self._closed:
            await self._savings.async_write(values_to_dict(savings))

    def async_delay_save(
        self, stored: Callable[[], StoredBattery], seconds: float = SAVE_SECONDS
    ) -> None:
        """Write soon, and at the latest when Home Assistant stops.

        `stored` is called in the executor. What waits longer than others does not
        delay them.
        """
        waits = self._battery.is_waiting
        if self._closed or (waits and seconds > SAVE_SECONDS):
            return
        self._delayed = stored
        self._battery.is_waiting = True
        self._battery.async_delay_save(lambda: stored().to_dict(), seconds)

    async def async_close(self) -> None:
        """Write what changed now, and nothing from here on: another has the files."""
        delayed = self._delayed if self._battery.is_waiting else None
        # a write that fails now is not to be tried again later
        self._closed = True
        if delayed is not None:
            with suppress(HomeAssistantError):
                await self._battery.async_write(delayed().to_dict())

    async def async_append(self, records: Iterable[OccurrenceState]) -> bool:
        """Write how windows ended; False where that cannot be done now."""
        try:
            await self._hass.async_add_executor_job(self._history.append, records)
        except OSError as err:
            _LOGGER.debug("Writing the results of windows failed: %s", err)
            return False
        return True

    def read(self, now: datetime) -> Read | Exception:
        """Return what the files contain, and drop how the oldest windows ended.

        For the executor. What goes wrong is returned, too: others are read with it.
        """
        try:
            with suppress(HomeAssistantError):
                self._history.trim(now)
            return Read(self._history.recent(), self._battery.read())
        except Exception as err:  # noqa: BLE001
            return err

    def history(self, start: datetime, end: datetime) -> Recent:
        """Return how windows between two instants ended; for the executor."""
        return self._history.between(start, end)

    async def async_remove(self) -> None:
        """Forget the battery."""
        await self._battery.async_remove()
        await self._energy.async_remove()
        await self._savings.async_remove()
        await self._hass.async_add_executor_job(self._history.remove)


class _KnowingStore(Store[StoredJson]):
    """A store that knows whether what it was given has been written."""

    def __init__(self, hass: HomeAssistant, key: str) -> None:
        super().__init__(
            hass,
            VERSION,
            key,
            private=True,
            atomic_writes=True,
            serialize_in_event_loop=False,
        )
        self.on_written: Callable[[bool], None] = lambda _written: None
        self.is_waiting = False
        """Whether something is to be written later."""
        self._lock = asyncio.Lock()
        self._is_unwritten = False

    def read(self) -> StoredJson | None:
        """Return what the file contains; None where only `async_load` can say.

        For the executor, where the files of many batteries are read in one job.
        """
        try:
            file = json_loads_object(Path(self.path).read_bytes())
        except OSError, ValueError:
            return None
        stored = file.get("data") if file.get("version") == VERSION else None
        return stored if isinstance(stored, dict) else None

    async def async_write(self, data: StoredJson) -> None:
        """Write now; raises HomeAssistantError where that is not on the disk then."""
        async with self._lock:
            self._is_unwritten = True
            await self.async_save(data)
            # while Home Assistant stops it would be written later
            if self._is_unwritten:
                raise failed("not_stored")

    @override
    async def _async_write_data(self, data: dict[str, Any]) -> None:
        self.is_waiting = self._is_unwritten = False
        try:
            await super()._async_write_data(data)
        except (OSError, HomeAssistantError) as err:
            self._is_unwritten = True
            self.on_written(False)  # noqa: FBT003
            raise WriteError(str(err)) from err
        self.on_written(True)  # noqa: FBT003


def file_name(kind: str, battery_id: str) -> str:
    """Return the name of a file: an id is any text, slashes and dots included."""
    name = quote(battery_id, safe="")
    if len(name) > MAX_NAME_LENGTH:
        name = sha256(battery_id.encode()).hexdigest()
    return f"{DOMAIN}.{kind}.{name}"
