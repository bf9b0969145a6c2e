"""What a reading tells of the mode behind an occurrence: it is back once seen (3, 4).

Pure functions; all instants are in UTC on Amps' clock.
"""

from datetime import datetime, timedelta

from ..api.models import Action, ActionState, Command
from .situation import BACK_BY, Situation, effective
from .state import Record

SURE = timedelta(seconds=90)
"""So long after an end, or a mode that was set, Amps may still put idle over it."""


def is_ended_by_amps(record: Record) -> bool:
    """Return whether Amps ended an occurrence, or will, and left the battery idle."""
    return record.ends_in_time and record.back_at == record.end


def over_at(record: Record, situation: Situation) -> datetime:
    """Return when what ran is over at Amps, whatever the owner has made of it since."""
    action, at = situation.action(record.action_id), record.back_at
    if action is None:
        end = record.sent.end if record.sent else None
    elif action.state in (ActionState.CANCELLED, ActionState.FAILED):
        end = None
    else:
        end = action.end
    return max(at, end) if end else at


def shows_from(record: Record, situation: Situation) -> datetime:
    """Return from when on a reading shows what stands behind an occurrence.

    Before that it may show what still runs at Amps, though the owner took it back.
    """
    if (sent := _in_effect(record, situation)) is not None:
        return max(record.back_at, _since(sent) or record.back_at)
    return over_at(record, situation)


def sure_from(record: Record, situation: Situation) -> datetime:
    """Return from when on a reading is trusted that shows the mode.

    One that Amps has not confirmed yet may still fail.
    """
    sent = _in_effect(record, situation)
    confirmed = sent is None or sent.is_terminal
    return shows_from(record, situation) + (SURE if confirmed else BACK_BY)


def is_read(record: Record, situation: Situation) -> bool:
    """Return whether the battery was read after an occurrence."""
    pulled = situation.battery.last_pulled_at
    return pulled is not None and pulled > record.back_at


def awaits_look(record: Record, situation: Situation) -> bool:
    """Return whether a reading comes first: nobody knows if it ran at all."""
    return record.is_doubtful and not is_read(record, situation)


def is_looked_at(record: Record, situation: Situation) -> bool:
    """Return whether a reading tells if a mode that was set had an effect."""
    battery, sent = situation.battery, _in_effect(record, situation)
    since = _since(sent) if sent is not None and sent.is_terminal else None
    since, pulled = since or record.back_at, battery.last_pulled_at
    return pulled is not None and pulled > since and battery.current_mode is not None


def is_shown(command: Command, record: Record, situation: Situation) -> bool:
    """Return whether the newest reading after an occurrence shows a mode."""
    battery = situation.battery
    seen = is_read(record, situation) and battery.available
    return seen and battery.current_mode is command


def is_sure(record: Record, situation: Situation) -> bool:
    """Return whether what the newest reading shows is to be trusted."""
    pulled = situation.battery.last_pulled_at
    read = pulled is not None and pulled >= sure_from(record, situation)
    return read and situation.battery.available


def is_untold(record: Record, situation: Situation) -> bool:
    """Return whether the battery does not tell its mode, so that Amps is believed.

    After a start it is given time to tell it.
    """
    battery, since = situation.battery, shows_from(record, situation)
    silent = battery.last_pulled_at is None or (
        is_sure(record, situation) and battery.current_mode is None
    )
    return silent and situation.now >= max(since, situation.up_since or since) + BACK_BY


def taken_over(record: Record, situation: Situation) -> bool:
    """Return whether others gave a later command that the battery follows (4).

    One that is still on its way may fail, so it counts once its mode is read.
    """
    at, battery = record.back_at, situation.battery
    began = max(record.start, at) if at <= situation.now else record.start
    for other in situation.foreign_since(began):
        if other.state is ActionState.COMPLETED or _follows(other, record, situation):
            return True
    pulled = battery.last_pulled_at
    read = pulled is not None and pulled > shows_from(record, situation)
    return read and battery.available and _is_anothers(record, situation)


def _follows(other: Action, record: Record, situation: Situation) -> bool:
    """Return whether the battery was read in the mode of a command that is on its way.

    Not where Amps, or what goes on until we end it, would have put it in that mode too.
    """
    since, pulled = effective(other), situation.battery.last_pulled_at
    mode = situation.battery.current_mode
    read = since is not None and pulled is not None and pulled > since
    going_on = not is_ended_by_amps(record) and mode is record.occurrence.command
    return read and other.command is mode is not Command.IDLE and not going_on


def _is_anothers(record: Record, situation: Situation) -> bool:
    """Return whether the mode that was read behind an occurrence was nothing of ours.

    What moves energy then is another's command, unless it is what only we can end; so
    is an automatic mode that was neither sent from here nor may have stood before.
    """
    mode, memory = situation.battery.current_mode, situation.memory
    if mode is None or mode is Command.IDLE:
        return False
    ours = {
        it.occurrence.command
        for it in memory.returning
        if it is record or not it.ends_in_time
    }
    if (last := _last_of_ours(situation)) is not None and last.command:
        ours.add(last.command)
    if mode.is_auto:
        sent = memory.back_after(record.occurrence.key).sent
        ours |= {it for it in (memory.standing, situation.standing) if it}
        ours |= {sent.command} if sent else set()
        return memory.standing is not None and mode not in ours
    return mode not in ours


def _last_of_ours(situation: Situation) -> Action | None:
    """Return what took effect last of all that was sent from here."""
    handed_on = (ActionState.ACKNOWLEDGED, ActionState.COMPLETED)
    began = [
        (since, action)
        for action in situation.actions
        if action.id in situation.made_here and action.state in handed_on
        if (since := effective(action)) is not None
    ]
    return max(began, key=lambda pair: pair[0], default=(None, None))[1]


def _in_effect(record: Record, situation: Situation) -> Action | None:
    """Return the action that sets the mode, once Amps has handed it on."""
    back = situation.memory.back_after(record.occurrence.key)
    action = situation.action(back.action_id)
    if action is None or action.state is ActionState.ACKNOWLEDGED:
        return action
    return action if action.may_be_completed else None


def _since(action: Action) -> datetime | None:
    """Return since when an action that was handed on has its effect."""
    if action.may_be_completed:
        return action.completed_at or action.updated_at or effective(action)
    return effective(action)
