"""What is known about a battery's past day."""

from collections.abc import Iterable, Mapping, Sequence
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
from ...inputs.house import HouseResolver
from ...inputs.meters import HOUR, Energy
from ...inputs.price_memory import PriceMemory
from ...inputs.statistics import RECORDER, SHORT_INTERVAL, async_counted, async_levels
from ...planner import common_rows, measured_rows, prove_together
from ...planner.levels import LevelAt
from ...planner.measured import (
    DecidedWindow,
    MeasuredDay,
    MeasuredRow,
    Records,
    Unmeasured,
)
from ...planner.problem import BatteryModel, Options, Power
from ...planner.proof import Proof
from ...schedule.why import Purpose
from ...schedule.window import Occurrence, Origin
from ..day_run import Planning, settings_of
from ..savings import PastDay
from ..state import BatteryState
from .day_problem import day_options
from .goal_problem import battery_model, given
from .house_share import in_house

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
    """Everything needed to measure what a day of a battery saved."""

    day: DaySpan
    records: Records
    windows: tuple[DecidedWindow, ...]
    battery: BatteryModel
    options: Options
    before: Proof | None
    """What is proven of the day before."""
    is_planned: bool
    """Whether it may have been moved by windows, on this day or before."""


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
    decided = decided_windows(windows.values(), day)
    before = state.savings.proof_before(day.start)
    moved = bool(decided or (before and (before.left_alone or before.together)))
    return DayInputs(
        day=day,
        records=records,
        windows=decided,
        battery=model,
        options=day_options(battery, model, rest, settings, state.defaults),
        before=before,
        is_planned=moved or state.planning is Planning.AUTOMATIC,
    )


def proven(known: Mapping[str, DayInputs]) -> dict[str, PastDay]:
    """Return what a day saved, by battery; to be run in the executor.

    What the planned batteries of the home saved adds up.
    """
    planned = {key: one for key, one in known.items() if one.is_planned}
    found = _proven_together(planned)
    for key in known.keys() - planned.keys():
        found |= _proven_together({key: known[key]})
    return found


def _proven_together(known: Mapping[str, DayInputs]) -> dict[str, PastDay]:
    rows = {key: measured_rows(one.records, *one.day) for key, one in known.items()}
    there = {key: row for key, row in rows.items() if not isinstance(row, Unmeasured)}
    left_out = {key: row for key, row in rows.items() if isinstance(row, Unmeasured)}
    if (common := common_rows(there.values())) is None:
        left_out |= dict.fromkeys(there, Unmeasured.GAPS)
    pairs = zip(there, common or (), strict=False)
    days = {key: _measured(known[key], row) for key, row in pairs}
    proofs = dict(zip(days, prove_together([*days.values()]), strict=True))
    return {
        key: PastDay(
            start=one.day.start,
            end=one.day.end,
            proof=proofs.get(key),
            left_out=left_out.get(key),
        )
        for key, one in known.items()
    }


def _measured(known: DayInputs, rows: tuple[MeasuredRow, ...]) -> MeasuredDay:
    """Return a day as the planner takes it."""
    before = known.before
    return MeasuredDay(
        rows=rows,
        battery=known.battery,
        options=known.options,
        windows=known.windows,
        left_alone=before.left_alone if before else None,
        together=before.together if before else None,
    )


async def _async_records(
    sources: Sources, state: BatteryState, day: DaySpan, now: datetime
) -> Records:
    battery_id = state.battery_id
    account = state.coordinator.data
    grid: Sequence[Power] = ()
    try:
        house = await sources.house.async_house(now)
    except HouseError as err:
        _LOGGER.debug("What came from the grid is unknown: %s", err)
    else:
        if battery_id in in_house(sources.hass, account, house):
            grid = _within(house.grid, day)
    charged, discharged = await _async_energies(sources.hass, battery_id, day, now)
    return Records(
        prices=sources.prices.between(*day),
        levels=await _async_levels(sources.hass, battery_id, day),
        charged=_within(charged, day),
        discharged=_within(discharged, day),
        grid=grid,
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
        window = given(record.occurrence)._replace(
            start=max(span.start, found[-1].window.end) if found else span.start,
            end=span.end,
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
