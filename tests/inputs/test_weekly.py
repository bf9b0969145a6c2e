"""A week of prices by the local clock, as the schedule helper has it."""

from datetime import UTC, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from custom_components.amps.inputs.curve import Price, PriceCurve
from custom_components.amps.inputs.errors import PriceError
from custom_components.amps.inputs.weekly import WEEKDAYS, weekly_prices

ZONE = ZoneInfo("Europe/Berlin")
DAY = timedelta(days=1)
CHEAP, DEAR = 0.2, 0.35


def block(start: str, end: str, price: object = None) -> dict[str, Any]:
    """Return a block as the helper has it."""
    data = {} if price is None else {"data": {"price": price}}
    until = time.max if end == "24:00" else time.fromisoformat(end)
    return {"from": time.fromisoformat(start), "to": until, **data}


NIGHT = [block("00:00", "06:10", CHEAP), block("06:10", "24:00", DEAR)]
WEEK = dict.fromkeys(WEEKDAYS, NIGHT)


def curve(week: dict[str, Any], day: str, days: int = 1) -> PriceCurve:
    """Return the prices of some local days."""
    midnight = datetime.fromisoformat(day).replace(tzinfo=ZONE)
    end = (midnight + DAY * days).astimezone(UTC)
    start = midnight.astimezone(UTC)
    return PriceCurve("EUR", weekly_prices(week, "EUR", ZONE, start, end))


def at(found: PriceCurve, clock: str, fold: int = 0) -> float | None:
    """Return the price at a time on the local clock."""
    local = datetime.fromisoformat(clock).replace(tzinfo=ZONE, fold=fold)
    return found.at(local.astimezone(UTC))


def test_blocks_hold_by_the_local_clock() -> None:
    found = curve(WEEK, "2026-11-23", 2)
    assert at(found, "2026-11-23T06:09") == CHEAP
    assert at(found, "2026-11-23T06:10") == DEAR
    assert at(found, "2026-11-23T23:59") == DEAR
    assert at(found, "2026-11-24T00:00") == CHEAP
    assert found.known_until(found.prices[0].start) == found.prices[-1].end


def test_days_have_blocks_of_their_own() -> None:
    week = {**WEEK, "sunday": [block("00:00", "24:00", 0.1)]}
    found = curve(week, "2026-11-28", 2)
    assert at(found, "2026-11-28T12:00") == DEAR
    assert at(found, "2026-11-29T12:00") == 0.1


def test_what_has_no_price_is_a_gap() -> None:
    week = {"monday": [block("00:00", "06:00", CHEAP), block("06:00", "08:00")]}
    found = curve(week, "2026-11-23", 2)
    assert at(found, "2026-11-23T05:59") == CHEAP
    assert at(found, "2026-11-23T06:00") is None
    assert at(found, "2026-11-24T05:00") is None


@pytest.mark.parametrize(
    ("day", "hours", "cheap"),
    [
        ("2026-03-29", 23, 2),  # the clock never shows 02:00 to 02:30
        ("2026-10-25", 25, 3),  # the clock shows it twice
    ],
)
def test_days_on_which_clocks_change(day: str, hours: int, cheap: int) -> None:
    blocks = [block("00:00", "02:30", CHEAP), block("02:30", "24:00", DEAR)]
    found = curve({"sunday": blocks}, day)
    hour = timedelta(hours=1)
    begin, end = found.prices[0].start, found.prices[-1].end
    assert end - begin == hours * hour
    assert found.known_until(begin) == end
    lengths = [
        price.end - price.start for price in found.prices if price.value == CHEAP
    ]
    assert sum(lengths, timedelta()) == cheap * hour


def test_the_repeated_hour_has_its_prices_twice() -> None:
    found = curve(
        {"sunday": [block("00:00", "02:30", CHEAP), block("02:30", "24:00", DEAR)]},
        "2026-10-25",
    )
    assert [at(found, "2026-10-25T02:15", fold) for fold in (0, 1)] == [CHEAP, CHEAP]
    assert [at(found, "2026-10-25T02:45", fold) for fold in (0, 1)] == [DEAR, DEAR]


def test_the_last_day_of_a_month_goes_on() -> None:
    found = curve(WEEK, "2026-11-30", 2)
    assert at(found, "2026-12-01T00:00") == CHEAP


def test_texts_are_times_too() -> None:
    week = {
        "monday": [
            {"from": "00:00:00", "to": "07:00:00", "data": {"price": CHEAP}},
            {"from": "07:00:00", "to": "24:00:00", "data": {"price": DEAR}},
        ]
    }
    (first, second) = curve(week, "2026-11-23").prices
    assert first == Price(
        datetime(2026, 11, 22, 23, tzinfo=UTC),
        datetime(2026, 11, 23, 6, tzinfo=UTC),
        CHEAP,
    )
    assert second.end == datetime(2026, 11, 23, 23, tzinfo=UTC)


def test_a_schedule_without_a_price_is_refused() -> None:
    with pytest.raises(PriceError) as refused:
        curve({"monday": [block("00:00", "24:00")]}, "2026-11-23")
    assert refused.value.key == "prices_no_block"


@pytest.mark.parametrize(
    ("price", "key"),
    [
        ("cheap", "prices_unreadable"),
        (True, "prices_unreadable"),
        (30, "prices_tariff"),  # cents, most likely
        (-6.0, "prices_tariff"),
        (float("nan"), "prices_tariff"),
        (1e9, "prices_tariff"),
    ],
)
def test_a_number_that_is_no_price_is_refused(price: object, key: str) -> None:
    with pytest.raises(PriceError) as refused:
        curve({"monday": [block("00:00", "24:00", price)]}, "2026-11-23")
    assert refused.value.key == key
