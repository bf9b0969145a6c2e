"""A plan told: its windows with energy, money and reason, and what becomes of goals."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from ..schedule.why import Purpose, Why
from . import durations
from .levels import LevelAt
from .result import GoalResult, Hindrance, PlannedWindow, Shortfall
from .singles import cells_of, fallback_of
from .steps import instant, seconds
from .task import NEAR, Task
from .trial import Bench, Run, Stretch, Stretches, ordered

_FINE = 15 * 60.0
"""Seconds between the moments at which it is looked whether a goal can be reached, and
at which the level is told."""


def planned(bench: Bench, plan: Stretches) -> list[PlannedWindow]:
    """Return the windows of a plan that are not the owner's, with their reasons."""
    run = bench.run([plan])
    return [window_of(bench, run, one) for one in plan if not one.given]


def expected_levels(bench: Bench, plan: Stretches) -> tuple[LevelAt, ...]:
    """Return the level by time, often enough to be linear in between."""
    first, *_, last = bench.steps.edges.tolist()
    fine = Bench(bench.problem, bench.steps.refined(np.arange(first, last, _FINE)))
    run = fine.run([plan])
    pairs = zip(run.steps.edges.tolist(), run.energy[:, 0].tolist(), strict=True)
    return tuple(LevelAt(instant(at), _percent(bench, kwh)) for at, kwh in pairs)


def window_of(bench: Bench, run: Run, one: Stretch) -> PlannedWindow:
    """Return one window of what was tried."""
    part = run.within(one.start, one.end)
    taken = run.taken[part, 0]
    cost = float((run.costs[part, 0] - run.idle_costs[part, 0]).sum())
    weights = np.abs(taken) + 1e-9
    price = float(np.average(run.steps.buy[part], weights=weights))
    mode = one.mode
    return PlannedWindow(
        command=mode.command,
        start=instant(began(bench, one)),
        end=instant(one.end),
        target=mode.target,
        power=mode.power,
        reserve=mode.reserve,
        goal=one.goal,
        level=_percent(bench, float(run.at(one.end)[0])),
        energy=float(taken.sum()),
        cost=cost,
        why=_why(bench, one, price, float(taken.sum())),
    )


def _why(bench: Bench, one: Stretch, price: float, energy: float) -> Why:
    """Return why a goal's window is where it is, beside the rest of its span."""
    goal = next((item for item in bench.problem.goals if item.uid == one.goal), None)
    if goal is None:
        return Why(purpose=Purpose.GOAL, price=price)
    steps = bench.steps
    low, high = seconds(goal.start), seconds(goal.end)
    inside = (steps.edges[:-1] >= low) & (steps.edges[1:] <= high)
    if not (inside & steps.known).any():
        return Why(purpose=Purpose.FALLBACK)
    other = float(np.average(steps.buy[inside], weights=steps.hours[inside]))
    saves = energy * (other - price)
    return Why(purpose=Purpose.GOAL, price=price, other_price=other, saves=saves)


def began(bench: Bench, one: Stretch) -> float:
    """Return when a window begins: earlier than now where the same is held and runs."""
    for held in bench.problem.held:
        same = (held.command, held.goal) == (one.mode.command, one.goal)
        start, end = seconds(held.start), seconds(held.end)
        if same and one.start == bench.steps.edges[0] and start < one.start <= end:
            return start
    return one.start


def results(
    bench: Bench,
    plan: Stretches,
    todo: Sequence[Task],
    windows: Sequence[PlannedWindow],
    *,
    kept: bool,
) -> list[GoalResult]:
    """Return what becomes of each goal, in the order in which they were asked."""
    run = bench.run([plan])
    found = {
        task.goal.uid: GoalResult(
            uid=task.goal.uid,
            level=_percent(bench, float(run.at(task.end)[0])),
            cost=sum(one.cost for one in windows if one.goal == task.goal.uid),
            shortfall=_shortfall(bench, plan, task, run),
            act_by=instant(_act_by(bench, plan, task)),
            fallback=fallback_of(bench, task),
            kept=kept,
        )
        for task in todo
    }
    return [found[goal.uid] for goal in bench.problem.goals if goal.uid in found]


def _percent(bench: Bench, energy: float) -> float:
    return energy / bench.pack.kwh


