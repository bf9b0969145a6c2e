"""Goals beside their exact optimum, and those that cannot be met."""

from datetime import datetime
import sys

import pytest

from .tried_goals import ONE_MORE, Tried, lines, tried

WORST = 0.04
"""The share by which a goal may be dearer than the optimum, beside a minute."""
MOST_OFF = 0.005
"""The share of goals that may be further off; one of few always may."""

HARD = (3193, 8574, 9348)
"""Seeds of goals whose best windows lie far from those of the coarse search."""


def _check(goals: list[Tried]) -> None:
    feasible = [one for one in goals if one.best is not None]
    assert len(feasible) > len(goals) / 2
    for one in goals:
        if one.best is None:
            assert one.is_told, one.seed
            continue
        assert one.is_met, one.seed
        assert one.dearer <= WORST, one.seed
        _assert_whole_minutes(one)
    most_off = max(1, MOST_OFF * len(feasible))
    assert sum(not one.is_near for one in feasible) <= most_off
    assert sum(one.more > ONE_MORE for one in feasible) <= most_off


def _assert_whole_minutes(one: Tried) -> None:
    for window in one.plan.windows:
        assert _is_whole(window.start)
        assert _is_whole(window.end)
        assert (window.end - window.start).total_seconds() >= 15 * 60


def _is_whole(at: datetime) -> bool:
    return (at.second, at.microsecond) == (0, 0)


def test_goals_cost_what_they_must() -> None:
    _check([tried(seed) for seed in (*range(120), *HARD)])


@pytest.mark.thorough
def test_ten_thousand_goals_cost_what_they_must(
    capsys: pytest.CaptureFixture[str],
) -> None:
    goals = [tried(seed) for seed in range(1000, 11000)]
    with capsys.disabled():
        sys.stdout.write("\n".join(["", *lines(goals), ""]))
    _check(goals)
