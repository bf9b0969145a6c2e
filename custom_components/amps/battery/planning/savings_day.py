"""What is known about a battery's past day."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
import logging
from typing import NamedTuple

from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er

from ...account.names import unique_id
from ...api.models import Command
from ...const import DOMAIN
from ...engine.occurrence import OccurrenceState, Outcome
from ...inputs.errors import HouseError
from ...inputs.house import HouseResolver, Missing
from ...inputs.meters import HOUR, Energy
from ...inputs.price_memory import PriceMemory
from ...inputs.statistics import RECORDER, SHORT_INTERVAL, async_counted, async_levels
from ...planner import measured_rows, prove
from ...planner.levels import LevelAt
from ...planner.measured import DecidedWindow, MeasuredDay, Records, Unmeasured
from ...planner.problem import BatteryModel, GivenWindow, Options, Power
from ...planner.proof import LeftAlone
from ...schedule.why import Purpose
from ...schedule.window import Occurrence, Origin
from ..day_run import Planning, settings_of
from ..savings import PastDay
from ..state import BatteryState
from .day_problem import day_options
from .goal_problem import battery_model
from .house_share import house_share, share_of

_LOGGER = logging.getLogger(__name__)

_AROUND = timedelta(hours=2)
"""How far beyond a day is read, to tell which energy belongs to the day itself."""
_OWNERS = frozenset({Origin.PLAN, Origin.MANUAL, Origin.GOAL})
_LOST = frozenset({Outcome.FAILED, Outcome.MISSED, Outcome.INCOMPLETE})


class DaySpan(NamedTuple):
    """A time from `start` to `end`, both in UTC."""

    start: datetime
    end: datetime


class Sources(NamedTuple):
    """Where the data about a day comes from."""

    hass: HomeAssistant
    prices: PriceMemory
    house: HouseResolver


class DayInputs(NamedTuple):
    """Everything needed to measure what a day saved."""

    day: DaySpan
    records: Records
    windows: tuple[DecidedWindow, ...]
    battery: BatteryModel
    options: Options
    left_alone: LeftAlone | None


async def async_known(
    sources: Sources, state: BatteryState, day: DaySpan, now: datetime
) -> DayInputs | None:
    """Return what is known about a day; None while the battery is unknown.

    Raises what the recorder's database raises.
    """
    if state.snapshot is None:
        return None
    battery, standing = state.snapshot.battery, state.standing()
    records = await _async_records(sources, state, day, now)
    if battery.capacity is None:
        records = records._replace(levels=())  # without it, a level is no energy
    windows = await sources.hass.async_add_executor_job(state.history, *day)
    rest = standing if standing and standing.is_auto else Command.AUTO_BALANCED
    model = battery_model(battery, {}, state.learned)
    settings = settings_of(state.coordinator.config_entry.options)
    if state.planning is Planning.OFF:
        settings = settings._replace(reserve=0.0)  # nothing keeps it
    return DayInputs(
        day=day,
        records=records,
        windows=decided_windows(windows.values(), day),
        battery=model,
        options=day_options(battery, model, rest, settings, state.defaults),
        left_alone=state.savings.left_alone(day.start),
    )


def proven(known: DayInputs) -> PastDay:
    """Return what a day saved; to be run in the executor."""
    start, end = known.day
    rows = measured_rows(known.records, start, end)
    if isinstance(rows, Unmeasured):
        return PastDay(start=start, end=end, left_out=rows)
    day = MeasuredDay(
        rows=rows,
        battery=known.battery,
        options=known.options,
        windows=known.windows,
        left_alone=known.left_alone,
    )
    return PastDay(start=start, end=end, proof=prove(day))


async def _async_records(
    sources: Sources, state: BatteryState, day: DaySpan, now: datetime
) -> Records:
    battery_id = state.battery_id
    share = house_share(battery_id, state.coordinator.data)
    load: Sequence[Power] = ()
    sun: Sequence[Power] | None = None
    try:
        house = await sources.house.async_house(now)
    except HouseError as err:
        _LOGGER.debug("The consumption of the house is unknown: %s", err)
    else:
        if Missing.NO_BATTERY not in house.missing:  # else it contains the battery
            load = share_of(_within(house.load, day), share)
        if house.sun or Missing.NO_SUN in house.missing:
            sun = share_of(_within(house.sun, day), share)
    charged, discharged = await _async_energies(sources.hass, battery_id, day, now)
    return Records(
        prices=sources.prices.between(*day),
        levels=await _async_levels(sources.hass, battery_id, day),
        charged=_within(charged, day),
        discharged=_within(discharged, day),
        load=load,
        sun=sun,
    )


def decided_windows(
    records: Iterable[OccurrenceState], day: DaySpan
) -> tuple[DecidedWindow, ...]:
    """Return the windows that a day had or was supposed to have, in order."""
    found: list[DecidedWindow] = []
    for record in sorted(records, key=lambda record: record.occurrence.start):
        span = _span(record)
        if span.end <= day.start or day.end <= span.start or span.start >= span.end:
            continue
        parameters = record.occurrence.parameters
        window = GivenWindow(
            command=record.occurrence.command,
            start=max(span.start, found[-1].window.end) if found else span.start,
            end=span.end,
            target=parameters.target,
            power=parameters.power,
            reserve=parameters.reserve,
        )
        if window.start < window.end:
            found.append(
                DecidedWindow(
                    window=window,
                    automatic=_is_chosen(record.occurrence),
                    happened=record.outcome not in _LOST,
                )
            )
    return tuple(found)


def _is_chosen(occurrence: Occurrence) -> bool:
    """Return whether a plan chose a window to save money."""
    why = occurrence.why
    held = why is not None and why.purpose is Purpose.DEVICE
    return occurrence.origin not in _OWNERS and not held


def _span(record: OccurrenceState) -> DaySpan:
    """Return the time of a window, without what was cancelled; empty for a goal."""
    start, end = record.occurrence.start, record.occurrence.end
    if record.occurrence.aim is not None:
        return DaySpan(start, start)
    if record.outcome is Outcome.CANCELLED:
        end = min(record.closed or start, end) if record.ran or record.seen else start
    return DaySpan(start, end)


async def _async_energies(
    hass: HomeAssistant, battery_id: str, day: DaySpan, now: datetime
) -> tuple[list[Power], list[Power]]:
    into, out = (
        _sensor(hass, battery_id, f"energy_{way}") for way in ("charged", "discharged")
    )
    if into is None or out is None or RECORDER not in hass.config.components:
        return [], []
    meters = frozenset((into, out))
    counted = await async_counted(hass, meters, day.start - _AROUND, now)
    charged, discharged = (
        [
            *_powers(counted.hourly.get(meter, {}), HOUR),
            *_powers(counted.recent.get(meter, {}), SHORT_INTERVAL),
        ]
        for meter in (into, out)
    )
    return charged, discharged


async def _async_levels(
    hass: HomeAssistant, battery_id: str, day: DaySpan
) -> tuple[LevelAt, ...]:
    sensor = _sensor(hass, battery_id, "level")
    if sensor is None or RECORDER not in hass.config.components:
        return ()
    return await async_levels(hass, sensor, day.start - _AROUND, day.end + _AROUND)


def _sensor(hass: HomeAssistant, battery_id: str, key: str) -> str | None:
    registry = er.async_get(hass)
    return registry.async_get_entity_id("sensor", DOMAIN, unique_id(battery_id, key))


def _powers(energy: Energy, step: timedelta) -> list[Power]:
    """Return powers, without the one after a gap: it contains the gap's energy."""
    return [
        Power(at, at + step, kwh / (step / HOUR))
        for at, kwh in sorted(energy.items())
        if at - step in energy
    ]


def _within(rows: Iterable[Power], day: DaySpan) -> list[Power]:
    return [row for row in rows if row.end > day.start and row.start < day.end]
