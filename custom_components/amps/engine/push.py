"""How an occurrence is said to Amps: in the shape that the device takes."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from ..api.models import Command, Execution, OnConflict, Push
from ..schedule.window import Occurrence, Origin

MIN_LEAD_TO_NEXT_MINUTE = timedelta(seconds=60)
"""*Now* is the next whole minute at least this far ahead, if Amps requires a start."""
MIN_START_LEAD = timedelta(seconds=30)
"""A start closer than this may have passed when Amps reads it."""
MAX_ATTENDED_LEAD = timedelta(minutes=10)
"""How early a command is sent at most if we are needed to end it."""

_PLANNED = (Execution.WINDOWED, Execution.SCHEDULED, Execution.IMMEDIATE)
_BY_HAND = (Execution.IMMEDIATE, Execution.WINDOWED, Execution.SCHEDULED)


def next_minute(now: datetime) -> datetime:
    """Return the first whole minute that is at least 60 s ahead of `now`."""
    ahead = now + MIN_LEAD_TO_NEXT_MINUTE
    whole = ahead.replace(second=0, microsecond=0)
    return whole if whole == ahead else whole + timedelta(minutes=1)


def is_too_late(occurrence: Occurrence, now: datetime) -> bool:
    """Return whether nothing would be left of an occurrence that is sent at `now`."""
    return (
        occurrence.start < now + MIN_START_LEAD and next_minute(now) >= occurrence.end
    )


def begins(occurrence: Occurrence, now: datetime) -> datetime:
    """Return when an occurrence begins that is sent at `now` with its start."""
    ahead = occurrence.start >= now + MIN_START_LEAD
    return occurrence.start if ahead else next_minute(now)


def execution_for(origin: Origin, offered: Iterable[Execution]) -> Execution | None:
    """Choose the shape for an occurrence; None where the device takes none."""
    order = _BY_HAND if origin is Origin.MANUAL else _PLANNED
    return next((execution for execution in order if execution in set(offered)), None)


def due_at(
    occurrence: Occurrence, offered: frozenset[Execution], lead: timedelta
) -> datetime:
    """Return the instant from which an occurrence may be sent; all in UTC."""
    match execution_for(occurrence.origin, offered):
        case Execution.WINDOWED:
            return occurrence.start - lead
        case Execution.SCHEDULED:
            return occurrence.start - min(lead, MAX_ATTENDED_LEAD)
        case _:
            return occurrence.start


def push_for(
    occurrence: Occurrence, offered: frozenset[Execution], now: datetime
) -> Push | None:
    """Return what to send for an occurrence at `now` (Amps' clock).

    What has become late begins as soon as Amps takes it, and ends as planned. None
    where the device takes no shape of the command, or nothing of the window is left.
    """
    shape = execution_for(occurrence.origin, offered)
    ahead = occurrence.start >= now + MIN_START_LEAD
    if shape is Execution.SCHEDULED and not ahead and Execution.IMMEDIATE in offered:
        shape = Execution.IMMEDIATE
    # a command by hand is cut where a window begins, however soon that is
    at_once = shape is Execution.IMMEDIATE and occurrence.origin is Origin.MANUAL
    start = now if at_once else begins(occurrence, now)
    if shape is None or start >= occurrence.end:
        return None
    push = Push(command=occurrence.command, parameters=occurrence.parameters)
    match shape:
        case Execution.IMMEDIATE:
            return push
        case Execution.SCHEDULED:
            return replace(push, start=start)
        case Execution.WINDOWED:
            return replace(push, start=start, end=occurrence.end)


def restore_push(
    command: Command, offered: frozenset[Execution], at: datetime, now: datetime
) -> Push | None:
    """Return what sets a mode at `at`, or as soon as Amps takes it; None if it cannot.

    Just before `at` it is None: there is no time to store it, and now is too early.
    """
    push = Push(command=command)
    if at >= now + MIN_START_LEAD and Execution.SCHEDULED in offered:
        return replace(push, start=at)
    if at > now:
        return None
    if Execution.IMMEDIATE in offered:
        return push
    if Execution.SCHEDULED in offered:
        return replace(push, start=next_minute(now))
    return None


def queued(push: Push) -> Push:
    """Return the same push, to be stored behind the action that holds the slot."""
    return replace(push, on_conflict=OnConflict.QUEUE_AFTER)
