"""Load and sun as they are to be expected, of what was measured and forecast."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from custom_components.amps.planner import foresee
from custom_components.amps.planner.problem import HouseHistory, Power

BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 6, 15, 8, 20, tzinfo=UTC)
"""20 minutes past ten in Berlin."""
MIDNIGHT = datetime(2026, 6, 14, 22, tzinfo=UTC)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


def _rows(
    kw: Callable[[datetime], float], start: datetime, end: datetime
) -> tuple[Power, ...]:
    count = round((end - start) / HOUR)
    hours = [start + index * HOUR for index in range(count)]
    return tuple(Power(at, at + HOUR, kw(at.astimezone(BERLIN))) for at in hours)


def _past(kw: Callable[[datetime], float], days: int = 20) -> tuple[Power, ...]:
    return _rows(kw, MIDNIGHT - days * DAY, NOW.replace(minute=0))


def _forecast(kw: Callable[[datetime], float], days: int = 2) -> tuple[Power, ...]:
    return _rows(kw, MIDNIGHT, MIDNIGHT + days * DAY)


def _sun(at: datetime) -> float:
    return 2.0 if 8 <= at.hour < 18 else 0.0


def _double(at: datetime) -> float:
    return 2 * _sun(at)


def test_nothing_is_known() -> None:
    found = foresee(HouseHistory(), NOW, BERLIN)
    assert {row.kw for row in (*found.outlook.load, *found.outlook.sun)} == {0.0}
    assert (found.load_error, found.sun_error, found.outlooks) == (None, None, ())


def test_it_begins_with_the_hour_that_runs_and_lasts_two_days() -> None:
    found = foresee(HouseHistory(load=_past(lambda _at: 0.5)), NOW, BERLIN)
    assert found.outlook.load[0].start == NOW.replace(minute=0)
    assert found.outlook.load[-1].end == NOW.replace(minute=0) + 49 * HOUR
    assert found.load_error == pytest.approx(0)
    assert found.sun_error is None


def test_a_forecast_without_a_past_is_trusted() -> None:
    found = foresee(HouseHistory(sun_forecast=_forecast(_sun)), NOW, BERLIN)
    for row in found.outlook.sun:
        if row.end <= MIDNIGHT + 2 * DAY:
            assert row.kw == pytest.approx(_sun(row.start.astimezone(BERLIN)), rel=0.2)


def test_what_came_before_corrects_a_forecast() -> None:
    history = HouseHistory(
        load=_past(lambda _at: 0.5),
        sun=_past(_sun),
        sun_forecast=_forecast(_double),
        past_forecasts=_past(_double),
    )
    found = foresee(history, NOW, BERLIN)
    for row in found.outlook.sun:
        assert row.kw == pytest.approx(_sun(row.start.astimezone(BERLIN)), rel=0.05)
    assert found.sun_error == pytest.approx(0, abs=0.05)


def test_a_tree_is_learned_by_its_hour() -> None:
    def shaded(at: datetime) -> float:
        return 0.2 if 15 <= at.hour < 18 else _sun(at)

    history = HouseHistory(
        load=_past(lambda _at: 0.5),
        sun=_past(shaded),
        sun_forecast=_forecast(_sun),
        past_forecasts=_past(_sun),
    )
    found = foresee(history, NOW, BERLIN)
    kw = {row.start.astimezone(BERLIN): row.kw for row in found.outlook.sun[:14]}
    by_hour = {at.hour: value for at, value in kw.items()}
    assert by_hour[12] == pytest.approx(2.0, rel=0.1)
    assert by_hour[16] < 0.5


def test_a_forecast_is_better_than_what_the_sun_usually_does() -> None:
    def fickle(at: datetime) -> float:
        return _sun(at) * (1.5 if at.day % 2 else 0.3)

    measured = HouseHistory(load=_past(lambda _at: 0.5), sun=_past(fickle))
    usual = foresee(measured, NOW, BERLIN)
    forecast = HouseHistory(
        load=measured.load,
        sun=measured.sun,
        sun_forecast=_forecast(fickle),
        past_forecasts=_past(fickle),
    )
    found = foresee(forecast, NOW, BERLIN)
    assert found.sun_error is not None
    assert usual.sun_error is not None
    assert found.sun_error < usual.sun_error / 3
    tomorrow = [row for row in found.outlook.sun if row.start >= MIDNIGHT + DAY]
    assert tomorrow[12].kw == pytest.approx(0.6, rel=0.3)


def test_where_a_forecast_ends_the_usual_sun_goes_on() -> None:
    history = HouseHistory(
        load=_past(lambda _at: 0.5),
        sun=_past(_sun),
        sun_forecast=_forecast(_sun, days=1),
    )
    found = foresee(history, NOW, BERLIN)
    assert sum(row.kw for row in found.outlook.sun[16:40]) == pytest.approx(20, rel=0.1)


def test_outlooks_are_around_what_is_expected() -> None:
    def restless(at: datetime) -> float:
        return 0.4 + 0.3 * (at.toordinal() * 7 % 3)

    found = foresee(HouseHistory(load=_past(restless)), NOW, BERLIN)
    assert found.load_error
    assert found.load_error > 0.1
    totals = [sum(row.kw for row in one.load) for one in found.outlooks]
    expected = sum(row.kw for row in found.outlook.load)
    assert min(totals) < expected < max(totals)
