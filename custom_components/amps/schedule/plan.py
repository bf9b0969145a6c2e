"""The plan of one battery: its windows, and every edit that an owner can make.

A plan never changes: an edit answers a new one. Edits expand recurrence rules over 400
days, so they are for the executor, and `now` is the instant at which they are made.
"""

from collections.abc import Collection
from dataclasses import replace as with_
from datetime import datetime
from enum import StrEnum
from typing import Any, NamedTuple

from ..api.value import frozen
from . import edits, overlaps, placing, room
from .errors import SpanError, SpanFault, UnknownOccurrenceError, UnknownWindowError
from .placing import HORIZON, Windows
from .window import AbsenceReason, Draft, Occurrence, Origin, Window


class EditRange(StrEnum):
    """Which occurrences of a recurring window an edit is for."""

    THIS = "this"
    THIS_AND_FUTURE = "this_and_future"
    ALL = "all"


class Absence(NamedTuple):
    """An occurrence that does not take place, and why."""

    occurrence: Occurrence
    reason: AbsenceReason
    by: Occurrence | None = None
    """What takes its time, where it is replaced."""


class Edit(NamedTuple):
    """What an edit did."""

    plan: Plan
    """The plan after it."""
    window: Window
    """The window as it is now; for a cancel as it was."""
    occurrence: Occurrence | None
    """The first one that was planned, edited or cancelled; None if none is to come."""
    replaced: tuple[Occurrence, ...] = ()
    """The first overlapping occurrence of each window within `HORIZON`."""


