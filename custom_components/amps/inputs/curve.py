"""Prices over time, as values. Pure: no Home Assistant, no clock."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from itertools import pairwise
from operator import attrgetter
from typing import NamedTuple

from ..planner.problem import PricePeriod

_START = attrgetter("start")
_END = attrgetter("end")
_NONE = timedelta(0)


class Price(NamedTuple):
    """What a kWh costs from an instant up to another one, both in UTC."""

    start: datetime
    end: datetime
    value: float
    """In money per kWh, and negative where money is paid for taking it."""


class PriceCurve(NamedTuple):
    """What a kWh costs over time: by time, without overlaps, but perhaps with gaps."""

    currency: str
    """By ISO 4217, such as EUR."""
    prices: tuple[Price, ...]

    def at(self, instant: datetime) -> float | None:
        """Return the price at an aware instant, in money per kWh; None if unknown."""
        index = bisect_left(self.prices, instant, key=_END)
        for price in self.prices[index : index + 2]:
            if price.start <= instant < price.end:
                return price.value
        return None

    def mean(self, start: datetime, end: datetime) -> float | None:
        """Return the mean price between two instants; None if not all is known."""
        if start >= end:
            return self.at(start)
        prices = self.within(start, end).prices
        lasts = [price.end - price.start for price in prices]
        if sum(lasts, _NONE) < end - start:
            return None
        shares = (
            price.value * (length / (end - start))
            for price, length in zip(prices, lasts, strict=True)
        )
        return sum(shares)

    def known_until(self, instant: datetime) -> datetime | None:
        """Return up to when prices are known from an instant on, without a gap."""
        known: datetime | None = None
        for price in self.prices:
            if price.start <= (known or instant) < price.end:
                known = price.end
        return known

    def within(self, start: datetime, end: datetime) -> PriceCurve:
        """Return the part between two aware instants."""
        cut = (
            Price(max(price.start, start), min(price.end, end), price.value)
            for price in self.prices
            if price.start < end and start < price.end
        )
        return self._replace(prices=tuple(cut))

    def adjusted(self, factor: float, surcharge: float) -> PriceCurve:
        """Return each price times a factor, plus a surcharge in money per kWh."""
        changed = (
            price._replace(value=price.value * factor + surcharge)
            for price in self.prices
        )
        return self._replace(prices=tuple(changed))


def merged(currency: str, lists: Iterable[Sequence[Price]]) -> PriceCurve:
    """Return one curve of several lists, each by time and without overlaps in itself.

    Where two tell of the same time, the one that comes first is believed.
    """
    known: list[Price] = []
    for prices in lists:
        free = [price for price in prices if not _overlaps(price, known)]
        known = sorted([*known, *free], key=_START)
    return PriceCurve(currency, tuple(known))


def price_periods(
    buying: PriceCurve | None, selling: PriceCurve | None
) -> list[PricePeriod]:
    """Return the time in which buying has a price, where neither price changes.

    Selling brings nothing where its price is not known.
    """
    curves = [curve for curve in (buying, selling) if curve is not None]
    edges = {at for curve in curves for price in curve.prices for at in price[:2]}
    return [
        PricePeriod(start, end, buy, (selling.at(start) if selling else None) or 0.0)
        for start, end in pairwise(sorted(edges))
        if buying is not None and (buy := buying.at(start)) is not None
    ]


def _overlaps(price: Price, known: Sequence[Price]) -> bool:
    index = bisect_left(known, price.start, key=_START)
    before, after = known[max(index - 1, 0) : index], known[index : index + 1]
    return any(
        other.start < price.end and price.start < other.end
        for other in (*before, *after)
    )
