"""The standing mode behind an occurrence: which one, when, and how it is set (3, 4)."""

from datetime import timedelta

from ..api.models import Action, ActionState, Command, Execution, OnConflict
from .identity import ECHO, LATE_START
from .memory import BACK, Back, Intent, Reason, Record
from .shape import push_back, queued
from .situation import BACK_BY, Situation
from .steps import (
    PushStep,
    RetryStep,
    SettleStep,
    Step,
    StrandStep,
    WithdrawnStep,
)
from .verdict import SCHEDULER_ACTIVE
from .window import Occurrence

READ_BY = timedelta(minutes=5)
"""A battery is read so soon after a start."""


def wanted_back(situation: Situation) -> Record | None:
    """Give the occurrence behind which a mode is to be set next.

    What began last counts, and before that nothing any more; what another occurrence
    follows directly does not.
    """
    returning, now = situation.memory.returning, situation.now
    begun = [it for it in returning if min(it.start, it.back_at) <= now]
    ahead = [it for it in returning if min(it.start, it.back_at) > now]
    for record in (*begun[-1:], *ahead):
        if situation.followed_by(record) is None:
            return record
    return None


def back_command(record: Record, situation: Situation) -> Command | None:
    """Give the mode to set behind an occurrence; None to leave it as Amps does.

    Amps leaves a window that it ends in idle, so one that only we can end goes there.
    """
    if situation.standing is not None:
        return situation.standing
    if _is_ended_by_amps(record) or not situation.offered(Command.IDLE):
        return None
    return Command.IDLE


def waits_for_back(occurrence: Occurrence, situation: Situation) -> bool:
    """Whether a mode comes first: an occurrence runs, or one has just ended."""
    record = wanted_back(situation)
    if record is None or back_command(record, situation) is None:
        return False
    if situation.memory.back_after(record.occurrence.key).is_hopeless:
        return False
    return occurrence.start >= record.back_at and (
        occurrence.start - situation.now > BACK_BY or record.back_at > situation.now
    )


def takes_turn(occurrence: Occurrence, situation: Situation) -> bool:
    """Whether what waits at Amps makes way for a mode that is to be set now.

    One that could not be set so far is tried now and then, once the battery answers.
    """
    record, now = wanted_back(situation), situation.now
    if record is None or record.back_at > now or occurrence.start - now <= BACK_BY:
        return False
    back = situation.memory.back_after(record.occurrence.key)
    rested = back.not_before is None or back.not_before <= now
    reached = situation.linked and situation.battery.available
    return back.action_id is None and rested and (reached or not back.is_hopeless)


def go_back(situation: Situation) -> Step | None:
    """Set the mode behind an occurrence, at Amps before its end where that goes."""
    record = wanted_back(situation)
    if record is None or situation.memory.pending is not None:
        return None
    key, over = record.occurrence.key, record.back_at <= situation.now
    if over and _never_ran(record, situation):
        return SettleStep(key=key, alone=True)
    command = back_command(record, situation)
    if command is None or _stands(command, record, situation):
        return SettleStep(key=key) if over else None
    back = situation.memory.back_after(key)
    if back.action_id is not None:
        return _after_push(back, record, situation)
    if back.not_before is not None and situation.now < back.not_before:
        return None
    if _awaits_reading(record, situation):
        return None
    return _push(command, record, situation)


def strand(situation: Situation) -> Step | None:
    """Tell that the mode behind an occurrence has not come back in time (14).

    One that Amps holds may have come back while Amps gives no answer.
    """
    record, memory, now = wanted_back(situation), situation.memory, situation.now
    if record is None or record.stranded or memory.pending is not None:
        return None
    at, back = record.back_at, memory.back_after(record.occurrence.key)
    if now < max(at, situation.up_since or at) + BACK_BY:
        return None
    unknown = situation.answered is None or situation.answered < at
    if unknown and back.action_id is not None:
        return None
    return StrandStep(record=record) if _is_missing(record, situation) else None


def stranded(situation: Situation) -> Record | None:
    """Give the occurrence after which the battery still stands as it should not."""
    began = [
        it
        for it in situation.memory.records.values()
        if it.start <= situation.now and (it.action_id is not None or it.ran)
    ]
    last = max(began, key=lambda it: it.start, default=None)
    if last is None or not last.stranded or not _is_missing(last, situation):
        return None
    return last


def _never_ran(record: Record, situation: Situation) -> bool:
    """Whether it turns out later that Amps never began an occurrence."""
    action = situation.action(record.action_id)
    if action is None or record.seen or record.outcome is None:
        return False
    return action.state in (ActionState.CANCELLED, ActionState.FAILED)


