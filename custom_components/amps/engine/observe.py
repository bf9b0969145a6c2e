"""What a reading of the battery says about the plan.

Pure functions; all instants are in UTC on Amps' clock.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from ..api.models import Action, ActionState, Battery, Command, Status
from ..schedule.window import Occurrence
from .levels import has_energy_to_move, is_exhausted, is_target_met
from .occurrence import Awaited, Intent, OccurrenceState, Outcome, Reason
from .outcome import EARLY_END_TOLERANCE, MIN_READING_INTERVAL
from .situation import effective
from .state import EngineState
from .undeclared import with_declared

READING_TOLERANCE = timedelta(minutes=2)
"""A reading this long after the end still shows how the occurrence ended, and one this
long after a command may still show what was before it."""
_DOING = {Command.CHARGE: Status.CHARGING, Command.DISCHARGE: Status.DISCHARGING}
_RESTING = (Status.IDLE, Status.STANDBY)
MIN_EFFECT_DELAY = timedelta(minutes=1)
MAX_EFFECT_DELAY = timedelta(minutes=4)
"""When a completed command shows on the battery at the earliest, and at the latest:
after that, it has failed."""
MAX_START_LEVEL_AGE = timedelta(minutes=5)
"""A reading this long before the start still shows at which level it began."""


def observed(
    state: EngineState,
    battery: Battery,
    actions: Iterable[Action],
    *,
    linked: bool = True,
    now: datetime | None = None,
) -> EngineState:
    """Return the state after a reading of the battery or of its actions (4, 8).

    `linked` is whether Amps reaches the battery. `now` is when Amps answered, where
    the reading may be older. It is the same object where nothing of it matters.
    """
    actions = tuple(actions)
    state = _without_watched(state, actions)
    pulled = battery.last_pulled_at
    if not (linked and battery.available):
        state = state if state.away else replace(state, away=True)
        return _with_unread_mode(state, actions, pulled)
    if pulled is None:
        return state
    if state.away:
        state = replace(state, away=False, reached=pulled)
    state = with_declared(state, battery, now or pulled)
    state = _with_awaited(state, battery, actions, pulled)
    for record in state.open:
        # what failed may be obeyed all the same
        if record.action_id is not None or record.sent is not None:
            state = _with_reading(state, record, battery, pulled)
    mode = battery.current_mode
    if mode is None or not mode.is_auto or mode is state.standing:
        return state
    # what the battery does not take could never be set again
    taken = battery.commands is None or bool(battery.execution(mode))
    if taken and _is_outside(state, actions, pulled):
        return replace(state, standing=mode)
    return state


def _with_unread_mode(
    state: EngineState, actions: Iterable[Action], pulled: datetime | None
) -> EngineState:
    """Return the state with the auto mode that others set since the last reading.

    Where nobody can look it counts as what stands, if nothing was handed on since.
    """
    handed_on = (ActionState.ACKNOWLEDGED, ActionState.COMPLETED)
    began = [
        (effective(action), action) for action in actions if action.state in handed_on
    ]
    known = [(at, action) for at, action in began if at is not None]
    at, last = max(known, key=lambda pair: pair[0], default=(None, None))
    if at is None or last is None or (pulled is not None and at <= pulled):
        return state
    if last.state is not ActionState.COMPLETED or last.end is not None:
        return state
    if last.id in state.own or not last.command or not last.command.is_auto:
        return state
    return replace(state, standing=last.command)


def _without_watched(state: EngineState, actions: Iterable[Action]) -> EngineState:
    """Take in the end of a manual command without a window.

    An auto mode that was set by hand is what the owner wants to come back to.
    """
    watched = next((action for action in actions if action.id == state.watched), None)
    if state.watched is None or watched is None or not watched.is_terminal:
        return state
    failed, command = watched.state is ActionState.FAILED, watched.command
    state = replace(state, watched=None, failed=None)
    if failed:
        state = state.with_failed(command, watched.error_code, watched.updated_at)
    elif watched.state is ActionState.COMPLETED and command:
        since = watched.completed_at or watched.updated_at
        awaited = Awaited(command=command, since=since) if since else None
        state = replace(state, awaited=awaited)
    if watched.state is ActionState.COMPLETED and command and command.is_auto:
        state = replace(state, standing=command)
    return state.with_manual_ended(failed=failed)


def _with_awaited(
    state: EngineState, battery: Battery, actions: Iterable[Action], pulled: datetime
) -> EngineState:
    """Return the state after the battery was read because of a command by hand.

    What Amps completed, and two readings apart do not show, has failed, unless somebody
    else took over.
    """
    awaited, mode = state.awaited, battery.current_mode
    if awaited is None or mode is None or pulled < awaited.since + MIN_EFFECT_DELAY:
        return state
    others = (effective(one) for one in actions if one.id not in state.own)
    if mode is awaited.command or any(at and at > awaited.since for at in others):
        return replace(state, awaited=None)
    if pulled < awaited.since + MAX_EFFECT_DELAY:
        return state
    failed = state.with_failed(awaited.command, Reason.NOT_SEEN, pulled)
    return replace(failed, awaited=None)


def _is_outside(
    state: EngineState, actions: Iterable[Action], pulled: datetime
) -> bool:
    """Return whether a standing mode was read outside windows.

    Nothing of ours ran then, or had just run; what waits for a later start is no
    obstacle.
    """
    if state.watched or (state.intent and _begins(state.intent) <= pulled):
        return False
    for record in state.records.values():
        owed = state.owes(record.occurrence.key)
        failed = record.outcome is Outcome.FAILED
        if not owed and (failed or record.action_id is None):
            continue
        recent = owed or pulled <= record.end + READING_TOLERANCE
        if recent and record.start - READING_TOLERANCE <= pulled:
            return False
    for action in actions:
        began = effective(action)
        if began is None or action.state in (ActionState.CANCELLED, ActionState.FAILED):
            continue
        if began > pulled and action.state is ActionState.SCHEDULED:
            continue
        # a command without an end is still in effect, and shows in a later reading
        return (action.end or began) + READING_TOLERANCE <= pulled
    return True


def _begins(intent: Intent) -> datetime:
    """Return when what is being sent takes effect at the earliest."""
    return intent.push.start or intent.at


def _with_reading(
    state: EngineState, record: OccurrenceState, battery: Battery, pulled: datetime
) -> EngineState:
    if pulled <= record.start:
        is_just_before = pulled >= record.start - MAX_START_LEVEL_AGE
        known = replace(
            record,
            before=battery.current_mode or record.before,
            from_level=battery.level if is_just_before else record.from_level,
        )
        return state if known == record else state.with_record(known)
    if pulled > record.end + READING_TOLERANCE:
        return state
    over = pulled > record.end - EARLY_END_TOLERANCE
    target_met = is_target_met(record.occurrence, battery.level)
    command, mode = record.occurrence.command, battery.current_mode
    shows = _shows(record.occurrence, battery)
    if not record.shown and _is_of_another(state, record, pulled):
        shows = False
    target = record.occurrence.judged_target
    # what stood until the end is not undone by a reading after it
    stood = over and record.met
    has_target = record.occurrence.has_target
    was_met = stood and has_target and not target_met
    # without a target it goes on until the battery is full or empty
    is_spent = target_met if has_target else is_exhausted(record.occurrence, battery)
    reached_at = record.reached_at or (pulled if is_spent else None)
    if mode is command and not is_spent and reached_at == record.looked:
        # that one reading was wrong
        reached_at = None
    # what is over, or met its target, may rest in another mode by itself
    may_rest = mode is Command.IDLE or (has_target and mode not in _DOING)
    other = mode not in (None, command) and not (over or (reached_at and may_rest))
    other = other and (record.shown or _is_new(state, record, mode))
    other_since = (record.other_since or pulled) if other else None
    # one reading in another mode proves nothing
    doubtful = other_since is not None and pulled < other_since + MIN_READING_INTERVAL
    lasts = shows or reached_at is not None or (record.met and doubtful)
    changed = replace(
        record,
        seen=record.seen or shows or is_spent,
        shown=record.shown or (not over and mode is command),
        failing_since=None if shows or mode is command else record.failing_since,
        met=stood or target_met or (target is None and lasts),
        reached_at=reached_at,
        level=record.level if was_met else battery.level,
        from_level=battery.level if record.from_level is None else record.from_level,
        looked=pulled,
        other_since=other_since,
    )
    return state if changed == record else state.with_record(changed)


def _is_new(state: EngineState, record: OccurrenceState, mode: Command | None) -> bool:
    """Return whether a mode other than idle is neither the previous one nor ours."""
    if mode in _DOING:
        left = {restore.left.occurrence.command for restore in state.owed}
        return record.before is not None and mode not in {record.before, *left}
    if mode is None or not mode.is_auto or state.standing in (None, mode):
        return False
    asked = {record.occurrence.command for record in state.records.values()}
    asked |= {
        restore.sent.command
        for restore in state.owed
        if restore.sent and restore.sent.command
    }
    return mode not in asked


def _is_of_another(
    state: EngineState, record: OccurrenceState, pulled: datetime
) -> bool:
    """Return whether a reading after an occurrence shows the same of a later one."""
    return any(
        record.end <= other.start <= pulled
        and other.occurrence.command is record.occurrence.command
        for other in state.open
    )


def _shows(occurrence: Occurrence, battery: Battery) -> bool:
    """Return whether the battery is in a command's mode, or does what it demands."""
    command = occurrence.command
    if battery.current_mode is command:
        return not _rests(occurrence, battery)
    return battery.current_mode is None and (
        battery.status is not None and _DOING.get(command) is battery.status
    )


def _rests(occurrence: Occurrence, battery: Battery) -> bool:
    """Return whether no energy moves although there is some to be moved."""
    if occurrence.command not in _DOING or battery.status not in _RESTING:
        return False
    return has_energy_to_move(occurrence, battery)
