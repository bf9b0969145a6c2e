"""Random edits of a plan touch only what they are for."""

from dataclasses import replace
from datetime import UTC, timedelta

from hypothesis import given, strategies as st

from custom_components.amps.plan.errors import RepeatError, RepeatFault
from custom_components.amps.plan.plan import Edit, Plan, Range
from custom_components.amps.plan.stored import plan_from_rows, plan_to_rows
from custom_components.amps.plan.window import Draft, Occurrence

from ..examples import examples
from .plans import NOW, at, draft, planned


@examples(60)
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
def test_an_edit_touches_only_what_it_is_for(
    steps: list[tuple[str, int, Range, int]],
) -> None:
    plan = planned(draft("2026-03-20 00:30", "01:30", "FREQ=DAILY"))
    low, high = at("2026-03-20"), at("2026-05-01")
    for kind, number, range_, hour in steps:
        before = plan.occurrences(low, high)
        if not before:
            return
        one = before[number % len(before)]
        if kind == "cancel":
            edit = plan.cancel(one.uid, now=NOW, original=one.original, range_=range_)
        else:
            day = one.original.astimezone(at("2026-03-20").tzinfo).replace(hour=hour)
            it = draft("2026-03-20 00:30", "01:30", plan.get(one.uid).repeat)
            it = replace(it, start=day, end=day.astimezone(UTC) + timedelta(hours=1))
            tried = _edited(plan, one, it, range_)
            if tried is None:
                # moved behind the last day that its own rule gives
                assert "UNTIL" in (it.repeat or "")
                assert day > one.start
                continue
            edit = tried
        after = edit.plan.occurrences(low, high)
        gone = {it.key for it in before} - {it.key for it in after}
        assert plan_from_rows(plan_to_rows(edit.plan)) == edit.plan
        if kind == "cancel":
            kept = [it for it in before if it.key not in gone]
            assert after == kept
            assert one.key in gone
            if range_ is Range.THIS:
                assert gone == {one.key}
        elif range_ is Range.THIS:
            assert not gone - {it.occurrence.key for it in edit.plan.absent(low, high)}
        plan = edit.plan


def _edited(plan: Plan, one: Occurrence, it: Draft, range_: Range) -> Edit | None:
    try:
        return plan.edit(
            one.uid, it, now=NOW, original=one.original, range_=range_, replace=True
        )
    except RepeatError as err:
        if err.fault is not RepeatFault.NEVER:
            raise
        return None
