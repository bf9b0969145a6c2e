"""The standing mode that is due behind an occurrence, and whether it is missing (3, 4).

Pure functions; all instants are in UTC on Amps' clock.
"""

from datetime import datetime, timedelta

from ..api.models import Command
from .decision import Change, NotRestored
from .situation import BACK_BY, Situation
from .standing import (
    awaits_look,
    is_ended_by_amps,
    is_looked_at,
    is_shown,
    is_sure,
    over_at,
    sure_from,
    taken_over,
)
from .state import Record


def wanted_back(situation: Situation) -> Record | None:
    """Return the occurrence behind which a mode is to be set next.

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
    """Return the mode to set behind an occurrence; None to leave it as Amps does.

    Amps leaves a window that it ends in idle, so one that only we can end goes there.
    """
    if situation.standing is not None:
        return situation.standing
    return None if is_ended_by_amps(record) else Command.IDLE


def settable(record: Record, situation: Situation) -> Command:
    """Return what can be set behind an occurrence that is over.

    While the battery does not declare the mode that is another one: at once where
    something goes on, else after a while, for what was missing may be back soon.
    """
    battery, memory = situation.battery, situation.memory
    command = back_command(record, situation) or Command.IDLE
    since = record.back_at + (BACK_BY if is_ended_by_amps(record) else timedelta())
    if battery.commands is None or situation.now < since:
        return command
    others = (memory.standing, Command.AUTO_BALANCED, Command.IDLE)
    for one in (command, *others):
        if one is not None and battery.execution(one):
            return one
    return command


def is_missing(record: Record, situation: Situation) -> bool:
    """Return whether a mode is due after an occurrence, and does not stand."""
    command = back_command(record, situation)
    if command is None or is_shown(command, record, situation):
        return False
    if awaits_look(record, situation):
        return False
    return not taken_over(record, situation)


def next_look(situation: Situation) -> datetime | None:
    """Return when the battery is to be read for the mode behind an occurrence."""
    record, now = wanted_back(situation), situation.now
    if record is None or record.back_at > now:
        return None
    at = sure_from(record, situation)
    if is_sure(record, situation) or now > at + BACK_BY:
        return None
    return at if back_command(record, situation) is not None else None


def tell_not_restored(situation: Situation) -> Change | None:
    """Tell that the mode behind an occurrence has not come back in time (14).

    One that Amps holds, or has set, may have come back while nobody could look.
    """
    record, memory, now = wanted_back(situation), situation.memory, situation.now
    if record is None or record.stranded or memory.pending is not None:
        return None
    idle = situation.battery.current_mode is Command.IDLE
    at = over_at(record, situation) if idle else record.back_at
    if now < max(at, situation.up_since or at) + BACK_BY:
        return None
    back = memory.back_after(record.occurrence.key)
    if back.action_id is not None and not is_looked_at(record, situation):
        return None
    if not is_missing(record, situation):
        return None
    return Change(memory.stranded(record), NotRestored(record=record), is_early=True)


def stranded(situation: Situation) -> Record | None:
    """Return the occurrence after which the battery still stands as it should not."""
    began = [
        it
        for it in situation.memory.records.values()
        if it.start <= situation.now and (it.action_id is not None or it.ran)
    ]
    last = max(began, key=lambda it: it.start, default=None)
    if last is None or not (last.stranded and last.wants_back):
        return None
    return last if is_missing(last, situation) else None
