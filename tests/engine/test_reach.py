"""Whether a target can be reached, by what was learned of the battery."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from custom_components.amps.api.models import Command, Parameters
from custom_components.amps.engine.occurrence import Reason
from custom_components.amps.engine.reach import (
    MIN_CONFIDENCE,
    is_out_of_reach,
    level_ahead,
    reached_at,
)
from custom_components.amps.planner.problem import BatteryModel, CurvePoint
from custom_components.amps.planner.result import Learned
from custom_components.amps.schedule.window import Occurrence

from .follower import following
from .test_outcome import read
from .words import T0, WINDOWED, at, takes, window

HOUR = timedelta(hours=1)
TAPER = (
    CurvePoint(0, 1),
    CurvePoint(80, 1),
    CurvePoint(80.1, 0.2),
    CurvePoint(100, 0.2),
)


def _learned(sure: float = 1.0, **fields: Any) -> Learned:
    model = BatteryModel(
        capacity=10.0,
        charge_power=5.0,
        discharge_power=5.0,
        charge_efficiency=0.9,
        discharge_efficiency=0.9,
    )
    return Learned(battery=model._replace(**fields), capacity_sure=sure)


def _is_out(
    hours: float,
    learned: Learned | None,
    *,
    level: float = 50.0,
    command: Command = Command.CHARGE,
    **parameters: float,
) -> bool:
    battery = replace(read(T0, level=level), capacity=10.0, commands=takes(WINDOWED))
    start = at("00:00", 1)
    occurrence = replace(
        window(start, start + hours * HOUR),
        command=command,
        parameters=Parameters(**parameters),
    )
    return is_out_of_reach(occurrence, battery, learned)


@pytest.mark.parametrize(
    ("fields", "needed"),
    [
        ({}, 30 / 100 * 10 / 0.9 / 5),
        ({"capacity": 8.0}, 30 / 100 * 8 / 0.9 / 5),
        ({"charge_efficiency": 0.8}, 30 / 100 * 10 / 0.8 / 5),
    ],
)
def test_capacity_and_losses_count(fields: dict[str, float], needed: float) -> None:
    learned = _learned(**fields)
    assert _is_out(needed - 0.01, learned, target=81.0)
    assert not _is_out(needed + 0.01, learned, target=81.0)


def test_the_last_percent_take_longer() -> None:
    learned = _learned(charge_curve=TAPER)
    # ten percent at a fifth of the power take an hour and more
    assert not _is_out(1.0, _learned(), level=80.0, target=91.0)
    assert _is_out(1.0, learned, level=80.0, target=91.0)
    assert not _is_out(1.2, learned, level=80.0, target=91.0)


def test_a_limit_below_what_the_curve_allows_counts_alone() -> None:
    learned = _learned(charge_curve=TAPER)
    for known in (learned, _learned()):
        assert not _is_out(1.2, known, level=80.0, target=91.0, power=1.0)
        assert _is_out(1.0, known, level=80.0, target=91.0, power=1.0)


def test_what_comes_out_is_less_than_what_is_stored() -> None:
    learned = _learned()
    discharge: dict[str, Any] = {"level": 51.0, "command": Command.DISCHARGE}
    assert not _is_out(0.73, learned, target=10.0, **discharge)
    assert _is_out(0.71, learned, target=10.0, **discharge)


def test_what_is_there_already_is_never_out_of_reach() -> None:
    assert not _is_out(0.25, _learned(), level=90.0, target=80.0)
    assert not _is_out(0.25, _learned(), level=79.0, target=80.0)


def test_little_that_was_learned_is_not_believed() -> None:
    unsure = _learned(MIN_CONFIDENCE - 0.01, capacity=100.0)
    assert not _is_out(1.0, unsure, target=80.0)
    assert _is_out(1.0, _learned(MIN_CONFIDENCE, capacity=100.0), target=80.0)


@pytest.mark.parametrize("is_learned", [False, True])
def test_a_battery_that_fills_slowly_is_told_of_in_time(*, is_learned: bool) -> None:
    night = window(at("00:30", 1), at("02:30", 1), target=95.0, power=5.0)
    follower = following(night)
    follower.amps.device.level = 50.0
    follower.learned = _learned(charge_curve=TAPER) if is_learned else None
    follower.run_to(at("00:00", 1))
    reasons = [warning.reason for warning in follower.warnings]
    assert reasons == ([Reason.TARGET_NOT_MET] if is_learned else [])


@pytest.mark.parametrize(
    ("hours", "learned", "parameters", "expected"),
    [
        (2, None, {"target": 90, "power": 4}, 0.975),
        (2, None, {"target": 40, "power": 4}, 0.0),
        (2, None, {"power": 4}, None),
        (0.5, None, {"target": 90, "power": 4}, None),
        # 30 % of 10 kWh less the last percent, of which a tenth is lost
        (2, _learned(), {"target": 80, "power": 4}, 2.9 / 3.6),
        (2, _learned(charge_curve=TAPER), {"target": 100}, None),
    ],
)
def test_when_a_target_is_reached(
    hours: float,
    learned: Learned | None,
    parameters: dict[str, float],
    expected: float | None,
) -> None:
    battery = replace(read(T0, level=50.0), capacity=10.0, commands=takes(WINDOWED))
    start = at("00:00", 1)
    occurrence = replace(
        window(start, start + hours * HOUR), parameters=Parameters(**parameters)
    )
    found = reached_at(occurrence, start, battery, learned)
    if expected is None:
        assert found is None
    else:
        assert found is not None
        assert (found - start) / HOUR == pytest.approx(expected, abs=0.01)


def test_what_moves_no_energy_reaches_no_target() -> None:
    battery = replace(read(T0, level=50.0), capacity=10.0, commands=takes(WINDOWED))
    idle = replace(window(T0, T0 + HOUR), command=Command.IDLE)
    assert reached_at(idle, T0, battery) is None


def _level_ahead(
    *planned: Occurrence, power: float = 0.0, age: int = 0, **given: Any
) -> float | None:
    now = at("00:00", 1)
    battery = replace(
        read(now - timedelta(minutes=age)),
        capacity=10.0,
        power=power,
        commands=takes(WINDOWED),
        **given,
    )
    return level_ahead(now + timedelta(minutes=40), now, battery, planned)


def _soon(begin: int, end: int, command: Command, **given: float) -> Occurrence:
    now = at("00:00", 1)
    span = window(now + timedelta(minutes=begin), now + timedelta(minutes=end))
    return replace(span, command=command, parameters=Parameters(**given))


@pytest.mark.parametrize(
    ("power", "level"), [(0.0, 50.0), (-3.0, 30.0), (3.0, 70.0), (-9.0, 0.0)]
)
def test_what_a_battery_does_goes_on_until_a_window_begins(
    power: float, level: float
) -> None:
    assert _level_ahead(power=power) == pytest.approx(level)


@pytest.mark.parametrize(("age", "level"), [(8, 26.0), (15, 22.5), (300, 22.5)])
def test_it_went_on_since_the_battery_was_read(age: int, level: float) -> None:
    assert _level_ahead(power=-3.0, age=age) == pytest.approx(level)


def test_a_window_moved_the_level_since_the_battery_was_read() -> None:
    charged = _soon(-10, -4, Command.CHARGE, power=5.0)
    assert _level_ahead(charged, age=10) == pytest.approx(55.0)


@pytest.mark.parametrize(("level", "after"), [(15.0, 10.0), (8.0, 8.0)])
def test_a_battery_gives_nothing_below_its_limit(level: float, after: float) -> None:
    found = _level_ahead(power=-3.0, level=level, discharge_limit=10.0)
    assert found == pytest.approx(after)


def test_a_window_before_it_moves_the_level() -> None:
    charge = _soon(10, 40, Command.CHARGE, power=4.0)
    assert _level_ahead(charge, power=-3.0) == pytest.approx(65.0)
    some = _soon(10, 40, Command.CHARGE, power=4.0, target=55.0)
    assert _level_ahead(some) == pytest.approx(55.0)
    runs = _soon(-30, 30, Command.DISCHARGE, power=4.0, reserve=40.0)
    assert _level_ahead(runs, power=-4.0) == pytest.approx(40.0)
    holds = _soon(10, 40, Command.IDLE)
    assert _level_ahead(holds, power=-3.0) == pytest.approx(45.0)


def test_a_target_below_what_is_kept_is_out_of_reach() -> None:
    parameters = {"target": 20.0, "power": 5.0}
    assert not _is_out(3.0, None, command=Command.DISCHARGE, **parameters)
    parameters["reserve"] = 30.0
    assert _is_out(3.0, None, command=Command.DISCHARGE, **parameters)
    assert not _is_out(
        3.0, None, command=Command.DISCHARGE, level=20.5, target=20.0, reserve=30.0
    )


def test_what_counts_as_met_need_not_be_reached() -> None:
    # one percent of ten kWh takes 0.02 hours at 5 kW
    assert not _is_out(0.021, None, level=88.0, target=90.0, power=5.0)
    assert _is_out(0.019, None, level=88.0, target=90.0, power=5.0)
