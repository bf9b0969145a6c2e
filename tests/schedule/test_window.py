from datetime import datetime, timedelta

import pytest

from custom_components.amps.api.models import Command, Parameters
from custom_components.amps.schedule.edits import made
from custom_components.amps.schedule.errors import (
    RepeatError,
    RepeatFault,
    SpanError,
    SpanFault,
    ZoneError,
)
from custom_components.amps.schedule.window import (
    AbsenceReason,
    Draft,
    Occurrence,
    Origin,
    Window,
)
from tests.effort import counted

from .plans import LONDON, NOW, at, draft, utc

HOUR = timedelta(hours=1)


def window(wanted: Draft, now: datetime = NOW) -> Window:
    return made(wanted, uid="a", now=now)


def test_a_one_off_is_absolute() -> None:
    one = window(
        Draft(
            command=Command.CHARGE,
            start=at("2026-10-25 01:30").replace(fold=1),
            end=at("2026-10-25 02:30"),
        )
    )
    [occurrence] = one.occurrences(NOW, NOW + timedelta(days=300))
    assert (occurrence.start, occurrence.end) == (
        utc("2026-10-25 01:30"),
        utc("2026-10-25 02:30"),
    )
    assert occurrence.original == occurrence.start
    assert occurrence.key == "a/20261025T013000Z"
    assert not one.recurring


def test_a_one_off_may_be_shorter_than_the_wall_clock_says() -> None:
    one = window(
        Draft(
            command=Command.CHARGE,
            start=at("2026-10-25 01:45"),
            end=at("2026-10-25 01:15").replace(fold=1),
        )
    )
    assert one.end - one.start == timedelta(minutes=30)


def test_instants_are_in_whole_seconds_and_utc() -> None:
    one = window(
        Draft(
            command=Command.CHARGE,
            start=at("2026-07-01 12:00:00.7"),
            end=at("2026-07-01 13:00:00.2"),
        ),
        at("2026-07-01 09:00:00.5"),
    )
    assert (one.start, one.end) == (utc("2026-07-01 11:00"), utc("2026-07-01 12:00"))
    assert one.created == one.since == utc("2026-07-01 08:00")


@pytest.mark.parametrize(
    ("first", "last", "count"),
    [
        ("2026-03-03 00:00", "2026-03-03 00:30", 0),
        ("2026-03-03 00:00", "2026-03-03 00:31", 1),
        ("2026-03-03 05:29", "2026-03-03 06:00", 1),
        ("2026-03-03 05:30", "2026-03-03 06:00", 0),
        ("2026-03-03 02:00", "2026-03-03 02:01", 1),
    ],
)
def test_what_overlaps_the_time_is_given(first: str, last: str, count: int) -> None:
    daily = window(draft("2026-03-02 00:30", "05:30", "FREQ=DAILY"))
    assert len(daily.occurrences(at(first), at(last))) == count


def test_what_was_over_when_it_was_planned_is_not_given() -> None:
    daily = draft("2026-02-20 00:30", "05:30", "FREQ=DAILY")
    for now, first in (
        (at("2026-03-03 05:29:59"), "03-03"),
        (at("2026-03-03 05:30"), "03-04"),
    ):
        found = window(daily, now).occurrences(at("2026-02-01"), at("2026-03-05"))
        assert next(f"{occurrence.start:%m-%d}" for occurrence in found) == first


def test_what_a_clock_change_swallows_is_told() -> None:
    daily = window(draft("2026-03-02 01:15", "01:45", "FREQ=DAILY"))
    [(span, reason)] = daily.absent(at("2026-03-20"), at("2026-04-20"))
    assert reason is AbsenceReason.CLOCK
    assert (span.start, span.end) == (utc("2026-03-29 01:00"), utc("2026-03-29 01:30"))


def test_the_next_one_is_found_however_far_away() -> None:
    yearly = window(draft("2024-02-29 12:00", "13:00", "FREQ=YEARLY"))
    found = yearly.upcoming(utc("2028-03-01"))
    assert found is not None
    assert found.start == utc("2032-02-29 12:00")
    over = window(draft("2026-03-02 12:00", "13:00", "FREQ=DAILY;COUNT=2"))
    assert over.upcoming(utc("2026-03-03 13:00")) is None


def test_the_next_one_can_be_one_that_was_moved() -> None:
    daily = window(draft("2026-03-02 12:00", "13:00", "FREQ=DAILY"))
    assert daily.instance(utc("2026-03-02 12:01")) is None
    assert daily.instance(utc("2026-03-01 12:00")) is None
    instance = daily.instance(utc("2026-03-02 12:00"))
    assert instance is not None
    assert daily.occurrence(instance).start == utc("2026-03-02 12:00")


