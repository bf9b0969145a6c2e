"""A planner's whole plan for a time, put in by difference: the same changes nothing.

A planner is known by its `source`. Only windows of that source are replaced; all others
have the right of way, save automatic ones. Every instant is aware.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import field, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from math import isclose
from typing import NamedTuple

from ..api.models import Command, Parameter, Parameters
from ..api.value import frozen
from . import edits, overlaps, placing
from .plan import Plan
from .room import MIN_PIECE
from .window import TOUCHING_GAP, Draft, Layer, Occurrence, Origin, Window

MAX_POWER_DRIFT = 0.25
"""A window runs on if the requested power differs by less than this, in kW."""
MAX_LEVEL_DRIFT = 2.0
"""The same of a target or reserve, in percent."""

MIN_FOLLOWING = timedelta(minutes=5)
"""What follows a window that nothing can change has to be at least so long: it is only
sent once that is over."""
LAST_MOMENT = timedelta(minutes=1)
"""What runs and ends as soon as this is left alone, unless something replaces it."""

_ROUNDING = 0.01
_LOOK_AROUND = timedelta(days=1)


class Lost(NamedTuple):
    """Time that a planner requested and another window keeps."""

    command: Command
    start: datetime
    end: datetime
    by: Occurrence


@frozen()
class Replan:
    """What a planner's plan changed."""

    plan: Plan
    """The plan after it: the same object where nothing changed."""
    added: list[Window] = field(default_factory=list)
    changed: list[Window] = field(default_factory=list)
    """As they are now."""
    removed: list[Window] = field(default_factory=list)
    kept: list[Window] = field(default_factory=list)
    gave_way: list[Lost] = field(default_factory=list)


def replanned(
    plan: Plan,
    asked: Sequence[Draft],
    *,
    source: str,
    start: datetime,
    end: datetime | None,
    now: datetime,
    fresh: Callable[[], str],
    over: Collection[str] = (),
    lasting: Collection[str] = (),
    origin: Origin = Origin.PLAN,
) -> Replan:
    """Make the plan from `start` to `end` what a planner asks for.

    `asked` are one-offs by start, none of which overlaps another; without an `end` all
    later windows of the source are replaced. Those that adjoin and ask for the same,
    within `MAX_POWER_DRIFT` and `MAX_LEVEL_DRIFT`, become one. What has ended by `now`
    is left alone, and what runs goes on where the same is asked for. `fresh` gives uids
    that nothing has, `origin` is that of new windows. What is `over` by its key before
    its time is never in the way; what is `lasting` by its uid runs, or is about to, and
    nothing changes it before its end. Raises SpanError for a window that is too long.
    """
    mine = [
        window
        for window in plan.windows
        if window.origin is origin and _is_concerned(window, source, start, end, now)
    ]
    begun: set[str] = set()
    going_on = (
        piece
        for draft in asked
        for piece in _going_on(_whole(draft), mine, now, lasting, begun)
    )
    outside = (draft for window in mine for draft in _outside(window, start, end, now))
    fixed = {window.end for window in mine if window.uid in lasting}
    pieces = _joined(
        sorted([*going_on, *outside], key=lambda draft: draft.start), fixed
    )
    lost: list[Lost] = []
    layer = Layer.AUTOMATIC if origin is Origin.AUTOMATIC else Layer.PLANNER
    first = [window for window in plan.windows if window.layer >= layer]
    given = _with_way(pieces, first, mine, over, lost)
    done = Replan(plan=plan, gave_way=[loss for loss in lost if loss.end > now])
    drafts = [draft for draft in given if draft.end > now]
    make = partial(edits.made, now=now, origin=origin)
    done = _put_in(done, drafts, mine, source=source, now=now, fresh=fresh, make=make)
    windows = done.plan.windows
    for window in (*done.added, *done.changed):
        windows = placing.giving_way(windows, window, now, over)
    if windows == done.plan.windows:
        return done
    return replace(done, plan=replace(plan, windows=windows))


def of_source(plan: Plan, source: str, now: datetime) -> list[Occurrence]:
    """Return what of a source is not over yet, by start."""
    found = (
        window
        for window in plan.windows
        if window.source == source and window.end > now
    )
    return sorted(
        (window.occurrence(window.start) for window in found),
        key=lambda occurrence: occurrence.start,
    )


