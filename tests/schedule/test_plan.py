"""Edits of a plan: which occurrences there are afterwards."""

from dataclasses import replace
from datetime import datetime

import pytest

from custom_components.amps.api.models import Command, Parameters
from custom_components.amps.schedule.errors import (
    RepeatError,
    SpanError,
    SpanFault,
    UnknownOccurrenceError,
    UnknownWindowError,
)
from custom_components.amps.schedule.plan import EditRange, Plan
from custom_components.amps.schedule.window import AbsenceReason, Draft, Origin

from .plans import LONDON, NOW, added, at, draft, listed, local, planned, starts, utc

NIGHTLY = draft("2026-03-02 00:30", "05:30", "FREQ=DAILY")
WEEK = ("2026-03-02", "2026-03-09")
THIRD = at("2026-03-04 00:30")


def days(plan: Plan, first: str = WEEK[0], last: str = WEEK[1]) -> str:
    """The starts as "02", or with their hour where it is not 00:30."""
    found = [
        start.removeprefix("03-").removesuffix(" 00:30")
        for start in starts(plan, first, last)
    ]
    return " ".join(occurrence.replace(" ", "@") for occurrence in found)


def test_a_window_is_added_and_found() -> None:
    edit = added(Plan(), "a", NIGHTLY)
    assert edit.plan.windows == (edit.window,)
    assert edit.occurrence == edit.plan.occurrences(at(WEEK[0]), at(WEEK[1]))[0]
    assert edit.plan.get("a").repeat == "FREQ=DAILY"
    assert edit.plan.get("a").zone == LONDON
    assert edit.replaced == ()
    assert edit.window.created == NOW


def test_a_window_that_began_is_planned_from_its_next_occurrence() -> None:
    edit = added(
        Plan(), "a", replace(NIGHTLY, repeat="RRULE:FREQ=DAILY"), at("2026-03-04 12:00")
    )
    assert edit.occurrence is not None
    assert local(edit.occurrence.start) == "03-05 00:30"
    assert days(edit.plan) == "05 06 07 08"


@pytest.mark.parametrize(
    ("original", "range_", "result"),
    [
        (None, EditRange.THIS, ""),
        (THIRD, EditRange.THIS, "02 03 05 06 07 08"),
        (THIRD, EditRange.THIS_AND_FUTURE, "02 03"),
        (THIRD, EditRange.ALL, ""),
        (at("2026-03-02 00:30"), EditRange.THIS, "03 04 05 06 07 08"),
        (at("2026-03-02 00:30"), EditRange.THIS_AND_FUTURE, ""),
    ],
)
def test_occurrences_are_cancelled(
    original: datetime | None, range_: EditRange, result: str
) -> None:
    plan = planned(NIGHTLY)
    edit = plan.cancel("a", now=NOW, original=original, range_=range_)
    assert days(edit.plan) == result
    assert edit.window == plan.get("a")
    assert edit.occurrence is not None
    first = (
        original if original and range_ is not EditRange.ALL else at("2026-03-02 00:30")
    )
    assert edit.occurrence.start == first


def test_a_window_of_which_nothing_is_left_goes() -> None:
    plan = planned(draft("2026-03-02 00:30", "05:30", "FREQ=DAILY;COUNT=2"))
    for day in (2, 3):
        plan = plan.cancel("a", now=NOW, original=at(f"2026-03-0{day} 00:30")).plan
    assert plan == Plan()
    plan = planned(draft("2026-03-02 00:30", "05:30"))
    assert plan.cancel("a", now=NOW, original=at("2026-03-02 00:30")).plan == Plan()


def test_what_is_skipped_is_told_and_not_there_again() -> None:
    plan = planned(NIGHTLY).cancel("a", now=NOW, original=THIRD).plan
    [absence] = plan.absent(at(WEEK[0]), at(WEEK[1]))
    assert (absence.occurrence.start, absence.reason) == (THIRD, AbsenceReason.SKIPPED)
    with pytest.raises(UnknownOccurrenceError):
        plan.cancel("a", now=NOW, original=THIRD)
    with pytest.raises(UnknownOccurrenceError):
        plan.find("a", THIRD)


MOVED = draft("2026-03-04 02:00", "06:00", title="Charge to 80 %")


