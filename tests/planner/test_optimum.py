"""Goals beside their exact optimum, and those that cannot be met."""

from datetime import datetime
from itertools import groupby

import pytest

from custom_components.amps.planner import plan_goals
from custom_components.amps.planner.goals import benches
from custom_components.amps.planner.problem import Problem
from custom_components.amps.planner.result import GoalPlan
from custom_components.amps.planner.steps import seconds
from custom_components.amps.planner.task import tasks

from .oracle import least_cost
from .problems import MINUTE, WAY, random_problem

HALF_A_PERCENT = 0.005


def _lived(
    problem: Problem, plan: GoalPlan, *, always: bool = False
) -> tuple[float, float]:
    """Live through a plan minute by minute; return the money and the level at the end.

    With `always` the battery charges all the time that the goal allows instead.
    """
    battery, goal = problem.battery, problem.goals[0]
    allowed = _allowed(problem)
    stored = problem.level / 100 * battery.capacity
    low = battery.floor / 100 * battery.capacity
    target = (goal.target or 0) / 100 * battery.capacity
    at, cost = problem.now, 0.0
    for may in allowed:
        hour = int((at - problem.now).total_seconds() // 3600)
        price = problem.prices[hour].buy
        net = problem.expected.load[hour].kw / 60
        planned = any(one.start <= at < one.end for one in plan.windows)
        assert may or not planned
        if may if always else planned:
            taken = min(battery.charge_power / 60, max(0.0, target - stored) / WAY)
            stored += taken * WAY
        else:
            taken = -min(net, max(0.0, stored - low) * WAY)
            stored += taken / WAY
        cost += price * (net + taken)
        at += MINUTE
    return cost, 100 * stored / battery.capacity


def _allowed(problem: Problem) -> list[bool]:
    """Return in which minutes a goal may run, for as long as a window has to last."""
    goal = problem.goals[0]
    limit = float("inf") if goal.max_price is None else goal.max_price
    minutes = range((goal.end - problem.now) // MINUTE)
    begin = (goal.start - problem.now) // MINUTE
    least = problem.options.least_window // MINUTE
    found: list[bool] = []
    for may, run in groupby(
        minute >= begin and problem.prices[minute // 60].buy <= limit
        for minute in minutes
    ):
        count = len(list(run))
        found += [may and count >= least] * count
    return found


def _optimum(problem: Problem) -> float | None:
    todo = tasks(problem, seconds(problem.now))
    bench, _ = benches(problem, todo)
    kwh = problem.battery.capacity / 100
    return least_cost(
        bench.steps,
        todo[0].allowed(bench.steps, ()),
        stored=problem.level * kwh,
        target=(problem.goals[0].target or 0) * kwh,
        floor=problem.battery.floor * kwh,
        capacity=problem.battery.capacity,
        power=problem.battery.charge_power,
        way=WAY,
    )


def _check(seeds: range) -> None:
    feasible = near = 0
    for seed in seeds:
        problem = random_problem(seed)
        goal = problem.goals[0]
        plan = plan_goals(problem)
        result = plan.goals[0]
        cost, level = _lived(problem, plan)
        best = _optimum(problem)
        if best is None:
            _, most = _lived(problem, plan, always=True)
            if most < (goal.target or 0) - 1:
                assert result.shortfall is not None, seed
            assert abs(result.level - most) <= 2, seed
            continue
        feasible += 1
        assert result.feasible, seed
        assert level >= (goal.target or 0) - 0.5, seed
        assert abs(level - result.level) <= 0.5, seed
        _assert_whole_minutes(plan, problem.options.least_window.total_seconds())
        # windows begin and end on whole minutes, which the optimum need not
        minute = (
            problem.battery.charge_power
            / 60
            * max(price.buy for price in problem.prices)
        )
        near += cost <= best + max(HALF_A_PERCENT * abs(best), minute)
        assert cost <= best + max(4 * HALF_A_PERCENT * abs(best), 2 * minute), seed
    assert feasible > len(seeds) / 2
    assert near >= 0.99 * feasible


def _assert_whole_minutes(plan: GoalPlan, least: float) -> None:
    for one in plan.windows:
        assert _is_whole(one.start)
        assert _is_whole(one.end)
        assert (one.end - one.start).total_seconds() >= least


def _is_whole(at: datetime) -> bool:
    return (at.second, at.microsecond) == (0, 0)


def test_goals_cost_what_they_must() -> None:
    _check(range(120))


@pytest.mark.thorough
def test_ten_thousand_goals_cost_what_they_must() -> None:
    _check(range(1000, 11000))
