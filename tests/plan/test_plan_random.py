"""Random edits of a plan touch only what they are for."""

from dataclasses import replace
from datetime import UTC, timedelta
from typing import NamedTuple

from hypothesis import example, given, strategies as st

from custom_components.amps.plan.errors import RepeatError, RepeatFault
from custom_components.amps.plan.plan import Absence, Edit, Plan, Range
from custom_components.amps.plan.stored import plan_from_rows, plan_to_rows
from custom_components.amps.plan.window import Draft, Occurrence

from .plans import NOW, at, draft, planned

LOW, HIGH = at("2026-03-20"), at("2026-05-01")


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["cancel", "edit"]),
            st.integers(0, 20),
            st.sampled_from(Range),
            st.integers(0, 23),
        ),
        max_size=6,
    )
)
@example(
    [
        ("edit", 0, Range.ALL, 5),
        ("edit", 4, Range.THIS_AND_FUTURE, 2),
        ("edit", 0, Range.ALL, 2),
        ("edit", 6, Range.THIS, 10),
    ]
)
@example(
    [
        ("edit", 0, Range.ALL, 5),
        ("edit", 4, Range.THIS_AND_FUTURE, 2),
        ("edit", 0, Range.ALL, 2),
        ("cancel", 4, Range.THIS, 0),
    ]
)
def test_an_edit_touches_only_what_it_is_for(
    steps: list[tuple[str, int, Range, int]],
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
            it = draft("2026-03-20 00:30", "01:30", plan.get(one.uid).repeat)
            it = replace(it, start=day, end=day.astimezone(UTC) + timedelta(hours=1))
            tried = _edited(plan, one, it, range_)
            if tried is None:
                # moved behind the last day that its own rule gives
                assert "UNTIL" in (it.repeat or "")
                assert day > one.start
                continue
            edit = tried
        assert plan_from_rows(plan_to_rows(edit.plan)) == edit.plan
        after = _seen(edit.plan)
        assert kind == "edit" or one.key not in after.stands
        new_uid = edit.window.uid if kind == "edit" else None
        touched = _touched(before, after, one, range_, new_uid)
        assert _changed(before, after) <= touched
        plan, before = edit.plan, after


def _edited(plan: Plan, one: Occurrence, it: Draft, range_: Range) -> Edit | None:
    try:
        return plan.edit(
            one.uid, it, now=NOW, original=one.original, range_=range_, replace=True
        )
    except RepeatError as err:
        if err.fault is not RepeatFault.NEVER:
            raise
        return None


class Seen(NamedTuple):
    """What takes place in a plan, by key, and what does not."""

    stands: dict[str, Occurrence]
    absent: list[Absence]

    @property
    def all(self) -> list[Occurrence]:
        return [*self.stands.values(), *(it.occurrence for it in self.absent)]


def _seen(plan: Plan) -> Seen:
    stands = {it.key: it for it in plan.occurrences(LOW, HIGH)}
    return Seen(stands, plan.absent(LOW, HIGH))


def _changed(before: Seen, after: Seen) -> set[str]:
    """The keys of what does not take place as it did."""
    were, are = before.stands, after.stands
    return {key for key in were | are if were.get(key) != are.get(key)}


def _touched(
    before: Seen, after: Seen, one: Occurrence, range_: Range, new_uid: str | None
) -> set[str]:
    """The keys of what an edit is for, and of what that covered or covers now.

    What is uncovered so may itself cover another one. A window that takes the time of
    others is put above them, so that the rest of it covers what it overlaps, too.
    """
    absent = [*before.absent, *after.absent]
    covers = [(it.by, it.occurrence) for it in absent if it.by is not None]
    touched = {it.key for it in before.all if _is_meant(it, one, range_)}
    touched |= {it.key for pair in covers for it in pair if it.uid == new_uid}
    if range_ is not Range.THIS:
        touched |= {it.key for it in after.all if it.uid == new_uid}
    while new := {it.key for by, it in covers if by.key in touched} - touched:
        touched |= new
    return touched


def _is_meant(it: Occurrence, one: Occurrence, range_: Range) -> bool:
    """Whether an edit of one occurrence is for another one, too."""
    if range_ is Range.THIS or it.uid != one.uid:
        return it.key == one.key
    return range_ is Range.ALL or it.original >= one.original
