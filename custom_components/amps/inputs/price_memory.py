"""Remembers what a kWh cost: most sources only say what it will cost."""

from datetime import UTC, datetime, time, timedelta
import logging
from typing import Any

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers.event import async_track_utc_time_change
from homeassistant.helpers.start import async_at_started
from homeassistant.helpers.storage import Store
from homeassistant.util import dt as dt_util

from ..const import DOMAIN
from ..planner.problem import PricePeriod
from .curve import Price, PriceCurve, merged, price_periods
from .errors import UNREADABLE, PriceError
from .prices import PriceResolver
from .settings import PriceKind

_LOGGER = logging.getLogger(__name__)

RETENTION_TIME = timedelta(days=9)
_AHEAD = timedelta(days=2)
_MINUTE = 3
"""The minute of each hour at which its price is recorded, known by then."""


class PriceMemory:
    """The latest known prices of the last days and the next ones."""

    def __init__(
        self, hass: HomeAssistant, entry: ConfigEntry, prices: PriceResolver
    ) -> None:
        """Remember nothing yet."""
        self._hass = hass
        self._entry = entry
        self._prices = prices
        self._store = _store(hass, entry.entry_id)
        self._curves: dict[PriceKind, PriceCurve] = {}

    @property
    def currency(self) -> str | None:
        """Return what the prices are in; None where there were none lately."""
        curve, now = self._curves.get(PriceKind.IMPORT), dt_util.utcnow()
        if curve is None or not curve.within(now - RETENTION_TIME, now + _AHEAD).prices:
            return None
        return curve.currency

    async def async_start(self) -> None:
        """Load what was remembered, and look now and once an hour."""
        await self.async_load()
        on_unload = self._entry.async_on_unload
        on_unload(async_at_started(self._hass, self._async_on_start))
        on_unload(
            async_track_utc_time_change(
                self._hass, self._async_on_time, minute=_MINUTE, second=0
            )
        )

    async def async_load(self) -> None:
        """Load what was remembered."""
        try:
            stored = await self._store.async_load() or {}
            self._curves = {
                PriceKind(kind): _read(curve) for kind, curve in stored.items()
            }
        except UNREADABLE as err:
            _LOGGER.debug("Earlier prices cannot be read: %r", err)

    async def async_look(self) -> None:
        """Note the prices that are known now."""
        now, before = dt_util.utcnow(), dict(self._curves)
        for kind in PriceKind:
            try:
                found = await self._prices.async_look(kind, now)
            except PriceError as err:
                _LOGGER.debug("No prices of %s are noted: %s", kind.value, err)
                continue
            self._curves[kind] = noted(before.get(kind), found.curve, now)
        if self._curves != before:
            await self._async_save()

    def between(self, start: datetime, end: datetime) -> tuple[PricePeriod, ...]:
        """Return what was to be paid for a kWh, and what it brought, by time.

        Nothing is known where the price of buying is not known.
        """
        known = (self._curves.get(kind) for kind in PriceKind)
        buying, selling = (curve and curve.within(start, end) for curve in known)
        return tuple(price_periods(buying, selling))

    async def _async_on_start(self, _hass: HomeAssistant) -> None:
        await self.async_look()

    async def _async_on_time(self, _now: datetime) -> None:
        await self.async_look()

    async def _async_save(self) -> None:
        curves = {kind.value: _written(curve) for kind, curve in self._curves.items()}
        try:
            await self._store.async_save(curves)
        except HomeAssistantError as err:
            _LOGGER.debug("Prices are not stored: %s", err)


def noted(before: PriceCurve | None, new: PriceCurve, now: datetime) -> PriceCurve:
    """Return the remembered prices: for past times, as they were known then.

    It is as long as there are other prices: nothing changes where they stay.
    """
    if before is None or before.currency != new.currency:
        before = PriceCurve(new.currency, ())
    midnight = datetime.combine(now.date(), time(), UTC)
    since, until = midnight - RETENTION_TIME, midnight + _AHEAD
    lists = [
        before.within(since, now).prices,
        new.within(now, until).prices,
        before.within(now, until).prices,
        new.within(since, now).prices,
    ]
    return _joined(merged(new.currency, lists))


def _joined(curve: PriceCurve) -> PriceCurve:
    """Return a curve with prices in one that adjoin and are equal."""
    rows: list[Price] = []
    for price in curve.prices:
        if rows and (rows[-1].end, rows[-1].value) == (price.start, price.value):
            rows[-1] = rows[-1]._replace(end=price.end)
        else:
            rows.append(price)
    return PriceCurve(curve.currency, tuple(rows))


async def async_forget_prices(hass: HomeAssistant, entry_id: str) -> None:
    """Remove what is stored of the prices of an entry."""
    await _store(hass, entry_id).async_remove()


def _store(hass: HomeAssistant, entry_id: str) -> Store[dict[str, Any]]:
    name = f"{DOMAIN}.prices.{entry_id}"
    return Store(hass, 1, name, private=True, atomic_writes=True)


def _written(curve: PriceCurve) -> dict[str, Any]:
    rows = [
        (row.start.isoformat(), row.end.isoformat(), row.value) for row in curve.prices
    ]
    return {"currency": curve.currency, "prices": rows}


def _read(stored: dict[str, Any]) -> PriceCurve:
    rows = (
        Price(datetime.fromisoformat(start), datetime.fromisoformat(end), float(value))
        for start, end, value in stored["prices"]
    )
    return PriceCurve(str(stored["currency"]), tuple(rows))
