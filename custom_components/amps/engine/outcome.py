"""Decides how an occurrence ended, from Amps' action and from what was seen.

Pure functions; all instants are in UTC on Amps' clock.
"""

from dataclasses import replace
from datetime import datetime, timedelta

from ..api.models import Action, ActionState, Battery, Command
from ..schedule.window import PLANNED_FOR, Occurrence
from . import writes
from .again import MIN_TIME_LEFT, continued, try_again
from .decision import Ended, StateChange
from .levels import is_target_met
from .matching import echo_error
from .occurrence import OccurrenceState, Outcome, Reason
from .push import is_too_late
from .retrying import was_taken_since
from .situation import MAX_SLOT_OVERRUN, Situation, effective
from .state import EngineState

EARLY_END_TOLERANCE = timedelta(minutes=1)
"""How early a battery may end a window."""
MIN_READING_INTERVAL = timedelta(minutes=2)
"""Two readings this far apart do not agree by chance."""
MAX_LOOK_AGE = timedelta(minutes=20)
"""A reading this long before the end says nothing about how an occurrence ended."""
MAX_JOIN_TIME = timedelta(minutes=2)
"""A battery that never left the account is found this soon after a start."""

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

LINK_BROKEN = frozenset(
    {
        "INVALID_CREDENTIALS",
        "INVALID_API_KEY",
        "INVALID_MFA_CODE",
        "MFA_REQUIRED",
        "ACCOUNT_LOCKED",
        "CREDENTIAL_NOT_FOUND",
    }
)
"""Codes with which the manufacturer refuses Amps (`amps-api.md` section 8)."""

_REFUSED = frozenset(
    {
        Reason.REJECTED,
        Reason.NOT_ALLOWED,
        Reason.LINK_BROKEN,
        Reason.DEVICE_OFFLINE,
        Reason.DEVICE_GONE,
    }
)
"""Reasons with which somebody said no: what had another was never taken."""

SCHEDULER_ACTIVE = "SCHEDULER_ACTIVE"
"""The code where the vendor's own scheduler is on: only the owner can change that."""


def resolve_outcome(
    record: OccurrenceState, situation: Situation
) -> StateChange | None:
    """Return what is to be noted about an occurrence that has no outcome yet."""
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
                ran = replace(record, ran=True)
                return _close(ran, Outcome.FAILED, Reason.TIME_ZONE, situation)
    if action is not None and (changed := _replaced(record, action, situation)):
        return changed
    if now < end:
        return _edited(record, situation) or continued(record, action, situation)
    if action is not None and not action.is_terminal and now < end + MAX_SLOT_OVERRUN:
        return None
    return _close_at_end(record, action, situation)


def missed(record: OccurrenceState, situation: Situation) -> StateChange:
    """Return the end of an occurrence that Amps never took."""
    past = _is_slept_through(record, situation) or was_taken_since(record, situation)
    known = None if past else record.reason
    reason = known or _why(record, situation)
    # what the owner did instead is no trouble
    overridden = reason is Reason.OVERRIDDEN
    outcome = Outcome.CANCELLED if overridden else Outcome.MISSED
    return _close(record, outcome, reason, situation)


def _is_slept_through(record: OccurrenceState, situation: Situation) -> bool:
    """Return whether nobody could act all the time, whatever was before."""
    up_since = situation.up_since
    return up_since is not None and up_since >= record.occurrence.end


def gone(record: OccurrenceState, state: EngineState, now: datetime) -> StateChange:
    """Return the end of an occurrence whose battery has left the account."""
    outcome, reason = Outcome.FAILED, Reason.DEVICE_GONE
    if record.action_id is None:
        outcome = Outcome.MISSED
    elif record.met and record.occurrence.parameters.target is not None:
        return _ended(state.closed(record, Outcome.DONE, None, now), record)
    elif record.seen:
        outcome = Outcome.INCOMPLETE
    else:
        # it may have run unseen: should the battery come back, so does its mode
        record = replace(record, ran=True)
    return _ended(state.closed(record, outcome, reason, now), record)


def _close(
    record: OccurrenceState,
    outcome: Outcome,
    reason: Reason | None,
    situation: Situation,
    *,
    goes_on: bool = False,
) -> StateChange:
    action = situation.action(record.action_id)
    code = action.error_code if action else None
    state, now = situation.state, situation.now
    closed = state.closed(record, outcome, reason, now, code, goes_on=goes_on)
    return _ended(closed, record)


def _ended(state: EngineState, record: OccurrenceState) -> StateChange:
    return StateChange(state, (Ended(record=state.records[record.occurrence.key]),))


def _why(record: OccurrenceState, situation: Situation) -> Reason:
    occurrence, up_since = record.occurrence, situation.up_since
    if _is_slept_through(record, situation):
        return situation.why_absent(occurrence.start)
    if (reason := _unsayable(occurrence, situation)) is not None:
        return reason
    if situation.foreign_holders:
        return Reason.SLOT_HELD
    if situation.busy:
        return Reason.BUSY
    if _was_gone(occurrence, situation):
        return Reason.DEVICE_GONE
    if up_since is None or up_since > occurrence.start:
        return situation.why_absent(occurrence.start)
    if situation.gives_way(occurrence):
        return Reason.OVERRIDDEN
    return Reason.AMPS_UNREACHABLE if situation.storable else Reason.NOT_STORED


