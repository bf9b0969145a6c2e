"""Load and sun of what meters counted."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from custom_components.amps.inputs.meters import Energy, Meters, balance, meters_of

from .meters import BATTERY, BOUGHT, CHARGED, DISCHARGED, GRID, SOLAR, SOLD, SUN

START = datetime(2026, 11, 21, tzinfo=UTC)
HOUR = timedelta(hours=1)
HOME = Meters(bought=(BOUGHT,), solar=(SUN,))


def _energy(kwh: Callable[[datetime], float | None], hours: int = 48) -> Energy:
    found = {START + index * HOUR: kwh(START + index * HOUR) for index in range(hours)}
    return {at: value for at, value in found.items() if value is not None}


def _by_day(at: datetime) -> float | None:
    """Return what an inverter says that is off at night."""
    if not 8 <= at.hour < 16:
        return None
    return 0.01 if at.hour == 15 else 1.0


def test_sources_of_the_dashboard_are_meters() -> None:
    forecast = {**SOLAR, "config_entry_solar_forecast": ["a", "b"]}
    gas = {"type": "gas", "stat_energy_from": "sensor.gas"}
    home = {"type": "home", "stat_energy_to": "sensor.home"}
    assert meters_of([GRID, forecast, BATTERY, gas, home]) == Meters(
        bought=(BOUGHT,),
        sold=(SOLD,),
        solar=(SUN,),
        charged=(CHARGED,),
        discharged=(DISCHARGED,),
        home=("sensor.home",),
        forecasts=("a", "b"),
    )


def test_a_connection_that_only_exports_has_one_meter() -> None:
    only = {**GRID, "stat_energy_from": None}
    assert meters_of([GRID, only]) == Meters(bought=(BOUGHT,), sold=(SOLD,))


@pytest.mark.parametrize("hours", [24, 40, 47])
def test_the_load_of_an_evening_is_known_while_the_inverter_sleeps(hours: int) -> None:
    energy = {BOUGHT: _energy(lambda _at: 0.5, hours), SUN: _energy(_by_day, hours)}
    found = balance(HOME, energy, HOUR)
    assert found.load[-1].end == START + hours * HOUR
    assert found.load[-1].kw == pytest.approx(
        0.5 + (_by_day(found.load[-1].start) or 0)
    )


def test_an_inverter_that_is_cut_off_by_day_leaves_a_gap() -> None:
    sun = _energy(lambda at: None if at.day == 22 and at.hour in (11, 12) else 1.0)
    energy = {BOUGHT: _energy(lambda _at: 0.5), SUN: sun}
    found = balance(HOME, energy, HOUR)
    hours = {row.start.hour for row in found.load if row.start.day == 22}
    assert hours == set(range(24)) - {11, 12, 13}


def test_nights_without_home_assistant_stay_gaps() -> None:
    energy = {
        BOUGHT: _energy(lambda at: 0.5 if _by_day(at) is not None else None),
        SUN: _energy(_by_day),
    }
    found = balance(HOME, energy, HOUR)
    assert {row.start.hour for row in found.load} == set(range(9, 16))


def test_a_meter_that_was_set_anew_is_not_believed() -> None:
    bought = _energy(lambda at: 12000.0 if at == START + 30 * HOUR else 0.5)
    found = balance(Meters(bought=(BOUGHT,)), {BOUGHT: bought}, HOUR)
    assert {row.kw for row in found.load} == {0.5}
    assert len(found.load) == 46


def test_nothing_counted() -> None:
    found = balance(HOME, {}, HOUR)
    assert (found.load, found.sun, found.contradictory) == ((), (), False)


@pytest.mark.parametrize("sold", [0.0, 2.0])
def test_the_grid_is_what_is_bought_less_what_is_sold(sold: float) -> None:
    energy = {
        BOUGHT: _energy(lambda _at: 0.5),
        SOLD: _energy(lambda _at: sold),
        SUN: _energy(_by_day),
    }
    meters = Meters(bought=(BOUGHT,), sold=(SOLD,), solar=(SUN,))
    found = balance(meters, energy, HOUR).grid
    assert len(found) == 47
    assert {row.kw for row in found} == {0.5 - sold}


def test_the_grid_is_known_while_an_inverter_is_silent() -> None:
    sun = _energy(lambda at: None if at.day == 22 and at.hour in (11, 12) else 1.0)
    energy = {BOUGHT: _energy(lambda _at: 0.5), SUN: sun}
    found = balance(HOME, energy, HOUR)
    assert len(found.grid) == 47
    assert len(found.load) == 44


def test_the_grid_is_what_the_home_takes_where_nothing_measures_it() -> None:
    energy = {
        "sensor.home": _energy(lambda _at: 1.0),
        SUN: _energy(lambda _at: 0.25),
        CHARGED: _energy(lambda _at: 2.0),
        DISCHARGED: _energy(lambda _at: 0.5),
    }
    home = Meters(home=("sensor.home",), solar=(SUN,))
    assert balance(home, energy, HOUR).grid == ()
    home = home._replace(charged=(CHARGED,), discharged=(DISCHARGED,))
    assert {row.kw for row in balance(home, energy, HOUR).grid} == {2.25}


def test_a_grid_meter_that_was_set_anew_is_not_believed() -> None:
    bought = _energy(lambda at: -12000.0 if at == START + 30 * HOUR else 0.5)
    found = balance(Meters(bought=(BOUGHT,)), {BOUGHT: bought}, HOUR)
    assert {row.kw for row in found.grid} == {0.5}
