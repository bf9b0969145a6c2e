"""Which occurrences take place where windows overlap.

The owner's own windows stand over those of planners, and these over automatic ones. A
one-off stands over the occurrences of recurring windows; among its like the window that
comes later in the plan stands over the earlier ones, which an edit allows only where
its caller said so. What a higher one covers does not take place. Manual windows are
left out: they neither clash nor replace. So are goals, which have no time of their own.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from operator import attrgetter
from typing import NamedTuple

from .errors import PlanError
from .window import Layer, Occurrence, Origin, Window

type Rank = tuple[Layer, bool, int]
"""What it gives way to, whether it is a one-off, and its position in the plan."""

_DAY = timedelta(days=1)
_START = attrgetter("start")


class ClashError(PlanError):
    """Two windows want the battery at the same time.

    `mine` is the earliest occurrence of the edited window that overlaps, `other` what
    it overlaps; both are of the edited window where it overlaps itself. Their titles
    come from `titles.format_title`, their instants are in UTC.
    """

    def __init__(self, mine: Occurrence, other: Occurrence) -> None:
        """Keep both occurrences."""
        self.mine = mine
        self.other = other
        super().__init__(f"{mine.key} overlaps {other.key}")


class Covered(NamedTuple):
    """An occurrence that does not take place, and the one that takes its time."""

    occurrence: Occurrence
    by: Occurrence


def sift(
    windows: Iterable[Window], start: datetime, end: datetime
) -> tuple[list[Occurrence], list[Covered]]:
    """Return what takes place between two aware instants, and what is covered.

    `windows` are in the plan's order. Both lists are by start and hold what overlaps
    that time.
    """
    windows = list(windows)
    longest = max((_longest(window) for window in windows), default=timedelta(0))
    margin = 2 * longest
    ranks: dict[str, Rank] = {}
    found: list[Occurrence] = []
    standing: list[Occurrence] = []
    for position, window in enumerate(windows):
        ranks[window.uid] = (window.layer, not window.recurring, position)
        if window.origin is Origin.MANUAL:
            standing += window.placed(start, end)
        else:
            found += window.placed(start - margin, end + margin)
    covered: list[Covered] = []
    for group in _groups(sorted(found, key=_START)):
        if len(group) == 1:
            standing += group
        else:
            _settle(group, ranks, standing, covered)
    return (
        sorted(
            (span for span in standing if span.start < end and span.end > start),
            key=_START,
        ),
        [
            absence
            for absence in covered
            if absence.occurrence.start < end and absence.occurrence.end > start
        ],
    )


def overlaps(
    mine: list[Occurrence], other: Window, start: datetime, end: datetime
) -> Iterator[tuple[Occurrence, Occurrence]]:
    """Return the overlapping pairs of `mine`, which is by start, and another window.

    Looked at are the other's occurrences between the two aware instants.
    """
    theirs = other.placed(start, end)
    position = 0
    for one in mine:
        while position < len(theirs) and theirs[position].end <= one.start:
            position += 1
        for two in theirs[position:]:
            if two.start >= one.end:
                break
            if one.overlaps(two):
                yield one, two


def never_meet(one: Window, two: Window) -> bool:
    """Return whether the wall clock alone shows that two windows never overlap.

    That is so for recurring ones in the same zone whose times of day are apart: a later
    wall clock time never gives an earlier instant.
    """
    if not (one.recurring and two.recurring and one.zone == two.zone):
        return False
    if one.changes or two.changes:
        return False
    apart = (two.start - one.start) % _DAY
    return apart >= one.end - one.start and (-apart) % _DAY >= two.end - two.start


def _longest(window: Window) -> timedelta:
    lengths = [change.end - change.start for change in window.changes]
    return max([window.end - window.start, *lengths]) + timedelta(hours=2)


def _groups(found: list[Occurrence]) -> Iterator[list[Occurrence]]:
    """Return the occurrences in groups that have no instant in common."""
    group: list[Occurrence] = []
    until: datetime | None = None
    for one in found:
        if until is not None and one.start >= until:
            yield group
            group, until = [], None
        group.append(one)
        until = one.end if until is None else max(until, one.end)
    if group:
        yield group


def _settle(
    group: list[Occurrence],
    ranks: dict[str, Rank],
    standing: list[Occurrence],
    covered: list[Covered],
) -> None:
    """Keep those of a group that no kept one of a higher rank covers."""
    kept: list[Occurrence] = []
    lost: list[Covered] = []
    for one in sorted(group, key=lambda window: ranks[window.uid], reverse=True):
        winner = next((earlier for earlier in kept if earlier.overlaps(one)), None)
        if winner is None:
            kept.append(one)
        else:
            lost.append(Covered(one, winner))
    standing += kept
    covered += sorted(lost, key=lambda absence: absence.occurrence.start)
