"""Consumption and solar production of the house: measured, and expected."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from datetime import datetime, timedelta
from enum import StrEnum
import logging
from typing import Any, NamedTuple

from homeassistant.const import EVENT_RECORDER_HOURLY_STATISTICS_GENERATED
from homeassistant.core import (
    CALLBACK_TYPE,
    Event,
    EventStateChangedData,
    HomeAssistant,
    callback,
)
from homeassistant.helpers.debounce import Debouncer
from homeassistant.helpers.dispatcher import async_dispatcher_connect
from homeassistant.helpers.event import async_track_state_change_event
from homeassistant.util import dt as dt_util
from homeassistant.util.hass_dict import HassKey

from ..planner import foresee
from ..planner.problem import HouseHistory, Outlook, Power
from .energy import ENERGY_CHANGED, async_energy_sources
from .errors import HouseError
from .forecast_memory import ForecastMemory, async_forget_forecasts
from .meters import HOUR, Balance, Meters, balance, in_use, meters_of, stuck
from .solar_forecast import async_solar_forecast, forecast_entities
from .statistics import RECORDER, SHORT_INTERVAL, async_counted, async_ever_counted

_LOGGER = logging.getLogger(__name__)
_RESOLVER: HassKey[HouseResolver] = HassKey("amps_house")

MEASURED_TIME = timedelta(days=36)
"""How far back is measured: `planner.forecast.DAYS`, and the hour before."""
MIN_MEASURED_TIME = timedelta(hours=24)
"""How much has to be measured before there is a forecast."""
SETTLE_SECONDS = 60
"""Seconds for the entities of a forecast to change one after another, and for the
recorder to write the hour that it announced."""
_STATISTICS_DELAY = timedelta(minutes=5)
"""How long after an hour its statistics are read if the recorder does not announce
them."""
_FORECAST_INTERVAL = timedelta(minutes=15)
_RETRY_INTERVAL = timedelta(minutes=1)


class Missing(StrEnum):
    """What is missing while plans are still possible: keys of translations."""

    CONTRADICTORY = "house_contradictory"
    FORECAST_SILENT = "house_forecast_silent"
    NO_BATTERY = "house_no_battery"
    NO_FORECAST = "house_no_forecast"
    NO_SUN = "house_no_sun"


class House(NamedTuple):
    """Load and sun, in kW and UTC."""

    load: tuple[Power, ...]
    """As measured, by the hour or finer, with gaps where data is missing."""
    sun: tuple[Power, ...]
    outlook: Outlook
    """The most likely values, from the current hour to 48 hours ahead."""
    outlooks: tuple[Outlook, ...]
    """The alternatives."""
    load_error: float | None
    """Mean absolute error of the next 24 hours in kW, as measured; None if unknown."""
    sun_error: float | None
    missing: tuple[Missing, ...]
    """Why a plan is less certain than it could be."""
    grid: tuple[Power, ...] = ()
    """What came from the grid, as measured; negative where it went there."""
    batteries: frozenset[str] = frozenset()
    """The meters of the home's batteries."""


class _Measured(NamedTuple):
    """What was measured by some meters, and until when there is nothing newer."""

    meters: Meters
    until: datetime
    balance: Balance

    def holds(self, meters: Meters, now: datetime) -> bool:
        """Return whether the database need not be asked."""
        return (
            self.meters == meters
            and self.until - _STATISTICS_DELAY - HOUR <= now < self.until
        )


class _Failed(NamedTuple):
    """Why the measurement failed."""

    meters: Meters
    at: datetime
    error: HouseError

    def holds(self, meters: Meters, now: datetime) -> bool:
        """Return whether it is too early to try again."""
        return self.meters == meters and timedelta(0) <= now - self.at < _RETRY_INTERVAL


class _Forecast(NamedTuple):
    entries: tuple[str, ...]
    asked: datetime
    sun: tuple[Power, ...]


