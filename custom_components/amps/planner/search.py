"""The cheapest sequence of modes: dynamic programming over level and mode.

The value of a level in a mode is worked out from the end of the time to its beginning,
for all levels of a grid at once, and interpolated between them. What load and sun may
be has values of its own for a low, a middle and a high course. How far a plan may count
on knowing which of them comes is `foresight`: without any, the mode is chosen for their
mean; with all of it, for each as if it were certain.
"""

from collections.abc import Sequence
from dataclasses import field, replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..api.value import frozen
from .physics import Floats, Mode, Modes, Pack, money
from .steps import Steps
from .trial import Stretches

_FORBIDDEN = 1e7
"""Money: more than anything costs, and little enough to be interpolated."""
_TIDY = 1e-5
"""Money for an hour in a mode other than the first, so that windows are no longer than
they have to be."""


class Choice(NamedTuple):
    """What may be chosen in each step."""

    modes: Modes
    """Numbers by step and mode."""
    allowed: NDArray[np.bool_]
    """Steps by modes."""
    free: NDArray[np.bool_]
    """Steps at whose beginning a change of mode costs nothing: a window begins."""


@frozen()
class Search:
    """What is searched for."""

    pack: Pack
    steps: Steps
    choice: Choice
    dues: dict[int, Floats] = field(default_factory=dict)
    """Money for the levels of the grid at the beginning of a step, or at the end."""
    wear: float = 0.0
    first: int = 0
    """The mode before the first step."""
    stops: tuple[int, ...] = ()
    """The modes that hold when they have reached their target."""
    hold: int = 0
    """The mode that they turn into then, which is no change of mode."""
    levels: int = 101
    foresight: float = 1.0
    """How much of what comes in an hour is known when its mode is chosen, 0 to 1."""

    @property
    def grid(self) -> Floats:
        """Return the energies of the grid."""
        return np.linspace(0.0, self.pack.battery.capacity, self.levels)


class Searched:
    """A search whose transitions are known, for any price of a change of mode."""

    def __init__(self, search: Search) -> None:
        """Work out where each mode leads from each level."""
        steps, pack = search.steps, search.pack
        self._search = search
        # by step, outlook and mode
        modes = Modes(*(numbers[:, None] for numbers in search.choice.modes))
        hours = steps.hours[:, None, None]
        wanted = pack.wanted(modes, steps.nets.T[:, :, None], hours)
        self._transitions = _transitions(search, wanted[..., None])
        self._likely = pack.wanted(search.choice.modes, steps.net[:, None], hours[:, 0])

    def cheapest(self, energy: float, change: float) -> list[tuple[int, float]]:
        """Return the index of the mode of each step, and the energy after it.

        The level goes as expected; what else may come is in the values of levels. A
        change of mode costs so much money.
        """
        search, steps, pack = self._search, self._search.steps, self._search.pack
        values = _values(search, *self._transitions, change)
        scale = (search.levels - 1) / pack.battery.capacity
        mode, chosen, hours = search.first, [], steps.hours
        for step, free in enumerate(search.choice.free):
            low = min(int(energy * scale), search.levels - 2)
            part = energy * scale - low
            near = values[step, :, :, low : low + 2] @ np.array([1 - part, part])
            total = steps.weights @ near
            if not free:
                total[mode] -= change
                if mode in search.stops:
                    total[search.hold] -= change
            mode = int(total.argmin())
            wanted = self._likely[step, mode]
            numbers = search.choice.modes.pick((step, mode))
            energy = float(pack.after(energy, wanted, numbers, hours[step]))
            chosen.append((mode, energy))
        return chosen

    def costs(self, change: float) -> Floats:
        """Return the cost up to the end by level, as far as it can be foreseen."""
        search = self._search
        values = _values(search, *self._transitions, change)[0]
        likely = np.tensordot(search.steps.weights, values, 1)
        found: Floats = np.minimum(likely[search.first], likely.min(axis=0) + change)
        return found


