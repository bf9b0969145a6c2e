"""The standing mode behind an occurrence: when and how it is set (3, 4)."""

from datetime import datetime, timedelta

from ..api.models import Action, ActionState, Command, Execution, OnConflict, Push
from ..schedule.window import Occurrence
from .decision import Change, ListRequest, PushRequest, Request
from .matching import ECHO, LATE_START, is_push
from .outcome import ENDING, SCHEDULER_ACTIVE
from .owed import back_command, is_missing, settable, wanted_back
from .push import push_back, queued
from .situation import BACK_BY, Situation
from .standing import (
    awaits_look,
    is_ended_by_amps,
    is_read,
    is_shown,
    is_sure,
    is_untold,
    taken_over,
)
from .state import BACK, Back, Intent, Reason, Record

READ_BY = timedelta(minutes=5)
READ_SOON = timedelta(minutes=1)
"""A battery is read so soon after a start; usually at once."""
BELIEVED = timedelta(hours=6)
"""So long after it was set a mode counts as set, where the battery cannot be read."""
OVERDUE = timedelta(minutes=2)
"""What has not begun so long after its start does not begin by itself any more."""


def waits_for_back(occurrence: Occurrence, situation: Situation) -> bool:
    """Return whether a mode comes first: an occurrence runs, or one has just ended.

    One that Amps has set already is only looked for.
    """
    record, memory = wanted_back(situation), situation.memory
    if record is None or not is_missing(record, situation):
        return False
    back = memory.back_after(record.occurrence.key)
    action = situation.action(back.action_id)
    if back.is_hopeless or (action and action.may_be_completed):
        return False
    over = record.back_at <= situation.now
    if over and not situation.offered(settable(record, situation)):
        return False
    return occurrence.start >= record.back_at and (
        occurrence.start - situation.now > BACK_BY or not over
    )


def takes_turn(occurrence: Occurrence, situation: Situation) -> bool:
    """Return whether what waits at Amps makes way for a mode that is to be set now.

    One that could not be set so far is tried now and then.
    """
    record, now = wanted_back(situation), situation.now
    if record is None or record.back_at > now or occurrence.start - now <= BACK_BY:
        return False
    wanted = settable(record, situation)
    if not situation.offered(wanted) or not is_missing(record, situation):
        return False
    back = situation.memory.back_after(record.occurrence.key)
    rested = back.not_before is None or back.not_before <= now
    sent = situation.action(back.action_id)
    # another mode that stood in for it makes way as well
    unset = back.action_id is None or (sent and _stands_in(sent, wanted))
    return bool(unset) and rested and not is_shown(wanted, record, situation)


def _stands_in(action: Action, wanted: Command) -> bool:
    """Return whether another mode was set because the wanted one was not declared."""
    return action.may_be_completed and action.command is not wanted


def find_restore(situation: Situation) -> Change | None:
    """Take a mode that Amps holds behind an occurrence already, though unknown (10).

    Its push was believed to be lost.
    """
    record = wanted_back(situation)
    if record is None or record.back_at <= situation.now:
        return None
    command = back_command(record, situation)
    if situation.memory.back_after(record.occurrence.key).action_id or command is None:
        return None
    push = Push(command=command, start=record.back_at)
    for action in situation.foreign_holders:
        if action.state is ActionState.SCHEDULED and is_push(action, push):
            intent = Intent(
                purpose=BACK,
                push=push,
                at=situation.now,
                occurrence=record.occurrence,
            )
            return Change(situation.memory.accepted(intent, action))
    return None


def settle(situation: Situation) -> Change | None:
    """Note that the mode behind an occurrence is back, or that setting it failed.

    It is back only when a reading after the end shows it, or others took over (4).
    """
    answer = _restored(situation)
    return answer if isinstance(answer, Change) else None


def restore(situation: Situation) -> Request | None:
    """Set the mode behind an occurrence, at Amps before its end where that goes."""
    answer = _restored(situation)
    return None if isinstance(answer, Change) else answer


def _restored(situation: Situation) -> Change | Request | None:
    record = wanted_back(situation)
    if record is None or situation.memory.pending is not None:
        return None
    key, over = record.occurrence.key, record.back_at <= situation.now
    if _did_not_run(record, situation) or (over and _never_ran(record, situation)):
        return _settled(key, situation, alone=True)
    command = back_command(record, situation)
    if command is None or taken_over(record, situation):
        return _settled(key, situation) if over else None
    shown = is_shown(command, record, situation)
    if shown and is_sure(record, situation):
        return _settled(key, situation)
    back = situation.memory.back_after(key)
    if back.action_id is not None:
        return _after_push(back, record, situation)
    if back.not_before is not None and situation.now < back.not_before:
        return None
    if shown or _awaits_reading(record, situation):
        return None
    if over and _may_not_have_run(record, situation):
        return ListRequest()
    return _push(record, situation)


def _settled(key: str, situation: Situation, *, alone: bool = False) -> Change:
    return Change(situation.memory.settled(key, alone=alone))


def _may_not_have_run(record: Record, situation: Situation) -> bool:
    """Return whether Amps has not been asked since what became of an occurrence.

    Only of what Amps ends itself: anything else is to be ended without delay.
    """
    action, listed = situation.action(record.action_id), situation.listed
    if action is None or action.is_terminal or record.seen:
        return False
    return is_ended_by_amps(record) and (listed is None or listed < record.back_at)


def _never_ran(record: Record, situation: Situation) -> bool:
    """Return whether it turns out later that Amps never began an occurrence."""
    action = situation.action(record.action_id)
    if action is None or record.seen or record.outcome is None or record.unmade:
        return False
    return action.state in (ActionState.CANCELLED, ActionState.FAILED)


