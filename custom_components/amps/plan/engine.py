"""Decides the next step of one battery's plan: a pure function of values.

The rules are asked in their order, and the first that has a step is followed. Whoever
carries it out notes the result in the memory and asks again, until the answer is to
wait. Numbers in brackets are the rules of the design's section 5.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from ..api.models import Action, ActionState, Command, Execution, OnConflict
from .memory import BACK, MANUAL, Intent, Memory, Reason, Record
from .shape import (
    due_at,
    echo_error,
    is_push,
    push_back,
    push_for,
    queued,
)
from .situation import BACK_BY, Situation
from .steps import (
    AdoptStep,
    CancelStep,
    ForgetStep,
    PushStep,
    ReadStep,
    RetryStep,
    SettleStep,
    Step,
    WaitStep,
)
from .verdict import MOST_TRIES, missed, verdict
from .window import Occurrence

LOOK_UP_AGAIN = timedelta(seconds=10)
"""A push without an answer may still be stored so long after it was sent."""
SKEW = timedelta(seconds=90)
"""An action may seem to be created so much before it was pushed."""
LATE_START = timedelta(seconds=150)
"""A standing mode that Amps takes only ahead of time begins so late at most."""


def decide(situation: Situation) -> Step:
    """Give the next step; WaitStep where there is nothing to do before an instant.

    All instants are in UTC on Amps' clock. Nothing is raised for any situation.
    """
    for rule in _RULES:
        if (step := rule(situation)) is not None:
            return step
    return WaitStep(until=min(_instants(situation), default=None))


def _look_up(situation: Situation) -> Step | None:
    """Find what became of a push without an answer, before anything else (10)."""
    intent = situation.memory.intent
    if intent is None:
        return None
    found = sent_action(intent, situation.actions, situation.memory)
    if found is not None:
        return AdoptStep(intent=intent, action_id=found.id)
    if situation.listed and situation.listed >= intent.at + LOOK_UP_AGAIN:
        return ForgetStep(intent=intent)
    return ReadStep()


def sent_action(
    intent: Intent, actions: Iterable[Action], memory: Memory
) -> Action | None:
    """Give the action that a push became whose answer was lost, if Amps has it."""
    for action in actions:
        fresh = action.created_at is None or action.created_at >= intent.at - SKEW
        if fresh and action.id not in memory.own and is_push(action, intent.push):
            return action
    return None


def _close(situation: Situation) -> Step | None:
    """Decide about what ended, and about what can no longer happen."""
    for record in situation.memory.open:
        if (step := verdict(record, situation)) is not None:
            return step
    for occurrence in situation.occurrences.values():
        if occurrence.key not in situation.memory.records:
            offered = situation.offered(occurrence.command)
            if push_for(occurrence, offered, situation.now) is None and (
                occurrence.start <= situation.now
            ):
                return missed(Record(occurrence=occurrence), situation)
    return None


def _check_echo(situation: Situation) -> Step | None:
    """Cancel what Amps understood at another time than was meant (11)."""
    pushes = [(it.action_id, it.sent) for it in situation.memory.open]
    if (back := situation.memory.back) is not None:
        pushes.append((back.action_id, back.sent))
    for action_id, push in pushes:
        action = situation.action(action_id)
        if action is None or push is None or action.state is not ActionState.SCHEDULED:
            continue
        if echo_error(action, push) is not None:
            return CancelStep(action_id=action.id, zone_error=True)
    return None


def _withdraw(situation: Situation) -> Step | None:
    """Cancel what waits at Amps and should not, the newest first (1)."""
    for action in situation.holders:
        ours = action.id in situation.memory.own
        if (
            ours
            and action.state is ActionState.SCHEDULED
            and not _is_justified(action, situation)
        ):
            return CancelStep(action_id=action.id)
    return None


def _is_justified(action: Action, situation: Situation) -> bool:
    memory = situation.memory
    for record in memory.open:
        if record.action_id == action.id:
            earlier = _next_to_send(situation)
            return situation.is_planned(record) and (
                earlier is None or earlier.start >= record.occurrence.start
            )
    wanted = _wanted_back(situation)
    back = memory.back
    if wanted is None or back is None or back.action_id != action.id:
        return False
    if back.after != wanted.occurrence.key or action.start is None:
        return False
    meant = max(wanted.back_at, action.created_at or wanted.back_at)
    return action.command is situation.standing and (
        abs(action.start - meant) <= LATE_START
    )


def _stop(situation: Situation) -> Step | None:
    """Send the stop that waited until the running command ended (5)."""
    pending = situation.memory.pending
    if pending is None or situation.holders:
        return None
    return PushStep(intent=Intent(purpose=MANUAL, push=pending, at=situation.now))


def _wanted_back(situation: Situation) -> Record | None:
    """Give the occurrence behind which the standing mode is to be set next (3)."""
    found = [it for it in situation.memory.records.values() if it.wants_back]
    for record in sorted(found, key=lambda it: it.back_at):
        if situation.followed_by(record) is None:
            return record
    return None


def _go_back(situation: Situation) -> Step | None:
    """Set the standing mode behind an occurrence, at Amps before its end (3)."""
    record = _wanted_back(situation)
    if record is None or situation.memory.pending is not None:
        return None
    standing = situation.standing
    if standing is None or _stands(situation, record):
        over = record.back_at <= situation.now
        return SettleStep(key=record.occurrence.key) if over else None
    back = situation.memory.back
    if back is None or back.after != record.occurrence.key:
        return _push_back(situation, record, standing)
    if back.action_id is not None:
        return _after_back(situation, record)
    if back.attempts >= MOST_TRIES and record.back_at <= situation.now:
        return SettleStep(key=record.occurrence.key, failed=True)
    if back.not_before is not None and situation.now < back.not_before:
        return None
    return _push_back(situation, record, standing)


def _push_back(situation: Situation, record: Record, standing: Command) -> Step | None:
    key, at, now = record.occurrence.key, record.back_at, situation.now
    push = push_back(standing, situation.offered(standing), at, now)
    if push is None:
        return SettleStep(key=key, failed=True) if at <= now else None
    if situation.holders:
        if push.start is None or not _may_queue(situation, record):
            return None
        push = queued(push)
    intent = Intent(purpose=BACK, push=push, at=now, occurrence=record.occurrence)
    return PushStep(intent=intent)


def _after_back(situation: Situation, record: Record) -> Step | None:
    back = situation.memory.back
    action = situation.action(back.action_id) if back else None
    if back is None or action is None:
        return None
    if action.state is ActionState.FAILED and back.sent:
        intent = Intent(
            purpose=BACK,
            push=back.sent,
            at=situation.now,
            occurrence=record.occurrence,
        )
        return RetryStep(intent=intent, reason=Reason.DEVICE_OFFLINE)
    return SettleStep(key=record.occurrence.key) if action.is_terminal else None


def _stands(situation: Situation, record: Record) -> bool:
    """Whether nothing has to be set: it stands already, or others took over (4)."""
    battery, at = situation.battery, record.back_at
    pulled = battery.last_pulled_at
    fresh = pulled is not None and pulled > at and battery.available
    if fresh and battery.current_mode is situation.standing:
        return True
    began = max(record.start, at) if at <= situation.now else record.start
    return any(True for _ in situation.foreign_since(began))


def _may_queue(situation: Situation, record: Record) -> bool:
    """Whether Amps can hold something behind the action of this occurrence (3)."""
    holders = situation.holders
    return (
        OnConflict.QUEUE_AFTER in situation.battery.conflict_strategies
        and len(holders) == 1
        and holders[0].id == record.action_id
        and holders[0].end is not None
    )


def _send(situation: Situation) -> Step | None:
    """Send the earliest occurrence that is due, into a free slot (1, 2)."""
    occurrence = _next_to_send(situation)
    if occurrence is None:
        return None
    offered = situation.offered(occurrence.command)
    push = push_for(occurrence, offered, situation.now)
    if push is None:
        return None
    intent = Intent(
        purpose=occurrence.key, push=push, at=situation.now, occurrence=occurrence
    )
    for action in situation.holders:
        if action.id not in situation.memory.own and is_push(action, push):
            return AdoptStep(intent=intent, action_id=action.id)
    if situation.holders:
        running = situation.memory.running(situation.now)
        touches = running is not None and running.occurrence.touches(occurrence)
        if push.start is None or running is None or not touches:
            return None
        if not _may_queue(situation, running):
            return None
        intent = replace(intent, push=queued(push))
    if _waits_for_back(situation, occurrence):
        return None
    return PushStep(intent=intent)


def _waits_for_back(situation: Situation, occurrence: Occurrence) -> bool:
    """Whether the standing mode comes first: an occurrence runs or has just ended."""
    record = _wanted_back(situation)
    if record is None or situation.standing is None:
        return False
    return occurrence.start >= record.back_at and (
        occurrence.start - situation.now > BACK_BY or record.back_at > situation.now
    )


def _next_to_send(situation: Situation) -> Occurrence | None:
    """Give the earliest occurrence that is due and not with Amps."""
    for occurrence in situation.occurrences.values():
        record = situation.memory.records.get(occurrence.key)
        if record is not None and (record.outcome or record.action_id):
            continue
        if record and record.not_before and situation.now < record.not_before:
            continue
        if _held_by_zone(situation, occurrence):
            continue
        offered = situation.offered(occurrence.command)
        if due_at(occurrence, offered, situation.lead) > situation.now:
            continue
        if push_for(occurrence, offered, situation.now) is not None:
            return occurrence
    return None


def _held_by_zone(situation: Situation, occurrence: Occurrence) -> bool:
    """Whether only times that Amps would misread can say this occurrence (11)."""
    if situation.memory.zone_error is None:
        return False
    return Execution.IMMEDIATE not in situation.offered(occurrence.command)


def _instants(situation: Situation) -> Iterator[datetime]:
    """Give the instants to come at which a rule may have another answer."""
    now = situation.now
    for occurrence in situation.occurrences.values():
        offered = situation.offered(occurrence.command)
        due = due_at(occurrence, offered, situation.lead)
        yield from (it for it in (due, occurrence.start, occurrence.end) if it > now)
    for record in situation.memory.records.values():
        if record.not_before is not None and record.not_before > now:
            yield record.not_before
        if record.wants_back and record.back_at > now:
            yield record.back_at
    back = situation.memory.back
    if back is not None and back.not_before is not None and back.not_before > now:
        yield back.not_before


_RULES = (
    _look_up,
    _close,
    _check_echo,
    _withdraw,
    _stop,
    _go_back,
    _send,
)
