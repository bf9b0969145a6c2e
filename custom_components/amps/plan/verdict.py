"""Decides how an occurrence ended, from Amps' action and from what was seen.

Pure functions; all instants are in UTC on Amps' clock.
"""

from dataclasses import replace
from datetime import timedelta

from ..api.models import Action, ActionState, Battery, Command
from .identity import echo_error
from .memory import Intent, Outcome, Reason, Record
from .record import MOST_TRIES
from .shape import is_too_late
from .situation import Situation, effective
from .steps import (
    CloseStep,
    DropStep,
    RetryStep,
    ReviseStep,
    Step,
    WithdrawnStep,
)
from .window import Occurrence

SETTLES_IN = timedelta(minutes=10)
"""A running action may become terminal so long after its end."""
ENDING = timedelta(minutes=1)
"""A battery may end a window so much before its time."""
LEAST_LEFT = timedelta(minutes=10)
"""With less of an occurrence left, nothing is tried again."""

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

SCHEDULER_ACTIVE = "SCHEDULER_ACTIVE"
"""The code where the vendor's own scheduler is on: only the owner can change that."""


def verdict(record: Record, situation: Situation) -> Step | None:
    """Give what is to be noted about an occurrence that has no outcome yet."""
    if record.action_id is None:
        return _not_with_amps(record, situation)
    action = situation.action(record.action_id)
    now, end = situation.now, record.end
    match action.state if action else None:
        case ActionState.FAILED if action is not None:
            return _failed(record, action, situation)
        case ActionState.CANCELLED if action is not None:
            return _cancelled(record, action, situation)
        case ActionState.ACKNOWLEDGED | ActionState.COMPLETED if action and record.sent:
            if echo_error(action, record.sent, situation.zone) is not None:
                return _close(
                    replace(record, ran=True), Outcome.FAILED, Reason.TIME_ZONE
                )
    if action is not None and _is_overridden(record, action, situation):
        # what stands in idle is still brought back at the end
        idle = situation.battery.current_mode is Command.IDLE
        stays = idle and _was_changed_by_hand(record, situation.battery)
        overridden = replace(record, unmade=stays)
        return _close(overridden, Outcome.CANCELLED, Reason.OVERRIDDEN)
    if now < end:
        return _edited(record, situation)
    if action is not None and not action.is_terminal and now < end + SETTLES_IN:
        return None
    return _ended(record, action, situation)


def missed(record: Record, situation: Situation) -> CloseStep:
    """Give the end of an occurrence that Amps never took."""
    return _close(record, Outcome.MISSED, record.reason or _why(record, situation))


def gone(record: Record) -> CloseStep:
    """Give the end of an occurrence whose battery has left the account."""
    if record.action_id is None:
        return _close(record, Outcome.MISSED, Reason.DEVICE_GONE)
    # it may have run unseen: should the battery come back, so does its mode
    return _close(replace(record, ran=True), Outcome.FAILED, Reason.DEVICE_GONE)


def _close(record: Record, outcome: Outcome, reason: Reason | None) -> CloseStep:
    return CloseStep(record=record, outcome=outcome, reason=reason)


def _why(record: Record, situation: Situation) -> Reason:
    occurrence, up_since = record.occurrence, situation.up_since
    if up_since is not None and up_since >= occurrence.end:
        return Reason.HOME_ASSISTANT_OFF
    if (reason := _unsayable(occurrence, situation)) is not None:
        return reason
    if situation.foreign_holders:
        return Reason.SLOT_HELD
    if up_since is None or up_since > occurrence.start:
        return Reason.HOME_ASSISTANT_OFF
    return Reason.AMPS_UNREACHABLE if situation.storable else Reason.NOT_STORED


def _unsayable(occurrence: Occurrence, situation: Situation) -> Reason | None:
    """Why the battery takes no shape of an occurrence's command now, if so."""
    if situation.battery.commands is None or situation.shapes(occurrence):
        return None
    if situation.battery.execution(occurrence.command):
        return Reason.TIME_ZONE
    return Reason.CAPABILITY_GONE