def _was_gone(occurrence: Occurrence, situation: Situation) -> bool:
    """Return whether the battery came back to the account after its time had come."""
    back, up_since = situation.there_since, situation.up_since or occurrence.start
    if back is None or back <= occurrence.start:
        return False
    return back > up_since + MAX_JOIN_TIME


def _unsayable(occurrence: Occurrence, situation: Situation) -> Reason | None:
    """Why the battery takes no shape of an occurrence's command now, if so."""
    if situation.battery.commands is None or situation.shapes(occurrence):
        return None
    if situation.battery.execution(occurrence.command):
        return Reason.TIME_ZONE
    return Reason.CAPABILITY_GONE


def _not_with_amps(record: OccurrenceState, situation: Situation) -> StateChange | None:
    occurrence, now = record.occurrence, situation.now
    if record.is_manual:
        return _close(record, Outcome.CANCELLED, Reason.OVERRIDDEN, situation)
    planned = situation.planned(record)
    if planned is None or situation.paused:
        if record.ran or record.attempts:
            return _taken_back(record, situation)
        dropped = situation.state.dropped(occurrence.key)
        return StateChange(dropped, is_early=True)
    if planned != occurrence:
        return _revise(_made_anew(planned, record, ran=record.ran), situation)
    late = record.attempts and occurrence.end - now < MIN_TIME_LEFT
    if late or is_too_late(occurrence, now):
        return _never_sent(record, situation)
    return None


def _taken_back(record: OccurrenceState, situation: Situation) -> StateChange:
    """Return the outcome of an occurrence that was cancelled by whoever planned it.

    What went as far as its planner wanted it to is done.
    """
    if record.occurrence.key not in situation.state.replanned:
        return _close(record, Outcome.CANCELLED, Reason.BY_OWNER, situation)
    outcome = Outcome.DONE if _went_far_enough(record) else Outcome.CANCELLED
    return _close(record, outcome, Reason.REPLANNED, situation)


def _went_far_enough(record: OccurrenceState) -> bool:
    """Return whether the level of the last reading meets the target."""
    return record.seen and is_target_met(record.occurrence, record.level)


def _never_sent(record: OccurrenceState, situation: Situation) -> StateChange:
    """Return how an occurrence ended that Amps holds nothing of, at its end."""
    if _is_slept_through(record, situation) and not (record.sent or record.ran):
        return missed(record, situation)
    if record.ran and record.reason is None:
        if Reason.BUSY in record.warned:
            return _close(record, Outcome.INCOMPLETE, Reason.BUSY, situation)
        return _taken_back(record, situation)
    failed = record.failed_at
    early = failed is not None and failed < record.start
    if early and was_taken_since(record, situation):
        return missed(record, situation)  # whatever was refused before
    if record.attempts or record.reason in _REFUSED:
        return _given_up(record, situation)
    return missed(record, situation)


def _given_up(record: OccurrenceState, situation: Situation) -> StateChange:
    never = record.reason not in _REFUSED and record.sent is None and not record.ran
    outcome = Outcome.MISSED if never else Outcome.FAILED
    return _close_unsure(record, outcome, record.reason, situation)


def _close_unsure(
    record: OccurrenceState,
    outcome: Outcome,
    reason: Reason | None,
    situation: Situation,
) -> StateChange:
    """Return the end of what Amps says has failed: unseen, it may run anyway."""
    looked = record.looked is not None and record.looked > record.start
    unread = situation.battery.last_pulled_at is None
    ran = record.ran or record.seen
    goes_on = not (ran or looked or unread or record.sent is None)
    record = replace(record, ran=ran or goes_on)
    return _close(record, outcome, reason, situation, goes_on=goes_on)


def _failed(
    record: OccurrenceState, action: Action, situation: Situation
) -> StateChange:
    code = action.error_code or ""
    # a failure without a code may be incomplete, so it is not final
    passes = not code or code in TRANSIENT or code in LINK_BROKEN
    if passes and not record.is_manual and record.sent is not None:
        return try_again(record, _meaning(code), situation)
    failed = replace(record, ran=record.shown)
    return _close_unsure(failed, Outcome.FAILED, _meaning(code), situation)


def _meaning(code: str) -> Reason:
    if code == SCHEDULER_ACTIVE:
        return Reason.VENDOR_SCHEDULE
    if code in LINK_BROKEN:
        return Reason.LINK_BROKEN
    return Reason.DEVICE_OFFLINE if code in TRANSIENT else Reason.REJECTED


def _cancelled(
    record: OccurrenceState, action: Action, situation: Situation
) -> StateChange:
    if action.id in situation.state.cancelling or not situation.is_planned(record):
        return StateChange(writes.withdrawn(situation.state, action.id))
    return _close(record, Outcome.CANCELLED, Reason.CANCELLED_ELSEWHERE, situation)