def cleared(plan: Plan, uids: Collection[str]) -> Replan:
    """Take windows out of a plan."""
    gone = [window for window in plan.windows if window.uid in uids]
    kept = tuple(window for window in plan.windows if window.uid not in uids)
    return Replan(plan=replace(plan, windows=kept), removed=gone)


def _is_concerned(
    window: Window, source: str, start: datetime, end: datetime | None, now: datetime
) -> bool:
    if window.source != source or window.recurring or window.end <= now:
        return False
    return window.end > start and (end is None or window.start < end)


def _whole(draft: Draft) -> Draft:
    """Return a draft in UTC and in whole seconds, as windows are kept."""
    start, end = (
        moment.astimezone(UTC).replace(microsecond=0)
        for moment in (draft.start, draft.end)
    )
    return replace(draft, start=start, end=end)


def _going_on(
    draft: Draft,
    mine: Iterable[Window],
    now: datetime,
    lasting: Collection[str],
    begun: set[str],
) -> Iterator[Draft]:
    """Return what is requested, as a part of what already runs if possible.

    So a planner may ask anew for what is left of a window. What nothing can change goes
    on as it is, whatever power, level or pause is asked for; the first draft for its
    time, which is noted in `begun`, has its start. What is left of a draft behind it
    is dropped where it is shorter than `MIN_FOLLOWING`.
    """
    for window in mine:
        lasts, has_begun = window.uid in lasting, window.uid in begun
        begins = lasts and (has_begun or draft.start <= window.start)
        if window.command is not draft.command or (window.start > now and not begins):
            continue
        runs = draft.start <= now < draft.end
        start = window.start if runs else draft.start
        if lasts and now < draft.end and draft.start < window.end:
            start = draft.start if has_begun else window.start
            begun.add(window.uid)
            end = min(draft.end, window.end)
            yield replace(draft, start=start, end=end, parameters=window.parameters)
            if draft.end - window.end >= MIN_FOLLOWING:
                yield replace(draft, start=window.end)
            return
        if runs:
            alike = _is_near(window.parameters, draft.parameters)
            kept = window.parameters if alike else draft.parameters
            yield replace(draft, start=start, parameters=kept)
            return
    yield draft


def _outside(
    window: Window, start: datetime, end: datetime | None, now: datetime
) -> Iterator[Draft]:
    """Return the parts of a window that lie before and behind the time of a plan."""
    whole = Draft(
        command=window.command,
        parameters=window.parameters,
        start=window.start,
        end=window.end,
        note=window.note,
    )
    if window.start < start and start > now:
        yield replace(whole, end=start)
    if end is not None and window.end > end:
        yield replace(whole, start=end)


def _joined(pieces: Iterable[Draft], fixed: Collection[datetime]) -> list[Draft]:
    """Return the pieces with those in one that adjoin and ask for the same.

    What ends at a `fixed` instant stays by itself.
    """
    joined: list[Draft] = []
    for piece in pieces:
        last = joined[-1] if joined else None
        if (
            last is not None
            and last.end not in fixed
            and last.command is piece.command
            and timedelta(0) <= piece.start - last.end <= TOUCHING_GAP
            and piece.end - last.start <= edits.MAX_LENGTH
            and _is_near(last.parameters, piece.parameters)
        ):
            joined[-1] = replace(last, end=piece.end)
        else:
            joined.append(piece)
    return joined


def _with_way(
    pieces: Sequence[Draft],
    others: Iterable[Window],
    mine: Collection[Window],
    over: Collection[str],
    lost: list[Lost],
) -> list[Draft]:
    """Return what is left of the pieces beside other windows; notes what is not."""
    if not pieces:
        return []
    own = {window.uid for window in mine}
    plain = [
        other
        for other in others
        if other.uid not in own and other.origin is not Origin.MANUAL
    ]
    low, high = (
        pieces[0].start - _LOOK_AROUND,
        max(one.end for one in pieces) + _LOOK_AROUND,
    )
    taken = [
        occurrence
        for occurrence in overlaps.sift(plain, low, high)[0]
        if occurrence.key not in over
    ]
    return [left for piece in pieces for left in _left(piece, taken, lost)]


