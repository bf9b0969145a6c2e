"""What a goal costs, by what the battery takes and gives while its windows run."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from ...api.models import Command
from ...engine.state import EngineState
from ..energy import Totals
from ..goal_run import GoalRun
from .goal_problem import windows_of

LATEST_READING = timedelta(minutes=6)
"""How long after a window's end a reading may still count towards it."""


def metered(
    run: GoalRun,
    state: EngineState,
    totals: Totals,
    price: Callable[[datetime], float | None],
    now: datetime,
) -> GoalRun:
    """Return a goal with what was counted since it was looked at last.

    `price` is money per kWh at an instant, None where it is not known.
    """
    goal = run.record.occurrence
    if now < goal.start:
        return run
    charges = goal.command is Command.CHARGE
    total = totals.charged if charges else totals.discharged
    if total == run.meter:
        return run
    moved = 0.0 if run.meter is None else max(total - run.meter, 0.0)
    counted = replace(run, meter=total)
    last = next(
        (
            record
            for record in windows_of(goal, state)
            if record.action_id is not None
            and record.start < now <= record.end + LATEST_READING
        ),
        None,
    )
    if last is None or not moved:
        return counted
    per_kwh = price(min(now, last.end) - timedelta(seconds=1))
    if per_kwh is None:
        return counted
    spent = moved * per_kwh * (1 if charges else -1)
    record = replace(run.record, cost=round((run.record.cost or 0.0) + spent, 6))
    return replace(counted, record=record)
