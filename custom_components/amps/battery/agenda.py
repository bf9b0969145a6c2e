"""Which window of a battery runs now, and which comes next."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import NamedTuple

from ..account.snapshot import Snapshot
from ..api.models import Action, ActionState
from ..engine.occurrence import OccurrenceState
from ..engine.state import EngineState
from ..schedule.window import Occurrence, Origin

SETTLES_WITHIN = timedelta(seconds=10)
"""An action that is on its way for less than this is not worth a line of its own."""


class Upcoming(NamedTuple):
    """An occurrence that has not begun yet."""

    start: datetime
    """When it begins on the battery: as it was sent, where it was sent late."""
    occurrence: Occurrence


class Agenda(NamedTuple):
    """The windows of one battery around now; all instants are in UTC."""

    running: OccurrenceState | None = None
    """What Amps runs now."""
    next: Upcoming | None = None
    """The next one that has not begun, of the plan or by hand."""
    next_planned: Occurrence | None = None
    """The next one of the plan."""

    @property
    def changes(self) -> datetime | None:
        """When it will not be true any more."""
        instants = [self.next.start] if self.next else []
        if self.running is not None:
            instants.append(self.running.end)
        return min(instants, default=None)


def agenda(
    planned: Iterable[Occurrence],
    state: EngineState,
    now: datetime,
    actions: Iterable[Action] = (),
) -> Agenda:
    """Return what runs now and what comes next; `planned` is given by start."""
    of_plan = next(ahead(planned, state, now), None)
    by_hand = (
        Upcoming(start=record.start, occurrence=record.occurrence)
        for record in state.open
        if record.occurrence.origin is Origin.MANUAL and record.start > now
    )
    found = [*([of_plan] if of_plan else []), *by_hand]
    return Agenda(
        running=state.running(now) or next(state.running_on(actions, now), None),
        next=min(found, key=lambda window: window.start, default=None),
        next_planned=of_plan.occurrence if of_plan else None,
    )


def last_asked(
    snapshot: Snapshot, state: EngineState, now: datetime, *, settled: bool = False
) -> Action | None:
    """Return the newest action, but for a return that has not come about.

    With `settled` nor is it one that has just set out.
    """

    def counts(action: Action) -> bool:
        if settled and _has_just_set_out(action, now):
            return False
        return not _is_return_ahead(action, state, now)

    newest = snapshot.last_action
    if newest is None or counts(newest):
        return newest
    return next((action for action in snapshot.actions if counts(action)), None)


def set_out_until(snapshot: Snapshot, now: datetime) -> datetime | None:
    """Return until when the newest action has just set out; None if it has not."""
    newest = snapshot.last_action
    if newest is None or not _has_just_set_out(newest, now):
        return None
    return newest.created_at and newest.created_at + SETTLES_WITHIN


def _has_just_set_out(action: Action, now: datetime) -> bool:
    """Return whether an action is on its way, and has not been for long."""
    if action.state is not ActionState.ACKNOWLEDGED or action.created_at is None:
        return False
    return now < action.created_at + SETTLES_WITHIN


def _is_return_ahead(action: Action, state: EngineState, now: datetime) -> bool:
    """Return whether a queued return to the standing mode waits, or was cancelled."""
    if state.own.get(action.id) is not Origin.PLAN:
        return False
    if action.start is None or action.end is not None:
        return False
    if any(record.action_id == action.id for record in state.records.values()):
        return False
    waits = (ActionState.SCHEDULED, ActionState.CANCELLED)
    return action.start > now or action.state in waits


def ahead(
    planned: Iterable[Occurrence], state: EngineState, now: datetime
) -> Iterator[Upcoming]:
    """Return what has not begun yet of the plan; `planned` is given by start."""
    for occurrence in planned:
        record = state.records.get(occurrence.key)
        if record is not None and record.outcome is not None:
            continue
        sent = record is not None and record.action_id is not None
        start = record.start if record is not None and sent else occurrence.start
        if start > now:
            yield Upcoming(start=start, occurrence=occurrence)
