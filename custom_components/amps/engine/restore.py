"""The standing mode behind an occurrence: when and how it is set (3, 4)."""

from datetime import datetime, timedelta

from ..api.models import Action, ActionState, Command, Execution, OnConflict, Push
from ..schedule.window import Occurrence
from . import writes
from .decision import ListRequest, PushRequest, Request, StateChange
from .due_restore import due_restore, is_missing, restore_command, settable
from .matching import ECHO_TOLERANCE, MAX_START_DELAY, is_push
from .occurrence import RESTORE, Intent, OccurrenceState, Reason, Restore
from .outcome import EARLY_END_TOLERANCE, SCHEDULER_ACTIVE
from .push import queued, restore_push
from .situation import MAX_GAP_TO_NEXT, Situation
from .standing import (
    awaits_look,
    is_ended_by_amps,
    is_read,
    is_shown,
    is_sure,
    is_untold,
    taken_over,
)

MAX_READING_WAIT = timedelta(minutes=5)
MAX_SHORT_READING_WAIT = timedelta(minutes=1)
"""How long to wait for the first reading after a start. The shorter one applies if
only we can end the window."""
MAX_UNREADABLE_WAIT = timedelta(hours=6)
"""If the battery cannot be read for this long, the mode counts as restored."""
MAX_RESTORE_DELAY = timedelta(minutes=2)
"""A queued mode that has not begun this long after its start will not begin."""


def waits_for_restore(occurrence: Occurrence, situation: Situation) -> bool:
    """Return whether a mode comes first: an occurrence runs, or one has just ended.

    One that Amps has set already is only looked for.
    """
    restore = due_restore(situation)
    if restore is None or not is_missing(restore, situation):
        return False
    action = situation.action(restore.action_id)
    if restore.is_hopeless or (action and action.may_be_completed):
        return False
    over = restore.due <= situation.now
    if over and not situation.offered(settable(restore, situation)):
        return False
    return occurrence.start >= restore.due and (
        occurrence.start - situation.now > MAX_GAP_TO_NEXT or not over
    )


def takes_turn(occurrence: Occurrence, situation: Situation) -> bool:
    """Return whether what waits at Amps makes way for a mode that is to be set now.

    It does only for what would go out at once, or it would be sent and cancelled in
    turn. A mode that could not be set so far is tried now and then.
    """
    restore, now = due_restore(situation), situation.now
    if (
        restore is None
        or restore.due > now
        or occurrence.start - now <= MAX_GAP_TO_NEXT
    ):
        return False
    return isinstance(send_restore(situation.without_waiting()), PushRequest)


def _stood_in(action: Action, restore: Restore, situation: Situation) -> bool:
    """Return whether what was set is not what is wanted, and a better one can be."""
    command, wanted = restore_command(restore, situation), settable(restore, situation)
    better = action.command not in (command, wanted)
    return action.may_be_completed and better and bool(situation.offered(wanted))


def find_restore(situation: Situation) -> StateChange | None:
    """Take a mode that Amps holds behind an occurrence already, though unknown (10).

    Its push was believed to be lost.
    """
    restore = due_restore(situation)
    if restore is None or restore.due <= situation.now:
        return None
    command = restore_command(restore, situation)
    if restore.action_id or command is None:
        return None
    push = Push(command=command, start=restore.due)
    for action in situation.foreign_holders:
        if action.state is ActionState.SCHEDULED and is_push(action, push):
            intent = Intent(
                purpose=RESTORE,
                push=push,
                at=situation.now,
                occurrence=restore.left.occurrence,
            )
            return StateChange(writes.accepted(situation.state, intent, action))
    return None


def settle_restore(situation: Situation) -> StateChange | None:
    """Note that the mode behind an occurrence is back, or that setting it failed.

    It is back only when a reading after the end shows it, or others took over (4).
    Nothing is due after what did not run, or after what ran long before another.
    """
    for restore in situation.state.restores:
        if _did_not_run(restore, situation) or _is_bygone(restore, situation):
            return StateChange(situation.state.restored(restore.key, alone=True))
    answer = _restored(situation)
    return answer if isinstance(answer, StateChange) else None


