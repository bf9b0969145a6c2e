"""What the sun will give where somebody forecasts it: corrected by what came before.

Such a forecast knows the weather, but not the tree in front of the panels. What came
on the last days, hour by hour, tells how far it is to be believed.
"""

from dataclasses import replace

import numpy as np

from .forecast import SUN, TRACES, Forecast, Past, scaled
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
_TODAY = replace(SUN, trust=0.9, memory=0.99, persistence=0.99, doubt=2.0)
"""How today corrects a forecast that knows the weather."""


def corrected_forecast(
    known: Past, past: Past, forecast: Floats, usual: Forecast, count: int
) -> Forecast:
    """Return what is expected for so many hours from the one that runs now on.

    `forecast` begins with the first hour of today, and is NaN where it ends: there the
    `usual` sun is expected. `past` is what was forecast for days that are over.
    """
    factor = _factors(known.values[:-1], past.values[:-1])
    expected = forecast * factor[np.arange(len(forecast)) % _HOURS]
    ahead = np.full(count, np.nan)
    given = expected[known.hour : known.hour + count]
    ahead[: len(given)] = given
    # of the last hours only today's count: yesterday's forecast may have been worse
    today = np.roll(np.nan_to_num(expected[:_HOURS]), -known.hour)
    came = np.roll(known.values[-1], -known.hour)
    kw = scaled(today, came, np.nan_to_num(ahead), _TODAY)
    kw = np.where(np.isnan(ahead), usual.kw[:count], kw)
    errors = _errors(known.values[:-1], past.values[:-1])
    if len(errors) < _ENOUGH:
        spread = usual.traces[:, :count] - usual.kw[:count]
        return Forecast(kw, np.maximum(kw + spread, 0.0), usual.error)
    error = float(np.abs(errors).mean(axis=1).mean())
    hours = (known.hour + np.arange(count)) % _HOURS
    traces = np.maximum(kw + (errors - errors.mean(axis=0))[:, hours], 0.0)
    return Forecast(kw, traces, error)


def _factors(came: Floats, forecast: Floats) -> Floats:
    """Return by how much more than forecast the sun gave, by the hour of the day."""
    both = ~np.isnan(came) & ~np.isnan(forecast)
    if both.any(axis=1).sum() < _ENOUGH:
        return np.ones(_HOURS)
    age = np.arange(len(came), 0, -1)
    weights = (0.5 ** (age / _HALF_LIFE))[:, None] * both
    actual = (weights * np.nan_to_num(came)).sum(axis=0)
    expected = (weights * np.nan_to_num(forecast)).sum(axis=0)
    overall = (actual.sum() + _LITTLE) / (expected.sum() + _LITTLE)
    days = weights.sum(axis=0).max()
    others = _OTHERS / days * expected.mean() + _LITTLE
    factors = (actual + others * overall) / (expected + others)
    bounded: Floats = np.clip(factors, *_FACTOR)
    return bounded


def _errors(came: Floats, forecast: Floats) -> Floats:
    """Return how far off each of the last days was, each without its own knowledge."""
    rows = []
    for day in range(len(came)):
        there = ~np.isnan(came[day]) & ~np.isnan(forecast[day])
        if there.any():
            others = forecast.copy()
            others[day] = np.nan
            expected = forecast[day] * _factors(came, others)
            rows.append(np.where(there, came[day] - expected, 0.0))
    return np.array(rows[-TRACES:]).reshape(-1, _HOURS)
