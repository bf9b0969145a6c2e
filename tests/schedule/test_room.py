"""What a window that replaces others takes of them, and what they keep."""

from dataclasses import replace
from datetime import UTC

import pytest

from custom_components.amps.schedule.overlaps import ClashError
from custom_components.amps.schedule.plan import EditRange, Plan
from custom_components.amps.schedule.window import AbsenceReason, Draft, Origin
from scripts.dev.campaign.expected import Expected
from scripts.dev.campaign.spans import single

from .plans import NOW, added, at, draft, listed, planned, shown

DAY = ("2026-03-03", "2026-03-04")
LONG = draft("2026-03-03 01:00", "05:00", title="Charge to 90 %")
NOON = draft("2026-03-02 12:00", "13:00", "FREQ=DAILY")
LATER = draft("2026-03-02 14:00", "15:00", "FREQ=DAILY", title="Idle")


@pytest.mark.parametrize(
    ("start", "end", "result"),
    [
        ("02:00", "03:00", ["a 01:00 02:00", "b", "a~20260303T030000 03:00 05:00"]),
        ("01:15", "04:45", ["a 01:00 01:15", "b", "a~20260303T044500 04:45 05:00"]),
        ("01:14", "04:45", ["b", "a 04:45 05:00"]),
        ("01:15", "04:46", ["a 01:00 01:15", "b"]),
        ("01:14", "04:46", ["b"]),
        ("01:00", "05:00", ["b"]),
        ("00:30", "05:30", ["b"]),
        ("00:30", "02:00", ["b", "a 02:00 05:00"]),
        ("04:00", "06:00", ["a 01:00 04:00", "b"]),
        ("05:00", "06:00", ["a 01:00 05:00", "b"]),
        ("00:30", "01:00", ["b", "a 01:00 05:00"]),
    ],
)
def test_a_one_off_keeps_what_is_left_of_it(
    start: str, end: str, result: list[str]
) -> None:
    edit = added(planned(LONG), "b", draft(f"{DAY[0]} {start}", end), replace=True)
    found = [occurrence.replace("03-03 ", "") for occurrence in listed(edit.plan, *DAY)]
    assert found == [
        f"b {start} {end}" if occurrence == "b" else occurrence for occurrence in result
    ]
    target = {
        window.parameters.target for window in edit.plan.windows if window.uid != "b"
    }
    assert target <= {90.0}
    overlapped = start < "05:00" and end > "01:00"
    assert [occurrence.uid for occurrence in edit.replaced] == ["a"] * overlapped


def test_the_campaign_expects_the_same_pieces() -> None:
    span = LONG.start.astimezone(UTC), LONG.end.astimezone(UTC)
    for start, end in (("02:00", "03:00"), ("01:14", "04:45"), ("00:30", "05:30")):
        wanted, expected = draft(f"{DAY[0]} {start}", end), Expected()
        plan = added(planned(LONG), "b", wanted, replace=True).plan
        expected.add(single("a", *span, "charge", {}), NOW)
        expected.add(single("b", wanted.start, wanted.end, "charge", {}), NOW)
        found = plan.occurrences(NOW, at(DAY[1]))
        assert [(one.uid, one.start, one.end) for one in found] == [
            (one.uid, one.start, one.end) for one in expected.now().values()
        ]


def test_the_piece_that_keeps_the_start_keeps_the_key() -> None:
    plan = planned(LONG)
    key = plan.occurrences(NOW, at(DAY[1]))[0].key
    plan = added(plan, "b", draft("2026-03-03 02:00", "03:00"), replace=True).plan
    assert plan.occurrences(NOW, at(DAY[1]))[0].key == key


def test_what_is_over_by_now_is_no_piece() -> None:
    now = at("2026-03-03 02:00")
    plan = added(
        planned(LONG), "b", draft("2026-03-03 02:00", "03:00"), now, replace=True
    ).plan
    assert [window.uid for window in plan.windows] == ["a", "b"]
    assert listed(plan, *DAY) == [
        "b 03-03 02:00 03-03 03:00",
        "a 03-03 03:00 03-03 05:00",
    ]


def test_what_was_cut_off_does_not_come_back() -> None:
    plan = added(
        planned(LONG), "b", draft("2026-03-03 02:00", "03:00"), replace=True
    ).plan
    assert listed(plan.cancel("b", now=NOW).plan, *DAY) == [
        "a 03-03 01:00 03-03 02:00",
        "a~20260303T030000 03-03 03:00 03-03 05:00",
    ]


def test_several_are_cut_and_the_recurring_one_loses_its_day() -> None:
    short = draft("2026-03-03 06:00", "06:20")
    plan = planned(LONG, short, NOON, draft("2026-03-03 11:00", "11:30"))
    new = draft("2026-03-03 04:00", "12:30", title="Idle")
    with pytest.raises(ClashError):
        added(plan, "e", new)
    edit = added(plan, "e", new, replace=True)
    assert listed(edit.plan, *DAY) == [
        "a 03-03 01:00 03-03 04:00",
        "e 03-03 04:00 03-03 12:30",
    ]
    assert [occurrence.uid for occurrence in edit.replaced] == ["a", "b", "d", "c"]
    assert listed(edit.plan.cancel("e", now=NOW).plan, *DAY) == [
        "a 03-03 01:00 03-03 04:00",
        "c 03-03 12:00 03-03 13:00",
    ]


