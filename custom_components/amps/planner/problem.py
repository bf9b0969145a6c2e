"""What the planner is asked: all that is known, as plain values.

Instants are aware and in UTC, levels and reserves in percent, power in kW, energy in
kWh at the battery's terminals, prices in money per kWh, money in one currency.
"""

from datetime import datetime, timedelta
from typing import NamedTuple

from ..api.models import Command

FULL = 100.0
"""Percent."""


class PricePeriod(NamedTuple):
    """What a kWh costs, and brings, from an instant up to another one."""

    start: datetime
    end: datetime
    buy: float
    """Negative where money is paid for taking it."""
    sell: float = 0.0


class Power(NamedTuple):
    """A mean power from an instant up to another one: of the load, or of the sun."""

    start: datetime
    end: datetime
    kw: float


class CurvePoint(NamedTuple):
    """How fast the battery charges at a level; linear between points."""

    level: float
    share: float
    """Of its full charge power, 0 to 1."""


class BatteryModel(NamedTuple):
    """What the planner believes of a battery, declared or learned."""

    capacity: float
    """kWh from empty to full."""
    charge_power: float
    """kW, taken in at the terminals; 0 where it cannot be told to charge."""
    discharge_power: float
    charge_curve: tuple[CurvePoint, ...] = ()
    """By level; empty where it charges at full power up to the last percent."""
    charge_efficiency: float = 0.95
    """Share of what goes in that is stored."""
    discharge_efficiency: float = 0.95
    """Share of what was stored that comes out."""
    floor: float = 0.0
    """It never discharges below, whatever it is told."""
    ceiling: float = FULL
    """It never charges above."""


class Interval(NamedTuple):
    """What a battery did for a while, best 5 to 30 minutes, as it was measured."""

    hours: float
    charged: float
    """kWh at the terminals; so is `discharged`."""
    discharged: float
    level: float
    """Percent at its beginning."""
    level_after: float
    full: bool = True
    """Whether it was charged as fast as it could be, as far as that is known."""


class Goal(NamedTuple):
    """What is to be true at the end of a span, or for how long in it.

    One occurrence of what the owner wrote. Exactly one of `target` and `duration` is
    given. A goal that has begun keeps its `start`; what lies before `Problem.now` is
    gone, so `duration` is what is left of it.
    """

    uid: str
    """Anything that tells goals apart, repeated ones by occurrence."""
    command: Command
    """Charge or discharge."""
    start: datetime
    end: datetime
    target: float | None = None
    """The level at `end`: at least that for a charge, at most for a discharge."""
    duration: timedelta | None = None
    """How long the command is to run within the span."""
    max_price: float | None = None
    """Only while buying costs at most this."""
    min_price: float | None = None
    """Only while buying costs at least this."""
    in_one_go: bool = False
    power: float | None = None
    """kW at most; None for what the battery can."""
    reserve: float | None = None
    """Percent that is kept while the command runs."""


class GivenWindow(NamedTuple):
    """A window that stands: the owner's, or one that was made of a goal before."""

    command: Command
    start: datetime
    end: datetime
    target: float | None = None
    power: float | None = None
    reserve: float | None = None
    goal: str | None = None
    """The uid of the goal that it was made of."""


class Outlook(NamedTuple):
    """One way that load and sun may turn out."""

    load: tuple[Power, ...] = ()
    sun: tuple[Power, ...] = ()


class HouseHistory(NamedTuple):
    """What was measured of load and sun, and what others forecast of the sun."""

    load: tuple[Power, ...] = ()
    """By the hour or finer, with gaps where nothing is known; so is `sun`."""
    sun: tuple[Power, ...] = ()
    sun_forecast: tuple[Power, ...] = ()
    """The sun as another integration forecasts it, from the beginning of today on."""
    past_forecasts: tuple[Power, ...] = ()
    """The same as it was forecast for days that are over."""


class Options(NamedTuple):
    """How the owner wants it planned."""

    standing: Command = Command.AUTO_BALANCED
    """The mode outside windows."""
    standing_reserve: float | None = None
    """Percent, where the standing mode keeps one."""
    hold: bool = True
    """Whether the battery can be told to keep what it has."""
    sell: bool = False
    """Whether the battery may be emptied into the grid by a plan of the day. A goal to
    discharge says so by itself."""
    reserve: float = 0.0
    """Percent below which a plan of the day never discharges."""
    charge_power: float | None = None
    """kW at most of a charge in a plan of the day; None for what the battery can. What
    it does in the standing mode is not limited by that; nor by the next."""
    discharge_power: float | None = None
    wear: float = 0.0
    """Money for each kWh that leaves the battery."""
    change_worth: float = 0.07
    """What a change of mode has to save: as much as so many kWh cost on average. In a
    plan of the day with few of them it is less."""
    commands_a_day: int = 4
    """Windows that begin in any 24 hours of a plan of the day: the return after one
    belongs to it. A goal takes what it needs."""
    least_window: timedelta = timedelta(minutes=15)
    step: timedelta = timedelta(minutes=15)
    """How finely the time is looked at; prices that change more often are followed."""
    move_threshold: float = 0.02
    """What is held is moved where that saves more than this share of its cost."""
    least_worth: float = 0.05
    """A plan of the day that saves less than so many kWh cost on average leaves the
    battery alone."""


class Problem(NamedTuple):
    """All that a plan is made of; it reaches from `now` to `end`.

    Rows are by time and without overlaps. Gaps are allowed: a price is unknown there,
    and load and sun count as 0.
    """

    now: datetime
    end: datetime
    """For a plan of the day; goals are planned up to the end of the last one."""
    level: float
    """Percent, at `now`."""
    battery: BatteryModel
    prices: tuple[PricePeriod, ...] = ()
    estimates: tuple[PricePeriod, ...] = ()
    """What prices may be where they are not known yet; limits never trust them."""
    expected: Outlook = Outlook()
    """Load and sun as they are most likely."""
    outlooks: tuple[Outlook, ...] = ()
    """How else they may turn out; empty where nothing is known of errors. A dozen, such
    as the traces of `forecast`, tell enough."""
    goals: tuple[Goal, ...] = ()
    windows: tuple[GivenWindow, ...] = ()
    """The owner's, without overlaps: they are fixed."""
    held: tuple[GivenWindow, ...] = ()
    """What an earlier plan made and Amps, or the calendar, holds."""
    begun: tuple[datetime, ...] = ()
    """When windows began in the last 24 hours, by time."""
    options: Options = Options()
