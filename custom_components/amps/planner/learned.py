"""What a battery is like, learned from how its level followed the energy.

What is declared is believed until enough was seen, and never left by far.
"""

from collections.abc import Iterable

import numpy as np

from .physics import Floats
from .problem import FULL, BatteryModel, CurvePoint, Interval
from .result import Learned

_ENOUGH = 400.0
"""Percent up and down, each, after which what was seen is wholly believed."""
_MIN_SWING = 2.0
"""Percent: what changes less says more of rounding than of the battery."""
_CAPACITY = 0.5, 1.2
"""How much of what is declared a battery may hold."""
_ANY_CAPACITY = 0.5, 200.0
"""kWh of a battery that declares none."""
_SOME = 0.25
"""How sure it must be to be believed where nothing is declared."""
_WAY = 0.75, 0.995
"""Efficiency of one way."""
_BINS = np.arange(60.0, FULL, 5.0)
"""Levels from which on the charge power is looked at: below, batteries take it all."""
_SEEN = 3
"""How often a level has to be seen."""
_STRONG = 0.85
"""Share of the strongest power: what is above may have been all that it took."""


def learned(
    declared: BatteryModel, history: Iterable[Interval], *, assumed: bool = False
) -> Learned:
    """Return what a history says of a battery, beside what it declares.

    An `assumed` capacity was never declared, so that it says nothing of the true one.
    """
    rows = np.array([tuple(one) for one in history], dtype=float).reshape(-1, 6)
    rows = rows[np.isfinite(rows).all(axis=1) & (rows[:, 0] > 0)]
    battery, capacity_sure = _capacity(declared, rows, assumed=assumed)
    if curve := _curve(declared, rows[rows[:, 5] > 0]):
        battery = battery._replace(charge_curve=curve)
    return Learned(battery=battery, capacity_sure=capacity_sure)


def _capacity(
    declared: BatteryModel, rows: Floats, *, assumed: bool
) -> tuple[BatteryModel, float]:
    """Return capacity and efficiency: kWh in and out for a percent up and down."""
    rise = rows[:, 4] - rows[:, 3]
    up = (rise >= _MIN_SWING) & (rows[:, 2] == 0) & (rows[:, 1] > 0)
    down = (-rise >= _MIN_SWING) & (rows[:, 1] == 0) & (rows[:, 2] > 0)
    swing = min(rise[up].sum(), -rise[down].sum())
    sure = float(np.clip(swing / _ENOUGH, 0.0, 1.0))
    if not sure or (assumed and sure < _SOME):
        return declared, 0.0
    # the middle of all, so that a few that are wrong do not matter
    into = float(np.median(rows[up, 1] / rise[up])) * FULL
    out = float(np.median(rows[down, 2] / -rise[down])) * FULL
    way = float(np.clip(np.sqrt(out / into), *_WAY))
    low, high = (share * declared.capacity for share in _CAPACITY)
    if assumed:
        low, high = _ANY_CAPACITY
    capacity = float(np.clip(np.sqrt(into * out), low, high))

    def blend(old: float, new: float) -> float:
        return old + sure * (new - old)

    return (
        declared._replace(
            capacity=capacity if assumed else blend(declared.capacity, capacity),
            charge_efficiency=blend(declared.charge_efficiency, way),
            discharge_efficiency=blend(declared.discharge_efficiency, way),
        ),
        sure,
    )


def _curve(declared: BatteryModel, rows: Floats) -> tuple[CurvePoint, ...]:
    """Return how the charge power falls towards full, where enough was seen."""
    power, middle = rows[:, 1] / rows[:, 0], (rows[:, 3] + rows[:, 4]) / 2
    below = power[(middle < _BINS[0]) & (power > 0)]
    if len(below) < _SEEN or not declared.charge_power:
        return ()
    strongest = min(float(np.quantile(below, 0.95)), declared.charge_power)
    if strongest < _STRONG * declared.charge_power:
        return ()  # it was never asked for all that it can
    points = [CurvePoint(0.0, 1.0), CurvePoint(float(_BINS[0]), 1.0)]
    seen = False
    for low in _BINS.tolist():
        inside = power[(middle >= low) & (middle < low + 5) & (power > 0)]
        share = points[-1].share
        if len(inside) >= _SEEN:
            seen = True
            share = min(share, float(np.quantile(inside, 0.9)) / strongest)
        points.append(CurvePoint(low + 2.5, max(share, 0.05)))
    return tuple(points) if seen else ()
