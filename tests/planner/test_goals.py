"""What becomes of goals."""

from datetime import timedelta
import subprocess
import sys

import pytest

from custom_components.amps.api.models import Command
from custom_components.amps.planner import plan_goals
from custom_components.amps.planner.problem import (
    CurvePoint,
    GivenWindow,
    Goal,
    Options,
    Outlook,
    Problem,
)
from custom_components.amps.planner.result import (
    Fallback,
    GoalPlan,
    Hindrance,
    PlannedWindow,
)

from .problems import HOUR, MINUTE, NOW, PLAIN, goal, powers, prices, problem, window

NIGHT = prices(*[0.3] * 6, 0.2, 0.1, 0.1, 0.2, *[0.3] * 14)
"""From 18:00 on; cheapest from 1:00 to 3:00."""


def _hours(one: PlannedWindow) -> tuple[float, float]:
    return ((one.start - NOW) / HOUR, (one.end - NOW) / HOUR)


def _spans(plan: GoalPlan) -> list[tuple[float, float]]:
    return [_hours(one) for one in plan.windows]


def _length(plan: GoalPlan) -> timedelta:
    return sum((one.end - one.start for one in plan.windows), timedelta())


def _held(plan: GoalPlan) -> tuple[GivenWindow, ...]:
    return tuple(
        GivenWindow(
            command=one.command,
            start=one.start,
            end=one.end,
            target=one.target,
            power=one.power,
            goal=one.goal,
        )
        for one in plan.windows
    )


