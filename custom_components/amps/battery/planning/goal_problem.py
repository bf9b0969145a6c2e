"""What the planner is asked about a battery's goals: values of what is known."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta, tzinfo

from ...api.models import Battery, Command, Parameter
from ...engine.dst import is_ambiguous
from ...engine.occurrence import OccurrenceState, Outcome
from ...engine.state import EngineState
from ...planner.problem import (
    BatteryModel,
    GivenWindow,
    Goal,
    Options,
    Outlook,
    PricePeriod,
    Problem,
)
from ...planner.result import Learned
from ...schedule.window import Occurrence, Origin, Window
from ..capabilities import parameter_range
from ..defaults import Default, value_of
from ..goal_run import GoalRun, TimeRange

ASSUMED_HOURS = 3.0
"""So long a battery of unknown power is taken to need from empty to full."""
ASSUMED_CAPACITY = 10.0
"""kWh of a battery that does not tell it, where only hours matter."""
UNKNOWN_LEVEL = 50.0
NEAR_TIME = timedelta(minutes=2)
"""A duration of which no more than this is left is met: it is not made up for."""
LATE = timedelta(minutes=5)
"""A window that begins so late is worth making up for."""
GIVING_WAY = frozenset({Origin.GOAL, Origin.AUTOMATIC})
"""Whose windows are no reason to plan a goal otherwise."""
_QUARTER = timedelta(minutes=15)
_POWERS = {
    Command.CHARGE: Default.CHARGE_POWER_LIMIT,
    Command.DISCHARGE: Default.DISCHARGE_POWER_LIMIT,
}


def battery_model(
    battery: Battery, defaults: Mapping[str, float], learned: Learned | None = None
) -> BatteryModel:
    """Return what the planner believes of a battery, as it declares it and was."""
    declared = declared_model(battery, defaults)
    if learned is None:
        return declared
    seen = learned.battery
    return declared._replace(
        capacity=seen.capacity,
        charge_curve=seen.charge_curve,
        charge_efficiency=seen.charge_efficiency,
        discharge_efficiency=seen.discharge_efficiency,
    )


def _cautious(model: BatteryModel, learned: Learned | None) -> BatteryModel:
    """Return a battery that takes as long to discharge as it may, until that is known.

    It falls by less than losses suggest where it measures its power behind them.
    """
    unsure = 1.0 - (learned.capacity_sure if learned else 0.0)
    way = model.discharge_efficiency
    return model._replace(discharge_efficiency=way + unsure * (1.0 - way))


def is_capacity_known(battery: Battery, learned: Learned | None) -> bool:
    """Return whether a battery's capacity is more than an assumption."""
    return battery.capacity is not None or bool(learned and learned.capacity_sure)


def declared_model(battery: Battery, defaults: Mapping[str, float]) -> BatteryModel:
    """Return what the planner believes of a battery, as it declares it."""
    capacity = battery.capacity or ASSUMED_CAPACITY
    target = parameter_range(battery, Command.CHARGE, Parameter.TARGET)
    floor = parameter_range(battery, Command.DISCHARGE, Parameter.TARGET)
    return BatteryModel(
        capacity=capacity,
        charge_power=_power(battery, Command.CHARGE, capacity, defaults),
        discharge_power=_power(battery, Command.DISCHARGE, capacity, defaults),
        floor=max(battery.discharge_limit or 0.0, floor.minimum if floor else 0.0),
        ceiling=min(target.maximum, 100.0) if target else 100.0,
    )


