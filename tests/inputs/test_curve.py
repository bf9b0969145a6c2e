"""Prices over time, as values."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

from hypothesis import given, strategies as st

from custom_components.amps.inputs.curve import Price, PriceCurve, merged

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


def hours(start: int, *prices: float) -> tuple[Price, ...]:
    """Return prices by the hour, from so many hours after noon on."""
    return tuple(
        Price(NOON + HOUR * hour, NOON + HOUR * (hour + 1), price)
        for hour, price in enumerate(prices, start)
    )


def test_a_price_holds_from_its_start_up_to_its_end() -> None:
    curve = PriceCurve("EUR", hours(0, 1.0, 2.0) + hours(3, 4.0))
    moment = timedelta(microseconds=1)
    assert curve.at(NOON - moment) is None
    assert curve.at(NOON) == 1.0
    assert curve.at(NOON + HOUR - moment) == 1.0
    assert curve.at(NOON + HOUR) == 2.0
    assert curve.at(NOON + 2 * HOUR) is None
    assert curve.at(NOON + 3 * HOUR) == 4.0
    assert curve.at(NOON + 4 * HOUR) is None


def test_prices_are_known_until_a_gap() -> None:
    curve = PriceCurve("EUR", hours(0, 1.0, 2.0) + hours(3, 4.0))
    assert curve.known_until(NOON) == NOON + 2 * HOUR
    assert curve.known_until(NOON + 1.5 * HOUR) == NOON + 2 * HOUR
    assert curve.known_until(NOON + 2 * HOUR) is None
    assert curve.known_until(NOON + 3 * HOUR) == NOON + 4 * HOUR
    assert PriceCurve("EUR", ()).known_until(NOON) is None


def test_a_part_is_cut_at_its_ends() -> None:
    curve = PriceCurve("EUR", hours(0, 1.0, 2.0, 3.0))
    part = curve.within(NOON + 0.5 * HOUR, NOON + 2 * HOUR)
    assert part.currency == "EUR"
    assert part.prices == (
        Price(NOON + 0.5 * HOUR, NOON + HOUR, 1.0),
        Price(NOON + HOUR, NOON + 2 * HOUR, 2.0),
    )


def test_the_factor_comes_before_the_surcharge() -> None:
    curve = PriceCurve("EUR", hours(0, 1.0, -1.0)).adjusted(2.0, 0.5)
    assert [price.value for price in curve.prices] == [2.5, -1.5]


def test_today_and_tomorrow_become_one() -> None:
    curve = merged("EUR", [hours(12, 3.0), hours(0, 1.0, 2.0)])
    assert curve.prices == hours(0, 1.0, 2.0) + hours(12, 3.0)


def test_the_list_that_comes_first_is_believed() -> None:
    curve = merged("EUR", [hours(1, 2.0), hours(0, 9.0, 9.0, 9.0)])
    assert curve.prices == hours(0, 9.0, 2.0, 9.0)


@st.composite
def _lists(draw: st.DrawFn) -> list[Price]:
    """Draw a list without overlaps, with gaps."""
    edges = sorted(draw(st.sets(st.integers(0, 200), max_size=30)))
    return [
        Price(NOON + HOUR * start, NOON + HOUR * end, draw(st.floats(-1, 1)))
        for start, end in pairwise(edges)
        if draw(st.booleans())
    ]


@given(st.lists(_lists(), max_size=4))
def test_what_is_merged_never_overlaps(lists: list[list[Price]]) -> None:
    curve = merged("EUR", lists)
    assert all(before.end <= after.start for before, after in pairwise(curve.prices))
    assert set(curve.prices) <= {price for prices in lists for price in prices}
    assert set(lists[0] if lists else ()) <= set(curve.prices)