@pytest.mark.parametrize(
    ("wanted", "original", "range_", "result"),
    [
        (MOVED, THIRD, EditRange.THIS, "02 03 04@02:00 05 06 07 08"),
        (
            draft("2026-03-04 02:00", "06:00", "FREQ=DAILY"),
            THIRD,
            EditRange.THIS_AND_FUTURE,
            "02 03 04@02:00 05@02:00 06@02:00 07@02:00 08@02:00",
        ),
        (
            draft("2026-03-04 00:30", "06:00", "FREQ=DAILY;COUNT=2"),
            THIRD,
            EditRange.THIS_AND_FUTURE,
            "02 03 04 05",
        ),
        (
            draft("2026-03-05 00:30", "06:00", "FREQ=DAILY;INTERVAL=2"),
            THIRD,
            EditRange.THIS_AND_FUTURE,
            "02 03 05 07",
        ),
        (
            draft("2026-03-04 00:30", "06:00"),
            THIRD,
            EditRange.THIS_AND_FUTURE,
            "02 03 04",
        ),
        (
            draft("2026-03-04 02:00", "06:00", "FREQ=DAILY"),
            THIRD,
            EditRange.ALL,
            "02@02:00 03@02:00 04@02:00 05@02:00 06@02:00 07@02:00 08@02:00",
        ),
        (
            draft("2026-03-04 02:00", "06:00", "FREQ=DAILY;COUNT=4"),
            THIRD,
            EditRange.ALL,
            "02@02:00 03@02:00 04@02:00 05@02:00",
        ),
        (
            draft("2026-03-03 02:00", "06:00", "FREQ=DAILY;COUNT=2"),
            None,
            EditRange.THIS,
            "03@02:00 04@02:00",
        ),
        (
            draft("2026-03-03 02:00", "06:00", "FREQ=DAILY;COUNT=2"),
            at("2026-03-02 00:30"),
            EditRange.THIS_AND_FUTURE,
            "03@02:00 04@02:00",
        ),
        (draft("2026-03-06 02:00", "06:00"), None, EditRange.ALL, "06@02:00"),
    ],
)
def test_occurrences_are_edited(
    wanted: Draft, original: datetime | None, range_: EditRange, result: str
) -> None:
    plan = planned(NIGHTLY)
    edit = plan.edit("a", wanted, now=NOW, original=original, range_=range_)
    assert days(edit.plan) == result


def test_the_rest_of_a_window_is_a_window_of_its_own() -> None:
    later = replace(NIGHTLY, start=THIRD, end=at("2026-03-04 06:00"))
    edit = planned(NIGHTLY).edit(
        "a", later, now=NOW, original=THIRD, range_=EditRange.THIS_AND_FUTURE
    )
    assert [window.uid for window in edit.plan.windows] == ["a", "a~20260304T003000"]
    assert edit.plan.get("a").repeat == "FREQ=DAILY;UNTIL=20260303T003000"
    assert edit.window.uid == "a~20260304T003000"
    assert edit.occurrence is not None
    assert edit.occurrence.start == THIRD


def test_the_occurrence_that_its_series_is_edited_from_takes_what_is_new() -> None:
    """It was changed before; others that were changed stay as they are."""
    plan = planned(NIGHTLY).edit("a", MOVED, now=NOW, original=THIRD).plan
    fifth = draft("2026-03-06 03:00", "04:00")
    plan = plan.edit("a", fifth, now=NOW, original=at("2026-03-06 00:30")).plan
    later = replace(NIGHTLY, start=at("2026-03-04 01:00"), end=at("2026-03-04 06:00"))
    edit = plan.edit(
        "a", later, now=NOW, original=THIRD, range_=EditRange.THIS_AND_FUTURE
    )
    assert days(edit.plan) == "02 03 04@01:00 05@01:00 06@03:00 07@01:00 08@01:00"


def test_a_window_split_again_and_again_has_uids_of_its_own() -> None:
    plan = planned(NIGHTLY)
    for hour in (7, 8, 9):
        plan = plan.edit(
            "a",
            draft(f"2026-03-04 0{hour}:00", f"0{hour}:30"),
            now=NOW,
            original=THIRD,
            range_=EditRange.THIS_AND_FUTURE,
        ).plan
        plan = plan.edit("a", NIGHTLY, now=NOW).plan
    assert [window.uid for window in plan.windows] == [
        "a",
        "a~20260304T003000~3",
        "a~20260304T003000~2",
        "a~20260304T003000",
    ]


