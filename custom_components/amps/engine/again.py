"""What is left of an occurrence that Amps failed, or ended early: it is sent again.

Pure functions; all instants are in UTC on Amps' clock.
"""

from dataclasses import replace
from datetime import timedelta

from ..api.models import Action, ActionState, Push
from . import writes
from .decision import StateChange
from .levels import is_exhausted
from .matching import ZONE_STEP
from .occurrence import Intent, OccurrenceState, Reason
from .situation import Situation

MIN_TIME_LEFT = timedelta(minutes=10)
"""With less of an occurrence left, nothing is tried again."""


def try_again(
    record: OccurrenceState, reason: Reason, situation: Situation
) -> StateChange:
    """Return that what is left of an occurrence is to be sent once more."""
    intent = Intent(
        purpose=record.occurrence.key,
        push=record.sent or Push(command=record.occurrence.command),
        at=situation.now,
        occurrence=record.occurrence,
    )
    return StateChange(writes.refused(situation.state, intent, reason, situation.now))


def continued(
    record: OccurrenceState, action: Action | None, situation: Situation
) -> StateChange | None:
    """Return that what Amps left of an occurrence is to be sent as well, if any is."""
    if action is None or not _was_shortened(record, action, situation):
        return None
    if situation.now - record.start < ZONE_STEP:
        # not again and again
        return try_again(record, Reason.AMPS_ERROR, situation)
    done_for = record.done_for + (action.end or situation.now) - record.start
    rest = replace(record, action_id=None, sent=None, ran=True, done_for=done_for)
    return StateChange(situation.state.with_record(rest))


def _was_shortened(
    record: OccurrenceState, action: Action, situation: Situation
) -> bool:
    """Return whether Amps has ended an occurrence well before it is over.

    Not where its target was met, or the battery is full or empty.
    """
    if action.end is None or record.is_manual or record.reached_at:
        return False
    occurrence = record.occurrence
    if is_exhausted(occurrence, situation.battery):
        return False
    over = action.state is ActionState.COMPLETED and action.end <= situation.now
    return over and occurrence.end - situation.now >= MIN_TIME_LEFT
