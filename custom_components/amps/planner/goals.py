"""Windows of goals."""

import numpy as np

from .problem import Problem
from .result import GoalPlan


def plan_goals(problem: Problem) -> GoalPlan:
    """Make windows of the goals."""
    raise NotImplementedError(np.nan)
