"""What is learned of a battery, and what is not believed."""

import pytest

from custom_components.amps.planner.learned import learned
from custom_components.amps.planner.problem import Interval

from .problems import PLAIN


def _history(
    capacity: float, way: float, *, days: int, power: float = 4.0, taper: bool = False
) -> list[Interval]:
    """Return nights of charging and evenings of discharging."""
    found = []
    for _ in range(days):
        level = 20.0
        while level < 98:
            here = power * (0.4 if taper and level > 85 else 1)
            rise = min(here * 0.25 * way / capacity * 100, 100 - level)
            energy = rise / 100 * capacity / way
            found.append(Interval(0.25, energy, 0, level, level + rise))
            level += rise
        while level > 20:
            fall = min(5.0, level - 20 + 0.01)
            found.append(
                Interval(0.25, 0, fall / 100 * capacity * way, level, level - fall)
            )
            level -= fall
    return found


def test_without_a_history_it_is_what_is_declared() -> None:
    found = learned(PLAIN, [])
    assert found.battery == PLAIN
    assert found.capacity_sure == 0


def test_capacity_and_efficiency_come_out() -> None:
    found = learned(PLAIN, _history(8.5, 0.92, days=10))
    assert found.capacity_sure == 1
    assert found.battery.capacity == pytest.approx(8.5, rel=0.02)
    assert found.battery.charge_efficiency == pytest.approx(0.92, abs=0.01)
    assert found.battery.discharge_efficiency == pytest.approx(0.92, abs=0.01)


def test_a_day_is_believed_in_part() -> None:
    found = learned(PLAIN, _history(8.5, 0.92, days=1))
    assert 0 < found.capacity_sure < 1
    assert 8.5 < found.battery.capacity < PLAIN.capacity


@pytest.mark.parametrize(("capacity", "bound"), [(2.0, 5.0), (40.0, 12.0)])
def test_nonsense_is_not_followed_by_far(capacity: float, bound: float) -> None:
    history = _history(capacity, 0.95, days=20, power=capacity * 0.4)
    assert learned(PLAIN, history).battery.capacity == pytest.approx(bound)


def test_what_is_no_number_is_left_out() -> None:
    good = _history(8.5, 0.92, days=10)
    bad = [
        Interval(float("nan"), 1, 0, 10, 20),
        Interval(0.25, float("inf"), 0, 10, 20),
        Interval(0.0, 1, 0, 10, 20),
    ]
    assert learned(PLAIN, [*bad, *good]) == learned(PLAIN, good)


def test_a_few_wrong_readings_do_not_matter() -> None:
    good = _history(8.5, 0.92, days=10)
    wrong = [Interval(0.25, 9.0, 0, 10, 13)] * 5
    found, expected = learned(PLAIN, [*good, *wrong]), learned(PLAIN, good)
    assert found.battery.capacity == pytest.approx(expected.battery.capacity, rel=0.01)


def test_the_charge_curve_falls_where_the_power_fell() -> None:
    found = learned(PLAIN, _history(10.0, 0.95, days=5, taper=True))
    shares = {point.level: point.share for point in found.battery.charge_curve}
    assert shares[60] == 1
    assert shares[72.5] == pytest.approx(1, abs=0.05)
    assert shares[92.5] == pytest.approx(0.4, abs=0.05)


def test_there_is_no_curve_where_it_was_never_asked_for_all() -> None:
    found = learned(PLAIN._replace(charge_power=8.0), _history(10.0, 0.95, days=5))
    assert found.battery.charge_curve == ()


def test_a_capacity_that_nobody_declares_is_learned_from_nothing() -> None:
    found = learned(PLAIN, _history(34.0, 0.95, days=10, power=10), assumed=True)
    assert found.battery.capacity == pytest.approx(34.0, rel=0.05)
    little = learned(PLAIN, _history(34.0, 0.95, days=10, power=10)[:5], assumed=True)
    assert little.battery.capacity == PLAIN.capacity
    assert little.capacity_sure == 0


def test_what_the_sun_charged_says_nothing_of_the_curve() -> None:
    night = [one for one in _history(10.0, 0.95, days=10) if one.level_after < 99]
    sun = [
        one._replace(full=False)
        for one in _history(10.0, 0.95, days=10, power=4.0, taper=True)
    ]
    found = learned(PLAIN, [*night, *sun])
    assert all(point.share > 0.9 for point in found.battery.charge_curve)
