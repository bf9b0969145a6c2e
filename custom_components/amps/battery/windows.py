"""What the owner sees of a battery's windows: planned, running, past and foreign."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

from ..api.models import Action, ActionState, Command, Parameters
from ..engine.occurrence import OccurrenceState, Outcome, Reason
from ..engine.state import EngineState
from ..schedule.goal import Aim
from ..schedule.plan import Absence, Plan
from ..schedule.why import Why
from ..schedule.window import AbsenceReason, Occurrence, Origin

FOREIGN_UID = "action:"
PAST_UID = "past:"
MANUAL_UID = "manual-"
SUGGESTED_UID = "suggested:"
"""With what the uids of windows begin that the plan does not have."""
OPEN_END_LENGTH = timedelta(minutes=30)
"""The length shown for a window without an end."""


class WindowState(StrEnum):
    """How far a window has come."""

    SUGGESTED = "suggested"
    """Waits for its owner to accept it."""
    PLANNED = "planned"
    """Only in Home Assistant."""
    SENT = "sent"
    """Amps holds it."""
    ACTIVE = "active"
    ENDED = "ended"


class WindowView(NamedTuple):
    """One occurrence of a window, or a foreign action that is shown as one."""

    uid: str
    key: str
    start: datetime
    end: datetime | None
    command: Command | None
    parameters: Parameters
    origin: Origin
    state: WindowState
    original: datetime | None = None
    """The original start of an occurrence, by which it is edited."""
    repeat: str | None = None
    source: str | None = None
    """The planner that made it, by its own name."""
    note: str | None = None
    """What the owner wrote to it."""
    comment: str | None = None
    """What he wrote behind its title."""
    why: Why | None = None
    """For what a planner chose it."""
    aim: Aim | None = None
    """What a goal leaves to the planner; None for a window."""
    action_id: str | None = None
    outcome: Outcome | None = None
    reason: Reason | None = None
    level: float | None = None
    """Percent, at the newest reading within it; of a goal ahead what is expected."""
    from_level: float | None = None
    """Percent, at the reading from which it began."""
    cost: float | None = None
    """Money that a goal has cost; of one ahead what is expected."""
    saves: float | None = None
    """Money that a goal ahead is expected to save; negative where it costs more."""
    reached_at: datetime | None = None
    """When a reading first met its target."""
    runs_on: bool = False
    """Whether it was cancelled while running, and Amps cannot end it early."""
    absence: AbsenceReason | None = None
    """Why it does not take place, where it does not."""
    is_retried: bool = False
    """Whether Amps did not take it so far, and is asked again."""

    @property
    def shown_until(self) -> datetime:
        """Its end on a calendar, which needs one."""
        end = self.start + OPEN_END_LENGTH if self.end is None else self.end
        return max(self.start, end)

    def taken_back(self) -> WindowView:
        """Return it as it ends where its owner takes it back."""
        return self._replace(
            state=WindowState.ENDED, outcome=Outcome.CANCELLED, reason=Reason.BY_OWNER
        )


def views(
    plan: Plan,
    occurrences: Iterable[Occurrence],
    absences: Iterable[Absence],
    state: EngineState,
    actions: Iterable[Action],
    now: datetime,
) -> list[WindowView]:
    """Return everything that is to be shown of the given values, by start."""
    shown: dict[str, WindowView] = {}
    repeats = {window.uid: window.rule for window in plan.windows}
    for occurrence in occurrences:
        record = state.records.get(occurrence.key)
        repeat = repeats.get(occurrence.uid)
        shown[occurrence.key] = _planned(occurrence, record, repeat, now)
    for absence in absences:
        occurrence = absence.occurrence
        record = state.records.get(occurrence.key)
        if record is None or not _lasts(record, now):
            view = _planned(occurrence, None, repeats.get(occurrence.uid), now)
            shown[occurrence.key] = view._replace(absence=absence.reason)
    for key, record in state.records.items():
        if key not in shown and _lasts(record, now):
            repeat = repeats.get(record.occurrence.uid)
            shown[key] = _planned(record.occurrence, record, repeat, now)
    known = {action.id: action for action in actions}
    for key, view in shown.items():
        if view.outcome is Outcome.CANCELLED:
            end = _stopped_at(state.records[key], known)
            shown[key] = view._replace(end=end or view.end)
    for record in state.running_on(known.values(), now):
        shown[record.occurrence.key] = _running_on(record, repeats, now)
    for action in _foreign(actions, state):
        shown[action.id] = _of_action(action, now)
    return sorted(shown.values(), key=lambda window: window.start)


def goal_view(
    occurrence: Occurrence, plan: Plan, record: OccurrenceState | None, now: datetime
) -> WindowView:
    """Return one occurrence of a goal as it is shown."""
    repeats = (window.rule for window in plan.windows if window.uid == occurrence.uid)
    view = _planned(occurrence, record, next(repeats, None), now)
    began = view.state is WindowState.PLANNED and occurrence.start <= now
    return view._replace(state=WindowState.ACTIVE) if began else view


def within(
    found: Iterable[WindowView], start: datetime, end: datetime
) -> list[WindowView]:
    """Return those that overlap a time."""
    return [
        window
        for window in found
        if window.start < end and (window.shown_until > start or window.start >= start)
    ]


def view_of(
    occurrence: Occurrence, plan: Plan, state: EngineState, now: datetime
) -> WindowView:
    """Return one occurrence of a plan, or one by hand, as it is shown."""
    repeats = (window.rule for window in plan.windows if window.uid == occurrence.uid)
    record = state.records.get(occurrence.key)
    return _planned(occurrence, record, next(repeats, None), now)


def coming(
    occurrences: Iterable[Occurrence],
    state: EngineState,
    actions: Collection[Action],
    plan: Plan,
    now: datetime,
) -> WindowView | None:
    """Return what runs or comes next; `occurrences` are what is followed, by start."""
    running = (
        record for record in state.open if record.action_id and _lasts(record, now)
    )
    found = [record.occurrence for record in running if record.occurrence.end > now]
    ahead = (
        occurrence for occurrence in occurrences if not is_over(occurrence, state, now)
    )
    if (first := next(ahead, None)) is not None:
        found.append(first)
    shown = [view_of(window, plan, state, now) for window in found]
    lasting = list(state.running_on(actions, now))
    repeats = {one.uid: one.rule for one in plan.windows} if lasting else {}
    shown += [_running_on(record, repeats, now) for record in lasting]
    foreign = (_of_action(window, now) for window in _foreign(actions, state))
    shown += [window for window in foreign if window.shown_until > now]
    return min(shown, key=lambda window: window.start, default=None)


def energy_moved(
    from_level: float | None, to_level: float | None, capacity: float | None
) -> float | None:
    """Return the kWh that a change of level in % means, in either direction."""
    if from_level is None or to_level is None or capacity is None:
        return None
    return round(abs(to_level - from_level) * capacity / 100, 1)


def is_over(occurrence: Occurrence, state: EngineState, now: datetime) -> bool:
    """Return whether it was decided how an occurrence ended, or it has ended."""
    record = state.records.get(occurrence.key)
    return occurrence.end <= now or (record is not None and record.outcome is not None)


def _planned(
    occurrence: Occurrence,
    record: OccurrenceState | None,
    repeat: str | None,
    now: datetime,
) -> WindowView:
    return WindowView(
        uid=occurrence.uid,
        key=occurrence.key,
        original=occurrence.original,
        start=occurrence.start,
        end=occurrence.end,
        command=occurrence.command,
        parameters=occurrence.parameters,
        repeat=repeat,
        source=occurrence.source,
        note=occurrence.note,
        comment=occurrence.comment,
        why=occurrence.why,
        aim=occurrence.aim,
        origin=occurrence.origin,
        state=_state(occurrence, record, now),
        action_id=record.action_id if record else None,
        outcome=record.outcome if record else None,
        reason=record.reason if record else None,
        level=record.level if record else None,
        from_level=record.from_level if record else None,
        reached_at=record.reached_at if record else None,
        cost=record.cost if record else None,
        is_retried=record is not None and record.attempts + record.early > 0,
    )


def _state(
    occurrence: Occurrence, record: OccurrenceState | None, now: datetime
) -> WindowState:
    if (record is not None and record.outcome is not None) or now >= occurrence.end:
        return WindowState.ENDED
    if record is None or record.action_id is None:
        return WindowState.PLANNED
    return WindowState.ACTIVE if record.start <= now else WindowState.SENT


def _running_on(
    record: OccurrenceState, repeats: Mapping[str, str | None], now: datetime
) -> WindowView:
    """Return what Amps has not ended yet as what it is: it runs until then."""
    repeat = repeats.get(record.occurrence.uid)
    view = _planned(record.occurrence, record, repeat, now)
    return view._replace(state=WindowState.ACTIVE, end=record.end, runs_on=True)


def _stopped_at(
    record: OccurrenceState, actions: Mapping[str, Action]
) -> datetime | None:
    """Return when something truly ended that was stopped while it ran.

    What Amps did not end then went on until its action was over.
    """
    closed, action = record.closed, actions.get(record.action_id or "")
    if closed is None or not record.start < closed < record.end:
        return None
    if action is None or action.state is ActionState.CANCELLED:
        return closed
    if not action.is_terminal:
        return None
    over = action.completed_at or action.updated_at or closed
    return min(max(over, closed), record.end)


def _lasts(record: OccurrenceState, now: datetime) -> bool:
    """Return whether what was sent is to be shown although it is no longer planned.

    What lies ahead is being withdrawn then.
    """
    return record.outcome is not None or record.is_manual or record.start <= now


def _foreign(actions: Iterable[Action], state: EngineState) -> Iterator[Action]:
    """Return what others did that lasts or lasted: what failed at once is no window."""
    ours = {record.action_id for record in state.records.values()} | state.own.keys()
    for action in actions:
        if action.id in ours or (action.start is None and action.end is None):
            continue
        if action.state not in (ActionState.FAILED, ActionState.CANCELLED):
            yield action


def _of_action(action: Action, now: datetime) -> WindowView:
    start = action.start or action.created_at or now
    state = WindowState.SENT if start > now else WindowState.ACTIVE
    if action.is_terminal if action.end is None else action.end <= now:
        state = WindowState.ENDED
    return WindowView(
        uid=f"{FOREIGN_UID}{action.id}",
        key=action.id,
        start=start,
        end=action.end,
        command=action.command,
        parameters=action.parameters,
        origin=Origin.FOREIGN,
        state=state,
        action_id=action.id,
    )