def send_restore(situation: Situation) -> Request | None:
    """Set the mode behind an occurrence, at Amps before its end where that goes."""
    answer = _restored(situation)
    return None if isinstance(answer, StateChange) else answer


def _restored(situation: Situation) -> StateChange | Request | None:
    restore = due_restore(situation)
    if restore is None or situation.state.pending is not None:
        return None
    over = restore.due <= situation.now
    if over and _never_ran(restore, situation):
        return StateChange(situation.state.restored(restore.key, alone=True))
    command = restore_command(restore, situation)
    if command is None or taken_over(restore, situation):
        return _settled(restore, situation) if over else None
    shown = is_shown(command, restore, situation)
    if shown and is_sure(restore, situation):
        return _settled(restore, situation)
    if restore.action_id is not None:
        return _after_push(restore, situation)
    if restore.not_before is not None and situation.now < restore.not_before:
        return None
    if shown or _awaits_reading(restore, situation):
        return None
    if over and _may_not_have_run(restore, situation):
        return ListRequest()
    return _push(restore, situation)


def _settled(restore: Restore, situation: Situation) -> StateChange | None:
    """Record that the mode is set, once the occurrence has its outcome."""
    if restore.left.outcome is None:
        return None
    return StateChange(situation.state.restored(restore.key))


def _may_not_have_run(restore: Restore, situation: Situation) -> bool:
    """Return whether Amps has not been asked since what became of an occurrence.

    Only of what Amps ends itself: anything else is to be ended without delay.
    """
    action, listed = situation.action(restore.left.action_id), situation.listed
    if action is None or action.is_terminal or restore.left.seen:
        return False
    return is_ended_by_amps(restore) and (listed is None or listed < restore.due)


def _never_ran(restore: Restore, situation: Situation) -> bool:
    """Return whether it turns out later that Amps never began an occurrence.

    What Amps gave up only after its end may have run unseen.
    """
    action = situation.action(restore.left.action_id)
    if (
        action is None
        or restore.left.seen
        or restore.left.outcome is None
        or restore.goes_on
    ):
        return False
    if action.state is ActionState.FAILED:
        return action.updated_at is None or action.updated_at < restore.left.end
    return action.state is ActionState.CANCELLED


def _did_not_run(restore: Restore, situation: Situation) -> bool:
    """Return whether a reading shows that what Amps says has failed does not run."""
    battery, closed = situation.battery, restore.left.closed
    pulled, mode = battery.last_pulled_at, battery.current_mode
    if not restore.is_doubtful or pulled is None or closed is None:
        return False
    within = (
        closed < pulled < restore.left.end - EARLY_END_TOLERANCE and battery.available
    )
    return within and mode not in (None, restore.left.occurrence.command)


def _is_bygone(restore: Restore, situation: Situation) -> bool:
    """Return whether another occurrence began so long ago that only its mode counts."""
    since = situation.now - MAX_UNREADABLE_WAIT
    return restore.left.outcome is not None and any(
        restore.left.start < other.left.start <= since
        for other in situation.state.restores
    )


def _push(restore: Restore, situation: Situation) -> Request | None:
    """Send what can be set; nothing if it is set already, or cannot be."""
    at, now = restore.due, situation.now
    command = settable(restore, situation)
    push = restore_push(command, _shapes(command, restore, situation), at, now)
    if push is None or is_shown(command, restore, situation):
        return None
    if situation.blocking:
        queues = push.start == restore.left.end and may_queue(restore.left, situation)
        if not queues or restore.misplaced:
            return None
        push = queued(push)
    intent = Intent(
        purpose=RESTORE, push=push, at=now, occurrence=restore.left.occurrence
    )
    return PushRequest(intent=intent)


def _shapes(
    command: Command, restore: Restore, situation: Situation
) -> frozenset[Execution]:
    """Return the shapes for a mode: Amps reads its own times back unchanged."""
    offered, at = situation.offered(command), restore.due
    action = situation.action(restore.left.action_id)
    told = action.end if action is not None else None
    if told is not None and abs(told - at) <= ECHO_TOLERANCE:
        return offered
    return situation.tellable_at(offered, at)


