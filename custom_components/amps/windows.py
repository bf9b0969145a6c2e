"""What the owner sees of a battery's windows: planned, running, past and foreign."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from .api.models import Action, ActionState, Command, Parameters
from .plan.memory import Memory, Outcome, Reason, Record
from .plan.plan import Absence, Plan
from .plan.window import AbsenceReason, Occurrence, Origin


class WindowState(StrEnum):
    """How far a window has come."""

    PLANNED = "planned"
    """Only in Home Assistant."""
    SENT = "sent"
    """Amps holds it."""
    ACTIVE = "active"
    ENDED = "ended"


@dataclass(frozen=True, slots=True, kw_only=True)
class WindowView:
    """One occurrence of a window, or a foreign action that is shown as one."""

    uid: str
    key: str
    start: datetime
    end: datetime | None
    command: Command | None
    parameters: Parameters
    origin: Origin
    state: WindowState
    original: datetime | None = None
    """The original start of an occurrence, by which it is edited."""
    repeat: str | None = None
    action_id: str | None = None
    outcome: Outcome | None = None
    reason: Reason | None = None
    absence: AbsenceReason | None = None
    """Why it does not take place, where it does not."""


def views(
    plan: Plan,
    occurrences: Iterable[Occurrence],
    absences: Iterable[Absence],
    memory: Memory,
    actions: Iterable[Action],
    now: datetime,
) -> list[WindowView]:
    """Give everything that is to be shown of the given values, by start."""
    repeats = {window.uid: window.repeat for window in plan.windows}
    shown: dict[str, WindowView] = {}
    for occurrence in occurrences:
        record = memory.records.get(occurrence.key)
        repeat = repeats.get(occurrence.uid)
        shown[occurrence.key] = _planned(occurrence, record, repeat, now)
    for absence in absences:
        occurrence = absence.occurrence
        view = _planned(occurrence, None, repeats.get(occurrence.uid), now)
        shown[f"{occurrence.key}/absent"] = replace(view, absence=absence.reason)
    for key, record in memory.records.items():
        if key not in shown:
            shown[key] = _planned(record.occurrence, record, None, now)
    for action in _foreign(actions, memory):
        shown[action.id] = _of_action(action, now)
    return sorted(shown.values(), key=lambda it: it.start)


def within(
    found: Iterable[WindowView], start: datetime, end: datetime
) -> list[WindowView]:
    """Give those that overlap a time; one without an end is there from its start."""
    return [
        it
        for it in found
        if it.start < end and ((it.end or it.start) > start or it.start >= start)
    ]


def _planned(
    occurrence: Occurrence, record: Record | None, repeat: str | None, now: datetime
) -> WindowView:
    return WindowView(
        uid=occurrence.uid,
        key=occurrence.key,
        original=occurrence.original,
        start=occurrence.start,
        end=occurrence.end,
        command=occurrence.command,
        parameters=occurrence.parameters,
        repeat=repeat,
        origin=occurrence.origin,
        state=_state(occurrence, record, now),
        action_id=record.action_id if record else None,
        outcome=record.outcome if record else None,
        reason=record.reason if record else None,
    )


def _state(occurrence: Occurrence, record: Record | None, now: datetime) -> WindowState:
    if (record is not None and record.outcome is not None) or now >= occurrence.end:
        return WindowState.ENDED
    if record is None or record.action_id is None:
        return WindowState.PLANNED
    return WindowState.ACTIVE if record.start <= now else WindowState.SENT


def _foreign(actions: Iterable[Action], memory: Memory) -> Iterator[Action]:
    """Give what others did that lasts or lasted: what failed at once is no window."""
    ours = {record.action_id for record in memory.records.values()} | memory.own.keys()
    for action in actions:
        if action.id in ours or (action.start is None and action.end is None):
            continue
        if action.state not in (ActionState.FAILED, ActionState.CANCELLED):
            yield action


def _of_action(action: Action, now: datetime) -> WindowView:
    start = action.start or action.created_at or now
    state = WindowState.SENT if start > now else WindowState.ACTIVE
    if action.is_terminal if action.end is None else action.end <= now:
        state = WindowState.ENDED
    return WindowView(
        uid=f"action:{action.id}",
        key=action.id,
        start=start,
        end=action.end,
        command=action.command,
        parameters=action.parameters,
        origin=Origin.FOREIGN,
        state=state,
        action_id=action.id,
    )