def _edited(record: OccurrenceState, situation: Situation) -> StateChange | None:
    """Follow what the owner edited while it runs; what lies ahead is withdrawn."""
    planned, now = situation.planned(record), situation.now
    running = record.start <= now
    if not running or planned == record.occurrence:
        return None
    if planned is None or planned.start > now:
        ran = replace(record, ran=True)
        return _taken_back(ran, situation)
    same = (planned.command, planned.parameters) == (
        record.occurrence.command,
        record.occurrence.parameters,
    )
    follows = planned.end <= record.end or not record.ends_itself
    # a planner's longer end is sent when this one has come: it may change again
    if same and (follows or planned.origin in PLANNED_FOR):
        return _revise(replace(record, occurrence=planned), situation)
    return _revise(_made_anew(planned, record, ran=True), situation)


def _made_anew(
    planned: Occurrence, record: OccurrenceState, *, ran: bool
) -> OccurrenceState:
    """Return an edited occurrence; what a planner moves is not warned of once more."""
    warned = record.warned if planned.origin in PLANNED_FOR else ()
    return OccurrenceState(occurrence=planned, ran=ran, warned=warned)


def _revise(record: OccurrenceState, situation: Situation) -> StateChange:
    return StateChange(situation.state.revised(record), is_early=True)


def _replaced(
    record: OccurrenceState, action: Action, situation: Situation
) -> StateChange | None:
    """Return the end of an occurrence instead of which the battery does another thing.

    A later command took over, its mode was changed by hand, or something runs that was
    taken back and cannot be ended.
    """
    if _was_taken_over(record, action, situation):
        return _close(record, Outcome.CANCELLED, Reason.OVERRIDDEN, situation)
    if not _was_changed_by_hand(record, situation.battery):
        return None
    if _is_held_up(record, situation):
        outcome = Outcome.INCOMPLETE if record.seen else Outcome.FAILED
        return _close(record, outcome, Reason.BUSY, situation)
    # a battery may rest in idle by itself: the mode behind it is still due
    rests = situation.battery.current_mode is Command.IDLE
    return _close(
        record, Outcome.CANCELLED, Reason.OVERRIDDEN, situation, goes_on=rests
    )


def _was_taken_over(
    record: OccurrenceState, action: Action, situation: Situation
) -> bool:
    """Return whether a later command took over (5)."""
    if record.start > situation.now:
        return False
    since = max(action.created_at or record.start, record.start)
    for other in situation.foreign_since(since):
        began = effective(other)
        if other.id != action.id and began and began < record.end:
            return True
    return False


def _was_changed_by_hand(record: OccurrenceState, battery: Battery) -> bool:
    """Return whether two readings apart showed another mode than the one before."""
    since, pulled = record.other_since, battery.last_pulled_at
    if since is None or pulled is None or not battery.available:
        return False
    return since + MIN_READING_INTERVAL <= pulled < record.end - EARLY_END_TOLERANCE


def _is_held_up(record: OccurrenceState, situation: Situation) -> bool:
    """Return whether something runs instead that was taken back and cannot be ended."""
    mode = situation.battery.current_mode
    lasting = situation.state.running_on(situation.actions, situation.now)
    others = (one.occurrence for one in lasting if one.action_id != record.action_id)
    return any(other.command is mode for other in others)


def _close_at_end(
    record: OccurrenceState, action: Action | None, situation: Situation
) -> StateChange:
    occurrence = record.occurrence
    if not record.seen:
        return _close(record, Outcome.ACCEPTED, Reason.NOT_SEEN, situation)
    looked = record.looked is None or record.looked >= record.end - MAX_LOOK_AGE
    if not record.met or (record.other_since and not looked):
        if looked and record.level is not None and occurrence.judged_target is not None:
            return _close(record, Outcome.INCOMPLETE, Reason.TARGET_NOT_MET, situation)
        # what happened in the end nobody could see, or it proves nothing
        return _close(record, Outcome.ACCEPTED, Reason.NOT_SEEN, situation)
    if (reason := _cut_short(record, action, situation)) is not None:
        return _close(record, Outcome.INCOMPLETE, reason, situation)
    return _close(record, Outcome.DONE, None, situation)


def _cut_short(
    record: OccurrenceState, action: Action | None, situation: Situation
) -> Reason | None:
    """Why less than half of an occurrence without a target took place, if so."""
    occurrence, up_since = record.occurrence, situation.up_since
    if occurrence.judged_target is not None or (record.ran and not record.ran_from):
        return None
    pushed = action.created_at if action else None
    began = max(record.start, pushed or record.start)
    if record.ran and record.ran_from:
        began = record.ran_from
    meant = record.read_start or occurrence.start
    if 2 * (record.end - began) >= record.end - meant:
        return None
    # the longer wait is the reason
    if up_since and up_since - meant > max(began - up_since, timedelta(0)):
        return situation.why_absent(meant)
    if record.reason is not None:
        return record.reason
    if _was_gone(occurrence, situation):
        return Reason.DEVICE_GONE
    # it was not even tried
    unreachable = Reason.AMPS_UNREACHABLE
    return unreachable if unreachable in record.warned else None
