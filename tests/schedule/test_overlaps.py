"""Which windows may overlap, and what takes place where they do."""

from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise

from hypothesis import given, strategies as st
import pytest

from custom_components.amps.schedule.overlaps import ClashError, overlaps
from custom_components.amps.schedule.plan import EditRange, Plan
from custom_components.amps.schedule.titles import format_title
from custom_components.amps.schedule.window import AbsenceReason, Change, Draft, Origin

from .plans import (
    LONDON,
    LORD_HOWE,
    NOW,
    added,
    at,
    draft,
    listed,
    local,
    planned,
    shown,
    utc,
)

NIGHTLY = draft("2026-03-02 00:30", "05:30", "FREQ=DAILY")
NOON = draft("2026-03-02 12:00", "13:00", "FREQ=DAILY")


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (draft("2026-03-02 12:00", "13:00"), draft("2026-03-02 13:00", "14:00")),
        (draft("2026-03-02 12:00", "13:00"), draft("2026-03-02 13:01", "14:00")),
        (draft("2026-03-02 12:00", "13:00"), draft("2026-03-02 11:00", "12:00")),
        (NOON, draft("2026-03-02 13:00", "14:00", "FREQ=DAILY")),
        (NOON, draft("2026-03-02 11:00", "12:00", "FREQ=DAILY")),
        (NIGHTLY, NOON),
        (
            draft("2026-03-02 12:00", "13:00", "FREQ=WEEKLY;BYDAY=MO"),
            draft("2026-03-02 12:00", "13:00", "FREQ=WEEKLY;BYDAY=TU"),
        ),
        (
            draft("2026-03-02 12:00", "13:00", "FREQ=WEEKLY;INTERVAL=2"),
            draft("2026-03-09 12:00", "13:00", "FREQ=WEEKLY;INTERVAL=2"),
        ),
        (
            draft("2026-03-02 12:00", "13:00", "FREQ=DAILY;COUNT=3"),
            draft("2026-03-05 12:00", "13:00", "FREQ=DAILY"),
        ),
        (
            draft("2026-03-02 00:30", "01:30", "FREQ=DAILY"),
            draft("2026-03-02 01:30", "02:30", "FREQ=DAILY"),
        ),
        (
            draft("2026-03-02 22:00", "2026-03-03 00:30", "FREQ=DAILY"),
            NIGHTLY,
        ),
        (
            draft("2026-03-02 01:45", "02:15", "FREQ=DAILY", zone=LORD_HOWE),
            draft("2026-03-02 02:15", "02:45", "FREQ=DAILY", zone=LORD_HOWE),
        ),
        (draft("2028-03-02 12:00", "13:00", "FREQ=YEARLY"), NOON),
    ],
)
def test_windows_that_only_touch_do_not_clash(first: Draft, second: Draft) -> None:
    for one, two in ((first, second), (second, first)):
        plan = planned(one, two)
        assert not [
            event
            for event in plan.absent(NOW, NOW + timedelta(days=400))
            if event.reason is AbsenceReason.REPLACED
        ]


