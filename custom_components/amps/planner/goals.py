"""Windows of goals: first those that leave one choice, then all levels together."""

from collections.abc import Sequence
from datetime import timedelta
from itertools import chain, pairwise

import numpy as np

from .outcome import expected_levels, planned, results
from .polish import polished, worth
from .problem import Problem
from .result import GoalPlan
from .search import Search, Searched, choice_beside
from .singles import fallback_of, of_duration, of_level
from .steps import likely, seconds, whole_minute
from .task import MISSED, NEAR, Task, tasks
from .trial import Bench, Stretch, Stretches, given, joined, ordered

_LEVELS = 201
_MINUTE = 60.0
_WAYS = ((1.0, False), (4 / 3, False), (4 / 3, True))
"""How much longer steps are, and whether each level is reached in one go."""
_AS_GOOD = 0.002
"""The share by which a plan of fewer windows may cost more."""
_COARSE = timedelta(days=1)


def plan_goals(problem: Problem) -> GoalPlan:
    """Make windows of the goals, as cheaply as can be, around the owner's windows."""
    todo = tasks(problem, seconds(whole_minute(problem.now)))
    if not todo:
        return GoalPlan()
    plan, kept, coarse = goal_windows(problem, todo)
    windows = planned(coarse, plan)
    return GoalPlan(
        windows=tuple(windows),
        goals=tuple(results(coarse, plan, todo, windows, kept=kept)),
        levels=expected_levels(coarse, plan),
    )


def goal_windows(
    problem: Problem, todo: Sequence[Task]
) -> tuple[list[Stretch], bool, Bench]:
    """Return the windows of goals and owner, whether they were held, and the bench.

    Steps of more than one length are searched, and windows in one go: what one of them
    cannot say, another can.
    """
    found: list[tuple[float, list[Stretch]]] = []
    _, coarse = benches(problem, todo)
    for longer, simple in _WAYS:
        options = problem.options._replace(step=problem.options.step * longer)
        bench, _ = benches(problem._replace(options=options), todo)
        plan = chosen_windows(bench, coarse, todo, simple=simple)
        found.append((float(worth(coarse, todo, [plan])[0]), plan))
    least = min(cost for cost, _ in found)
    enough = least + _AS_GOOD * abs(least)
    as_good = [pair for pair in found if pair[0] <= enough]
    _, best = min(as_good, key=lambda pair: (len(pair[1]), pair[0]))
    plan, kept = settled(coarse, best, todo)
    return plan, kept, coarse


def movable(bench: Bench, todo: Sequence[Task]) -> list[Task]:
    """Return the goals whose windows may be moved for their level's sake."""
    levels = (task for task in todo if task.length is None)
    return [task for task in levels if fallback_of(bench, task) is None]


def benches(problem: Problem, todo: Sequence[Task]) -> tuple[Bench, Bench]:
    """Return where goals are searched, and where windows are tried to the minute."""
    goals = [task.goal for task in todo]
    end = max(goal.end for goal in goals)
    marks = {at for goal in goals for at in (goal.start, goal.end)}
    marks |= {at for one in problem.windows for at in (one.start, one.end)}
    bench = Bench(problem, likely(problem, end, marks))
    if problem.battery.charge_curve:
        return bench, bench
    options = problem.options._replace(step=_COARSE)
    whole = problem._replace(options=options)
    return bench, Bench(problem, likely(whole, end, marks))


def owners(bench: Bench) -> list[Stretch]:
    """Return the owner's windows within the time that is planned."""
    low, high = float(bench.steps.edges[0]), float(bench.steps.edges[-1])
    found = (given(one, low, high) for one in bench.problem.windows)
    return ordered(one for one in found if one is not None)


def chosen_windows(
    bench: Bench, coarse: Bench, todo: Sequence[Task], *, simple: bool
) -> list[Stretch]:
    """Return the windows of all goals, and those of the owner.

    In a `simple` plan each level is reached in one go.
    """
    plan = owners(bench)
    later: list[Task] = []
    for task in todo:
        fallback = fallback_of(bench, task)
        if task.length is not None:
            plan = ordered([*plan, *of_duration(bench, plan, task)])
        elif fallback is not None or task.goal.in_one_go or simple:
            plan = ordered([*plan, *of_level(bench, plan, task, fallback)])
        else:
            later.append(task)
    if later:
        plan = joined([*plan, *_searched(bench, plan, later)])
    return polished(coarse, plan, movable(coarse, todo), todo)


