"""Turns lists of prices of other integrations into prices. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from itertools import pairwise
import math
from typing import Any, NamedTuple

from .curve import Price
from .errors import PriceError, short
from .units import PriceUnit, max_price, number

MAX_ROWS = 4000
"""Eight days by five minutes are 2304."""
MAX_LENGTH = timedelta(days=1)
"""How long a price of which only the start is known can hold."""
_HALF_A_MINUTE = timedelta(seconds=30)


class RowShape(NamedTuple):
    """What the parts of an entry are called."""

    start: str
    end: str | None
    """None where a price holds until the next one."""
    price: str
    unit: PriceUnit | None = None
    """None where the entity has the unit."""


class _Row(NamedTuple):
    end: datetime | None
    price: float | None


def prices_of(
    rows: Sequence[Any], shape: RowShape, unit: PriceUnit
) -> tuple[Price, ...]:
    """Return the prices of a list by time, in UTC and in money per kWh.

    Entries without a number are gaps. Of an entry without an end it is assumed that it
    is as long as those around it: a gap is better than a guess. Raises PriceError for
    what cannot be read, is not believable or contradicts itself.
    """
    if len(rows) > MAX_ROWS:
        raise PriceError("prices_too_many", maximum=str(MAX_ROWS))
    found: dict[datetime, _Row] = {}
    for row in rows:
        if not isinstance(row, Mapping):
            raise PriceError("prices_unreadable", entry=short(row))
        start = _instant(row, shape.start)
        end = _instant(row, shape.end) if shape.end and row.get(shape.end) else None
        price = _price(row, shape.price, unit)
        known = found.get(start)
        if known is None or known.price is None:
            found[start] = _Row(end, price)
        elif price not in {None, known.price}:
            raise PriceError("prices_contradictory", time=f"{start:%Y-%m-%d %H:%MZ}")
    return tuple(_spans(found))


def _spans(found: Mapping[datetime, _Row]) -> Iterable[Price]:
    starts = sorted(found)
    steps = [after - before for before, after in pairwise(starts)]
    for index, start in enumerate(starts):
        row = found[start]
        end = row.end or start + _likely_length(steps, index)
        if index < len(steps):
            end = min(end, starts[index + 1])
        if row.price is not None and start < end:
            yield Price(start, end, row.price)


def _likely_length(steps: Sequence[timedelta], index: int) -> timedelta:
    """Return how long an entry is: up to the next one, if one beside it is as long."""
    if not steps:
        return timedelta(0)
    beside = [*steps[max(index - 1, 0) : index], *steps[index + 1 : index + 2]]
    if index == len(steps):
        return min([*steps[-2:], MAX_LENGTH])
    return min(steps[index], max(beside, default=steps[index]), MAX_LENGTH)


def _instant(row: Mapping[str, Any], name: str) -> datetime:
    """Return a time in UTC, on the minute: some sources begin a second later."""
    told = row.get(name)
    try:
        moment = (
            told if isinstance(told, datetime) else datetime.fromisoformat(told or "")
        )
        if moment.tzinfo is None:
            raise PriceError("prices_no_zone", time=short(told))
        near = moment.astimezone(UTC) + _HALF_A_MINUTE
    except (OverflowError, TypeError, ValueError) as err:
        raise PriceError("prices_unreadable", entry=short(told)) from err
    return near.replace(second=0, microsecond=0)


def _price(row: Mapping[str, Any], name: str, unit: PriceUnit) -> float | None:
    """Return a price in money per kWh; None where there is none yet.

    Raises PriceError where no kWh can cost so much: its unit is not what it seems.
    """
    told = row.get(name)
    if told is None:
        return None
    price = number(told) * unit.factor
    if not math.isfinite(price):
        return None
    if abs(price) > max_price(unit.currency):
        raise PriceError(
            "prices_not_believable", price=f"{price:.4g}", currency=unit.currency
        )
    return price