@pytest.mark.parametrize(
    ("first", "second", "clash"),
    [
        (
            draft("2026-03-02 12:00", "13:00", title="Charge to 90 %"),
            draft("2026-03-02 12:59", "14:00", title="Idle"),
            "Idle 03-02 12:59 14:00, Charge to 90 % 03-02 12:00 13:00",
        ),
        (
            draft("2026-03-02 12:00", "13:00"),
            draft("2026-03-02 11:00", "14:00"),
            "Charge 03-02 11:00 14:00, Charge 03-02 12:00 13:00",
        ),
        (
            NIGHTLY,
            draft("2026-03-05 05:29", "06:00", "FREQ=DAILY", title="Export"),
            "Export 03-05 05:29 06:00, Charge 03-05 00:30 05:30",
        ),
        (
            NIGHTLY,
            draft("2026-03-05 23:00", "2026-03-06 00:31", "FREQ=DAILY"),
            "Charge 03-05 23:00 00:31, Charge 03-06 00:30 05:30",
        ),
        (
            draft("2026-03-02 12:00", "13:00", "FREQ=WEEKLY;BYDAY=MO"),
            draft("2026-03-03 12:30", "13:30", "FREQ=MONTHLY;BYDAY=1MO"),
            "Charge 04-06 12:30 13:30, Charge 04-06 12:00 13:00",
        ),
        (
            draft("2026-03-02 12:00", "13:00", "FREQ=DAILY"),
            draft("2026-03-02 07:00", "07:30", "FREQ=DAILY", zone="America/New_York"),
            "Charge 03-02 12:00 12:30, Charge 03-02 12:00 13:00",
        ),
        (
            NOON,
            draft("2027-03-02 12:30", "13:30", "FREQ=YEARLY"),
            "Charge 03-02 12:30 13:30, Charge 03-02 12:00 13:00",
        ),
    ],
)
def test_other_overlaps_are_refused_with_both_named(
    first: Draft, second: Draft, clash: str
) -> None:
    with pytest.raises(ClashError) as caught:
        planned(first, second)
    error = caught.value
    assert (error.mine.uid, error.other.uid) == ("b", "a")
    assert clash == ", ".join(
        f"{format_title(window.command, window.parameters)} {local(window.start)} "
        f"{local(window.end)[6:]}"
        for window in (error.mine, error.other)
    )


def test_a_window_does_not_overlap_itself() -> None:
    with pytest.raises(ClashError) as caught:
        planned(draft("2026-03-02 12:00", "2026-03-03 12:01", "FREQ=DAILY"))
    assert (caught.value.mine.uid, caught.value.other.uid) == ("a", "a")
    plan = planned(draft("2026-03-02 12:00", "2026-03-03 12:00", "FREQ=DAILY"))
    moved = draft("2026-03-05 11:00", "13:00")
    for replaces in (False, True):
        with pytest.raises(ClashError):
            plan.edit(
                "a", moved, now=NOW, original=at("2026-03-03 12:00"), replace=replaces
            )


ONE_OFF = draft("2026-03-03 04:00", "12:30", title="Idle")
DAY = ("2026-03-03", "2026-03-04")


def test_a_one_off_replaces_the_occurrences_that_it_overlaps() -> None:
    result = ["c 03-03 04:00 03-03 12:30"]
    for drafts in ((NIGHTLY, NOON, ONE_OFF), (ONE_OFF, NIGHTLY, NOON)):
        plan = planned(*drafts)
        [one] = plan.occurrences(at(DAY[0]), at(DAY[1]))
        assert local(one.start) == "03-03 04:00"
        absent = plan.absent(at(DAY[0]), at(DAY[1]))
        assert [absence.by for absence in absent] == [one, one]
        assert {absence.reason for absence in absent} == {AbsenceReason.REPLACED}
    edit = added(planned(NIGHTLY, NOON), "c", ONE_OFF)
    assert listed(edit.plan, *DAY) == result
    assert [shown(occurrence) for occurrence in edit.replaced] == [
        "a 03-03 00:30 03-03 05:30",
        "b 03-03 12:00 03-03 13:00",
    ]


def test_what_a_one_off_replaced_comes_back_with_its_end() -> None:
    plan = planned(NIGHTLY, NOON, ONE_OFF)
    assert plan.cancel("c", now=NOW).plan == planned(NIGHTLY, NOON)
    moved = draft("2026-03-03 14:00", "15:00")
    assert listed(plan.edit("c", moved, now=NOW).plan, *DAY) == [
        "a 03-03 00:30 03-03 05:30",
        "b 03-03 12:00 03-03 13:00",
        "c 03-03 14:00 03-03 15:00",
    ]


