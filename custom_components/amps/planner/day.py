"""Windows of a day."""

from .problem import Problem
from .result import DayPlan


def plan_day(problem: Problem) -> DayPlan:
    """Make windows of the day."""
    raise NotImplementedError
