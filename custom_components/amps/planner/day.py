"""The whole day: what goals and the owner leave free, filled where that saves."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

import numpy as np

from ..api.models import Command
from ..schedule.why import Purpose, Why
from .day_search import day_search, free_modes
from .goals import goal_windows, owners
from .left import Left, average_day
from .outcome import began, results, window_of
from .physics import Floats, Mode
from .problem import Problem
from .result import DayPlan, PlanRow
from .search import Searched, expected, thinned
from .steps import cut, instant, seconds, whole_minute
from .task import MISSED, Task, tasks
from .trial import Bench, Run, Stretch, Stretches, given, ordered

_LEVELS = 91
_ROUGH = 7
"""How many outlooks windows are tried with, of those that there are."""
_AIM = 12
"""Percent by which a level that the search found is put right."""
_SOME = 2
"""Windows too many that are taken out one by one."""
_WORTHS = (0.3, 0.6, 1.3, 2.6, 5.0, 10.0, 30.0)
"""What a change of mode has to save, beside what it has to save for a goal: little in a
plan with few of them."""
_DAY = 86400.0


def plan_day(problem: Problem, left: Left | None = None) -> DayPlan:
    """Make windows of the goals, and fill what they and the owner leave free.

    What is `left` in the battery at the end is worth as much per kWh as on average,
    unless it is said.
    """
    now = seconds(whole_minute(problem.now))
    todo = [task for task in tasks(problem, now) if task.goal.start < problem.end]
    mine: list[Stretch] = []
    kept = False
    if todo:
        found, kept, _ = goal_windows(problem, todo)
        mine = [one for one in found if not one.given]
    marks = {at for one in problem.windows for at in (one.start, one.end)}
    marks |= {instant(at) for one in mine for at in (one.start, one.end)}
    marks |= {goal.end for goal in problem.goals}
    bench = Bench(problem, cut(problem, problem.end, marks))
    rough = Bench(problem, thinned(bench.steps, _ROUGH))
    left = average_day(bench) if left is None else left
    base = ordered([*owners(bench), *mine])
    base = [one for one in base if one.start < bench.steps.edges[-1]]
    plan, change = _filled(bench, base, todo, left)
    plan = _bounded(rough, plan, base, left, change)
    plan = _aimed(rough, plan, base, left)
    plan = _steady(bench, plan, base, left)
    return _told(bench, plan, base, todo, left, kept=kept)


def _filled(
    bench: Bench, base: Stretches, todo: Sequence[Task], left: Left
) -> tuple[list[Stretch], float]:
    """Return the windows that stand, and those for what is free.

    And the money that a change of mode has to save, so that there are not too many.
    """
    steps, modes = bench.steps, free_modes(bench)
    first = _first(bench.problem, modes)
    search = day_search(bench, steps, base, levels=_LEVELS, first=first)
    search.dues[len(steps.buy)] = -left.of(search.grid)
    dearest = float(np.abs(steps.buy).max()) + 0.01
    for task in todo:
        index = int(np.searchsorted(steps.edges, task.end))
        if task.goal.target is not None and index < len(steps.edges):
            due = task.short(search.grid, bench.pack.kwh) * MISSED * dearest
            search.dues[index] = search.dues.get(index, 0.0) + due
    searched = Searched(search)
    plan, change = list(base), bench.change
    for worth in _WORTHS:
        change = bench.change * worth
        choice = searched.cheapest(bench.energy, change)
        plan = ordered([*base, *_windows(bench, modes, choice)])
        often = worth < 1 and _changes(bench, plan) > _few_changes(bench, base)
        if not often and _too_many(bench, plan, base) <= _SOME:
            break
    return plan, change


def _windows(
    bench: Bench, modes: Sequence[Mode], choice: Sequence[tuple[int, float]]
) -> list[Stretch]:
    """Return the windows of what the search chose for each step.

    What is held right behind a charge or discharge is part of it: it has a target.
    """
    found: list[Stretch] = []
    stored, before = bench.energy, 0
    spans = pairwise(bench.steps.edges.tolist())
    for (index, energy), (start, end) in zip(choice, spans, strict=True):
        if 0 < index < len(modes):
            last = found[-1] if found and found[-1].end == start else None
            if last is not None and index == before:
                found[-1] = replace(last, end=end)
            elif last is not None and modes[index].command is Command.IDLE:
                mode = replace(last.mode, target=round(stored / bench.pack.kwh))
                found[-1] = replace(last, mode=mode, end=end)
            else:
                found.append(Stretch(mode=modes[index], start=start, end=end))
        stored, before = energy, index
    return found


def _first(problem: Problem, modes: Sequence[Mode]) -> int:
    """Return the mode that stands now, among those that are searched."""
    for one in problem.held:
        if one.start <= problem.now < one.end:
            alike = [
                index for index, mode in enumerate(modes) if mode.command is one.command
            ]
            return alike[0] if alike else 0
    return 0


def total(run: Run, left: Left) -> Floats:
    """Return the money that what was tried costs, less what is left is worth."""
    cost: Floats = run.costs.sum(axis=0) - left.of(run.energy[-1])
    return cost


def _bounded(
    bench: Bench, plan: list[Stretch], base: Stretches, left: Left, change: float
) -> list[Stretch]:
    """Return the plan without windows that are not worth their changes of mode."""
    stay = {id(one) for one in base}
    while loose := [one for one in plan if id(one) not in stay]:
        # a charge and the hold behind it may be worth nothing without each other
        out = [*({id(one)} for one in loose)]
        out += [{id(one), id(later)} for one, later in pairwise(loose)]
        tried = [
            plan,
            *([item for item in plan if id(item) not in gone] for gone in out),
        ]
        costs = average(bench, tried, left)
        many = _changes(bench, plan)
        fewer = np.array([many - _changes(bench, item) for item in tried[1:]])
        saves = (costs[1:] - costs[0]) / np.maximum(fewer, 1)
        worst = int(saves.argmin())
        if saves[worst] >= change and not _too_many(bench, plan, base):
            break
        plan = tried[worst + 1]
    return plan


def _too_many(bench: Bench, plan: Stretches, base: Stretches) -> int:
    """Return by how many windows a plan has too many in any 24 hours.

    What stands anyway is not held against it.
    """
    most = bench.problem.options.commands_a_day
    return max(0, _busiest(bench, plan) - max(most, _busiest(bench, base)))


def _few_changes(bench: Bench, base: Stretches) -> float:
    """Return how many changes of mode are few, beside those that stand."""
    days = float(bench.steps.edges[-1] - bench.steps.edges[0]) / _DAY
    return bench.problem.options.commands_a_day * days + _changes(bench, base)


def _changes(bench: Bench, plan: Stretches) -> int:
    """Return how many changes of mode there are in a plan."""
    if not plan:
        return 0
    returns = sum(one.end < later.start for one, later in pairwise(plan))
    return len(plan) + returns + (0 if _goes_on(bench, plan[0]) else 1)


def _busiest(bench: Bench, plan: Stretches) -> int:
    """Return how many windows begin at most in any 24 hours."""
    times = [seconds(at) for at in bench.problem.begun]
    times += [one.start for one in plan if not _goes_on(bench, one)]
    first = most = 0
    for index, at in enumerate(times):
        while times[first] <= at - _DAY:
            first += 1
        most = max(most, index - first + 1)
    return most


def _goes_on(bench: Bench, one: Stretch) -> bool:
    """Return whether a window has begun before the plan does."""
    return one.start == bench.steps.edges[0] and began(bench, one) < one.start


def _aimed(
    bench: Bench, plan: list[Stretch], base: Stretches, left: Left
) -> list[Stretch]:
    """Return the plan with the levels at which windows stop put right.

    The search knows whole steps only.
    """
    battery = bench.problem.battery
    stay = {id(one) for one in base}
    for index, one in enumerate(plan):
        charges = one.mode.command is Command.CHARGE
        if id(one) in stay or not (charges or one.mode.command is Command.DISCHARGE):
            continue
        level = float(bench.run([plan]).at(one.end)[0]) / bench.pack.kwh
        later = plan[index + 1].start if index + 1 < len(plan) else np.inf
        longer = min(
            one.end + bench.problem.options.step.total_seconds(),
            later,
            float(bench.steps.edges[-1]),
        )
        low = max(battery.floor, np.floor(level) - _AIM)
        high = min(battery.ceiling, np.ceil(level) + _AIM)
        tried = [plan]
        for target in np.arange(low, high + 1, 1.0).tolist():
            mode = replace(one.mode, target=target)
            ends = (one.end, longer) if target >= level - 1 else (one.end,)
            for end in ends:
                changed = replace(one, mode=mode, end=end)
                tried.append([*plan[:index], changed, *plan[index + 1 :]])
        costs = average(bench, tried, left)
        plan = tried[int(costs.argmin())]
    return plan


def _steady(
    bench: Bench, plan: list[Stretch], base: Stretches, left: Left
) -> list[Stretch]:
    """Return what is held instead of the plan, where that is nearly as good."""
    low, high = float(bench.steps.edges[0]), float(bench.steps.edges[-1])
    mine = (one for one in bench.problem.held if one.goal is None)
    found = (given(one, low, high) for one in mine)
    held = [replace(one, given=False) for one in found if one is not None]
    both = ordered([*base, *held])
    if not held or any(one.end > later.start for one, later in pairwise(both)):
        return plan
    costs = average(bench, [both, plan], left)
    return both if costs[0] - costs[1] < bench.change else plan


def _told(
    bench: Bench,
    plan: list[Stretch],
    base: Stretches,
    todo: Sequence[Task],
    left: Left,
    *,
    kept: bool,
) -> DayPlan:
    own = [one for one in base if one.given]
    spare = [one for one in plan if not one.given]
    # the whole plan first, and each with one window less
    counts = range(len(spare), -1, -1)
    alone = bench.run([ordered([*own, *spare[:count]]) for count in counts])
    costs = total(alone, left)[::-1]
    least = bench.problem.options.least_worth * bench.kwh_price
    likely = bench.run([own, base, plan], bench.steps.nets)
    _, before, after = averages(bench, likely, left).tolist()
    if len(plan) > len(base) and before - after < least:
        return _told(bench, list(base), base, todo, left, kept=kept)
    windows = [
        window_of(bench, alone, one)._replace(
            target=_target(bench, alone, one),
            start=instant(began(bench, one)),
            why=_why(bench, alone, one, float(costs[index] - costs[index + 1])),
        )
        for index, one in enumerate(spare)
    ]
    goal_bench = Bench(bench.problem, expected(bench.steps))
    inside = [task for task in todo if task.end <= bench.steps.edges[-1]]
    return DayPlan(
        windows=tuple(windows),
        goals=tuple(results(goal_bench, plan, inside, windows, kept=kept)),
        rows=tuple(_rows(bench, alone, likely, plan, spare)),
        level=bench.problem.level,
        cost=float(costs[-1]),
        self_use_cost=float(costs[0]),
    )


def average(bench: Bench, plans: Sequence[Stretches], left: Left) -> Floats:
    """Return the money that plans cost on average of the outlooks."""
    return averages(bench, bench.run(plans, bench.steps.nets), left)


def averages(bench: Bench, run: Run, left: Left) -> Floats:
    """Return the same of plans that were tried with all outlooks."""
    weights = bench.steps.weights
    found: Floats = total(run, left).reshape(-1, len(weights)) @ weights
    return found


def _target(bench: Bench, run: Run, one: Stretch) -> float | None:
    """Return the level at which a window of the plan stops."""
    settled = one.goal is not None or one.mode.target is not None
    if settled or one.mode.command is Command.IDLE:
        return one.mode.target
    level = float(run.at(one.end)[0]) / bench.pack.kwh
    battery = bench.problem.battery
    if one.mode.command is Command.CHARGE:
        return min(battery.ceiling, float(np.ceil(level)))
    return max(battery.floor, float(np.floor(level)))


def _why(bench: Bench, run: Run, one: Stretch, saves: float) -> Why:
    if one.goal is not None:
        return replace(window_of(bench, run, one).why, saves=saves)
    part = run.within(one.start, one.end)
    taken = np.abs(run.taken[part, 0]) + 1e-9
    price = float(np.average(run.steps.buy[part], weights=taken))
    purpose = {Command.CHARGE: Purpose.CHEAP, Command.IDLE: Purpose.HOLD}.get(
        one.mode.command, Purpose.DEAR
    )
    # what is charged or kept is used afterwards, and above all where most is spared
    after = slice(part.stop, len(run.taken))
    out = np.maximum(-run.taken[after, 0], 0.0)
    other, at = None, None
    if out.sum() > 0:
        until = np.searchsorted(np.cumsum(out), abs(float(taken.sum()))) + 1
        prices = run.steps.buy[after][:until]
        most = int((out[:until] * prices).argmax())
        other = float(prices[most])
        at = instant(float(run.steps.edges[part.stop + most]))
    return Why(purpose=purpose, price=price, other_price=other, at=at, saves=saves)


def _rows(
    bench: Bench, alone: Run, likely: Run, plan: Stretches, spare: Stretches
) -> list[PlanRow]:
    steps = bench.steps
    standing = bench.standing.command
    # a level that is as likely too high as too low: a battery that may be full or
    # empty is not where it would be if load and sun came as expected
    energies = likely.energy[np.searchsorted(likely.steps.edges, steps.edges)]
    outlooks = len(steps.weights)
    base = np.median(energies[:, :outlooks], axis=1)
    energy = np.median(energies[:, -outlooks:], axis=1)
    first = np.searchsorted(alone.steps.edges, steps.edges[:-1])
    costs = np.add.reduceat(alone.costs[:, 0], first)
    rows = []
    for step, (low, high) in enumerate(pairwise(steps.edges.tolist())):
        one = next((item for item in plan if item.start <= low < item.end), None)
        rows.append(
            PlanRow(
                start=instant(low),
                end=instant(high),
                price=float(steps.buy[step]),
                load=float(steps.load[step]),
                sun=float(steps.sun[step]),
                level=float(energy[step + 1]) / bench.pack.kwh,
                self_use_level=float(base[step + 1]) / bench.pack.kwh,
                command=standing if one is None else one.mode.command,
                cost=float(costs[step]),
                window=spare.index(one) if one in spare else None,
            )
        )
    return rows
