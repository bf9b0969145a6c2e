"""The minimum cost of a year with perfect foresight: a linear program."""

from math import sqrt

import highspy
import numpy as np
from numpy.typing import NDArray

from .homes import Floats, Home
from .house import Battery

type _Part = tuple[NDArray[np.intp], NDArray[np.intp], float | Floats]
"""Rows, columns, and what stands there."""


def optimum(home: Home, battery: Battery, left: float, *, sell: bool) -> float:
    """Return the minimum cost; a kWh that is still stored at the end is worth `left`.

    The battery may have any power at any moment, and change as often as it likes. Only
    where it may `sell` is it emptied into the grid.
    """
    count, way = len(home.load), sqrt(battery.efficiency)
    net = (home.load - home.sun) * home.hours
    most = battery.power * home.hours
    low = battery.floor / 100 * battery.capacity
    # in, out, bought, sold: kWh in each row; stored at the end of each
    zero = np.zeros(count)
    costs = np.concatenate([zero, zero, home.buy, -home.sell, zero])
    costs[-1] = -left
    limit = np.full(count, most)
    out = limit if sell else np.clip(net, 0.0, most)
    bought, sold = np.maximum(net + most, 0.0), np.maximum(most - net, 0.0)
    lower = np.concatenate([zero, zero, zero, zero, zero + min(low, battery.stored)])
    upper = np.concatenate([limit, out, bought, sold, zero + battery.capacity])
    rows = np.arange(count)
    # bought - sold = net + in - out
    balance: list[_Part] = [(rows, 0 * count + rows, -1.0), (rows, count + rows, 1.0)]
    balance += [(rows, 2 * count + rows, 1.0), (rows, 3 * count + rows, -1.0)]
    # stored = stored before + in * way - out / way
    store: list[_Part] = [
        (count + rows, rows, -way),
        (count + rows, count + rows, 1 / way),
    ]
    store += [(count + rows, 4 * count + rows, 1.0)]
    store += [(count + rows[1:], 4 * count + rows[:-1], -1.0)]
    # not in and out at once, nor bought and sold, which negative prices would pay for
    once: list[_Part] = [
        (2 * count + rows, rows, 1.0),
        (2 * count + rows, count + rows, 1.0),
    ]
    once += [(3 * count + rows, 2 * count + rows, sold)]
    once += [(3 * count + rows, 3 * count + rows, bought)]
    parts = [*balance, *store, *once]
    row = np.concatenate([part[0] for part in parts])
    column = np.concatenate([part[1] for part in parts])
    value = np.concatenate([np.zeros(len(part[0])) + part[2] for part in parts])
    order = np.lexsort((row, column))
    start = np.searchsorted(column[order], np.arange(5 * count + 1))
    right = np.concatenate([net, zero, limit, bought * sold])
    right[count] = battery.stored
    left_side = np.where(np.arange(4 * count) < 2 * count, right, -highspy.kHighsInf)
    matrix = start, row[order], value[order]
    return _solved(costs, (lower, upper), (left_side, right), matrix)


def _solved(
    costs: Floats,
    columns: tuple[Floats, Floats],
    rows: tuple[Floats, Floats],
    matrix: tuple[NDArray[np.intp], NDArray[np.intp], Floats],
) -> float:
    program = highspy.HighsLp()
    program.num_col_, program.num_row_ = len(costs), len(rows[0])
    program.col_cost_ = costs
    program.col_lower_, program.col_upper_ = columns
    program.row_lower_, program.row_upper_ = rows
    start, row, value = matrix
    program.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    program.a_matrix_.start_ = start
    program.a_matrix_.index_ = row
    program.a_matrix_.value_ = value
    solver = highspy.Highs()  # type: ignore[no-untyped-call]
    solver.setOptionValue("output_flag", False)  # noqa: FBT003
    solver.passModel(program)
    solver.run()
    if solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
        raise RuntimeError(f"no optimum: {solver.getModelStatus()}")
    return float(solver.getInfo().objective_function_value)
