"""Random edits of a plan touch only what they are for."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import NamedTuple

from hypothesis import example, given, strategies as st

from custom_components.amps.engine.storage import plan_from_rows, plan_to_rows
from custom_components.amps.schedule.overlaps import ClashError
from custom_components.amps.schedule.plan import Absence, Edit, EditRange, Plan
from custom_components.amps.schedule.window import Occurrence

from .plans import NOW, added, at, draft, planned

QUARTER = timedelta(minutes=15)
LOW, HIGH = at("2026-03-20"), at("2026-05-01")


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["cancel", "edit"]),
            st.integers(0, 20),
            st.sampled_from(EditRange),
            st.integers(0, 23),
        ),
        max_size=6,
    )
)
@example(
    [
        ("edit", 0, EditRange.ALL, 5),
        ("edit", 4, EditRange.THIS_AND_FUTURE, 2),
        ("edit", 0, EditRange.ALL, 2),
        ("edit", 6, EditRange.THIS, 10),
    ]
)
@example(
    [
        ("edit", 0, EditRange.ALL, 5),
        ("edit", 4, EditRange.THIS_AND_FUTURE, 2),
        ("edit", 0, EditRange.ALL, 2),
        ("cancel", 4, EditRange.THIS, 0),
    ]
)
def test_an_edit_touches_only_what_it_is_for(
    steps: list[tuple[str, int, EditRange, int]],
) -> None:
    plan = planned(draft("2026-03-20 00:30", "01:30", "FREQ=DAILY"))
    before = _seen(plan)
    for kind, number, range_, hour in steps:
        if not before.stands:
            return
        one = list(before.stands.values())[number % len(before.stands)]
        if kind == "cancel":
            edit = plan.cancel(one.uid, now=NOW, original=one.original, range_=range_)
        else:
            day = one.original.astimezone(LOW.tzinfo).replace(hour=hour)
            wanted = draft("2026-03-20 00:30", "01:30", plan.get(one.uid).repeat)
            wanted = replace(
                wanted, start=day, end=day.astimezone(UTC) + timedelta(hours=1)
            )
            edit = plan.edit(
                one.uid,
                wanted,
                now=NOW,
                original=one.original,
                range_=range_,
                replace=True,
            )
        assert plan_from_rows(plan_to_rows(edit.plan)) == edit.plan
        after = _seen(edit.plan)
        assert kind == "edit" or one.key not in after.stands
        new_uid = edit.window.uid if kind == "edit" else None
        touched = _touched(before, after, one, range_, new_uid)
        assert _changed(before, after) <= touched
        plan, before = edit.plan, after


SPANS = st.tuples(st.integers(0, 4 * 24 * 7), st.integers(1, 40))
"""A start and a length in quarters of an hour, within a week."""
STEPS = st.tuples(
    st.sampled_from(["add", "repeat", "edit", "cancel"]), st.integers(0, 20), SPANS
)


@given(st.lists(STEPS, max_size=6))
@example([("edit", 0, (102, 1)), ("repeat", 0, (6, 1)), ("edit", 1, (102, 1))])
@example([("add", 0, (391, 1)), ("repeat", 0, (159, 40)), ("edit", 0, (390, 2))])
def test_what_replaces_takes_the_time_that_it_overlaps_and_no_more(
    steps: list[tuple[str, int, tuple[int, int]]],
) -> None:
    plan = planned(draft("2026-03-20 00:30", "01:30", "FREQ=DAILY"))
    before, singles = _seen(plan), set[Span]()
    for count, (kind, number, span) in enumerate(steps):
        if not before.stands:
            return
        one = list(before.stands.values())[number % len(before.stands)]
        if (edit := _replacing(plan, f"new{count}", kind, one, span)) is None:
            continue
        after, old, new = _seen(edit.plan), [], []
        if kind in ("edit", "cancel"):
            old = [one]
        if kind != "cancel":
            new = [
                stand for stand in after.stands.values() if stand.uid == edit.window.uid
            ]
        if kind == "edit" and edit.window.recurring:
            instance = edit.window.instance(one.original)
            assert instance is not None
            new = [edit.window.occurrence(instance)]
        if not edit.window.recurring:
            left = singles - {(occurrence.start, occurrence.end) for occurrence in old}
            singles = {rest for occurrence in left for rest in _rests(occurrence, new)}
            singles |= {(occurrence.start, occurrence.end) for occurrence in new}
        assert _singles(edit.plan) == singles
        found = list(after.stands.values())
        assert all(first.end <= then.start for first, then in pairwise(found))
        meant = [*old, *new]
        touched = {occurrence.key for occurrence in meant}
        touched |= {
            occurrence.key
            for occurrence in before.all
            if any(occurrence.overlaps(mine) for mine in meant)
        }
        touched = _with_covered(touched, before, after)
        assert not _repeating(edit.plan, _changed(before, after) - touched)
        plan, before = edit.plan, after


type Span = tuple[datetime, datetime]


def _replacing(
    plan: Plan, uid: str, kind: str, one: Occurrence, span: tuple[int, int]
) -> Edit | None:
    """One edit that replaces; None where a window would overlap itself."""
    if kind == "cancel":
        return plan.cancel(one.uid, now=NOW, original=one.original)
    start = LOW + span[0] * QUARTER
    wanted = draft(
        "2026-03-20 00:30", "01:30", "FREQ=DAILY" if kind == "repeat" else None
    )
    wanted = replace(wanted, start=start, end=start + span[1] * QUARTER)
    if kind != "edit":
        return added(plan, uid, wanted, replace=True)
    try:
        return plan.edit(one.uid, wanted, now=NOW, original=one.original, replace=True)
    except ClashError as err:
        if err.mine.uid != err.other.uid:
            raise
        return None


def _singles(plan: Plan) -> set[Span]:
    """The times of the one-offs that take place."""
    found = plan.occurrences(LOW, HIGH)
    return {
        (occurrence.start, occurrence.end)
        for occurrence in found
        if not plan.get(occurrence.uid).recurring
    }


def _repeating(plan: Plan, keys: set[str]) -> set[str]:
    """Those of the keys that are of series, and not at the edge of what is seen."""
    return {
        occurrence.key
        for window in plan.windows
        for occurrence in window.occurrences(LOW, HIGH - timedelta(days=2))
        if occurrence.key in keys and window.recurring
    }


def _rests(one: Span, taken: list[Occurrence]) -> list[Span]:
    """What is left of a time: all, or what lies before and behind what was taken."""
    for span in taken:
        if span.start < one[1] and one[0] < span.end:
            rests = (one[0], span.start), (span.end, one[1])
            return [(start, end) for start, end in rests if end - start >= QUARTER]
    return [one]


class Seen(NamedTuple):
    """What takes place in a plan, by key, and what does not."""

    stands: dict[str, Occurrence]
    absent: list[Absence]

    @property
    def all(self) -> list[Occurrence]:
        return [*self.stands.values(), *(absence.occurrence for absence in self.absent)]


def _seen(plan: Plan) -> Seen:
    stands = {occurrence.key: occurrence for occurrence in plan.occurrences(LOW, HIGH)}
    return Seen(stands, plan.absent(LOW, HIGH))


def _changed(before: Seen, after: Seen) -> set[str]:
    """The keys of what does not take place as it did."""
    were, are = before.stands, after.stands
    return {key for key in were | are if were.get(key) != are.get(key)}


def _touched(
    before: Seen, after: Seen, one: Occurrence, range_: EditRange, new_uid: str | None
) -> set[str]:
    """The keys of what an edit is for, and of what that covered or covers now.

    What is uncovered so may itself cover another one.
    """
    touched = {
        occurrence.key
        for occurrence in before.all
        if _is_meant(occurrence, one, range_)
    }
    edited = [stand for stand in after.stands.values() if stand.uid == new_uid]
    if range_ is EditRange.THIS:
        edited = [occurrence for occurrence in edited if occurrence.key == one.key]
    touched |= {occurrence.key for occurrence in edited}
    touched |= {
        occurrence.key
        for occurrence in before.all
        if any(occurrence.overlaps(e) for e in edited)
    }
    return _with_covered(touched, before, after)


def _with_covered(touched: set[str], before: Seen, after: Seen) -> set[str]:
    """The same keys with those of what they covered or cover now, and so on."""
    absent = [*before.absent, *after.absent]
    covers = [
        (absence.by, absence.occurrence) for absence in absent if absence.by is not None
    ]
    while new := {cover.key for by, cover in covers if by.key in touched} - touched:
        touched = touched | new
    return touched


def _is_meant(occurrence: Occurrence, one: Occurrence, range_: EditRange) -> bool:
    """Return whether an edit of one occurrence is for another one, too."""
    if range_ is EditRange.THIS or occurrence.uid != one.uid:
        return occurrence.key == one.key
    return range_ is EditRange.ALL or occurrence.original >= one.original
