"""Entry point of scripts/replay, whose help is in the script itself."""

import argparse
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
import statistics
import sys

import numpy as np

from custom_components.amps.planner.problem import Options

from .goals import Goals, daily
from .homes import Home, HomeError, read
from .optimum import optimum
from .owner import Owner, Setting
from .prices import day_ahead
from .titles import goal_of
from .year import Lived, Orders, Watch, alone, cheapest_night, live_through, worst_month

_YEAR = 53
"""Weeks, at least."""
_NOTHING = 0.01
"""Money: if less could be saved, the share saved counts as all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Played:
    """The year of a home, in every variant that was played."""

    name: str
    days: float
    self_use: Lived
    plan: Lived
    rule: Lived
    optimum: float
    saved: float
    """Money that the plan saved, as Home Assistant would calculate it."""
    goals: Goals
    level_errors: list[float]
    solve_ms: list[float]


def play(given: argparse.Namespace, home: Home) -> Played:
    """Play the year of a home in every variant."""
    setting = Setting(
        capacity=given.capacity,
        power=given.power,
        efficiency=given.efficiency,
        floor=given.floor,
        perfect=given.forecast == "perfect",
        every=given.every,
        options=Options(sell=not given.no_sell, step=timedelta(minutes=given.step)),
    )
    goals = Goals(home)
    if given.goal is not None:
        goals = daily(home, given.goal, given.span)
    # so little that nobody fills the battery on the last day to be paid for it
    left = max(0.0, float(np.quantile(home.buy, 0.1))) * given.efficiency
    owner = Owner(home, setting, goals)
    weeks = home.weeks(given.weeks)
    rows = weeks.tolist()
    best = optimum(home.picked(weeks), setting.battery(), left, sell=not given.no_sell)

    def lived(orders: Orders, watch: Watch | None = None) -> Lived:
        return live_through(home, setting.battery(), orders, left, watch, rows)

    return Played(
        name=home.name,
        days=len(rows) * home.hours / 24,
        plan=lived(owner.orders, owner.watch),
        self_use=lived(alone),
        rule=lived(cheapest_night(home)),
        optimum=best,
        saved=owner.saved,
        goals=goals,
        level_errors=owner.levels.errors,
        solve_ms=owner.solve_ms,
    )


def figures(homes: Sequence[Played]) -> Iterator[tuple[str, float]]:
    """Return the figures of homes together, by name."""
    self_use = sum(home.self_use.cost for home in homes)
    plan = sum(home.plan.cost for home in homes)
    best = sum(home.optimum for home in homes)
    yield "self_use_cost", self_use
    yield "plan_cost", plan
    yield "optimum_cost", best
    yield "rule_cost", sum(home.rule.cost for home in homes)
    possible = self_use - best
    yield "captured", 100 * (self_use - plan) / possible if possible > _NOTHING else 100
    saved, proven = self_use - plan, sum(home.saved for home in homes)
    yield "saved", proven
    off = abs(proven - saved)
    yield "saved_error", 100 * off / abs(saved) if abs(saved) > _NOTHING else 0.0
    changes, days = (
        sum(home.plan.changes for home in homes),
        sum(item.days for item in homes),
    )
    yield "commands_per_day", changes / days
    yield "worst_month", max(worst_month(home.plan, home.self_use) for home in homes)
    goals = [one for home in homes for one in home.goals.watched if one.over]
    missed = [one for one in goals if not one.met]
    yield "goals", len(goals)
    yield "goals_met", len(goals) - len(missed)
    yield "goals_infeasible", sum(not one.feasible for one in goals)
    yield "told_in_time", sum(one.told_in_time for one in missed)
    errors = [error for home in homes for error in home.level_errors]
    yield "level_error_12h", statistics.fmean(errors) if errors else float("nan")
    solved = [ms for home in homes for ms in home.solve_ms]
    yield "solve_ms_median", statistics.median(solved)
    yield "solve_ms_max", max(solved)


def tell(prefix: str, homes: Sequence[Played]) -> None:
    """Print figures, one per line."""
    for name, value in figures(homes):
        text = str(value) if isinstance(value, int) else f"{value:.2f}"
        print(f"{prefix}{name}: {text}", flush=True)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="scripts/replay", add_help=False)
    parser.add_argument("homes", nargs="+", type=Path)
    parser.add_argument("--capacity", type=_positive, default=10.0)
    parser.add_argument("--power", type=_positive, default=5.0)
    parser.add_argument("--efficiency", type=_share, default=0.9)
    parser.add_argument("--floor", type=_percent, default=10.0)
    parser.add_argument("--forecast", choices=("perfect", "naive"), default="perfect")
    parser.add_argument("--goal", type=goal_of)
    parser.add_argument("--span", default="22:00-07:00")
    parser.add_argument("--prices", choices=("file", "hour", "quarter"), default="file")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--no-sun", action="store_true")
    parser.add_argument("--no-sell", action="store_true")
    parser.add_argument("--every", type=int, choices=(1, 2, 3, 4, 6), default=3)
    parser.add_argument("--step", type=int, choices=(15, 30, 60), default=15)
    parser.add_argument("--days", type=_positive)
    parser.add_argument("--weeks", type=int, default=_YEAR)
    return parser


def _positive(text: str) -> float:
    value = float(text)
    if not 0 < value < float("inf"):
        raise argparse.ArgumentTypeError(f"{text} is not more than 0")
    return value


def _share(text: str) -> float:
    value = float(text)
    if not 0 < value <= 1:
        raise argparse.ArgumentTypeError(f"{text} is not a share from 0 to 1")
    return value


def _percent(text: str) -> float:
    value = float(text)
    if not 0 <= value < 100:  # noqa: PLR2004
        raise argparse.ArgumentTypeError(f"{text} is not a percentage below 100")
    return value


def prepared(given: argparse.Namespace, path: Path) -> Home:
    """Return a home as the options want it; raises HomeError."""
    home = read(path)
    if given.days is not None:
        home = home.first(round(given.days * 24 / home.hours))
    if given.no_sun:
        home = replace(home, sun=np.zeros_like(home.sun))
    if given.prices != "file":
        quarters = given.prices == "quarter"
        home = home.by_quarter() if quarters else home
        buy, sell = day_ahead(home, seed=given.seed, quarters=quarters)
        home = replace(home, buy=buy, sell=sell)
    return home


def main() -> int:
    """Play the homes of the command line and print the results."""
    given = _parser().parse_args()
    try:
        homes = [prepared(given, path) for path in given.homes]
        played = []
        for home in homes:
            played.append(play(given, home))
            tell(f"{home.name}.", played[-1:])
    except (HomeError, ValueError) as err:
        print(err, file=sys.stderr)
        return 2
    tell("", played)
    return 0


if __name__ == "__main__":
    sys.exit(main())