@pytest.mark.parametrize(
    ("now", "result"),
    [
        ("2026-03-03 00:29:59", ["a 03-03 00:30 03-03 05:30"]),
        ("2026-03-03 00:30:00", []),
        ("2026-03-03 02:00:00", []),
        ("2026-03-03 04:00:00", []),
    ],
)
def test_what_has_begun_does_not_come_back(now: str, result: list[str]) -> None:
    """To cancel what runs is not to ask for the rest of what it replaced."""
    plan = planned(NIGHTLY, draft("2026-03-03 00:30", "03:00"))
    after = plan.cancel("b", now=at(now)).plan
    assert listed(after, *DAY) == result
    later = plan.edit("b", draft("2026-03-03 06:00", "07:00"), now=at(now)).plan
    assert listed(later, *DAY) == [*result, "b 03-03 06:00 03-03 07:00"]


def test_what_was_replaced_can_be_moved_to_now() -> None:
    plan = planned(NIGHTLY, ONE_OFF)
    now = at("2026-03-03 13:00")
    moved = draft("2026-03-03 12:45", "14:00")
    edit = plan.edit("a", moved, now=now, original=at("2026-03-03 00:30"))
    assert listed(edit.plan, *DAY)[1:] == ["a 03-03 12:45 03-03 14:00"]


def test_of_one_offs_too_what_has_begun_does_not_come_back() -> None:
    plan = planned(draft("2026-03-03 00:30", "05:30"))
    again = draft("2026-03-03 00:30", "03:00")
    plan = plan.add(again, uid="b", now=NOW, over={"a/20260303T003000Z"}).plan
    assert listed(plan, *DAY) == ["b 03-03 00:30 03-03 03:00"]
    assert plan.cancel("b", now=at("2026-03-03 02:00")).plan == Plan()


@pytest.mark.parametrize(
    ("drafts", "result"),
    [
        (
            (draft("2026-03-03 12:00", "13:00"), draft("2026-03-03 12:30", "14:00")),
            ["a 03-03 12:00 03-03 12:30", "b 03-03 12:30 03-03 14:00"],
        ),
        (
            (NOON, draft("2026-03-03 12:30", "14:00", "FREQ=DAILY;COUNT=1")),
            ["b 03-03 12:30 03-03 14:00"],
        ),
        (
            (
                draft("2026-03-03 12:00", "13:00"),
                replace(NOON, end=at("2026-03-02 14:00")),
            ),
            ["a 03-03 12:00 03-03 13:00"],
        ),
        (
            (
                draft("2026-03-03 04:00", "06:00"),
                draft("2026-03-03 01:00", "05:00"),
                draft("2026-03-03 00:00", "02:00"),
            ),
            [
                "c 03-03 00:00 03-03 02:00",
                "b 03-03 02:00 03-03 05:00",
                "a 03-03 05:00 03-03 06:00",
            ],
        ),
    ],
)
def test_who_replaces_gets_the_time(
    drafts: tuple[Draft, ...], result: list[str]
) -> None:
    assert listed(planned(*drafts, replace=True), *DAY) == result


def test_an_edit_that_replaces_gets_the_time() -> None:
    plan = planned(NOON, draft("2026-03-03 14:00", "15:00", "FREQ=DAILY"))
    longer = replace(NOON, end=at("2026-03-02 14:30"))
    with pytest.raises(ClashError):
        plan.edit("a", longer, now=NOW)
    edit = plan.edit("a", longer, now=NOW, replace=True)
    assert listed(edit.plan, *DAY) == ["a 03-03 12:00 03-03 14:30"]
    assert [shown(occurrence) for occurrence in edit.replaced] == [
        "b 03-03 14:00 03-03 15:00"
    ]


def test_an_overlap_that_was_allowed_is_no_reason_to_refuse_an_edit() -> None:
    plan = planned(NOON, draft("2026-03-03 12:30", "14:00", "FREQ=DAILY"), replace=True)
    plan = plan.cancel("a", now=NOW, original=at("2026-03-05 12:00")).plan
    moved = draft("2026-03-06 09:00", "10:00")
    plan = plan.edit("a", moved, now=NOW, original=at("2026-03-06 12:00")).plan
    plan = plan.edit("a", NOON, now=NOW).plan
    assert listed(plan, "2026-03-06", "2026-03-07") == [
        "a 03-06 09:00 03-06 10:00",
        "b 03-06 12:30 03-06 14:00",
    ]


