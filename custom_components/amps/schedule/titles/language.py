"""What a language has to say about titles."""

from collections.abc import Mapping
from enum import StrEnum, auto

from ...api.models import Command
from ...api.value import frozen


class Meaning(StrEnum):
    """What a phrase says."""

    CHARGE = auto()
    DISCHARGE = auto()
    IDLE = auto()
    BALANCED = auto()
    RESERVE = auto()
    EXPORT = auto()
    TO = auto()
    """A level follows."""
    UNTIL = auto()
    """A level or a time of day follows."""
    BY = auto()
    """A time of day follows, at which it ends."""
    FROM = auto()
    """What a range begins with follows: a level, a time of day, a price."""
    SINCE = auto()
    """A time of day follows, at which it begins."""
    AND = auto()
    """The end of a range follows; elsewhere it says nothing."""
    AT = auto()
    KEEP = auto()
    BELOW = auto()
    ABOVE = auto()
    AT_MOST = auto()
    AT_LEAST = auto()
    FOR = auto()
    FULL = auto()
    FILL = auto()
    """It is charged until it is full."""
    HALF = auto()
    """Half of what is counted, as in "half an hour"."""
    AND_HALF = auto()
    """Half more, as in "an hour and a half"."""
    AM = auto()
    PM = auto()
    NIGHT = auto()
    CHEAPEST = auto()
    DEAREST = auto()
    BEST = auto()
    """Cheapest for a charge, dearest for a discharge."""
    IN_ONE_GO = auto()
    WHEN = auto()
    """It speaks of a price: without one it says nothing."""
    FILLER = auto()
    """It says nothing that matters."""


COMMANDS = {
    Meaning.CHARGE: Command.CHARGE,
    Meaning.DISCHARGE: Command.DISCHARGE,
    Meaning.IDLE: Command.IDLE,
    Meaning.BALANCED: Command.AUTO_BALANCED,
    Meaning.RESERVE: Command.AUTO_RESERVE,
    Meaning.EXPORT: Command.AUTO_EXPORT,
}


@frozen()
class Language:
    """The words of one language, in lower case.

    The first phrase of a meaning is the one that is written.
    """

    phrases: Mapping[Meaning, tuple[str, ...]]
    """What is listed under `UNTIL` may be under `TO` too, to be written there."""
    numbers: Mapping[str, float]
    """Numbers that are written as words."""
    times: Mapping[str, int]
    """Minutes, by what is written behind a number."""
    spans: tuple[str, ...] = ()
    """Those of `times` that need no number: an hour in one word."""
    clock: tuple[str, ...] = ()
    """What is written behind an hour of the day; in `times` too if it is both."""
    hours: Mapping[str, int]
    """Hours of the day that have a name."""
    percents: tuple[str, ...]
    particles: tuple[str, ...] = ()
    """Words of `phrases` that may also end a verb, as in "lade die Batterie auf"."""
    decimal: str = ","
    """What stands before the decimals of a number."""
