from datetime import datetime, timedelta
from itertools import islice, takewhile
from zoneinfo import ZoneInfo

from hypothesis import given, strategies as st
from ical.types.recur import Recur
import pytest

from custom_components.amps.schedule.errors import RepeatError, RepeatFault, ZoneError
from custom_components.amps.schedule.recurrence import (
    LAST,
    endless,
    instant,
    never,
    normal,
    starts,
    until,
    wall_clock,
    zone_of,
)
from tests.effort import counted

from .plans import LONDON, LORD_HOWE, NEW_YORK, utc

ZONE = ZoneInfo(LONDON)
DAY = timedelta(days=1)


def wall(text: str) -> datetime:
    return datetime.fromisoformat(text)


@pytest.mark.parametrize(
    ("repeat", "result"),
    [
        ("FREQ=DAILY", "FREQ=DAILY"),
        ("RRULE:FREQ=DAILY", "FREQ=DAILY"),
        (" rrule:freq=weekly;byday=mo ", "FREQ=WEEKLY;BYDAY=MO"),
        ("FREQ=WEEKLY;BYDAY=MO;COUNT=3;", "FREQ=WEEKLY;BYDAY=MO;COUNT=3"),
        ("INTERVAL=2;FREQ=MONTHLY", "INTERVAL=2;FREQ=MONTHLY"),
    ],
)
def test_a_rule_is_kept_as_it_was_given(repeat: str, result: str) -> None:
    assert normal(repeat) == result


@pytest.mark.parametrize(
    ("repeat", "fault", "part"),
    [
        ("", RepeatFault.MALFORMED, None),
        ("daily", RepeatFault.MALFORMED, None),
        ("COUNT", RepeatFault.MALFORMED, None),
        ("FREQ=DAILY;COUNT", RepeatFault.MALFORMED, None),
        ("FREQ=DAILY;COUNT=1=2", RepeatFault.MALFORMED, None),
        ("FREQ=", RepeatFault.MALFORMED, None),
        ("FREQ=FORTNIGHTLY", RepeatFault.MALFORMED, None),
        ("INTERVAL=2", RepeatFault.MALFORMED, None),
        ("FREQ=DAILY;INTERVAL=0", RepeatFault.MALFORMED, None),
        ("FREQ=DAILY;COUNT=-1", RepeatFault.MALFORMED, None),
        ("FREQ=DAILY;COUNT=1;UNTIL=20260301", RepeatFault.MALFORMED, None),
        ("FREQ=DAILY;FREQ=WEEKLY", RepeatFault.MALFORMED, None),
        ("FREQ=DAILY;UNTIL=tomorrow", RepeatFault.MALFORMED, None),
        ("FREQ=WEEKLY;BYDAY=XX", RepeatFault.MALFORMED, None),
        ("FREQ=WEEKLY;BYDAY=", RepeatFault.MALFORMED, None),
        ("FREQ=MONTHLY;BYMONTHDAY=32", RepeatFault.MALFORMED, None),
        ("FREQ=DAILY;X-MINE=1", RepeatFault.MALFORMED, None),
        ("EXRULE:FREQ=DAILY", RepeatFault.MALFORMED, None),
        ("RRULE:FREQ=DAILY\nEXRULE:FREQ=WEEKLY", RepeatFault.MALFORMED, None),
        ("FREQ=DAILY;BYMONTH=" + "1," * 500 + "1", RepeatFault.MALFORMED, None),
        ("FREQ=HOURLY", RepeatFault.FREQUENCY, "HOURLY"),
        ("FREQ=MINUTELY", RepeatFault.FREQUENCY, "MINUTELY"),
        ("FREQ=SECONDLY;COUNT=3", RepeatFault.FREQUENCY, "SECONDLY"),
        ("FREQ=DAILY;BYHOUR=1,2", RepeatFault.PART, "BYHOUR"),
        ("FREQ=DAILY;BYMINUTE=1", RepeatFault.PART, "BYMINUTE"),
        ("FREQ=DAILY;BYSECOND=1", RepeatFault.PART, "BYSECOND"),
        ("FREQ=DAILY;INTERVAL=1001", RepeatFault.LIMIT, "INTERVAL"),
        ("FREQ=YEARLY;BYDAY=-6SU", RepeatFault.LIMIT, "BYDAY"),
        ("FREQ=DAILY;COUNT=3661", RepeatFault.LIMIT, "COUNT"),
    ],
)
def test_other_rules_are_refused_by_their_fault(
    repeat: str, fault: RepeatFault, part: str | None
) -> None:
    with pytest.raises(RepeatError) as caught:
        normal(repeat)
    assert (caught.value.fault, caught.value.part) == (fault, part)
    assert len(caught.value.repeat) <= 80


