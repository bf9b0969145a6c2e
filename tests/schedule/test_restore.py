"""Occurrences that were taken out, and take place after all."""

import pytest

from custom_components.amps.schedule.errors import (
    SpanError,
    SpanFault,
    UnknownOccurrenceError,
    UnknownWindowError,
)
from custom_components.amps.schedule.overlaps import ClashError
from custom_components.amps.schedule.plan import Plan

from .plans import NOW, added, at, draft, planned
from .test_plan import NIGHTLY, THIRD, days


@pytest.fixture
def plan() -> Plan:
    """Every night, but not the third."""
    nightly = planned(NIGHTLY)
    return nightly.cancel("a", original=THIRD, now=NOW).plan


def test_a_night_comes_back_as_it_was(plan: Plan) -> None:
    assert days(plan) == "02 03 05 06 07 08"
    edit = plan.restore("a", original=THIRD, now=NOW)
    assert days(edit.plan) == "02 03 04 05 06 07 08"
    assert edit.plan == planned(NIGHTLY)
    assert edit.occurrence is not None
    assert edit.occurrence.start == THIRD
    assert edit.replaced == ()


def test_only_what_was_taken_out_comes_back(plan: Plan) -> None:
    for original in (at("2026-03-05 00:30"), at("2026-03-04 00:31")):
        with pytest.raises(UnknownOccurrenceError):
            plan.restore("a", original=original, now=NOW)
    with pytest.raises(UnknownWindowError):
        plan.restore("b", original=THIRD, now=NOW)
    once = planned(draft("2026-03-04 00:30", "05:30"))
    with pytest.raises(UnknownOccurrenceError):
        once.restore("a", original=THIRD, now=NOW)


def test_what_is_over_does_not_come_back(plan: Plan) -> None:
    with pytest.raises(SpanError) as caught:
        plan.restore("a", original=THIRD, now=at("2026-03-04 05:30"))
    assert caught.value.fault is SpanFault.PAST


def test_what_took_its_time_meanwhile_is_in_the_way(plan: Plan) -> None:
    other = draft("2026-03-04 04:00", "06:00", "FREQ=DAILY;COUNT=1")
    taken = added(plan, "b", other).plan
    with pytest.raises(ClashError):
        taken.restore("a", original=THIRD, now=NOW)


def test_the_hour_of_a_clock_change_comes_back() -> None:
    nightly = planned(draft("2026-03-27 01:30", "05:30", "FREQ=DAILY"))
    changed = at("2026-03-29 02:00")  # 01:30 is left out
    (night,) = nightly.occurrences(changed, at("2026-03-29 05:00"))
    skipped = nightly.cancel("a", original=night.original, now=NOW).plan
    edit = skipped.restore("a", original=night.original, now=NOW)
    assert edit.plan == nightly
    assert edit.occurrence == night
