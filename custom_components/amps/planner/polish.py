"""Windows put right to the minute, by trying."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from math import ceil

import numpy as np

from .physics import Floats
from .steps import Steps
from .task import MISSED, Task
from .trial import Bench, Run, Stretch, Stretches, joined, ordered

_ROUNDS = 3
_REACH = 30 * 60.0
"""How far an edge is moved in one round, in seconds."""
_MINUTE = 60.0
_GAIN = 1e-6
"""Money that makes a difference."""


def worth(bench: Bench, tasks: Sequence[Task], run: Run, windows: int) -> Floats:
    """Return the money that plans cost, with what goals are missed by."""
    dearest = np.abs(bench.steps.buy).max() + 0.01
    total = run.costs.sum(axis=0) + 2 * windows * bench.change
    for task in tasks:
        total = total + task.short_in(run, bench.pack.kwh) * MISSED * dearest
    return total


def polished(
    bench: Bench, plan: Stretches, movable: Sequence[Task], tasks: Sequence[Task]
) -> list[Stretch]:
    """Return the plan with the windows of goals moved where that is cheaper."""
    by_uid = {task.goal.uid: task for task in movable}
    found = _lengthened(bench, ordered(plan), by_uid)
    best = float(worth(bench, tasks, bench.run([found]), len(found))[0])

    def take(tried: list[list[Stretch]]) -> None:
        """Take the best of what is tried, if it is better."""
        nonlocal best, found
        if tried:
            total = worth(bench, tasks, bench.run(tried), len(tried[0]))
            pick = int(total.argmin())
            if total[pick] < best - _GAIN:
                best, found = float(total[pick]), tried[pick]

    for _ in range(_ROUNDS):
        before = best
        for index in reversed(range(len(found))):
            task = by_uid.get(found[index].goal or "")
            if task is not None:
                take(_starts(bench, found, index, task))
                take(_ends(bench, found, index, task))
                take(_shifts(bench, found, index, task))
        take(_without(found, by_uid))
        if best > before - _GAIN:
            break
    return found


def _lengthened(
    bench: Bench, plan: list[Stretch], by_uid: Mapping[str, Task]
) -> list[Stretch]:
    """Return the plan with windows that are too short made longer, or left out."""
    least = bench.problem.options.least_window.total_seconds()
    index = 0
    while index < len(plan):
        one, others = plan[index], [*plan[:index], *plan[index + 1 :]]
        task = by_uid.get(one.goal or "")
        if task is not None and one.end - one.start < least:
            low, high = _room(bench.steps, others, one, task)
            end = min(high, one.start + least)
            start = max(low, end - least)
            if end - start < least:
                plan = others
                continue
            plan = joined([*others, replace(one, start=start, end=end)])
        index += 1
    return plan


def _starts(
    bench: Bench, plan: Stretches, index: int, task: Task
) -> list[list[Stretch]]:
    one, others = plan[index], [*plan[:index], *plan[index + 1 :]]
    low, _ = _room(bench.steps, others, one, task)
    high = one.end - bench.problem.options.least_window.total_seconds()
    near = _near(one.start, low, high)
    return [ordered([*others, replace(one, start=at)]) for at in near]


def _ends(bench: Bench, plan: Stretches, index: int, task: Task) -> list[list[Stretch]]:
    one, others = plan[index], [*plan[:index], *plan[index + 1 :]]
    _, high = _room(bench.steps, others, one, task)
    low = one.start + bench.problem.options.least_window.total_seconds()
    near = _near(one.end, low, high)
    return [ordered([*others, replace(one, end=at)]) for at in near]


def _shifts(
    bench: Bench, plan: Stretches, index: int, task: Task
) -> list[list[Stretch]]:
    one, others = plan[index], [*plan[:index], *plan[index + 1 :]]
    low, high = _room(bench.steps, others, one, task)
    length = one.end - one.start
    return [
        ordered([*others, replace(one, start=at, end=at + length)])
        for at in _near(one.start, low, high - length)
    ]


def _without(plan: Stretches, by_uid: Mapping[str, Task]) -> list[list[Stretch]]:
    return [
        [*plan[:index], *plan[index + 1 :]]
        for index, one in enumerate(plan)
        if one.goal in by_uid
    ]


def _near(edge: float, low: float, high: float) -> list[float]:
    """Return the whole minutes around an edge that lie within bounds."""
    low, high = max(low, edge - _REACH), min(high, edge + _REACH)
    first, last = ceil(low / _MINUTE), int(high // _MINUTE)
    return [minute * _MINUTE for minute in range(first, last + 1)]


def _room(
    steps: Steps, others: Stretches, one: Stretch, task: Task
) -> tuple[float, float]:
    """Return how far a window may reach without crossing what it may not."""
    blocked = np.flatnonzero(~task.allowed(steps, ()))
    first, last = steps.at(np.array([one.start, one.end - 1.0]))
    before, after = blocked[blocked < first], blocked[blocked > last]
    low = steps.edges[before[-1] + 1] if len(before) else steps.edges[0]
    high = steps.edges[after[0]] if len(after) else steps.edges[-1]
    ends = (other.end for other in others if other.end <= one.start)
    starts = (other.start for other in others if other.start >= one.end)
    return max(float(low), *ends, 0.0), min(float(high), *starts, float("inf"))
