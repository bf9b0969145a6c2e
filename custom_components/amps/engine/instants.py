"""When the engine may have another answer, if nothing else happens until then."""

from collections.abc import Iterator
from datetime import datetime
from itertools import chain

from .again import MIN_TIME_LEFT
from .push import due_at
from .risks import MAX_SHOW_DELAY, UNREACHABLE_AFTER
from .situation import (
    MAX_GAP_TO_NEXT,
    MAX_SLOT_OVERRUN,
    WARN_AFTER,
    WARN_BEFORE_START,
    Situation,
)
from .state import EngineState
from .undeclared import MIN_UNDECLARED_TIME


def next_instant(situation: Situation) -> datetime | None:
    """Return the next instant at which a rule may have another answer, in UTC."""
    now = situation.now
    soonest = min((at for at in _known(situation) if at > now), default=None)
    for occurrence in situation.wanted.values():
        # by start, and none of its instants to come is before the first of these
        if soonest is not None and occurrence.start - WARN_BEFORE_START > soonest:
            return soonest
        offered = situation.shapes(occurrence)
        due = due_at(occurrence, offered, situation.lead)
        risk = occurrence.start - WARN_BEFORE_START
        ahead = [at for at in (due, risk, occurrence.start, occurrence.end) if at > now]
        soonest = min([*ahead, soonest] if soonest else ahead, default=None)
    for occurrence in situation.occurrences.values():
        if occurrence.start > situation.horizon:
            due = now + (occurrence.start - situation.horizon)
            return min(due, soonest or due)
    return soonest


def _known(situation: Situation) -> Iterator[datetime]:
    state = situation.state
    return chain(
        _of_records(state),
        _of_the_mode(state),
        _of_writes(state),
        _of_holders(situation),
        _of_silence(situation),
    )


def _of_records(state: EngineState) -> Iterator[datetime]:
    for record in state.open:
        end = record.end
        yield from (
            record.start,
            record.start + MAX_SHOW_DELAY,
            end,
            end + MAX_SLOT_OVERRUN,
        )
        if record.attempts:
            yield end - MIN_TIME_LEFT
        if record.failing_since is not None:
            yield record.failing_since + WARN_AFTER
        if record.not_before is not None:
            yield record.not_before


def _of_the_mode(state: EngineState) -> Iterator[datetime]:
    for restore in state.restores:
        yield from (restore.due, restore.due + MAX_GAP_TO_NEXT)
    tries = (restore.not_before for restore in state.owed)
    for instant in (*tries, state.pending_not_before, state.pending_until):
        if instant is not None:
            yield instant


def _of_writes(state: EngineState) -> Iterator[datetime]:
    for asked in state.cancelling.values():
        yield asked.since + WARN_AFTER
        if asked.not_before is not None:
            yield asked.not_before
    if state.intent is not None:
        yield (state.intent.lost or state.intent.at) + WARN_AFTER


def _of_holders(situation: Situation) -> Iterator[datetime]:
    for action in situation.holders:
        if (until := action.end or action.start or action.created_at) is not None:
            yield until + MAX_SLOT_OVERRUN
    for since in situation.state.undeclared.values():
        yield since + MIN_UNDECLARED_TIME


def _of_silence(situation: Situation) -> Iterator[datetime]:
    """Return when Amps counts as silent, where something is soon to be sent."""
    unsent, answered = situation.next_unsent, situation.answered
    if unsent and answered and unsent.start - WARN_BEFORE_START <= situation.now:
        yield answered + UNREACHABLE_AFTER
