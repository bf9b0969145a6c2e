"""What an edit makes of one window; `plan` looks after the others."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from .errors import GoalError, GoalFault, RepeatError, RepeatFault, SpanError, SpanFault
from .goal import check_aim
from .recurrence import (
    LAST,
    count_of,
    endless,
    last_start,
    never,
    normal,
    starts,
    until,
    until_of,
    wall_clock,
    with_part,
    zone_of,
)
from .titles import format_title
from .window import Change, Draft, Origin, Window

MAX_LENGTH = timedelta(days=31)
"""The longest window."""

_YEARS = range(2000, 2200)
_SECOND = timedelta(seconds=1)
_NONE = timedelta(0)


def made(
    draft: Draft,
    *,
    uid: str,
    now: datetime,
    created: datetime | None = None,
    origin: Origin = Origin.PLAN,
    back: timedelta = _NONE,
) -> Window:
    """Make a window of a draft.

    Its rule counts from `back` before the draft's start; seconds are its finest unit.
    Raises SpanError, RepeatError, ZoneError or GoalError.
    """
    start, end = _instants(draft)
    stamp = now.astimezone(UTC).replace(microsecond=0)
    window = Window(
        uid=uid,
        command=draft.command,
        parameters=draft.parameters,
        start=start,
        end=end,
        aim=draft.aim,
        origin=origin,
        note=draft.note,
        comment=draft.comment,
        why=draft.why,
        created=created or stamp,
        since=stamp,
    )
    if draft.repeat is None:
        _check(draft, start, end, now)
        return window
    repeat, zone = normal(draft.repeat), zone_of(draft.zone or "")
    first, last = _wall(draft.start, zone) - back, _wall(draft.end, zone) - back
    _check(draft, first, last)
    window = replace(window, start=first, end=last, repeat=repeat, zone=zone.key)
    if never(repeat, first, zone) or window.upcoming(now) is None:
        raise RepeatError(repeat, RepeatFault.NEVER)
    return window


def rebuilt(
    window: Window, draft: Draft, instance: datetime, now: datetime, *, series: bool
) -> Window:
    """Make a window what a draft says of one of its instances.

    With `series` the rule goes on counting from where it did, moved as far as the
    instance was; otherwise it counts from the draft's start, and a COUNT that stayed
    the same counts down what was before. It is the owner's own from
    then on, whoever planned it. Raises as `made` does.
    """
    if not series:
        draft = _counting_down(draft, window, instance)
    edited = made(
        _ending_alike(draft, window, instance),
        uid=window.uid,
        now=now,
        created=window.created,
        origin=window.origin if window.origin is Origin.MANUAL else Origin.PLAN,
        back=instance - window.start if series and window.recurring else _NONE,
    )
    if edited.recurring and window.recurring:
        moved_by = edited.start - (window.start if series else instance)
        kept = [
            change for change in window.changes if series or change.original != instance
        ]
        edited = _carrying(edited, replace(window, changes=tuple(kept)), moved_by)
    same = all(
        getattr(edited, name) == getattr(window, name)
        for name in ("start", "end", "repeat", "zone")
    )
    return replace(edited, since=window.since) if same else edited


def changed(window: Window, draft: Draft, instance: datetime, now: datetime) -> Window:
    """Make one instance of a recurring window what a draft says; raises SpanError."""
    start, end = _instants(draft)
    _check(draft, start, end, now)
    contents = draft.command, draft.parameters, draft.aim
    own = contents == (window.command, window.parameters, window.aim)
    note = None if draft.note == window.note else draft.note or ""
    comment = None if draft.comment == window.comment else draft.comment or ""
    change = Change(
        original=instance,
        start=start,
        end=end,
        command=None if own else draft.command,
        parameters=None if own else draft.parameters,
        aim=None if own else draft.aim,
        note=note,
        comment=comment,
    )
    others = [
        occurrence for occurrence in window.changes if occurrence.original != instance
    ]
    plain = replace(window, changes=tuple(others))
    ruled = plain.occurrence(instance)
    if own and note is comment is None and (ruled.start, ruled.end) == (start, end):
        return plain
    ordered = sorted([*others, change], key=lambda occurrence: occurrence.original)
    return replace(window, changes=tuple(ordered))


def skipping(window: Window, instance: datetime) -> Window | None:
    """Take one instance out of a recurring window; None if nothing is left."""
    left = replace(
        window,
        skipped=window.skipped | {instance},
        changes=tuple(
            change for change in window.changes if change.original != instance
        ),
    )
    return left if _remains(left) else None


def ending(window: Window, instance: datetime) -> Window | None:
    """End a recurring window before one of its instances; None if nothing is left.

    It ends with a start of its own, which moves with the window.
    """
    repeat, zone = window.repeat or "", zone_of(window.zone or "")
    last = last_start(repeat, window.start, zone, instance - _SECOND)
    if last is None:
        return None
    left = replace(
        window,
        repeat=until(repeat, last),
        skipped=frozenset(skipped for skipped in window.skipped if skipped < instance),
        changes=tuple(
            change for change in window.changes if change.original < instance
        ),
    )
    return left if _remains(left) else None


def span_fault(start: datetime, end: datetime) -> SpanFault | None:
    """Return what keeps two times, in UTC or both naive, from making a window."""
    if start.year not in _YEARS or end.year not in _YEARS:
        return SpanFault.RANGE
    if end <= start:
        return SpanFault.NO_LENGTH
    return SpanFault.TOO_LONG if end - start > MAX_LENGTH else None


def _instants(draft: Draft) -> tuple[datetime, datetime]:
    """Return start and end in UTC and whole seconds; raises SpanError or GoalError.

    Contents that have no title could not be stored: those raise ValueError.
    """
    if draft.aim is not None:
        check_aim(draft.command, draft.parameters, draft.aim)
    _ = format_title(draft.command, draft.parameters, draft.aim)
    times: list[datetime] = []
    for moment in (draft.start, draft.end):
        if moment.utcoffset() is None:
            raise SpanError(draft.start, draft.end, SpanFault.NAIVE)
        if moment.year not in _YEARS:
            raise SpanError(draft.start, draft.end, SpanFault.RANGE)
        times.append(moment.astimezone(UTC).replace(microsecond=0))
    lasts = draft.aim.duration if draft.aim else None
    if lasts is not None and lasts > times[1] - times[0] > _NONE:
        raise GoalError(GoalFault.DURATION)
    return times[0], times[1]


def _wall(moment: datetime, zone: ZoneInfo) -> datetime:
    """Return the wall clock time of an aware one, as it was if it is in this zone."""
    if str(moment.tzinfo) == zone.key:
        return moment.replace(tzinfo=None, fold=0, microsecond=0)
    return wall_clock(moment, zone).replace(microsecond=0)


def _check(
    draft: Draft, start: datetime, end: datetime, now: datetime | None = None
) -> None:
    """Raise SpanError for a draft whose times make no window, or one that is over."""
    fault = span_fault(start, end)
    if fault is None and now is not None and end <= now:
        fault = SpanFault.PAST
    if fault is not None:
        raise SpanError(draft.start, draft.end, fault)


def _ending_alike(draft: Draft, window: Window, instance: datetime) -> Draft:
    """Return a draft that moves the end of a window's rule as far as its starts.

    That is for an UNTIL which the owner left as it was, and which would give more or
    fewer occurrences now.
    """
    if draft.repeat is None or window.repeat is None:
        return draft
    repeat, end = normal(draft.repeat), until_of(window.repeat)
    if end is None or until_of(repeat) not in (end, until_of(window.rule or "")):
        return draft
    repeat = with_part(repeat, "UNTIL", end)
    draft = replace(draft, repeat=repeat)
    _ = _instants(draft)
    zone, before = zone_of(draft.zone or ""), zone_of(window.zone or "")
    moved_by = _wall(draft.start, zone) - instance
    last = last_start(window.repeat, window.start, before)
    if last is None or last_start(repeat, window.start + moved_by, zone) == (
        last + moved_by
    ):
        return draft
    return replace(draft, repeat=until(repeat, last + moved_by))


def _counting_down(draft: Draft, window: Window, instance: datetime) -> Draft:
    """Return a draft that leaves what is left of a COUNT at an instance of a window.

    That is for a COUNT which the owner left as it was; another one is taken as it is.
    """
    if draft.repeat is None or window.repeat is None:
        return draft
    repeat, count = normal(draft.repeat), count_of(window.repeat)
    if count is None or count_of(repeat) != count:
        return draft
    first, zone = window.start, zone_of(window.zone or "")
    before = starts(window.repeat, first, zone, first, instance - _SECOND)
    left = count - sum(1 for _ in before)
    return replace(draft, repeat=with_part(repeat, "COUNT", str(left)))


def _carrying(edited: Window, window: Window, moved_by: timedelta) -> Window:
    """Return the edited window with the skips and changes that its rule still has."""

    def kept(instance: datetime) -> bool:
        return _ruled(edited, instance + moved_by)

    return replace(
        edited,
        skipped=frozenset(
            skipped + moved_by for skipped in window.skipped if kept(skipped)
        ),
        changes=tuple(
            replace(change, original=change.original + moved_by)
            for change in window.changes
            if kept(change.original)
        ),
    )


def _ruled(window: Window, instance: datetime) -> bool:
    zone = zone_of(window.zone or "")
    found = starts(window.repeat or "", window.start, zone, instance, instance)
    return next(found, None) is not None


def _remains(window: Window) -> bool:
    """Return whether a recurring window has an instance that is not skipped."""
    repeat, zone = window.repeat or "", zone_of(window.zone or "")
    if window.changes or endless(repeat):
        return True
    found = starts(repeat, window.start, zone, window.start, LAST)
    return any(wall not in window.skipped for wall in found)