def test_a_moved_occurrence_clashes_as_its_window_does() -> None:
    plan = planned(NIGHTLY, NOON)
    moved = draft("2026-03-03 11:00", "12:30")
    night = at("2026-03-03 00:30")
    with pytest.raises(ClashError) as caught:
        plan.edit("a", moved, now=NOW, original=night)
    assert (caught.value.mine.uid, caught.value.other.uid) == ("a", "b")
    edit = plan.edit("a", moved, now=NOW, original=night, replace=True)
    assert listed(edit.plan, *DAY) == ["a 03-03 11:00 03-03 12:30"]
    alone = planned(NIGHTLY).edit("a", moved, now=NOW, original=night).plan
    with pytest.raises(ClashError):
        added(alone, "b", NOON)


def test_the_rest_of_a_window_may_clash_with_its_beginning() -> None:
    plan = planned(NOON)
    earlier = draft("2026-03-02 12:30", "13:30", "FREQ=DAILY")
    with pytest.raises(ClashError) as caught:
        plan.edit(
            "a",
            earlier,
            now=NOW,
            original=at("2026-03-04 12:00"),
            range_=EditRange.THIS_AND_FUTURE,
        )
    assert caught.value.other.uid == "a"


def test_days_that_a_stored_plan_has_at_the_same_time_are_told_apart() -> None:
    night = at("2026-03-03 00:00")
    noon = datetime(2026, 3, 3, 12)  # noqa: DTZ001 - wall clock
    hour, day = timedelta(hours=1), timedelta(days=1)
    long = Change(original=noon, start=night, end=night + 10 * hour)
    short = Change(original=noon + day, start=night + hour, end=night + 2 * hour)
    window = replace(planned(NOON).get("a"), changes=(long, short))
    mine = planned(draft("2026-03-03 05:00", "06:00")).occurrences(NOW, at(DAY[1]))
    [(_, other)] = overlaps(mine, window, NOW, at(DAY[1]))
    assert shown(other) == "a 03-03 00:00 03-03 10:00"


def test_manual_windows_stand_apart() -> None:
    plan = planned(NOON, ONE_OFF)
    wanted = draft("2026-03-03 11:00", "12:30")
    edit = plan.add(wanted, uid="m", now=NOW, origin=Origin.MANUAL)
    assert edit.replaced == ()
    assert listed(edit.plan, *DAY) == [
        "b 03-03 04:00 03-03 12:30",
        "m 03-03 11:00 03-03 12:30",
    ]
    assert added(edit.plan, "c", draft("2026-03-03 12:30", "13:00")).replaced


DRAFTS = st.builds(
    lambda day, hour, length, repeat: Draft(
        command=NOON.command,
        start=at(f"2026-03-{day:02} {hour:02}:00"),
        end=at(f"2026-03-{day:02} {hour:02}:00") + timedelta(minutes=length),
        repeat=repeat,
        zone=LONDON,
    ),
    st.integers(20, 31),
    st.integers(0, 23),
    st.integers(10, 2000),
    st.sampled_from([None, "FREQ=DAILY", "FREQ=WEEKLY;BYDAY=MO,WE", "FREQ=MONTHLY"]),
)


@given(
    st.lists(st.tuples(DRAFTS, st.booleans()), min_size=1, max_size=6),
    st.integers(0, 40),
    st.integers(1, 200),
)
def test_nothing_overlaps_however_one_looks(
    drafts: list[tuple[Draft, bool]], day: int, hours: int
) -> None:
    plan = Plan()
    for uid, (wanted, replaces) in zip("abcdef", drafts, strict=False):
        try:
            plan = added(plan, uid, wanted, replace=replaces).plan
        except ClashError:
            continue
    low = utc("2026-03-18 00:00") + timedelta(days=day)
    high = low + timedelta(hours=hours)
    found = plan.occurrences(low, high)
    assert all(one.end <= two.start for one, two in pairwise(found))
    wide = plan.occurrences(low - timedelta(days=30), high + timedelta(days=30))
    assert found == [span for span in wide if span.start < high and span.end > low]