OVER = {"a/20260303T010000Z"}


@pytest.mark.parametrize("replaces", [False, True])
def test_what_is_over_before_its_time_is_neither_in_the_way_nor_cut(
    *, replaces: bool
) -> None:
    plan, new = planned(LONG), draft("2026-03-03 02:00", "03:00")
    edit = plan.add(new, uid="b", now=NOW, replace=replaces, over=OVER)
    assert edit.plan.get("a") == plan.get("a")
    assert listed(edit.plan, *DAY) == ["b 03-03 02:00 03-03 03:00"]
    assert not edit.replaced


def test_of_a_series_only_what_is_not_over_is_in_the_way() -> None:
    plan = planned(NOON)
    with pytest.raises(ClashError) as caught:
        plan.add(NOON, uid="b", now=NOW, over={"a/20260302T120000Z"})
    assert shown(caught.value.other) == "a 03-03 12:00 03-03 13:00"


def test_windows_by_hand_are_not_cut_and_cut_nothing() -> None:
    plan = planned(LONG)
    over = draft("2026-03-03 02:00", "03:00")
    by_hand = plan.add(over, uid="m", now=NOW, origin=Origin.MANUAL, replace=True).plan
    assert by_hand.get("a") == plan.get("a")
    both = added(by_hand, "b", draft("2026-03-03 02:30", "06:00"), replace=True).plan
    assert both.get("m") == by_hand.get("m")


@pytest.mark.parametrize("order", [(NOON, LATER), (LATER, NOON)])
def test_one_day_takes_the_time_of_that_day_only(order: tuple[Draft, Draft]) -> None:
    plan = planned(*order)
    noon, later = ("a", "b") if order[0] is NOON else ("b", "a")
    # they overlap each day, and the one that is not edited has the time
    longer = replace(LATER, start=at("2026-03-02 12:30"))
    plan = plan.edit(later, longer, now=NOW, replace=True).plan
    assert listed(plan, *DAY) == [f"{later} 03-03 12:30 03-03 15:00"]
    moved = draft("2026-03-03 12:00", "13:00", title="Charge to 50 %")
    edit = plan.edit(
        noon, moved, now=NOW, original=at("2026-03-03 12:00"), replace=True
    )
    assert listed(edit.plan, "2026-03-02", "2026-03-05") == [
        f"{later} 03-02 12:30 03-02 15:00",
        f"{noon} 03-03 12:00 03-03 13:00",
        f"{later} 03-04 12:30 03-04 15:00",
    ]


def test_two_days_cannot_be_moved_to_the_same_time() -> None:
    plan, evening = planned(NOON), draft("2026-03-03 20:00", "21:00")
    plan = plan.edit("a", evening, now=NOW, original=at("2026-03-03 12:00")).plan
    for replaces in (False, True):
        with pytest.raises(ClashError) as caught:
            plan.edit(
                "a",
                evening,
                now=NOW,
                original=at("2026-03-04 12:00"),
                replace=replaces,
            )
        assert caught.value.other.uid == "a"


def test_the_last_day_that_a_series_has_can_be_taken() -> None:
    once = replace(LATER, repeat="FREQ=DAILY;COUNT=2")
    plan = planned(NOON, once)
    for day in ("2026-03-02", "2026-03-03"):
        moved = draft(f"{day} 14:30", "15:30")
        plan = plan.edit(
            "a", moved, now=NOW, original=at(f"{day} 12:00"), replace=True
        ).plan
    assert [window.uid for window in plan.windows] == ["a"]


def test_a_day_that_was_taken_is_shown_as_skipped() -> None:
    moved = draft("2026-03-03 14:30", "15:30")
    plan = planned(NOON, LATER)
    plan = plan.edit(
        "a", moved, now=NOW, original=at("2026-03-03 12:00"), replace=True
    ).plan
    [absence] = plan.absent(at(DAY[0]), at(DAY[1]))
    assert absence.occurrence.uid == "b"
    assert absence.reason is AbsenceReason.SKIPPED


def test_the_rest_of_a_series_takes_the_time_of_all_its_days() -> None:
    plan = planned(LATER, NOON)
    rest = draft("2026-03-04 14:30", "15:30", "FREQ=DAILY")
    edit = plan.edit(
        "b",
        rest,
        now=NOW,
        original=at("2026-03-04 12:00"),
        range_=EditRange.THIS_AND_FUTURE,
        replace=True,
    )
    assert [occurrence.split(" ", 1)[0] for occurrence in listed(edit.plan, *DAY)] == [
        "b",
        "a",
    ]
    assert listed(edit.plan, "2026-03-04", "2026-03-06") == [
        f"{edit.window.uid} 03-04 14:30 03-04 15:30",
        f"{edit.window.uid} 03-05 14:30 03-05 15:30",
    ]


def test_an_empty_plan_has_room() -> None:
    assert added(Plan(), "a", LONG, replace=True).replaced == ()