def _did_not_run(record: Record, situation: Situation) -> bool:
    """Return whether a reading shows that what Amps says has failed does not run."""
    battery, closed = situation.battery, record.closed
    pulled, mode = battery.last_pulled_at, battery.current_mode
    if not record.is_doubtful or pulled is None or closed is None:
        return False
    within = closed < pulled < record.end - ENDING and battery.available
    return within and mode not in (None, record.occurrence.command)


def _push(record: Record, situation: Situation) -> Request | None:
    """Send what can be set; nothing while that stands already, or cannot be."""
    at, now = record.back_at, situation.now
    command = settable(record, situation)
    push = push_back(command, _shapes(command, record, situation), at, now)
    if push is None or is_shown(command, record, situation):
        return None
    if situation.blocking:
        queues = push.start == record.end and may_queue(record, situation)
        if not queues or situation.memory.back_after(record.occurrence.key).misplaced:
            return None
        push = queued(push)
    intent = Intent(purpose=BACK, push=push, at=now, occurrence=record.occurrence)
    return PushRequest(intent=intent)


def _shapes(
    command: Command, record: Record, situation: Situation
) -> frozenset[Execution]:
    """Return the shapes for a mode: what Amps told itself it reads the same again."""
    offered, at = situation.offered(command), record.back_at
    action = situation.action(record.action_id)
    told = action.end if action is not None else None
    if told is not None and abs(told - at) <= ECHO:
        return offered
    return situation.tellable_at(offered, at)


def may_queue(record: Record, situation: Situation) -> bool:
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
    record = wanted_back(situation)
    if record is None or action.start is None:
        return False
    back = situation.memory.back_after(record.occurrence.key)
    if back.action_id != action.id or back.sent is None or back.misplaced:
        return False
    at, sent = record.back_at, back.sent.start
    late = at <= situation.now and sent and sent <= situation.now + LATE_START
    timely = at in (sent, action.start) or bool(late)
    timely = timely or _waits_behind(action, situation.action(record.action_id))
    wanted = (back_command(record, situation), settable(record, situation))
    return timely and action.command in wanted


def _waits_behind(action: Action, running: Action | None) -> bool:
    """Return whether it begins where a running action ends that cannot be stopped."""
    if running is None or running.is_terminal or action.start is None:
        return False
    moving = running.state is ActionState.ACKNOWLEDGED and running.end is not None
    return moving and action.start == running.end


def _after_push(
    back: Back, record: Record, situation: Situation
) -> Change | Request | None:
    action = situation.action(back.action_id)
    if action is None:
        return None
    if action.may_be_completed:
        return _after_set(action, record, situation)
    match action.state:
        case ActionState.CANCELLED if action.id in situation.memory.cancelling:
            return Change(situation.memory.withdrawn(action.id))
        case ActionState.CANCELLED:
            reason = Reason.CANCELLED_ELSEWHERE
        case ActionState.FAILED:
            refused = action.error_code == SCHEDULER_ACTIVE
            reason = Reason.VENDOR_SCHEDULE if refused else Reason.DEVICE_OFFLINE
        case ActionState.SCHEDULED if due := _overdue_since(back, situation):
            if situation.listed is None or situation.listed < due:
                return ListRequest()
            reason = Reason.NOT_SEEN
        case _:
            return None
    return _retry(record, reason, situation)


def _after_set(
    action: Action, record: Record, situation: Situation
) -> Change | Request | None:
    """Look whether the battery follows the mode that Amps says it has set."""
    ended = action.completed_at or action.updated_at
    if ended and situation.now >= ended + BELIEVED and not situation.reached:
        # nobody can look: a mode is not set again for ever
        return _settled(record.occurrence.key, situation)
    wanted = settable(record, situation)
    if action.command is not wanted and situation.offered(wanted):
        # another one was chosen, or can be set by now
        return None if situation.holders else _push(record, situation)
    if is_untold(record, situation):
        return _settled(record.occurrence.key, situation)
    mode = situation.battery.current_mode
    if not is_sure(record, situation) or mode in (None, action.command):
        return None
    return _retry(record, Reason.NOT_SEEN, situation)


def _retry(record: Record, reason: Reason, situation: Situation) -> Change:
    back = situation.memory.back_after(record.occurrence.key)
    push = back.sent or Push(command=settable(record, situation))
    intent = Intent(
        purpose=BACK, push=push, at=situation.now, occurrence=record.occurrence
    )
    return Change(situation.memory.refused(intent, reason, situation.now))


def _overdue_since(back: Back, situation: Situation) -> datetime | None:
    """Return when what waits should have begun, if nothing is before it.

    Amps may show another start than it was sent.
    """
    action, answered = situation.action(back.action_id), situation.answered
    starts = [it.start for it in (action, back.sent) if it and it.start]
    due = max(starts) + OVERDUE if starts else None
    if due is None or answered is None or answered < due:
        return None
    alone = all(it.id == back.action_id for it in situation.holders)
    return due if alone else None


def _awaits_reading(record: Record, situation: Situation) -> bool:
    """Return whether a reading comes first: others may have taken over meanwhile.

    What only we can end is not left going on for long.
    """
    if awaits_look(record, situation):
        return True
    up_since = situation.up_since
    if up_since is None or up_since <= record.back_at:
        return False
    wait = READ_BY if is_ended_by_amps(record) else READ_SOON
    return not is_read(record, situation) and situation.now < up_since + wait
