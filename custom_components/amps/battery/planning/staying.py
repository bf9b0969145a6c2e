"""Whether the windows that a planner made stay, whatever it would make instead."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from ...engine.occurrence import OccurrenceState, Reason
from ...planner.result import PlannedWindow
from ...schedule.window import Occurrence
from ..goal_run import Prospect

PUT_RIGHT = timedelta(minutes=30)
"""So long before it begins a window is made as long as the level asks for by then, and
so little it may differ until then."""
_LIMITED = frozenset({Reason.PRICE_LIMIT, Reason.NO_PRICES})


def goal_stays(
    prospect: Prospect,
    windows: Sequence[PlannedWindow],
    held: Sequence[Occurrence],
    records: Iterable[OccurrenceState],
    now: datetime,
) -> bool:
    """Return whether the windows of a goal stay.

    `windows` are those of the new plan, `held` are the goal's that are not over, by
    start, and `records` what became of all of them.
    """
    if prospect.reason is Reason.CAPABILITY_GONE:
        return True
    if any(one.start <= now for one in held):
        if prospect.fallback:
            return True  # without prices no other time is better than now
        if not windows and prospect.reason not in _LIMITED:
            return True  # too little is left to plan: that does not stop what runs
    if is_retried(records, now):
        return True  # it would be tried from the beginning if it were moved
    # otherwise the level will have changed again by then
    return is_near(windows, held, now)


def is_near(
    windows: Sequence[PlannedWindow], held: Sequence[Occurrence], now: datetime
) -> bool:
    """Return whether what is on the plan will do until it is about to begin.

    `held` is what an earlier plan made and is not over, by start.
    """
    if len(held) != len(windows) or not held:
        return False
    if min(held[0].start, windows[0].start) <= now + PUT_RIGHT:
        return False
    return all(
        one.command is other.command
        and max(abs(one.start - other.start), abs(one.end - other.end)) < PUT_RIGHT
        for one, other in zip(held, windows, strict=True)
    )


def is_retried(windows: Iterable[OccurrenceState], now: datetime) -> bool:
    """Return whether one of some windows should run and is being tried again."""
    return any(
        record.outcome is None
        and record.failing_since is not None
        and record.occurrence.start <= now < record.occurrence.end
        for record in windows
    )
