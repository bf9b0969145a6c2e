"""The planner's problem for a battery's day, built from what is known."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta

from ...api.models import Battery, Command, Parameter, Parameters
from ...engine.occurrence import OccurrenceState
from ...engine.push import MIN_START_LEAD
from ...engine.state import EngineState
from ...inputs.house import House
from ...planner.problem import BatteryModel, GivenWindow, Options, PricePeriod, Problem
from ...planner.result import PlannedWindow
from ...schedule.why import Purpose, Why
from ...schedule.window import Occurrence, Origin
from ..capabilities import parameter_range
from ..day_run import DayRun, PlanningSettings
from ..defaults import Default
from ..goal_run import TimeRange
from .goal_problem import apart, fixed, given, is_open
from .price_rows import estimated

HORIZON = timedelta(hours=48)
"""How far ahead the day is planned, with estimates where prices are unknown."""
_DAY = timedelta(days=1)
_GIVING_WAY = frozenset({Origin.AUTOMATIC})


def day_problem(
    *,
    now: datetime,
    level: float,
    model: BatteryModel,
    battery: Battery,
    standing: Command,
    settings: PlanningSettings,
    defaults: Mapping[str, float],
    prices: Sequence[PricePeriod],
    house: House,
    run: DayRun,
    planned: Collection[Occurrence],
    state: EngineState,
    running_on: Iterable[OccurrenceState],
    keeps_automatic: bool = False,
) -> Problem:
    """Return the planner's problem for the time from `now`, in UTC.

    `planned` is all that is on the plan, of which automatic windows give way unless
    they are to be kept: then their owner has accepted them. What is `running_on` was
    taken back, and nobody can end it.
    """
    end = now + HORIZON
    giving_way = frozenset() if keeps_automatic else _GIVING_WAY
    running = () if keeps_automatic else going_on(planned, state, now)
    avoided = (
        GivenWindow(command=standing, start=start, end=finish)
        for start, finish in run.avoided
    )
    return Problem(
        now=now,
        end=end,
        level=min(max(level, 0.0), 100.0),
        battery=model,
        prices=tuple(prices),
        estimates=tuple(estimated(list(prices), end)),
        expected=house.outlook,
        outlooks=house.outlooks,
        windows=apart(
            [
                *fixed(planned, state, running_on, giving_way),
                *map(given, running),
                *avoided,
            ],
            now,
        ),
        held=() if keeps_automatic else tuple(_held(planned, state, now)),
        begun=tuple(_begun(state, now)),
        options=day_options(battery, model, standing, settings, defaults),
    )


def day_options(
    battery: Battery,
    model: BatteryModel,
    standing: Command,
    settings: PlanningSettings,
    defaults: Mapping[str, float],
) -> Options:
    """Return the owner's options for the day, as far as the battery supports them."""
    return Options(
        standing=standing,
        hold=bool(battery.execution(Command.IDLE)),
        sell=settings.sell,
        reserve=max(settings.reserve, model.floor),
        charge_power=defaults.get(Default.CHARGE_POWER_LIMIT),
        discharge_power=defaults.get(Default.DISCHARGE_POWER_LIMIT),
        wear=settings.wear,
        commands_a_day=settings.commands_a_day,
    )


def automatic(
    planned: Iterable[Occurrence], state: EngineState, now: datetime
) -> Iterator[Occurrence]:
    """Yield the automatic windows that are not over, in order."""
    for occurrence in planned:
        is_ours = occurrence.origin is Origin.AUTOMATIC
        if is_ours and occurrence.end > now and is_open(occurrence, state):
            yield occurrence


def parameters_of(window: PlannedWindow, battery: Battery) -> Parameters:
    """Return a window's parameters, limited to what the battery accepts."""
    target, bounds = (
        window.target,
        parameter_range(battery, window.command, Parameter.TARGET),
    )
    if target is None or bounds is None:
        return Parameters()
    return Parameters(target=min(max(target, bounds.minimum), bounds.maximum))


def with_hold(
    windows: Sequence[PlannedWindow],
    taken: Sequence[TimeRange],
    purpose: Purpose,
    now: datetime,
    until: datetime,
    level: float,
) -> list[PlannedWindow]:
    """Return the windows so that the battery does not discharge up to an instant.

    What is `taken` otherwise is left as it is.
    """
    kept = [one for one in windows if one.command is not Command.DISCHARGE]
    busy = sorted([*((one.start, one.end) for one in kept), *taken])
    later = [
        one
        for one in windows
        if one.command is Command.DISCHARGE and one.start >= until
    ]
    begin, holds = now, list[PlannedWindow]()
    for start, end in busy:
        if start > begin and begin < until:
            holds.append(_hold(purpose, begin, min(start, until), level))
        begin = max(begin, end)
    if begin < until:
        holds.append(_hold(purpose, begin, until, level))
    return sorted([*kept, *later, *holds], key=lambda window: window.start)


def _hold(
    purpose: Purpose, start: datetime, end: datetime, level: float
) -> PlannedWindow:
    return PlannedWindow(
        command=Command.IDLE,
        start=start,
        end=end,
        target=None,
        power=None,
        reserve=None,
        goal=None,
        level=level,
        energy=0.0,
        cost=0.0,
        why=Why(purpose=purpose),
    )


def _held(
    planned: Iterable[Occurrence], state: EngineState, now: datetime
) -> Iterator[GivenWindow]:
    """Yield the windows of an earlier plan, except holds that it did not choose."""
    for occurrence in automatic(planned, state, now):
        if not _has_begun(occurrence, now) and not _holds_at_once(occurrence):
            yield given(occurrence)


def going_on(
    planned: Iterable[Occurrence], state: EngineState, now: datetime
) -> list[Occurrence]:
    """Return the automatic windows that run and stay as they are, by start.

    Not every battery can be told another end then, and each change is a command.
    """
    return [
        occurrence
        for occurrence in automatic(planned, state, now)
        if _has_begun(occurrence, now) and not _holds_at_once(occurrence)
    ]


def _has_begun(occurrence: Occurrence, now: datetime) -> bool:
    """Return whether a window runs, or is about to: it may be too late to cancel it."""
    return occurrence.start <= now + MIN_START_LEAD


def goes_on_held(running: Occurrence, purpose: Purpose | None, reserve: float) -> bool:
    """Return whether what runs goes on although the battery is held, if it is.

    What discharges down to the reserve rests there by itself; `reserve` is in percent.
    """
    if purpose is None or running.command is not Command.DISCHARGE:
        return True
    given = running.parameters
    kept = max(given.target or 0.0, given.reserve or 0.0)
    return purpose is Purpose.RESERVE and kept >= reserve


def _holds_at_once(occurrence: Occurrence) -> bool:
    return occurrence.why is not None and occurrence.why.purpose in HOLDS


def _begun(state: EngineState, now: datetime) -> list[datetime]:
    """Return when automatic windows began in the last 24 hours, except such holds."""
    return sorted(
        record.start
        for record in state.records.values()
        if record.occurrence.origin is Origin.AUTOMATIC
        and (record.action_id is not None or record.ran)
        and now - _DAY < record.start <= now
        and not _holds_at_once(record.occurrence)
    )


HOLDS = frozenset({Purpose.DEVICE, Purpose.RESERVE})
"""Purposes for which the battery is held immediately, whatever was planned."""
