"""The plan of a day."""

from datetime import timedelta
from itertools import pairwise
import random
import tracemalloc

import pytest

from custom_components.amps.api.models import Command
from custom_components.amps.planner import plan_day
from custom_components.amps.planner.problem import (
    GivenWindow,
    Options,
    Outlook,
    Problem,
)
from custom_components.amps.planner.result import DayPlan
from custom_components.amps.schedule.why import Purpose

from .problems import HOUR, NOW, PLAIN, WAY, goal, powers, prices, problem, window

CHEAP_NIGHT = prices(
    *[0.4] * 4, *[0.3] * 3, *[0.1] * 4, *[0.3] * 10, *[0.4] * 7, *[0.3] * 20
)
LOAD = Outlook(load=powers(*[0.5] * 48))


def _random(seed: int, **rest: object) -> Problem:
    chance = random.Random(seed)  # noqa: S311 (it has to come from a seed)
    day = [chance.uniform(-0.05, 0.5) for _ in range(48)]
    load = [chance.choice((0.2, 0.5, 2.0)) for _ in range(48)]
    sun = [max(0.0, 3 - abs(hour % 24 - 18)) * chance.random() for hour in range(48)]
    expected = Outlook(load=powers(*load), sun=powers(*sun))
    outlooks = tuple(
        Outlook(
            load=powers(*(kw * chance.uniform(0.3, 1.8) for kw in load)),
            sun=powers(*(kw * chance.uniform(0.2, 1.5) for kw in sun)),
        )
        for _ in range(8)
    )
    given = {
        "level": chance.uniform(10, 100),
        "prices": prices(*day),
        "expected": expected,
        "outlooks": outlooks,
    }
    return problem(**{**given, **rest})


def _held(plan: DayPlan) -> tuple[GivenWindow, ...]:
    return tuple(
        GivenWindow(
            command=one.command, start=one.start, end=one.end, target=one.target
        )
        for one in plan.windows
    )


def test_many_windows_take_no_more_memory() -> None:
    """Other planners make a window for each quarter of an hour."""
    quarters = [NOW + HOUR / 4 * number for number in range(48 * 4 + 1)]
    mine = tuple(
        GivenWindow(command=Command.CHARGE, start=start, end=end, power=power / 100)
        for power, (start, end) in enumerate(pairwise(quarters))
    )
    given = _random(1, windows=mine)
    tracemalloc.start()
    plan_day(given)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 30_000_000


def test_a_limit_of_commands_is_none_of_self_use() -> None:
    sunny = LOAD._replace(sun=powers(*[0.0] * 14, *[4.5] * 4, *[0.0] * 30))
    plan = plan_day(
        problem(
            prices=CHEAP_NIGHT,
            expected=sunny,
            level=10.0,
            options=Options(charge_power=1.0),
        )
    )
    (charge,) = [one for one in plan.windows if one.command is Command.CHARGE]
    rises = [
        (row.end > charge.start and row.start < charge.end, row.level - before.level)
        for before, row in pairwise(plan.rows)
    ]
    most = 1.0 / 4 * WAY * 10
    assert max(rise for charged, rise in rises if charged) == pytest.approx(most, 0.01)
    assert max(rise for charged, rise in rises if not charged) > 3 * most


def test_it_charges_when_it_is_cheap_and_says_why() -> None:
    plan = plan_day(problem(prices=CHEAP_NIGHT, expected=LOAD, level=10.0))
    charges = [one for one in plan.windows if one.command is Command.CHARGE]
    assert charges
    for one in charges:
        assert NOW + 7 * HOUR <= one.start < NOW + 11 * HOUR < one.end + HOUR
        assert one.why.purpose is Purpose.CHEAP
        assert one.why.price == pytest.approx(0.1)
        assert one.why.other_price is not None
        assert one.why.other_price > 0.29
        assert one.why.at is not None
        (price,) = [row for row in CHEAP_NIGHT if row.start <= one.why.at < row.end]
        assert one.why.other_price == price.buy
        assert one.why.at is not None
        assert one.why.at >= one.end
    assert plan.saving > 0.5


def test_it_holds_for_what_is_dearer() -> None:
    dear_later = prices(*[0.2] * 4, *[0.5] * 6, *[0.3] * 38)
    load = Outlook(load=powers(*[1.0] * 48))
    plan = plan_day(problem(prices=dear_later, expected=load, level=60.0))
    first = plan.windows[0]
    assert first.command is Command.IDLE or first.command is Command.CHARGE
    assert first.start == NOW


