"""Goals that leave one choice: a duration, one go, or no prices to choose by."""

from datetime import timedelta

import numpy as np

from ..api.models import Command
from . import durations
from .physics import Floats, money
from .result import Fallback
from .task import MISSED, Task
from .trial import Bench, Stretch, Stretches

_SPARE = timedelta(minutes=30).total_seconds()
"""How much earlier than needed a charge begins that was put off for want of prices."""

_TIDY = 1e-6
"""Money for a piece, so that what adjoins is one."""
_MAX_EDGES = 48
"""Between which one go is looked for; it is put right to the minute afterwards."""


def fallback_of(bench: Bench, task: Task) -> Fallback | None:
    """Return how a goal is planned for which no price is known; else None."""
    steps = bench.steps
    if task.limited or (steps.known & task.inside(steps)).any():
        return None
    if task.goal.command is Command.CHARGE:
        return Fallback.AS_LATE_AS_SAFE
    return Fallback.AS_EARLY_AS_POSSIBLE


def of_duration(bench: Bench, plan: Stretches, task: Task) -> list[Stretch]:
    """Return the windows of a goal that says for how long; as long as there is room."""
    options = bench.problem.options
    cells = cells_of(bench, plan, task)
    count = round((task.length or 0) / cells.cell)
    least = int(-(-options.least_window.total_seconds() // cells.cell))
    room, pieces = durations.most(cells, least)
    if task.goal.in_one_go:
        found = durations.in_one_go(cells, count)
        pieces = found or sorted(pieces, key=lambda span: span[0] - span[1])[:1]
    elif count < room:
        pieces = durations.cheapest(cells, count, least, 2 * bench.change + _TIDY)
    return [
        Stretch(mode=task.mode, start=low, end=high, goal=task.goal.uid)
        for low, high in pieces
    ]


def cells_of(bench: Bench, plan: Stretches, task: Task) -> durations.Lattice:
    """Return the span of a goal of a duration, with what each part of it costs."""
    steps, fallback = bench.steps, fallback_of(bench, task)
    if fallback is None:
        costs = _hourly(bench, task)
    else:  # by the clock instead of by price
        costs = (steps.edges[:-1] - steps.edges[0]) / 3600
        costs = -costs if fallback is Fallback.AS_LATE_AS_SAFE else costs
    costs = np.where(task.allowed(steps, plan), costs, np.inf)
    return durations.lattice(
        steps.edges, costs, task.start, task.end, task.length or 0.0
    )


def _hourly(bench: Bench, task: Task) -> Floats:
    """Return the money that an hour of the goal's command costs in each step."""
    steps, modes = bench.steps, bench.pack.modes([task.mode])
    power = np.full(len(steps.net), float(modes.fixed[0]))
    hour = np.ones_like(power)
    wear = bench.problem.options.wear
    running = money(power, steps.net, hour, steps.buy, steps.sell, wear)
    return running - money(0 * power, steps.net, hour, steps.buy, steps.sell, wear)


def of_level(
    bench: Bench, plan: Stretches, task: Task, fallback: Fallback | None
) -> list[Stretch]:
    """Return the one window of a goal that reaches its level in one go."""
    spans = _spans(bench, plan, task)
    if not len(spans):
        return []
    if fallback is Fallback.AS_LATE_AS_SAFE:
        spans = spans[spans[:, 1] == spans[:, 1].max()]
    elif fallback is not None:
        spans = spans[spans[:, 0] == spans[:, 0].min()]
    made = [
        Stretch(mode=task.mode, start=low, end=high, goal=task.goal.uid)
        for low, high in spans.tolist()
    ]
    run = bench.run([(*plan, one) for one in made])
    short = task.short_in(run, bench.pack.kwh)
    lengths = spans[:, 1] - spans[:, 0]
    worth = run.costs.sum(axis=0) if fallback is None else lengths
    dearest = np.abs(run.steps.buy).max() + 0.01
    best = made[int((worth + short * MISSED * dearest * 3600).argmin())]
    if fallback is Fallback.AS_LATE_AS_SAFE:
        early = spans[spans[:, 0] >= best.start - _SPARE][:, 0].min()
        return [Stretch(mode=best.mode, start=early, end=best.end, goal=best.goal)]
    return [best]


def _spans(bench: Bench, plan: Stretches, task: Task) -> Floats:
    """Return all spans, between edges, through which a goal may run without a break."""
    steps = bench.steps
    allowed = task.allowed(steps, plan)
    inside = np.flatnonzero((steps.edges >= task.start) & (steps.edges <= task.end))
    inside = np.union1d(inside[:: 1 + len(inside) // _MAX_EDGES], inside[-1:])
    low, high = (inside[pick] for pick in np.triu_indices(len(inside), 1))
    blocked = np.concatenate([[0], np.cumsum(~allowed)])
    least = bench.problem.options.least_window.total_seconds()
    start, end = steps.edges[low], steps.edges[high]
    fits = (blocked[high] == blocked[low]) & (end - start >= least)
    return np.column_stack([start[fits], end[fits]])
