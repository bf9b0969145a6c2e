"""How what is sent to Amps, and what Amps answers, changes the state of the engine.

Pure functions; every instant is in UTC on Amps' clock.
"""

from dataclasses import replace
from datetime import datetime, timedelta

from ..api.models import Action, OnConflict, Push
from ..schedule.window import Occurrence, Origin
from .occurrence import MANUAL, RESTORE, Cancelling, Intent, OccurrenceState, Reason
from .state import EngineState

MAX_OWN_IDS = 100
"""Ids of our own actions that are remembered: Amps lists 50 at a time."""
MAX_CANCELLING_IDS = 20
QUEUE_TOLERANCE = timedelta(seconds=60)
"""How far the start of a queued action may be from what was requested."""
_NO_USE = frozenset({Reason.REJECTED, Reason.NOT_ALLOWED, Reason.DEVICE_GONE})
"""Reasons for which a stop is not sent again."""
_NOT_THE_BATTERY = frozenset(
    {
        Reason.DEVICE_GONE,
        Reason.AMPS_UNREACHABLE,
        Reason.SLOT_HELD,
        Reason.BUSY,
        Reason.NOT_ALLOWED,
        Reason.RATE_LIMITED,
        Reason.AMPS_ERROR,
    }
)
"""Reasons that keep everything else from being sent as well."""


def intends(state: EngineState, intent: Intent) -> EngineState:
    """Return the state before a push goes out; it is to be stored at once."""
    return replace(state, intent=intent)


def unanswered(state: EngineState, now: datetime, why: Reason) -> EngineState:
    """Return the state after the wait for a push's answer was given up."""
    if state.intent is None:
        return state
    return replace(state, intent=replace(state.intent, lost=now, why=why))


def forgotten(state: EngineState, intent: Intent, now: datetime) -> EngineState:
    """Return the state after Amps was found not to have taken a push."""
    if intent.occurrence is None or intent.is_manual:
        return replace(state, intent=None)
    # without a reason it was lost because Home Assistant ended
    return refused(state, intent, intent.why or Reason.HOME_ASSISTANT_OFF, now)


def accepted(state: EngineState, intent: Intent, action: Action) -> EngineState:
    """Return the state after Amps took a push, or was found to have taken it.

    A command by hand ends what ran until then.
    """
    occurrence = intent.occurrence
    origin = Origin.MANUAL if intent.is_manual else Origin.PLAN
    own = dict([*state.own.items(), (action.id, origin)][-MAX_OWN_IDS:])
    after = replace(state, own=own, intent=None, awaited=None)
    if intent.is_manual:
        by = occurrence.key if occurrence else MANUAL
        after = after.overridden(action.created_at or intent.at, by=by)
        after = replace(after, failed=None)
    if occurrence is None:
        return replace(after, watched=action.id)
    misplaced = _is_misplaced(intent.push, action)
    if intent.purpose == RESTORE:
        known = state.restore_after(state.record_of(occurrence))
        sent = replace(
            known, action_id=action.id, sent=intent.push, misplaced=misplaced
        )
        return after.with_owed(sent)
    if any(restore.is_for_another_end(occurrence) for restore in after.owed):
        after = after.without_owed(occurrence.key)
    before = after.record_of(occurrence)
    is_over = intent.at < occurrence.start or before.reason is Reason.BUSY
    record = replace(
        before,
        occurrence=occurrence,
        action_id=action.id,
        sent=intent.push,
        began=None if intent.push.start else action.created_at,
        not_before=None,
        # what should run may be taken and fail each time: it has to be seen
        failing_since=None if is_over else before.failing_since,
        misplaced=misplaced,
        shown=False,
        other_since=None,
    )
    return after.with_record(record)


def refused(
    state: EngineState,
    intent: Intent,
    reason: Reason,
    now: datetime,
) -> EngineState:
    """Return the state after Amps did not take a push, or its action failed.

    It is tried again after a pause: what is refused once may be taken later.
    """
    occurrence = intent.occurrence
    if intent.is_manual or occurrence is None:
        return _stop_refused(state, intent, reason, now)
    if intent.purpose == RESTORE:
        return _restore_refused(state, occurrence, reason, now)
    known = state.records.get(occurrence.key) or OccurrenceState(occurrence=occurrence)
    record = replace(
        known,
        occurrence=occurrence,
        action_id=None,
        reason=reason,
        ran=known.ran or known.shown,
        ran_from=known.ran_from or (known.start if known.shown else None),
    )
    counts = now >= occurrence.start
    return replace(state, intent=None).with_record(
        record.paused(now, until=occurrence.start, counts=counts)
    )


