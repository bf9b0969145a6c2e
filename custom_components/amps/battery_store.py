"""What is kept of one battery across restarts."""

from collections.abc import Callable
from typing import Any, TypedDict

from homeassistant.core import HomeAssistant
from homeassistant.helpers.storage import Store

from .const import DOMAIN

VERSION = 1
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


class BatteryStore:
    """One versioned file per battery, named by its Amps device id."""

    def __init__(self, hass: HomeAssistant, device_id: str) -> None:
        """Read and write nothing yet."""
        self._store = Store[Stored](
            hass, VERSION, f"{DOMAIN}.{device_id}", private=True, atomic_writes=True
        )
        self._unsaved: Callable[[], Stored] | None = None

    async def async_load(self) -> Stored | None:
        """Give what was stored; None where there is nothing."""
        return await self._store.async_load()

    async def async_save(self, stored: Stored) -> None:
        """Write now: what follows must not happen without it."""
        self._unsaved = None
        await self._store.async_save(stored)

    def async_delay_save(self, stored: Callable[[], Stored]) -> None:
        """Write soon, and at the latest when Home Assistant stops."""
        self._unsaved = stored
        self._store.async_delay_save(stored, DELAY)

    async def async_flush(self) -> None:
        """Write what changed now: another may read or write the file from here on."""
        if self._unsaved is not None:
            await self.async_save(self._unsaved())

    async def async_remove(self) -> None:
        """Forget the battery."""
        await self._store.async_remove()
