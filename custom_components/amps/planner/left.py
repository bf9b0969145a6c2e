"""What the energy that is left in the battery at the end of a plan is worth."""

import numpy as np

from ..api.value import frozen
from .day_search import day_search
from .physics import Floats
from .search import Searched
from .trial import Bench

_DAY = 86400.0
_DAYS = 2
"""How often the last day is looked at again."""
_LEVELS = 46
_CHANGE = 0.3
"""What a change of mode has to save on such a day, beside what it has to for a goal."""


@frozen(kw_only=False)
class Left:
    """Money by what is left; linear in between."""

    kwh: Floats
    money: Floats

    def of(self, energy: Floats) -> Floats:
        """Return the money for kWh that are left."""
        found: Floats = np.interp(energy, self.kwh, self.money)
        return found


def kwh_left(bench: Bench) -> float:
    """Return what a stored kWh is worth at the end: what it saves on an average day."""
    steps, options = bench.steps, bench.problem.options
    used = np.maximum(steps.net, 0.0) * steps.hours + 1e-6
    price = float(np.average(steps.buy, weights=used))
    low = float(np.average(steps.buy, weights=steps.hours))
    worth = min(price, low) * bench.pack.out - options.wear * bench.pack.out
    return max(worth, 0.0)


def average_day(bench: Bench) -> Left:
    """Return the worth of what is left where each kWh saves as much as on average."""
    kwh = np.array([0.0, bench.problem.battery.capacity])
    return Left(kwh, kwh_left(bench) * kwh)


def day_after(bench: Bench) -> Left:
    """Return the worth of what is left where the day after is like the last one.

    What is planned for less than a day is all that there is to go by.
    """
    left, edges = average_day(bench), bench.steps.edges
    low = int(np.searchsorted(edges, max(edges[0], edges[-1] - _DAY), side="right")) - 1
    last = bench.steps.since(low)
    search = day_search(bench, last, (), levels=_LEVELS)
    searched = Searched(search)
    for _ in range(_DAYS):
        search.dues[len(last.buy)] = -left.of(search.grid)
        costs = searched.costs(bench.change * _CHANGE)
        left = Left(search.grid, costs[0] - costs)
    return left
