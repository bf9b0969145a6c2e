"""Where a series ends, once it was split or moved."""

from dataclasses import replace
from datetime import timedelta

from hypothesis import given, strategies as st
import pytest

from custom_components.amps.schedule.plan import EditRange, Plan
from custom_components.amps.schedule.recurrence import last_start, zone_of
from custom_components.amps.schedule.window import Draft

from ..schedule.plans import LONDON, LORD_HOWE, NOW, at, draft, planned, starts, utc

NIGHTLY = draft("2026-03-26 00:30", "05:30", "FREQ=DAILY")
SPLIT = at("2026-03-30 00:30")
ALL = ("2026-03-20", "2026-04-10")


def split(one: Draft = NIGHTLY) -> Plan:
    """A plan whose series ends before the split, and goes on at noon as another."""
    rest = draft("2026-03-30 12:00", "13:00", "FREQ=DAILY;COUNT=2", zone=one.zone or "")
    edit = planned(one).edit(
        "a", rest, now=NOW, original=SPLIT, range_=EditRange.THIS_AND_FUTURE
    )
    return edit.plan


def moved(
    plan: Plan, start: str, *, days: int = 0, range_: EditRange = EditRange.ALL
) -> Plan:
    """Move the first part by its first occurrence, as a dialog does."""
    begin = at(f"2026-03-26 {start}") + timedelta(days=days)
    it = Draft(
        command=NIGHTLY.command,
        start=begin,
        end=begin + timedelta(hours=5),
        repeat=plan.get("a").repeat,
        zone=LONDON,
    )
    first = at("2026-03-26 00:30")
    return plan.edit("a", it, now=NOW, original=first, range_=range_).plan


@pytest.mark.parametrize("range_", [EditRange.ALL, EditRange.THIS_AND_FUTURE])
@pytest.mark.parametrize(
    ("start", "days"),
    [("00:00", 0), ("02:00", 0), ("20:00", 0), ("23:30", -1), ("00:29", 0)],
)
def test_the_first_part_of_a_split_series_keeps_its_days_when_it_is_moved(
    start: str, days: int, range_: EditRange
) -> None:
    # the clock goes forward on 29 March
    plan = moved(split(), start, days=days, range_=range_)
    found = [item for item in starts(plan, *ALL) if not item.endswith("12:00")]
    assert found == [f"03-{day + days} {start}" for day in (26, 27, 28, 29)]


def test_moved_there_and_back_it_is_as_it_was() -> None:
    plan = split()
    there = moved(plan, "20:00")
    assert there.get("a").repeat == "FREQ=DAILY;UNTIL=20260329T200000"
    back = Draft(
        command=NIGHTLY.command,
        start=NIGHTLY.start,
        end=NIGHTLY.end,
        repeat=there.get("a").repeat,
        zone=LONDON,
    )
    assert starts(there.edit("a", back, now=NOW).plan, *ALL) == starts(plan, *ALL)


@pytest.mark.parametrize(
    ("until", "start", "kept"),
    [
        ("20260329", "02:00", True),
        ("20260329", "23:00", True),
        ("20260329T003000", "00:00", True),
        ("20260329T003000", "02:00", False),
        ("20260329T003000Z", "02:00", False),
        ("20260330T002959", "00:00", False),
    ],
)
def test_an_end_that_the_owner_chose_stays_where_it_gives_the_same_days(
    until: str, start: str, *, kept: bool
) -> None:
    plan = planned(replace(NIGHTLY, repeat=f"FREQ=DAILY;UNTIL={until}"))
    before = len(starts(plan, *ALL))
    after = moved(plan, start)
    assert len(starts(after, *ALL)) == before
    assert (after.get("a").repeat == plan.get("a").repeat) is kept


def test_an_end_that_the_owner_chooses_with_the_move_is_taken_as_it_is() -> None:
    it = draft("2026-03-26 02:00", "06:00", "FREQ=DAILY;UNTIL=20260328T003000")
    plan = split().edit("a", it, now=NOW).plan
    assert starts(plan, *ALL)[:3] == ["03-26 02:00", "03-27 02:00", "03-30 12:00"]


