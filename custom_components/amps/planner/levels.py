"""Levels of a battery by time."""

from bisect import bisect_right
from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple


class LevelAt(NamedTuple):
    """The level at an instant, in percent."""

    at: datetime
    level: float


def level_at(levels: Iterable[LevelAt], instant: datetime) -> float | None:
    """Return the percent at an instant; None before the first level and from the last.

    `levels` are by time, and linear in between.
    """
    levels = tuple(levels)
    index = bisect_right(levels, instant, key=lambda one: one.at)
    if not 0 < index < len(levels):
        return None
    first, second = levels[index - 1 : index + 1]
    share = (instant - first.at) / (second.at - first.at)
    return first.level + share * (second.level - first.level)
