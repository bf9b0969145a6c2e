"""Random goals planned, lived through by the minute, and put beside their optimum."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from statistics import median
import time

from custom_components.amps.planner import plan_goals
from custom_components.amps.planner.goals import benches
from custom_components.amps.planner.problem import Problem
from custom_components.amps.planner.result import GoalPlan, GoalResult
from custom_components.amps.planner.steps import seconds
from custom_components.amps.planner.task import tasks

from .oracle import Charge
from .problems import MINUTE, WAY, random_problem

HALF_A_PERCENT = 0.005
NEAR = 0.5
"""Percent of the battery by which a level may be off."""
ONE_MORE = 1
"""Windows beyond those that it takes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """A goal and what came of it: money, levels in percent, processor time in ms.

    The money includes what its commands have to be worth.
    """

    seed: int
    plan: GoalPlan
    target: float
    ms: float
    cost: float
    level: float
    most: float
    """The level had the battery charged all the time that the goal allows."""
    best: float | None
    """The least money that it takes; None where it cannot be met."""
    minute: float
    """What a minute of charging costs: the optimum need not keep to whole minutes."""
    needed: int
    """How few windows it takes to be as near to the optimum as it has to be; one where
    there are no more than two."""

    @property
    def result(self) -> GoalResult:
        """Return what the plan promises."""
        return self.plan.goals[0]

    @property
    def dearer(self) -> float:
        """Return the share by which it cost more than the least, less a minute."""
        best = self.best or 0.0
        return max(0.0, self.cost - best - self.minute) / max(abs(best), 1e-9)

    @property
    def is_near(self) -> bool:
        """Return whether it cost what it must: half a percent, or a minute, more."""
        best = self.best or 0.0
        return self.cost <= best + max(HALF_A_PERCENT * abs(best), self.minute)

    @property
    def is_met(self) -> bool:
        """Return whether it came true, as promised."""
        return (
            self.result.feasible
            and self.level >= self.target - NEAR
            and abs(self.level - self.result.level) <= NEAR
        )

    @property
    def is_told(self) -> bool:
        """Return whether one that cannot be met is told, with the level it reaches."""
        is_clear = self.most < self.target - 1
        told = not self.result.feasible or not is_clear
        return told and abs(self.result.level - self.most) <= 2

    @property
    def more(self) -> int:
        """Return how many windows there are beyond those needed."""
        return len(self.plan.windows) - self.needed


def tried(seed: int) -> Tried:
    """Plan a goal, and live through it."""
    problem = random_problem(seed)
    began = time.thread_time()
    plan = plan_goals(problem)
    took = (time.thread_time() - began) * 1000
    cost, level = _lived(problem, plan)
    charge = _charge(problem)
    cost += charge.command * len(plan.windows)
    minute = problem.battery.charge_power / 60 * max(row.buy for row in problem.prices)
    best = charge.least_cost()
    needed = min(len(plan.windows), ONE_MORE)
    if best is not None and len(plan.windows) > ONE_MORE + needed:
        enough = best + max(HALF_A_PERCENT * abs(best), minute)
        needed = charge.fewest_windows(enough)
    return Tried(
        seed=seed,
        plan=plan,
        target=problem.goals[0].target or 0.0,
        ms=took,
        cost=cost,
        level=level,
        most=_lived(problem, plan, always=True)[1],
        best=best,
        minute=minute,
        needed=needed,
    )


def lines(goals: Sequence[Tried]) -> Iterator[str]:
    """Yield the figures of some goals, and which were the worst."""
    feasible = [one for one in goals if one.best is not None]
    others = [one for one in goals if one.best is None]
    strict = [
        one for one in feasible if one.cost <= (one.best or 0) * (1 + HALF_A_PERCENT)
    ]
    yield f"goals: {len(goals)}"
    yield f"feasible: {len(feasible)}"
    yield f"met: {_share(one.is_met for one in feasible)}"
    yield f"within_half_a_percent: {len(strict)}"
    yield f"within_it_or_a_minute: {_share(one.is_near for one in feasible)}"
    worst = sorted(feasible, key=lambda one: -one.dearer)
    yield f"dearest: {100 * worst[0].dearer:.2f} %"
    yield f"infeasible_told: {_share(one.is_told for one in others)}"
    yield f"windows_one_more: {_share(one.more <= ONE_MORE for one in feasible)}"
    yield f"solve_ms_median: {median(one.ms for one in goals):.1f}"
    yield f"solve_ms_max: {max(one.ms for one in goals):.1f}"
    for one in worst[:20]:
        if not one.is_near:
            yield f"dear: seed {one.seed}, {100 * one.dearer:.2f} %"
    for one in goals:
        if one.best is None and not one.is_told:
            yield f"not told: seed {one.seed}"
        if one.best is not None and not one.is_met:
            yield f"not met: seed {one.seed}"
        if one.best is not None and one.more > ONE_MORE:
            yield f"windows: seed {one.seed}, {one.more} more"


def _share(found: Iterable[bool]) -> str:
    every = list(found)
    return f"{sum(every)} of {len(every)}"


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


def _charge(problem: Problem) -> Charge:
    todo = tasks(problem, seconds(problem.now))
    bench, _ = benches(problem, todo)
    kwh = problem.battery.capacity / 100
    return Charge(
        steps=bench.steps,
        allowed=todo[0].allowed(bench.steps, ()),
        stored=problem.level * kwh,
        target=(problem.goals[0].target or 0) * kwh,
        floor=problem.battery.floor * kwh,
        capacity=problem.battery.capacity,
        power=problem.battery.charge_power,
        way=WAY,
        command=2 * bench.change,
    )