def _not_with_amps(record: Record, situation: Situation) -> Step | None:
    occurrence, now = record.occurrence, situation.now
    if record.is_manual:
        return _close(record, Outcome.CANCELLED, Reason.OVERRIDDEN)
    planned = situation.planned(record)
    if planned is None or situation.paused:
        if record.ran or record.attempts:
            return _close(record, Outcome.CANCELLED, Reason.BY_OWNER)
        return DropStep(record=record)
    if planned != occurrence:
        return ReviseStep(record=Record(occurrence=planned, ran=record.ran))
    late = occurrence.end - now < LEAST_LEFT
    if record.attempts >= MOST_TRIES or (record.attempts and late):
        return _given_up(record)
    if not is_too_late(occurrence, now):
        return None
    if record.ran and record.reason is None:
        return _close(record, Outcome.CANCELLED, Reason.BY_OWNER)
    if record.reason is Reason.REJECTED:
        return _given_up(record)
    return missed(record, situation)


def _given_up(record: Record) -> CloseStep:
    unreached = record.reason in (Reason.AMPS_UNREACHABLE, Reason.SLOT_HELD)
    never = unreached and record.sent is None and not record.ran
    outcome = Outcome.MISSED if never else Outcome.FAILED
    return _close(record, outcome, record.reason)


def _failed(record: Record, action: Action, situation: Situation) -> Step:
    code = action.error_code or ""
    if code in TRANSIENT and not record.is_manual and record.sent is not None:
        intent = Intent(
            purpose=record.occurrence.key,
            push=record.sent,
            at=situation.now,
            occurrence=record.occurrence,
        )
        return RetryStep(intent=intent, reason=Reason.DEVICE_OFFLINE)
    failed = replace(record, ran=record.shown)
    return _close(failed, Outcome.FAILED, _meaning(code))


def _meaning(code: str) -> Reason:
    if code == SCHEDULER_ACTIVE:
        return Reason.VENDOR_SCHEDULE
    return Reason.DEVICE_OFFLINE if code in TRANSIENT else Reason.REJECTED


def _cancelled(record: Record, action: Action, situation: Situation) -> Step:
    if action.id in situation.memory.cancelling or not situation.is_planned(record):
        return WithdrawnStep(action_id=action.id)
    return _close(record, Outcome.CANCELLED, Reason.CANCELLED_ELSEWHERE)


def _edited(record: Record, situation: Situation) -> Step | None:
    """Follow what the owner edited while it runs; what lies ahead is withdrawn."""
    planned, now = situation.planned(record), situation.now
    running = record.start <= now
    if not running or planned == record.occurrence:
        return None
    if planned is None or planned.start > now:
        ran = replace(record, ran=True)
        return _close(ran, Outcome.CANCELLED, Reason.BY_OWNER)
    same = (planned.command, planned.parameters) == (
        record.occurrence.command,
        record.occurrence.parameters,
    )
    if same and (planned.end <= record.end or not record.ends_itself):
        return ReviseStep(record=replace(record, occurrence=planned))
    return ReviseStep(record=Record(occurrence=planned, ran=True))


def _is_overridden(record: Record, action: Action, situation: Situation) -> bool:
    """Whether a later command, or a hand on the battery, took over (5)."""
    if record.start > situation.now:
        return False
    since = max(action.created_at or record.start, record.start)
    for other in situation.foreign_since(since):
        began = effective(other)
        if other.id != action.id and began and began < record.end:
            return True
    return _was_changed_by_hand(record, situation.battery)


def _was_changed_by_hand(record: Record, battery: Battery) -> bool:
    """Whether the mode that was seen is gone while the occurrence runs."""
    pulled, mode = battery.last_pulled_at, battery.current_mode
    if not record.shown or pulled is None or mode is None or not battery.available:
        return False
    within = record.start < pulled < record.end - ENDING
    return within and mode is not record.occurrence.command


def _ended(record: Record, action: Action | None, situation: Situation) -> CloseStep:
    if not record.seen:
        return _close(record, Outcome.ACCEPTED, Reason.NOT_SEEN)
    if not record.met:
        return _close(record, Outcome.INCOMPLETE, Reason.TARGET_NOT_MET)
    if (reason := _cut_short(record, action, situation)) is not None:
        return _close(record, Outcome.INCOMPLETE, reason)
    return _close(record, Outcome.DONE, None)


def _cut_short(
    record: Record, action: Action | None, situation: Situation
) -> Reason | None:
    """Why less than half of an occurrence without a target took place, if so."""
    occurrence, up_since = record.occurrence, situation.up_since
    if occurrence.parameters.target is not None or record.ran:
        return None
    pushed = action.created_at if action else None
    began = max(record.start, pushed or record.start)
    meant = record.read_start or occurrence.start
    if 2 * (record.end - began) >= record.end - meant:
        return None
    if record.reason is None and up_since and up_since > occurrence.start:
        return Reason.HOME_ASSISTANT_OFF
    return record.reason
