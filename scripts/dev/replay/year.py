"""A year, played row by row."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

import numpy as np

from .homes import Home
from .house import Battery, Order, live

type Told = list[tuple[float, Order]]
"""The orders for a row: each with the hours into the row at which it begins."""
type Orders = Callable[[int, Battery], Told]
type Watch = Callable[[int, float, float, Order, Battery, float], None]
"""Hears of each piece: its row, where in it the piece starts and ends, in hours, what
the battery was told, the battery afterwards, and the kWh drawn from the grid."""

_EVENING, _MORNING = 22, 6
"""The hours of the night."""


@dataclass(slots=True)
class Lived:
    """The results of a year."""

    cost: float
    """Money for the grid, less the value of what is still stored at the end."""
    changes: int
    """How many times the mode changed."""
    monthly: dict[str, float] = field(default_factory=dict)
    """Money by month."""


def live_through(
    home: Home,
    battery: Battery,
    orders: Orders,
    left: float,
    watch: Watch | None = None,
    rows: Iterable[int] | None = None,
) -> Lived:
    """Play a home's year, or only through some `rows` of it.

    A stored kWh is worth `left` from month to month.
    """
    changes, last = 0, Order().command
    net = (home.load - home.sun).tolist()
    buy, sell = home.buy.tolist(), home.sell.tolist()
    months = [f"{at:%Y-%m}" for at in home.starts]
    monthly: dict[str, float] = {}
    for row in range(len(months)) if rows is None else rows:
        month = months[row]
        monthly.setdefault(month, 0.0)
        told = orders(row, battery)
        before = battery.stored
        ends = [*(at for at, _ in told[1:]), home.hours]
        for (begin, order), end in zip(told, ends, strict=True):
            changes += order.command != last
            last = order.command
            grid = live(battery, order, net[row], end - begin)
            monthly[month] += grid * (buy[row] if grid > 0 else sell[row])
            if watch is not None:
                watch(row, begin, end, order, battery, grid)
        monthly[month] -= left * (battery.stored - before)
    return Lived(sum(monthly.values()), changes, monthly)


def alone(_row: int, _battery: Battery) -> Told:
    """Leave the battery alone."""
    return [(0.0, Order())]


def cheapest_night(home: Home, hours: float = 3.0) -> Orders:
    """Charge in the three cheapest hours of each night until the battery is full."""
    clock = home.local % 86400 / 3600
    night = (home.local + (24 - _EVENING) * 3600) // 86400
    dark = (clock >= _EVENING) | (clock < _MORNING)
    chosen: set[int] = set()
    count = round(hours / home.hours)
    rows = np.flatnonzero(dark)
    for group in np.split(rows, np.flatnonzero(np.diff(night[rows])) + 1):
        order = np.argsort(home.buy[group], kind="stable")
        chosen.update(group[order[:count]].tolist())
    full = Order("charge", 100.0)
    return lambda row, _battery: [(0.0, full if row in chosen else Order())]


def worst_month(lived: Lived, base: Lived) -> float:
    """Return by how many percent the worst month was dearer; negative: cheaper."""
    return max(
        100 * (lived.monthly[month] - cost) / max(abs(cost), 1.0)
        for month, cost in base.monthly.items()
    )
