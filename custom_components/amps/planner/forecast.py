"""What load, sun and prices will be, from nothing but what they were.

A forecast is a mean over past days at the same hour, in which recent days and days of
the same kind weigh more, corrected by how the last hours differed. Its errors are
measured: the same forecast is made as it would have been made on each of the last days
at this hour, and compared with what came.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta, tzinfo
from typing import NamedTuple

import numpy as np

from ..api.value import frozen
from .physics import Floats
from .problem import Power

DAYS = 35
"""How far back is looked."""
TRACES = 14
"""On how many days errors are measured."""
_WEEK = 7
_SATURDAY = 5
_HOURS = 24
_FACTOR = 0.1, 3.0
_LITTLE = 1e-9


@frozen()
class Manner:
    """How one kind of thing is forecast."""

    half_life: float
    """Days after which a past day weighs half."""
    weekday: float
    """How many times more a day of the same weekday weighs."""
    kind: float
    """How many times more a working day weighs for one, and a weekend day for one."""
    trust: float = 0.0
    """How much of the last day's difference is believed, 0 to 1."""
    memory: float = 1.0
    """How much less an hour of it weighs than the one after it."""
    persistence: float = 1.0
    """How much of it is still there an hour later."""
    doubt: float | None = None
    """Where it differs by a factor, as the sun does, and not by an amount: hours of the
    mean power that are added to what came and to what was expected."""


LOAD = Manner(
    half_life=5, weekday=1.5, kind=3, trust=0.6, memory=0.92, persistence=0.92
)
SUN = Manner(
    half_life=4,
    weekday=1,
    kind=1,
    trust=1.0,
    memory=0.8,
    persistence=0.97,
    doubt=0.5,
)
PRICE = Manner(half_life=4, weekday=2, kind=2)


class Forecast(NamedTuple):
    """Values for the hours from the one that runs now on."""

    kw: Floats
    traces: Floats
    """How else it may come: a row for each of the last days, by its errors."""
    error: float
    """The mean absolute error of the next 24 hours as measured, in the same unit."""


class Past(NamedTuple):
    """What was measured, by local day and hour; NaN where nothing is known."""

    day: int
    """The number of today."""
    hour: int
    """The local hour that runs now: the first that is not known yet."""
    values: Floats
    """`DAYS` + 1 days by 24 hours, today last."""


