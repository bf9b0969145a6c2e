"""What the windows of goals save, beside a battery that is left alone."""

from .left import kwh_left
from .problem import Problem
from .result import GoalPlan
from .steps import likely, whole_minute
from .trial import Bench, given, ordered


def goal_savings(problem: Problem, plan: GoalPlan) -> dict[str, float]:
    """Return what the windows of each goal save, in money by uid.

    The house goes on until nothing is known of its load: so it has used much of what
    was charged, and the sun has come that the battery has no more room for. What is
    left then is worth what it saves on an average day.
    """
    load = problem.expected.load
    if not load or load[-1].end <= whole_minute(problem.now):
        return {}
    end = load[-1].end
    bench = Bench(problem, likely(problem, end, ()))
    low, *_, high = bench.steps.edges.tolist()
    windows = [*problem.windows, *(one.given for one in plan.windows)]
    stretches = [given(one, low, high) for one in windows]
    every = ordered(one for one in stretches if one is not None)
    over = [goal.uid for goal in problem.goals if goal.end < end]
    without = [[one for one in every if one.goal != uid] for uid in over]
    run = bench.run([every, *without])
    costs = run.costs.sum(axis=0) - kwh_left(bench) * run.energy[-1]
    return dict(zip(over, (costs[1:] - costs[0]).tolist(), strict=True))
