"""What the sun will give where somebody forecasts it: corrected by what came before.

Such a forecast knows the weather, but not the tree in front of the panels. What came
on the last days, hour by hour, tells how far it is to be believed.
"""

import numpy as np

from .forecast import SUN, TRACES, Forecast, Past, corrected
from .physics import Floats

_HOURS = 24
_ENOUGH = 3
"""Days of which both is known before a forecast is corrected by them."""
_HALF_LIFE = 7.0
"""Days after which a past day weighs half."""
_OTHERS = 2.0
"""What is known of an hour counts beside what all hours of so many days say."""
_FACTOR = 0.2, 3.0
_LITTLE = 1e-6


def foreseen(
    known: Past, earlier: Past, told: Floats, usual: Forecast, count: int
) -> Forecast:
    """Return what is foreseen for so many hours from the one that runs now on.

    `told` is the forecast from the first hour of today on, NaN where it says nothing:
    what the sun `usual`-ly does stands in there. `earlier` holds what was forecast for
    days that are over.
    """
    factor = _factors(known.values[:-1], earlier.values[:-1])
    hours = np.arange(len(told)) % _HOURS
    expected = told * factor[hours]
    today = np.nan_to_num(expected[:_HOURS])
    came = np.where(np.isnan(known.values[-1]), today, known.values[-1])
    ahead = np.full(count, np.nan)
    given = expected[known.hour : known.hour + count]
    ahead[: len(given)] = given
    kw = corrected(today, np.nan_to_num(ahead), came, known.hour, SUN)
    kw = np.where(np.isnan(ahead), usual.kw[:count], kw)
    errors = _errors(known.values[:-1], earlier.values[:-1])
    if len(errors) < _ENOUGH:
        spread = usual.traces[:, :count] - usual.kw[:count]
        return Forecast(kw, np.maximum(kw + spread, 0.0), usual.error)
    error = float(np.abs(errors).mean(axis=1).mean())
    hours = (known.hour + np.arange(count)) % _HOURS
    traces = np.maximum(kw + (errors - errors.mean(axis=0))[-TRACES:, hours], 0.0)
    return Forecast(kw, traces, error)


def _factors(came: Floats, told: Floats) -> Floats:
    """Return by how much more than forecast the sun gave, by the hour of the day."""
    both = ~np.isnan(came) & ~np.isnan(told)
    if both.any(axis=1).sum() < _ENOUGH:
        return np.ones(_HOURS)
    age = np.arange(len(came), 0, -1)
    weights = (0.5 ** (age / _HALF_LIFE))[:, None] * both
    gave = (weights * np.nan_to_num(came)).sum(axis=0)
    said = (weights * np.nan_to_num(told)).sum(axis=0)
    days = weights.sum(axis=0).max()
    some = _OTHERS / days * said.mean() + _LITTLE
    overall = (gave.sum() + _LITTLE) / (said.sum() + _LITTLE)
    factors: Floats = np.clip((gave + some * overall) / (said + some), *_FACTOR)
    return factors


def _errors(came: Floats, told: Floats) -> Floats:
    """Return how far off each of the last days was, each without its own knowledge."""
    rows = []
    for day in range(len(came)):
        there = ~np.isnan(came[day]) & ~np.isnan(told[day])
        if not there.any():
            continue
        others = told.copy()
        others[day] = np.nan
        factor = _factors(came, others)
        rows.append(np.where(there, came[day] - told[day] * factor, 0.0))
    return np.array(rows[-TRACES:]).reshape(-1, _HOURS)