def _is_missing(record: Record, situation: Situation) -> bool:
    """Whether there is a mode to be set behind an occurrence, and it does not stand."""
    command = back_command(record, situation)
    return command is not None and not _stands(command, record, situation)


def _push(command: Command, record: Record, situation: Situation) -> Step | None:
    at, now = record.back_at, situation.now
    push = push_back(command, _shapes(command, record, situation), at, now)
    if push is None:
        key = record.occurrence.key
        known = situation.battery.commands is not None
        return SettleStep(key=key, failed=True) if at <= now and known else None
    if situation.holders:
        queues = push.start == record.end and may_queue(record, situation)
        if not queues or situation.memory.back_after(record.occurrence.key).misplaced:
            return None
        push = queued(push)
    intent = Intent(purpose=BACK, push=push, at=now, occurrence=record.occurrence)
    return PushStep(intent=intent)


def _shapes(
    command: Command, record: Record, situation: Situation
) -> frozenset[Execution]:
    """Give the shapes for a mode: what Amps told itself it reads the same again."""
    offered, at = situation.offered(command), record.back_at
    action = situation.action(record.action_id)
    told = action.end if action is not None else None
    if told is not None and abs(told - at) <= ECHO:
        return offered
    return situation.tellable_at(offered, at)


def may_queue(record: Record, situation: Situation) -> bool:
    """Whether Amps can hold something behind the action of this occurrence."""
    holders = situation.holders
    return (
        OnConflict.QUEUE_AFTER in situation.battery.conflict_strategies
        and len(holders) == 1
        and holders[0].id == record.action_id
        and holders[0].end is not None
    )


def is_in_place(action: Action, situation: Situation) -> bool:
    """Whether an action is the mode that is to be set next, and at the right time."""
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
    return timely and action.command is back_command(record, situation)


def _waits_behind(action: Action, running: Action | None) -> bool:
    """Whether it begins where a running action ends that nobody can stop before."""
    if running is None or running.is_terminal or action.start is None:
        return False
    moving = running.state is ActionState.ACKNOWLEDGED and running.end is not None
    return moving and action.start == running.end


def _after_push(back: Back, record: Record, situation: Situation) -> Step | None:
    action, key = situation.action(back.action_id), record.occurrence.key
    if action is None:
        # absent is not gone: it is looked up
        return SettleStep(key=key) if record.back_at <= situation.now else None
    if not action.is_terminal:
        return None
    if action.state is ActionState.COMPLETED or back.sent is None:
        return SettleStep(key=key)
    reason = Reason.DEVICE_OFFLINE
    if action.state is ActionState.CANCELLED:
        if action.id in situation.memory.cancelling:
            return WithdrawnStep(action_id=action.id)
        reason = Reason.CANCELLED_ELSEWHERE
    elif action.error_code == SCHEDULER_ACTIVE:
        reason = Reason.VENDOR_SCHEDULE
    intent = Intent(
        purpose=BACK, push=back.sent, at=situation.now, occurrence=record.occurrence
    )
    return RetryStep(intent=intent, reason=reason)


def _is_ended_by_amps(record: Record) -> bool:
    """Whether Amps ended an occurrence, or will, and left the battery in idle."""
    return record.ends_in_time and record.back_at == record.end


def _stands(command: Command, record: Record, situation: Situation) -> bool:
    """Whether nothing has to be set: it stands already, or others took over (4).

    Where Amps ended an occurrence itself, what moves energy then is another's command.
    """
    at = record.back_at
    if _is_read(record, situation) and situation.battery.available:
        mode = situation.battery.current_mode
        if mode is command or _is_anothers(mode, record, situation):
            return True
    began = max(record.start, at) if at <= situation.now else record.start
    return any(True for _ in situation.foreign_since(began))


def _is_anothers(mode: Command | None, record: Record, situation: Situation) -> bool:
    """Whether a mode that stands behind an occurrence was nothing of ours."""
    if mode is None or not mode.moves_energy or not _is_ended_by_amps(record):
        return False
    left = {
        it.occurrence.command
        for it in situation.memory.returning
        if it is record or not it.ends_in_time
    }
    return mode not in left


def _is_read(record: Record, situation: Situation) -> bool:
    """Whether the battery was read after an occurrence."""
    pulled = situation.battery.last_pulled_at
    return pulled is not None and pulled > record.back_at


def _awaits_reading(record: Record, situation: Situation) -> bool:
    """Whether a reading comes first: others may have taken over while we were away.

    Only behind what Amps ended itself: anything else is to be ended without delay.
    """
    up_since = situation.up_since
    if not _is_ended_by_amps(record) or up_since is None:
        return False
    if up_since <= record.back_at:
        return False
    return not _is_read(record, situation) and situation.now < up_since + READ_BY
