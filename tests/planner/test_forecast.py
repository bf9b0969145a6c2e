"""Forecasts from nothing but the past."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from custom_components.amps.planner.forecast import (
    LOAD,
    SUN,
    Manner,
    Past,
    forecast,
    local_hour,
    measured,
    past,
)
from custom_components.amps.planner.problem import Power

BERLIN = ZoneInfo("Europe/Berlin")
HOUR = timedelta(hours=1)


def _past(values: np.ndarray, hour: int) -> Past:
    """Return hourly values of many whole days, known up to an hour of the last."""
    hours = np.arange(len(values)) + 24 * 20000
    now = 24 * 20000 + len(values) - 24 + hour
    return past(hours, values, now)


def test_what_repeats_is_foreseen() -> None:
    day = np.array([0.3] * 7 + [1.5, 1.0] + [0.5] * 8 + [2.0] * 4 + [0.6] * 3)
    found = forecast(_past(np.tile(day, 30), 10), LOAD, 48)
    assert found.kw == pytest.approx(np.tile(day, 4)[10:58], abs=1e-6)
    assert found.error == pytest.approx(0, abs=1e-6)
    assert found.traces == pytest.approx(np.tile(found.kw, (len(found.traces), 1)))


def test_recent_days_weigh_more() -> None:
    values = np.concatenate([np.full(24 * 20, 1.0), np.full(24 * 10, 2.0)])
    found = forecast(_past(values, 0), LOAD, 24)
    assert (found.kw > 1.5).all()


def test_weekends_are_like_weekends() -> None:
    days = np.arange(20000, 20029)
    weekend = (days + 3) % 7 >= 5
    values = np.repeat(np.where(weekend, 3.0, 1.0), 24)
    found = forecast(_past(values, 0), LOAD, 24 * 7)
    first = days[-1]
    for ahead in range(7):
        kw = found.kw[ahead * 24 + 12]
        assert (kw > 2) == ((first + ahead + 3) % 7 >= 5)


def test_today_corrects_the_sun_by_a_factor_and_it_fades() -> None:
    day = np.maximum(0.0, np.sin((np.arange(24) - 6) / 12 * np.pi)) * 3
    values = np.tile(day, 20)
    values[-24:] *= 0.3
    found = forecast(_past(values, 13), SUN, 35).kw
    assert found[0] < 0.65 * day[13]
    assert found[24] > found[0]
    assert (found[day[(13 + np.arange(35)) % 24] == 0] == 0).all()


def test_an_evening_that_differed_is_believed_after_midnight_and_it_fades() -> None:
    days = np.tile([0.8, 1.0, 1.2], 7)
    values = np.repeat(days, 24)
    values[-24 - 6 : -24] += 2.0
    found = forecast(_past(values, 0), LOAD, 24).kw
    assert found[0] > 1.3
    assert found[12] < 0.5 * (found[0] - 1) + 1


def test_hours_that_are_always_alike_stay_as_they_are() -> None:
    rng = np.random.default_rng(1)
    values = np.tile(np.full(24, 0.4), 21).reshape(-1, 24)
    values[:, 8:16] = rng.uniform(0.5, 3.5, (21, 8))
    values[-1, 8:16] = 3.5
    found = forecast(_past(values.ravel(), 14), LOAD, 24).kw
    assert found[0] > 2.3
    assert found[2:18] == pytest.approx(np.full(16, 0.4))


def test_a_single_day_corrects_nothing() -> None:
    day = np.array([0.0] * 8 + [2.0] * 8 + [0.0] * 8)
    for manner in (LOAD, SUN):
        found = forecast(_past(np.tile(day, 2), 12), manner, 36).kw
        assert found[:12] == pytest.approx(day[12:])
        assert found[12:] == pytest.approx(day)


def test_nothing_is_known_of_the_future() -> None:
    values = np.tile(np.linspace(0, 2, 24), 20)
    other = values.copy()
    other[-24 + 9 :] = 99.0
    one, two = (forecast(_past(item, 9), LOAD, 24) for item in (values, other))
    assert one.kw == pytest.approx(two.kw)


def test_gaps_and_an_empty_past_are_no_failure() -> None:
    nothing = past(np.array([], dtype=int), np.array([]), 24 * 20000)
    assert (forecast(nothing, LOAD, 24).kw == 0).all()
    values = np.tile(np.linspace(0.5, 2, 24), 20)
    values[100:160] = np.nan
    index = np.arange(len(values))
    there = ~np.isnan(values)
    known = past((index + 24 * 20000)[there], values[there], 24 * 20000 + len(values))
    found = forecast(known, LOAD, 24)
    assert np.isfinite(found.kw).all()
    assert np.isfinite(found.traces).all()


def test_days_are_those_of_the_wall_clock_through_a_clock_change() -> None:
    start = datetime(2026, 3, 10, tzinfo=BERLIN).astimezone(UTC)
    now = datetime(2026, 4, 2, 0, tzinfo=BERLIN).astimezone(UTC)
    rows = []
    at = start
    while at < now:
        busy = at.astimezone(BERLIN).hour == 19
        rows.append(Power(at, at + HOUR, 3.0 if busy else 0.5))
        at += HOUR
    found = forecast(measured(rows, now, BERLIN), LOAD, 24)
    assert int(found.kw.argmax()) == 19
    assert found.kw[19] == pytest.approx(3.0, abs=0.05)


def test_an_hour_by_the_wall_clock() -> None:
    summer = datetime(2026, 7, 1, 10, tzinfo=UTC)
    assert local_hour(summer, BERLIN) % 24 == 12
    assert local_hour(summer, ZoneInfo("America/New_York")) % 24 == 6


@pytest.mark.parametrize("manner", [LOAD, SUN])
def test_hours_that_nobody_measured_do_not_correct_anything(manner: Manner) -> None:
    day = np.array([0.3] * 8 + [2.0] * 8 + [0.3] * 8)
    values = np.tile(day, 20)
    values[-24:] = np.nan
    found = forecast(_past(values, 14), manner, 24)
    assert found.kw == pytest.approx(np.tile(day, 2)[14:38])
