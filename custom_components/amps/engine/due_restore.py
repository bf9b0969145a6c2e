"""The standing mode that is due after an occurrence, and whether it is missing (3, 4).

Pure functions; all instants are in UTC on Amps' clock.
"""

from dataclasses import replace
from datetime import datetime, timedelta

from ..api.models import Command
from .decision import NotRestored, StateChange
from .occurrence import Restore
from .situation import MAX_GAP_TO_NEXT, Situation
from .standing import (
    awaits_look,
    freed_at,
    is_ended_by_amps,
    is_looked_at,
    is_shown,
    is_sure,
    over_at,
    sure_from,
    taken_over,
)


def due_restore(situation: Situation) -> Restore | None:
    """Return what is to be restored next.

    What began last counts, and before that nothing any more; what another occurrence
    follows directly does not.
    """
    restores, now = situation.state.restores, situation.now
    begun = [one for one in restores if min(one.left.start, one.due) <= now]
    ahead = [one for one in restores if min(one.left.start, one.due) > now]
    for restore in (*begun[-1:], *ahead):
        if situation.followed_by(restore) is None:
            return restore
    return None


def restore_command(restore: Restore, situation: Situation) -> Command | None:
    """Return the mode to set; None to leave it as Amps does.

    Amps leaves a window that it ends in idle, so one that only we can end goes there.
    """
    if situation.standing is not None:
        return situation.standing
    return None if is_ended_by_amps(restore) else Command.IDLE


def settable(restore: Restore, situation: Situation) -> Command:
    """Return what can be set behind an occurrence that is over.

    While the battery does not declare the mode that is another one: at once where
    something goes on, else after a while, for what was missing may be back soon.
    """
    battery, state = situation.battery, situation.state
    command = restore_command(restore, situation) or Command.IDLE
    since = restore.due + (
        MAX_GAP_TO_NEXT if is_ended_by_amps(restore) else timedelta()
    )
    if battery.commands is None or situation.now < since:
        return command
    others = (state.standing, Command.AUTO_BALANCED, Command.IDLE)
    for one in (command, *others):
        if one is not None and battery.execution(one):
            return one
    return command


def is_missing(restore: Restore, situation: Situation) -> bool:
    """Return whether a mode is due after an occurrence, and does not stand."""
    command = restore_command(restore, situation)
    if command is None or is_shown(command, restore, situation):
        return False
    if awaits_look(restore, situation):
        return False
    return not taken_over(restore, situation)


def next_look(situation: Situation) -> datetime | None:
    """Return when the battery is to be read for the mode behind an occurrence."""
    restore, now = due_restore(situation), situation.now
    if restore is None or restore.due > now:
        return None
    at = sure_from(restore, situation)
    if is_sure(restore, situation) or now > at + MAX_GAP_TO_NEXT:
        return None
    return at if restore_command(restore, situation) is not None else None


def tell_not_restored(situation: Situation) -> StateChange | None:
    """Tell that the mode behind an occurrence has not come back in time (14).

    One that Amps holds, or has set, may have come back while nobody could look.
    """
    restore, state, now = due_restore(situation), situation.state, situation.now
    if restore is None or restore.is_told or state.pending is not None:
        return None
    lasting = state.running_on(situation.actions, now)
    if any(record.occurrence.key == restore.key for record in lasting):
        # nothing can be sent before it ends, and that was reported
        return None
    idle = situation.battery.current_mode is Command.IDLE
    at = (over_at if idle else freed_at)(restore, situation)
    if now < max(at, situation.up_since or at) + MAX_GAP_TO_NEXT:
        return None
    if restore.action_id is not None and not is_looked_at(restore, situation):
        return None
    if not is_missing(restore, situation):
        return None
    told = state.with_owed(replace(restore, is_told=True))
    return StateChange(told, (NotRestored(record=restore.left),), is_early=True)


def not_restored(situation: Situation) -> Restore | None:
    """Return what was reported as not restored, and still is to be."""
    state, now = situation.state, situation.now
    began = [
        record
        for record in state.records.values()
        if record.start <= now and (record.is_taken or record.ran)
    ]
    last = max(began, key=lambda record: record.start, default=None)
    for restore in state.restores:
        newest = last is not None and restore.key == last.occurrence.key
        if (
            newest
            and restore.is_told
            and is_missing(restore, situation)
            and situation.followed_by(restore) is None
        ):
            return restore
    return None
