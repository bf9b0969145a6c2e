"""The least that two days can cost with so many windows in each of them.

Dynamic programming over the level, the mode, and how many windows may still begin that
day. The battery is written down once more, so that it shares nothing with the planner.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from custom_components.amps.planner.problem import Problem

type _Floats = NDArray[np.float64]

_LEVELS = 101
_STEP = 0.25
"""Hours."""
_A_DAY = 96
"""Steps."""
_STANDING, _IDLE, _CHARGE, _DISCHARGE = range(4)


class _Step(NamedTuple):
    buy: float
    sell: float
    net: float
    """kW that the house draws beyond the sun."""


def least_cost(problem: Problem, kwh_left: float) -> float:
    """Return the least cost; a kWh that is left at the end is worth so much."""
    battery, options = problem.battery, problem.options
    modes = [_STANDING]
    modes += [_IDLE] * options.hold
    modes += [_CHARGE] * (battery.charge_power > 0)
    modes += [_DISCHARGE] * options.sell
    grid = np.linspace(0.0, battery.capacity, _LEVELS)
    most = options.commands_a_day
    # by how many windows may still begin, mode, and level
    later = np.tile(-kwh_left * grid, (most + 1, len(modes), 1))
    steps = _steps(problem)
    for index, step in reversed(list(enumerate(steps))):
        if (index + 1) % _A_DAY == 0 and index + 1 < len(steps):
            later = np.tile(later[most], (most + 1, 1, 1))
        later = _earlier(problem, modes, grid, step, later)
    stored = problem.level / 100 * battery.capacity
    return float(np.interp(stored, grid, later[most, 0]))


def _earlier(
    problem: Problem, modes: Sequence[int], grid: _Floats, step: _Step, later: _Floats
) -> _Floats:
    """Return the cost from a step on, given that from the next one on."""
    stay = np.empty_like(later)
    for row, mode in enumerate(modes):
        after, cost = _lived(problem, mode, grid, step)
        for count in range(len(later)):
            stay[count, row] = cost + np.interp(after, grid, later[count, row])
    found = np.minimum(stay, stay[:, :1])  # a return belongs to its window
    if _IDLE in modes:
        for row, mode in enumerate(modes):
            if mode in {_CHARGE, _DISCHARGE}:  # it has reached its target
                found[:, row] = np.minimum(found[:, row], stay[:, modes.index(_IDLE)])
    found[1:] = np.minimum(found[1:], stay[:-1].min(axis=1, keepdims=True))
    return found


def _lived(
    problem: Problem, mode: int, stored: _Floats, step: _Step
) -> tuple[_Floats, _Floats]:
    """Return what is stored after a step in a mode, and what it costs."""
    battery, options = problem.battery, problem.options
    power = {
        _STANDING: float(
            np.clip(-step.net, -battery.discharge_power, battery.charge_power)
        ),
        _IDLE: 0.0,
        _CHARGE: battery.charge_power,
        _DISCHARGE: -battery.discharge_power,
    }[mode]
    way = battery.charge_efficiency if power > 0 else 1 / battery.discharge_efficiency
    low = max(battery.floor, options.reserve if mode == _DISCHARGE else 0.0)
    after = np.clip(
        stored + power * way * _STEP,
        np.minimum(low / 100 * battery.capacity, stored),
        np.maximum(battery.ceiling / 100 * battery.capacity, stored),
    )
    more = after - stored
    taken = np.where(
        more > 0, more / battery.charge_efficiency, more * battery.discharge_efficiency
    )
    grid = step.net * _STEP + taken
    cost = np.where(grid > 0, step.buy, step.sell) * grid
    return after, cost + options.wear * np.maximum(-taken, 0.0)


def _steps(problem: Problem) -> list[_Step]:
    """Return the quarters of an hour; all rows are of whole hours."""
    rows = zip(problem.prices, problem.expected.load, problem.expected.sun, strict=True)
    return [
        _Step(price.buy, price.sell, load.kw - sun.kw)
        for price, load, sun in rows
        for _ in range(4)
    ]