def test_the_values_need_no_numpy() -> None:
    code = (
        "import sys; import custom_components.amps.planner.problem as problem\n"
        "from custom_components.amps.planner import plan_day, plan_goals, result\n"
        "planner = {name for name in sys.modules if '.planner.' in name}\n"
        "assert not any(name.endswith(('.goals', '.day')) for name in planner)\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)  # noqa: S603


def test_no_goals_no_windows() -> None:
    assert plan_goals(problem()) == GoalPlan()


def test_a_level_is_reached_in_the_cheapest_hours() -> None:
    plan = plan_goals(problem(goal(4, 13, target=90), prices=NIGHT))
    (one,) = plan.windows
    assert one.command is Command.CHARGE
    assert one.target == 90
    assert one.goal == "goal"
    assert _hours(one)[1] - _hours(one)[0] < 2
    assert all(7 <= hour <= 9 for hour in _hours(one))
    assert one.level == pytest.approx(90, abs=0.1)
    (result,) = plan.goals
    assert result.feasible
    assert result.level == pytest.approx(90, abs=0.1)
    assert result.cost == pytest.approx(6 / 0.95 * 0.1, abs=0.02)
    assert result.act_by < NOW + 12 * HOUR


def test_a_level_that_is_reached_already_needs_nothing() -> None:
    plan = plan_goals(problem(goal(4, 13, target=20), prices=NIGHT))
    assert plan.windows == ()
    assert plan.goals[0].feasible


def test_a_load_that_empties_the_battery_is_allowed_for() -> None:
    load = Outlook(load=powers(*[1.0] * 24))
    given = problem(goal(4, 13, target=60), prices=NIGHT, expected=load)
    plan = plan_goals(given)
    assert plan.goals[0].feasible
    # charged when it is cheap, and held after
    assert plan.windows[-1].end == NOW + 13 * HOUR


def test_sun_is_taken_for_free() -> None:
    sun = Outlook(sun=powers(*[0.0] * 13, *[3.0] * 4))
    given = problem(goal(12, 19, target=90), prices=NIGHT, expected=sun)
    plan = plan_goals(given)
    assert plan.goals[0].feasible
    assert plan.windows == ()


@pytest.mark.parametrize("end", [40, 75, 89])
def test_a_duration_keeps_out_of_windows_to_the_second(end: int) -> None:
    other = GivenWindow(
        command=Command.IDLE,
        start=NOW + timedelta(minutes=30, seconds=40),
        end=NOW + timedelta(minutes=end, seconds=20),
    )
    asked = goal(0, 3, duration=170 * MINUTE)
    flat = prices(*[0.2] * 3)
    plan = plan_goals(problem(asked, prices=flat, windows=(other,)))
    for one in plan.windows:
        assert one.end <= other.start or one.start >= other.end


@pytest.mark.parametrize("minutes", [20, 60, 90, 137, 180])
def test_a_duration_is_kept_to_the_minute(minutes: int) -> None:
    asked = goal(4, 13.25, duration=minutes * MINUTE)
    plan = plan_goals(problem(asked, prices=NIGHT))
    assert _length(plan) == minutes * MINUTE
    assert plan.goals[0].feasible
    assert all(4 <= low < high <= 13.25 for low, high in _spans(plan))
    if minutes <= 120:
        assert all(7 <= low < high <= 9 for low, high in _spans(plan))


def test_hours_may_be_split_and_need_not() -> None:
    up_and_down = prices(0.3, 0.1, 0.3, 0.1, 0.3, 0.3)
    split = plan_goals(problem(goal(0, 6, duration=2 * HOUR), prices=up_and_down))
    assert _spans(split) == [(1, 2), (3, 4)]
    whole = goal(0, 6, duration=2 * HOUR, in_one_go=True)
    assert len(plan_goals(problem(whole, prices=up_and_down)).windows) == 1


def test_a_level_in_one_go() -> None:
    up_and_down = prices(0.3, 0.1, 0.3, 0.1, 0.3, 0.3)
    asked = goal(0, 6, target=95, in_one_go=True)
    plan = plan_goals(problem(asked, prices=up_and_down))
    assert len(plan.windows) == 1
    assert plan.goals[0].feasible


def test_discharging_is_dearest() -> None:
    dear = prices(0.2, 0.2, 0.5, 0.4, 0.2, 0.2, sell=0.1)
    load = Outlook(load=powers(*[4.0] * 6))
    given = problem(
        goal(0, 6, discharge=True, duration=HOUR),
        prices=dear,
        level=90.0,
        expected=load,
    )
    assert _spans(plan_goals(given)) == [(2, 3)]


def test_a_level_is_discharged_to() -> None:
    dear = prices(0.2, 0.2, 0.5, 0.4, 0.2, 0.2, sell=0.1)
    asked = goal(0, 6, discharge=True, target=20)
    plan = plan_goals(problem(asked, prices=dear, level=60.0))
    assert plan.goals[0].feasible
    assert plan.goals[0].level <= 20.5
    assert plan.goals[0].cost < 0


def test_a_price_limit_is_kept() -> None:
    plan = plan_goals(problem(goal(4, 13, target=90, max_price=0.1), prices=NIGHT))
    assert plan.goals[0].feasible
    assert all(7 <= low < high <= 9 for low, high in _spans(plan))
    dear = goal(0, 24, discharge=True, duration=HOUR, min_price=0.25)
    plan = plan_goals(problem(dear, prices=NIGHT))
    assert all(high <= 6 or low >= 10 for low, high in _spans(plan))


def test_a_price_limit_may_be_in_the_way() -> None:
    plan = plan_goals(problem(goal(4, 13, target=95, max_price=0.05), prices=NIGHT))
    shortfall = plan.goals[0].shortfall
    assert plan.windows == ()
    assert shortfall is not None
    assert shortfall.hindrance is Hindrance.PRICE_LIMIT
    assert shortfall.level == pytest.approx(30, abs=0.1)


def test_too_short_a_span_is_told_with_what_can_be_reached() -> None:
    plan = plan_goals(problem(goal(4, 5, target=90), prices=NIGHT))
    shortfall = plan.goals[0].shortfall
    assert shortfall is not None
    assert shortfall.hindrance is Hindrance.TIME
    assert shortfall.level == pytest.approx(30 + 4 * 0.95 * 10, abs=0.5)
    assert shortfall.by == NOW + 5 * HOUR


def test_other_hindrances() -> None:
    def hindrance(given: Problem) -> Hindrance | None:
        shortfall = plan_goals(given).goals[0].shortfall
        return None if shortfall is None else shortfall.hindrance

    low = PLAIN._replace(ceiling=80.0)
    full = goal(4, 13, target=90)
    assert hindrance(problem(full, prices=NIGHT, battery=low)) is Hindrance.LEVEL
    weak = goal(4, 6, target=90, power=1.0)
    assert hindrance(problem(weak, prices=NIGHT)) is Hindrance.POWER
    idle = (window(4, 12.5, Command.IDLE),)
    assert hindrance(problem(full, prices=NIGHT, windows=idle)) is Hindrance.WINDOWS
    limited = goal(4, 13, target=90, max_price=0.2)
    assert hindrance(problem(limited)) is Hindrance.NO_PRICES
    long = goal(4, 5, duration=2 * HOUR)
    assert hindrance(problem(long, prices=NIGHT)) is Hindrance.TIME


def test_a_duration_without_room_gets_what_there_is() -> None:
    plan = plan_goals(problem(goal(4, 5, duration=2 * HOUR), prices=NIGHT))
    shortfall = plan.goals[0].shortfall
    assert shortfall is not None
    assert shortfall.hours == pytest.approx(1)
    assert _spans(plan) == [(4, 5)]


def test_the_owners_windows_stay() -> None:
    mine = (window(7, 9, Command.IDLE),)
    plan = plan_goals(problem(goal(4, 13, target=90), prices=NIGHT, windows=mine))
    assert plan.goals[0].feasible
    assert all(high <= 7 or low >= 9 for low, high in _spans(plan))


def test_goals_one_after_another() -> None:
    first = goal(0, 8, target=60, uid="first")
    second = goal(8, 14, target=90, uid="second")
    plan = plan_goals(problem(second, first, prices=NIGHT))
    assert [one.uid for one in plan.goals] == ["second", "first"]
    assert all(one.feasible for one in plan.goals)
    ends = [one.end for one in plan.windows]
    starts = [one.start for one in plan.windows]
    assert all(end <= start for end, start in zip(ends, starts[1:], strict=False))


def test_without_prices_a_charge_waits_as_long_as_is_safe() -> None:
    plan = plan_goals(problem(goal(4, 13, target=90)))
    (one,) = plan.windows
    assert plan.goals[0].fallback is Fallback.AS_LATE_AS_SAFE
    assert plan.goals[0].feasible
    assert one.end == NOW + 13 * HOUR
    needed = 6 / 0.95 / 4 * HOUR
    assert needed <= one.end - one.start <= needed + HOUR


def test_without_prices_a_discharge_begins_at_once() -> None:
    plan = plan_goals(problem(goal(4, 13, discharge=True, target=20)))
    assert plan.goals[0].fallback is Fallback.AS_EARLY_AS_POSSIBLE
    assert plan.windows[0].start == NOW + 4 * HOUR
    assert plan.goals[0].feasible
    late = plan_goals(problem(goal(4, 13, duration=2 * HOUR)))
    assert _spans(late) == [(11, 13)]


def test_what_is_held_stays_for_little() -> None:
    asked = goal(4, 13, target=90)
    first = plan_goals(problem(asked, prices=NIGHT))
    changed = list(NIGHT)
    changed[6] = changed[6]._replace(buy=0.0995)
    given = problem(asked, prices=tuple(changed), held=_held(first))
    again = plan_goals(given)
    assert _spans(again) == _spans(first)
    assert again.goals[0].kept
    changed[6] = changed[6]._replace(buy=0.01)
    moved = plan_goals(given._replace(prices=tuple(changed)))
    assert not moved.goals[0].kept
    assert _spans(moved) != _spans(first)


@pytest.mark.parametrize(
    "asked", [goal(4, 13, target=90), goal(4, 13, duration=2 * HOUR)]
)
def test_what_is_held_stays_beside_a_goal_without_windows(asked: Goal) -> None:
    first = plan_goals(problem(asked, prices=NIGHT))
    changed = list(NIGHT)
    changed[6] = changed[6]._replace(buy=0.0995)
    later = goal(20, 30, duration=2 * HOUR, uid="later")
    given = problem(asked, later, prices=tuple(changed), held=_held(first))
    again = [one for one in plan_goals(given).windows if one.goal == "goal"]
    assert [one.start for one in again] == [one.start for one in first.windows]


def test_what_runs_goes_on_where_it_does_not_matter_when() -> None:
    flat = prices(*[0.2] * 12)
    runs = GivenWindow(
        command=Command.CHARGE,
        start=NOW - HOUR,
        end=NOW + HOUR / 10,
        target=90,
        power=None,
        goal="goal",
    )
    given = problem(goal(-2, 10, target=90), prices=flat, held=(runs,))
    windows = plan_goals(given).windows
    assert windows[0].start == NOW - HOUR
    assert windows[0].end > NOW + HOUR / 10


def test_the_level_is_told_throughout() -> None:
    plan = plan_goals(problem(goal(4, 13, target=90), prices=NIGHT))
    (one,) = plan.windows
    assert plan.level_at(NOW - MINUTE) is None
    assert plan.level_at(NOW) == pytest.approx(30)
    assert plan.level_at(one.start) == pytest.approx(30)
    middle = one.start + (one.end - one.start) / 2
    assert plan.level_at(middle) == pytest.approx(60, abs=1)
    assert plan.level_at(one.end) == pytest.approx(90, abs=0.1)
    assert plan.level_at(NOW + 13 * HOUR) is None


def test_what_is_held_moves_where_it_would_miss() -> None:
    asked = goal(4, 13, target=90)
    first = plan_goals(problem(asked, prices=NIGHT))
    emptier = problem(asked, prices=NIGHT, held=_held(first), level=12.0)
    plan = plan_goals(emptier)
    assert not plan.goals[0].kept
    assert plan.goals[0].feasible


def test_a_window_that_runs_keeps_its_start() -> None:
    asked = goal(0, 13, target=90)
    cheap_now = prices(0.1, 0.1, *[0.3] * 12)
    first = plan_goals(problem(asked, prices=cheap_now))
    later = problem(
        asked,
        prices=cheap_now,
        held=_held(first),
        now=NOW + 20 * MINUTE,
        level=42.7,
    )
    assert plan_goals(later).windows[0].start == first.windows[0].start


@pytest.mark.parametrize("level", [True, False])
@pytest.mark.parametrize("seconds", [0, 20])
def test_the_last_minutes_of_a_window_are_not_too_short(
    *, level: bool, seconds: int
) -> None:
    passed, end = timedelta(seconds=seconds), NOW + 10 * MINUTE
    asked = goal(-3, 4, duration=10 * MINUTE - passed)
    if level:
        asked = goal(-3, 1 / 6, target=92.0)
    runs = window(-1, 1 / 6, Command.CHARGE, target=asked.target, goal="goal")
    given = problem(
        asked,
        now=NOW + passed,
        level=86.5,
        prices=NIGHT,
        held=(runs,),
        windows=(window(1 / 6, 5, Command.DISCHARGE),),
    )
    plan = plan_goals(given)
    assert plan.goals[0].feasible
    assert [(one.start, one.end) for one in plan.windows] == [(NOW - HOUR, end)]


def test_what_runs_is_not_ended_a_minute_early() -> None:
    ends = (NOW + MINUTE, NOW + 3 * HOUR)
    held = (
        window(-1, 1 / 60, Command.CHARGE, goal="goal"),
        window(2, 3, Command.CHARGE, goal="goal"),
    )
    given = problem(
        goal(-2, 6, duration=61 * MINUTE),
        level=97.0,
        prices=prices(*[0.2] * 6),
        held=held,
        windows=(window(1 / 60, 2, Command.IDLE),),
    )
    assert tuple(one.end for one in plan_goals(given).windows) == ends


def test_a_battery_that_slows_down_gets_the_time() -> None:
    slow = (
        CurvePoint(0, 1),
        CurvePoint(70, 1),
        CurvePoint(90, 0.3),
        CurvePoint(100, 0.1),
    )
    tapering = PLAIN._replace(charge_curve=slow)
    fast = plan_goals(problem(goal(4, 13, target=95), prices=NIGHT))
    given = problem(goal(4, 13, target=95), prices=NIGHT, battery=tapering)
    plan = plan_goals(given)
    assert plan.goals[0].feasible
    assert _length(plan) > _length(fast)


def test_the_time_that_is_left_counts() -> None:
    asked = goal(-2, 3, target=60)
    plan = plan_goals(problem(asked, prices=NIGHT))
    assert plan.goals[0].feasible
    assert all(low >= 0 for low, _ in _spans(plan))
    over = goal(-5, -1, target=60)
    assert plan_goals(problem(over, prices=NIGHT)) == GoalPlan()


@pytest.mark.parametrize(
    "wrong",
    [
        goal(4, 13),
        goal(4, 13, target=50, duration=HOUR),
        goal(4, 13, target=120),
        goal(4, 4, target=50),
        goal(4, 13, duration=timedelta(0)),
        goal(4, 13, target=50, command=Command.IDLE),
    ],
)
def test_goals_that_contradict_themselves_are_refused(wrong: object) -> None:
    with pytest.raises(ValueError, match="goal"):
        plan_goals(problem(wrong, prices=NIGHT))  # type: ignore[arg-type]


def test_rows_that_overlap_are_refused() -> None:
    with pytest.raises(ValueError, match="overlap"):
        plan_goals(problem(goal(4, 13, target=90), prices=(*NIGHT, NIGHT[0])))


def test_windows_are_no_shorter_than_allowed() -> None:
    asked = goal(4, 13, target=32)
    options = Options(least_window=timedelta(minutes=30))
    plan = plan_goals(problem(asked, prices=NIGHT, options=options))
    assert all(one.end - one.start >= 30 * MINUTE for one in plan.windows)