def test_a_window_of_which_all_before_is_skipped_is_not_split() -> None:
    plan = planned(NIGHTLY)
    for day in (2, 3):
        plan = plan.cancel("a", now=NOW, original=at(f"2026-03-0{day} 00:30")).plan
    plan = plan.edit(
        "a", MOVED, now=NOW, original=THIRD, range_=EditRange.THIS_AND_FUTURE
    ).plan
    assert [window.uid for window in plan.windows] == ["a"]
    assert days(plan) == "04@02:00"


def test_one_occurrence_has_its_own_contents() -> None:
    plan = planned(NIGHTLY)
    plan = plan.edit("a", MOVED, now=NOW, original=THIRD).plan
    one = plan.find("a", at("2026-03-04 02:00"))
    assert one == plan.find("a", THIRD)
    assert (one.command, one.parameters) == (Command.CHARGE, Parameters(target=80))
    assert one.key == "a/20260304T003000Z"
    other = plan.find("a", at("2026-03-05 00:30"))
    assert other.parameters == Parameters()


def test_a_moved_occurrence_can_be_edited_and_cancelled() -> None:
    plan = planned(NIGHTLY).edit("a", MOVED, now=NOW, original=THIRD).plan
    again = draft("2026-03-04 12:00", "13:00", title="Charge to 70 %")
    plan = plan.edit("a", again, now=NOW, original=THIRD).plan
    assert days(plan) == "02 03 04@12:00 05 06 07 08"
    back = draft("2026-03-04 00:30", "05:30")
    assert plan.edit("a", back, now=NOW, original=THIRD).plan == planned(NIGHTLY)
    plan = plan.cancel("a", now=NOW, original=THIRD).plan
    assert days(plan) == "02 03 05 06 07 08"
    assert plan.get("a").changes == ()


def test_a_moved_occurrence_follows_the_contents_of_its_window() -> None:
    plan = planned(NIGHTLY)
    moved = draft("2026-03-04 02:00", "06:00")
    plan = plan.edit("a", moved, now=NOW, original=THIRD).plan
    plan = plan.edit("a", replace(NIGHTLY, command=Command.IDLE), now=NOW).plan
    assert {
        occurrence.command for occurrence in plan.occurrences(at(WEEK[0]), at(WEEK[1]))
    } == {Command.IDLE}
    assert days(plan) == "02 03 04@02:00 05 06 07 08"


@pytest.mark.parametrize(
    ("wanted", "range_", "result"),
    [
        (
            replace(NIGHTLY, start=at("2026-03-03 01:00"), end=at("2026-03-03 06:00")),
            EditRange.ALL,
            "02@01:00 03@01:00 05@01:00 06@12:00 07@01:00 08@01:00",
        ),
        (
            replace(NIGHTLY, start=at("2026-03-03 01:00"), end=at("2026-03-03 06:00")),
            EditRange.THIS_AND_FUTURE,
            "02 03@01:00 05@01:00 06@12:00 07@01:00 08@01:00",
        ),
        (
            replace(
                NIGHTLY,
                start=at("2026-03-03 00:30"),
                end=at("2026-03-03 05:30"),
                repeat="FREQ=WEEKLY;BYDAY=TU,WE,TH",
            ),
            EditRange.ALL,
            "03 05",
        ),
    ],
)
def test_exceptions_stay_where_the_rule_still_has_them(
    wanted: Draft, range_: EditRange, result: str
) -> None:
    plan = planned(NIGHTLY).cancel("a", now=NOW, original=THIRD).plan
    noon = draft("2026-03-06 12:00", "13:00")
    plan = plan.edit("a", noon, now=NOW, original=at("2026-03-06 00:30")).plan
    tuesday = at("2026-03-03 00:30")
    plan = plan.edit("a", wanted, now=NOW, original=tuesday, range_=range_).plan
    assert days(plan) == result


def test_an_edit_of_the_times_does_not_reach_into_the_past() -> None:
    now = at("2026-03-04 13:00")
    noon = draft("2026-03-02 11:00", "12:00", "FREQ=DAILY")
    plan = planned(NIGHTLY).edit("a", noon, now=now).plan
    assert days(plan) == "05@11:00 06@11:00 07@11:00 08@11:00"
    plan = (
        planned(NIGHTLY).edit("a", replace(NIGHTLY, command=Command.IDLE), now=now).plan
    )
    assert days(plan) == "02 03 04 05 06 07 08"


