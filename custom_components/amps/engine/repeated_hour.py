"""Follows Amps where it took the other reading of a repeated hour (11)."""

from dataclasses import replace
from datetime import datetime

from ..api.models import OnConflict
from .decision import OtherReading, StateChange
from .matching import other_reading
from .occurrence import OccurrenceState
from .situation import Situation


def keep_reading(situation: Situation) -> StateChange | None:
    """Note when Amps begins and ends an occurrence, if not when it was meant."""
    if situation.takes_offsets:
        return None
    for record in situation.state.open:
        start, end = _start(record, situation), _end(record, situation)
        if (start, end) != (record.read_start, record.read_end):
            kept = replace(record, read_start=start, read_end=end)
            return StateChange(
                situation.state.revised(kept), (OtherReading(record=kept),)
            )
    return None


def _start(record: OccurrenceState, situation: Situation) -> datetime | None:
    action, push = situation.action(record.action_id), record.sent
    if action is None or push is None:
        return record.read_start
    if push.on_conflict is OnConflict.QUEUE_AFTER:
        return None
    return other_reading(action.start, push.start, situation.zone)


def _end(record: OccurrenceState, situation: Situation) -> datetime | None:
    """Return the end of what Amps ends itself; else the mode behind it ends it."""
    meant, zone = record.occurrence.end, situation.zone
    if record.sent is not None and record.sent.end not in (None, meant):
        # cut since it was sent
        return None
    if record.ends_itself:
        action = situation.action(record.action_id)
        return other_reading(action.end, meant, zone) if action else record.read_end
    restore = situation.state.restore_after(record)
    behind = situation.action(restore.action_id)
    return other_reading(behind.start, meant, zone) if behind else record.read_end
