"""Windows that a planner makes of one goal: what is told of one holds for the next.

The planner replaces a window that came to nothing, again and again. Its goal has an
outcome of its own, so the owner is told of each cause once.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import timedelta

from ..schedule.window import Occurrence, Origin
from .occurrence import TOOK_PLACE, OccurrenceState, Reason

SAME_GOAL_TIME = timedelta(hours=12)
"""Windows of a goal that repeats are of another occurrence of it after this time."""


def others_of_goal(
    occurrence: Occurrence, records: Mapping[str, OccurrenceState]
) -> Iterator[OccurrenceState]:
    """Yield what became of other windows of the goal that a window is of."""
    if occurrence.origin is not Origin.GOAL:
        return
    for record in records.values():
        other = record.occurrence
        near = abs(other.start - occurrence.start) < SAME_GOAL_TIME
        same = other.origin is Origin.GOAL and other.source == occurrence.source
        if same and near and other.key != occurrence.key:
            yield record


def is_warned(reason: Reason, windows: Iterable[OccurrenceState]) -> bool:
    """Return whether the owner was warned of a reason, and it may be one still."""
    return any(
        reason in window.warned and window.outcome not in TOOK_PLACE
        for window in windows
    )


def is_told(ended: OccurrenceState, records: Mapping[str, OccurrenceState]) -> bool:
    """Return whether the owner knows that its goal loses windows for this reason."""
    return ended.is_lost and any(
        one.is_lost and one.reason is ended.reason
        for one in others_of_goal(ended.occurrence, records)
    )
