"""Prices of buying and selling that change at different times."""

from datetime import UTC, datetime, timedelta

from custom_components.amps.battery.planning.price_rows import Prices
from custom_components.amps.inputs.curve import Price, PriceCurve

NOW = datetime(2026, 11, 23, 8, 5, tzinfo=UTC)
HOUR = timedelta(hours=1)
START = datetime(2026, 11, 23, tzinfo=UTC)


def curve(step: timedelta, count: int, start: datetime = START) -> PriceCurve:
    return PriceCurve(
        "EUR",
        tuple(
            Price(start + step * n, start + step * (n + 1), (n % 96) / 100)
            for n in range(count)
        ),
    )


def always(value: float) -> PriceCurve:
    """What `finding._always` returns for a fixed price."""
    start, end = NOW - timedelta(days=1), NOW + timedelta(days=8)
    return PriceCurve("EUR", (Price(start, end, value),))


def sell_at(prices: Prices, at: datetime) -> float:
    (row,) = [row for row in prices.of_day() if row.start <= at < row.end]
    return row.sell


def test_fixed_buying_and_selling_by_the_hour() -> None:
    prices = Prices(always(0.3), curve(HOUR, 48))
    assert sell_at(prices, START + 18 * HOUR) == 0.18
    assert sell_at(prices, START + 30 * HOUR) == 0.30
    assert {row.sell for row in prices.of_goals() if row.end > NOW} != {0.0}


def test_buying_by_the_hour_and_selling_by_the_quarter() -> None:
    prices = Prices(curve(HOUR, 24), curve(HOUR / 4, 96))
    assert sell_at(prices, START + 18 * HOUR + HOUR / 2) == 0.74


def test_selling_is_known_less_far_than_buying() -> None:
    """What is not known is estimated, and does not count as nothing."""
    prices = Prices(always(0.3), curve(HOUR, 24)).of_day()
    assert not [row for row in prices if row.end > START + 24 * HOUR and not row.sell]


def test_nothing_known_of_selling() -> None:
    assert [row.sell for row in Prices(always(0.3), None).of_day()] == [0.0]
