"""Times of day in a title, which may only narrow the event that it belongs to."""

from datetime import datetime, time, timedelta
from typing import NamedTuple

from ..errors import TitleTimeError

_DAY = timedelta(days=1)
_NIGHT = time(22), time(6)


class Times(NamedTuple):
    """What a title says of the time of day."""

    start: time | None = None
    end: time | None = None
    at_night: bool = False


def narrowed(times: Times, start: datetime, end: datetime) -> tuple[datetime, datetime]:
    """Return the start and the end of an event, with those that its title says.

    Both are on the owner's clock. Raises TitleTimeError where the event does not
    contain what the title says, or more than once.
    """
    begin, finish = start, end
    if times.start is not None:
        begin = _within(times.start, start, end, start)
    if times.end is not None:
        finish = _within(times.end, start, end, end)
    if begin >= finish:
        raise TitleTimeError(times.end or times.start, start, end)
    if times.at_night and not _meets_night(begin, finish):
        raise TitleTimeError(None, start, end)
    return begin, finish


def _within(said: time, start: datetime, end: datetime, edge: datetime) -> datetime:
    """Return when it is that time within an event; its own edge comes first."""
    if (edge.hour, edge.minute) == (said.hour, said.minute):
        return edge
    days = range((end.date() - start.date()).days + 1)
    moments = (_at(start, day, said) for day in days)
    found = [moment for moment in moments if start < moment < end]
    if len(found) != 1:
        raise TitleTimeError(said, start, end)
    return found[0]


def _at(start: datetime, days: int, said: time) -> datetime:
    day = start.date() + days * _DAY
    return datetime.combine(day, said, start.tzinfo)


def _meets_night(start: datetime, end: datetime) -> bool:
    dusk, dawn = _NIGHT
    return any(
        start < _at(start, day + 1, dawn) and _at(start, day, dusk) < end
        for day in range(-1, (end.date() - start.date()).days + 1)
    )
