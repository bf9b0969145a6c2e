"""Why a planner chose a window, in prices and money; words are made elsewhere."""

from datetime import datetime
from enum import StrEnum

from ..api.value import frozen


class Purpose(StrEnum):
    """What a window is for."""

    GOAL = "goal"
    CHEAP = "cheap"
    """Charged now instead of bought at `Why.other_price` at `Why.at`."""
    DEAR = "dear"
    """Discharged now instead of what could be had at `Why.other_price`."""
    HOLD = "hold"
    """Kept for `Why.at`."""
    DEVICE = "device"
    """Not discharged while another device draws."""
    RESERVE = "reserve"
    """Not discharged below the reserve of the owner."""
    FALLBACK = "fallback"


@frozen()
class Why:
    """The reason of a window."""

    purpose: Purpose
    price: float | None = None
    """The mean price in the window, in money per kWh, weighed by what flows."""
    other_price: float | None = None
    """The price at `at`, or the mean price of a goal's span."""
    at: datetime | None = None
    """When what is charged or kept spares the most money, in UTC."""
    saves: float = 0.0
    """Money compared with leaving it out: those of a plan of the day add up to its
    saving. In a plan of goals it is compared with the mean price of the span."""
