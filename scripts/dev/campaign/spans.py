"""Single and repeating spans by the wall clock, for both windows and goals."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_SECOND = timedelta(seconds=1)
_DAY = timedelta(days=1)

type Parameters = dict[str, float]


@dataclass(frozen=True, slots=True)
class Span:
    """One occurrence that is expected."""

    uid: str
    original: datetime
    start: datetime
    end: datetime
    command: str
    """Amps' name for it."""
    parameters: Parameters

    @property
    def key(self) -> tuple[str, datetime]:
        """What stays the same when it is moved."""
        return self.uid, self.original

    def needs(self, missing: str) -> bool:
        """Return whether what a battery no longer takes is its command."""
        return f"command={self.command}" in missing or f"'{self.command}'" in missing

    def overlaps(self, other: Span) -> bool:
        """Return whether both need the battery at the same time."""
        return self.start < other.end and other.start < self.end


@dataclass(slots=True)
class Window:
    """One window of the plan, with its occurrences by their original start."""

    uid: str
    order: int
    recurring: bool
    spans: dict[datetime, Span]
    parameters: Parameters = field(default_factory=dict)
    """What its occurrences do, except those that were changed individually."""

    def all(self) -> Iterable[Span]:
        """Return its occurrences, ignoring other windows."""
        return self.spans.values()


def stem(uid: str) -> str:
    """Return the uid of the window that a piece was cut from."""
    return uid.partition("~")[0]


def single(
    uid: str, start: datetime, end: datetime, command: str, parameters: Parameters
) -> Window:
    """Make a window that takes place once."""
    start, end = start.astimezone(UTC), end.astimezone(UTC)
    span = Span(uid, start, start, end, command, parameters)
    return Window(uid, 0, recurring=False, spans={start: span})


def repeated(
    uid: str,
    first: datetime,
    length: timedelta,
    rule: str,
    zone: ZoneInfo,
    until: datetime,
    command: str,
    parameters: Parameters,
    now: datetime,
) -> Window:
    """Make a window that repeats by the wall clock; `first` is a naive local start."""
    parts = dict(part.split("=") for part in rule.split(";"))
    count = int(parts.get("COUNT", "1000"))
    days = parts.get("BYDAY", ",".join(DAYS)).split(",")
    spans: dict[datetime, Span] = {}
    wall = first
    while count > 0 and wall.replace(tzinfo=zone).astimezone(UTC) < until:
        if DAYS[wall.weekday()] in days:
            count -= 1
            start, end = at_wall(wall, zone), at_wall(wall + length, zone)
            if start < end and end > now:
                spans[start] = Span(uid, start, start, end, command, parameters)
        wall += _DAY
    return Window(uid, 0, recurring=True, spans=spans, parameters=parameters)


def at_wall(wall: datetime, zone: ZoneInfo) -> datetime:
    """Return the instant of a local time: the first of two, or the end of a gap."""
    found = wall.replace(tzinfo=zone, fold=0).astimezone(UTC)
    if found.astimezone(zone).replace(tzinfo=None, fold=0) == wall:
        return found
    low, high = wall.replace(tzinfo=zone, fold=1).astimezone(UTC), found
    before = low.astimezone(zone).utcoffset()
    while high - low > _SECOND:
        middle = (low + (high - low) / 2).replace(microsecond=0)
        if middle.astimezone(zone).utcoffset() == before:
            low = middle
        else:
            high = middle
    return high


def other_reading(instant: datetime, zone: ZoneInfo) -> datetime:
    """Return the other instant at which a clock shows the same, or the same instant."""
    local = instant.astimezone(zone)
    return local.replace(fold=1 - local.fold).astimezone(UTC)


def moved(span: Span, start: datetime, end: datetime) -> Span:
    """Return an occurrence at another time."""
    return replace(span, start=start.astimezone(UTC), end=end.astimezone(UTC))
