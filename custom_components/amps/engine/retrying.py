"""When what Amps refused is tried again, and whether why it did still counts (9).

Pure functions; all instants are in UTC on Amps' clock.
"""

from datetime import datetime

from ..api.models import Action
from .occurrence import OccurrenceState, Reason
from .situation import Situation, effective

_CONCERNS_ALL = frozenset(
    {
        Reason.NOT_ALLOWED,
        Reason.LINK_BROKEN,
        Reason.DEVICE_GONE,
        Reason.RATE_LIMITED,
        Reason.AMPS_ERROR,
    }
)
"""Reasons for which Amps takes nothing at all for a battery."""


def rests(record: OccurrenceState, situation: Situation) -> bool:
    """Return whether an occurrence waits for its next try.

    It does not once the battery is reachable again, or our action in its way is over.
    """
    if record.not_before is None or record.not_before <= situation.now:
        return False
    reached, failed = situation.state.reached, record.failed_at
    if failed and situation.up_since and failed < situation.up_since:
        return False
    if record.reason is Reason.BUSY and failed:
        return not _was_freed_since(failed, situation)
    offline = record.reason is Reason.DEVICE_OFFLINE
    return not (offline and reached and failed and reached > failed)


def is_outdated(record: OccurrenceState, situation: Situation) -> bool:
    """Return whether why an occurrence was refused says nothing any more.

    It lets pass what took the slot since: another's, or something of ours that comes
    before it. What concerns all is over once Amps takes anything from here.
    """
    if record.reason in _CONCERNS_ALL and _was_sent_since(record, situation):
        return True
    before = (
        one
        for one in situation.holders
        if (begun := effective(one)) is not None and begun < record.start
    )
    taken = any(_came_after(one, record) for one in before)
    return taken or was_taken_since(record, situation)


def was_taken_since(record: OccurrenceState, situation: Situation) -> bool:
    """Return whether others took the slot since an occurrence was tried last.

    Why it was refused before is then no longer what is in its way.
    """
    return any(_came_after(one, record) for one in situation.foreign_holders)


def _was_sent_since(record: OccurrenceState, situation: Situation) -> bool:
    ours = situation.made_here
    return any(_came_after(one, record) for one in situation.actions if one.id in ours)


def _was_freed_since(instant: datetime, situation: Situation) -> bool:
    """Return whether something of ours gave up the slot since, which is free."""
    ended = (
        action.completed_at or action.updated_at
        for action in situation.actions
        if action.is_terminal and action.id in situation.made_here
    )
    return not situation.holders and any(at and at > instant for at in ended)


def _came_after(action: Action, record: OccurrenceState) -> bool:
    failed, created = record.failed_at, action.created_at
    return failed is not None and created is not None and created > failed