def test_a_charge_holds_what_it_reached_without_another_command() -> None:
    late_peak = prices(0.1, *[0.25] * 5, *[0.6] * 5, *[0.25] * 37)
    load = Outlook(load=powers(*[0.8] * 48))
    plan = plan_day(problem(prices=late_peak, expected=load, level=10.0))
    charge = plan.windows[0]
    assert charge.command is Command.CHARGE
    assert charge.target is not None
    assert charge.start == NOW
    assert charge.end == NOW + 6 * HOUR
    assert charge.level == pytest.approx(charge.target, abs=1)
    assert all(one.command is not Command.IDLE for one in plan.windows)


def test_flat_prices_leave_the_battery_alone() -> None:
    plan = plan_day(problem(prices=prices(*[0.3] * 48), expected=LOAD))
    assert plan.windows == ()
    assert plan.saving == pytest.approx(0)


def test_a_day_with_few_windows_has_one_that_saves_little() -> None:
    dear_hour = prices(*[0.2] * 8, 0.25, *[0.2] * 39)
    plan = plan_day(problem(prices=dear_hour, expected=LOAD, level=20.0))
    (one,) = plan.windows
    assert one.start <= NOW + HOUR < NOW + 8 * HOUR <= one.end + HOUR
    assert 0.01 < plan.saving < 0.03


def test_no_prices_leave_the_battery_alone() -> None:
    assert plan_day(problem(expected=LOAD)).windows == ()


def test_what_saves_less_than_it_should_is_left_alone() -> None:
    options = Options(least_worth=1000.0)
    given = problem(prices=CHEAP_NIGHT, expected=LOAD, options=options)
    plan = plan_day(given)
    assert plan.windows == ()
    assert plan.saving == pytest.approx(0)


@pytest.mark.parametrize("seed", range(40))
def test_amounts_add_up_and_no_plan_is_worse_than_self_use(seed: int) -> None:
    asked = (goal(4, 13, target=60 + seed),) if seed % 3 == 0 else ()
    mine = (window(20, 22, Command.IDLE),) if seed % 5 == 0 else ()
    options = Options(sell=seed % 2 == 0)
    plan = plan_day(_random(seed, options=options, goals=asked, windows=mine))
    saves = sum(one.why.saves for one in plan.windows)
    assert saves == pytest.approx(plan.saving, rel=0.01, abs=1e-6)
    assert asked or plan.saving >= -1e-9
    starts = [one.start for one in plan.windows]
    assert starts == sorted(starts)
    assert all(
        early.end <= late.start
        for early, late in zip(plan.windows, plan.windows[1:], strict=False)
    )


@pytest.mark.parametrize("seed", range(6))
def test_rows_are_the_whole_time(seed: int) -> None:
    given = _random(seed)
    plan = plan_day(given)
    assert plan.rows[0].start == given.now
    assert plan.rows[-1].end == given.end
    for early, late in zip(plan.rows, plan.rows[1:], strict=False):
        assert early.end == late.start
    for row in plan.rows:
        assert 0 <= row.level <= 100
        if row.window is not None:
            one = plan.windows[row.window]
            assert row.command is one.command
            assert one.start <= row.start < one.end


@pytest.mark.parametrize("seed", range(6))
def test_windows_in_a_day_are_bounded(seed: int) -> None:
    given = _random(seed, options=Options(commands_a_day=2))
    starts = [one.start for one in plan_day(given).windows]
    for start in starts:
        inside = [at for at in starts if start <= at < start + timedelta(days=1)]
        assert len(inside) <= 2
    begun = tuple(NOW - hours * HOUR for hours in (3, 1))
    starts = [one.start for one in plan_day(given._replace(begun=begun)).windows]
    assert all(at >= NOW + 21 * HOUR for at in starts)