@pytest.mark.parametrize(
    ("start", "end", "fault"),
    [
        (at("2026-03-02 12:00"), at("2026-03-02 12:00"), SpanFault.NO_LENGTH),
        (at("2026-03-02 12:00"), at("2026-03-02 11:00"), SpanFault.NO_LENGTH),
        (
            at("2026-03-02 12:00:00.1"),
            at("2026-03-02 12:00:00.9"),
            SpanFault.NO_LENGTH,
        ),
        (at("2026-03-29 01:15"), at("2026-03-29 00:45"), SpanFault.NO_LENGTH),
        (at("2026-02-28 12:00"), at("2026-03-01 12:00"), SpanFault.PAST),
        (at("2026-03-02 12:00"), at("2026-04-02 13:01"), SpanFault.TOO_LONG),
        (at("1999-03-02 12:00"), at("1999-03-02 13:00"), SpanFault.RANGE),
        (at("2200-03-02 12:00"), at("2200-03-02 13:00"), SpanFault.RANGE),
        (
            at("2026-03-02 12:00").replace(tzinfo=None),
            at("2026-03-02 13:00"),
            SpanFault.NAIVE,
        ),
        (
            at("2026-03-02 12:00"),
            at("2026-03-02 13:00").replace(tzinfo=None),
            SpanFault.NAIVE,
        ),
    ],
)
def test_spans_that_make_no_window(
    start: datetime, end: datetime, fault: SpanFault
) -> None:
    with pytest.raises(SpanError) as caught:
        window(Draft(command=Command.IDLE, start=start, end=end))
    assert caught.value.fault is fault
    assert (caught.value.start, caught.value.end) == (start, end)


def test_a_recurring_window_has_a_length_on_the_wall_clock() -> None:
    with pytest.raises(SpanError) as caught:
        window(
            Draft(
                command=Command.IDLE,
                start=at("2026-10-25 01:45"),
                end=at("2026-10-25 01:15").replace(fold=1),
                repeat="FREQ=DAILY",
                zone=LONDON,
            )
        )
    assert caught.value.fault is SpanFault.NO_LENGTH


@pytest.mark.parametrize(
    ("start", "repeat"),
    [
        ("2026-03-02", "FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=30"),
        ("2026-02-02", "FREQ=DAILY;COUNT=3"),
        ("2026-02-02", "FREQ=DAILY;UNTIL=20260228"),
        ("2026-03-02", "FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU"),
    ],
)
def test_a_rule_that_gives_nothing_any_more_is_refused(start: str, repeat: str) -> None:
    with pytest.raises(RepeatError) as caught:
        window(draft(f"{start} 01:15", "01:45", repeat))
    assert caught.value.fault is RepeatFault.NEVER


def test_a_recurring_window_needs_a_zone() -> None:
    wanted = draft("2026-03-02 12:00", "13:00", "FREQ=DAILY")
    for zone in (None, "Mars/Olympus"):
        with pytest.raises(ZoneError):
            window(
                Draft(
                    command=wanted.command,
                    start=wanted.start,
                    end=wanted.end,
                    repeat=wanted.repeat,
                    zone=zone,
                )
            )


def test_occurrences_touch_up_to_a_minute() -> None:
    def one(start: str, end: str) -> Occurrence:
        return Occurrence(
            uid="a",
            original=utc(start),
            start=utc(start),
            end=utc(end),
            command=Command.CHARGE,
            parameters=Parameters(target=90),
            origin=Origin.MANUAL,
        )

    first = one("2026-03-02 10:00", "2026-03-02 11:00")
    for start, touches in (
        ("2026-03-02 10:59:59", False),
        ("2026-03-02 11:00:00", True),
        ("2026-03-02 11:01:00", True),
        ("2026-03-02 11:01:01", False),
    ):
        later = one(start, "2026-03-02 12:00")
        assert first.touches(later) is touches
        assert first.overlaps(later) is (start < "2026-03-02 11:00:00")
    assert len({first, one("2026-03-02 10:00", "2026-03-02 11:00")}) == 1


def test_two_hundred_windows_begun_long_ago_are_expanded_soon() -> None:
    begun = utc("2006-01-02 00:00")
    windows = [
        Window(
            uid=f"{number}",
            command=Command.CHARGE,
            start=datetime.fromisoformat("2006-01-02"),
            end=datetime.fromisoformat("2006-01-02 00:07"),
            repeat="FREQ=DAILY",
            zone=LONDON,
            created=begun,
            since=begun,
        )
        for number in range(200)
    ]
    with counted() as effort:
        found = [one.occurrences(NOW, NOW + timedelta(days=36)) for one in windows]
    assert effort.lines < 2_000_000
    assert {len(occurrence) for occurrence in found} == {36}