def local_hour(at: datetime, zone: tzinfo) -> int:
    """Return the number of an instant's hour by the wall clock of a zone."""
    offset = at.astimezone(zone).utcoffset() or timedelta(0)
    return int((at.timestamp() + offset.total_seconds()) // 3600)


def measured(rows: Iterable[Power], now: datetime, zone: tzinfo) -> Past:
    """Return what rows of at most an hour say of the time before an instant."""
    rows = [row for row in rows if row.end <= now]
    hours = np.array([local_hour(row.start, zone) for row in rows], dtype=np.int64)
    values = np.array([row.kw for row in rows], dtype=float)
    return past(hours, values, local_hour(now, zone))


def past(hours: np.ndarray, values: Floats, now: int) -> Past:
    """Return values by the number of their local hour, as they are known in one."""
    day, hour = divmod(now, _HOURS)
    first = (day - DAYS) * _HOURS
    index = hours - first
    inside = (index >= 0) & (hours < now)
    cells = (DAYS + 1) * _HOURS
    sums = np.bincount(index[inside], values[inside], minlength=cells)
    counts = np.bincount(index[inside], minlength=cells)
    with np.errstate(invalid="ignore", divide="ignore"):
        means = np.where(counts > 0, sums / counts, np.nan)
    return Past(day, hour, means.reshape(DAYS + 1, _HOURS))


def forecast(known: Past, manner: Manner, count: int, traces: int = TRACES) -> Forecast:
    """Return the forecast of so many hours, with its errors on the last days."""
    kw = _predicted(known, manner, count, 0)
    flat = known.values.ravel()
    now = DAYS * _HOURS + known.hour
    rows, misses = [], []
    for back in range(1, traces + 1):
        begin = now - back * _HOURS
        came = flat[begin : min(begin + count, now)]
        if np.isnan(came).all():
            continue
        then = _predicted(known, manner, count, back)[: len(came)]
        error = np.nan_to_num(came - then)
        misses.append(float(np.abs(error[:_HOURS]).mean()))
        rows.append(np.resize(error, count))
    if not rows:
        return Forecast(kw, kw[None], float("nan"))
    errors = np.array(rows)
    errors -= errors.mean(axis=0)
    most = np.nanmax(known.values, axis=0, initial=0.0)
    hours = (known.hour + np.arange(count)) % _HOURS
    top = np.inf if manner.doubt is None else np.maximum(most[hours], kw)
    floor = -np.inf if manner.trust == 0 else 0.0
    return Forecast(kw, np.clip(kw + errors, floor, top), float(np.mean(misses)))


def _predicted(known: Past, manner: Manner, count: int, back: int) -> Floats:
    """Return the forecast as it is, or was so many days ago."""
    values = known.values[: DAYS + 1 - back].copy()
    values[-1, known.hour :] = np.nan
    today = known.day - back
    there = ~np.isnan(values)
    filled = np.where(there, values, 0.0)
    age: Floats = np.arange(len(values), dtype=np.float64)[::-1]
    days = 2 + (known.hour + count) // _HOURS
    # from yesterday on, each day by what came before it
    profile = np.stack(
        [
            _mean(filled, there, _weights(manner, today, ahead, age))
            for ahead in range(-1, days)
        ]
    ).ravel()[known.hour :]
    came = values[-2:].ravel()[known.hour :][:_HOURS]
    came = np.where(np.isnan(profile[:_HOURS]), np.nan, came)
    mean = values[there].mean() if there.any() else 0.0
    profile = np.where(np.isnan(profile), mean, profile)
    usual, ahead = profile[:_HOURS], profile[_HOURS:][:count]
    if manner.trust == 0:
        return ahead
    if manner.doubt is not None:
        return scaled(usual, came, ahead, manner)
    spread = np.roll(_spread(filled, there), -known.hour)
    return shifted(usual, came, ahead, spread, manner)


def _weights(manner: Manner, today: int, ahead: int, age: Floats) -> Floats:
    weights = np.where(age > -ahead, 0.5 ** (age / manner.half_life), 0.0)
    # day 0 of the count was a Thursday
    target = (today + ahead + 3) % _WEEK
    weekday = (today - age + 3) % _WEEK
    weights = np.where(weekday == target, weights * manner.weekday, weights)
    same = (weekday >= _SATURDAY) == (target >= _SATURDAY)
    found: Floats = np.where(same, weights * manner.kind, weights)
    return found


def _mean(filled: Floats, there: np.ndarray, weights: Floats) -> Floats:
    """Return the mean of each hour; NaN where nothing is known."""
    total = weights @ there
    mean: Floats = weights @ filled / np.where(total > 0, total, np.nan)
    return mean


def _spread(filled: Floats, there: np.ndarray) -> Floats:
    """Return by how much the days differ at each hour: the standard deviation."""
    count = np.maximum(there.sum(axis=0), 1)
    off = np.where(there, filled - filled.sum(axis=0) / count, 0.0)
    spread: Floats = np.sqrt((off**2).sum(axis=0) / count)
    return spread


def shifted(
    usual: Floats, came: Floats, ahead: Floats, spread: Floats, manner: Manner
) -> Floats:
    """Return the forecast of what is ahead, corrected by an amount.

    `usual` is what was to be expected of the last 24 hours; what `came` in them is NaN
    where it is not known. The amount is in proportion to the `spread` of each hour of a
    day, from the one that runs now on: hours that are always alike stay as they are.
    """
    recent, fade = _weighed(len(usual), len(ahead), manner)
    off = np.nan_to_num(came - usual)
    amount = recent @ (off * spread) / (recent @ spread**2 + _LITTLE)
    return np.maximum(ahead + amount * np.resize(spread, len(ahead)) * fade, 0.0)


def scaled(usual: Floats, came: Floats, ahead: Floats, manner: Manner) -> Floats:
    """Return the forecast of what is ahead, corrected by a factor.

    `usual` and `came` are as for `shifted`.
    """
    recent, fade = _weighed(len(usual), len(ahead), manner)
    off = np.nan_to_num(came - usual)
    should = recent @ np.where(np.isnan(came), 0.0, usual)
    should += (manner.doubt or 0.0) * usual.mean() + _LITTLE
    factor: Floats = np.clip(1 + recent @ off / should * fade, *_FACTOR)
    return ahead * factor


def _weighed(past: int, ahead: int, manner: Manner) -> tuple[Floats, Floats]:
    """Return how much each of the last hours counts, and what is left in later ones."""
    recent: Floats = manner.memory ** np.arange(past, 0, -1, dtype=float)
    fade: Floats = manner.trust * manner.persistence ** np.arange(
        1, ahead + 1, dtype=float
    )
    return recent, fade
