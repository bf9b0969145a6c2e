"""The cheapest hours for a goal that says for how long, exact to the minute."""

from functools import reduce
from math import gcd
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from .physics import Floats

_FINEST = 60
_NEVER = 1e12
"""Money: what is more has something in it that may not run."""
_MAX_CELLS = 1_500_000
"""Beyond, the lattice becomes coarser."""


class Lattice(NamedTuple):
    """A span cut into equal cells."""

    start: float
    """Seconds since 1970."""
    cell: float
    """Seconds."""
    costs: Floats
    """Money for running through each cell; infinite where it may not run."""


def lattice(
    edges: Floats, costs: Floats, start: float, end: float, length: float
) -> Lattice:
    """Return the cells of a span; `costs` are money an hour, between `edges`."""
    inside = edges[(edges > start) & (edges < end)]
    marks = [round(mark) for mark in (end - start, length, *(inside - start))]
    cell = reduce(gcd, marks)
    cell = max(cell, _FINEST)
    while (end - start) / cell * length / cell > _MAX_CELLS:
        cell *= 5
    starts = start + np.arange(int((end - start) // cell)) * cell
    index = np.clip(
        np.searchsorted(edges, starts + cell / 2, side="right") - 1, 0, len(costs) - 1
    )
    # a part of a cell may lie in a step in which it may not run
    first = np.searchsorted(edges, starts, side="right") - 1
    last = np.searchsorted(edges[:-1], starts + cell, side="left")
    blocked = np.concatenate([[0], np.cumsum(np.isinf(costs))])
    free = blocked[first] == blocked[last]
    return Lattice(start, cell, np.where(free, costs[index] * cell / 3600, np.inf))


def in_one_go(cells: Lattice, count: int) -> list[tuple[float, float]]:
    """Return the cheapest piece of so many cells, as seconds; none where none fits."""
    if not 0 < count <= len(cells.costs):
        return []
    sums = np.convolve(cells.costs, np.ones(count), "valid")
    best = int(np.argmin(np.where(np.isfinite(sums), sums, np.inf)))
    if not np.isfinite(sums[best]):
        return []
    return [_span(cells, best, best + count)]


def cheapest(
    cells: Lattice, count: int, least: int, change: float
) -> list[tuple[float, float]]:
    """Return the cheapest pieces of so many cells together, each of at least `least`.

    Each piece costs `change`. None where they do not fit.
    """
    length = len(cells.costs)
    least = min(least, count)
    begun = _sums(cells.costs, least)
    off = np.full((length + 1, count + 1), np.inf)
    on = np.full((length + 1, count + 1), np.inf)
    off[length, 0] = on[length, 0] = 0.0
    for cell in range(length - 1, -1, -1):
        off[cell] = off[cell + 1]
        if cell + least <= length:
            start = begun[cell] + change + on[cell + least, : count + 1 - least]
            off[cell, least:] = np.minimum(off[cell, least:], start)
        on[cell] = off[cell]
        going = cells.costs[cell] + on[cell + 1, :count]
        on[cell, 1:] = np.minimum(on[cell, 1:], going)
    if not np.isfinite(off[0, count]):
        return []
    return _walked(cells, off, on, count, least)


def _sums(costs: Floats, count: int) -> Floats:
    """Return the sum of so many cells from each on."""
    sums = np.concatenate([[0.0], np.cumsum(np.where(np.isinf(costs), _NEVER, costs))])
    ends = np.minimum(np.arange(len(costs)) + count, len(costs))
    found = sums[ends] - sums[:-1]
    return np.where(found > _NEVER / 2, np.inf, found)


def _walked(
    cells: Lattice, off: Floats, on: Floats, left: int, least: int
) -> list[tuple[float, float]]:
    """Return the pieces that the values lead to."""
    pieces: list[list[int]] = []
    cell, running = 0, False
    while left:
        if running and on[cell, left] < off[cell, left]:
            pieces[-1][1] = cell = cell + 1
            left -= 1
            continue
        running = False
        if off[cell, left] == off[cell + 1, left]:
            cell += 1
            continue
        pieces.append([cell, cell + least])
        cell += least
        left -= least
        running = True
    return [_span(cells, *piece) for piece in pieces]


def most(cells: Lattice, least: int) -> tuple[int, list[tuple[float, float]]]:
    """Return how many cells can run at all, and the pieces that they make."""
    free = np.isfinite(cells.costs).astype(np.int8)
    edges = np.flatnonzero(np.diff(np.concatenate([[0], free, [0]])))
    pairs: NDArray[np.intp] = edges.reshape(-1, 2)
    kept = [(int(low), int(high)) for low, high in pairs if high - low >= least]
    total = sum(high - low for low, high in kept)
    return total, [_span(cells, low, high) for low, high in kept]


def _span(cells: Lattice, low: int, high: int) -> tuple[float, float]:
    return cells.start + low * cells.cell, cells.start + high * cells.cell
