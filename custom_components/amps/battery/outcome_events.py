"""Events about windows: one for each outcome and each warning."""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

from ..api.models import Command
from ..engine.decision import AtRisk
from ..engine.occurrence import OccurrenceState, Reason
from ..engine.state import EngineState

MAX_UNHEARD_TIME = timedelta(days=1)
"""How long an outcome is still reported to an entity that is added later."""


class WindowEventType(StrEnum):
    """The types of the event entity `window`."""

    DONE = "done"
    INCOMPLETE = "incomplete"
    ACCEPTED = "accepted"
    FAILED = "failed"
    MISSED = "missed"
    CANCELLED = "cancelled"
    AT_RISK = "at_risk"


class WindowEvent(NamedTuple):
    """One event about a window."""

    type: WindowEventType
    uid: str
    command: Command
    start: datetime
    end: datetime
    reason: Reason | None
    level: float | None
    """Percent."""
    attempt: int
    record: OccurrenceState
    by: datetime | None = None
    """When that level can be reached, where a goal is at risk."""
    is_retold: bool = False
    """Whether it may have been received before Home Assistant started."""


def outcomes_unheard(state: EngineState, now: datetime) -> list[WindowEvent]:
    """Return an event for each outcome of the last day that nobody received."""
    records = (state.records.get(key) for key in state.unheard)
    return [
        _event(WindowEventType(record.outcome.value), record, record.reason)
        for record in records
        if record
        and record.outcome
        and record.closed
        and now - record.closed <= MAX_UNHEARD_TIME
    ]


def warning(event: AtRisk) -> WindowEvent:
    """Return the event for a risk."""
    return _event(WindowEventType.AT_RISK, event.record, event.reason)


def goal_warning(
    record: OccurrenceState, reason: Reason, level: float | None, by: datetime | None
) -> WindowEvent:
    """Return the event for a goal that cannot be met.

    `level` is what can be reached, in percent.
    """
    event = _event(WindowEventType.AT_RISK, record, reason)
    return event._replace(level=level, by=by)


def _event(
    type_: WindowEventType, record: OccurrenceState, reason: Reason | None
) -> WindowEvent:
    occurrence = record.occurrence
    return WindowEvent(
        type=type_,
        uid=occurrence.uid,
        command=occurrence.command,
        start=occurrence.start,
        end=occurrence.end,
        reason=reason,
        level=record.level,
        attempt=record.attempts,
        record=record,
    )
