"""What a reading tells of the mode behind an occurrence: it is back once seen (3, 4).

Pure functions; all instants are in UTC on Amps' clock.
"""

from datetime import datetime, timedelta

from ..api.models import Action, ActionState, Command
from .occurrence import Restore
from .situation import MAX_GAP_TO_NEXT, Situation, effective

MODE_SETTLE_TIME = timedelta(seconds=90)
"""How long after an end, or after a mode was set, Amps may still set idle instead."""


def is_ended_by_amps(restore: Restore) -> bool:
    """Return whether Amps ended an occurrence, or will, and left the battery idle."""
    return restore.left.ends_in_time and restore.due == restore.left.end


def over_at(restore: Restore, situation: Situation) -> datetime:
    """Return when what ran is over at Amps, whatever was made of it since.

    What Amps says has failed goes on to its end where the battery was seen to obey it.
    """
    action, at = situation.action(restore.left.action_id), restore.due
    if action is None:
        end = restore.left.sent.end if restore.left.sent else None
    elif action.state is ActionState.FAILED:
        end = action.end if restore.left.shown else None
    else:
        end = None if action.state is ActionState.CANCELLED else action.end
    return max(at, end) if end else at


def freed_at(restore: Restore, situation: Situation) -> datetime:
    """Return since when Amps no longer holds what ran, so that a mode can be set."""
    action, at = situation.action(restore.left.action_id), restore.due
    if action is None:
        return at
    held = action.completed_at if action.is_terminal else action.end
    return max(at, held) if held else at


def shows_from(restore: Restore, situation: Situation) -> datetime:
    """Return from when on a reading shows the mode after an occurrence.

    Before that it may show what still runs at Amps, though the owner took it back.
    """
    if (sent := _in_effect(restore, situation)) is not None:
        return max(restore.due, _since(sent) or restore.due)
    return over_at(restore, situation)


def sure_from(restore: Restore, situation: Situation) -> datetime:
    """Return from when on a reading is trusted that shows the mode.

    One that Amps has not confirmed yet may still fail.
    """
    sent = _in_effect(restore, situation)
    confirmed = sent is None or sent.is_terminal
    return shows_from(restore, situation) + (
        MODE_SETTLE_TIME if confirmed else MAX_GAP_TO_NEXT
    )


def is_read(restore: Restore, situation: Situation) -> bool:
    """Return whether the battery was read after an occurrence."""
    pulled = situation.battery.last_pulled_at
    return pulled is not None and pulled > restore.due


def awaits_look(restore: Restore, situation: Situation) -> bool:
    """Return whether a reading comes first: nobody knows if it ran at all."""
    return restore.is_doubtful and not is_read(restore, situation)


def is_looked_at(restore: Restore, situation: Situation) -> bool:
    """Return whether a reading can show if a mode that was set took effect."""
    battery, sent = situation.battery, _in_effect(restore, situation)
    since = _since(sent) if sent is not None and sent.is_terminal else None
    since, pulled = since or restore.due, battery.last_pulled_at
    return pulled is not None and pulled > since and battery.current_mode is not None


def is_shown(command: Command, restore: Restore, situation: Situation) -> bool:
    """Return whether the newest reading after an occurrence shows a mode."""
    battery = situation.battery
    seen = is_read(restore, situation) and battery.available
    return seen and battery.current_mode is command


def is_sure(restore: Restore, situation: Situation) -> bool:
    """Return whether what the newest reading shows is to be trusted."""
    pulled = situation.battery.last_pulled_at
    read = pulled is not None and pulled >= sure_from(restore, situation)
    return read and situation.battery.available


def is_untold(restore: Restore, situation: Situation) -> bool:
    """Return whether the battery does not tell its mode, so that Amps is believed.

    After a start it is given time to tell it.
    """
    battery, since = situation.battery, shows_from(restore, situation)
    silent = battery.last_pulled_at is None or (
        is_sure(restore, situation) and battery.current_mode is None
    )
    return (
        silent
        and situation.now >= max(since, situation.up_since or since) + MAX_GAP_TO_NEXT
    )


def taken_over(restore: Restore, situation: Situation) -> bool:
    """Return whether others gave a later command that the battery follows (4).

    One that is still on its way may fail, so it counts once its mode is read.
    """
    at, battery = restore.due, situation.battery
    began = max(restore.left.start, at) if at <= situation.now else restore.left.start
    for other in situation.foreign_since(began):
        if other.state is ActionState.COMPLETED or _follows(other, restore, situation):
            return True
    pulled = battery.last_pulled_at
    read = pulled is not None and pulled > shows_from(restore, situation)
    return read and battery.available and _is_anothers(restore, situation)


def _follows(other: Action, restore: Restore, situation: Situation) -> bool:
    """Return whether the battery was read in the mode of a command that is on its way.

    Not where Amps, or what goes on until we end it, would have put it in that mode too.
    """
    since, pulled = effective(other), situation.battery.last_pulled_at
    mode = situation.battery.current_mode
    read = since is not None and pulled is not None and pulled > since
    going_on = not is_ended_by_amps(restore) and mode is restore.left.occurrence.command
    return read and other.command is mode is not Command.IDLE and not going_on


def _is_anothers(restore: Restore, situation: Situation) -> bool:
    """Return whether the mode that was read behind an occurrence was nothing of ours.

    What moves energy then is another's command, unless it is what only we can end; so
    is an automatic mode that was neither sent from here nor may have stood before.
    """
    mode, state = situation.battery.current_mode, situation.state
    if mode is None or mode is Command.IDLE:
        return False
    ours = {
        one.left.occurrence.command
        for one in state.restores
        if one.key == restore.key or not one.left.ends_in_time
    }
    # Amps may return to the mode from before the occurrence
    ours |= {restore.left.before} if restore.left.before else set()
    for instant in (situation.now, restore.left.start):
        last = _last_of_ours(situation, instant)
        if last is not None and last.command:
            ours.add(last.command)
    if mode.is_auto:
        ours |= {mode for mode in (state.standing, situation.standing) if mode}
        ours |= {restore.sent.command} if restore.sent else set()
        # what failed unseen cannot have set a mode that is new to us
        told_apart = state.standing is not None or restore.is_doubtful
        return told_apart and mode not in ours
    return mode not in ours


def _last_of_ours(situation: Situation, until: datetime) -> Action | None:
    """Return what was sent from here and took effect last before an instant."""
    handed_on = (ActionState.ACKNOWLEDGED, ActionState.COMPLETED)
    began = [
        (since, action)
        for action in situation.actions
        if action.id in situation.made_here and action.state in handed_on
        if (since := effective(action)) is not None and since < until
    ]
    return max(began, key=lambda pair: pair[0], default=(None, None))[1]


def _in_effect(restore: Restore, situation: Situation) -> Action | None:
    """Return the action that sets the mode, once Amps has handed it on."""
    action = situation.action(restore.action_id)
    if action is None or action.state is ActionState.ACKNOWLEDGED:
        return action
    return action if action.may_be_completed else None


def _since(action: Action) -> datetime | None:
    """Return since when an action that was handed on has its effect."""
    if action.may_be_completed:
        return action.completed_at or action.updated_at or effective(action)
    return effective(action)
