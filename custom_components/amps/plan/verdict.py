"""Decides how an occurrence ended, and what was seen of it on the battery.

Pure functions; all instants are in UTC on Amps' clock.
"""

from dataclasses import replace
from datetime import datetime, timedelta

from ..api.models import Action, ActionState, Battery, Command, Status
from .memory import Intent, Memory, Outcome, Reason, Record
from .shape import push_for
from .situation import Situation
from .steps import CloseStep, DropStep, RetryStep, Step
from .window import Origin

SETTLES_IN = timedelta(minutes=10)
"""A running action may become terminal so long after its end."""
LEAST_LEFT = timedelta(minutes=10)
"""With less of an occurrence left, nothing is tried again."""
MOST_TRIES = 8
READ_LATE = timedelta(minutes=2)
"""A reading so long after the end still tells how the occurrence ended."""
TARGET_REACHED = 1.0
"""Percentage points within which a target counts as met."""

TRANSIENT = frozenset(
    {
        "DEVICE_OFFLINE",
        "NETWORK_ERROR",
        "RATE_LIMITED",
        "RATE_LIMIT_EXCEEDED",
        "SERVICE_UNAVAILABLE",
        "TIMEOUT",
        "UNKNOWN_ERROR",
        "INTERNAL_ERROR",
    }
)
"""Codes of failed actions that may pass (`amps-api.md` 3.2 and section 8)."""


def verdict(record: Record, situation: Situation) -> Step | None:
    """Give what is to be noted about an occurrence that has no outcome yet."""
    action = situation.action(record.action_id)
    if record.action_id is None:
        return _not_with_amps(record, situation)
    now, end = situation.now, record.occurrence.end
    if action is not None and action.state is ActionState.FAILED:
        return _failed(record, action, situation)
    if action is not None and action.state is ActionState.CANCELLED:
        return CloseStep(
            record=record,
            outcome=Outcome.CANCELLED,
            reason=Reason.CANCELLED_ELSEWHERE,
        )
    if _is_overridden(record, action, situation):
        return CloseStep(
            record=record, outcome=Outcome.CANCELLED, reason=Reason.OVERRIDDEN
        )
    if not situation.is_planned(record) and record.start <= now < end:
        return CloseStep(
            record=record, outcome=Outcome.CANCELLED, reason=Reason.BY_OWNER
        )
    if now < end:
        return None
    if action is not None and not action.is_terminal and now < end + SETTLES_IN:
        return None
    return _ended(record)


def missed(record: Record, situation: Situation) -> CloseStep:
    """Give the end of an occurrence that Amps never took."""
    reason = record.reason or Reason.HOME_ASSISTANT_OFF
    if record.reason is None and situation.memory.zone_error is not None:
        reason = Reason.TIME_ZONE
    elif record.reason is None and not situation.offered(record.occurrence.command):
        reason = Reason.CAPABILITY_GONE
    elif record.reason is None and situation.holders:
        reason = Reason.SLOT_HELD
    return CloseStep(record=record, outcome=Outcome.MISSED, reason=reason)


def _not_with_amps(record: Record, situation: Situation) -> Step | None:
    occurrence, now = record.occurrence, situation.now
    if occurrence.key not in situation.occurrences:
        return DropStep(record=record)
    if record.attempts and now >= occurrence.start:
        late = occurrence.end - now < LEAST_LEFT
        if record.attempts >= MOST_TRIES or late:
            return _given_up(record)
    offered = situation.offered(occurrence.command)
    if now >= occurrence.start and push_for(occurrence, offered, now) is None:
        return missed(record, situation)
    return None


def _given_up(record: Record) -> CloseStep:
    unreached = record.reason in (Reason.AMPS_UNREACHABLE, Reason.SLOT_HELD)
    outcome = Outcome.MISSED if unreached else Outcome.FAILED
    return CloseStep(record=record, outcome=outcome, reason=record.reason)


def _failed(record: Record, action: Action, situation: Situation) -> Step:
    code = action.error_code or ""
    manual = record.occurrence.origin is Origin.MANUAL
    if code in TRANSIENT and not manual and record.sent is not None:
        reason = Reason.DEVICE_OFFLINE
        intent = Intent(
            purpose=record.occurrence.key,
            push=record.sent,
            at=situation.now,
            occurrence=record.occurrence,
        )
        return RetryStep(intent=intent, reason=reason)
    return CloseStep(record=record, outcome=Outcome.FAILED, reason=_reason(code))


def _reason(code: str) -> Reason:
    if code == "SCHEDULER_ACTIVE":
        return Reason.VENDOR_SCHEDULE
    return Reason.DEVICE_OFFLINE if code in TRANSIENT else Reason.REJECTED


def _is_overridden(record: Record, action: Action | None, situation: Situation) -> bool:
    """Whether a later command, or a hand on the battery, took over (5, 10)."""
    if not record.start <= situation.now or action is None:
        return False
    created = action.created_at or record.start
    for other in situation.foreign_since(max(created, record.start)):
        takes_over = other.start is None or other.start < record.occurrence.end
        before_end = other.created_at and other.created_at < record.occurrence.end
        if other.id != action.id and takes_over and before_end:
            return True
    return _was_changed_by_hand(record, situation.battery)


def _was_changed_by_hand(record: Record, battery: Battery) -> bool:
    """Whether the mode that was seen is gone while the occurrence runs."""
    pulled, mode = battery.last_pulled_at, battery.current_mode
    if not record.seen or pulled is None or mode is None or not battery.available:
        return False
    within = record.start < pulled < record.occurrence.end
    return within and mode is not record.occurrence.command


def _ended(record: Record) -> CloseStep:
    if not record.seen:
        return CloseStep(
            record=record, outcome=Outcome.ACCEPTED, reason=Reason.NOT_SEEN
        )
    if not record.met:
        return CloseStep(
            record=record, outcome=Outcome.INCOMPLETE, reason=Reason.TARGET_NOT_MET
        )
    return CloseStep(record=record, outcome=Outcome.DONE)


def observed(memory: Memory, battery: Battery) -> Memory:
    """Give the memory after a reading of the battery (4, 8)."""
    pulled = battery.last_pulled_at
    if pulled is None or not battery.available:
        return memory
    outside = memory.back is None and memory.intent is None and not memory.pending
    for record in memory.records.values():
        if record.wants_back:
            outside = False
        if record.outcome is None and record.action_id is not None:
            memory = _with_reading(memory, record, battery, pulled)
    mode = battery.current_mode
    if outside and mode is not None and mode.is_auto and mode is not memory.standing:
        return replace(memory, standing=mode)
    return memory


def _with_reading(
    memory: Memory, record: Record, battery: Battery, pulled: datetime
) -> Memory:
    if not record.start < pulled <= record.occurrence.end + READ_LATE:
        return memory
    target_met = _target_met(record, battery)
    shows = _shows(record.occurrence.command, battery)
    if pulled > record.occurrence.end:
        shows = shows or record.met
    target = record.occurrence.parameters.target
    met = shows if target is None else target_met
    seen = record.seen or shows or target_met
    if (seen, met, battery.level) == (record.seen, record.met, record.level):
        return memory
    return memory.with_record(replace(record, seen=seen, met=met, level=battery.level))


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
