"""Chooses modes over time from prices, load, sun and the battery. Pure; numpy.

What goes in is in `problem`, what comes out in `result`: plain values. Both functions
here take up to 100 ms, and the first call imports numpy: call them in the executor.
"""

from .problem import Problem
from .result import DayPlan, GoalPlan


def plan_goals(problem: Problem) -> GoalPlan:
    """Make windows of the goals, as cheaply as can be, around the owner's windows.

    Raises ValueError for a problem that contradicts itself.
    """
    from .goals import plan_goals as plan  # noqa: PLC0415 (numpy takes its time)

    return plan(problem)


def plan_day(problem: Problem) -> DayPlan:
    """Make windows of the goals, and fill what they and the owner leave free.

    Raises ValueError for a problem that contradicts itself.
    """
    from .day import plan_day as plan  # noqa: PLC0415 (numpy takes its time)

    return plan(problem)
