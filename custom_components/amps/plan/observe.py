"""What a reading of the battery tells of the plan.

Pure functions; all instants are in UTC on Amps' clock.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from ..api.models import Action, ActionState, Battery, Command, Status
from .memory import Memory, Record
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
    if _is_outside(memory, actions, pulled):
        return replace(memory, standing=mode)
    return memory


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
    if watched.state is ActionState.COMPLETED and command and command.is_auto:
        memory = replace(memory, standing=command)
    return memory.with_manual_ended(failed=failed)


def _is_outside(memory: Memory, actions: Iterable[Action], pulled: datetime) -> bool:
    """Whether a mode was read that stands outside windows."""
    if memory.back or memory.intent or memory.pending or memory.watched:
        return False
    for record in memory.records.values():
        end = record.end + READ_LATE
        if record.wants_back or (
            record.action_id is not None and record.start <= pulled <= end
        ):
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
