"""Plans that lose are stopped, and get another chance."""

from custom_components.amps.planner.proof import DAYS, Proof, earns_its_keep


def _day(saved: float, self_use: float) -> Proof:
    return Proof(self_use_cost=self_use, real_cost=self_use - saved)


def test_without_days_they_may_begin() -> None:
    assert earns_its_keep([])


def test_they_go_on_while_they_save() -> None:
    assert earns_its_keep([_day(0.2, 4.0)] * 30)


def test_a_bad_day_among_good_ones_is_no_reason() -> None:
    assert earns_its_keep([*[_day(0.2, 4.0)] * 5, _day(-0.5, 4.0)])


def test_they_stop_when_they_lost() -> None:
    assert not earns_its_keep([_day(-0.2, 4.0)] * 3)


def test_they_begin_again() -> None:
    lost = [_day(-0.2, 4.0)] * 3
    rest = [_day(0.0, 4.0)]
    assert not earns_its_keep([*lost, *rest * (DAYS - 3)])
    assert earns_its_keep([*lost, *rest * DAYS])


def test_what_brings_money_is_measured_alike() -> None:
    assert not earns_its_keep([_day(-0.2, -4.0)] * 3)
    assert earns_its_keep([_day(-0.001, -4.0)] * 3)
