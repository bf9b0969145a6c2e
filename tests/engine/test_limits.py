"""What counts as the same, as late and as a risk, at the values where that changes."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from custom_components.amps.api.models import (
    Action,
    ActionState,
    Command,
    Execution,
    Push,
    Setting,
)
from custom_components.amps.engine.matching import (
    echo_error,
    is_occurrence,
    sent_action,
)
from custom_components.amps.engine.observe import observed
from custom_components.amps.engine.occurrence import (
    Intent,
    OccurrenceState,
    Reason,
    Restore,
)
from custom_components.amps.engine.push import is_too_late
from custom_components.amps.engine.risks import held_until, risks
from custom_components.amps.engine.state import EngineState

from .situations import action_of, situation_of
from .words import BALANCED, NIGHT, T0, at, takes, window

HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)
SENT = Push(command=Command.CHARGE, start=at("14:00"), end=at("15:00"))


@pytest.mark.parametrize(
    ("action", "until"),
    [
        (action_of(start=at("13:00"), end=at("14:00")), at("14:00")),
        (action_of(start=at("13:00")), at("13:00")),
        (action_of(end=at("14:00")), at("14:00")),
        (action_of(), T0 + 10 * MINUTE),
        (action_of(created_at=T0 - 10 * MINUTE), T0),
        (action_of(created_at=T0 - 10 * MINUTE - timedelta(seconds=1)), None),
        (action_of(created_at=None), None),
    ],
)
def test_how_long_an_action_holds_the_slot(
    action: Action, until: datetime | None
) -> None:
    assert held_until(action, T0) == until


@pytest.mark.parametrize(
    ("start", "end", "command", "found"),
    [
        ("14:00", "15:00", Command.CHARGE, True),
        ("15:00", "16:00", Command.CHARGE, True),
        ("14:30", "15:30", Command.CHARGE, True),
        ("15:07", "16:07", Command.CHARGE, False),
        ("15:00", "15:30", Command.CHARGE, False),
        ("15:00", "16:00", Command.DISCHARGE, False),
        (None, "16:00", Command.CHARGE, False),
        ("15:00", None, Command.CHARGE, True),
    ],
)
def test_a_push_is_found_also_where_amps_took_another_zone(
    start: str | None, end: str | None, command: Command, *, found: bool
) -> None:
    action = action_of(
        start=at(start) if start else None,
        end=at(end) if end else None,
        command=command,
    )
    intent = Intent(purpose=NIGHT.key, push=SENT, at=T0, occurrence=NIGHT)
    assert (sent_action(intent, [action], EngineState()) is action) is found


def test_a_push_for_now_is_no_timed_action() -> None:
    now = Intent(purpose=NIGHT.key, push=Push(command=Command.CHARGE), at=T0)
    later = action_of(start=T0 + HOUR)
    assert sent_action(now, [later], EngineState()) is None


BUSY = [
    EngineState(intent=Intent(purpose="manual", push=replace(SENT, start=None), at=T0)),
    EngineState(watched="x"),
]
WAITING = [
    EngineState(owed=(Restore(left=OccurrenceState(occurrence=NIGHT)),)),
    EngineState(intent=Intent(purpose=NIGHT.key, push=SENT, at=T0)),
    EngineState(pending=SENT),
]


@pytest.mark.parametrize("state", BUSY)
def test_a_mode_that_is_read_amid_a_command_is_none_to_go_back_to(
    state: EngineState,
) -> None:
    battery = situation_of(T0, state, Command.AUTO_RESERVE).battery
    assert observed(EngineState(), battery, ()).standing is Command.AUTO_RESERVE
    assert observed(state, battery, ()) is state


@pytest.mark.parametrize("state", WAITING)
def test_what_waits_for_later_hides_no_mode(state: EngineState) -> None:
    battery = situation_of(T0, state, Command.AUTO_RESERVE).battery
    assert observed(state, battery, ()).standing is Command.AUTO_RESERVE


def test_the_manufacturers_schedule_is_no_risk_once_it_is_taken_over() -> None:
    situation = situation_of(T0, EngineState(), BALANCED)
    on = {"scheduler_enabled": Setting(value=True)}
    battery = replace(situation.battery, settings=on)
    situation = replace(
        situation, battery=battery, occurrences={NIGHT.key: NIGHT}, lead=24 * HOUR
    )
    record = OccurrenceState(occurrence=NIGHT)
    assert list(risks(record, NIGHT, situation)) == [Reason.VENDOR_SCHEDULE]
    assert not list(risks(record, NIGHT, replace(situation, takes_over=True)))


@pytest.mark.parametrize(
    ("start", "end", "late"),
    [
        # the next minute that Amps takes is 12:01
        (T0 + timedelta(seconds=29), T0 + MINUTE, True),
        (T0 + timedelta(seconds=29), T0 + MINUTE + timedelta(seconds=1), False),
        (T0 + timedelta(seconds=30), T0 + MINUTE, False),
        (T0 - HOUR, T0 + MINUTE, True),
        (T0 - HOUR, T0 + 2 * MINUTE, False),
    ],
)
def test_when_nothing_would_be_left(
    start: datetime, end: datetime, *, late: bool
) -> None:
    assert is_too_late(window(start, end), T0) is late


LONDON = ZoneInfo("Europe/London")


TWICE = datetime(2026, 10, 25, 1, 30, tzinfo=UTC)
"""The clock shows 01:30 for the second time."""


@pytest.mark.parametrize(
    ("reason", "shapes"),
    [
        (Reason.REJECTED, {Execution.IMMEDIATE}),
        (Reason.DEVICE_OFFLINE, {Execution.IMMEDIATE, Execution.WINDOWED}),
    ],
)
def test_only_what_amps_refused_in_a_repeated_hour_goes_out_at_once(
    reason: Reason, shapes: set[Execution]
) -> None:
    night = window(TWICE, TWICE + 5 * HOUR)
    state = EngineState(
        records={night.key: OccurrenceState(occurrence=night, reason=reason)}
    )
    situation = situation_of(TWICE - HOUR, state, BALANCED)
    both = frozenset({Execution.IMMEDIATE, Execution.WINDOWED})
    battery = replace(situation.battery, commands=takes(both))
    situation = replace(situation, battery=battery, zone=LONDON)
    assert situation.shapes(night) == shapes
    assert replace(situation, takes_offsets=True).shapes(night) == both


def test_an_action_that_begins_at_the_end_of_a_window_is_another() -> None:
    def began(at: datetime) -> Action:
        return action_of(start=at, end=at + timedelta(seconds=30))

    assert is_occurrence(began(NIGHT.end - timedelta(seconds=1)), NIGHT)
    assert not is_occurrence(began(NIGHT.end), NIGHT)


@pytest.mark.parametrize(
    ("end", "error"),
    [
        ("14:30", None),
        ("15:14", None),
        ("15:15", timedelta(minutes=15)),
        ("16:00", HOUR),
    ],
)
def test_what_has_begun_may_end_earlier_but_not_later_than_was_sent(
    end: str, error: timedelta | None
) -> None:
    begun = action_of(state=ActionState.ACKNOWLEDGED, start=SENT.start, end=at(end))
    assert echo_error(begun, SENT, None) == error


def test_what_a_push_became_is_nobody_elses_before_its_answer_is_here() -> None:
    push = Push(command=Command.AUTO_BALANCED, start=at("01:05", 2))
    stored = action_of(command=push.command, start=push.start)
    other = action_of(id="y", start=at("03:00", 2), end=at("04:00", 2))
    sending = EngineState(intent=Intent(purpose="a", push=push, at=T0))
    for state, foreign in ((sending, ["y"]), (EngineState(), ["x", "y"])):
        given = replace(situation_of(T0, state, BALANCED), actions=(stored, other))
        assert [one.id for one in given.foreign_holders] == foreign
