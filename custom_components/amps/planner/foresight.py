"""What load and sun will be, as a plan takes it, and how far that may be off."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta, tzinfo

import numpy as np

from .forecast import LOAD, SUN, Forecast, forecast, local_hour, measured
from .physics import Floats
from .problem import HouseHistory, Outlook, Power
from .result import Foresight
from .sun import corrected_forecast

AHEAD = 48
"""Hours."""
_HOURS = 24
_HOUR = timedelta(hours=1)


def foresee(history: HouseHistory, now: datetime, zone: tzinfo) -> Foresight:
    """Return load and sun as they are to be expected by the clock of a zone."""
    count = AHEAD + 1
    load = forecast(measured(history.load, now, zone), LOAD, count)
    known = measured(history.sun, now, zone)
    sun = forecast(known, SUN, count)
    if history.sun_forecast:
        past = measured(history.past_forecasts, now, zone)
        today = _from_midnight(history.sun_forecast, known.day, _HOURS + count, zone)
        sun = corrected_forecast(known, past, today, sun, count)
    outlook, outlooks = outlooks_of(load, sun, hour_of(now, zone))
    return Foresight(
        outlook=outlook,
        outlooks=() if np.isnan(load.error) else outlooks,
        load_error=_known(load.error),
        sun_error=_known(sun.error) if history.sun else None,
    )


def outlooks_of(
    load: Forecast, sun: Forecast, first: datetime
) -> tuple[Outlook, tuple[Outlook, ...]]:
    """Return what is most likely, and how else it may come, from an hour on."""
    edges = [first + index * _HOUR for index in range(len(load.kw) + 1)]
    loads, suns = len(load.traces), len(sun.traces)
    return (
        Outlook(load=_rows(edges, load.kw), sun=_rows(edges, sun.kw)),
        tuple(
            Outlook(
                load=_rows(edges, load.traces[index % loads]),
                sun=_rows(edges, sun.traces[index % suns]),
            )
            for index in range(max(loads, suns))
        ),
    )


def hour_of(now: datetime, zone: tzinfo) -> datetime:
    """Return when the hour began that a zone's clock shows."""
    local = now.astimezone(zone)
    return now - timedelta(
        minutes=local.minute, seconds=local.second, microseconds=local.microsecond
    )


def _rows(edges: Sequence[datetime], kw: Floats) -> tuple[Power, ...]:
    return tuple(map(Power, edges[:-1], edges[1:], kw.tolist(), strict=True))


def _from_midnight(rows: Iterable[Power], day: int, count: int, zone: tzinfo) -> Floats:
    """Return rows as hours from a day's beginning on; NaN where there is none."""
    found = np.full(count, np.nan)
    for row in rows:
        index = local_hour(row.start, zone) - day * _HOURS
        if 0 <= index < count:
            found[index] = row.kw
    return found


def _known(error: float) -> float | None:
    return None if np.isnan(error) else error
