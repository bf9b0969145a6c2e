"""Plausible day-ahead prices, from a seed."""

import numpy as np

from .homes import Floats, Home

_SATURDAY = 5
_SPIKES = 0.03
"""The share of days with spikes."""
_TAX = 0.12
"""Money per kWh on top of the market's price when buying."""


def day_ahead(home: Home, *, seed: int, quarters: bool) -> tuple[Floats, Floats]:
    """Return prices of buying and selling for each row of a home.

    Two peaks a day and a dip at noon that is deeper in the sunny half of the year, with
    hours below zero and spikes. By the hour, or by the quarter with a zigzag in it.
    """
    chance = np.random.default_rng(seed)
    wall = home.local
    day, second = np.divmod(wall, 86400)
    day -= day[0]
    clock = second / 3600
    count = int(day[-1]) + 1
    season = np.array([at.timetuple().tm_yday for at in home.starts])
    summer = 0.5 - 0.5 * np.cos(2 * np.pi * (season - 10) / 365)
    weekend = ((wall // 86400 + 3) % 7) >= _SATURDAY
    base = 0.09 + 0.03 * _walk(chance, count, 0.9)[day] - 0.02 * weekend
    peaks = _bump(clock, 8, 1.6) * 0.05 + _bump(clock, 19, 2.0) * 0.09
    peaks = peaks * (1 + 0.35 * _walk(chance, count, 0.6)[day]).clip(0.2)
    dip = _bump(clock, 13, 2.4) * (0.03 + 0.11 * summer)
    dip = dip * (1 + 0.5 * _walk(chance, count, 0.5)[day]).clip(0.0)
    night = _bump((clock + 12) % 24, 15, 2.5) * 0.03
    hours = (wall // 3600 - wall[0] // 3600).astype(int)
    noise = 0.008 * _walk(chance, int(hours[-1]) + 1, 0.6)[hours]
    spikes = (chance.random(count) < _SPIKES)[day] * _bump(clock, 18.5, 0.8) * 0.5
    market = base + peaks - dip - night + noise + spikes
    market = _held(market, hours)
    if quarters:
        slope = np.gradient(market) * 2
        part = (second % 3600) / 3600 - 0.375
        market = market + slope * part + 0.004 * chance.standard_normal(len(market))
    return market + _TAX, market


def _walk(chance: np.random.Generator, count: int, memory: float) -> Floats:
    """Return numbers around 0, each of which depends on the one before."""
    steps = chance.standard_normal(count)
    found = np.empty(count)
    last = 0.0
    for index, step in enumerate(steps):
        last = memory * last + float(step) * np.sqrt(1 - memory**2)
        found[index] = last
    return found


def _bump(clock: Floats, at: float, width: float) -> Floats:
    return np.exp(-(((clock - at) / width) ** 2))


def _held(values: Floats, hours: np.ndarray) -> Floats:
    """Return the mean of each hour for its rows."""
    sums, counts = np.bincount(hours, values), np.bincount(hours)
    means: Floats = (sums / np.maximum(counts, 1))[hours]
    return means