@given(st.text())
def test_any_text_is_a_rule_or_refused(text: str) -> None:
    for repeat in (
        text,
        f"COUNT;{text}",
        f"FREQ=DAILY;{text}",
        f"FREQ=DAILY;UNTIL={text}",
    ):
        try:
            normal(repeat)
        except RepeatError:
            continue


@pytest.mark.parametrize(
    ("first", "repeat", "result"),
    [
        ("2026-03-02", "FREQ=DAILY;INTERVAL=3", "02 05 08 11 14"),
        ("2026-03-01", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "02 03 04 05 06 09 10"),
        ("2026-03-03", "FREQ=WEEKLY;INTERVAL=2", "03 17 31"),
        ("2026-03-04", "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,WE", "04 16 18 30"),
        ("2026-03-04", "FREQ=WEEKLY;BYDAY=MO,FR;BYSETPOS=1", "06 09 16"),
        ("2026-03-04", "FREQ=DAILY;COUNT=3", "04 05 06"),
        ("2026-03-04", "FREQ=DAILY;UNTIL=20260306", "04 05 06"),
        ("2026-03-04", "FREQ=DAILY;UNTIL=20260306T003000", "04 05 06"),
        ("2026-03-04", "FREQ=DAILY;UNTIL=20260306T002959", "04 05"),
        ("2026-03-04", "FREQ=DAILY;UNTIL=20260306T003000Z", "04 05 06"),
        ("2026-03-27", "FREQ=DAILY;UNTIL=20260329T233000Z", "27 28 29 30"),
        ("2026-03-27", "FREQ=DAILY;UNTIL=20260329T232959Z", "27 28 29"),
        ("2026-03-30", "FREQ=DAILY;UNTIL=99991231T235959Z", "30 31 01 02"),
        ("2026-01-31", "FREQ=MONTHLY", "31 31 31 31 31"),
        ("2026-01-01", "FREQ=MONTHLY;BYMONTHDAY=-1", "31 28 31 30 31"),
        ("2026-01-01", "FREQ=MONTHLY;BYDAY=2TU", "13 10 10 14"),
        ("2026-01-01", "FREQ=MONTHLY;BYDAY=-1FR", "30 27 27 24"),
        ("2026-01-15", "FREQ=MONTHLY;INTERVAL=5", "15 15 15"),
        ("2024-02-29", "FREQ=YEARLY", "29 29 29"),
        ("2024-05-06", "FREQ=YEARLY;BYMONTH=3,4", "06 06 06"),
        ("2026-03-02", "FREQ=DAILY;BYMONTH=3;BYDAY=MO", "02 09 16 23 30 01"),
    ],
)
def test_what_rules_give(first: str, repeat: str, result: str) -> None:
    found = starts(repeat, wall(f"{first} 00:30"), ZONE, wall(first), LAST)
    days = result.split()
    assert [f"{start:%d}" for start in islice(found, len(days))] == days
    if "COUNT" in repeat or "UNTIL=2" in repeat:
        assert next(found, None) is None


PARTS = st.fixed_dictionaries(
    {},
    optional={
        "INTERVAL": st.integers(1, 9).map(str),
        "BYDAY": st.sets(
            st.sampled_from(["MO", "TU", "WE", "TH", "FR", "SA", "SU"]), min_size=1
        ).map(",".join),
        "BYYEARDAY": st.sampled_from(["1", "-1", "100,200,366"]),
        "BYWEEKNO": st.sampled_from(["1", "53", "-1", "10,20"]),
        "BYMONTHDAY": st.sampled_from(["1", "29", "31", "-1", "1,15,31"]),
        "BYMONTH": st.sampled_from(["2", "3,10", "1,2,3,4,5,6,7,8,9,10,11,12"]),
        "BYSETPOS": st.sampled_from(["1", "-1", "2"]),
        "WKST": st.sampled_from(["SU", "MO", "WE"]),
        "COUNT": st.integers(1, 300).map(str),
    },
)


