"""What a reading of the battery tells of the plan.

Pure functions; all instants are in UTC on Amps' clock.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from ..api.models import Action, ActionState, Battery, Command, Status
from .memory import Intent, Memory, Record
from .situation import effective
from .verdict import ENDING

READ_LATE = timedelta(minutes=2)
"""A reading so long after the end still tells how the occurrence ended, and one so
long after a command may still show what was before it."""
TARGET_REACHED = 1.0
"""Percentage points within which a target counts as met."""


def observed(memory: Memory, battery: Battery, actions: Iterable[Action]) -> Memory:
    """Give the memory after a reading of the battery or of its actions (4, 8).

    It is the same object where nothing of it matters.
    """
    actions = tuple(actions)
    memory = _without_watched(memory, actions)
    pulled = battery.last_pulled_at
    if pulled is None or not battery.available:
        return memory
    for record in memory.open:
        if record.action_id is not None:
            memory = _with_reading(memory, record, battery, pulled)
    mode = battery.current_mode
    if mode is None or not mode.is_auto or mode is memory.standing:
        return memory
    # what the battery does not take could never be set again
    taken = battery.commands is None or bool(battery.execution(mode))
    if taken and _is_outside(memory, actions, pulled):
        return replace(memory, standing=mode)
    return memory


def _without_watched(memory: Memory, actions: Iterable[Action]) -> Memory:
    """Take in the end of a manual command without a window.

    An auto mode that was set by hand is what the owner wants to come back to.
    """
    watched = next((it for it in actions if it.id == memory.watched), None)
    if memory.watched is None or watched is None or not watched.is_terminal:
        return memory
    failed = watched.state is ActionState.FAILED
    memory = replace(memory, watched=None, command_failed=failed)
    command = watched.command
    if watched.state is ActionState.COMPLETED and command and command.is_auto:
        memory = replace(memory, standing=command)
    return memory.with_manual_ended(failed=failed)


def _is_outside(memory: Memory, actions: Iterable[Action], pulled: datetime) -> bool:
    """Whether a mode was read that stands outside windows.

    Nothing of ours ran then, or had just run; what waits for a later start is no
    obstacle.
    """
    if memory.watched or (memory.intent and _begins(memory.intent) <= pulled):
        return False
    for record in memory.records.values():
        if record.action_id is None and not record.wants_back:
            continue
        recent = record.wants_back or pulled <= record.end + READ_LATE
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
    shows = _shows(record.occurrence.command, battery)
    target = record.occurrence.parameters.target
    stands = shows or (over and record.met)
    changed = replace(
        record,
        seen=record.seen or shows or target_met,
        shown=record.shown
        or (not over and battery.current_mode is record.occurrence.command),
        met=stands if target is None else target_met,
        level=battery.level,
    )
    return memory if changed == record else memory.with_record(changed)


def _shows(command: Command, battery: Battery) -> bool:
    """Whether the battery stands under a command, or does what it asks for."""
    if battery.current_mode is command:
        return True
    doing = {
        Command.CHARGE: Status.CHARGING,
        Command.DISCHARGE: Status.DISCHARGING,
    }
    return battery.current_mode is None and (
        battery.status is not None and doing.get(command) is battery.status
    )


def _target_met(record: Record, battery: Battery) -> bool:
    target, level = record.occurrence.parameters.target, battery.level
    if target is None or level is None:
        return False
    if record.occurrence.command is Command.DISCHARGE:
        return level <= target + TARGET_REACHED
    return level >= target - TARGET_REACHED
