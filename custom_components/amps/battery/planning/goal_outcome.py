"""How a goal ended, decided once, when its time is over. Values only."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from ...api.models import Battery, Command
from ...engine.occurrence import TOOK_PLACE, OccurrenceState, Outcome, Reason
from ...engine.state import EngineState
from ...schedule.window import Occurrence
from ..goal_run import GoalRun
from .goal_problem import NEAR_TIME, aimed_level, time_spent, windows_of

NEAR_PERCENT = 3.0
"""A level that is so near to what was asked for is met."""
MAX_READING_AGE = timedelta(minutes=30)
"""A level that was read so long before a goal's end tells nothing of that end."""
SETTLING_TIME = timedelta(minutes=10)
"""How long after a goal's end its last window may still be decided."""


def is_settled(run: GoalRun, state: EngineState, now: datetime) -> bool:
    """Return whether a goal's time is over, and how its windows ended is known."""
    end = run.record.occurrence.end
    if now < end:
        return False
    windows = windows_of(run.record.occurrence, state)
    waits = any(record.outcome is None for record in windows)
    return not waits or now >= end + SETTLING_TIME


def judged(
    run: GoalRun,
    battery: Battery | None,
    defaults: Mapping[str, float],
    state: EngineState,
    now: datetime,
) -> OccurrenceState:
    """Return the record of a goal whose time is over, with how it ended."""
    goal, windows = run.record.occurrence, windows_of(run.record.occurrence, state)
    level = _level(goal, windows, battery)
    # what needed no window may be as it was expected, though nobody could look
    unseen = level is None and not windows
    expected = run.prospect.level if unseen else level
    met = _is_met(run, expected, battery, defaults, state, now)
    outcome, reason = (Outcome.DONE, None) if met else _missed(run, windows, level)
    if met and not _is_sure(goal, level, state, now):
        outcome, reason = Outcome.ACCEPTED, Reason.NOT_SEEN
    return replace(
        run.record,
        occurrence=goal,
        outcome=outcome,
        reason=reason,
        level=level,
        closed=now,
    )


def cancelled(run: GoalRun, now: datetime) -> OccurrenceState:
    """Return the record of a goal that its owner took back after it had begun."""
    return replace(
        run.record, outcome=Outcome.CANCELLED, reason=Reason.BY_OWNER, closed=now
    )


def _level(
    goal: Occurrence, windows: Sequence[OccurrenceState], battery: Battery | None
) -> float | None:
    """Return the level at a goal's end; None where nobody has looked lately."""
    since = goal.end - MAX_READING_AGE
    pulled = battery.last_pulled_at if battery is not None else None
    if battery is not None and pulled is not None and pulled >= since:
        return battery.level
    last = windows[-1] if windows else None
    return last.level if last is not None and (last.looked or since) > since else None


def _is_met(
    run: GoalRun,
    level: float | None,
    battery: Battery | None,
    defaults: Mapping[str, float],
    state: EngineState,
    now: datetime,
) -> bool:
    goal = run.record.occurrence
    if goal.aim is not None and goal.aim.duration is not None:
        return time_spent(goal, state, now) >= goal.aim.duration - NEAR_TIME
    return is_level_met(goal, level, battery, defaults)


def _is_sure(
    goal: Occurrence, level: float | None, state: EngineState, now: datetime
) -> bool:
    """Return whether it was seen that a goal was met, or lasted as long as asked."""
    if goal.aim is None or goal.aim.duration is None:
        return level is not None
    seen = time_spent(goal, state, now, surely=True)
    return seen >= goal.aim.duration - NEAR_TIME


def is_level_met(
    goal: Occurrence,
    level: float | None,
    battery: Battery | None,
    defaults: Mapping[str, float],
) -> bool:
    """Return whether a level is what a goal asks for, or near enough."""
    target = goal.parameters.target
    if target is None and battery is not None:
        target = aimed_level(goal.command, battery, defaults)
    if target is None or level is None:
        return False
    if goal.command is Command.CHARGE:
        return level >= target - NEAR_PERCENT
    return level <= target + NEAR_PERCENT


def _missed(
    run: GoalRun, windows: Sequence[OccurrenceState], level: float | None
) -> tuple[Outcome, Reason | None]:
    """Return how a goal ended that was not met, and why."""
    known = run.prospect.reason
    if any(record.outcome in TOOK_PLACE or record.ran for record in windows):
        if level is None:
            return Outcome.ACCEPTED, Reason.NOT_SEEN
        return Outcome.INCOMPLETE, known or Reason.TARGET_NOT_MET
    open_ones = [record for record in windows if record.outcome is None]
    if any(record.sent or record.action_id for record in open_ones):
        return Outcome.ACCEPTED, Reason.NOT_SEEN
    if open_ones:
        # Amps is out of reach for so long that not even this is known
        return Outcome.MISSED, known or Reason.AMPS_UNREACHABLE
    for outcome in (Outcome.FAILED, Outcome.MISSED, Outcome.CANCELLED):
        ended = [record for record in windows if record.outcome is outcome]
        if ended:
            return outcome, ended[-1].reason
    if known is Reason.PRICE_LIMIT:
        # the owner said so: nothing went wrong
        return Outcome.INCOMPLETE, known
    return Outcome.MISSED, known or Reason.HOME_ASSISTANT_OFF
