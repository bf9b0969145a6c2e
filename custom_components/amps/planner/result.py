"""What the planner answers, as plain values; units as in `problem`."""

from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from ..api.models import Command
from ..schedule.why import Why
from .levels import LevelAt, level_at
from .problem import BatteryModel, GivenWindow, Outlook


class Fallback(StrEnum):
    """How a goal is planned for which no prices are known."""

    AS_LATE_AS_SAFE = "as_late_as_safe"
    """A charge: so that the prices may still come."""
    AS_EARLY_AS_POSSIBLE = "as_early_as_possible"
    """A discharge."""


class Hindrance(StrEnum):
    """Why a goal cannot be met; the first that helps if it were lifted."""

    LEVEL = "level"
    """The target lies outside what the battery is allowed."""
    NO_PRICES = "no_prices"
    """There is a price limit, and no prices."""
    PRICE_LIMIT = "price_limit"
    WINDOWS = "windows"
    """The owner's windows are in the way."""
    POWER = "power"
    """The goal's own power limit."""
    TIME = "time"
    """The span, or what is left of it, is too short."""


class PlannedWindow(NamedTuple):
    """A window that the planner chose."""

    command: Command
    start: datetime
    end: datetime
    target: float | None
    power: float | None
    reserve: float | None
    goal: str | None
    """The uid of the goal that it is for; None for one of a plan of the day."""
    level: float
    """Percent expected at its end."""
    energy: float
    """kWh that the battery takes in (positive) or gives (negative) in it."""
    cost: float
    """Money for that energy, negative where it brings or saves some."""
    why: Why

    @property
    def given(self) -> GivenWindow:
        """Return it as a window that stands."""
        return GivenWindow(
            command=self.command,
            start=self.start,
            end=self.end,
            target=self.target,
            power=self.power,
            reserve=self.reserve,
            goal=self.goal,
        )


class Shortfall(NamedTuple):
    """How a goal will be missed."""

    hindrance: Hindrance
    level: float | None
    """Percent that can be reached by `by`; None for a goal of a duration."""
    hours: float | None
    """How many of the hours that were asked for there is room for, of a duration."""
    by: datetime
    """The end of the span, or the first moment of it at which `level` is reached."""


class GoalResult(NamedTuple):
    """What becomes of one goal."""

    uid: str
    level: float
    """Percent expected at the end of its span."""
    cost: float
    """Money for what its windows charge or discharge."""
    shortfall: Shortfall | None
    """None where it will be met."""
    act_by: datetime
    """The last moment at which the owner could still do something about it: from then
    on not even full power through the rest of the span reaches it."""
    fallback: Fallback | None = None
    kept: bool = False
    """Whether its windows are those that were held."""

    @property
    def feasible(self) -> bool:
        """Return whether it will be met."""
        return self.shortfall is None


class GoalPlan(NamedTuple):
    """The windows of all goals, by start, and what becomes of each goal."""

    windows: tuple[PlannedWindow, ...] = ()
    goals: tuple[GoalResult, ...] = ()
    """In the order in which they were asked."""
    levels: tuple[LevelAt, ...] = ()
    """As they are expected up to the last goal's end, by time; linear in between."""

    def level_at(self, instant: datetime) -> float | None:
        """Return the percent that are expected at an instant; None outside the plan."""
        return level_at(self.levels, instant)


class PlanRow(NamedTuple):
    """One step of a plan of the day."""

    start: datetime
    end: datetime
    price: float | None
    """Of buying; None where not even an estimate is known."""
    load: float
    """kW."""
    sun: float
    level: float
    """Percent expected at its end."""
    self_use_level: float
    """The same, were nothing planned."""
    command: Command
    cost: float
    """Money for the grid in this step."""
    window: int | None
    """Index of the window in `DayPlan.windows` that it belongs to, if any."""


class DayPlan(NamedTuple):
    """A plan from now on, compared with leaving the battery alone."""

    windows: tuple[PlannedWindow, ...] = ()
    """By start; those of goals among them."""
    goals: tuple[GoalResult, ...] = ()
    rows: tuple[PlanRow, ...] = ()
    level: float = 0.0
    """Percent from which it begins."""
    cost: float = 0.0
    """Money for the grid and wear up to the end, less what is left in the battery is
    worth; load and sun as expected."""
    self_use_cost: float = 0.0
    """The same for the owner's windows alone."""

    @property
    def levels(self) -> tuple[LevelAt, ...]:
        """Return the levels that are expected, by time."""
        return tuple(LevelAt(row.end, row.level) for row in self.rows)

    @property
    def self_use_levels(self) -> tuple[LevelAt, ...]:
        """Return the same, were nothing planned."""
        return tuple(LevelAt(row.end, row.self_use_level) for row in self.rows)

    @property
    def saving(self) -> float:
        """Money that the plan saves compared with leaving the battery alone."""
        return self.self_use_cost - self.cost


class Foresight(NamedTuple):
    """What load and sun are expected to be, and how far that may be off."""

    outlook: Outlook
    """As they are most likely."""
    outlooks: tuple[Outlook, ...]
    """How else they may turn out; empty where nothing is known of errors."""
    load_error: float | None
    """Mean absolute error of the next 24 hours in kW, as measured; None if unknown."""
    sun_error: float | None


class Learned(NamedTuple):
    """A battery as it was learned, and how sure its capacity is: 0 to 1."""

    battery: BatteryModel
    capacity_sure: float
