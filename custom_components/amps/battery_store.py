"""What is kept of one battery across restarts."""

from collections.abc import Callable
from hashlib import sha256
from typing import Any, TypedDict
from urllib.parse import quote

from homeassistant.core import HomeAssistant
from homeassistant.helpers.storage import Store

from .const import DOMAIN

VERSION = 1
LONGEST_NAME = 200
LEFT = "left"
"""The file of the batteries that are no longer followed has this name."""
DELAY = 2.0
"""Seconds after which what changed is written, unless it has to be at once."""


class Stored(TypedDict, total=False):
    """The stored form; what is missing has its default."""

    memory: dict[str, Any]
    defaults: dict[str, float]
    plan: str
    """The windows, as iCalendar."""
    enabled: bool
    enabled_since: str | None
    after_window: str
    takes_over: bool
    energy: dict[str, Any]
    left: str
    """When the battery was no longer followed; its plan is kept for 30 days."""


def file_name(device_id: str) -> str:
    """Give the name of a battery's file: an id is any text, slashes and dots included.

    One that cannot be a name of a file of its own is told by its hash.
    """
    name = quote(device_id, safe="")
    if len(name) > LONGEST_NAME or name == LEFT:
        name = sha256(device_id.encode()).hexdigest()
    return f"{DOMAIN}.{name}"


class BatteryStore:
    """One versioned file per battery, named by its Amps device id."""

    def __init__(self, hass: HomeAssistant, device_id: str) -> None:
        """Read and write nothing yet."""
        self._store = Store[Stored](
            hass, VERSION, file_name(device_id), private=True, atomic_writes=True
        )
        self._unsaved: Callable[[], Stored] | None = None
        self._closed = False

    async def async_load(self) -> Stored | None:
        """Give what was stored; None where there is nothing."""
        return await self._store.async_load()

    async def async_save(self, stored: Stored) -> None:
        """Write now: what follows must not happen without it."""
        self._unsaved = None
        if not self._closed:
            await self._store.async_save(stored)

    def async_delay_save(self, stored: Callable[[], Stored]) -> None:
        """Write soon, and at the latest when Home Assistant stops."""
        if self._closed:
            return
        self._unsaved = stored
        self._store.async_delay_save(stored, DELAY)

    async def async_close(self) -> None:
        """Write what changed now, and nothing from here on: another has the file."""
        if self._unsaved is not None:
            await self.async_save(self._unsaved())
        self._closed = True

    async def async_remove(self) -> None:
        """Forget the battery."""
        await self._store.async_remove()
