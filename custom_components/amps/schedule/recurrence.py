"""Recurrence rules, and the wall clock that they follow, through `ical`.

A rule is expanded on naive wall clock times of its window's zone; only what it gives
is turned into instants. Files of time zones are read at their first use: not for the
event loop.
"""

from bisect import bisect_left
from collections import deque
from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from ical.exceptions import CalendarError

from .errors import RepeatError, RepeatFault, ZoneError

if TYPE_CHECKING:
    from ical.types.recur import Recur

MAX_COUNT = 3_660
"""The largest COUNT: ten years of days."""
MAX_INTERVAL = 1_000
"""The largest INTERVAL."""

LAST = datetime(9998, 1, 1)  # noqa: DTZ001 - wall clock
"""Later than any instance that matters, early enough to be converted."""

_LAST_COUNTED = datetime(2200, 1, 1)  # noqa: DTZ001 - wall clock
"""How far instances are counted: a COUNT of rare ones would take thousands of years."""

_DATES = ("BYDAY", "BYMONTHDAY", "BYMONTH", "BYSETPOS", "BYYEARDAY", "BYWEEKNO")
_PARTS = frozenset(("FREQ", "INTERVAL", "COUNT", "UNTIL", "WKST", *_DATES))
_TIMES = frozenset(("BYHOUR", "BYMINUTE", "BYSECOND"))
_FAST = frozenset(("HOURLY", "MINUTELY", "SECONDLY"))
_FIFTH = 5  # what lies beyond, like 53SU, ends in an IndexError of `dateutil`
_MAX_TEXT_LENGTH = 500
_CONVERTIBLE = range(1900, 9000)


def normal(repeat: str) -> str:
    """Return a rule without its prefix and in capitals; raises RepeatError.

    Refused is what is no RRULE, repeats more often than daily, has parts for times of
    day, an INTERVAL or COUNT beyond `MAX_INTERVAL` and `MAX_COUNT`, or a weekday
    beyond the fifth.
    """
    text = repeat.strip().upper().removeprefix("RRULE:").removesuffix(";")
    _parsed(text)
    return text


def until(repeat: str, last: datetime) -> str:
    """Return a rule that ends with a naive wall clock time, that one included."""
    parts = [
        second
        for second in repeat.split(";")
        if not second.startswith(("COUNT=", "UNTIL="))
    ]
    return ";".join([*parts, f"UNTIL={last:%Y%m%dT%H%M%S}"])


def until_of(repeat: str) -> str | None:
    """Return the UNTIL of a rule as it is written, None if there is none."""
    return _part(repeat, "UNTIL")


def count_of(repeat: str) -> int | None:
    """Return the COUNT of a rule that `normal` gave, None if there is none."""
    count = _part(repeat, "COUNT")
    return None if count is None else int(count)


def _part(repeat: str, wanted: str) -> str | None:
    parts = (part.partition("=") for part in repeat.split(";"))
    return next((value for name, _, value in parts if name == wanted), None)


def with_part(repeat: str, wanted: str, value: str) -> str:
    """Return a rule with another value of one of its parts."""
    parts = (part.partition("=") for part in repeat.split(";"))
    changed = ((name, value if name == wanted else old) for name, _, old in parts)
    return ";".join(f"{name}={value}" for name, value in changed)


@lru_cache(maxsize=1024)
def in_utc(repeat: str, zone: ZoneInfo) -> str:
    """Return a rule with its UNTIL in UTC, as iCalendar wants it for aware starts.

    An UNTIL that is a date includes that day in the zone.
    """
    end = _parsed(repeat).until
    if end is None:
        return repeat
    if not isinstance(end, datetime):
        end = datetime.combine(end, time(23, 59, 59))
    if end.tzinfo is None and end.year in _CONVERTIBLE:
        end = instant(end, zone)
    return with_part(repeat, "UNTIL", f"{end:%Y%m%dT%H%M%SZ}")


def endless(repeat: str) -> bool:
    """Return whether a rule has neither COUNT nor UNTIL."""
    rule = _parsed(repeat)
    return rule.count is None and rule.until is None


def never(repeat: str, first: datetime, zone: ZoneInfo) -> bool:
    """Return whether a rule that counts from a naive wall clock has no instance.

    The Gregorian calendar repeats itself every 400 years: the search is moved close to
    the end of what `datetime` holds, so that one without a result is short.
    """
    rule = _parsed(repeat).model_copy(update={"count": None, "until": None})
    probe = first.replace(year=first.year % 400 + 9200)
    if next(iter(rule.as_rrule(probe)), None) is None:
        return True
    return next(starts(repeat, first, zone, first, LAST), None) is None


def starts(
    repeat: str, first: datetime, zone: ZoneInfo, low: datetime, high: datetime
) -> Iterator[datetime]:
    """Return the naive wall clock starts from `low` to `high`, both included, in order.

    `repeat` is what `normal` gave and counts from `first`, which is itself an instance
    only if the rule gives it. The time that this takes does not depend on how long ago
    `first` was.
    """
    rule = _parsed(repeat)
    if (last := _last(repeat, first, zone)) is not None:
        high = min(high, last)
    low = max(low, first)
    if low > high:
        return
    moved = rule.model_copy(
        update={"count": None, "until": high, **_implied(rule, first)}
    )
    for wall in moved.as_rrule(_later(rule, first, low)):
        if wall >= low:
            yield wall


