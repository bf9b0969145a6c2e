"""Recurring windows keep to the wall clock, also when it changes."""

from datetime import timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from hypothesis import given, strategies as st
import pytest

from custom_components.amps.api.models import Command
from custom_components.amps.schedule.edits import made
from custom_components.amps.schedule.window import Draft

from .plans import LONDON, LORD_HOWE, NEW_YORK, at, draft, local, utc

HOUR = timedelta(hours=1)


def nights(wanted: Draft, first: str, days: int, zone: str) -> list[str]:
    """Start, end and hours of what a window gives, by local midnights."""
    begin = at(first, zone)
    found = made(wanted, uid="a", now=begin - timedelta(days=30)).occurrences(
        begin, begin + timedelta(days=days)
    )
    return [
        f"{local(occurrence.start, zone)} {local(occurrence.end, zone)}"
        f" {(occurrence.end - occurrence.start) / HOUR}"
        for occurrence in found
    ]


@pytest.mark.parametrize(
    ("zone", "first", "clock", "result"),
    [
        (
            LONDON,
            "2026-03-28",
            ("00:30", "05:30"),
            [
                "03-28 00:30 03-28 05:30 5.0",
                "03-29 00:30 03-29 05:30 4.0",
                "03-30 00:30 03-30 05:30 5.0",
            ],
        ),
        (
            LONDON,
            "2026-10-24",
            ("00:30", "05:30"),
            [
                "10-24 00:30 10-24 05:30 5.0",
                "10-25 00:30 10-25 05:30 6.0",
                "10-26 00:30 10-26 05:30 5.0",
            ],
        ),
        (
            LONDON,
            "2026-03-29",
            ("01:30", "04:00"),
            [
                "03-29 02:00 03-29 04:00 2.0",
                "03-30 01:30 03-30 04:00 2.5",
                "03-31 01:30 03-31 04:00 2.5",
            ],
        ),
        (
            LONDON,
            "2026-03-29",
            ("00:00", "01:30"),
            [
                "03-29 00:00 03-29 02:00 1.0",
                "03-30 00:00 03-30 01:30 1.5",
                "03-31 00:00 03-31 01:30 1.5",
            ],
        ),
        (
            LONDON,
            "2026-03-28",
            ("01:15", "01:45"),
            ["03-28 01:15 03-28 01:45 0.5", "03-30 01:15 03-30 01:45 0.5"],
        ),
        (
            LONDON,
            "2026-10-25",
            ("01:15", "01:45"),
            [
                "10-25 01:15 10-25 01:45 0.5",
                "10-26 01:15 10-26 01:45 0.5",
                "10-27 01:15 10-27 01:45 0.5",
            ],
        ),
        (
            LONDON,
            "2026-10-25",
            ("00:30", "01:30"),
            [
                "10-25 00:30 10-25 01:30 1.0",
                "10-26 00:30 10-26 01:30 1.0",
                "10-27 00:30 10-27 01:30 1.0",
            ],
        ),
        (
            LONDON,
            "2026-10-25",
            ("01:30", "02:30"),
            [
                "10-25 01:30 10-25 02:30 2.0",
                "10-26 01:30 10-26 02:30 1.0",
                "10-27 01:30 10-27 02:30 1.0",
            ],
        ),
        (
            NEW_YORK,
            "2026-03-08",
            ("02:30", "05:30"),
            [
                "03-08 03:00 03-08 05:30 2.5",
                "03-09 02:30 03-09 05:30 3.0",
                "03-10 02:30 03-10 05:30 3.0",
            ],
        ),
        (
            NEW_YORK,
            "2026-11-01",
            ("00:30", "05:30"),
            [
                "11-01 00:30 11-01 05:30 6.0",
                "11-02 00:30 11-02 05:30 5.0",
                "11-03 00:30 11-03 05:30 5.0",
            ],
        ),
        (
            LORD_HOWE,
            "2026-10-04",
            ("02:15", "05:30"),
            [
                "10-04 02:30 10-04 05:30 3.0",
                "10-05 02:15 10-05 05:30 3.25",
                "10-06 02:15 10-06 05:30 3.25",
            ],
        ),
        (
            LORD_HOWE,
            "2026-04-05",
            ("00:30", "05:30"),
            [
                "04-05 00:30 04-05 05:30 5.5",
                "04-06 00:30 04-06 05:30 5.0",
                "04-07 00:30 04-07 05:30 5.0",
            ],
        ),
        (
            LORD_HOWE,
            "2026-10-04",
            ("02:00", "02:30"),
            ["10-05 02:00 10-05 02:30 0.5", "10-06 02:00 10-06 02:30 0.5"],
        ),
    ],
)
def test_windows_keep_to_the_wall_clock(
    zone: str, first: str, clock: tuple[str, str], result: list[str]
) -> None:
    start, end = clock
    daily = draft(f"2026-02-01 {start}", end, "FREQ=DAILY", zone=zone)
    assert nights(daily, first, 3, zone) == result


