"""What a plan's other windows become where one is put in, moved or taken out.

Everything here takes and returns the windows of a plan, in its order.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from . import edits, overlaps, room
from .window import Origin, Window, stem_of

HORIZON = timedelta(days=400)
"""How far ahead windows are checked for overlaps."""

_LOOK_BACK = timedelta(days=2)

type Windows = tuple[Window, ...]


def put(windows: Windows, window: Window | None, instead: Iterable[Window]) -> Windows:
    """Return them with others in a window's place, or at the end."""
    found: list[Window] = []
    for known in windows:
        found += instead if known is window else [known]
    if window is None:
        found += instead
    return tuple(found)


def without_goals(windows: Windows, new: Window, now: datetime) -> Windows:
    """Return them without the goals whose time overlaps that of a new one.

    A series is taken back from the first such occurrence on if the new one repeats.
    """
    mine = new.occurrences(now, now + HORIZON)
    for other in windows:
        if other is new or other.aim is None:
            continue
        theirs = other.occurrences(now, now + HORIZON)
        taken = [their for their in theirs if any(their.overlaps(one) for one in mine)]
        cut = edits.ending if new.recurring else edits.skipping
        left: Window | None = other
        for one in taken[:1] if new.recurring else taken:
            instance = left.instance(one.original) if left is not None else None
            if left is not None and instance is not None:
                left = cut(left, instance) if left.recurring else None
        if left is not other:
            windows = put(windows, other, [] if left is None else [left])
    return windows


def on_top(windows: Windows, window: Window) -> Windows:
    """Return them with a window that overrides others of its kind."""
    return (*(known for known in windows if known is not window), window)


def with_room(
    windows: Windows, new: Window, only: datetime, now: datetime, over: Collection[str]
) -> Windows:
    """Return them as they leave an instance of a window its time.

    A one-off stands over recurring windows anyway, and lets them be.
    """
    one = new.occurrence(only)
    for other in windows:
        if other is new or other.recurring is not new.recurring:
            continue
        ended = not other.recurring and other.occurrence(other.start).key in over
        if ended or other.origin is Origin.MANUAL:
            continue
        windows = _with_left(windows, other, room.left(other, one, now))
    return windows


def giving_way(
    windows: Windows, new: Window, now: datetime, over: Collection[str]
) -> Windows:
    """Return them as those of lower layers give way to a new one."""
    for other in windows:
        if other is not new:
            left = room.given_up(other, new, now, over)
            windows = _with_left(windows, other, left)
    return windows


def fresh_uid(windows: Windows, uid: str, instance: datetime) -> str:
    """Return a uid for the rest of a window that is split at an instance."""
    taken = {window.uid for window in windows}
    stem = f"{stem_of(uid)}~{instance:%Y%m%dT%H%M%S}"
    fresh, number = stem, 1
    while fresh in taken:
        number += 1
        fresh = f"{stem}~{number}"
    return fresh


def calmed(
    windows: Windows, before: Windows, now: datetime, *, edited: str | None = None
) -> Windows:
    """Return them without what an edit uncovers although it has begun.

    Who cancels a running window wants an end of it, not the rest of the one that
    it replaced.
    """
    start, end = now - _LOOK_BACK, now + timedelta(seconds=1)
    covered = {
        absence.occurrence.key for absence in overlaps.sift(before, start, end)[1]
    }
    for occurrence in overlaps.sift(windows, start, end)[0] if covered else ():
        if occurrence.key not in covered or occurrence.uid == edited:
            continue
        window = next(known for known in windows if known.uid == occurrence.uid)
        instance = window.instance(occurrence.original)
        left = (
            edits.skipping(window, instance)
            if window.recurring and instance is not None
            else None
        )
        windows = put(windows, window, [] if left is None else [left])
    return windows


def _with_left(windows: Windows, window: Window, left: Sequence[Window]) -> Windows:
    """Return them with what is left of a window in its place."""
    if list(left) == [window]:
        return windows
    more = [
        replace(part, uid=fresh_uid(windows, part.uid, part.start)) for part in left[1:]
    ]
    return put(windows, window, [*left[:1], *more])
