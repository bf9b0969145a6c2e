"""The goals of a battery as they are shown."""

from datetime import datetime

from ...schedule.window import Occurrence
from ..goal_run import GoalRun
from ..windows import WindowView, goal_view, within
from ..writer import BatteryWriter


async def async_goal_views(
    battery: BatteryWriter, start: datetime, end: datetime
) -> list[WindowView]:
    """Return the goals that are to be shown between two aware instants, by start."""
    now = battery.coordinator.now()
    plan = battery.state.plan.plan
    occurrences = await battery.state.hass.async_add_executor_job(
        plan.goals, start, end
    )
    records = await battery.state.hass.async_add_executor_job(
        battery.state.history, start, end
    )
    over = {
        key: record
        for key, record in records.items()
        if record.occurrence.aim is not None
    }
    shown = {
        occurrence.key: _view(battery, occurrence, now)
        for occurrence in occurrences
        if occurrence.key not in over
    }
    shown |= {
        key: goal_view(record.occurrence, plan, record, now)
        for key, record in over.items()
    }
    return sorted(within(shown.values(), start, end), key=lambda view: view.start)


def _view(battery: BatteryWriter, goal: Occurrence, now: datetime) -> WindowView:
    """Return a goal that is not over, with what is expected of it."""
    run = battery.state.goals.get(goal.key)
    record = None if run is None else run.record
    view = goal_view(goal, battery.state.plan.plan, record, now)
    return view if run is None else _expected(view, run)


def _expected(view: WindowView, run: GoalRun) -> WindowView:
    prospect, spent = run.prospect, run.record.cost
    cost = prospect.cost
    if spent is not None:
        cost = spent + (cost or 0.0)
    return view._replace(
        level=prospect.level, cost=cost, saves=prospect.saves, reason=prospect.reason
    )
