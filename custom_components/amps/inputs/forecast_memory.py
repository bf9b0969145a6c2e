"""Remembers what was forecast of the sun, to compare it with what came."""

from collections.abc import Iterable
from datetime import datetime, timedelta
import logging
from typing import Any

from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers.storage import Store
from homeassistant.util import dt as dt_util

from ..const import DOMAIN
from ..planner.problem import Power
from .errors import UNREADABLE
from .meters import HOUR

_LOGGER = logging.getLogger(__name__)

RETENTION_TIME = timedelta(days=35)


class ForecastMemory:
    """The first forecast of each day."""

    def __init__(self, hass: HomeAssistant) -> None:
        """Remember nothing until loaded."""
        self._store = _store(hass)
        self._entries: list[str] | None = None
        self._kw: dict[datetime, float] = {}

    def past(self) -> tuple[Power, ...]:
        """Return what was forecast, by the hour."""
        return tuple(Power(at, at + HOUR, kw) for at, kw in self._kw.items())

    async def async_note(
        self, entries: Iterable[str], forecast: Iterable[Power], now: datetime
    ) -> None:
        """Note the forecast of today, if that was not done yet.

        What other entries forecast before says nothing of these.
        """
        if self._entries is None:
            await self._async_load()
        names = sorted(entries)
        if self._entries != names:
            self._entries, self._kw = names, {}
        today = dt_util.as_local(now).date()
        new = {
            row.start: row.kw
            for row in forecast
            if dt_util.as_local(row.start).date() == today
        }
        if not new or new.keys() & self._kw.keys():
            return
        since = now - RETENTION_TIME
        self._kw = {at: kw for at, kw in self._kw.items() if at >= since} | new
        try:
            await self._store.async_save(
                {
                    "entries": self._entries,
                    "kw": {at.isoformat(): kw for at, kw in self._kw.items()},
                }
            )
        except HomeAssistantError as err:
            _LOGGER.debug("The solar forecast is not stored: %s", err)

    async def _async_load(self) -> None:
        self._entries = []
        try:
            stored = await self._store.async_load()
            if stored is not None:
                kw = {
                    datetime.fromisoformat(at): float(kw)
                    for at, kw in stored["kw"].items()
                }
                self._entries, self._kw = list(stored["entries"]), kw
        except UNREADABLE as err:
            _LOGGER.debug("Earlier solar forecasts cannot be read: %r", err)


async def async_forget_forecasts(hass: HomeAssistant) -> None:
    """Remove what is stored."""
    await _store(hass).async_remove()


def _store(hass: HomeAssistant) -> Store[dict[str, Any]]:
    return Store(hass, 1, f"{DOMAIN}.solar_forecast", private=True, atomic_writes=True)