def last_start(
    repeat: str, first: datetime, zone: ZoneInfo, high: datetime = _LAST_COUNTED
) -> datetime | None:
    """Return the last naive wall clock start up to `high`, None if there is none.

    It is looked for back from the end, so that a long rule takes no longer.
    """
    if (last := _last(repeat, first, zone)) is not None:
        high = min(high, last)
    span = timedelta(days=60)
    while True:
        low = high - min(span, high - first)
        if found := deque(starts(repeat, first, zone, low, high), maxlen=1):
            return found[0]
        if low <= first:
            return None
        span *= 10


def zone_of(name: str) -> ZoneInfo:
    """Return the zone of an IANA name; raises ZoneError."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as err:
        raise ZoneError(name) from err


def wall_clock(moment: datetime, zone: ZoneInfo) -> datetime:
    """Return the naive wall clock time of an aware instant in a zone."""
    return moment.astimezone(zone).replace(tzinfo=None, fold=0)


def instant(wall: datetime, zone: ZoneInfo) -> datetime:
    """Return the instant, in UTC, of a naive wall clock time in a zone.

    In a repeated hour it is the first one, in a gap the first moment after it. A later
    wall clock time therefore never gives an earlier instant, and windows that touch on
    the wall clock touch at a clock change too.
    """
    moment = wall.replace(tzinfo=zone, fold=0).astimezone(UTC)
    if moment.astimezone(zone).replace(tzinfo=None) == wall:
        return moment
    before = wall.replace(tzinfo=zone, fold=1).astimezone(UTC)
    offset = moment.astimezone(zone).utcoffset()
    seconds = bisect_left(
        range(int((moment - before).total_seconds())),
        True,  # noqa: FBT003
        key=lambda second: (
            (before + timedelta(seconds=second)).astimezone(zone).utcoffset() == offset
        ),
    )
    return before + timedelta(seconds=seconds)


@lru_cache(maxsize=1024)
def _parsed(text: str) -> Recur:
    # its import takes longer than that of all that is ours: not before the first rule
    from ical.types.recur import Recur  # noqa: PLC0415

    parts = [part.partition("=") for part in text.split(";")]
    names = [name for name, _, _ in parts]
    for name in names:
        if name in _TIMES:
            raise RepeatError(text, RepeatFault.PART, name)
    if (
        len(text) > _MAX_TEXT_LENGTH
        or not text.isascii()
        or not _PARTS.issuperset(names)
        or not all(value for _, _, value in parts)
        or len(names) != len(set(names))
        or {"COUNT", "UNTIL"}.issubset(names)
    ):
        raise RepeatError(text, RepeatFault.MALFORMED)
    try:
        rule = Recur.from_rrule(text)
        rule.model_copy(update={"until": None}).as_rrule(LAST)
    except (ValueError, CalendarError) as err:
        raise RepeatError(text, RepeatFault.MALFORMED) from err
    if rule.freq in _FAST:
        raise RepeatError(text, RepeatFault.FREQUENCY, rule.freq.value)
    if rule.interval > MAX_INTERVAL:
        raise RepeatError(text, RepeatFault.LIMIT, "INTERVAL")
    if any(abs(second.occurrence or 0) > _FIFTH for second in rule.by_weekday):
        raise RepeatError(text, RepeatFault.LIMIT, "BYDAY")
    if (rule.count or 0) > MAX_COUNT:
        raise RepeatError(text, RepeatFault.LIMIT, "COUNT")
    return rule


@lru_cache(maxsize=1024)
def _last(repeat: str, first: datetime, zone: ZoneInfo) -> datetime | None:
    """Return the wall clock time at which a rule ends, None if it is endless.

    An UNTIL that is a date includes that day.
    """
    rule = _parsed(repeat)
    if rule.count is not None:
        within = rule.model_copy(update={"count": None, "until": _LAST_COUNTED})
        found = list(islice(within.as_rrule(first), rule.count))
        return found[-1] if found else first - timedelta(days=1)
    if rule.until is None:
        return None
    if not isinstance(rule.until, datetime):
        return datetime.combine(rule.until, time.max)
    if rule.until.tzinfo is None or rule.until.year not in _CONVERTIBLE:
        return rule.until.replace(tzinfo=None)
    return wall_clock(rule.until, zone)


def _implied(rule: Recur, first: datetime) -> dict[str, Any]:
    """Return the parts that a rule takes from its start, so that the start can move."""
    if rule.by_weekday or rule.by_month_day or rule.by_year_day or rule.by_week_no:
        return {}
    if rule.freq == "MONTHLY":
        return {"by_month_day": [first.day]}
    if rule.freq == "YEARLY":
        months = rule.by_month or [first.month]
        return {"by_month_day": [first.day], "by_month": months}
    return {}


def _later(rule: Recur, first: datetime, low: datetime) -> datetime:
    """Return the latest start from which a rule gives the same from `low` on.

    Weeks start one interval early: BYSETPOS counts in the first, partial one what is
    left of it.
    """
    if rule.freq == "DAILY":
        return first + (low - first) // timedelta(days=rule.interval) * timedelta(
            days=rule.interval
        )
    if rule.freq == "WEEKLY":
        step = timedelta(weeks=rule.interval)
        return first + max((low - first) // step - 1, 0) * step
    if rule.freq == "MONTHLY":
        months = (low.year - first.year) * 12 + low.month - first.month
        year, month = divmod(
            first.year * 12 + first.month - 1 + months // rule.interval * rule.interval,
            12,
        )
        return first.replace(year=year, month=month + 1, day=1)
    years = (low.year - first.year) // rule.interval * rule.interval
    return first.replace(year=first.year + years, month=1, day=1)
