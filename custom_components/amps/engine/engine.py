"""Decides the next step of one battery's plan: a pure function of values.

The rules are asked in their order, and the first that has a step is followed. Whoever
carries it out notes the result in the memory (`note.noted`) and asks again, until the
answer is to wait. Numbers in brackets are the rules in `docs/rules.md`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from ..api.models import Action, ActionState, Push
from ..schedule.window import Occurrence
from .instants import next_instant
from .kept import keep_reading
from .matching import as_push, echo_error, sent_action
from .outcome import gone, missed, verdict
from .owed import strand, wanted_back
from .push import due_at, is_too_late, push_back, push_for, queued
from .restore import (
    found_back,
    go_back,
    is_in_place,
    may_queue,
    takes_turn,
    waits_for_back,
)
from .risks import warn
from .situation import BACK_BY, Situation
from .state import MANUAL, Intent, Memory, Outcome, Record
from .steps import (
    AdoptStep,
    CancelStep,
    DropStep,
    ForgetStep,
    GiveUpStep,
    MisreadStep,
    PushStep,
    ReadStep,
    ReviseStep,
    Step,
    StrandStep,
    WaitStep,
    WarnStep,
)

LOOK_UP_AGAIN = timedelta(seconds=45)
"""A push without an answer may still be stored so long after it was given up."""

_KNOWS_ENOUGH = (WarnStep, StrandStep, DropStep, ReviseStep, MisreadStep)
"""What may be done before Amps' actions were listed."""


def decide(situation: Situation) -> Step:
    """Return the next step; WaitStep where there is nothing to do before an instant.

    All instants are in UTC on Amps' clock. Nothing is raised for any situation.
    """
    if not situation.clock_known:
        return WaitStep()
    for rule in _RULES:
        if (step := rule(situation)) is not None:
            ready = situation.listed is not None or isinstance(step, _KNOWS_ENOUGH)
            return step if ready else ReadStep()
    return WaitStep(until=next_instant(situation))


def without_battery(
    memory: Memory,
    occurrences: Mapping[str, Occurrence],
    now: datetime,
    since: datetime | None = None,
) -> Step:
    """Return the next step for a battery that has left the account.

    `now` is in UTC, as is `since`, when the plan was last switched on. What ends while
    it is gone is closed, but not what was over by `since`; nothing else happens.
    """
    for record in memory.open:
        if record.occurrence.end <= now:
            return gone(record)
    ends = [record.occurrence.end for record in memory.open]
    for occurrence in occurrences.values():
        over = since is not None and occurrence.end <= since
        if occurrence.key not in memory.records and not over:
            if occurrence.end <= now:
                return gone(Record(occurrence=occurrence))
            ends.append(occurrence.end)
    return WaitStep(until=min(ends, default=None))


def _look_up(situation: Situation) -> Step | None:
    """Find what became of a push without an answer, before anything else (10)."""
    intent = situation.memory.intent
    if intent is None:
        return None
    found = sent_action(intent, situation.actions, situation.memory, situation.zone)
    if found is not None:
        return AdoptStep(intent=intent, action_id=found.id)
    if situation.listed and situation.listed >= (
        (intent.lost or intent.at) + LOOK_UP_AGAIN
    ):
        return ForgetStep(intent=intent)
    return ReadStep()


def _new_zone(situation: Situation) -> Step | None:
    """Trust times again once the owner has chosen another zone (11)."""
    memory = situation.memory
    if memory.zone_error is None or situation.zone is None:
        return None
    if memory.zone == str(situation.zone):
        return None
    return MisreadStep(error=None, zone=None)


def _adopt(situation: Situation) -> Step | None:
    """Take what is planned and already with Amps, whoever sent it (7)."""
    for key, action in situation.found.items():
        occurrence = situation.wanted[key]
        intent = Intent(
            purpose=key,
            push=as_push(action, occurrence),
            at=situation.now,
            occurrence=occurrence,
        )
        return AdoptStep(intent=intent, action_id=action.id)
    return found_back(situation)


def _close(situation: Situation) -> Step | None:
    """Decide about what ended, and about what can no longer happen."""
    records, now = situation.memory.records, situation.now
    for record in situation.memory.open:
        if (step := verdict(record, situation)) is not None:
            return step
    for key, occurrence in situation.wanted.items():
        if occurrence.start > now:
            break
        if key not in records and is_too_late(occurrence, now):
            return missed(Record(occurrence=occurrence), situation)
    return None


def _reopen(situation: Situation) -> Step | None:
    """Let what the owner edited after it ended take place once more.

    What ran, or was stopped, does so only if it was moved to a time to come.
    """
    if situation.paused:
        return None
    never_ran = (Outcome.FAILED, Outcome.MISSED)
    for key, occurrence in situation.near.items():
        record = situation.memory.records.get(key)
        if record is None or record.outcome is None or record.wants_back:
            continue
        ahead = occurrence.start > situation.now or record.outcome in never_ran
        edited = occurrence != record.occurrence
        if edited and ahead and not is_too_late(occurrence, situation.now):
            return DropStep(record=record)
    return None


