"""Measured days, lived through by a battery that shares nothing with the planner's."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from math import sqrt
import random

from custom_components.amps.planner.measured import MeasuredDay, MeasuredRow
from custom_components.amps.planner.problem import BatteryModel
from scripts.dev.replay.house import Battery as Truth, Order, live

from .problems import NOW

DAY = timedelta(days=1)
EFFICIENCY = 0.9
BATTERY = BatteryModel(
    capacity=10.0,
    charge_power=4.0,
    discharge_power=4.0,
    charge_efficiency=sqrt(EFFICIENCY),
    discharge_efficiency=sqrt(EFFICIENCY),
    floor=10.0,
)

type Orders = Callable[[datetime], Order]


def truth(level: float) -> Truth:
    """Return a battery at a level."""
    stored = level / 100 * BATTERY.capacity
    return Truth(
        capacity=10.0, power=4.0, efficiency=EFFICIENCY, floor=10.0, stored=stored
    )


def weather(seed: int, minutes: int, days: int = 1) -> list[MeasuredRow]:
    """Return rows of random load, sun and prices, in which the battery did nothing."""
    chance = random.Random(seed)  # noqa: S311 (it has to come from a seed)
    rows = []
    for index in range(days * 24 * 60 // minutes):
        start = NOW + index * timedelta(minutes=minutes)
        load = chance.choice((0.2, 0.5, 2.0))
        sun = max(0.0, 3 - abs(start.hour - 12)) * chance.random()
        buy = (0.1, 0.3, 0.25, 0.4)[start.hour // 6]
        rows.append(
            MeasuredRow(
                start=start,
                end=start + timedelta(minutes=minutes),
                load=load,
                sun=sun,
                buy=buy,
                sell=0.08,
                charged=0.0,
                discharged=0.0,
                from_level=50.0,
                to_level=50.0,
            )
        )
    return rows


def self_use(_at: datetime) -> Order:
    """Leave the battery alone."""
    return Order()


def lived(
    rows: Sequence[MeasuredRow], battery: Truth, orders: Orders = self_use
) -> tuple[MeasuredRow, ...]:
    """Return rows as they are measured while a battery follows orders."""
    found = []
    for row in rows:
        hours = (row.end - row.start) / timedelta(hours=1)
        net, before = row.load - row.sun, battery.level
        taken = live(battery, orders(row.start), net, hours) - net * hours
        found.append(
            row._replace(
                charged=max(taken, 0.0),
                discharged=max(-taken, 0.0),
                from_level=before,
                to_level=battery.level,
            )
        )
    return tuple(found)


def bill(rows: Sequence[MeasuredRow]) -> float:
    """Return the money for the grid."""
    total = 0.0
    for row in rows:
        hours = (row.end - row.start) / timedelta(hours=1)
        grid = (row.load - row.sun) * hours + row.charged - row.discharged
        total += grid * (row.buy if grid > 0 else row.sell)
    return total


def measured(rows: Sequence[MeasuredRow], **rest: object) -> MeasuredDay:
    """Return a day of the battery."""
    return MeasuredDay(rows=tuple(rows), battery=BATTERY, **rest)  # type: ignore[arg-type]
