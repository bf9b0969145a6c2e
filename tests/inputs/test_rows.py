"""Lists as other integrations tell them: their times, gaps, doubles and mistakes."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
import math
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import given, strategies as st
import pytest

from custom_components.amps.inputs.curve import Price
from custom_components.amps.inputs.errors import PriceError
from custom_components.amps.inputs.rows import MAX_ROWS, RowShape, prices_of
from custom_components.amps.inputs.units import PriceUnit

EURO = PriceUnit("EUR")
OPEN = RowShape("start", None, "price")
CLOSED = RowShape("start", "end", "price")
ZONE = ZoneInfo("Europe/Berlin")
NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)


def opened(*minutes: int) -> list[dict[str, Any]]:
    """Return a list without ends, of so many minutes after noon."""
    return [
        {"start": (NOON + MINUTE * minute).isoformat(), "price": minute / 1000}
        for minute in minutes
    ]


def spans(rows: list[dict[str, Any]], shape: RowShape = OPEN) -> list[tuple[int, int]]:
    """Return the minutes after noon at which prices start and end."""
    return [
        (round((price.start - NOON) / MINUTE), round((price.end - NOON) / MINUTE))
        for price in prices_of(rows, shape, EURO)
    ]


def refusal(
    rows: list[Any], shape: RowShape = CLOSED, unit: PriceUnit = EURO
) -> PriceError:
    with pytest.raises(PriceError) as refused:
        prices_of(rows, shape, unit)
    return refused.value


@pytest.mark.parametrize("step", [5, 15, 30, 60])
def test_without_an_end_a_price_holds_until_the_next(step: int) -> None:
    expected = [(number * step, (number + 1) * step) for number in range(4)]
    assert spans(opened(*(number * step for number in range(4)))) == expected


def test_a_missing_entry_is_a_gap() -> None:
    assert spans(opened(0, 15, 45, 60)) == [(0, 15), (15, 30), (45, 60), (60, 75)]
    assert spans(opened(0, 60, 240, 300)) == [
        (0, 60),
        (60, 120),
        (240, 300),
        (300, 360),
    ]


def test_hours_may_become_quarters() -> None:
    assert spans(opened(0, 60, 120, 135, 150)) == [
        (0, 60),
        (60, 120),
        (120, 135),
        (135, 150),
        (150, 165),
    ]


def test_one_entry_without_an_end_says_nothing() -> None:
    assert spans(opened(0)) == []


def test_the_order_and_doubles_do_not_matter() -> None:
    assert spans(opened(30, 0, 15, 15, 0)) == [(0, 15), (15, 30), (30, 45)]


def test_entries_without_a_number_are_gaps() -> None:
    rows = opened(0, 15, 30, 45)
    rows[1]["price"] = None
    rows[2]["price"] = math.nan
    assert spans(rows) == [(0, 15), (45, 60)]
    rows[0]["price"] = 10**400
    assert spans(rows) == [(45, 60)]
    del rows[3]["price"]
    assert spans(rows) == []


def test_a_price_that_comes_later_in_the_list_fills_its_gap() -> None:
    assert spans([{**opened(0)[0], "price": None}, *opened(0, 15)]) == [
        (0, 15),
        (15, 30),
    ]


def test_an_end_is_cut_where_the_next_begins() -> None:
    rows = [{**row, "end": (NOON + HOUR).isoformat()} for row in opened(0, 30)]
    assert spans(rows, CLOSED) == [(0, 30), (30, 60)]


def test_an_end_that_is_missing_is_worked_out() -> None:
    rows = opened(0, 30, 60)
    rows[0]["end"] = (NOON + 20 * MINUTE).isoformat()
    rows[2]["end"] = None
    assert spans(rows, CLOSED) == [(0, 20), (30, 60), (60, 90)]


def test_an_end_before_its_start_is_a_gap() -> None:
    rows = [{**row, "end": (NOON - HOUR).isoformat()} for row in opened(0)]
    assert spans(rows, CLOSED) == []


def test_times_land_on_the_minute() -> None:
    rows = [
        {
            "start": (NOON + timedelta(seconds=1)).isoformat(),
            "end": (NOON + timedelta(minutes=29, seconds=59)).isoformat(),
            "price": 0.1,
        }
    ]
    assert spans(rows, CLOSED) == [(0, 30)]


@pytest.mark.parametrize(
    ("day", "hours"), [("2026-03-29", 23), ("2026-10-25", 25), ("2026-11-23", 24)]
)
@pytest.mark.parametrize("step", [15, 30, 60])
def test_days_on_which_clocks_change(day: str, hours: int, step: int) -> None:
    start = datetime.fromisoformat(day).replace(tzinfo=ZONE).astimezone(UTC)
    count = hours * 60 // step
    starts = [start + MINUTE * step * number for number in range(count)]
    rows = [
        {"start": moment.astimezone(ZONE).isoformat(), "price": number / 1000}
        for number, moment in enumerate(starts)
    ]
    prices = prices_of(rows, OPEN, EURO)
    assert [price.start for price in prices] == starts
    assert all(before.end == after.start for before, after in pairwise(prices))
    next_day = start.astimezone(ZONE) + timedelta(days=1)
    assert prices[-1].end == next_day.astimezone(UTC)


def test_the_unit_is_applied() -> None:
    rows = [{"start": NOON, "end": NOON + HOUR, "price": 250}]
    assert prices_of(rows, CLOSED, PriceUnit("EUR", 0.001)) == (
        Price(NOON, NOON + HOUR, 0.25),
    )


@pytest.mark.parametrize(
    "row",
    [
        "0.25",
        None,
        7,
        [],
        {},
        {"start": None, "price": 0.1},
        {"start": "yesterday", "price": 0.1},
        {"start": 1764000000, "price": 0.1},
        {"start": "9999-12-31T23:59:59-12:00", "price": 0.1},
        {"start": NOON, "price": "0.1"},
        {"start": NOON, "price": True},
        {"start": NOON, "price": [0.1]},
        {"start": NOON, "end": "later", "price": 0.1},
        {"start": "x" * 1_000_000, "price": 0.1},
    ],
)
def test_what_cannot_be_read_is_refused(row: object) -> None:
    error = refusal([row])
    assert error.key == "prices_unreadable"
    assert len(str(error.names["entry"])) <= 60


def test_a_time_without_a_zone_is_refused() -> None:
    error = refusal([{"start": "2026-11-23T12:00:00", "price": 0.1}])
    assert error.key == "prices_no_zone"


def test_two_prices_for_one_time_are_refused() -> None:
    rows = [*opened(0, 15), {**opened(15)[0], "price": 0.9}]
    assert refusal(rows, OPEN).key == "prices_contradictory"


@pytest.mark.parametrize("price", [1e9, -1e9, 85.2])
def test_a_price_that_cannot_be_is_refused(price: float) -> None:
    rows = [{"start": NOON, "end": NOON + HOUR, "price": price}]
    assert refusal(rows).key == "prices_not_believable"


def test_a_market_at_its_worst_is_believed() -> None:
    rows = [{"start": NOON, "end": NOON + HOUR, "price": 22.8}]
    assert prices_of(rows, CLOSED, PriceUnit("AUD"))[0].value == 22.8


def test_an_endless_list_is_refused() -> None:
    assert refusal(opened(*range(MAX_ROWS + 1)), OPEN).key == "prices_too_many"
    assert len(prices_of(opened(*range(MAX_ROWS)), OPEN, EURO)) == MAX_ROWS


ANYTHING = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text()
    | st.datetimes(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=5,
)
ROW = st.fixed_dictionaries(
    {},
    optional={
        "start": ANYTHING | st.datetimes(timezones=st.just(UTC)),
        "end": ANYTHING | st.datetimes(timezones=st.just(UTC)),
        "price": ANYTHING | st.floats(-5, 5),
    },
)


@given(st.lists(ROW | ANYTHING, max_size=6))
def test_whatever_is_told_gives_prices_or_a_reason(rows: list[Any]) -> None:
    try:
        prices = prices_of(rows, CLOSED, EURO)
    except PriceError:
        return
    for price in prices:
        assert price.start < price.end
        assert math.isfinite(price.value)
    assert all(before.end <= after.start for before, after in pairwise(prices))
