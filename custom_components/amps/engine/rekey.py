"""What is known of occurrences, after an edit that may have changed their keys."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from ..schedule.window import Occurrence, Origin, stem_of
from .occurrence import RESTORE, TAKEN_BACK, OccurrenceState
from .state import EngineState


def rekeyed(
    state: EngineState, occurrences: Mapping[str, Occurrence], now: datetime
) -> EngineState:
    """Return the state after an edit at `now`, with what is planned since by key.

    What is known of an occurrence under a key that is no more, or is being sent of it,
    goes to the planned one with the same start of which nothing is known; what runs, to
    the one of its window that is planned for now. A window that was made anew takes
    over only what Amps still has.
    """
    new = {
        occurrence.start: occurrence
        for key, occurrence in occurrences.items()
        if key not in state.records
    }
    if (running := state.running(now)) is not None:
        before = running.occurrence
        for one in list(new.values()):
            if stem_of(one.uid) == stem_of(before.uid) and one.start <= now < one.end:
                _ = new.setdefault(before.start, one)
    known = {key: record.occurrence for key, record in state.records.items()}
    if state.intent is not None and state.intent.occurrence is not None:
        _ = known.setdefault(state.intent.occurrence.key, state.intent.occurrence)
    after = state
    for key, before in known.items():
        planned = new.get(before.start)
        if planned is None or key in occurrences or before.origin is Origin.MANUAL:
            continue
        record = state.records.get(key)
        edited = stem_of(planned.uid) == stem_of(before.uid)
        if record is None or edited or (record.outcome is None and record.action_id):
            after = _handed_on(after, key, planned)
        elif record.end > now and _goes_on(record, planned, state):
            after = _handed_on(after.with_record(_undeleted(record)), key, planned)
            after = after.with_record(record)
    return after


def _handed_on(state: EngineState, key: str, planned: Occurrence) -> EngineState:
    """Return the state with what is known under a key under that of another."""
    record, intent = state.records.get(key), state.intent
    after = state
    if record is not None:
        moved = replace(record, occurrence=_named_as(planned, record.occurrence))
        after = after.dropped(key).with_record(moved)
        owed = (
            replace(restore, left=moved) if restore.key == key else restore
            for restore in after.owed
        )
        after = replace(after, owed=tuple(owed))
    if intent is not None and intent.occurrence and intent.occurrence.key == key:
        intent = replace(
            intent,
            occurrence=_named_as(planned, intent.occurrence),
            purpose=RESTORE if intent.purpose == RESTORE else planned.key,
        )
        after = replace(after, intent=intent)
    return after


def _named_as(planned: Occurrence, before: Occurrence) -> Occurrence:
    """Return an occurrence as it was, with the key of the one that is planned."""
    return replace(before, uid=planned.uid, original=planned.original)


def _goes_on(record: OccurrenceState, planned: Occurrence, state: EngineState) -> bool:
    """Return whether Amps goes on with what was deleted while it ran.

    Nothing has to be sent then.
    """
    before = record.occurrence
    if record.reason not in TAKEN_BACK or not state.owes(before.key):
        return False
    alike = (before.command, before.parameters) == (planned.command, planned.parameters)
    if not alike or record.action_id is None:
        return False
    if state.intent is not None and state.intent.purpose == RESTORE:
        return False
    restore = state.restore_after(record)
    return restore.sent is None or restore.sent.start == before.end


def _undeleted(record: OccurrenceState) -> OccurrenceState:
    """Return what is known of an occurrence as before it was deleted."""
    return replace(record, outcome=None, reason=None, closed=None, ran=False, warned=())