def problem(
    *,
    now: datetime,
    battery: Battery,
    level: float | None,
    defaults: Mapping[str, float],
    learned: Learned | None,
    standing: Command | None,
    prices: Sequence[PricePeriod],
    house: Outlook,
    runs: Sequence[GoalRun],
    planned: Iterable[Occurrence],
    state: EngineState,
    running_on: Iterable[OccurrenceState],
) -> Problem:
    """Return what the planner is asked; `runs` are the goals that it is to plan.

    `level` is the battery's by now, in percent, as far as it is known.
    `planned` is all that is on the plan. What the owner has by hand stands as well, and
    so does what is `running_on` although it was taken back; nothing is planned where he
    took a window of a goal back.
    """
    goals = [_goal(run, battery, defaults, state, now) for run in runs]
    goals = [goal for goal in goals if goal.duration != timedelta(0)]
    known = {goal.uid: goal for goal in goals}
    model = _cautious(battery_model(battery, defaults, learned), learned)
    level = UNKNOWN_LEVEL if level is None else level
    rest = standing or Command.IDLE
    windows = list(planned)
    lasting = [
        one for one in running_on if not any(is_wanted_again(one, run) for run in runs)
    ]
    return Problem(
        now=now,
        end=max((goal.end for goal in goals), default=now),
        level=min(max(level, 0.0), 100.0),
        battery=model,
        prices=tuple(prices),
        expected=house,
        goals=tuple(goals),
        windows=apart(
            [
                *fixed(windows, state, lasting, GIVING_WAY),
                *_avoided(runs, rest),
            ],
            now,
        ),
        held=tuple(
            _held(known[run.key], window)
            for run in runs
            if run.key in known
            for window in windows
            if is_of(window, run) and window.end > now and is_open(window, state)
        ),
        options=Options(standing=rest if rest.is_auto else Command.AUTO_BALANCED),
    )


def time_spent(
    goal: Occurrence, state: EngineState, now: datetime, *, surely: bool = False
) -> timedelta:
    """Return how long windows of a goal have taken place so far.

    What Amps took and nobody could see counts as well, unless it has to be sure.
    """
    spent = timedelta(0)
    for record in windows_of(goal, state):
        if record.outcome is Outcome.ACCEPTED and (surely or _had_no_effect(record)):
            continue
        spent += record.done_for
        ran = (record.ran or record.seen) and not record.done_for
        if record.action_id is not None or ran:
            # somebody else took over before that was sure
            closed = record.other_since or record.closed
            end = min(closed or record.end, record.end, now)
            late = record.start - record.occurrence.start
            begun = record.start if late > LATE else record.occurrence.start
            spent += max(end - begun, timedelta(0))
    return spent


def _had_no_effect(record: OccurrenceState) -> bool:
    """Return whether no reading of the time of a window showed that it took place."""
    looked = record.looked is not None and record.looked > record.start
    return looked and not record.seen


def _goal(
    run: GoalRun,
    battery: Battery,
    defaults: Mapping[str, float],
    state: EngineState,
    now: datetime,
) -> Goal:
    """Return what is left of a goal; without a target it is as far as it goes."""
    occurrence = run.record.occurrence
    given, aim = occurrence.parameters, occurrence.aim
    duration = aim.duration if aim else None
    target = given.target
    if duration is not None:
        spent = time_spent(occurrence, state, now)
        is_met = spent and duration - spent <= NEAR_TIME
        duration = timedelta(0) if is_met else duration - spent
    elif target is None:
        target = aimed_level(occurrence.command, battery, defaults)
    return Goal(
        uid=run.key,
        command=occurrence.command,
        start=occurrence.start,
        end=occurrence.end,
        target=target,
        duration=duration,
        max_price=aim.max_price if aim else None,
        min_price=aim.min_price if aim else None,
        in_one_go=aim is not None and aim.in_one_go,
        power=given.power,
        reserve=given.reserve,
    )


def aimed_level(
    command: Command, battery: Battery, defaults: Mapping[str, float]
) -> float:
    """Return the level of a goal that names none, in percent: as far as it goes."""
    charges = command is Command.CHARGE
    default = Default.CHARGE_TARGET if charges else Default.DISCHARGE_TARGET
    level = value_of(default, defaults, battery)
    model = declared_model(battery, defaults)
    if charges:
        return min(model.ceiling, model.ceiling if level is None else level)
    return max(model.floor, model.floor if level is None else level)