def _left(
    piece: Draft, taken: Iterable[Occurrence], lost: list[Lost]
) -> Iterator[Draft]:
    """Return what is left of a piece; what is shorter than `MIN_PIECE` goes as well."""
    begin = piece.start
    last: Occurrence | None = None
    for one in taken:
        if one.end <= begin or one.start >= piece.end:
            continue
        if one.start - begin >= MIN_PIECE:
            yield replace(piece, start=begin, end=one.start)
            begin = one.start
        until = min(one.end, piece.end)
        lost.append(Lost(piece.command, begin, until, one))
        begin, last = until, one
    if last is None or piece.end - begin >= MIN_PIECE:
        yield replace(piece, start=begin)
    elif piece.end > begin:
        lost.append(Lost(piece.command, begin, piece.end, last))


def _put_in(
    done: Replan,
    drafts: Sequence[Draft],
    mine: Sequence[Window],
    *,
    source: str,
    now: datetime,
    fresh: Callable[[], str],
    make: Callable[..., Window],
) -> Replan:
    """Put the drafts in the place of a source's windows, with as few changes as can.

    Where nothing else changes, a new reason is none to store them again.
    """
    paired = _paired(drafts, mine)
    instead: dict[str, Window] = {}
    for draft, window in zip(drafts, paired, strict=True):
        if window is None:
            made = make(draft, uid=fresh())
            done.added.append(replace(made, source=source))
        elif _is_same(draft, window):
            done.kept.append(window)
            instead[window.uid] = replace(window, why=draft.why)
        else:
            instead[window.uid] = _changed(window, draft, now)
            done.changed.append(instead[window.uid])
    for window in mine:
        if window.uid not in instead:
            ends = _is_ending(window, drafts, now)
            (done.kept if ends else done.removed).append(window)
    if not (done.added or done.changed or done.removed):
        return done
    gone = {window.uid for window in done.removed}
    windows = [
        instead.get(window.uid, window)
        for window in done.plan.windows
        if window.uid not in gone
    ]
    return replace(done, plan=replace(done.plan, windows=(*windows, *done.added)))


def _is_ending(window: Window, drafts: Iterable[Draft], now: datetime) -> bool:
    """Return whether a window ends by itself before it could be ended."""
    is_running = window.start <= now and window.end - now <= LAST_MOMENT
    return is_running and all(draft.start >= window.end for draft in drafts)


def _paired(drafts: Sequence[Draft], mine: Iterable[Window]) -> list[Window | None]:
    """Return for each draft the window that becomes it: of its start, or its time."""
    left = list(mine)
    found: list[Window | None] = [None] * len(drafts)

    def pair(fits: Callable[[Draft, Window], bool]) -> None:
        for position, draft in enumerate(drafts):
            if found[position] is not None:
                continue
            for window in left:
                if window.command is draft.command and fits(draft, window):
                    found[position] = window
                    left.remove(window)
                    break

    pair(lambda draft, window: draft.start == window.start)
    pair(lambda draft, other: draft.start < other.end and other.start < draft.end)
    return found


def _changed(window: Window, draft: Draft, now: datetime) -> Window:
    """Return a planner's window as it is requested now."""
    made = edits.made(
        draft,
        uid=window.uid,
        now=now,
        created=window.created,
        origin=window.origin,
    )
    moved = (made.start, made.end) != (window.start, window.end)
    return replace(
        made,
        source=window.source,
        note=window.note,
        since=made.since if moved else window.since,
    )


def _is_same(draft: Draft, window: Window) -> bool:
    times = draft.start.astimezone(UTC), draft.end.astimezone(UTC)
    return times == (window.start, window.end) and _alike(
        window.parameters, draft.parameters, _ROUNDING, _ROUNDING
    )


def _is_near(one: Parameters, other: Parameters) -> bool:
    """Return whether two parameters differ within what goes on as it is."""
    return _alike(one, other, MAX_POWER_DRIFT, MAX_LEVEL_DRIFT)


def _alike(one: Parameters, other: Parameters, power: float, level: float) -> bool:
    first, second = one.given(), other.given()
    return first.keys() == second.keys() and all(
        isclose(
            value,
            second[name],
            rel_tol=0,
            abs_tol=power if name is Parameter.POWER else level,
        )
        for name, value in first.items()
    )