@pytest.mark.parametrize(
    ("wanted", "first", "days", "result"),
    [
        (
            draft("2026-03-02 22:30", "2026-03-03 02:00", "FREQ=DAILY"),
            "2026-03-31",
            1,
            ["03-30 22:30 03-31 02:00 3.5", "03-31 22:30 04-01 02:00 3.5"],
        ),
        (
            draft("2026-03-28 22:30", "2026-03-29 02:30", "FREQ=WEEKLY"),
            "2026-03-29",
            1,
            ["03-28 22:30 03-29 02:30 3.0"],
        ),
        (
            draft("2026-01-31 23:00", "2026-02-01 01:00", "FREQ=MONTHLY"),
            "2026-03-01",
            70,
            ["03-31 23:00 04-01 01:00 2.0"],
        ),
        (
            draft("2024-02-29 12:00", "13:00", "FREQ=YEARLY"),
            "2028-01-01",
            366,
            ["02-29 12:00 02-29 13:00 1.0"],
        ),
        (
            draft("2026-03-01 12:00", "13:00", "FREQ=WEEKLY;BYDAY=MO,FR"),
            "2026-03-01",
            8,
            ["03-02 12:00 03-02 13:00 1.0", "03-06 12:00 03-06 13:00 1.0"],
        ),
    ],
)
def test_windows_across_midnight_and_at_the_ends_of_months(
    wanted: Draft, first: str, days: int, result: list[str]
) -> None:
    assert nights(wanted, first, days, LONDON) == result


def test_a_window_can_begin_on_the_night_of_a_change() -> None:
    daily = draft("2026-03-29 01:30", "02:30", "FREQ=DAILY")
    assert nights(daily, "2026-03-29", 2, LONDON) == [
        "03-29 02:00 03-29 02:30 0.5",
        "03-30 01:30 03-30 02:30 1.0",
    ]


@given(
    st.sampled_from([LONDON, NEW_YORK, LORD_HOWE]),
    st.integers(0, 24 * 12 - 1),
    st.integers(1, 24 * 12),
    st.integers(0, 400),
)
def test_each_day_has_its_occurrence_or_is_told(
    zone: str, start: int, length: int, day: int
) -> None:
    midnight = at("2026-02-02", zone)
    begin = midnight + timedelta(minutes=5 * start)
    daily = made(
        Draft(
            command=Command.CHARGE,
            start=begin,
            end=begin + timedelta(minutes=5 * length),
            repeat="FREQ=DAILY",
            zone=zone,
        ),
        uid="a",
        now=utc("2026-01-01 00:00"),
    )
    first = (begin + timedelta(days=day)).astimezone(ZoneInfo(zone))
    low, high = first - timedelta(hours=4), first + timedelta(days=5, hours=4)
    found = daily.occurrences(low, high)
    told = [occurrence for occurrence, _ in daily.absent(low, high)]
    days = {
        occurrence.original.astimezone(ZoneInfo(zone)).date()
        for occurrence in [*found, *told]
    }
    assert {(first + timedelta(days=number)).date() for number in range(5)} <= days
    assert all(occurrence.start < occurrence.end for occurrence in found)
    assert all(one.end <= two.start for one, two in pairwise(found))