class HouseResolver:
    """Finds load and sun of the house, from Home Assistant's Energy preferences."""

    def __init__(self, hass: HomeAssistant) -> None:
        """Start without any data."""
        self._hass = hass
        self._lock = asyncio.Lock()
        self._memory = ForecastMemory(hass)
        self._measured: _Measured | None = None
        self._failed: _Failed | None = None
        self._forecast: _Forecast | None = None
        self._known: tuple[tuple[object, ...], House] | None = None
        self._listeners: list[CALLBACK_TYPE] = []
        self._followed: frozenset[str] = frozenset()
        self._remove: list[CALLBACK_TYPE] = []
        self._forecast_settles = self._settling(self._async_compare_forecast)
        self._hour_settles = self._settling(self._async_read_anew)

    def _settling(self, function: Callable[[], Awaitable[None]]) -> Debouncer[Any]:
        return Debouncer(
            self._hass,
            _LOGGER,
            cooldown=SETTLE_SECONDS,
            immediate=False,
            background=True,
            function=function,
        )

    async def async_house(self, now: datetime) -> House:
        """Return load and sun around an instant in UTC; raises HouseError.

        The database is queried once an hour.
        """
        async with self._lock:
            meters = await self._async_meters()
            measured = await self._async_balance(meters, now)
            sun = await self._async_sun(meters, now)
            basis = (meters, measured, _hour(now), sun)
            if self._known is None or self._known[0] != basis:
                house = await self._async_foresee(meters, measured, sun, now)
                self._known = basis, house
            return self._known[1]

    @callback
    def async_add_listener(self, listener: CALLBACK_TYPE) -> CALLBACK_TYPE:
        """Call a listener when the meters, the hour or the forecast change.

        Return a function that removes the listener.
        """
        self._listeners.append(listener)
        self._follow()

        @callback
        def remove() -> None:
            self._listeners.remove(listener)
            self._follow()

        return remove

    async def _async_meters(self) -> Meters:
        """Return the meters that are set up; raises HouseError."""
        if RECORDER not in self._hass.config.components:
            raise HouseError("house_no_recorder")
        meters = meters_of(await async_energy_sources(self._hass))
        if not meters.all:
            raise HouseError("house_no_energy")
        if not (meters.bought or meters.home):
            raise HouseError("house_no_grid")
        return meters

    async def _async_balance(self, meters: Meters, now: datetime) -> Balance:
        """Return what was measured, from the database where there may be more."""
        known, failed = self._measured, self._failed
        if known is not None and known.holds(meters, now):
            return known.balance
        if failed is not None and failed.holds(meters, now):
            raise failed.error.with_traceback(None)
        try:
            balance = await _async_measured(self._hass, meters, now)
        except HouseError as err:
            self._failed = _Failed(meters, now, err)
            raise
        self._measured = _Measured(
            meters, _hour(now) + HOUR + _STATISTICS_DELAY, balance
        )
        return balance

    async def _async_sun(self, meters: Meters, now: datetime) -> tuple[Power, ...]:
        """Return the solar forecast; empty if there is none."""
        if not meters.forecasts:
            return ()
        known = self._forecast
        if known is None or not (
            known.entries == meters.forecasts
            and timedelta(0) <= now - known.asked < _FORECAST_INTERVAL
        ):
            sun = await async_solar_forecast(self._hass, meters.forecasts)
            known = self._forecast = _Forecast(meters.forecasts, now, sun)
            await self._memory.async_note(meters.forecasts, sun, now)
            self._follow()
        return known.sun

    async def _async_foresee(
        self, meters: Meters, measured: Balance, sun: tuple[Power, ...], now: datetime
    ) -> House:
        history = HouseHistory(
            load=measured.load,
            sun=measured.sun,
            sun_forecast=sun,
            past_forecasts=self._memory.past() if sun else (),
        )
        zone = dt_util.get_default_time_zone()
        found = await self._hass.async_add_executor_job(foresee, history, now, zone)
        return House(
            load=measured.load,
            sun=measured.sun,
            outlook=found.outlook,
            outlooks=found.outlooks,
            load_error=_watts(found.load_error),
            sun_error=_watts(found.sun_error),
            missing=tuple(_missing(meters, measured, sun)),
            grid=measured.grid,
            batteries=frozenset((*meters.charged, *meters.discharged)),
        )

    def _follow(self) -> None:
        """Follow what may change load and sun, while there are listeners."""
        entries = self._forecast.entries if self._forecast else ()
        wanted = forecast_entities(self._hass, entries)
        if self._remove and self._listeners and wanted == self._followed:
            return
        while self._remove:
            self._remove.pop()()
        self._followed = wanted
        if not self._listeners:
            self._forecast_settles.async_cancel()
            self._hour_settles.async_cancel()
            return
        hass = self._hass
        self._remove = [
            async_dispatcher_connect(hass, ENERGY_CHANGED, self._async_changed),
            hass.bus.async_listen(
                EVENT_RECORDER_HOURLY_STATISTICS_GENERATED, self._async_on_hour
            ),
            async_track_state_change_event(hass, wanted, self._async_on_state),
        ]

    @callback
    def _async_on_hour(self, _event: Event) -> None:
        self._hour_settles.async_schedule_call()

    @callback
    def _async_on_state(self, _event: Event[EventStateChangedData]) -> None:
        self._forecast_settles.async_schedule_call()

    async def _async_read_anew(self) -> None:
        """Tell that there is more to read."""
        self._measured = None
        self._async_changed()

    async def _async_compare_forecast(self) -> None:
        """Notify the listeners if the forecast has changed."""
        async with self._lock:
            if (before := self._forecast) is None:
                return
            sun = await async_solar_forecast(self._hass, before.entries)
            self._forecast = before._replace(sun=sun)
        if sun != before.sun:
            self._async_changed()

    @callback
    def _async_changed(self) -> None:
        for listener in list(self._listeners):
            listener()


