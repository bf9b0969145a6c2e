"""The cheapest sequence of modes: dynamic programming over level and mode.

The value of a level in a mode is worked out from the end of the time to its beginning,
for all levels of a grid at once, and interpolated between them. Each outlook on load and
sun has values of its own. From step to step they are blended, because what differs from
the forecast now tells little of tomorrow.
"""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from .physics import Floats, Modes, Pack, money
from .steps import Steps

_FORBIDDEN = 1e7
"""Money: more than anything costs, and little enough to be interpolated."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """What is searched for."""

    pack: Pack
    steps: Steps
    modes: Modes
    allowed: NDArray[np.bool_]
    """Steps by modes."""
    free: NDArray[np.bool_]
    """Steps at whose beginning a change of mode costs nothing: a window stands there."""
    dues: dict[int, Floats] = field(default_factory=dict)
    """Money for the levels of the grid at the beginning of a step."""
    left: float = 0.0
    """Money that a stored kWh is worth at the end."""
    change: float = 0.0
    """Money for a change of mode."""
    wear: float = 0.0
    first: int = 0
    """The mode before the first step."""
    levels: int = 101
    memory: float = 1.0
    """How much of an outlook is still true an hour later, 0 to 1."""

    @property
    def grid(self) -> Floats:
        """Return the energies of the grid."""
        return np.linspace(0.0, self.pack.battery.capacity, self.levels)


def cheapest(search: Search, energy: float) -> list[int]:
    """Return the index of the mode of each step, from an energy on."""
    steps, pack, modes = search.steps, search.pack, search.modes
    net, hours = steps.nets.T[:, :, None], steps.hours
    # by step, outlook and mode
    wanted = pack.wanted(modes, net, hours[:, None, None])
    values = _values(search, *_transitions(search, wanted[..., None]))
    stored = np.full(len(steps.weights), energy)
    scale = (search.levels - 1) / pack.battery.capacity
    outlooks = np.arange(len(stored))
    mode, chosen = search.first, []
    each_mode = [modes.pick(index) for index in range(len(modes.fixed))]
    for step, free in enumerate(search.free):
        position = stored * scale
        low = np.minimum(position.astype(np.intp), search.levels - 2)
        part = (position - low)[:, None]
        begin = values[step][outlooks, :, low]
        each = begin + (values[step][outlooks, :, low + 1] - begin) * part
        total = steps.weights @ each
        if not free:
            total[mode] -= search.change
        mode = int(total.argmin())
        chosen.append(mode)
        stored = pack.after(stored, wanted[step, :, mode], each_mode[mode], hours[step])
    return chosen


def _transitions(search: Search, wanted: Floats) -> tuple[Floats, Floats]:
    """Return the energy after each step and its cost: by step, outlook, mode, level."""
    steps, pack = search.steps, search.pack
    modes = Modes(*(numbers[:, None] for numbers in search.modes))
    net = steps.nets.T[:, :, None, None]
    hours, buy, sell = (
        row[:, None, None, None] for row in (steps.hours, steps.buy, steps.sell)
    )
    after = pack.after(search.grid, wanted, modes, hours)
    taken = pack.taken(after - search.grid)
    costs = money(taken, net, hours, buy, sell, search.wear)
    costs += np.where(search.allowed, 0.0, _FORBIDDEN)[:, None, :, None]
    return after, costs


def _values(search: Search, after: Floats, costs: Floats) -> Floats:
    """Return the cost up to the end from each step, outlook, mode and level on."""
    count, outlooks, modes, levels = costs.shape
    position = after * ((search.levels - 1) / search.pack.battery.capacity)
    low = np.minimum(position.astype(np.intp), search.levels - 2)
    part = position - low
    low += (np.arange(outlooks * modes) * levels).reshape(outlooks, modes, 1)
    keep = search.memory**search.steps.hours
    weights = search.steps.weights[:, None, None]
    later = np.broadcast_to(-search.left * search.grid, (outlooks, modes, levels))
    values = np.empty_like(costs)
    for step in range(count - 1, -1, -1):
        if step + 1 in search.dues:
            later = later + search.dues[step + 1]
        if outlooks > 1 and keep[step] < 1:
            later = keep[step] * later + (1 - keep[step]) * (weights * later).sum(0)
        flat = later.ravel()
        begin = flat.take(low[step])
        value = values[step]
        np.subtract(flat.take(low[step] + 1), begin, out=value)
        value *= part[step]
        value += begin
        value += costs[step]
        best = value.min(axis=1, keepdims=True)
        if search.free[step]:
            later = np.broadcast_to(best, value.shape)
        else:
            later = np.minimum(value, best + search.change)
    return values