@given(
    st.sampled_from(["DAILY", "WEEKLY", "MONTHLY", "YEARLY"]),
    PARTS,
    st.datetimes(wall("2019-12-25"), wall("2021-02-01")),
    st.integers(0, 4000),
    st.integers(0, 400),
)
def test_a_late_look_sees_what_an_early_one_does(
    frequency: str, parts: dict[str, str], first: datetime, after: int, days: int
) -> None:
    """The way around counting from the start gives what `ical` gives from there."""
    first = first.replace(microsecond=0)
    repeat = ";".join([f"FREQ={frequency}", *(f"{k}={v}" for k, v in parts.items())])
    low = first + timedelta(days=after)
    high = low + timedelta(days=days)
    if never(normal(repeat), first, ZONE):
        return
    whole = takewhile(
        lambda start: start <= high, Recur.from_rrule(repeat).as_rrule(first)
    )
    expected = [start for start in whole if start >= low]
    assert list(starts(repeat, first, ZONE, low, high)) == expected


@pytest.mark.parametrize(
    "repeat",
    [
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=MONTHLY;BYMONTH=4;BYMONTHDAY=31",
        "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=DAILY;INTERVAL=7;BYDAY=TU",
        "FREQ=MONTHLY;INTERVAL=12;BYMONTH=5",
        "FREQ=MONTHLY;BYDAY=MO;BYSETPOS=6",
        "FREQ=DAILY;UNTIL=20260301",
        "FREQ=MONTHLY;BYMONTHDAY=31;UNTIL=20260315",
    ],
)
def test_a_rule_without_an_instance_is_found_out_soon(repeat: str) -> None:
    with counted() as effort:
        assert never(normal(repeat), wall("2026-03-02 00:30"), ZONE)
    assert effort.lines < 20_000_000


def test_a_rule_ends_where_it_is_told_to() -> None:
    assert until("FREQ=DAILY;COUNT=9", wall("2026-03-04 00:29:59")) == (
        "FREQ=DAILY;UNTIL=20260304T002959"
    )
    assert endless("FREQ=DAILY")
    assert not endless("FREQ=DAILY;COUNT=2")
    assert not endless("FREQ=DAILY;UNTIL=20260301")


@pytest.mark.parametrize(
    ("zone", "clock", "result"),
    [
        (LONDON, "2026-03-29 00:59", "2026-03-29 00:59"),
        (LONDON, "2026-03-29 01:00", "2026-03-29 01:00"),
        (LONDON, "2026-03-29 01:30", "2026-03-29 01:00"),
        (LONDON, "2026-03-29 02:00", "2026-03-29 01:00"),
        (LONDON, "2026-03-29 02:30", "2026-03-29 01:30"),
        (LONDON, "2026-10-25 01:30", "2026-10-25 00:30"),
        (LONDON, "2026-10-25 02:00", "2026-10-25 02:00"),
        (NEW_YORK, "2026-03-08 02:30", "2026-03-08 07:00"),
        (NEW_YORK, "2026-03-08 03:00", "2026-03-08 07:00"),
        (NEW_YORK, "2026-11-01 01:30", "2026-11-01 05:30"),
        (LORD_HOWE, "2026-10-04 02:00", "2026-10-03 15:30"),
        (LORD_HOWE, "2026-10-04 02:15", "2026-10-03 15:30"),
        (LORD_HOWE, "2026-10-04 02:30", "2026-10-03 15:30"),
        (LORD_HOWE, "2026-04-05 01:45", "2026-04-04 14:45"),
        ("Pacific/Apia", "2011-12-30 12:00", "2011-12-30 10:00"),
    ],
)
def test_a_wall_clock_time_is_one_instant(zone: str, clock: str, result: str) -> None:
    assert instant(wall(clock), ZoneInfo(zone)) == utc(result)


@given(
    st.sampled_from([LONDON, NEW_YORK, LORD_HOWE, "Africa/Casablanca", "Asia/Gaza"]),
    st.datetimes(wall("2025-01-01"), wall("2027-01-01")),
    st.timedeltas(timedelta(0), timedelta(hours=30)),
)
def test_later_on_the_wall_is_never_earlier(
    name: str, clock: datetime, later: timedelta
) -> None:
    zone = ZoneInfo(name)
    one, two = instant(clock, zone), instant(clock + later, zone)
    assert one <= two
    assert abs((two - one) - later) <= timedelta(hours=1)
    assert wall_clock(one, zone) >= clock.replace(fold=0)


@pytest.mark.parametrize("name", ["", "Europe/Atlantis", "../etc/passwd", "/", "a\0b"])
def test_a_zone_that_is_none_is_refused(name: str) -> None:
    with pytest.raises(ZoneError):
        zone_of(name)
