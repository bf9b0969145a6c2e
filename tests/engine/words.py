"""Times, shapes and occurrences in few words."""

from datetime import UTC, datetime, timedelta

from custom_components.amps.api.models import (
    Bounds,
    Command,
    CommandSupport,
    Execution,
    OnConflict,
    Parameter,
    Parameters,
)
from custom_components.amps.schedule.window import Occurrence

T0 = datetime(2026, 3, 2, 12, tzinfo=UTC)
"""A Monday noon."""
WINDOWED = frozenset({Execution.WINDOWED})
SCHEDULED = frozenset({Execution.SCHEDULED})
IMMEDIATE = frozenset({Execution.IMMEDIATE})
ALL = frozenset(Execution)
QUEUES = frozenset({OnConflict.CANCEL_AND_REPLACE, OnConflict.QUEUE_AFTER})
NO_QUEUE = frozenset[OnConflict]()
BALANCED = Command.AUTO_BALANCED


def at(text: str, day: int = 0) -> datetime:
    """An instant by its UTC clock, on the day of T0 or so many days after it."""
    hour, minute, *second = (int(part) for part in text.split(":"))
    midnight = T0.replace(hour=0) + timedelta(days=day)
    return midnight + timedelta(hours=hour, minutes=minute, seconds=sum(second))


def window(
    start: datetime,
    end: datetime,
    command: Command = Command.CHARGE,
    uid: str = "a",
    original: datetime | None = None,
    **parameters: float,
) -> Occurrence:
    return Occurrence(
        uid=uid,
        original=original or start,
        start=start,
        end=end,
        command=command,
        parameters=Parameters(**parameters),
    )


NIGHT = window(at("00:30", 1), at("05:30", 1))
NOON = window(at("12:00", 1), at("13:00", 1), uid="b")


def takes(
    shapes: frozenset[Execution] = ALL, auto: frozenset[Execution] = ALL
) -> dict[Command, CommandSupport]:
    """What a battery takes: charge and discharge in these shapes, all else in those."""
    limits = {
        Parameter.TARGET: Bounds(unit="percent", minimum=10, maximum=100),
        Parameter.POWER: Bounds(unit="kw", minimum=0, maximum=5),
    }
    return {
        command: CommandSupport(
            parameters=limits if command.moves_energy else {},
            execution=shapes if command.moves_energy else auto,
        )
        for command in Command
    }