def _power(
    battery: Battery, command: Command, capacity: float, defaults: Mapping[str, float]
) -> float:
    """Return the most power in kW; 0 where the battery does not take the command."""
    if not battery.execution(command):
        return 0.0
    power = value_of(_POWERS[command], defaults, battery)
    return power or capacity / ASSUMED_HOURS


def fixed(
    planned: Iterable[Occurrence],
    state: EngineState,
    running_on: Iterable[OccurrenceState],
    giving_way: Collection[Origin],
) -> Iterator[GivenWindow]:
    """Yield what stands: what nobody can end first, then what is by hand."""
    for record in running_on:
        yield given(record.occurrence)._replace(end=record.end)
    for record in state.open:
        if record.is_manual:
            yield given(record.occurrence)
    for occurrence in planned:
        if occurrence.origin not in giving_way and is_open(occurrence, state):
            yield given(occurrence)


def is_wanted_again(running_on: OccurrenceState, run: GoalRun) -> bool:
    """Return whether a goal that was set again may go on with what still runs."""
    goal, before = run.record.occurrence, running_on.occurrence
    is_same = before.origin is Origin.GOAL and before.command is goal.command
    avoided = any(start <= before.start < end for start, end in run.avoided)
    return is_same and before.start >= goal.start and not avoided


def _avoided(runs: Iterable[GoalRun], rest: Command) -> Iterator[GivenWindow]:
    for run in runs:
        for start, end in run.avoided:
            yield GivenWindow(command=rest, start=start, end=end)


def is_open(occurrence: Occurrence, state: EngineState) -> bool:
    """Return whether it is not decided yet how an occurrence ended."""
    record = state.records.get(occurrence.key)
    return record is None or record.outcome is None


def given(occurrence: Occurrence) -> GivenWindow:
    """Return a window as the planner takes it."""
    asked = occurrence.parameters
    return GivenWindow(
        command=occurrence.command,
        start=occurrence.start,
        end=occurrence.end,
        target=asked.target,
        power=asked.power,
        reserve=asked.reserve,
    )


def _held(goal: Goal, window: Occurrence) -> GivenWindow:
    """Return a window of a goal, with what the goal asks for."""
    return given(window)._replace(
        target=goal.target, power=goal.power, reserve=goal.reserve, goal=goal.uid
    )


def apart(windows: Iterable[GivenWindow], now: datetime) -> tuple[GivenWindow, ...]:
    """Return windows by start, without what an earlier one of them takes already."""
    found: list[GivenWindow] = []
    for window in windows:
        pieces = [window] if window.end > now else []
        for other in found:
            pieces = [left for piece in pieces for left in _without(piece, other)]
        found += pieces
    return tuple(sorted(found, key=lambda window: window.start))


def _without(window: GivenWindow, other: GivenWindow) -> Iterator[GivenWindow]:
    if window.end <= other.start or other.end <= window.start:
        yield window
        return
    if window.start < other.start:
        yield window._replace(end=other.start)
    if other.end < window.end:
        yield window._replace(start=other.end)


def repeated_hour(start: datetime, end: datetime, zone: tzinfo) -> TimeRange | None:
    """Return what a zone's clock shows twice between two instants, if there is any."""
    steps = range(int((end - start) / _QUARTER) + 1)
    instants = (start + number * _QUARTER for number in steps)
    twice = [instant for instant in instants if is_ambiguous(instant, zone)]
    return (twice[0], twice[-1] + _QUARTER) if twice else None


def is_of(window: Occurrence | Window, run: GoalRun) -> bool:
    """Return whether a window was made of a goal."""
    goal = run.record.occurrence
    of_goal = window.origin is Origin.GOAL and window.source == goal.uid
    return of_goal and window.start < goal.end and goal.start < window.end


def windows_of(goal: Occurrence, state: EngineState) -> list[OccurrenceState]:
    """Return what became of the windows of a goal, by start."""
    found = [
        record
        for record in state.records.values()
        if record.occurrence.origin is Origin.GOAL
        and record.occurrence.source == goal.uid
        and goal.start <= record.occurrence.start < goal.end
    ]
    return sorted(found, key=lambda record: record.start)