def async_house_resolver(hass: HomeAssistant) -> HouseResolver:
    """Return the resolver of this Home Assistant, which all entries share."""
    if (resolver := hass.data.get(_RESOLVER)) is None:
        resolver = hass.data[_RESOLVER] = HouseResolver(hass)
    return resolver


async def async_forget_house(hass: HomeAssistant) -> None:
    """Forget the house once the last entry is removed."""
    hass.data.pop(_RESOLVER, None)
    await async_forget_forecasts(hass)


async def _async_measured(
    hass: HomeAssistant, meters: Meters, now: datetime
) -> Balance:
    """Return load and sun from all meters; raises HouseError."""
    try:
        counted = await async_counted(hass, meters.all, now - MEASURED_TIME, now)
        silent = meters.all - counted.hourly.keys() - counted.recent.keys()
        old = await async_ever_counted(hass, set(silent)) if silent else set()
    except Exception as err:
        _LOGGER.debug("The statistics cannot be read: %r", err)
        raise HouseError("house_unreadable") from err
    meters = in_use(meters, counted.hourly, old)
    hourly = balance(meters, counted.hourly, HOUR)
    recent = balance(meters, counted.recent, SHORT_INTERVAL)
    found = Balance(
        load=(*hourly.load, *recent.load),
        sun=(*hourly.sun, *recent.sun),
        grid=(*hourly.grid, *recent.grid),
        contradictory=hourly.contradictory,
    )
    known = sum((row.end - row.start for row in found.load), timedelta(0))
    unknown = sorted(silent & meters.needed)
    if known < MIN_MEASURED_TIME:
        unknown = unknown or stuck(meters, counted.hourly, now)
    if unknown:
        raise HouseError("house_no_statistics", meters=", ".join(unknown))
    if known < MIN_MEASURED_TIME:
        raise HouseError("house_too_little", hours=str(known // HOUR))
    return found


def _missing(
    meters: Meters, measured: Balance, sun: tuple[Power, ...]
) -> Iterator[Missing]:
    """Yield what is missing."""
    if measured.contradictory:
        yield Missing.CONTRADICTORY
    if not (meters.charged or meters.home):
        yield Missing.NO_BATTERY
    if not meters.solar:
        return
    if not meters.forecasts:
        yield Missing.NO_FORECAST
    elif not sun:
        yield Missing.FORECAST_SILENT
    if not measured.sun:
        yield Missing.NO_SUN


def _watts(kw: float | None) -> float | None:
    """Return a power in kW without what is finer than a watt."""
    return None if kw is None else round(kw, 3)


def _hour(now: datetime) -> datetime:
    return now.replace(minute=0, second=0, microsecond=0)
