"""How far a battery's day is planned by itself, as its owner chose, and what came."""

from collections.abc import Mapping
from dataclasses import field, replace
from datetime import datetime
from enum import StrEnum
from typing import Any, Final, NamedTuple

from ..api.value import frozen
from ..const import CONF_PLANNING
from ..inputs.errors import InputError
from ..planner.levels import LevelAt, level_at
from ..planner.result import DayPlan, PlannedWindow
from .goal_run import TimeRange

SOURCE: Final = "automatic"
"""By this name the windows of automatic planning are known."""

CONF_COMMANDS_A_DAY: Final = "commands_a_day"
CONF_HOLD_WHILE: Final = "hold_while"
CONF_RESERVE: Final = "reserve"
CONF_SELL: Final = "sell"
CONF_WEAR: Final = "wear"


class Planning(StrEnum):
    """How far the day is planned."""

    OFF = "off"
    SUGGEST = "suggest"
    """What would be best is shown, and nothing is sent until the owner accepts it."""
    AUTOMATIC = "automatic"


class PlanningStatus(StrEnum):
    """What came of the last attempt to plan the day."""

    PLANNED = "planned"
    LEFT_ALONE = "left_alone"
    """Nothing would save enough to be worth it."""
    NOT_WORTH_IT = "not_worth_it"
    """Lately plans cost more than they saved."""
    NO_PRICES = "no_prices"
    NO_HOUSE = "no_house"
    """Nobody knows what the house draws."""
    NO_LEVEL = "no_level"
    """The battery does not report its level."""
    STANDING_MODE = "standing_mode"
    """The battery does not go back to a mode in which it follows the house."""
    PAUSED = "paused"


class PlanningSettings(NamedTuple):
    """What the options say of planning the day."""

    sell: bool = False
    """Whether the battery may be discharged into the grid."""
    reserve: float = 0.0
    """Percent below which nothing is planned."""
    wear: float = 0.0
    """Money for each kWh that leaves the battery."""
    commands_a_day: int = 4
    hold_while: tuple[str, ...] = ()
    """Entities; while one of them draws the battery does not discharge."""


def settings_of(options: Mapping[str, Any]) -> PlanningSettings:
    """Return what the options of an entry say."""
    chosen: Mapping[str, Any] = options.get(CONF_PLANNING, {})
    defaults = PlanningSettings()
    return PlanningSettings(
        sell=bool(chosen.get(CONF_SELL, defaults.sell)),
        reserve=float(chosen.get(CONF_RESERVE, defaults.reserve)),
        wear=float(chosen.get(CONF_WEAR, defaults.wear)),
        commands_a_day=int(chosen.get(CONF_COMMANDS_A_DAY, defaults.commands_a_day)),
        hold_while=tuple(chosen.get(CONF_HOLD_WHILE, defaults.hold_while)),
    )


@frozen()
class DayRun:
    """What is remembered of the windows of automatic planning."""

    windows: Mapping[str, tuple[datetime, datetime]] = field(default_factory=dict)
    """When those are that are not over, by uid."""
    avoided: tuple[tuple[datetime, datetime], ...] = ()
    """When nothing is to be planned: there the owner took a window back."""

    def avoiding(self, *spans: TimeRange) -> DayRun:
        """Return it without what lies in some more time."""
        new = tuple(span for span in spans if span[0] < span[1])
        return replace(self, avoided=(*self.avoided, *new))


class DayView(NamedTuple):
    """The plan of the day as it was made last, and what it was made of."""

    at: datetime
    status: PlanningStatus
    plan: DayPlan | None = None
    error: InputError | None = None
    """Why it could not be made."""
    missing: tuple[str, ...] = ()
    """Keys of texts that say what a better plan would need."""
    selling_error: InputError | None = None
    """Why it is not known what selling brings, although that is set."""
    load_error: float | None = None
    """Mean absolute error of the next 24 hours in kW; None if unknown."""
    sun_error: float | None = None
    savings: tuple[tuple[datetime, float], ...] = ()
    """When its windows begin, those that run included, and what each is to save."""
    suggested: tuple[PlannedWindow, ...] = ()
    """What is shown and waits for the owner to accept it."""

    @property
    def levels(self) -> tuple[LevelAt, ...]:
        """Return the levels to expect, by time: on suggestions nobody counts."""
        if (plan := self.plan) is None or not plan.rows:
            return ()
        ends = plan.self_use_levels if self.suggested else plan.levels
        return LevelAt(self.at, plan.level), *ends

    def level_at(self, instant: datetime) -> float | None:
        """Return the percent to expect at an instant; None outside the plan."""
        return level_at(self.levels, instant)


def saving_of(view: DayView) -> float | None:
    """Return the money that all windows are to save; None without a plan."""
    if view.plan is None:
        return None
    return round(sum((saves for _, saves in view.savings), 0.0), 2)


def saving_within(view: DayView, start: datetime, end: datetime) -> float:
    """Return the money that windows are to save that begin between two instants."""
    return sum((saves for begin, saves in view.savings if start <= begin < end), 0.0)
