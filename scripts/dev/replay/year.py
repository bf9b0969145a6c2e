"""A year, lived through row by row."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta

import numpy as np

from .homes import Floats, Home
from .house import Battery, Order, live

type Orders = Callable[[int, Battery], list[tuple[float, Order]]]
"""What the battery is told in a row: hours into it from when on, and an order."""


@dataclass(slots=True)
class Lived:
    """What came of it."""

    costs: Floats
    """Money for the grid in each row."""
    levels: Floats
    """Percent at the end of each row."""
    commands: int
    stored: float
    """kWh in the end."""
    monthly: dict[str, float] = field(default_factory=dict)


def live_through(home: Home, battery: Battery, orders: Orders, left: float) -> Lived:
    """Live through a home's year; a stored kWh counts as `left` between months."""
    count = len(home.load)
    costs, levels = np.zeros(count), np.zeros(count)
    commands, last = 0, "auto"
    net = (home.load - home.sun).tolist()
    buy, sell = home.buy.tolist(), home.sell.tolist()
    monthly: dict[str, float] = {}
    for row in range(count):
        told = orders(row, battery)
        before = battery.stored
        edges = [*(at for at, _ in told), home.hours]
        for (begin, order), end in zip(told, edges[1:], strict=True):
            commands += order.command != last
            last = order.command
            grid = live(battery, order, net[row], end - begin)
            costs[row] += grid * (buy[row] if grid > 0 else sell[row])
        levels[row] = battery.level
        month = f"{home.starts[row]:%Y-%m}"
        money = costs[row] - left * (battery.stored - before)
        monthly[month] = monthly.get(month, 0.0) + money
    return Lived(costs, levels, commands, battery.stored, monthly)


def alone(_row: int, _battery: Battery) -> list[tuple[float, Order]]:
    """Leave the battery alone."""
    return [(0.0, Order())]


_ = timedelta
