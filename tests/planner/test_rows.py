"""What was recorded, joined to rows in which everything is known."""

from collections.abc import Sequence

import pytest

from custom_components.amps.planner import common_rows, measured_rows
from custom_components.amps.planner.levels import LevelAt
from custom_components.amps.planner.measured import MeasuredRow, Records, Unmeasured
from custom_components.amps.planner.problem import Power, PricePeriod

from .problems import HOUR, MINUTE, NOW

END = NOW + 24 * HOUR


def _powers(kw: float, minutes: int, *, hours: float = 24) -> list[Power]:
    length = minutes * MINUTE
    count = round(hours * 60 / minutes)
    return [
        Power(NOW + row * length, NOW + (row + 1) * length, kw) for row in range(count)
    ]


def _records() -> Records:
    """Return a day on which the battery charges from 20 to 68 percent."""
    return Records(
        prices=[
            PricePeriod(NOW + hour * HOUR, NOW + (hour + 1) * HOUR, hour / 100, 0.05)
            for hour in range(24)
        ],
        levels=[
            LevelAt(NOW + (row - 0.5) * 5 * MINUTE, 20 + 48 * (row - 0.5) / 288)
            for row in range(290)
        ],
        charged=_powers(0.2, 5),
        discharged=_powers(0.0, 5),
        grid=_powers(0.9, 5),
    )


def _rows(records: Records) -> Sequence[MeasuredRow]:
    found = measured_rows(records, NOW, END)
    assert not isinstance(found, Unmeasured)
    return found


def test_all_of_a_day() -> None:
    rows = _rows(_records())
    assert len(rows) == 288
    first, last = rows[0], rows[-1]
    assert (first.start, last.end) == (NOW, END)
    assert first.end == NOW + 5 * MINUTE
    assert first.load == pytest.approx(0.7)
    assert first.sun == 0
    assert first.buy == 0
    assert first.sell == pytest.approx(0.05)
    assert last.buy == pytest.approx(0.23)
    assert sum(row.charged for row in rows) == pytest.approx(4.8)
    assert first.from_level == pytest.approx(20)
    assert last.to_level == pytest.approx(68)


def test_rows_are_as_long_as_those_of_the_coarsest() -> None:
    rows = _rows(_records()._replace(grid=_powers(0.9, 60)))
    assert len(rows) == 24
    assert rows[0].charged == pytest.approx(0.2)
    assert rows[0].to_level == pytest.approx(22)
    rows = _rows(_records()._replace(charged=_powers(0.2, 30)))
    assert len(rows) == 48


@pytest.mark.parametrize(
    ("missing", "reason"),
    [
        ({"prices": []}, Unmeasured.NO_PRICES),
        ({"levels": []}, Unmeasured.NO_LEVEL),
        ({"levels": _records().levels[:200]}, Unmeasured.NO_LEVEL),
        ({"charged": []}, Unmeasured.NO_ENERGY),
        ({"discharged": []}, Unmeasured.NO_ENERGY),
        ({"grid": []}, Unmeasured.NO_LOAD),
        ({"grid": _powers(0.7, 5, hours=20)}, Unmeasured.NO_LOAD),
    ],
)
def test_a_day_of_which_too_little_is_known(
    missing: dict[str, Sequence[object]], reason: Unmeasured
) -> None:
    records = _records()._replace(**missing)  # type: ignore[arg-type]
    assert measured_rows(records, NOW, END) is reason


def test_what_is_sold_is_left_over_beside_the_battery() -> None:
    (first, *_) = _rows(_records()._replace(grid=_powers(-0.5, 5)))
    assert first.load == 0
    assert first.sun == pytest.approx(0.7)


def test_rows_that_batteries_have_in_common() -> None:
    rows = _rows(_records())
    assert common_rows([rows[8:], rows[:-8]]) == [tuple(rows[8:-8])] * 2
    assert common_rows([rows[40:], rows[:-40]]) is None
    assert common_rows([]) == []


def test_gaps_that_add_up_are_too_much() -> None:
    records = _records()
    assert len(_rows(records._replace(grid=records.grid[20:]))) == 268
    both = records._replace(grid=records.grid[20:], charged=records.charged[:-20])
    assert measured_rows(both, NOW, END) is Unmeasured.GAPS


def test_between_levels_that_are_far_apart_nothing_is_known() -> None:
    records = _records()
    far = [*records.levels[:100], *records.levels[124:]]
    assert len(_rows(records._replace(levels=far))) == 274
    near = [*records.levels[:100], *records.levels[110:]]
    assert len(_rows(records._replace(levels=near))) == 288


def test_days_of_clock_changes_in_a_zone_with_half_an_hour() -> None:
    for hours in (23, 25):
        start, end = NOW + 30 * MINUTE, NOW + 30 * MINUTE + hours * HOUR
        records = Records(
            prices=[PricePeriod(NOW, NOW + 30 * HOUR, 0.3)],
            levels=[LevelAt(NOW + row * HOUR, 50.0) for row in range(28)],
            charged=_powers(0.0, 60, hours=28),
            discharged=_powers(0.1, 60, hours=28),
            grid=_powers(0.5, 60, hours=28),
        )
        rows = measured_rows(records, start, end)
        assert not isinstance(rows, Unmeasured)
        assert len(rows) == hours
        assert (rows[0].start, rows[-1].end) == (start, end)
        assert sum(row.discharged for row in rows) == pytest.approx(hours / 10)
