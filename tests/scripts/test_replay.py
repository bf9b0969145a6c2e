"""A year of a home: what is read, what truly happens, and what comes of it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from custom_components.amps.api.models import Command
from custom_components.amps.planner.problem import Goal
from custom_components.amps.planner.result import DayPlan, PlanRow
from scripts.dev.replay import __main__ as replay
from scripts.dev.replay.goals import daily
from scripts.dev.replay.homes import Home, HomeError, read
from scripts.dev.replay.house import Battery, Order, live
from scripts.dev.replay.levels import Levels
from scripts.dev.replay.optimum import optimum
from scripts.dev.replay.owner import Setting
from scripts.dev.replay.prices import day_ahead
from scripts.dev.replay.year import alone, cheapest_night, live_through

ROOT = Path(__file__).parents[2]
HOME = ROOT / "tests" / "data" / "homes" / "home_01.csv.gz"
HEAD = "start,load_kw,solar_kw,import_price,export_price"
BERLIN = ZoneInfo("Europe/Berlin")


@pytest.fixture(scope="module")
def home() -> Home:
    return read(HOME).first(24 * 9)


def _file(tmp_path: Path, rows: Sequence[str], head: str = HEAD) -> Path:
    path = tmp_path / "home.csv"
    path.write_text("\n".join([head, *rows]) + "\n")
    return path


def _play(*arguments: str) -> replay.Played:
    given = replay._parser().parse_args([*arguments, str(HOME)])
    return replay.play(given, replay.prepared(given, HOME))


def test_a_home_is_read() -> None:
    home = read(HOME)
    assert home.name == "home_01"
    assert home.hours == 1
    assert len(home.load) == 8760
    assert home.starts[0].isoformat() == "2016-08-01T00:00:00-08:00"


@pytest.mark.parametrize(
    ("rows", "problem"),
    [
        (["2026-01-01T00:00+01:00,1,0,0.3,0.1"], "fewer than two rows"),
        (["2026-01-01T00:00,1,0,0.3,0.1"] * 2, "has no offset"),
        (["yesterday,1,0,0.3,0.1"] * 2, "is not a time"),
        (["2026-01-01T00:00+01:00,1,0,0.3,0.1"] * 2, "rows of 0 minutes"),
        (["2026-01-01T00:00+01:00,x,0,0.3,0.1"] * 2, "load_kw 'x' is not a number"),
        (["2026-01-01T00:00+01:00,1,0,,0.1"] * 2, "import_price '' is not a number"),
        (["2026-01-01T00:00+01:00,1,-2,0.3,0.1"] * 2, "solar_kw is negative"),
        (["2026-01-01T00:00+01:00,1,0,nan,0.1"] * 2, "import_price is not finite"),
    ],
)
def test_what_is_no_home_is_refused(
    tmp_path: Path, rows: list[str], problem: str
) -> None:
    with pytest.raises(HomeError, match=problem):
        read(_file(tmp_path, rows))


def test_missing_repeated_and_disordered_rows_are_named(tmp_path: Path) -> None:
    rows = [f"2026-01-01T{hour:02}:00+01:00,1,0,0.3,0.1" for hour in range(6)]
    with pytest.raises(HomeError, match=r"home.csv:5: 60 minutes are missing before"):
        read(_file(tmp_path, [*rows[:3], *rows[4:]]))
    with pytest.raises(HomeError, match=r"home.csv:5: .* appears twice"):
        read(_file(tmp_path, [*rows[:3], rows[2], *rows[3:]]))
    with pytest.raises(HomeError, match="is not in order"):
        read(_file(tmp_path, [*rows[:3], rows[1], *rows[3:]]))
    with pytest.raises(HomeError, match="missing columns: export_price"):
        read(_file(tmp_path, rows, HEAD.replace(",export_price", "")))
    with pytest.raises(HomeError, match="cannot be read"):
        read(tmp_path / "nowhere.csv")


@pytest.mark.parametrize("minutes", [15, 30, 60])
@pytest.mark.parametrize("day", ["2026-03-27", "2026-10-23"])
def test_clock_changes_are_no_gap(tmp_path: Path, minutes: int, day: str) -> None:
    start = (
        datetime.fromisoformat(f"{day}T00:00").replace(tzinfo=BERLIN).astimezone(UTC)
    )
    times = (
        (start + timedelta(minutes=minutes * row)).astimezone(BERLIN)
        for row in range(4 * 24 * 60 // minutes)
    )
    rows = [f"{at.isoformat()},0.5,0,{0.2 + at.hour / 100},-0.01" for at in times]
    path = _file(tmp_path, rows)
    given = replay._parser().parse_args(
        ["--every", "6", "--forecast", "naive", str(path)]
    )
    played = replay.play(given, read(path))
    assert played.optimum <= played.plan.cost + 1e-6


def test_the_battery_keeps_what_went_in_less_what_is_lost() -> None:
    battery = Battery(capacity=10, power=5, efficiency=0.81, floor=10, stored=1)
    assert live(battery, Order("charge", 50), 1.0, 2.0) == pytest.approx(2 + 4 / 0.9)
    assert battery.level == pytest.approx(50)
    assert live(battery, Order("idle"), 1.0, 1.0) == 1.0
    assert live(battery, Order(), 20.0, 0.1) == pytest.approx(2.0 - 0.5)
    assert live(battery, Order(), 1.0, 24.0) == pytest.approx(
        24 - (5 - 0.5 / 0.9 - 1) * 0.9
    )
    assert battery.level == pytest.approx(10)
    assert live(battery, Order(), -3.0, 1.0) == 0
    assert battery.stored == pytest.approx(1 + 3 * 0.9)


def test_nothing_is_better_than_the_optimum(home: Home) -> None:
    setting = Setting()
    best = optimum(home, setting.battery(), 0.1, sell=True)
    for orders in (alone, cheapest_night(home)):
        lived = live_through(home, setting.battery(), orders, 0.1)
        assert lived.cost >= best - 1e-6


def test_negative_prices_are_no_mint(home: Home) -> None:
    paid = replace(home, buy=home.buy * 0 - 0.1, sell=home.sell * 0 - 0.02)
    best = optimum(paid, Setting().battery(), 0.0, sell=True)
    # it takes what the house and the battery's losses take, and no more
    most = (paid.load.sum() + 5 * len(paid.load)) * 0.1
    assert -most <= best < 0


@pytest.mark.parametrize("quarters", [False, True])
def test_prices_that_are_made(home: Home, *, quarters: bool) -> None:
    home = home.by_quarter() if quarters else home
    buy, sell = day_ahead(home, seed=1, quarters=quarters)
    again, _ = day_ahead(home, seed=1, quarters=quarters)
    other, _ = day_ahead(home, seed=2, quarters=quarters)
    assert (buy == again).all()
    assert (buy != other).any()
    assert (buy > sell).all()
    clock = home.local % 86400 // 3600
    mean = [buy[clock == hour].mean() for hour in range(24)]
    assert int(np.argmax(mean)) in range(17, 21)
    assert mean[13] < mean[8]
    if not quarters:
        assert (sell < 0).any()


def test_a_plan_with_perfect_foresight() -> None:
    played = _play("--days", "6", "--no-sun", "--every", "4")
    figures = dict(replay.figures([played]))
    assert figures["captured"] > 90
    assert figures["commands_per_day"] <= 4
    assert figures["optimum_cost"] <= figures["plan_cost"] <= figures["self_use_cost"]
    assert figures["goals"] == 0
    assert figures["level_error_12h"] < 3


def test_levels_are_compared_with_what_was_expected_half_a_day_before() -> None:
    start = datetime(2026, 1, 10, tzinfo=UTC)
    half_a_day = timedelta(hours=12)
    row = PlanRow(
        start=start + half_a_day - timedelta(minutes=15),
        end=start + half_a_day,
        price=0.3,
        load=0.5,
        sun=0.0,
        level=80.0,
        self_use_level=20.0,
        command=Command.CHARGE,
        cost=0.0,
        window=None,
    )
    for followed, error in ((True, 10.0), (False, 50.0)):
        levels = Levels()
        levels.expect(DayPlan(rows=(row,)), start, followed=followed)
        levels.watch(start + timedelta(hours=11), 0.0)
        assert levels.errors == []
        levels.watch(start + half_a_day, 70.0)
        levels.watch(start + half_a_day, 70.0)
        assert levels.errors == [error]


def test_what_is_proven_is_what_was_metered() -> None:
    played = _play("--days", "14", "--no-sun", "--every", "6")
    figures = dict(replay.figures([played]))
    metered = figures["self_use_cost"] - figures["plan_cost"]
    assert figures["saved"] == pytest.approx(metered, rel=0.02)
    assert figures["saved_error"] < 2


def test_what_comes_is_not_known(home: Home) -> None:
    given = replay._parser().parse_args(
        ["--forecast", "naive", "--every", "6", str(HOME)]
    )
    short = home.first(24 * 4)
    row = 24 * 3

    def changed(values: np.ndarray) -> np.ndarray:
        return np.concatenate([values[:row], values[row:] * 3 + 1])

    # prices of the day are known, so only load and sun change
    other = replace(short, load=changed(short.load), sun=changed(short.sun))
    ended = [replay.play(given, item.first(row)).plan.cost for item in (short, other)]
    assert ended[0] == ended[1]


def test_weeks_are_spread_over_the_time(home: Home) -> None:
    year = read(HOME)
    weeks = year.weeks(4).reshape(4, -1)
    for part, rows in enumerate(weeks):
        assert part * 2190 < rows[0] < rows[-1] < (part + 1) * 2190
        assert (rows == rows[0] + np.arange(7 * 24)).all()
        assert year.starts[rows[0]].hour == 0
    assert (home.weeks(4) == np.arange(len(home.load))).all()
    assert home.picked(np.array([3, 5])).starts == (home.starts[3], home.starts[5])


def test_only_some_weeks_are_played() -> None:
    played = _play("--weeks", "1", "--no-sun", "--every", "6")
    figures = dict(replay.figures([played]))
    assert played.days == 7
    assert list(played.plan.monthly) == ["2017-01", "2017-02"]
    assert figures["optimum_cost"] <= figures["plan_cost"] <= figures["self_use_cost"]


def test_goals_of_each_day_are_judged_by_what_happened(home: Home) -> None:
    goal = Goal(
        uid="",
        command=Command.CHARGE,
        start=home.starts[0],
        end=home.starts[1],
        target=90.0,
    )
    given = replay._parser().parse_args(["--every", "6", str(HOME)])
    given.goal, given.span = goal, "22:00-07:00"
    played = replay.play(given, home.first(24 * 4))
    figures = dict(replay.figures([played]))
    assert figures["goals"] == 3
    assert figures["goals_met"] == 3
    assert figures["goals_infeasible"] == 0
    given.span = "22:00-22:45"
    figures = dict(replay.figures([replay.play(given, home.first(24 * 4))]))
    assert figures["goals_infeasible"] > 0
    missed = figures["goals"] - figures["goals_met"]
    assert missed >= figures["told_in_time"] >= missed - 1


def test_spans_follow_the_clock_of_the_home(home: Home) -> None:
    goal = Goal(
        uid="",
        command=Command.CHARGE,
        start=home.starts[0],
        end=home.starts[1],
        duration=timedelta(hours=1),
    )
    goals = daily(home, goal, "22:30-06:15").watched
    zone = home.starts[0].tzinfo
    for one in goals:
        assert f"{one.goal.start.astimezone(zone):%H:%M}" == "22:30"
        assert f"{one.goal.end.astimezone(zone):%H:%M}" == "06:15"
    assert all(
        later.goal.start - early.goal.start == timedelta(days=1)
        for early, later in pairwise(goals)
    )
    with pytest.raises(ValueError, match="22:00-07:00"):
        daily(home, goal, "at night")


def test_each_figure_is_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    played = _play("--days", "2", "--every", "6")
    replay.tell("", [played])
    lines = [line.split(": ") for line in capsys.readouterr().out.splitlines()]
    assert [name for name, _ in lines] == [
        "self_use_cost",
        "plan_cost",
        "optimum_cost",
        "rule_cost",
        "captured",
        "saved",
        "saved_error",
        "commands_per_day",
        "worst_month",
        "goals",
        "goals_met",
        "goals_infeasible",
        "told_in_time",
        "level_error_12h",
        "solve_ms_median",
        "solve_ms_max",
    ]
    assert all(float(number) == float(number) for _, number in lines)
