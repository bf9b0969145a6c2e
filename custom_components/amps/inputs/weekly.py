"""A week of prices by the local clock, as a schedule helper has it. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, time, timedelta, tzinfo
from typing import Any, NamedTuple

from .curve import Price
from .errors import PriceError
from .units import max_tariff, number

WEEKDAYS = (
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
)
PRICE = "price"
"""What the price is called in the data of a block."""
_STEP = timedelta(minutes=15)
"""Clocks change on a quarter of an hour."""
_DAY = timedelta(days=1)


class _Block(NamedTuple):
    """A part of a day, counted from midnight on the clock."""

    start: timedelta
    end: timedelta
    price: float


def weekly_prices(
    week: Mapping[str, Any],
    currency: str,
    zone: tzinfo,
    start: datetime,
    end: datetime,
) -> tuple[Price, ...]:
    """Return the prices between two instants in UTC, in money per kWh.

    Each holds whenever the clock of `zone` shows a time in its block: an hour that the
    clock shows twice has the same price twice. Times without a block, and blocks
    without a price, are gaps. Raises PriceError if no block has a price that is one.
    """
    days = [list(_blocks(week.get(day) or (), currency)) for day in WEEKDAYS]
    if not any(days):
        raise PriceError("prices_no_block")
    return tuple(
        price
        for begin, until, offset in _stretches(start, end, zone)
        for price in _priced(days, begin, until, offset)
    )


def _blocks(told: Sequence[Any], currency: str) -> Iterator[_Block]:
    for block in told:
        price = (block.get("data") or {}).get(PRICE)
        if price is None:
            continue
        yield _Block(
            _clock(block["from"], timedelta(0)),
            _clock(block["to"], _DAY),
            tariff(price, currency),
        )


def tariff(told: object, currency: str) -> float:
    """Return what a person typed as the price of a kWh; raises PriceError if none."""
    price, limit = number(told), max_tariff(currency)
    if not abs(price) <= limit:
        raise PriceError("prices_tariff", price=price, limit=limit, currency=currency)
    return price


def _clock(told: Any, midnight: timedelta) -> timedelta:
    """Return a time of day; the last moment of a day is the midnight after it."""
    if told == time.max or str(told).startswith("24:"):
        return midnight
    clock = told if isinstance(told, time) else time.fromisoformat(told)
    return timedelta(hours=clock.hour, minutes=clock.minute, seconds=clock.second)


def _stretches(
    start: datetime, end: datetime, zone: tzinfo
) -> Iterator[tuple[datetime, datetime, timedelta]]:
    """Split a time where the clock changes, and tell how far it is ahead of UTC."""
    begin, offset = start, _offset(start, zone)
    moment = start.replace(minute=0, second=0, microsecond=0)
    while (moment := moment + _STEP) < end:
        if (ahead := _offset(moment, zone)) != offset:
            yield begin, moment, offset
            begin, offset = moment, ahead
    yield begin, end, offset


def _offset(moment: datetime, zone: tzinfo) -> timedelta:
    return moment.astimezone(zone).utcoffset() or timedelta(0)


def _priced(
    days: Sequence[Sequence[_Block]], start: datetime, end: datetime, offset: timedelta
) -> Iterator[Price]:
    """Return the prices of a time in which the clock runs evenly."""
    first, last = start + offset, end + offset
    midnight = first.replace(hour=0, minute=0, second=0, microsecond=0, tzinfo=UTC)
    while midnight < last:
        for block in sorted(days[midnight.weekday()]):
            begin = max(midnight + block.start, first)
            until = min(midnight + block.end, last)
            if begin < until:
                yield Price(begin - offset, until - offset, block.price)
        midnight += _DAY
