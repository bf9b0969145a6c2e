"""Which action is which: what is the same, and what Amps understood otherwise.

An action is known by its command, its parameters, its start and its end, whoever made
it. All instants are in UTC on Amps' clock.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta, tzinfo
from math import isclose

from ..api.models import Action, ActionState, OnConflict, Parameters, Push
from ..schedule.window import Occurrence
from .occurrence import Intent
from .state import EngineState

ECHO_TOLERANCE = timedelta(seconds=60)
"""How far the times in Amps' response may be from those that were sent."""
TIMER_SLOT = timedelta(minutes=5)
"""Amps may round times to the slots of an inverter's timer."""
MAX_CREATED_SKEW = timedelta(seconds=90)
"""How long before its push an action may appear to have been created."""
MAX_START_DELAY = timedelta(seconds=150)
"""How late a command may begin that Amps accepts only ahead of time."""
ROUNDING_TOLERANCE = 0.01
"""How much parameters may differ once units were converted, in percent or kW."""
MAX_ZONE_ERROR = timedelta(hours=27)
"""No two time zones are further apart."""
ZONE_STEP = timedelta(minutes=15)
"""The offset between two time zones is a multiple of this."""


def is_push(action: Action, push: Push) -> bool:
    """Return whether an action is what this push asks for, whoever made it.

    Compared are the command, its parameters, and start and end within 60 s; an end
    that the server did not report counts as equal.
    """
    return (
        action.command is push.command
        and _alike(action.parameters, push.parameters)
        and (_near(action.start, push.start) or _began_at_once(action, push))
        and (action.end is None or _near(action.end, push.end))
    )


def _began_at_once(action: Action, push: Push) -> bool:
    at_once = action.start is not None and _near(action.start, action.created_at)
    return push.start is None and at_once


def sent_action(
    intent: Intent,
    actions: Iterable[Action],
    state: EngineState,
    zone: tzinfo | None = None,
) -> Action | None:
    """Return the action that a push became whose answer was lost, if Amps has it (10).

    One that Amps understood in another time zone is found as well, or whose times in a
    repeated hour of the plant's `zone` it took otherwise.
    """
    fresh = [
        action
        for action in actions
        if action.id not in state.own
        and (
            action.created_at is None
            or action.created_at >= intent.at - MAX_CREATED_SKEW
        )
    ]
    for action in fresh:
        if is_push(action, intent.push):
            return action
    for action in fresh:
        if _is_misread(action, intent.push) or _is_kept(action, intent.push, zone):
            return action
    return None


def _is_misread(action: Action, push: Push) -> bool:
    """Return whether an action is this push, a whole number of quarter hours off."""
    if action.start is None or push.start is None or action.command != push.command:
        return False
    error = action.start - push.start
    lasts = action.end is None or push.end is None
    if not lasts and action.end is not None and push.end is not None:
        lasts = _near(action.end - error, push.end)
    rest = abs(error) % ZONE_STEP
    return (
        lasts
        and abs(error) <= MAX_ZONE_ERROR
        and min(rest, ZONE_STEP - rest) <= ECHO_TOLERANCE
        and _alike(action.parameters, push.parameters)
    )


def _is_kept(action: Action, push: Push, zone: tzinfo | None) -> bool:
    """Return whether an action is this push but for the reading of a repeated hour."""
    timed = action.start is not None and push.start is not None
    return (
        timed
        and action.command is push.command
        and _alike(action.parameters, push.parameters)
        and push.on_conflict is not OnConflict.QUEUE_AFTER
        and echo_error(action, push, zone) is None
    )


def is_occurrence(action: Action, occurrence: Occurrence) -> bool:
    """Return whether an action is this occurrence, whoever pushed it (7)."""
    if (
        action.state in (None, ActionState.FAILED, ActionState.CANCELLED)
        or action.command is not occurrence.command
        or not _alike(action.parameters, occurrence.parameters)
    ):
        return False
    began = action.start or action.created_at
    if began is None or began < occurrence.start - TIMER_SLOT:
        return False
    if action.end is not None:
        rounded = abs(action.end - occurrence.end) <= TIMER_SLOT
        return began < occurrence.end and rounded
    return began <= occurrence.start + MAX_START_DELAY


def as_push(action: Action, occurrence: Occurrence) -> Push:
    """Return the push that an action of an occurrence was."""
    return Push(
        command=occurrence.command,
        parameters=occurrence.parameters,
        start=action.start,
        end=action.end,
    )


def echo_error(action: Action, push: Push, zone: tzinfo | None) -> timedelta | None:
    """Return how far Amps' start or end is from what was sent; None where they agree.

    Rounded times agree, and so does a part of what was sent: no other time zone makes
    it shorter. What has begun may end earlier: Amps writes when it truly ended. In an
    hour that a clock change repeats the other reading of the same wall clock is no
    error, nor is the place of what was queued: Amps chose it (11).
    """
    if push.on_conflict is OnConflict.QUEUE_AFTER or _is_part(action, push):
        return None
    begun = action.state is not ActionState.SCHEDULED
    for read, meant in ((action.start, push.start), (action.end, push.end)):
        if read is None or meant is None or abs(read - meant) < ZONE_STEP:
            continue
        if begun and meant is push.end and read < meant:
            continue
        if zone is None or not _same_wall_clock(read, meant, zone):
            return read - meant
    return None


def _is_part(action: Action, push: Push) -> bool:
    """Return whether Amps' times lie within those that were sent, rounded."""
    if action.start is None or action.end is None:
        return False
    if push.start is None or push.end is None:
        return False
    return push.start - ZONE_STEP < action.start < action.end < push.end + ZONE_STEP


def other_reading(
    read: datetime | None, meant: datetime | None, zone: tzinfo | None
) -> datetime | None:
    """Return what Amps made of a time in the repeated hour, if it was not meant.

    None as well for an error of the zone (11).
    """
    if read is None or meant is None or zone is None or _near(read, meant):
        return None
    return read if _same_wall_clock(read, meant, zone) else None


def _same_wall_clock(one: datetime, other: datetime, zone: tzinfo) -> bool:
    first = one.astimezone(zone).replace(tzinfo=None, fold=0)
    second = other.astimezone(zone).replace(tzinfo=None, fold=0)
    return abs(first - second) <= ECHO_TOLERANCE


def _alike(one: Parameters, other: Parameters) -> bool:
    first, second = one.given(), other.given()
    return first.keys() == second.keys() and all(
        isclose(value, second[name], abs_tol=ROUNDING_TOLERANCE)
        for name, value in first.items()
    )


def _near(one: datetime | None, other: datetime | None) -> bool:
    if one is None or other is None:
        return one is other
    return abs(one - other) <= ECHO_TOLERANCE
