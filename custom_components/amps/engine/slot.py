"""What is to hold Amps' one slot for a battery, compared with what holds it.

Pure functions; all instants are in UTC on Amps' clock.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

from ..api.models import Action, ActionState, Push
from ..schedule.window import Occurrence
from .decision import CancelRequest, PushRequest, Request, StateChange, ZoneMisread
from .due_restore import due_restore
from .matching import echo_error
from .occurrence import MANUAL, Intent, OccurrenceState, Reason
from .push import due_at, push_for, queued, restore_push
from .restore import is_in_place, may_queue, takes_turn, waits_for_restore
from .retrying import rests
from .situation import MAX_GAP_TO_NEXT, Situation


def misread(situation: Situation) -> StateChange | None:
    """Note that Amps understood something at another time than was meant (11)."""
    state, zone = situation.state, situation.zone
    if state.zone_error is not None:
        return None
    for _, error in _misread(situation):
        read_in = str(zone) if zone else None
        noted = state.misread(error, read_in)
        return StateChange(noted, (ZoneMisread(zone=read_in),), is_early=True)
    return None


def cancel_misread(situation: Situation) -> Request | None:
    """Cancel what Amps understood at another time than was meant (11)."""
    for action, _ in _misread(situation):
        if action.state is ActionState.SCHEDULED:
            return CancelRequest(action_id=action.id)
    return None


def _misread(situation: Situation) -> Iterator[tuple[Action, timedelta]]:
    state = situation.state
    sent = [(record.action_id, record.sent) for record in state.open]
    sent += [(restore.action_id, restore.sent) for restore in state.owed]
    for action_id, push in sent:
        action = situation.action(action_id)
        if action is None or push is None or action.state is ActionState.CANCELLED:
            continue
        if (error := echo_error(action, push, situation.zone)) is not None:
            yield action, error


def withdraw(situation: Situation) -> Request | None:
    """Cancel what waits at Amps and should not, the newest first (1)."""
    for action in situation.holders:
        ours = action.id in situation.made_here
        waits = action.state is ActionState.SCHEDULED
        asked = situation.state.cancelling.get(action.id)
        rests = asked and asked.not_before and situation.now < asked.not_before
        if ours and waits and not rests and not _is_justified(action, situation):
            return CancelRequest(action_id=action.id)
    return None


def _is_justified(action: Action, situation: Situation) -> bool:
    if action.id == situation.state.watched:
        # by hand, and taken with a start only
        return True
    for record in situation.state.open:
        if record.action_id == action.id:
            return _may_wait(record, situation)
    ahead = due_restore(situation)
    if ahead is not None and ahead.left.start > situation.now:
        return is_in_place(action, situation) and _may_wait(ahead.left, situation)
    return is_in_place(action, situation)


def _may_wait(record: OccurrenceState, situation: Situation) -> bool:
    """Return whether an occurrence that Amps holds keeps its place."""
    if record.is_manual:
        return True
    if situation.paused and record.start > situation.now:
        return False
    if record.misplaced or not situation.is_planned(record):
        return False
    if situation.state.pending is not None and record.start > situation.now:
        return False
    if situation.foreign_holders:
        # the place would be lost to somebody else
        return True
    if takes_turn(record.occurrence, situation):
        return False
    earlier = _next_to_send(situation)
    return earlier is None or earlier.start >= record.occurrence.start


def give_up_stop(situation: Situation) -> StateChange | None:
    """Give up the stop that waited where it comes too late, or cannot be sent (5)."""
    state, now = situation.state, situation.now
    if state.pending is None:
        return None
    late = state.pending_until is not None and now >= state.pending_until
    if not late and (not _is_stop_due(situation) or _stop(state.pending, situation)):
        return None
    failed = state.with_failed(state.pending.command, Reason.BUSY, now)
    return StateChange(replace(failed, pending=None))


def send_stop(situation: Situation) -> Request | None:
    """Send the stop that waited until the running command ended (5)."""
    pending = situation.state.pending
    if pending is None or not _is_stop_due(situation):
        return None
    if (push := _stop(pending, situation)) is None:
        return None
    intent = Intent(purpose=MANUAL, push=push, at=situation.now)
    return PushRequest(intent=intent)


def _is_stop_due(situation: Situation) -> bool:
    not_before = situation.state.pending_not_before
    rests = not_before is not None and situation.now < not_before
    return not situation.blocking and not rests


def _stop(pending: Push, situation: Situation) -> Push | None:
    command, now = pending.command, situation.now
    push = restore_push(command, situation.offered(command), now, now)
    return replace(push, parameters=pending.parameters) if push else None


def send(situation: Situation) -> Request | None:
    """Send the earliest occurrence that is due, into a free slot (1, 2)."""
    occurrence, now = _next_to_send(situation), situation.now
    if occurrence is None or situation.state.pending is not None:
        return None
    push = push_for(occurrence, situation.shapes(occurrence), now)
    if push is None or waits_for_restore(occurrence, situation):
        return None
    running = situation.state.running(now)
    if running and occurrence.start - running.end > MAX_GAP_TO_NEXT:
        return None
    if situation.blocking:
        if not _touches_running(occurrence, situation) or (
            push.start != occurrence.start
        ):
            return None
        push = queued(push)
    intent = Intent(purpose=occurrence.key, push=push, at=now, occurrence=occurrence)
    return PushRequest(intent=intent)


def _touches_running(occurrence: Occurrence, situation: Situation) -> bool:
    """Return whether Amps can hold an occurrence behind the one that runs (12)."""
    running = situation.state.running(situation.now)
    return (
        running is not None
        and running.is_touched_by(occurrence)
        and not running.is_cut_short
        and may_queue(running, situation)
        and not situation.state.record_of(occurrence).misplaced
    )


def _next_to_send(situation: Situation) -> Occurrence | None:
    """Return the earliest occurrence that is due and not with Amps.

    One whose start has come keeps its turn while it waits for another try.
    """
    now = situation.now
    for key, occurrence in situation.wanted.items():
        record = situation.state.records.get(key)
        if record is not None and record.action_id is not None:
            continue
        offered = situation.shapes(occurrence)
        if due_at(occurrence, offered, situation.lead) > now:
            continue
        if push_for(occurrence, offered, now) is None:
            continue
        if record and rests(record, situation):
            if occurrence.start <= now:
                return None
            continue
        return occurrence
    return None