def choice_beside(
    pack: Pack,
    steps: Steps,
    modes: Sequence[Mode],
    plan: Stretches,
    allowed: NDArray[np.bool_],
) -> Choice:
    """Return the choice among modes beside the windows of a plan, which stand.

    What stands is one further mode, whatever the windows are: there is one at a time.
    """
    count = len(steps.buy)
    stands = np.zeros(count, dtype=np.intp)
    free = np.zeros(count, dtype=bool)
    for index, one in enumerate(plan, len(modes)):
        stands[(steps.edges[:-1] < one.end) & (steps.edges[1:] > one.start)] = index
        after = np.searchsorted(steps.edges, one.end)
        free[after : after + 1] = True
    numbers = pack.modes([*modes, *(one.mode for one in plan)])
    chosen = np.tile(np.arange(len(modes)), (count, 1))
    if plan:
        taken = stands > 0
        free |= taken
        chosen = np.column_stack([chosen, stands])
        allowed = np.column_stack([allowed & ~taken[:, None], taken])
    return Choice(numbers.pick(chosen), allowed, free)


def grouped(steps: Steps, count: int) -> Steps:
    """Return the steps with so many outlooks: the lowest of each step to the highest.

    Together they are what is expected.
    """
    if len(steps.nets) < count:
        return expected(steps)
    groups = np.array_split(np.sort(steps.nets, axis=0), count)
    nets = np.stack([group.mean(axis=0) for group in groups])
    weights = np.array([len(group) for group in groups]) / len(steps.nets)
    return replace(steps, nets=nets + steps.net - weights @ nets, weights=weights)


def thinned(steps: Steps, most: int) -> Steps:
    """Return the steps with at most so many outlooks, whose mean is that of all."""
    every = -(-len(steps.nets) // most)
    nets, weights = steps.nets[::every], steps.weights[::every]
    weights = weights / weights.sum()
    nets = nets + steps.weights @ steps.nets - weights @ nets
    return replace(steps, nets=nets, weights=weights)


def expected(steps: Steps) -> Steps:
    """Return the steps with what is expected as the only outlook."""
    return replace(steps, nets=steps.net[None], weights=np.ones(1))


def _transitions(search: Search, wanted: Floats) -> tuple[Floats, Floats]:
    """Return the energy after each step and its cost: by step, outlook, mode, level."""
    steps, pack = search.steps, search.pack
    modes = Modes(*(numbers[:, None, :, None] for numbers in search.choice.modes))
    net = steps.nets.T[:, :, None, None]
    hours, buy, sell = (
        row[:, None, None, None] for row in (steps.hours, steps.buy, steps.sell)
    )
    after = pack.after(search.grid, wanted, modes, hours)
    taken = pack.taken(after - search.grid)
    costs = money(taken, net, hours, buy, sell, search.wear)
    extra = np.where(search.choice.allowed, 0.0, _FORBIDDEN)
    extra[:, 1:] += _TIDY * steps.hours[:, None]
    costs += extra[:, None, :, None]
    return after, costs


def _values(search: Search, after: Floats, costs: Floats, change: float) -> Floats:
    """Return the cost up to the end from each step, outlook, mode and level on."""
    count, outlooks, modes, levels = costs.shape
    position = after * ((search.levels - 1) / search.pack.battery.capacity)
    low = np.minimum(position.astype(np.intp), search.levels - 2)
    part = position - low
    low += (np.arange(outlooks * modes) * levels).reshape(outlooks, modes, 1)
    # which of the outlooks comes is known in part: elsewhere their mean counts
    known = (search.foresight**search.steps.hours)[:, None, None]
    mixed = known * np.eye(outlooks) + (1 - known) * search.steps.weights
    # what is not standing at the end has to return to it
    back = np.where(np.arange(modes) > 0, change, 0.0)[:, None]
    later = np.broadcast_to(back, (outlooks, modes, levels))
    values = np.empty_like(costs)
    for step in range(count - 1, -1, -1):
        if step + 1 in search.dues:
            later = later + search.dues[step + 1]
        flat, index = later.ravel(), low[step]
        value = np.append(np.diff(flat), 0.0).take(index)
        value *= part[step]
        value += flat.take(index)
        value += costs[step]
        if outlooks > 1:
            value = (mixed[step] @ value.reshape(outlooks, -1)).reshape(value.shape)
        values[step] = value
        best = value.min(axis=1, keepdims=True)
        if search.choice.free[step]:
            later = np.broadcast_to(best, value.shape)
        else:
            later = np.minimum(value, best + change)
            for mode in search.stops:
                np.minimum(later[:, mode], value[:, search.hold], out=later[:, mode])
    return values