def _check_echo(situation: Situation) -> Step | None:
    """Cancel what Amps understood at another time than was meant (11)."""
    memory, zone = situation.memory, situation.zone
    for action_id, push in _sent(memory):
        action = situation.action(action_id)
        if action is None or push is None:
            continue
        error = echo_error(action, push, zone)
        if error is None or action.state is ActionState.CANCELLED:
            continue
        if memory.zone_error is None:
            return MisreadStep(error=error, zone=str(zone) if zone else None)
        if action.state is ActionState.SCHEDULED:
            return CancelStep(action_id=action.id)
    return None


def _sent(memory: Memory) -> Iterator[tuple[str | None, Push | None]]:
    for record in memory.open:
        yield record.action_id, record.sent
    if memory.back is not None:
        yield memory.back.action_id, memory.back.sent


def _withdraw(situation: Situation) -> Step | None:
    """Cancel what waits at Amps and should not, the newest first (1)."""
    for action in situation.holders:
        ours = action.id in situation.made_here
        waits = action.state is ActionState.SCHEDULED
        asked = situation.memory.cancelling.get(action.id)
        rests = asked and asked.not_before and situation.now < asked.not_before
        if ours and waits and not rests and not _is_justified(action, situation):
            return CancelStep(action_id=action.id)
    return None


def _is_justified(action: Action, situation: Situation) -> bool:
    if action.id == situation.memory.watched:
        # by hand, and taken with a start only
        return True
    for record in situation.memory.open:
        if record.action_id == action.id:
            return _may_wait(record, situation)
    ahead = wanted_back(situation)
    if ahead is not None and ahead.start > situation.now:
        return is_in_place(action, situation) and _may_wait(ahead, situation)
    return is_in_place(action, situation)


def _may_wait(record: Record, situation: Situation) -> bool:
    """Return whether an occurrence that Amps holds keeps its place."""
    if record.is_manual:
        return True
    if situation.paused and record.start > situation.now:
        return False
    if record.misplaced or not situation.is_planned(record):
        return False
    if situation.memory.pending is not None and record.start > situation.now:
        return False
    if situation.foreign_holders:
        # the place would be lost to somebody else
        return True
    if takes_turn(record.occurrence, situation):
        return False
    earlier = _next_to_send(situation)
    return earlier is None or earlier.start >= record.occurrence.start


def _stop(situation: Situation) -> Step | None:
    """Send the stop that waited until the running command ended (5)."""
    memory, now = situation.memory, situation.now
    if memory.pending is None:
        return None
    if memory.pending_until is not None and now >= memory.pending_until:
        return GiveUpStep()
    if situation.blocking or (memory.pending_not_before or now) > now:
        return None
    command = memory.pending.command
    push = push_back(command, situation.offered(command), now, now)
    if push is None:
        return GiveUpStep()
    push = replace(push, parameters=memory.pending.parameters)
    return PushStep(intent=Intent(purpose=MANUAL, push=push, at=now))


def _send(situation: Situation) -> Step | None:
    """Send the earliest occurrence that is due, into a free slot (1, 2)."""
    occurrence, now = _next_to_send(situation), situation.now
    if occurrence is None or situation.memory.pending is not None:
        return None
    push = push_for(occurrence, situation.shapes(occurrence), now)
    if push is None or waits_for_back(occurrence, situation):
        return None
    running = situation.memory.running(now)
    if running and occurrence.start - running.end > BACK_BY:
        return None
    if situation.blocking:
        if not _touches_running(occurrence, situation) or (
            push.start != occurrence.start
        ):
            return None
        push = queued(push)
    intent = Intent(purpose=occurrence.key, push=push, at=now, occurrence=occurrence)
    return PushStep(intent=intent)


def _touches_running(occurrence: Occurrence, situation: Situation) -> bool:
    """Return whether Amps can hold an occurrence behind the one that runs (12)."""
    running = situation.memory.running(situation.now)
    return (
        running is not None
        and running.is_touched_by(occurrence)
        and may_queue(running, situation)
        and not situation.memory.record_of(occurrence).misplaced
    )


def _next_to_send(situation: Situation) -> Occurrence | None:
    """Return the earliest occurrence that is due and not with Amps.

    One whose start has come keeps its turn while it waits for another try.
    """
    now = situation.now
    for key, occurrence in situation.wanted.items():
        record = situation.memory.records.get(key)
        if record is not None and record.action_id is not None:
            continue
        offered = situation.shapes(occurrence)
        if due_at(occurrence, offered, situation.lead) > now:
            continue
        if push_for(occurrence, offered, now) is None:
            continue
        if record and situation.rests(record):
            if occurrence.start <= now:
                return None
            continue
        return occurrence
    return None


_RULES = (
    warn,
    strand,
    _look_up,
    _new_zone,
    _adopt,
    keep_reading,
    _close,
    _reopen,
    _check_echo,
    _withdraw,
    _stop,
    go_back,
    _send,
)
