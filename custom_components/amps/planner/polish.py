"""Windows put right to the minute, by trying."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import combinations, product
from math import ceil

import numpy as np

from .physics import Floats
from .steps import Steps, seconds
from .task import MISSED, Task
from .trial import Bench, Stretch, Stretches, joined, ordered

_ROUNDS = 3
_BUDGET = 150_000
"""How many steps of plans are tried at most: a plan has to be there soon."""
_AT_ONCE = 150
"""Plans that are tried together: those of one pair share most of their edges."""
_CALL = 150
"""Plans that take as long as it takes to begin."""
_REACH_STEPS = 30
"""Further steps that a trial has for its minutes."""
_REACH = 30 * 60.0
"""How far an edge is moved in one round, in seconds."""
_LEAPS = [move * 60.0 for move in (45, 60, 75, 90, 120, 150, 180, 240)]
"""How far a whole window is moved as well."""
_MINUTE = 60.0
_MOST_PAIRED = 5
"""With more windows than these there are too many pairs of them."""
_SIDES = ("start", "end")
_TRADES = [
    trade
    for give in (1, 2, 4, 8, 16, 24, 32, 40, 56, 80)
    for take in sorted({1, 4, give, give + 4})
    for trade in ((-give * _MINUTE, take * _MINUTE), (take * _MINUTE, -give * _MINUTE))
]
"""How much longer two windows become, in seconds: what one gives the other needs, or
more of it, as the house draws in between, or less, where it was only held."""
_MORE = [move * _MINUTE for move in (-12, -4, 0, 2, 6)]
"""How much longer a window becomes that is moved: the house draws for longer, or less
of it was needed."""
_LONGER = [move * _MINUTE for move in (-12, -6, -2, 0, 4, 8, 14)]
"""How much longer than two windows is the one that takes their place."""
_FAR = [move * _MINUTE for move in (*range(5, 60, 5), *range(60, 250, 10))]
"""How much longer a window becomes in the place of another, in seconds."""
_AROUND = [more * _MINUTE for more in (-16, -8, -4, -2, -1, 0, 1, 2, 4, 8, 16)]
"""How much longer a window is than what it has to store takes."""
_MOST_TURNS = 4
"""At so many changes of the price a window is aligned, or pauses."""
_PAUSED = [move * _MINUTE for move in (0, 2, 4, 8)]
"""How much longer than to the end of its price a window goes on before a pause, and by
how much sooner it does so after it."""
_TIDY = 1e-5
"""Money for an hour in a window."""
_GAIN = 1e-7
"""Money that makes a difference."""


def worth(bench: Bench, tasks: Sequence[Task], plans: Sequence[Stretches]) -> Floats:
    """Return the money that plans cost, with what goals are missed by."""
    run = bench.run(plans)
    dearest = np.abs(bench.steps.buy).max() + 0.01
    # what goes on is no change: it would be one to end it
    changes = np.array([2 * (len(plan) - _goes_on(bench, plan)) for plan in plans])
    lengths = np.array([sum(one.end - one.start for one in plan) for plan in plans])
    total = run.costs.sum(axis=0) - bench.spare * run.energy[-1]
    # of two that cost the same, the shorter one
    total = total + changes * bench.change + lengths / 3600 * _TIDY
    for task in tasks:
        total = total + task.short_in(run, bench.pack.kwh) * MISSED * dearest
    found: Floats = total
    return found


def _goes_on(bench: Bench, plan: Stretches) -> bool:
    """Return whether a plan begins with what is held and runs already."""
    now = float(bench.steps.edges[0])
    return any(
        (one.mode.command, one.goal) == (held.command, held.goal)
        and seconds(held.start) <= now < seconds(held.end)
        for one in plan[:1]
        if one.start == now
        for held in bench.problem.held
    )


def polished(
    bench: Bench, plan: Stretches, movable: Sequence[Task], tasks: Sequence[Task]
) -> list[Stretch]:
    """Return the plan with the windows of goals moved where that is cheaper.

    Each is moved by itself, and two of them together.
    """
    by_uid = {task.goal.uid: task for task in movable}
    found = _lengthened(bench, ordered(plan), by_uid)
    best = float(worth(bench, tasks, [found])[0])
    ways = [_together, _starts, _ends, _shifts, _without, _aligned, _split]
    budget = _BUDGET
    seen: dict[tuple[object, int], list[Stretch]] = {}
    for _ in range(_ROUNDS):
        for way, index in product(ways, reversed(range(len(found)))):
            if index >= len(found) or found[index].goal not in by_uid or budget < 0:
                continue
            key = (way, 0 if way is _together else index)
            if seen.get(key) is found:
                continue  # nothing has changed since
            seen[key] = found
            tried = way(bench, found, index, by_uid)
            if not tried:
                continue
            budget -= (len(bench.steps.buy) + _REACH_STEPS) * (_CALL + len(tried))
            parts = range(0, len(tried), _AT_ONCE)
            total = np.concatenate(
                [worth(bench, tasks, tried[at : at + _AT_ONCE]) for at in parts]
            )
            pick = int(total.argmin())
            if total[pick] < best - _GAIN:
                best, found = float(total[pick]), tried[pick]
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
    bench: Bench, plan: Stretches, index: int, by_uid: Mapping[str, Task]
) -> list[list[Stretch]]:
    one, others = plan[index], [*plan[:index], *plan[index + 1 :]]
    low, _ = _room(bench.steps, others, one, by_uid[one.goal or ""])
    high = one.end - bench.problem.options.least_window.total_seconds()
    near = _near(one.start, low, high)
    return [joined([*others, replace(one, start=at)]) for at in near]


def _ends(
    bench: Bench, plan: Stretches, index: int, by_uid: Mapping[str, Task]
) -> list[list[Stretch]]:
    one, others = plan[index], [*plan[:index], *plan[index + 1 :]]
    _, high = _room(bench.steps, others, one, by_uid[one.goal or ""])
    low = one.start + bench.problem.options.least_window.total_seconds()
    near = _near(one.end, low, high)
    return [joined([*others, replace(one, end=at)]) for at in near]


def _shifts(
    bench: Bench, plan: Stretches, index: int, by_uid: Mapping[str, Task]
) -> list[list[Stretch]]:
    one, others = plan[index], [*plan[:index], *plan[index + 1 :]]
    low, high = _room(bench.steps, others, one, by_uid[one.goal or ""])
    least = bench.problem.options.least_window.total_seconds()
    return [
        ordered([*others, replace(one, start=at, end=at + length)])
        for length in (one.end - one.start + more for more in _MORE)
        if length >= least
        for at in _anywhere(one.start, low, high - length)
    ]


def _aligned(
    bench: Bench, plan: Stretches, index: int, by_uid: Mapping[str, Task]
) -> list[list[Stretch]]:
    """Return plans in which a window begins or ends where a price does."""
    one, others = plan[index], [*plan[:index], *plan[index + 1 :]]
    task = by_uid[one.goal or ""]
    low, high = _room(bench.steps, others, one, task)
    short = float(task.short_in(bench.run([others]), bench.pack.kwh)[0])
    hourly = _hourly(bench, one)
    if not hourly:
        return []
    needed = ceil(short / hourly * 60) * _MINUTE
    least = bench.problem.options.least_window.total_seconds()
    spans = {
        span
        for edge in (low, *_turns(bench.steps, low, high), high)
        for length in (max(least, needed + more) for more in _AROUND)
        for span in ((edge, edge + length), (edge - length, edge))
        if low <= span[0] and span[1] <= high
    }
    return [
        joined([*others, replace(one, start=start, end=end)])
        for start, end in sorted(spans)
    ]


def _hourly(bench: Bench, one: Stretch) -> float:
    """Return the kWh by which a window changes what is stored in an hour."""
    modes = bench.pack.modes([one.mode])
    return abs(float(bench.pack.wanted(modes, np.zeros(1), np.ones(1))[0]))


def _turns(steps: Steps, low: float, high: float) -> list[float]:
    """Return where the price changes most between two instants, by time."""
    edges, changes = steps.edges[1:-1], np.abs(np.diff(steps.buy))
    inside = np.flatnonzero((low < edges) & (edges < high) & (changes > 0))
    most = inside[np.argsort(-changes[inside], kind="stable")[:_MOST_TURNS]]
    found: list[float] = np.sort(edges[most]).tolist()
    return found


def _split(
    bench: Bench, plan: Stretches, index: int, _by_uid: Mapping[str, Task]
) -> list[list[Stretch]]:
    """Return plans in which a window pauses between two prices."""
    one, others = plan[index], [*plan[:index], *plan[index + 1 :]]
    least = bench.problem.options.least_window.total_seconds()
    inner = _turns(bench.steps, one.start, one.end)
    return [
        ordered([*others, replace(one, end=pause), replace(one, start=again)])
        for first, last in combinations(inner, 2)
        for pause in (first + more for more in _PAUSED)
        for again in (last - more for more in _PAUSED)
        if pause - one.start >= least and one.end - again >= least and pause < again
    ]


def _without(
    _bench: Bench, plan: Stretches, index: int, _by_uid: Mapping[str, Task]
) -> list[list[Stretch]]:
    return [[*plan[:index], *plan[index + 1 :]]]


def _together(
    bench: Bench, plan: Stretches, _index: int, by_uid: Mapping[str, Task]
) -> list[list[Stretch]]:
    """Return plans in which two windows are others, of all pairs that there are."""
    mine = [index for index, one in enumerate(plan) if one.goal in by_uid]
    if len(mine) > _MOST_PAIRED:
        return []
    ways = (_traded, _instead, _merged)
    return [
        made
        for index, way in product(mine, ways)
        for made in way(bench, plan, index, by_uid)
    ]


def _merged(
    bench: Bench, plan: Stretches, index: int, by_uid: Mapping[str, Task]
) -> list[list[Stretch]]:
    """Return plans in which a window and the one behind it are one."""
    one, *later = plan[index : index + 2]
    if not later or (one.mode, one.goal) != (later[0].mode, later[0].goal):
        return []
    others = [*plan[:index], *plan[index + 2 :]]
    low, high = _room(bench.steps, others, one, by_uid[one.goal or ""])
    end = later[0].end
    if end > high:
        return []
    length = one.end - one.start + end - later[0].start
    tried: list[list[Stretch]] = []
    for more in _LONGER:
        early, late = one.start + length + more, end - length - more
        if early <= high:
            tried.append(ordered([*others, replace(one, end=early)]))
        if late >= low:
            tried.append(ordered([*others, replace(one, start=late, end=end)]))
    return tried


def _instead(
    bench: Bench, plan: Stretches, index: int, by_uid: Mapping[str, Task]
) -> list[list[Stretch]]:
    """Return plans without a window, in which a neighbour of it reaches further."""
    fewer = [*plan[:index], *plan[index + 1 :]]
    tried: list[list[Stretch]] = []
    for at in range(max(index - 1, 0), min(index + 1, len(fewer))):
        one = fewer[at]
        task = by_uid.get(one.goal or "")
        if task is None:
            continue
        others = [*fewer[:at], *fewer[at + 1 :]]
        low, high = _room(bench.steps, others, one, task)
        for far in _FAR:
            start, end = one.start - far, one.end + far
            if start >= low:
                tried.append(ordered([*others, replace(one, start=start)]))
            if end <= high:
                tried.append(ordered([*others, replace(one, end=end)]))
    return tried


def _traded(
    bench: Bench, plan: Stretches, index: int, by_uid: Mapping[str, Task]
) -> list[list[Stretch]]:
    """Return plans in which a window becomes shorter, and its neighbour longer."""
    if index + 1 >= len(plan):
        return []
    pair = plan[index : index + 2]
    if any(one.goal not in by_uid for one in pair):
        return []
    others = [*plan[:index], *plan[index + 2 :]]
    first, second = (
        _changed(bench, one, _room(bench.steps, others, one, by_uid[one.goal or ""]))
        for one in pair
    )
    tried: list[list[Stretch]] = []
    for (more, less), sides in product(_TRADES, list(product(_SIDES, repeat=2))):
        one, other = first.get((sides[0], more)), second.get((sides[1], less))
        if one is not None and other is not None and one.end <= other.start:
            tried.append(ordered([*others, one, other]))
    return tried


def _changed(
    bench: Bench, one: Stretch, room: tuple[float, float]
) -> dict[tuple[str, float], Stretch]:
    """Return a window made longer at a side, or shorter, as far as there is room."""
    least = bench.problem.options.least_window.total_seconds()
    found: dict[tuple[str, float], Stretch] = {}
    for side, more in product(_SIDES, {more for pair in _TRADES for more in pair}):
        changed = (
            replace(one, start=one.start - more)
            if side == "start"
            else replace(one, end=one.end + more)
        )
        if room[0] <= changed.start <= changed.end - least <= room[1] - least:
            found[side, more] = changed
    return found


def _near(edge: float, low: float, high: float) -> list[float]:
    """Return the whole minutes around an edge that lie within bounds."""
    low, high = max(low, edge - _REACH), min(high, edge + _REACH)
    first, last = ceil(low / _MINUTE), int(high // _MINUTE)
    return [minute * _MINUTE for minute in range(first, last + 1)]


def _anywhere(start: float, low: float, high: float) -> list[float]:
    """Return the whole minutes around a start, and some that are farther away."""
    far = [start + sign * move for sign in (-1, 1) for move in _LEAPS]
    return [*_near(start, low, high), *(at for at in far if low <= at <= high)]


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