def test_what_cannot_be_edited_is_refused() -> None:
    plan = planned(NIGHTLY)
    with pytest.raises(UnknownWindowError) as window:
        plan.edit("x", MOVED, now=NOW)
    assert window.value.uid == "x"
    with pytest.raises(UnknownOccurrenceError) as occurrence:
        plan.edit("a", MOVED, now=NOW, original=at("2026-03-04 00:31"))
    assert occurrence.value.instant == at("2026-03-04 00:31")
    past = draft("2026-02-04 12:00", "13:00")
    for range_ in EditRange:
        with pytest.raises(SpanError) as span:
            plan.edit("a", past, now=NOW, original=THIRD, range_=range_)
        assert span.value.fault is SpanFault.PAST
    with pytest.raises(RepeatError):
        plan.edit("a", replace(NIGHTLY, repeat="FREQ=HOURLY"), now=NOW)


@pytest.mark.parametrize("uid", ["a", "", " b", "b\n", "b\r\nX:1"])
def test_a_uid_is_new_and_plain(uid: str) -> None:
    with pytest.raises(ValueError, match="uid"):
        added(planned(NIGHTLY), uid, draft("2026-04-02 12:00", "13:00"))


def test_a_one_off_is_edited_as_a_whole() -> None:
    plan = planned(draft("2026-03-02 12:00", "13:00"))
    edit = plan.edit(
        "a",
        draft("2026-03-03 12:00", "13:00", "FREQ=DAILY;COUNT=2"),
        now=NOW,
        original=at("2026-03-02 12:00"),
    )
    assert days(edit.plan) == "03@12:00 04@12:00"
    back = edit.plan.edit("a", draft("2026-03-05 12:00", "13:00"), now=NOW)
    assert days(back.plan) == "05@12:00"
    assert back.window.zone is None


def test_an_occurrence_in_the_hour_left_out_has_an_identity() -> None:
    plan = planned(draft("2026-03-02 01:30", "05:30", "FREQ=DAILY"))
    night = ("2026-03-29", "2026-03-30")
    [one] = plan.occurrences(at(night[0]), at(night[1]))
    assert plan.find("a", one.start) == one
    plan = plan.edit(
        "a", draft("2026-03-29 12:00", "13:00"), now=NOW, original=one.original
    ).plan
    assert listed(plan, *night) == ["a 03-29 12:00 03-29 13:00"]
    [moved] = plan.occurrences(at(night[0]), at(night[1]))
    assert moved.key == one.key == "a/20260329T010000Z"


def test_an_occurrence_that_a_clock_change_swallows_can_be_moved() -> None:
    plan = planned(draft("2026-03-02 01:15", "01:45", "FREQ=DAILY"))
    night = ("2026-03-29", "2026-03-30")
    assert listed(plan, *night) == []
    [absence] = plan.absent(at(night[0]), at(night[1]))
    lost = plan.find("a", absence.occurrence.original)
    assert lost == absence.occurrence
    later = draft("2026-03-29 02:15", "02:45")
    plan = plan.edit("a", later, now=NOW, original=lost.original).plan
    assert listed(plan, *night) == ["a 03-29 02:15 03-29 02:45"]


def test_a_one_off_is_found_at_its_start() -> None:
    plan = planned(draft("2026-03-02 12:00", "13:00"))
    assert plan.find("a", at("2026-03-02 12:00")) == plan.get("a").upcoming(NOW)
    with pytest.raises(UnknownOccurrenceError):
        plan.find("a", at("2026-03-02 12:30"))


def test_what_is_over_can_be_dropped() -> None:
    plan = planned(
        draft("2026-03-02 12:00", "13:00"),
        draft("2026-03-02 00:30", "05:30", "FREQ=DAILY;COUNT=3"),
        draft("2026-03-02 14:00", "15:00", "FREQ=DAILY"),
    )
    assert plan.pruned(utc("2026-03-02 12:59")) is plan
    assert [window.uid for window in plan.pruned(utc("2026-03-02 13:00")).windows] == [
        "b",
        "c",
    ]
    assert [window.uid for window in plan.pruned(utc("2026-03-04 05:30")).windows] == [
        "c"
    ]


def test_a_manual_window_says_so() -> None:
    edit = Plan().add(MOVED, uid="m", now=NOW, origin=Origin.MANUAL)
    assert edit.occurrence is not None
    assert edit.occurrence.origin is Origin.MANUAL
