"""A goal as the planner works on it: when it may run, and how far it is from met."""

from datetime import timedelta

import numpy as np
from numpy.typing import NDArray

from ..api.models import Command
from ..api.value import frozen
from .physics import Floats, Mode
from .problem import FULL, Goal, Problem
from .steps import Steps, seconds
from .trial import Run, Stretches

NEAR = 0.5
"""Percent: a level that is so near is met."""
MISSED = 1000.0
"""Times the dearest price: what a kWh that a goal is missed by counts as."""


@frozen(kw_only=False)
class Task:
    """What is left of a goal."""

    goal: Goal
    start: float
    """Seconds since 1970, not before now."""
    end: float

    @property
    def mode(self) -> Mode:
        """Return the mode of its windows."""
        goal = self.goal
        return Mode(goal.command, goal.target, goal.power, goal.reserve)

    @property
    def length(self) -> float | None:
        """Return the seconds that it is to run for, if that is what it says."""
        length = self.goal.duration
        return None if length is None else length.total_seconds()

    @property
    def limited(self) -> bool:
        """Return whether it has a price limit."""
        return self.goal.max_price is not None or self.goal.min_price is not None

    def inside(self, steps: Steps) -> NDArray[np.bool_]:
        """Return which steps lie in its span."""
        return (steps.edges[:-1] >= self.start) & (steps.edges[1:] <= self.end)

    def allowed(self, steps: Steps, plan: Stretches) -> NDArray[np.bool_]:
        """Return in which steps it may run, beside windows that stand."""
        allowed = self.inside(steps)
        if self.goal.max_price is not None:
            allowed &= steps.known & (steps.buy <= self.goal.max_price)
        if self.goal.min_price is not None:
            allowed &= steps.known & (steps.buy >= self.goal.min_price)
        for one in plan:
            allowed &= (steps.edges[1:] <= one.start) | (steps.edges[:-1] >= one.end)
        return allowed

    def short(self, energy: Floats, kwh: float) -> Floats:
        """Return the kWh by which energies miss its level; `kwh` is a percent."""
        if self.goal.target is None:
            return np.zeros_like(energy)
        missing = self.goal.target * kwh - energy
        if self.goal.command is Command.DISCHARGE:
            missing = -missing
        return np.maximum(missing, 0.0)

    def short_in(self, run: Run, kwh: float) -> Floats:
        """Return the kWh by which what was tried misses it."""
        return self.short(run.at(self.end), kwh)


def tasks(problem: Problem, now: float) -> list[Task]:
    """Return what is left of the goals, by end; raises ValueError for a bad one."""
    found = []
    for goal in problem.goals:
        _check(goal)
        start, end = max(seconds(goal.start), now), seconds(goal.end)
        if start < end:
            found.append(Task(goal, start, end))
    return sorted(found, key=lambda task: (task.end, task.start))


def _check(goal: Goal) -> None:
    if goal.command not in {Command.CHARGE, Command.DISCHARGE}:
        raise ValueError(f"{goal.uid}: a goal charges or discharges")
    if (goal.target is None) == (goal.duration is None):
        raise ValueError(f"{goal.uid}: a goal has a target or a duration")
    if goal.target is not None and not 0 <= goal.target <= FULL:
        raise ValueError(f"{goal.uid}: the target is not a percentage")
    if goal.duration is not None and goal.duration <= timedelta(0):
        raise ValueError(f"{goal.uid}: the duration is not positive")
    if goal.end <= goal.start:
        raise ValueError(f"{goal.uid}: the span ends before it starts")
