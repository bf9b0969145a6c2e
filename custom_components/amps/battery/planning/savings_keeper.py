"""Measures what each past day saved, for all batteries of an entry."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime, time, timedelta, tzinfo
import logging

from homeassistant.const import ATTR_DEVICE_ID
from homeassistant.core import HomeAssistant, callback
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers.event import async_track_utc_time_change
from homeassistant.helpers.start import async_at_started
from homeassistant.util import dt as dt_util

from ...const import DOMAIN
from ...coordinator import AmpsCoordinator
from ..controller import BatteryController
from ..manager import BatteryManager
from ..savings import PastDay, Savings
from ..time_zone import plant_zone
from ..wording import PlanWords
from .savings_day import DayInputs, DaySpan, Sources, async_known, proven
from .savings_summary import DaySummary, day_summary

_LOGGER = logging.getLogger(__name__)

EVENT_DAY_SUMMARY = f"{DOMAIN}_day_summary"
MAX_MISSED_DAYS = 7
"""How many days are calculated later if Home Assistant was off."""
STATISTICS_DELAY = timedelta(minutes=10)
"""How long after midnight the statistics of the day are available."""
_MINUTES = (10, 25, 40, 55)
"""The minutes of each hour: in some time zones, a day ends at a quarter hour."""
_DAY = timedelta(days=1)


class SavingsKeeper:
    """Compares what yesterday cost with what it would have cost without plans."""

    def __init__(
        self, coordinator: AmpsCoordinator, manager: BatteryManager, sources: Sources
    ) -> None:
        """Do nothing until started."""
        self._hass = coordinator.hass
        self._coordinator = coordinator
        self._manager = manager
        self._sources = sources
        self._is_looking = False
        self._unreadable: set[str] = set()
        """Batteries whose day could not be read; this is logged once."""

    @callback
    def async_begin(self) -> None:
        """Start measuring, once Home Assistant has started."""
        on_unload = self._coordinator.config_entry.async_on_unload
        on_unload(async_at_started(self._hass, self._async_on_start))
        on_unload(
            async_track_utc_time_change(
                self._hass, self._async_on_time, minute=_MINUTES, second=0
            )
        )

    @callback
    def _async_on_start(self, _hass: HomeAssistant) -> None:
        self._async_look_soon()

    @callback
    def _async_on_time(self, _now: datetime) -> None:
        self._async_look_soon()

    @callback
    def _async_look_soon(self) -> None:
        if not self._is_looking:
            self._is_looking = True
            _ = self._coordinator.config_entry.async_create_background_task(
                self._hass, self._async_look(), "amps savings"
            )

    async def _async_look(self) -> None:
        """Measure the past days, one after another, of all batteries at once."""
        try:
            if (currency := self._sources.prices.currency) is None:
                return
            now = dt_util.utcnow()
            due = defaultdict[DaySpan, list[BatteryController]](list)
            for battery in self._manager.loaded():
                with self._watched(battery):
                    for day in await self._async_due(battery, currency, now):
                        due[day].append(battery)
            behind = set[str]()
            for day, batteries in sorted(due.items()):
                there = [one for one in batteries if one.battery_id not in behind]
                done = await self._async_measure(there, day, currency, now)
                behind |= {one.battery_id for one in there} - done
        finally:
            self._is_looking = False

    async def _async_due(
        self, battery: BatteryController, currency: str, now: datetime
    ) -> list[DaySpan]:
        """Return the days that a battery has yet to be measured on."""
        zone, state = plant_zone(self._coordinator, battery.battery_id), battery.state
        if state.savings.currency != currency:
            # amounts in different currencies cannot be added up
            first = _midnight(now.astimezone(zone).date() + _DAY, zone)
            await state.async_set_savings(Savings(since=first, currency=currency))
        return list(days_over(state.savings.done or now, now, zone))

    async def _async_measure(
        self,
        batteries: Sequence[BatteryController],
        day: DaySpan,
        currency: str,
        now: datetime,
    ) -> set[str]:
        """Measure a day; return the batteries of which it is known what it saved."""
        known: dict[str, DayInputs] = {}
        for battery in batteries:
            with self._watched(battery):
                found = await async_known(self._sources, battery.state, day, now)
                if found is not None:
                    known[battery.battery_id] = found
        pasts: dict[str, PastDay] = {}
        with self._watched(*batteries):
            pasts = await self._hass.async_add_executor_job(proven, known)
        done = set[str]()
        for battery in batteries:
            if (past := pasts.get(battery.battery_id)) is None:
                continue
            with self._watched(battery):
                savings = battery.state.savings.with_day(past)
                await battery.state.async_set_savings(savings)
                done.add(battery.battery_id)
                if now - day.end < _DAY:
                    inputs = known[battery.battery_id]
                    zone = plant_zone(self._coordinator, battery.battery_id)
                    self._tell(battery, day_summary(past, inputs, currency, zone))
        return done

    @contextmanager
    def _watched(self, *batteries: BatteryController) -> Iterator[None]:
        """Log what goes wrong with batteries: others are measured all the same."""
        ids = {battery.battery_id for battery in batteries}
        names = ", ".join(sorted(ids))
        try:
            yield
        except HomeAssistantError as err:
            _LOGGER.debug("The savings of %s could not be stored: %s", names, err)
        except Exception:
            # the database may raise anything; it is retried a quarter of an hour later
            if not ids <= self._unreadable:
                _LOGGER.exception("The savings of %s could not be measured", names)
            self._unreadable |= ids

    @callback
    def _tell(self, battery: BatteryController, summary: DaySummary) -> None:
        device = self._manager.registrar.async_device(battery.battery_id)
        self._hass.bus.async_fire(
            EVENT_DAY_SUMMARY,
            {
                ATTR_DEVICE_ID: device.id,
                **summary.to_dict(),
                "message": summary.sentence(PlanWords.of(self._hass)),
            },
        )


def days_over(done: datetime, now: datetime, zone: tzinfo) -> Iterator[DaySpan]:
    """Yield the complete local days from `done` on whose statistics are available."""
    first = done.astimezone(zone).date()
    if _midnight(first, zone) < done:
        first += _DAY
    day = max(first, now.astimezone(zone).date() - MAX_MISSED_DAYS * _DAY)
    while (end := _midnight(day + _DAY, zone)) + STATISTICS_DELAY <= now:
        yield DaySpan(_midnight(day, zone), end)
        day += _DAY


def _midnight(day: date, zone: tzinfo) -> datetime:
    return datetime.combine(day, time(), zone).astimezone(UTC)
