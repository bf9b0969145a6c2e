"""How a window gets its time: what it may take of others', and what they keep."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace as with_
from datetime import datetime, timedelta
from itertools import pairwise

from . import edits, overlaps
from .overlaps import ClashError
from .window import Occurrence, Origin, Window

MIN_PIECE = timedelta(minutes=15)
"""What is left of a one-off is kept if it is at least so long."""


def check(
    new: Window,
    others: Iterable[Window],
    old: Window | None,
    now: datetime,
    end: datetime,
    *,
    over: Collection[str] = (),
    replace: bool,
) -> tuple[Occurrence, ...]:
    """Return the first occurrence of each window of which a window takes the time.

    Raises ClashError where it may not. Looked at is the time from `now` to `end`, both
    aware. Overlaps that were there before the edit, and what is `over` by its key, are
    no reason to refuse it.
    """
    known: set[tuple[datetime, datetime, datetime]] = set()
    if old is not None and old.recurring is new.recurring:
        known = {_span(occurrence) for occurrence in old.occurrences(now, end)}
    mine = [
        occurrence
        for occurrence in new.occurrences(now, end)
        if _span(occurrence) not in known
    ]
    for one, two in pairwise(new.occurrences(now, end)):
        if one.overlaps(two) and (one in mine or two in mine):
            raise ClashError(one, two)
    mine = [occurrence for occurrence in mine if occurrence.aim is None]
    if not mine:
        return ()
    lost: list[Occurrence] = []
    refused: list[tuple[Occurrence, Occurrence]] = []
    until = min(end, max(occurrence.end for occurrence in mine))
    for other in _rivals(new, others):
        pairs = overlaps.overlaps(mine, other, mine[0].start, until)
        pair = next(
            (candidate for candidate in pairs if candidate[1].key not in over), None
        )
        if pair is not None:
            lost.append(pair[1])
            if new.recurring is other.recurring:
                refused.append(pair)
    if refused and not replace:
        raise ClashError(
            *min(refused, key=lambda overlap: (overlap[0].start, overlap[1].start))
        )
    return tuple(sorted(lost, key=lambda occurrence: occurrence.start))


def left(window: Window, one: Occurrence, now: datetime) -> list[Window]:
    """Return what is left of a window once one occurrence has taken its time.

    A one-off keeps what lies before and behind, in pieces of the same uid; a recurring
    window loses what is overlapped.
    """
    if one.aim is not None:
        return [window]
    if window.recurring:
        taken = window.placed(one.start, one.end)
        return _without(
            window, (window.instance(occurrence.original) for occurrence in taken)
        )
    if window.aim is not None or not window.occurrence(window.start).overlaps(one):
        return [window]
    rests = (window.start, one.start), (one.end, window.end)
    return [
        with_(window, start=start, end=end)
        for start, end in rests
        if end - start >= MIN_PIECE and end > now
    ]


def given_up(
    window: Window, new: Window, now: datetime, over: Collection[str]
) -> list[Window]:
    """Return what is left of a one-off beside a new window that it gives way to.

    Nothing is taken of one that is `over` by its key.
    """
    if window.layer >= new.layer or window.occurrence(window.start).key in over:
        return [window]
    pieces = [window]
    for one in new.placed(window.start, window.end):
        pieces = [rest for piece in pieces for rest in left(piece, one, now)]
    return pieces


def _without(window: Window, instances: Iterable[datetime | None]) -> list[Window]:
    for instance in filter(None, instances):
        skipped = edits.skipping(window, instance)
        if skipped is None:
            return []
        window = skipped
    return [window]


def _rivals(new: Window, others: Iterable[Window]) -> Iterator[Window]:
    """Return the windows of whose time a window could take some."""
    for other in others:
        one_off_stands = new.recurring and not other.recurring
        gives_way = other.layer < new.layer
        if other.origin is Origin.MANUAL or one_off_stands or gives_way:
            continue
        if not overlaps.never_meet(new, other):
            yield other


def _span(occurrence: Occurrence) -> tuple[datetime, datetime, datetime]:
    return occurrence.original, occurrence.start, occurrence.end
