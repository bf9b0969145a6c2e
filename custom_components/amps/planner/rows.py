"""Rows in which everything is known, of what was recorded one by one."""

from collections.abc import Collection, Sequence
from datetime import datetime
from itertools import pairwise
from statistics import median

import numpy as np
from numpy.typing import NDArray

from .levels import LevelAt
from .measured import MeasuredRow, Records, Unmeasured
from .physics import Floats
from .problem import Power
from .steps import instant, mean_power, seconds

MIN_COVERED = 0.9
"""Share of a day that has to be known."""
_WHOLE = 0.999
"""Share of a row from which on it counts as known: times are rounded."""
_SHORTEST, _LONGEST = 300.0, 3600.0
"""Seconds of a row. Between levels that are further apart the level is unknown."""

type _Rows = Sequence[Power]


def measured_rows(
    records: Records, start: datetime, end: datetime
) -> tuple[MeasuredRow, ...] | Unmeasured:
    """Return the rows between two instants, or why there are too few.

    They are as long as those of the coarsest record: what the battery did within an
    hour says nothing of the grid where the load is known by the hour only.
    """
    columns = _columns(records)
    edges = _edges(start, end, [columns["charged"], columns["grid"]])
    level, level_known = _levels(records.levels, edges)
    known = {
        Unmeasured.NO_PRICES: _covered(columns["buy"], edges),
        Unmeasured.NO_LEVEL: level_known,
        Unmeasured.NO_ENERGY: _covered(columns["charged"], edges)
        & _covered(columns["discharged"], edges),
        Unmeasured.NO_LOAD: _covered(columns["grid"], edges),
    }
    whole: NDArray[np.bool_] = np.logical_and.reduce(list(known.values()))
    lengths = np.diff(edges)
    for reason, there in (known | {Unmeasured.GAPS: whole}).items():
        if lengths @ there < MIN_COVERED * lengths.sum():
            return reason
    numbers = {name: mean_power(rows, edges) for name, rows in columns.items()}
    beside = numbers["grid"] - numbers["charged"] + numbers["discharged"]
    values = np.column_stack(
        [
            np.maximum(beside, 0.0),
            np.maximum(-beside, 0.0),
            numbers["buy"],
            numbers["sell"],
            numbers["charged"] * lengths / 3600,
            numbers["discharged"] * lengths / 3600,
            level[:-1],
            level[1:],
        ]
    )
    spans = pairwise(map(instant, edges.tolist()))
    return tuple(
        MeasuredRow._make((*span, *row))
        for span, row, there in zip(spans, values.tolist(), whole, strict=True)
        if there
    )


def common_rows(
    batteries: Collection[Sequence[MeasuredRow]],
) -> list[tuple[MeasuredRow, ...]] | None:
    """Return the rows in which all batteries are known; None if they are too few."""
    times = [{(row.start, row.end) for row in rows} for rows in batteries]
    known = set.intersection(*times) if times else set()
    if any(len(known) < MIN_COVERED * len(one) for one in times):
        return None
    return [
        tuple(row for row in rows if (row.start, row.end) in known)
        for rows in batteries
    ]


def _columns(records: Records) -> dict[str, _Rows]:
    """Return what was recorded, by name."""
    prices = records.prices
    return {
        "grid": records.grid,
        "buy": [Power(one.start, one.end, one.buy) for one in prices],
        "sell": [Power(one.start, one.end, one.sell) for one in prices],
        "charged": records.charged,
        "discharged": records.discharged,
    }


def _edges(start: datetime, end: datetime, series: Sequence[_Rows]) -> Floats:
    """Return where rows begin and end."""
    usual = [
        median((one.end - one.start).total_seconds() for one in rows)
        for rows in series
        if rows
    ]
    length = min(max([_SHORTEST, *usual]), _LONGEST)
    low, high = seconds(start), seconds(end)
    return np.append(np.arange(low, high, length), high)


def _covered(rows: _Rows, edges: Floats) -> NDArray[np.bool_]:
    """Return in which steps rows are known throughout."""
    share = mean_power([one._replace(kw=1.0) for one in rows], edges)
    return share > _WHOLE


def _levels(
    levels: Sequence[LevelAt], edges: Floats
) -> tuple[Floats, NDArray[np.bool_]]:
    """Return the level at each edge, and in which steps it is known."""
    if not levels:
        return np.zeros_like(edges), np.zeros(len(edges) - 1, dtype=bool)
    times = np.array([seconds(one.at) for one in levels])
    found = np.interp(edges, times, np.array([one.level for one in levels]))
    padded = np.concatenate([[-np.inf], times, [np.inf]])
    after = np.searchsorted(padded, edges)
    away = np.minimum(edges - padded[after - 1], padded[after] - edges)
    known = away <= _LONGEST / 2
    return found, known[:-1] & known[1:]