def _searched(bench: Bench, plan: Stretches, todo: Sequence[Task]) -> list[Stretch]:
    """Return windows for levels, all together."""
    steps, pack = bench.steps, bench.pack
    modes = [bench.standing, *(task.mode for task in todo)]
    allowed = np.zeros((len(steps.buy), len(modes)), dtype=bool)
    allowed[:, 0] = True
    for index, task in enumerate(todo, 1):
        allowed[:, index] = task.allowed(steps, plan)
    dearest = float(np.abs(steps.buy).max()) + 0.01
    search = Search(
        pack=pack,
        steps=steps,
        choice=choice_beside(pack, steps, modes, plan, allowed),
        wear=bench.problem.options.wear,
        levels=_LEVELS,
    )
    search.dues[len(steps.buy)] = -bench.spare * search.grid
    for task in todo:
        index = int(np.searchsorted(steps.edges, task.end))
        due = task.short(search.grid, pack.kwh) * MISSED * dearest
        search.dues[index] = search.dues.get(index, 0.0) + due
    choice = Searched(search).cheapest(bench.energy, bench.change)
    return [
        Stretch(
            mode=modes[index],
            start=float(steps.edges[step]),
            end=float(steps.edges[step + 1]),
            goal=todo[index - 1].goal.uid,
        )
        for step, (index, _) in enumerate(choice)
        if 0 < index <= len(todo)
    ]


def settled(
    bench: Bench, chosen: list[Stretch], todo: Sequence[Task]
) -> tuple[list[Stretch], bool]:
    """Return the plan, or what is held where that is nearly as good; and which."""
    held = {task.goal.uid: _held(bench, task) for task in todo}
    held = {uid: windows for uid, windows in held.items() if windows}
    plan = [one for one in chosen if one.goal not in held]
    plan = ordered(chain(plan, *held.values()))
    if not held or any(one.end > later.start for one, later in pairwise(plan)):
        return chosen, False
    if any(_falls_shorter(bench, plan, chosen, task) for task in todo):
        return chosen, False
    if any(_falls_shorter(bench, chosen, plan, task) for task in todo):
        return plan, True  # the rest of what runs is too short to be chosen
    windows = planned(bench, chosen)
    spent = sum(abs(window.cost) for window in windows if window.goal in held)
    old, new = worth(bench, (), [plan, chosen]).tolist()
    if old - new > bench.problem.options.move_threshold * spent:
        return chosen, False
    return plan, True


def _held(bench: Bench, task: Task) -> list[Stretch]:
    """Return the windows that are held for a goal, if all of them can stay."""
    low, high = float(bench.steps.edges[0]), float(bench.steps.edges[-1])
    mine = (one for one in bench.problem.held if one.goal == task.goal.uid)
    cut = (given(one, low, high) for one in mine)
    held = [one for one in cut if one is not None]
    if task.length is not None and abs(_length(held, task) - task.length) >= _MINUTE:
        return []
    steps = bench.steps.refined(edge for one in held for edge in (one.start, one.end))
    allowed = task.allowed(steps, owners(bench))
    for one in held:
        inside = (steps.edges[:-1] >= one.start) & (steps.edges[1:] <= one.end)
        if one.mode != task.mode or not allowed[inside].all():
            return []
    return held


def _falls_shorter(bench: Bench, plan: Stretches, other: Stretches, task: Task) -> bool:
    """Return whether a plan misses a goal by more than another one does."""
    if task.length is not None:
        return _length(plan, task) < _length(other, task) - _MINUTE
    runs = [bench.run([one]) for one in (plan, other)]
    short = [float(task.short_in(run, bench.pack.kwh)[0]) for run in runs]
    return short[0] > short[1] + NEAR * bench.pack.kwh


def _length(plan: Stretches, task: Task) -> float:
    return sum(one.end - one.start for one in plan if one.goal == task.goal.uid)
