"""How an occurrence is said to Amps, and which action is which."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from custom_components.amps.api.models import (
    Action,
    ActionState,
    Command,
    Execution,
    OnConflict,
    Parameters,
    Push,
)
from custom_components.amps.engine.matching import (
    echo_error,
    is_occurrence,
    is_push,
    sent_action,
)
from custom_components.amps.engine.occurrence import Intent
from custom_components.amps.engine.push import (
    due_at,
    is_too_late,
    next_minute,
    push_for,
    restore_push,
)
from custom_components.amps.engine.state import EngineState
from custom_components.amps.schedule.window import Origin

from .words import ALL, IMMEDIATE, SCHEDULED, T0, WINDOWED, at, window

LEAD = timedelta(hours=48)
SECOND = timedelta(seconds=1)
NIGHT = window(at("00:30", 1), at("05:30", 1), target=80.0)
PUSH = Push(
    command=Command.CHARGE,
    parameters=Parameters(target=80.0),
    start=NIGHT.start,
    end=NIGHT.end,
)


def action(**changes: object) -> Action:
    made = Action(
        id="act_1",
        battery_id="dev",
        command=Command.CHARGE,
        parameters=Parameters(target=80.0),
        state=ActionState.SCHEDULED,
        created_at=T0,
        updated_at=T0,
        start=NIGHT.start,
        end=NIGHT.end,
    )
    return replace(made, **changes)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("now", "expected"),
    [("12:00", "12:01"), ("12:00:01", "12:02"), ("12:00:59", "12:02")],
)
def test_the_next_minute_is_whole_and_a_minute_away(now: str, expected: str) -> None:
    assert next_minute(at(now)) == at(expected)


@pytest.mark.parametrize(
    ("offered", "due"),
    [
        (WINDOWED, NIGHT.start - LEAD),
        (ALL, NIGHT.start - LEAD),
        (SCHEDULED | IMMEDIATE, NIGHT.start - timedelta(minutes=10)),
        (IMMEDIATE, NIGHT.start),
        (frozenset[Execution](), NIGHT.start),
    ],
)
def test_what_needs_us_at_its_end_is_due_late(
    offered: frozenset[Execution], due: datetime
) -> None:
    assert due_at(NIGHT, offered, LEAD) == due


@pytest.mark.parametrize(
    ("offered", "now", "start", "end"),
    [
        (WINDOWED, T0, NIGHT.start, NIGHT.end),
        (WINDOWED, at("01:00", 1), at("01:01", 1), NIGHT.end),
        (WINDOWED, NIGHT.start - 29 * SECOND, at("00:31", 1), NIGHT.end),
        (SCHEDULED, at("01:00", 1), at("01:01", 1), None),
        (SCHEDULED | IMMEDIATE, at("01:00", 1), None, None),
        (IMMEDIATE, NIGHT.start, None, None),
    ],
)
def test_a_push_that_is_late_keeps_its_end(
    offered: frozenset[Execution],
    now: datetime,
    start: datetime | None,
    end: datetime | None,
) -> None:
    push = push_for(NIGHT, offered, now)
    assert push is not None
    assert (push.start, push.end) == (start, end)


def test_nothing_is_pushed_for_what_is_over() -> None:
    late = NIGHT.end - timedelta(seconds=60)
    assert push_for(NIGHT, ALL, late) is None
    assert is_too_late(NIGHT, late)
    assert not is_too_late(NIGHT, late - 2 * timedelta(minutes=1))
    assert push_for(NIGHT, frozenset(), T0) is None


def test_by_hand_what_starts_at_once_goes_first() -> None:
    push = push_for(replace(NIGHT, origin=Origin.MANUAL), ALL, NIGHT.start)
    assert push is not None
    assert push.execution is Execution.IMMEDIATE


def test_a_return_is_stored_ahead_or_sent_when_due_but_never_early() -> None:
    end, mode = NIGHT.end, Command.AUTO_BALANCED
    assert restore_push(mode, ALL, end, T0) == Push(command=mode, start=end)
    assert restore_push(mode, ALL, end, end - 20 * SECOND) is None
    assert restore_push(mode, ALL, end, end) == Push(command=mode)
    assert restore_push(mode, SCHEDULED, end, end) == Push(
        command=mode, start=end + timedelta(minutes=1)
    )
    assert restore_push(mode, IMMEDIATE, end, T0) is None
    assert restore_push(mode, WINDOWED, end, end) is None


@pytest.mark.parametrize(
    ("changes", "same"),
    [
        ({}, True),
        ({"start": NIGHT.start + 50 * SECOND}, True),
        ({"start": NIGHT.start + 70 * SECOND}, False),
        ({"end": None}, True),
        ({"end": NIGHT.end + timedelta(minutes=2)}, False),
        ({"start": None}, False),
        ({"command": Command.IDLE}, False),
        ({"parameters": Parameters(target=80.001)}, True),
        ({"parameters": Parameters(target=79.0)}, False),
        ({"parameters": Parameters()}, False),
    ],
)
def test_an_action_is_known_by_what_it_asks_for(
    changes: dict[str, object], *, same: bool
) -> None:
    assert is_push(action(**changes), PUSH) is same


@pytest.mark.parametrize(
    ("changes", "same"),
    [
        ({"state": ActionState.COMPLETED}, True),
        ({"state": ActionState.CANCELLED}, False),
        ({"state": ActionState.FAILED}, False),
        ({"start": at("02:00", 1)}, True),
        ({"start": NIGHT.start - timedelta(minutes=6)}, False),
        ({"start": None, "end": None, "created_at": NIGHT.start}, True),
        ({"start": None, "end": None, "created_at": at("03:00", 1)}, False),
    ],
)
def test_an_occurrence_is_known_however_late_it_was_sent(
    changes: dict[str, object], *, same: bool
) -> None:
    assert is_occurrence(action(**changes), NIGHT) is same


@pytest.mark.parametrize("hours", [0, 1, -5.5, 13])
def test_what_was_sent_is_found_in_any_zone(hours: float) -> None:
    intent = Intent(purpose="a", push=PUSH, at=T0, occurrence=NIGHT)
    off = timedelta(hours=hours)
    found = action(start=NIGHT.start + off, end=NIGHT.end + off)
    assert sent_action(intent, [found], EngineState()) is found
    assert sent_action(intent, [found], EngineState(own={"act_1": Origin.PLAN})) is None
    before = action(created_at=T0 - timedelta(minutes=5))
    assert sent_action(intent, [before], EngineState()) is None


def test_an_echo_tells_how_far_a_wall_clock_was_misread() -> None:
    hour = timedelta(hours=1)
    misread = action(start=NIGHT.start + hour, end=NIGHT.end + hour)
    assert echo_error(action(), PUSH, UTC) is None
    assert echo_error(misread, PUSH, UTC) == hour
    assert echo_error(misread, PUSH, None) == hour
    assert echo_error(action(end=NIGHT.end + hour), PUSH, UTC) == hour
    assert echo_error(action(end=NIGHT.end - hour), PUSH, UTC) is None
    placed = replace(PUSH, on_conflict=OnConflict.QUEUE_AFTER)
    assert echo_error(misread, placed, UTC) is None


@pytest.mark.parametrize(
    ("zone", "first", "second"),
    [
        ("Europe/London", "2026-10-25T00:30", "2026-10-25T01:30"),
        ("America/New_York", "2026-11-01T05:30", "2026-11-01T06:30"),
        ("Australia/Lord_Howe", "2026-04-04T14:45", "2026-04-04T15:15"),
    ],
)
def test_the_other_reading_of_a_repeated_hour_is_no_error(
    zone: str, first: str, second: str
) -> None:
    one, other = (
        datetime.fromisoformat(item).replace(tzinfo=UTC) for item in (first, second)
    )
    push = Push(command=Command.CHARGE, start=one)
    assert echo_error(action(start=other, end=None), push, ZoneInfo(zone)) is None
    assert echo_error(action(start=other, end=None), push, UTC) == other - one


def test_by_hand_it_starts_at_once_however_soon_a_window_ends_it() -> None:
    now = NIGHT.end - timedelta(seconds=40)
    push = push_for(replace(NIGHT, origin=Origin.MANUAL), ALL, now)
    assert push is not None
    assert push.execution is Execution.IMMEDIATE
    assert push_for(replace(NIGHT, origin=Origin.MANUAL), WINDOWED, now) is None