def _stop_refused(
    state: EngineState, intent: Intent, reason: Reason, now: datetime
) -> EngineState:
    after = replace(state, intent=None)
    if reason in _NO_USE or state.pending is None:
        return replace(
            after.with_failed(intent.push.command, reason, now), pending=None
        )
    return replace(after, pending_not_before=now + timedelta(seconds=30))


def _restore_refused(
    state: EngineState, occurrence: Occurrence, reason: Reason, now: datetime
) -> EngineState:
    after = replace(state, intent=None)
    restore = state.restore_after(state.record_of(occurrence))
    due = restore.due
    if reason is Reason.VENDOR_SCHEDULE:
        # only the owner can change that
        return after.with_owed(replace(restore.rested(now), is_told=True))
    if reason is Reason.CANCELLED_ELSEWHERE:
        # not stored ahead once more, but set when it is due
        return after.with_owed(replace(restore, action_id=None, not_before=due))
    # without an answer of Amps nothing else can be sent either: no end of tries;
    # one that has left the account may come back, in whatever mode it has then
    elsewhere = reason in _NOT_THE_BATTERY
    counts = now >= due and not elsewhere
    return after.with_owed(restore.paused(now, until=due, counts=counts))


def cancels(state: EngineState, action_id: str, now: datetime) -> EngineState:
    """Return the state before an action of ours is cancelled: store it at once.

    What is then found cancelled was not cancelled by somebody else.
    """
    if action_id in state.cancelling or action_id not in state.own:
        return state
    known = [*state.cancelling.items(), (action_id, Cancelling(since=now))]
    return replace(state, cancelling=dict(known[-MAX_CANCELLING_IDS:]))


def cancel_failed(state: EngineState, action_id: str, now: datetime) -> EngineState:
    """Return the state after Amps did not cancel an action: it is asked again."""
    if (known := state.cancelling.get(action_id)) is None:
        return state
    starts = (record.start for record in state.open if record.action_id == action_id)
    paused = known.paused(now, next(starts, None))
    return replace(state, cancelling={**state.cancelling, action_id: paused})


def withdrawn(state: EngineState, action_id: str) -> EngineState:
    """Return the state after an action of ours was cancelled by us."""
    # Amps cancels again: the others need not wait
    left = {
        key: replace(asked, not_before=None)
        for key, asked in state.cancelling.items()
        if key != action_id
    }
    after = replace(state, cancelling=left)
    for record in state.open:
        if record.action_id == action_id:
            after = after.with_record(replace(record, action_id=None, sent=None))
    owed = tuple(
        restore.afresh() if restore.action_id == action_id else restore
        for restore in after.owed
    )
    return replace(after, owed=owed)


def disowned(state: EngineState, action_id: str) -> EngineState:
    """Return the state after Amps was found not to know an action any more."""
    after = withdrawn(state, action_id)
    if after.watched == action_id:
        after = replace(after, watched=None).with_manual_ended(failed=False)
    return after


def set_when_due(state: EngineState, key: str) -> EngineState:
    """Return the state after the owner cancelled the return that Amps held.

    It is not stored ahead once more, but set when it is due.
    """
    restore = next(one for one in state.owed if one.key == key)
    return state.with_owed(replace(restore, not_before=restore.due))


def stops_later(state: EngineState, push: Push, until: datetime | None) -> EngineState:
    """Return the state with a stop that waits for the running command's end."""
    return replace(state, pending=push, pending_until=until, pending_not_before=None)


def _is_misplaced(push: Push, action: Action) -> bool:
    """Return whether Amps queued something at a different time than requested (3)."""
    if push.on_conflict is not OnConflict.QUEUE_AFTER or push.start is None:
        return False
    return action.start is None or abs(action.start - push.start) > QUEUE_TOLERANCE