def test_the_rest_of_a_series_that_ends_keeps_its_last_day() -> None:
    plan = planned(replace(NIGHTLY, repeat="FREQ=DAILY;UNTIL=20260401T003000"))
    it = draft("2026-03-30 03:00", "06:00", "FREQ=DAILY;UNTIL=20260401T003000")
    edit = plan.edit("a", it, now=NOW, original=SPLIT, range_=EditRange.THIS_AND_FUTURE)
    assert starts(edit.plan, *ALL)[-3:] == ["03-30 03:00", "03-31 03:00", "04-01 03:00"]


def test_a_move_of_the_weekday_moves_the_last_one() -> None:
    weekly = "FREQ=WEEKLY;BYDAY=TH;UNTIL=20260409T003000"
    plan = planned(draft("2026-03-26 00:30", "05:30", weekly))
    friday = weekly.replace("TH", "FR")
    plan = plan.edit("a", draft("2026-03-27 00:30", "05:30", friday), now=NOW).plan
    assert starts(plan, "2026-03-20", "2026-05-01") == [
        f"{day} 00:30" for day in ("03-27", "04-03", "04-10")
    ]


def test_what_is_cancelled_from_a_day_on_ends_with_the_day_before() -> None:
    it = draft("2026-03-01 23:30", "2026-03-02 01:00", "FREQ=WEEKLY")
    plan = planned(it, now=NOW)
    plan = plan.cancel(
        "a",
        now=NOW,
        original=at("2026-03-29 23:30"),
        range_=EditRange.THIS_AND_FUTURE,
    ).plan
    assert plan.get("a").repeat == "FREQ=WEEKLY;UNTIL=20260322T233000"


@given(
    st.sampled_from([LONDON, LORD_HOWE]),
    st.sampled_from(
        ["FREQ=DAILY", "FREQ=DAILY;INTERVAL=3", "FREQ=WEEKLY", "FREQ=DAILY;COUNT=20"]
    ),
    st.integers(1, 5),
    st.lists(st.integers(-30 * 60, 30 * 60), min_size=1, max_size=4),
)
def test_a_series_that_is_split_and_moved_keeps_the_number_of_its_days(
    zone: str, repeat: str, number: int, moves: list[int]
) -> None:
    plan = planned(draft("2026-03-25 12:00", "15:00", repeat, zone=zone), now=NOW)
    span = utc("2026-03-02 00:00"), utc("2026-06-01 00:00")
    instance = plan.occurrences(*span)[number].original
    plan = plan.cancel(
        "a", now=NOW, original=instance, range_=EditRange.THIS_AND_FUTURE
    ).plan
    for minutes in moves:
        window = plan.get("a")
        begin = (window.start + timedelta(minutes=minutes)).replace(
            tzinfo=zone_of(zone)
        )
        it = Draft(
            command=window.command,
            start=begin,
            end=begin + timedelta(hours=3),
            repeat=window.repeat,
            zone=zone,
        )
        plan = plan.edit("a", it, now=NOW).plan
        assert len(plan.occurrences(*span)) == number


@pytest.mark.parametrize(
    ("repeat", "high", "result"),
    [
        ("FREQ=DAILY", "2026-03-28 00:29", "2026-03-27 00:30"),
        ("FREQ=DAILY", "2026-03-26 00:29", None),
        ("FREQ=DAILY;COUNT=2", "2026-05-01", "2026-03-27 00:30"),
        ("FREQ=YEARLY", "2199-01-01", "2198-03-26 00:30"),
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29", "2031-01-01", "2028-02-29 00:30"),
        ("FREQ=DAILY;UNTIL=99991231T235959", "2199-01-01", "2198-12-31 00:30"),
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29", "2027-01-01", None),
    ],
)
def test_the_last_start(repeat: str, high: str, result: str | None) -> None:
    first, zone = at("2026-03-26 00:30").replace(tzinfo=None), zone_of(LONDON)
    found = last_start(repeat, first, zone, at(high).replace(tzinfo=None))
    assert found == (result and at(result).replace(tzinfo=None))
