"""What a reading of the battery tells of the plan.

Pure functions; all instants are in UTC on Amps' clock.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from ..api.models import Action, ActionState, Battery, Command, Status
from ..schedule.window import Occurrence
from .occurrence import Awaited, Reason
from .outcome import ENDING
from .situation import effective
from .state import Intent, Memory, Record

READ_LATE = timedelta(minutes=2)
"""A reading so long after the end still tells how the occurrence ended, and one so
long after a command may still show what was before it."""
NEARLY_FULL = 90.0
NEARLY_EMPTY = 30.0
"""Percent beyond which a battery may rest under a charge, or under a discharge."""
_DOING = {Command.CHARGE: Status.CHARGING, Command.DISCHARGE: Status.DISCHARGING}
_RESTING = (Status.IDLE, Status.STANDBY)
TAKES_EFFECT = timedelta(minutes=1)
SEEN_BY = timedelta(minutes=4)
"""A command that is completed shows on the battery after the first of these, and has
failed where it does not show after the second."""
TARGET_REACHED = 1.0
"""Percentage points within which a target counts as met."""


def observed(
    memory: Memory,
    battery: Battery,
    actions: Iterable[Action],
    *,
    linked: bool = True,
) -> Memory:
    """Return the memory after a reading of the battery or of its actions (4, 8).

    `linked` is whether Amps reaches the battery. It is the same object where nothing
    of it matters.
    """
    actions = tuple(actions)
    memory = _without_watched(memory, actions)
    pulled = battery.last_pulled_at
    if not (linked and battery.available):
        memory = memory if memory.away else replace(memory, away=True)
        return _with_unread_mode(memory, actions, pulled)
    if pulled is None:
        return memory
    if memory.away:
        memory = replace(memory, away=False, reached=pulled)
    memory = _with_declared(memory, battery, pulled)
    memory = _with_awaited(memory, battery, actions, pulled)
    for record in memory.open:
        # what failed may be obeyed all the same
        if record.action_id is not None or record.sent is not None:
            memory = _with_reading(memory, record, battery, pulled)
    mode = battery.current_mode
    if mode is None or not mode.is_auto or mode is memory.standing:
        return memory
    # what the battery does not take could never be set again
    taken = battery.commands is None or bool(battery.execution(mode))
    if taken and _is_outside(memory, actions, pulled):
        return replace(memory, standing=mode)
    return memory


def _with_unread_mode(
    memory: Memory, actions: Iterable[Action], pulled: datetime | None
) -> Memory:
    """Return the memory with the auto mode that others set since the last reading.

    Where nobody can look it counts as what stands, if nothing was handed on since.
    """
    handed_on = (ActionState.ACKNOWLEDGED, ActionState.COMPLETED)
    began = [(effective(it), it) for it in actions if it.state in handed_on]
    known = [(at, it) for at, it in began if at is not None]
    at, last = max(known, key=lambda pair: pair[0], default=(None, None))
    if at is None or last is None or (pulled is not None and at <= pulled):
        return memory
    if last.state is not ActionState.COMPLETED or last.end is not None:
        return memory
    if last.id in memory.own or not last.command or not last.command.is_auto:
        return memory
    return replace(memory, standing=last.command)


def _with_declared(memory: Memory, battery: Battery, pulled: datetime) -> Memory:
    """Return the memory with since when commands are not declared (11)."""
    if battery.commands is None:
        return memory
    undeclared = {
        command.value: memory.undeclared.get(command, pulled)
        for command in Command
        if not battery.execution(command)
    }
    if undeclared == memory.undeclared:
        return memory
    return replace(memory, undeclared=undeclared)


def _without_watched(memory: Memory, actions: Iterable[Action]) -> Memory:
    """Take in the end of a manual command without a window.

    An auto mode that was set by hand is what the owner wants to come back to.
    """
    watched = next((it for it in actions if it.id == memory.watched), None)
    if memory.watched is None or watched is None or not watched.is_terminal:
        return memory
    failed, command = watched.state is ActionState.FAILED, watched.command
    memory = replace(memory, watched=None, failed=None)
    if failed:
        memory = memory.with_failed(command, watched.error_code, watched.updated_at)
    elif watched.state is ActionState.COMPLETED and command:
        since = watched.completed_at or watched.updated_at
        awaited = Awaited(command=command, since=since) if since else None
        memory = replace(memory, awaited=awaited)
    if watched.state is ActionState.COMPLETED and command and command.is_auto:
        memory = replace(memory, standing=command)
    return memory.with_manual_ended(failed=failed)


def _with_awaited(
    memory: Memory, battery: Battery, actions: Iterable[Action], pulled: datetime
) -> Memory:
    """Return the memory after the battery was looked at for a command by hand.

    What Amps completed, and two readings apart do not show, has failed, unless somebody
    else took over.
    """
    awaited, mode = memory.awaited, battery.current_mode
    if awaited is None or mode is None or pulled < awaited.since + TAKES_EFFECT:
        return memory
    others = (effective(one) for one in actions if one.id not in memory.own)
    if mode is awaited.command or any(at and at > awaited.since for at in others):
        return replace(memory, awaited=None)
    if pulled < awaited.since + SEEN_BY:
        return memory
    failed = memory.with_failed(awaited.command, Reason.NOT_SEEN, pulled)
    return replace(failed, awaited=None)


def _is_outside(memory: Memory, actions: Iterable[Action], pulled: datetime) -> bool:
    """Return whether a mode was read that stands outside windows.

    Nothing of ours ran then, or had just run; what waits for a later start is no
    obstacle.
    """
    if memory.watched or (memory.intent and _begins(memory.intent) <= pulled):
        return False
    for record in memory.records.values():
        owed = memory.owes(record.occurrence.key)
        if record.action_id is None and not owed:
            continue
        recent = owed or pulled <= record.end + READ_LATE
        if recent and record.start - READ_LATE <= pulled:
            return False
    for action in actions:
        began = effective(action)
        if began is None or action.state in (ActionState.CANCELLED, ActionState.FAILED):
            continue
        if began > pulled and action.state is ActionState.SCHEDULED:
            continue
        # what has no end still stands, and shows on a later reading only
        return (action.end or began) + READ_LATE <= pulled
    return True


def _begins(intent: Intent) -> datetime:
    """Return when what is being sent takes effect at the earliest."""
    return intent.push.start or intent.at


def _with_reading(
    memory: Memory, record: Record, battery: Battery, pulled: datetime
) -> Memory:
    if not record.start < pulled <= record.end + READ_LATE:
        return memory
    over = pulled > record.end - ENDING
    target_met = _target_met(record, battery)
    command, mode = record.occurrence.command, battery.current_mode
    shows = _shows(record.occurrence, battery)
    target = record.occurrence.parameters.target
    stands = shows or (over and record.met)
    reached = record.reached or target_met
    # what is over, or full, may rest in another mode by itself
    other = not (over or reached) and mode not in (None, command)
    other = other and (record.shown or _is_new(memory, mode))
    changed = replace(
        record,
        seen=record.seen or shows or target_met,
        shown=record.shown or (not over and mode is command),
        met=stands if target is None else target_met,
        reached=reached,
        level=battery.level,
        looked=pulled,
        other_since=(record.other_since or pulled) if other else None,
    )
    return memory if changed == record else memory.with_record(changed)


def _is_new(memory: Memory, mode: Command | None) -> bool:
    """Return whether an automatic mode neither stood before nor was asked for here."""
    if mode is None or not mode.is_auto or memory.standing in (None, mode):
        return False
    asked = {it.occurrence.command for it in memory.records.values()}
    asked |= {it.sent.command for it in memory.owed if it.sent and it.sent.command}
    return mode not in asked


def _shows(occurrence: Occurrence, battery: Battery) -> bool:
    """Return whether the battery stands under a command, or does what it asks for."""
    command = occurrence.command
    if battery.current_mode is command:
        return not _rests(occurrence, battery)
    return battery.current_mode is None and (
        battery.status is not None and _DOING.get(command) is battery.status
    )


def _rests(occurrence: Occurrence, battery: Battery) -> bool:
    """Return whether no energy moves although there is some to be moved."""
    command, given = occurrence.command, occurrence.parameters
    if command not in _DOING or battery.status not in _RESTING:
        return False
    if battery.level is None:
        return False
    if command is Command.CHARGE:
        return battery.level < NEARLY_FULL
    kept = max(battery.discharge_limit or 0, given.reserve or 0)
    return battery.level > max(NEARLY_EMPTY, kept + TARGET_REACHED)


def _target_met(record: Record, battery: Battery) -> bool:
    target, level = record.occurrence.parameters.target, battery.level
    if target is None or level is None:
        return False
    if record.occurrence.command is Command.DISCHARGE:
        return level <= target + TARGET_REACHED
    return level >= target - TARGET_REACHED
