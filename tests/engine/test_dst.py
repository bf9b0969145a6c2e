"""The hour that the plant's clock shows twice: what is told of it, and what is kept.

In London it is 01:00 to 02:00 on 25 October 2026: first 00:00Z to 01:00Z, then once
more until 02:00Z.
"""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from custom_components.amps.api.models import Command, Execution
from custom_components.amps.engine.decision import (
    OtherReading,
    PushRequest,
    ZoneMisread,
)
from custom_components.amps.engine.dst import is_ambiguous, runs_backwards, tellable
from custom_components.amps.engine.occurrence import OccurrenceState, Reason
from custom_components.amps.engine.state import EngineState
from custom_components.amps.schedule.window import Occurrence

from ..schedule.plans import restarted
from .amps import Amps
from .follower import Follower, lose, outcomes
from .words import (
    ALL,
    BALANCED,
    IMMEDIATE,
    NO_QUEUE,
    QUEUES,
    SCHEDULED,
    WINDOWED,
    takes,
    window,
)

LONDON = ZoneInfo("Europe/London")
EVENING = datetime(2026, 10, 24, 20, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
NONE = frozenset[Execution]()


def z(text: str) -> datetime:
    """An instant on the Sunday, by its UTC clock."""
    return datetime.fromisoformat(f"2026-10-25T{text}Z")


def following(
    *occurrences: Occurrence,
    shapes: frozenset[Execution] = WINDOWED,
    auto: frozenset[Execution] = ALL,
    queues: bool = True,
    second: bool = False,
) -> Follower:
    amps = Amps(
        takes(shapes, auto),
        QUEUES if queues else NO_QUEUE,
        start=EVENING,
        zone=LONDON.key,
        repeated_hour="second" if second else "first",
    )
    follower = Follower(amps, zone=LONDON, up_since=EVENING)
    follower.wants(*occurrences)
    return follower


def lived(follower: Follower) -> list[tuple[str, Command]]:
    """When the battery went under which command, to five minutes."""
    return [
        (f"{item.replace(minute=item.minute // 5 * 5):%H:%M}", mode)
        for item, mode in follower.modes()
    ]


def kept(follower: Follower) -> int:
    return sum(isinstance(event, OtherReading) for event in follower.events)


@pytest.mark.parametrize(
    ("zone", "moment", "twice"),
    [
        ("Europe/London", "2026-10-24T23:59", False),
        ("Europe/London", "2026-10-25T00:00", True),
        ("Europe/London", "2026-10-25T01:59", True),
        ("Europe/London", "2026-10-25T02:00", False),
        ("Europe/London", "2026-03-29T01:30", False),
        ("Australia/Lord_Howe", "2026-04-04T14:29", False),
        ("Australia/Lord_Howe", "2026-04-04T15:00", True),
        ("UTC", "2026-10-25T01:30", False),
    ],
)
def test_which_times_are_shown_twice(zone: str, moment: str, *, twice: bool) -> None:
    instant = datetime.fromisoformat(moment).replace(tzinfo=UTC)
    assert is_ambiguous(instant, ZoneInfo(zone)) is twice


@pytest.mark.parametrize(
    ("start", "end", "backwards"),
    [
        ("00:30", "01:45", False),
        ("00:50", "01:10", True),
        ("00:10", "01:10", True),
        ("00:10", "01:11", False),
        ("00:50", "02:00", False),
        ("01:10", "01:50", False),
        ("00:59", "01:00", True),
        ("01:10", "00:50", False),
    ],
)
def test_which_windows_the_clock_shows_backwards(
    start: str, end: str, *, backwards: bool
) -> None:
    assert runs_backwards(z(start), z(end), LONDON) is backwards
    assert not runs_backwards(z(start), z(end), UTC)


@pytest.mark.parametrize(
    ("offered", "start", "end", "left"),
    [
        (ALL, "00:30", "01:45", ALL),
        (ALL, "00:50", "01:10", IMMEDIATE),
        (WINDOWED, "00:50", "01:10", NONE),
        (WINDOWED | SCHEDULED, "00:50", "01:10", SCHEDULED),
        (SCHEDULED | IMMEDIATE, "00:50", "03:00", IMMEDIATE),
        (SCHEDULED | IMMEDIATE, "02:00", "03:00", SCHEDULED | IMMEDIATE),
        (SCHEDULED, "00:50", "03:00", SCHEDULED),
    ],
)
def test_the_shapes_that_are_left(
    offered: frozenset[Execution], start: str, end: str, left: frozenset[Execution]
) -> None:
    assert tellable(offered, z(start), z(end), LONDON) == left


# the other reading is kept


@pytest.mark.parametrize(
    ("start", "end", "second", "began", "ended"),
    [
        ("00:30", "01:45", False, "00:30", "00:45"),
        ("00:30", "01:45", True, "01:30", "01:45"),
        ("23:30-1", "00:30", True, "23:30", "01:30"),
        ("01:30", "03:00", False, "00:30", "03:00"),
        ("00:30", "03:00", False, "00:30", "03:00"),
    ],
)
@pytest.mark.parametrize("queues", [True, False])
def test_outcome_and_return_follow_the_reading_of_amps(
    start: str, end: str, began: str, ended: str, *, second: bool, queues: bool
) -> None:
    day = timedelta(days=1) if start.endswith("-1") else timedelta(0)
    occurrence = window(z(start.removesuffix("-1")) - day, z(end))
    follower = following(occurrence, queues=queues, second=second)
    follower.run_to(z("04:00"))
    assert outcomes(follower) == [("a", "done", None)]
    modes = lived(follower)
    assert modes[0] == (began, Command.CHARGE)
    assert modes[1][0] == modes[-1][0] == ended
    assert modes[-1][1] is BALANCED
    other = (began, ended) != (start.removesuffix("-1"), end)
    assert bool(kept(follower)) is other
    assert not any(isinstance(event, ZoneMisread) for event in follower.events)
    assert follower.warnings == []


def test_it_is_noted_once_and_survives_a_restart() -> None:
    follower = following(window(z("00:30"), z("01:45")))
    follower.run_to(z("00:40"))
    follower.restart()
    follower.run_to(z("00:44"))
    (record,) = follower.state.records.values()
    assert (record.read_start, record.read_end) == (None, z("00:45"))
    assert (record.end, record.occurrence.end) == (z("00:45"), z("01:45"))
    assert kept(follower) == 1
    follower.run_to(z("04:00"))
    assert outcomes(follower) == [("a", "done", None)]


def test_a_window_that_touches_the_planned_end_is_not_queued_an_hour_early() -> None:
    first = window(z("00:30"), z("01:45"))
    later = window(z("01:45"), z("03:00"), Command.DISCHARGE, uid="b")
    follower = following(first, later)
    follower.run_to(z("00:44"))
    held = [(action.command, action.start) for action in follower.amps.holders]
    assert held == [(Command.CHARGE, z("00:30")), (BALANCED, z("00:45"))]
    follower.run_to(z("04:00"))
    assert outcomes(follower)[0] == ("a", "done", None)
    assert [outcome[0] for outcome in outcomes(follower)] == ["a", "b"]


def test_what_is_cut_short_while_it_runs_ends_there() -> None:
    occurrence = window(z("23:00") - timedelta(days=1), z("01:45"))
    follower = following(occurrence)
    follower.run_to(z("00:10"))
    cut = window(occurrence.start, z("00:20"))
    follower.wants(cut)
    follower.run_to(z("00:15"))
    (record,) = follower.state.records.values()
    assert (record.read_end, record.end) == (None, z("00:20"))


@pytest.mark.parametrize("stored", [True, False])
def test_a_lost_answer_is_found_in_the_other_reading(*, stored: bool) -> None:
    follower = following(window(z("00:30"), z("01:45")))
    lose(follower, stored=stored)
    follower.run_to(z("04:00"))
    charges = [request for request in follower.requests if _charges(request)]
    assert len(charges) == (1 if stored else 2)
    assert outcomes(follower) == [("a", "done", None)]


def _charges(request: object) -> bool:
    if not isinstance(request, PushRequest):
        return False
    return request.intent.push.command is Command.CHARGE


def test_a_record_without_an_action_has_the_planned_times() -> None:
    occurrence = window(z("00:30"), z("01:45"))
    record = OccurrenceState(
        occurrence=occurrence, read_start=z("01:30"), read_end=z("00:45")
    )
    assert (record.start, record.end) == (occurrence.start, occurrence.end)
    state = EngineState(records={occurrence.key: record})
    assert restarted(state) == state


# what Amps cannot be told


@pytest.mark.parametrize("second", [False, True])
@pytest.mark.parametrize("shapes", [ALL, WINDOWED | IMMEDIATE, IMMEDIATE])
def test_a_window_that_cannot_be_written_is_sent_in_two_commands(
    shapes: frozenset[Execution], *, second: bool
) -> None:
    follower = following(window(z("00:50"), z("01:10")), shapes=shapes, second=second)
    follower.run_to(z("03:00"))
    assert lived(follower) == [("00:50", Command.CHARGE), ("01:10", BALANCED)]
    assert outcomes(follower) == [("a", "done", None)]
    assert follower.warnings == []


def test_a_window_that_cannot_be_sent_is_told_of_early_and_missed() -> None:
    follower = following(window(z("00:50"), z("01:10")))
    follower.run_to(EVENING + MINUTE)
    assert [warning.reason.value for warning in follower.warnings] == ["time_zone"]
    follower.run_to(z("03:00"))
    assert outcomes(follower) == [("a", "missed", "time_zone")]
    assert len(follower.warnings) == 1
    assert follower.amps.sent == []
    assert follower.state.zone_error is None


def test_the_windows_around_it_take_place() -> None:
    before = window(z("22:00") - timedelta(days=1), z("23:00") - timedelta(days=1))
    blurred = window(z("00:50"), z("01:10"), uid="b")
    after = window(z("03:00"), z("04:00"), uid="c")
    follower = following(before, blurred, after)
    follower.run_to(z("05:00"))
    assert outcomes(follower) == [
        ("a", "done", None),
        ("b", "missed", "time_zone"),
        ("c", "done", None),
    ]


@pytest.mark.parametrize(
    ("second", "expected"),
    [(False, ("a", "failed", "rejected")), (True, ("a", "done", None))],
)
def test_what_becomes_late_is_never_written_backwards(
    expected: tuple[str, str, str | None], *, second: bool
) -> None:
    follower = following(window(z("00:05"), z("01:10")), second=second)
    follower.amps.goes_down()
    follower.run_to(z("00:20"))
    follower.amps.comes_up()
    follower.run_to(z("00:55"))
    assert Reason.TIME_ZONE in [warning.reason for warning in follower.warnings]
    assert follower.amps.sent == []
    follower.run_to(z("03:00"))
    assert outcomes(follower) == [expected]


def test_a_server_that_takes_offsets_is_told_all() -> None:
    follower = following(window(z("00:50"), z("01:10")))
    follower.amps.world.knobs.generation = "g1"
    follower.run_to(z("03:00"))
    assert outcomes(follower) == [("a", "done", None)]
    assert kept(follower) == 0


# a mode behind what only we can end


@pytest.mark.parametrize("second", [False, True])
def test_a_return_at_a_time_shown_twice_is_sent_when_it_is_due(*, second: bool) -> None:
    occurrence = window(z("22:30") - timedelta(days=1), z("01:30"))
    follower = following(occurrence, shapes=SCHEDULED | IMMEDIATE, second=second)
    follower.run_to(z("03:00"))
    assert lived(follower) == [("22:30", Command.CHARGE), ("01:30", BALANCED)]
    assert outcomes(follower) == [("a", "done", None)]


def test_where_it_can_only_be_scheduled_the_reading_of_amps_is_the_end() -> None:
    occurrence = window(z("22:30") - timedelta(days=1), z("01:30"))
    follower = following(occurrence, shapes=SCHEDULED, auto=SCHEDULED)
    follower.run_to(z("03:00"))
    assert lived(follower) == [("22:30", Command.CHARGE), ("00:30", BALANCED)]
    assert outcomes(follower) == [("a", "done", None)]