def may_queue(record: OccurrenceState, situation: Situation) -> bool:
    """Return whether Amps can hold something behind the action of this occurrence."""
    holders = situation.holders
    return (
        OnConflict.QUEUE_AFTER in situation.battery.conflict_strategies
        and len(holders) == 1
        and holders[0].id == record.action_id
        and holders[0].end is not None
    )


def is_in_place(action: Action, situation: Situation) -> bool:
    """Return whether an action sets the mode that is due, and at the right time."""
    restore = due_restore(situation)
    if restore is None or action.start is None:
        return False
    if restore.action_id != action.id or restore.sent is None or restore.misplaced:
        return False
    at, sent = restore.due, restore.sent.start
    late = at <= situation.now and sent and sent <= situation.now + MAX_START_DELAY
    timely = at in (sent, action.start) or bool(late)
    timely = timely or _waits_behind(action, situation.action(restore.left.action_id))
    wanted = (restore_command(restore, situation), settable(restore, situation))
    return timely and action.command in wanted


def _waits_behind(action: Action, running: Action | None) -> bool:
    """Return whether it begins where a running action ends that cannot be stopped."""
    if running is None or running.is_terminal or action.start is None:
        return False
    moving = running.state is ActionState.ACKNOWLEDGED and running.end is not None
    return moving and action.start == running.end


def _after_push(restore: Restore, situation: Situation) -> StateChange | Request | None:
    action = situation.action(restore.action_id)
    if action is None:
        return None
    if action.may_be_completed:
        return _after_set(action, restore, situation)
    match action.state:
        case ActionState.CANCELLED if action.id in situation.state.cancelling:
            return StateChange(writes.withdrawn(situation.state, action.id))
        case ActionState.CANCELLED:
            reason = Reason.CANCELLED_ELSEWHERE
        case ActionState.FAILED:
            refused = action.error_code == SCHEDULER_ACTIVE
            reason = Reason.VENDOR_SCHEDULE if refused else Reason.DEVICE_OFFLINE
        case ActionState.SCHEDULED if due := _overdue_since(restore, situation):
            if situation.listed is None or situation.listed < due:
                return ListRequest()
            reason = Reason.NOT_SEEN
        case _:
            return None
    return _retry(restore, reason, situation)


def _after_set(
    action: Action, restore: Restore, situation: Situation
) -> StateChange | Request | None:
    """Look whether the battery follows the mode that Amps says it has set."""
    ended = action.completed_at or action.updated_at
    if ended and situation.now >= ended + MAX_UNREADABLE_WAIT and not situation.reached:
        # nobody can look: a mode is not set again for ever
        return _settled(restore, situation)
    if _stood_in(action, restore, situation):
        # another one was chosen, or can be set by now
        return None if situation.holders else _push(restore, situation)
    if is_untold(restore, situation):
        return _settled(restore, situation)
    mode = situation.battery.current_mode
    if not is_sure(restore, situation) or mode in (None, action.command):
        return None
    return _retry(restore, Reason.NOT_SEEN, situation)


def _retry(restore: Restore, reason: Reason, situation: Situation) -> StateChange:
    push = restore.sent or Push(command=settable(restore, situation))
    intent = Intent(
        purpose=RESTORE, push=push, at=situation.now, occurrence=restore.left.occurrence
    )
    return StateChange(writes.refused(situation.state, intent, reason, situation.now))


def _overdue_since(restore: Restore, situation: Situation) -> datetime | None:
    """Return when what waits should have begun, if nothing is before it.

    Amps may show another start than it was sent.
    """
    action, answered = situation.action(restore.action_id), situation.answered
    starts = [one.start for one in (action, restore.sent) if one and one.start]
    due = max(starts) + MAX_RESTORE_DELAY if starts else None
    if due is None or answered is None or answered < due:
        return None
    alone = all(holder.id == restore.action_id for holder in situation.holders)
    return due if alone else None


def _awaits_reading(restore: Restore, situation: Situation) -> bool:
    """Return whether a reading comes first: others may have taken over meanwhile.

    What only we can end is not left going on for long.
    """
    if awaits_look(restore, situation):
        return True
    up_since = situation.up_since
    if up_since is None or up_since <= restore.due:
        return False
    wait = MAX_READING_WAIT if is_ended_by_amps(restore) else MAX_SHORT_READING_WAIT
    return not is_read(restore, situation) and situation.now < up_since + wait
