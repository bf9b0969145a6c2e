"""What would become of a window or a goal if it were planned; nothing is stored.

Raises Home Assistant's errors, translated, for what no plan or battery takes.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import NamedTuple
import uuid

from homeassistant.util import dt as dt_util

from ...engine.occurrence import OccurrenceState, Reason
from ...exceptions import invalid, plan_errors
from ...planner import plan_goals
from ...planner.problem import Outlook, Problem
from ...schedule import edits
from ...schedule.window import Draft, Occurrence
from ..goal_run import NOTHING_KNOWN, GoalRun, prospect_of
from ..plan_editor import async_windows, with_defaults
from ..windows import WindowView, view_of
from ..writer import BatteryWriter
from .expected import cost_of, expected
from .goal_basis import problem_of
from .goal_problem import is_of
from .planner_inputs import PlannerInputs
from .price_rows import Prices

MAX_PREVIEW_AHEAD = timedelta(days=8)
"""How far ahead a preview may end: nobody can foresee more."""


class Preview(NamedTuple):
    """What would become of the first occurrence; None where that is not known."""

    spans: tuple[tuple[datetime, datetime], ...] = ()
    """When the battery would charge or discharge."""
    level: float | None = None
    """Percent at its end."""
    cost: float | None = None
    reason: Reason | None = None
    """Why a goal could not be met."""


async def async_preview(
    battery: BatteryWriter,
    draft: Draft,
    prices: Prices,
    inputs: PlannerInputs,
    *,
    uid: str | None = None,
    original: datetime | None = None,
) -> Preview:
    """Work out what would become of a draft.

    It is one of another window, or of its occurrence with that original start, where
    those are named.
    """
    now, name = battery.coordinator.now(), battery.state.name
    draft = with_defaults(battery, draft)
    make = partial(edits.made, draft, uid=str(uuid.uuid4()), now=now)
    with plan_errors(name):
        window = await battery.state.hass.async_add_executor_job(make)
    occurrence = window.upcoming(now)
    if occurrence is None or occurrence.end > now + MAX_PREVIEW_AHEAD:
        return Preview()

    def replaced(other: Occurrence | WindowView) -> bool:
        return other.uid == uid and original in (None, other.original)

    if occurrence.aim is None:
        shown = await async_windows(battery, dt_util.utcnow(), occurrence.end)
        others = [view for view in shown if not replaced(view)]
        return _of_window(battery, occurrence, others, prices, now)
    gone = [
        run for run in battery.state.goals.values() if replaced(run.record.occurrence)
    ]
    house = await inputs.async_outlook(battery, now)
    asked = _problem(battery, occurrence, gone, prices, house, now)
    answer = await battery.state.hass.async_add_executor_job(plan_goals, asked)
    result = next((one for one in answer.goals if one.uid == occurrence.key), None)
    prospect = NOTHING_KNOWN if result is None else prospect_of(result)
    return Preview(
        spans=tuple(
            (one.start, one.end) for one in answer.windows if one.goal == occurrence.key
        ),
        level=prospect.level,
        cost=prospect.cost,
        reason=prospect.reason,
    )


def _of_window(
    battery: BatteryWriter,
    occurrence: Occurrence,
    others: Sequence[WindowView],
    prices: Prices,
    now: datetime,
) -> Preview:
    if (snapshot := battery.state.snapshot) is None:
        raise invalid("device_gone", battery=battery.state.name)
    view = view_of(occurrence, battery.state.plan.plan, battery.state.engine, now)
    before = [
        one for one in others if one.shown_until <= view.start and not one.absence
    ]
    ahead = expected(snapshot.battery, battery.state.defaults, [*before, view])
    if not ahead.levels:
        return Preview(spans=((occurrence.start, occurrence.end),))
    flow, cost = ahead.flows.get(view.key), None
    if prices.buying is not None:
        cost = cost_of(view, flow, snapshot.battery.capacity, prices.buying)
    return Preview(
        spans=((occurrence.start, occurrence.end),),
        level=ahead.levels[-1].level,
        cost=cost,
    )


def _problem(
    battery: BatteryWriter,
    goal: Occurrence,
    gone: Sequence[GoalRun],
    prices: Prices,
    house: Outlook,
    now: datetime,
) -> Problem:
    """Return what the planner is asked, with a goal and without what it replaces."""
    state = battery.state
    if state.snapshot is None:
        raise invalid("device_gone", battery=state.name)
    runs = [
        run
        for run in state.goals.values()
        if run not in gone and run.record.occurrence.end > now
    ]
    return problem_of(
        state,
        state.snapshot.battery,
        prices=prices.of_goals(),
        house=house,
        runs=[*runs, GoalRun(record=OccurrenceState(occurrence=goal))],
        planned=[
            one
            for one in state.plan.occurrences.values()
            if not any(is_of(one, run) for run in gone)
        ],
        now=now,
    )
