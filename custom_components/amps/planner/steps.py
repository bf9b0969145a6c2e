"""The time that is planned, cut into steps within which nothing known changes."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from ..api.value import frozen
from .physics import Floats
from .problem import Outlook, Power, PricePeriod, Problem

MAX_STEPS = 200
"""With more, a plan takes longer than it may: steps become longer instead."""
_MINUTE = 60.0


@frozen(kw_only=False)
class Steps:
    """Steps by time: arrays with a number each."""

    edges: Floats
    """Seconds since 1970, one more than steps."""
    buy: Floats
    sell: Floats
    known: NDArray[np.bool_]
    """Whether the price is known, and not an estimate or nothing."""
    load: Floats
    """kW, expected; so is `sun`."""
    sun: Floats
    net: Floats
    """kW that the house draws beyond the sun, expected."""
    nets: Floats
    """The same for each outlook: a row each."""
    weights: Floats
    """Of the outlooks; together 1."""

    @property
    def hours(self) -> Floats:
        """Return how long each step is."""
        return np.diff(self.edges) / 3600

    def at(self, seconds: Floats) -> NDArray[np.intp]:
        """Return the indexes of the steps in which instants lie."""
        found = np.searchsorted(self.edges, seconds, side="right") - 1
        return np.clip(found, 0, len(self.buy) - 1)

    def since(self, step: int) -> Steps:
        """Return the steps from one of them on."""
        return self._at(slice(step, None), self.edges[step:])

    def refined(self, more: Iterable[float]) -> Steps:
        """Return the same time with further edges."""
        low, high = self.edges[0], self.edges[-1]
        marks = np.fromiter(more, dtype=float)
        inside = marks[(low < marks) & (marks < high)]
        edges = np.union1d(self.edges, inside)
        return self._at(self.at(edges[:-1]), edges)

    def _at(self, index: NDArray[np.intp] | slice, edges: Floats) -> Steps:
        """Return the steps at an index, between other edges."""
        return Steps(
            edges,
            self.buy[index],
            self.sell[index],
            self.known[index],
            self.load[index],
            self.sun[index],
            self.net[index],
            self.nets[:, index],
            self.weights,
        )


def seconds(instant: datetime) -> float:
    """Return seconds since 1970."""
    return instant.timestamp()


def instant(at: float) -> datetime:
    """Return the instant of seconds since 1970."""
    return datetime.fromtimestamp(round(at), UTC)


def whole_minute(at: datetime) -> datetime:
    """Return the next whole minute, or the same where it is one."""
    early = at.astimezone(UTC).replace(second=0, microsecond=0)
    return early if early == at else early + timedelta(minutes=1)


def cut(problem: Problem, end: datetime, marks: Iterable[datetime]) -> Steps:
    """Return the steps from now to an end, with an edge at each mark.

    Raises ValueError where the end is not behind now, or rows overlap.
    """
    start = whole_minute(problem.now)
    if end <= start:
        raise ValueError("nothing is left to plan")
    prices = [*problem.prices, *problem.estimates]
    powers = [*problem.expected.load, *problem.expected.sun]
    spans = [(row.start, row.end) for row in prices]
    spans += [(row.start, row.end) for row in powers]
    changes = (at for span in spans for at in span)
    low, high = seconds(start), seconds(end)
    fixed = {low, high, *(seconds(at) for at in (*changes, *marks))}
    step = max(problem.options.step.total_seconds(), (high - low) / MAX_STEPS)
    edges = _divided(sorted(at for at in fixed if low <= at <= high), step)
    buy, sell, known = _prices(problem, edges)
    load, sun = (
        mean_power(rows, edges)
        for rows in (problem.expected.load, problem.expected.sun)
    )
    outlooks = problem.outlooks or (problem.expected,)
    return Steps(
        edges,
        buy,
        sell,
        known,
        load,
        sun,
        load - sun,
        np.stack([_net(outlook, edges) for outlook in outlooks]),
        np.full(len(outlooks), 1 / len(outlooks)),
    )


def likely(problem: Problem, end: datetime, marks: Iterable[datetime]) -> Steps:
    """Return the same with what is expected as the only outlook."""
    return cut(problem._replace(outlooks=()), end, marks)


def _divided(marks: Sequence[float], step: float) -> Floats:
    """Return the marks, and edges between them on whole minutes, a step apart."""
    edges = [marks[0]]
    for low, high in pairwise(marks):
        pieces = max(1, int((high - low) // step))
        edges.extend(
            low + round((high - low) * part / pieces / _MINUTE) * _MINUTE
            for part in range(1, pieces)
        )
        edges.append(high)
    return np.unique(edges)


def _prices(
    problem: Problem, edges: Floats
) -> tuple[Floats, Floats, NDArray[np.bool_]]:
    buy, sell, known = _sampled(problem.prices, edges)
    likely_buy, likely_sell, guessed = _sampled(problem.estimates, edges)
    buy, sell = np.where(known, buy, likely_buy), np.where(known, sell, likely_sell)
    there = known | guessed
    if there.any():  # what nobody knows costs what the rest does on average
        buy = np.where(there, buy, buy[there].mean())
        sell = np.where(there, sell, sell[there].mean())
    return buy, sell, known


def _sampled(
    rows: Sequence[PricePeriod], edges: Floats
) -> tuple[Floats, Floats, NDArray[np.bool_]]:
    """Return prices at the beginning of each step, and where there are any."""
    count = len(edges) - 1
    if not rows:
        return np.zeros(count), np.zeros(count), np.zeros(count, dtype=bool)
    starts, ends = _times(rows)
    index = np.searchsorted(starts, edges[:-1], side="right") - 1
    there = (index >= 0) & (edges[:-1] < ends[index])
    buy = np.array([row.buy for row in rows])[index]
    sell = np.array([row.sell for row in rows])[index]
    return buy, sell, there


def _net(outlook: Outlook, edges: Floats) -> Floats:
    return mean_power(outlook.load, edges) - mean_power(outlook.sun, edges)


def mean_power(rows: Sequence[Power], edges: Floats) -> Floats:
    """Return the mean power in each step; 0 where no row is."""
    if not rows:
        return np.zeros(len(edges) - 1)
    starts, ends = _times(rows)
    energies = np.array([row.kw for row in rows]) * (ends - starts)
    times = np.column_stack([starts, ends]).ravel()
    sums = np.cumsum(np.column_stack([np.zeros_like(energies), energies]).ravel())
    means: Floats = np.diff(np.interp(edges, times, sums)) / np.diff(edges)
    return means


def _times(rows: Sequence[PricePeriod] | Sequence[Power]) -> tuple[Floats, Floats]:
    starts = np.array([seconds(row.start) for row in rows])
    ends = np.array([seconds(row.end) for row in rows])
    if (starts >= ends).any() or (starts[1:] < ends[:-1]).any():
        raise ValueError("rows overlap, or are not by time")
    return starts, ends
