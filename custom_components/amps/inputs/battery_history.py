"""What a battery did, from the statistics of its power and its level.

The power is what the manufacturer tells. Energy that was worked out from the level
would say nothing of the battery: `battery.energy` does so where readings are rare.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import pairwise

from ..planner.problem import Interval
from .meters import HOUR
from .statistics import SHORT_INTERVAL, Mean, Means

_LENGTH = 3
"""How many statistics intervals make one of ours."""
_MIN_POWER_KW = 0.05
"""Less counts as no power."""
_STRONG_SHARE = 0.85
"""Share of the strongest power with which a charge begins that somebody ordered: the
sun comes up slowly."""
_RISE_FACTOR = 1.05
"""A power that rises by more followed the sun."""

type _Row = tuple[datetime, float, float]
"""When a row begins, its power in kW, positive while charging, and its level."""


def intervals(power: Means, level: Means) -> list[Interval]:
    """Return times in which a battery only charged, or only discharged.

    `power` is positive while it gives some, as its sensor is.
    """
    runs = list(_runs(power, level))
    strongest = max((kw for run in runs for _, kw, _ in run), default=0.0)
    return [
        interval
        for run in runs
        for interval in _cut(run, full=_is_ordered(run, strongest))
    ]


def _runs(power: Means, level: Means) -> Iterator[list[_Row]]:
    """Yield the times in which the power keeps its direction."""
    run: list[_Row] = []
    for start in sorted(power.keys() & level.keys()):
        way = _way(power[start])
        row = (start, -power[start].mean, level[start].mean)
        follows = run and start - run[-1][0] == SHORT_INTERVAL and way * run[-1][1] > 0
        if run and not follows:
            yield run
            run = []
        if way:
            run.append(row)
    if run:
        yield run


def _way(power: Mean) -> int:
    """Return 1 where it only charged, -1 where it only discharged, else 0."""
    if power.high < -_MIN_POWER_KW:
        return 1
    return -1 if power.low > _MIN_POWER_KW else 0


def _is_ordered(run: Sequence[_Row], strongest: float) -> bool:
    """Return whether a battery was charged as fast as it could be."""
    powers = [kw for _, kw, _ in run]
    begins = max(powers[:2]) >= _STRONG_SHARE * strongest
    return begins and all(
        after <= before * _RISE_FACTOR for before, after in pairwise(powers[1:])
    )


def _cut(run: Sequence[_Row], *, full: bool) -> Iterator[Interval]:
    """Yield intervals between the middles of rows, where the level is the mean."""
    for first in range(0, len(run) - _LENGTH, _LENGTH):
        part = run[first : first + _LENGTH + 1]
        powers = [kw for _, kw, _ in part]
        kwh = (sum(powers) - (powers[0] + powers[-1]) / 2) * (SHORT_INTERVAL / HOUR)
        yield Interval(
            hours=_LENGTH * (SHORT_INTERVAL / HOUR),
            charged=max(kwh, 0.0),
            discharged=max(-kwh, 0.0),
            level=part[0][2],
            level_after=part[-1][2],
            full=full,
        )
