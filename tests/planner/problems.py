"""Random goals, and what the tests share."""

from datetime import UTC, datetime, timedelta
import random

from custom_components.amps.api.models import Command
from custom_components.amps.planner.problem import (
    BatteryModel,
    GivenWindow,
    Goal,
    Options,
    Outlook,
    Power,
    PricePeriod,
    Problem,
)

NOW = datetime(2026, 1, 10, 18, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)
WAY = 0.95
PLAIN = BatteryModel(capacity=10.0, charge_power=4.0, discharge_power=4.0, floor=10.0)


def prices(*values: float, sell: float = 0.03) -> tuple[PricePeriod, ...]:
    """Return hourly prices from now on."""
    return tuple(
        PricePeriod(NOW + index * HOUR, NOW + (index + 1) * HOUR, value, sell)
        for index, value in enumerate(values)
    )


def powers(*values: float) -> tuple[Power, ...]:
    """Return hourly powers from now on."""
    return tuple(
        Power(NOW + index * HOUR, NOW + (index + 1) * HOUR, value)
        for index, value in enumerate(values)
    )


def goal(start: float, end: float, *, discharge: bool = False, **rest: object) -> Goal:
    """Return a goal between two hours from now."""
    command = Command.DISCHARGE if discharge else Command.CHARGE
    span = {"start": NOW + start * HOUR, "end": NOW + end * HOUR}
    return Goal(**{"uid": "goal", "command": command, **span, **rest})  # type: ignore[arg-type]


def problem(*goals: Goal, **rest: object) -> Problem:
    """Return a problem of two days, in which little is said."""
    given = {
        "now": NOW,
        "end": NOW + 48 * HOUR,
        "level": 30.0,
        "battery": PLAIN,
        "goals": goals,
    }
    return Problem(**{**given, **rest})  # type: ignore[arg-type]


def window(start: float, end: float, command: Command, **rest: object) -> GivenWindow:
    """Return a window between two hours from now."""
    span = {"start": NOW + start * HOUR, "end": NOW + end * HOUR}
    return GivenWindow(command=command, **span, **rest)  # type: ignore[arg-type]


def random_problem(seed: int) -> Problem:
    """Return a problem with one goal, which may or may not be feasible."""
    chance = random.Random(seed)  # noqa: S311 (it has to come from a seed)
    start = chance.choice((0, 60, 120, 180, chance.randrange(240)))
    length = chance.choice((240, 360, 480, chance.randrange(120, 540)))
    battery = BatteryModel(
        capacity=chance.choice((5.0, 10.0, 13.5)),
        charge_power=chance.choice((2.5, 3.6, 5.0)),
        discharge_power=5.0,
        charge_efficiency=WAY,
        discharge_efficiency=WAY,
        floor=10.0,
    )
    wanted = Goal(
        uid="goal",
        command=Command.CHARGE,
        start=NOW + start * MINUTE,
        end=NOW + (start + length) * MINUTE,
        target=float(chance.randrange(30, 101)),
        max_price=chance.choice((None, None, None, 0.3)),
    )
    loads = (
        chance.choice((0.0, chance.uniform(0.1, 0.6), chance.uniform(0.2, 2.0)))
        for _ in range(16)
    )
    return Problem(
        now=NOW,
        end=wanted.end,
        level=float(chance.randrange(10, 80)),
        battery=battery,
        prices=prices(
            *(round(chance.uniform(0.08, 0.4), 3) for _ in range(16)), sell=0.0
        ),
        expected=Outlook(load=powers(*(round(load, 2) for load in loads))),
        goals=(wanted,),
        options=Options(change_worth=chance.choice((0.002, Options().change_worth))),
    )
