"""What the owner is told of a window: one event per outcome and per warning."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from .api.models import Command
from .plan.memory import Reason, Record
from .plan.steps import CloseStep, Step, WarnStep


class WindowEventType(StrEnum):
    """The types of the event entity `window`."""

    DONE = "done"
    INCOMPLETE = "incomplete"
    ACCEPTED = "accepted"
    FAILED = "failed"
    MISSED = "missed"
    CANCELLED = "cancelled"
    AT_RISK = "at_risk"


@dataclass(frozen=True, slots=True, kw_only=True)
class WindowEvent:
    """One thing that the owner is told."""

    type: WindowEventType
    uid: str
    command: Command
    start: datetime
    end: datetime
    reason: Reason | None
    level: float | None
    """Percent."""
    attempt: int
    record: Record


def event_of(step: Step) -> WindowEvent | None:
    """Give what a step tells the owner, if anything."""
    match step:
        case CloseStep(record=record, outcome=outcome, reason=reason):
            return _event(WindowEventType(outcome.value), record, reason)
        case WarnStep(record=record, reason=reason):
            return _event(WindowEventType.AT_RISK, record, reason)
        case _:
            return None


def _event(
    type_: WindowEventType, record: Record, reason: Reason | None
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
