"""What makes a window a goal: when it takes place is left to the planner."""

from datetime import timedelta
from math import isfinite

from ..api.models import Command, Parameters
from ..api.value import frozen
from .errors import GoalError, GoalFault

COMMANDS = frozenset({Command.CHARGE, Command.DISCHARGE})
"""What a goal may ask for."""
MIN_DURATION = timedelta(minutes=1)
"""The shortest duration that a goal may ask for, and its finest unit."""


@frozen()
class Aim:
    """What the planner is to aim for within a window's start and end.

    The command, the target, the power and the reserve are the window's. Charging is to
    be as cheap as possible, discharging as dear as possible.
    """

    duration: timedelta | None = None
    """How long it is to last in all; None where the window's target says how far."""
    max_price: float | None = None
    min_price: float | None = None
    """Not where a kWh costs more, or less; in money per kWh."""
    in_one_go: bool = False
    """Whether it may not be split."""


def check_aim(command: Command, parameters: Parameters, aim: Aim) -> None:
    """Refuse what no planner can aim for; raises GoalError."""
    if command not in COMMANDS:
        raise GoalError(GoalFault.COMMAND)
    if aim.duration is not None:
        if parameters.target is not None:
            raise GoalError(GoalFault.TARGET_AND_DURATION)
        if aim.duration < MIN_DURATION or aim.duration % MIN_DURATION:
            raise GoalError(GoalFault.DURATION)
    prices = (aim.min_price, aim.max_price)
    if not all(price is None or isfinite(price) for price in prices):
        raise GoalError(GoalFault.PRICE)
    if None not in prices and (aim.min_price or 0) > (aim.max_price or 0):
        raise GoalError(GoalFault.PRICE)