def _shortfall(bench: Bench, plan: Stretches, task: Task, run: Run) -> Shortfall | None:
    if task.length is not None:
        return _too_short(bench, plan, task)
    if float(task.short_in(run, bench.pack.kwh)[0]) <= NEAR * bench.pack.kwh:
        return None
    end = float(run.at(task.end)[0])
    part = run.within(task.start, task.end)
    inside = run.energy[part.start : part.stop + 1, 0]
    near = np.flatnonzero(np.abs(inside - end) <= NEAR * bench.pack.kwh / 5)
    # from when on it stays at what is reached in the end
    gaps = np.flatnonzero(np.diff(near) > 1)
    first = near[gaps[-1] + 1] if len(gaps) else near[0]
    return Shortfall(
        hindrance=_hindrance(bench, plan, task),
        level=_percent(bench, end),
        hours=None,
        by=instant(float(run.steps.edges[part.start + first])),
    )


def _too_short(bench: Bench, plan: Stretches, task: Task) -> Shortfall | None:
    """Return how much of a duration there is no room for."""
    mine = [one for one in plan if one.goal == task.goal.uid]
    there = sum(one.end - one.start for one in mine)
    if there >= (task.length or 0.0) - 60:
        return None
    end = max((one.end for one in mine), default=task.end)
    return Shortfall(
        hindrance=_hindrance(bench, plan, task),
        level=None,
        hours=there / 3600,
        by=instant(end),
    )


def _hindrance(bench: Bench, plan: Stretches, task: Task) -> Hindrance:
    """Return the first of what is in the way that would help if it were lifted."""
    goal, battery = task.goal, bench.problem.battery
    if goal.target is not None and not (
        battery.floor - NEAR <= goal.target <= battery.ceiling + NEAR
    ):
        return Hindrance.LEVEL
    steps = bench.steps
    if task.limited and not (steps.known & task.inside(steps)).any():
        return Hindrance.NO_PRICES
    others = [one for one in plan if one.goal != goal.uid]
    free = goal._replace(max_price=None, min_price=None)
    if task.limited and _could(bench, others, replace(task, goal=free)):
        return Hindrance.PRICE_LIMIT
    if _could(bench, [], replace(task, goal=free)):
        return Hindrance.WINDOWS
    if goal.power is not None:
        strong = free._replace(power=None)
        if _could(bench, others, replace(task, goal=strong)):
            return Hindrance.POWER
    return Hindrance.TIME


def _could(bench: Bench, others: Stretches, task: Task) -> bool:
    """Return whether a goal is met if its command runs all the time that it may."""
    if task.length is not None:
        cells = cells_of(bench, others, task)
        room, pieces = durations.most(cells, 1)
        if task.goal.in_one_go:
            return any(high - low >= task.length for low, high in pieces)
        return room * cells.cell >= task.length
    run = bench.run([throughout(bench, others, task)])
    return bool(task.short_in(run, bench.pack.kwh)[0] <= NEAR * bench.pack.kwh)


def throughout(
    bench: Bench, others: Stretches, task: Task, start: float | None = None
) -> list[Stretch]:
    """Return the plan in which a goal's command runs all the time that it may."""
    steps = bench.steps.refined(edge for one in others for edge in (one.start, one.end))
    allowed = task.allowed(steps, others) & (steps.edges[:-1] >= (start or 0.0))
    edges = np.flatnonzero(np.diff(np.concatenate([[0], allowed.view(np.int8), [0]])))
    mine = [
        Stretch(
            mode=task.mode,
            start=float(steps.edges[low]),
            end=float(steps.edges[high]),
            goal=task.goal.uid,
        )
        for low, high in edges.reshape(-1, 2)
    ]
    return ordered([*others, *mine])


def _act_by(bench: Bench, plan: Stretches, task: Task) -> float:
    """Return the last moment from which full power still reaches it."""
    if task.length is not None:
        return max(task.end - task.length, task.start)
    free = task.goal._replace(max_price=None, min_price=None, power=None, reserve=None)
    strong = replace(task, goal=free)
    others = [one for one in plan if one.goal != task.goal.uid]
    steps = bench.steps.refined(np.arange(task.start, task.end, _FINE).tolist())
    starts = [float(at) for at in steps.edges if task.start <= at < task.end]
    fine = Bench(bench.problem, steps)
    run = fine.run([throughout(fine, others, strong, at) for at in starts])
    enough = task.short_in(run, bench.pack.kwh) <= NEAR * bench.pack.kwh
    if not enough.any():
        return float(bench.steps.edges[0])
    return starts[int(np.flatnonzero(enough)[-1])]
