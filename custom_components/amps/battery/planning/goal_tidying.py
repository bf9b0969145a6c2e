"""Which goals there are, and which of their windows the owner took back. Values only.

To take back a window of a goal means: not then. To move one makes it the owner's own,
which the goal is planned around.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from ...engine.occurrence import OccurrenceState, Outcome, Reason
from ...schedule.window import Occurrence, Origin, Window, stem_of
from ..day_run import DayRun
from ..goal_run import GoalRun, TimeRange
from .goal_problem import is_of

PAUSE_AFTER_FAILURE = timedelta(minutes=15)
"""How long after a failed window the next one of the goal may begin."""

_NOT_THEN = frozenset({Reason.OVERRIDDEN, Reason.CANCELLED_ELSEWHERE})


def known_runs(
    runs: Mapping[str, GoalRun],
    goals: Iterable[Occurrence],
    *,
    decided: Collection[str],
    until: datetime,
) -> tuple[dict[str, GoalRun], list[GoalRun]]:
    """Return what is remembered of the goals up to an instant, and of those gone.

    A goal that was edited keeps what it has cost, and when it is not to happen.
    """
    there = {
        goal.key: goal
        for goal in goals
        if goal.key not in decided and goal.start <= until
    }
    left = dict(runs)
    found: dict[str, GoalRun] = {}
    for key, goal in there.items():
        before = left.pop(key, None) or _moved(left, there, goal)
        if before is None:
            before = GoalRun(record=OccurrenceState(occurrence=goal))
        elif before.record.occurrence != goal:
            record = replace(before.record, occurrence=goal, warned=())
            before = replace(before, record=record)
        found[key] = before
    return found, list(left.values())


def _moved(
    left: dict[str, GoalRun], there: Mapping[str, Occurrence], goal: Occurrence
) -> GoalRun | None:
    """Return, and take out, what is remembered of a goal under another key."""
    for key, run in left.items():
        before = run.record.occurrence
        if key in there or stem_of(before.uid) != stem_of(goal.uid):
            continue
        if before.overlaps(goal):
            return left.pop(key)
    return None


def orphans(
    windows: Iterable[Window], runs: Mapping[str, GoalRun], now: datetime
) -> set[str]:
    """Return the uids of windows to come of goals that are no more."""
    return {
        window.uid
        for window in windows
        if window.origin is Origin.GOAL
        and window.end > now
        and not any(is_of(window, run) for run in runs.values())
    }


def with_avoided[RunT: (GoalRun, DayRun)](
    run: RunT,
    windows: Iterable[Window],
    planned: Collection[Occurrence],
    records: Iterable[OccurrenceState],
    origin: Origin,
    now: datetime,
) -> RunT:
    """Return a run that is not to happen when its owner took a window of it back.

    `planned` is what takes place of the `windows` of the plan. `records` say what
    became of those of the run, which have this origin.
    """
    known = {window.uid: window for window in windows}
    missing = {uid: window for uid, window in run.windows.items() if uid not in known}
    run = replace(
        run,
        windows={
            uid: span
            for uid, span in run.windows.items()
            if uid in known and known[uid].origin is origin and span[1] > now
        },
    )
    taken_back: list[TimeRange] = [
        (max(start, now), end)
        for start, end in missing.values()
        if end > now and not _is_taken((start, end), planned, origin)
    ]
    spans = [*taken_back, *_given_up(records)]
    new = [span for span in spans if span not in run.avoided and span[1] > now]
    return run.avoiding(*new) if new else run


def _given_up(records: Iterable[OccurrenceState]) -> Iterable[TimeRange]:
    """Yield the time after windows ended early, in which nothing is to happen."""
    for record in records:
        if record.closed is None:
            continue
        if record.outcome is Outcome.CANCELLED and record.reason in _NOT_THEN:
            yield record.closed, record.occurrence.end
        elif record.is_lost:
            yield record.closed, record.closed + PAUSE_AFTER_FAILURE


def _is_taken(span: TimeRange, planned: Iterable[Occurrence], origin: Origin) -> bool:
    """Return whether another window has taken some of a time: it had to give way."""
    start, end = span
    return any(
        one.start < end and start < one.end
        for one in planned
        if one.origin not in (origin, Origin.AUTOMATIC)
    )
