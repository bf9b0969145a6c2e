"""A day as it was measured, in plain values; units as in `problem`."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from .levels import LevelAt
from .problem import BatteryModel, GivenWindow, Options, Power, PricePeriod
from .proof import LeftAlone


class Unmeasured(StrEnum):
    """Why a day proves nothing."""

    NO_PRICES = "no_prices"
    NO_LEVEL = "no_level"
    NO_ENERGY = "no_energy"
    """What the battery took and gave is not known."""
    NO_LOAD = "no_load"
    GAPS = "gaps"
    """Each of them is known for long enough, but not all of them at the same time."""


class Records(NamedTuple):
    """What was recorded of a day, by time and with gaps where nothing is known."""

    prices: Sequence[PricePeriod]
    levels: Sequence[LevelAt]
    charged: Sequence[Power]
    """What the battery took at its terminals."""
    discharged: Sequence[Power]
    grid: Sequence[Power]
    """What came from the grid; negative where it went there."""


class MeasuredRow(NamedTuple):
    """Five minutes up to an hour in which everything is known."""

    start: datetime
    end: datetime
    load: float
    """kW that the house draws beyond what sun and other batteries give it."""
    sun: float
    """kW that they leave over; one of both is 0."""
    buy: float
    """Money per kWh; so is `sell`."""
    sell: float
    charged: float
    """kWh; so is `discharged`."""
    discharged: float
    from_level: float
    """Percent at the start; `to_level` at the end."""
    to_level: float


class DecidedWindow(NamedTuple):
    """A window that the day was to have."""

    window: GivenWindow
    automatic: bool = False
    """Whether a plan of the day chose it. What the owner wanted stays in hindsight."""
    happened: bool = True
    """Whether the battery did what it says."""


class MeasuredDay(NamedTuple):
    """A day of one battery; `measured_rows` makes its rows."""

    rows: tuple[MeasuredRow, ...]
    """At least one; what lies between two of them is unknown."""
    battery: BatteryModel
    options: Options = Options()
    windows: tuple[DecidedWindow, ...] = ()
    """Without overlaps; none where the battery was left alone."""
    left_alone: LeftAlone | None = None
    """At the start, from the proof of the day before; so is `together`."""
    together: LeftAlone | None = None