@frozen(kw_only=False)
class Plan:
    """All windows of one battery."""

    windows: Windows = ()
    """Where two overlap, the later one in this order takes place."""
    unreadable: tuple[Any, ...] = ()
    """Stored rows that make no window; they are kept as they are."""

    def get(self, uid: str) -> Window:
        """Return a window by its uid; raises UnknownWindowError."""
        for window in self.windows:
            if window.uid == uid:
                return window
        raise UnknownWindowError(uid)

    def find(self, uid: str, moment: datetime) -> Occurrence:
        """Return the occurrence of a window that starts at an aware instant.

        One that was moved is also found at its original start, after those that start
        there; raises UnknownWindowError or UnknownOccurrenceError.
        """
        window = self.get(uid)
        for change in window.changes:
            if change.start == moment:
                return window.occurrence(change.original)
        instance = window.instance(moment)
        if instance is None:
            raise UnknownOccurrenceError(uid, moment)
        return window.occurrence(instance)

    def occurrences(self, start: datetime, end: datetime) -> list[Occurrence]:
        """Return what takes place between two aware instants, by start.

        Given is what overlaps that time. None overlaps another, save that manual
        windows may overlap any.
        """
        return overlaps.sift(self.windows, start, end)[0]

    def goals(self, start: datetime, end: datetime) -> list[Occurrence]:
        """Return what goals there are between two aware instants, by start."""
        found = (
            occurrence
            for window in self.windows
            for occurrence in window.occurrences(start, end)
            if occurrence.aim is not None
        )
        return sorted(found, key=lambda occurrence: occurrence.start)

    def absent(self, start: datetime, end: datetime) -> list[Absence]:
        """Return what does not take place between two aware instants, and why."""
        covered = overlaps.sift(self.windows, start, end)[1]
        found = [
            Absence(
                occurrence=absence.occurrence,
                reason=AbsenceReason.REPLACED,
                by=absence.by,
            )
            for absence in covered
        ]
        for window in self.windows:
            found += [
                Absence(occurrence=occurrence, reason=reason)
                for occurrence, reason in window.absent(start, end)
            ]
        return sorted(found, key=lambda absence: absence.occurrence.start)

    def add(
        self,
        draft: Draft,
        *,
        uid: str,
        now: datetime,
        origin: Origin = Origin.PLAN,
        replace: bool = False,
        over: Collection[str] = (),
    ) -> Edit:
        """Add a window under a uid that no other has.

        With `replace` it takes the time of those that it overlaps: a one-off keeps what
        is left of it, a repeating window does not take place where it is overlapped.
        What is `over` by its key before its time is never in the way. Raises ClashError
        unless `replace`, SpanError, RepeatError or ZoneError, and ValueError for a uid
        that is taken or no plain text, or a negative parameter.
        """
        if not uid.isprintable() or uid != uid.strip() or not uid:
            raise ValueError("a uid is a line of plain text")
        if any(window.uid == uid for window in self.windows):
            raise ValueError(f"uid {uid!r} is taken")
        window = edits.made(draft, uid=uid, now=now, origin=origin)
        return self._placed(None, [window], now, replace=replace, over=over)

    def edit(
        self,
        uid: str,
        draft: Draft,
        *,
        now: datetime,
        original: datetime | None = None,
        range_: EditRange = EditRange.THIS,
        replace: bool = False,
    ) -> Edit:
        """Make a window, or some of its occurrences, what the draft says.

        `original` is the original start of an occurrence; without it the whole window
        is edited. For THIS the draft's `repeat` has no meaning. For THIS_AND_FUTURE the
        rest becomes a window of its own with the draft's rule; a COUNT that stayed the
        same counts down what was before. For ALL the whole series moves by as much as
        this occurrence. Skipped and changed occurrences stay so as far as the rule
        still gives them. Raises what `add` raises, UnknownWindowError and
        UnknownOccurrenceError.
        """
        window = self.get(uid)
        instance = _instance(window, original)
        if range_ is EditRange.ALL or instance is None or not window.recurring:
            start = window.start if instance is None else instance
            edited = [edits.rebuilt(window, draft, start, now, series=True)]
        elif range_ is EditRange.THIS:
            edited = [edits.changed(window, draft, instance, now)]
        else:
            rest = edits.rebuilt(window, draft, instance, now, series=False)
            begun = edits.ending(window, instance)
            uid = placing.fresh_uid(self.windows, uid, instance)
            edited = (
                [rest]
                if begun is None
                else [begun, with_(rest, uid=uid, created=rest.since)]
            )
        only = instance if range_ is EditRange.THIS and window.recurring else None
        return self._placed(window, edited, now, replace=replace, only=only)

    def cancel(
        self,
        uid: str,
        *,
        now: datetime,
        original: datetime | None = None,
        range_: EditRange = EditRange.THIS,
    ) -> Edit:
        """Take out a window, or some of its occurrences.

        `original` is the original start of an occurrence; without it the whole window
        goes. A window of which nothing is left goes too. Raises UnknownWindowError or
        UnknownOccurrenceError.
        """
        window = self.get(uid)
        instance = _instance(window, original)
        left: Window | None = None
        first = window.upcoming(now)
        if window.recurring and instance is not None and range_ is not EditRange.ALL:
            first = window.occurrence(instance)
            cut = edits.skipping if range_ is EditRange.THIS else edits.ending
            left = cut(window, instance)
        windows = placing.put(self.windows, window, [] if left is None else [left])
        windows = placing.calmed(windows, self.windows, now)
        return Edit(with_(self, windows=windows), window=window, occurrence=first)

    def restore(
        self,
        uid: str,
        *,
        original: datetime,
        now: datetime,
        over: Collection[str] = (),
    ) -> Edit:
        """Let an occurrence take place after all that was taken out.

        `original` is its original start, an aware instant. What is `over` by its key is
        not in the way. Raises UnknownWindowError, UnknownOccurrenceError where it was
        not taken out, SpanError where its time is over, and ClashError.
        """
        window = self.get(uid)
        instance = window.skipped_instance(original)
        if instance is None:
            raise UnknownOccurrenceError(uid, original)
        whole = with_(window, skipped=window.skipped - {instance})
        occurrence = whole.occurrence(instance)
        if occurrence.end <= now:
            raise SpanError(occurrence.start, occurrence.end, SpanFault.PAST)
        edit = self._placed(
            window, [whole], now, replace=False, only=instance, over=over
        )
        return edit._replace(occurrence=occurrence)

    def put_back(
        self, window: Window, *, now: datetime, over: Collection[str] = ()
    ) -> Edit:
        """Put back a window as it was before it, or the rest of it, was taken out.

        What is `over` by its key is not in the way. Raises ClashError.
        """
        left = next((known for known in self.windows if known.uid == window.uid), None)
        return self._placed(left, [window], now, replace=False, over=over)

    def pruned(self, before: datetime) -> Plan:
        """Return the plan without the windows that were over by an aware instant.

        To be asked for with an instant days ago: a one-off that is gone no longer
        covers the occurrence that it replaced.
        """
        kept = tuple(
            known for known in self.windows if known.upcoming(before) is not None
        )
        return self if len(kept) == len(self.windows) else with_(self, windows=kept)

    def _placed(
        self,
        window: Window | None,
        edited: list[Window],
        now: datetime,
        *,
        replace: bool,
        only: datetime | None = None,
        over: Collection[str] = (),
    ) -> Edit:
        """Put windows in another's place; the last of them is the edited one.

        `only` is the instance that was edited, where the others stayed as they were.
        """
        new = edited[-1]
        replaced: tuple[Occurrence, ...] = ()
        if new.origin is not Origin.MANUAL:
            others = [known for known in self.windows if known is not window]
            others += edited[:-1]
            end = now + HORIZON
            replaced = room.check(
                new, others, window, now, end, over=over, replace=replace
            )
        windows = placing.put(self.windows, window, edited)
        if replace and new.aim is not None:
            windows = placing.without_goals(windows, new, now)
        elif replace and new.recurring and only is None:
            windows = placing.on_top(windows, new)
        elif replace and new.origin is not Origin.MANUAL:
            windows = placing.with_room(windows, new, only or new.start, now, over)
        if new.origin is not Origin.MANUAL:
            windows = placing.giving_way(windows, new, now, over)
        windows = placing.calmed(windows, self.windows, now, edited=new.uid)
        return Edit(
            plan=with_(self, windows=windows),
            window=new,
            occurrence=new.upcoming(now),
            replaced=replaced,
        )


def _instance(window: Window, original: datetime | None) -> datetime | None:
    if original is None:
        return None
    instance = window.instance(original)
    if instance is None:
        raise unknown(window, original)
    return instance


def unknown(window: Window, original: datetime) -> UnknownOccurrenceError:
    """Return the error for an occurrence that a window does not have, and why not."""
    taken_out = window.skipped_instance(original) is not None
    return UnknownOccurrenceError(window.uid, original, taken_out=taken_out)