def test_a_level_is_as_likely_too_high_as_too_low() -> None:
    outlooks = tuple(
        Outlook(load=powers(*[kw] * 48)) for kw in (0.2, 0.5, 2.0, 2.5, 0.3)
    )
    expected = Outlook(load=powers(*[1.1] * 48))
    given = problem(
        prices=prices(*[0.3] * 48), expected=expected, outlooks=outlooks, level=30.0
    )
    plan = plan_day(given)
    (row,) = [row for row in plan.rows if row.end == NOW + 2 * HOUR]
    assert row.level == pytest.approx(30 - 10 / WAY)
    (row,) = (row for row in plan.rows if row.end == NOW + 2 * HOUR)
    assert row.self_use_level == row.level


@pytest.mark.parametrize("seed", range(6))
def test_nothing_is_sold_that_may_not_be(seed: int) -> None:
    plan = plan_day(_random(seed))
    assert all(one.command is not Command.DISCHARGE for one in plan.windows)


def test_what_may_be_sold_is_sold_when_it_pays() -> None:
    spike = prices(*[0.2] * 24, sell=0.05)
    spike = (*spike[:3], spike[3]._replace(sell=0.9), *spike[4:])
    given = problem(
        prices=spike,
        expected=LOAD,
        level=90.0,
        options=Options(sell=True, reserve=40.0),
    )
    plan = plan_day(given)
    (one,) = (
        other_window
        for other_window in plan.windows
        if other_window.command is Command.DISCHARGE
    )
    assert (one.start, one.end) == (NOW + 3 * HOUR, NOW + 4 * HOUR)
    assert one.level >= 40 - 0.1
    assert one.cost < 0


def test_the_owners_windows_stay_and_are_nobodys_saving() -> None:
    mine = (window(7, 9, Command.IDLE),)
    given = problem(prices=CHEAP_NIGHT, expected=LOAD, windows=mine)
    plan = plan_day(given)
    assert all(
        one.end <= NOW + 7 * HOUR or one.start >= NOW + 9 * HOUR for one in plan.windows
    )
    rows = [row for row in plan.rows if NOW + 7 * HOUR <= row.start < NOW + 9 * HOUR]
    assert all(row.command is Command.IDLE and row.window is None for row in rows)


def test_goals_are_in_the_plan() -> None:
    asked = goal(4, 13, target=90)
    plan = plan_day(problem(asked, prices=CHEAP_NIGHT, expected=LOAD))
    (result,) = plan.goals
    assert result.feasible
    assert result.level >= 89.5
    assert any(one.goal == "goal" for one in plan.windows)
    saves = sum(one.why.saves for one in plan.windows)
    assert saves == pytest.approx(plan.saving, rel=0.01, abs=1e-6)


def test_what_is_held_stays_where_nothing_changes() -> None:
    given = problem(prices=CHEAP_NIGHT, expected=LOAD, level=10.0)
    first = plan_day(given)
    again = plan_day(given._replace(held=_held(first)))
    assert _held(again) == _held(first)


def test_a_sunny_morning_leaves_room() -> None:
    sun = powers(*[0.0] * 15, *[4.0] * 6)
    load = powers(*[0.3] * 48)
    cheap = prices(*[0.3] * 6, *[0.25] * 6, *[0.3] * 12, sell=0.02)
    bright = problem(
        prices=cheap, expected=Outlook(load=load, sun=sun), end=NOW + 24 * HOUR
    )
    plan = plan_day(bright)
    assert all(one.level < 60 for one in plan.windows if one.end < NOW + 15 * HOUR)


def test_wear_has_its_price() -> None:
    given = problem(prices=CHEAP_NIGHT, expected=LOAD, level=10.0)
    assert plan_day(given).windows
    worn = given._replace(options=Options(wear=0.5))
    charges = [
        other_window
        for other_window in plan_day(worn).windows
        if other_window.command is Command.CHARGE
    ]
    assert charges == []


@pytest.mark.parametrize("seed", [7, 8, 20, 21, 32])
def test_a_battery_that_cannot_hold_loses_nothing_where_it_may_sell(seed: int) -> None:
    options = Options(hold=False)
    bought = plan_day(_random(seed, options=options))
    sold = plan_day(_random(seed, options=options._replace(sell=True)))
    assert sold.saving >= 0.95 * bought.saving > 0


def test_a_battery_that_cannot_be_told_to_charge() -> None:
    weak = PLAIN._replace(charge_power=0.0)
    plan = plan_day(problem(prices=CHEAP_NIGHT, expected=LOAD, battery=weak))
    assert all(one.command is not Command.CHARGE for one in plan.windows)
