"""Limits and instants of the engine, at the values where its answer changes."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from custom_components.amps.api.models import (
    Action,
    ActionState,
    Battery,
    Command,
    Execution,
    Parameters,
    Push,
    Setting,
)
from custom_components.amps.plan.back import strand, waits_for_back
from custom_components.amps.plan.engine import decide
from custom_components.amps.plan.identity import sent_action
from custom_components.amps.plan.memory import (
    BACK,
    Back,
    Intent,
    Memory,
    Outcome,
    Reason,
    Record,
)
from custom_components.amps.plan.observe import observed
from custom_components.amps.plan.record import MOST_TRIES
from custom_components.amps.plan.risk import held_until, risks
from custom_components.amps.plan.shape import is_too_late
from custom_components.amps.plan.situation import Situation
from custom_components.amps.plan.steps import (
    CloseStep,
    PushStep,
    StrandStep,
    WaitStep,
)
from custom_components.amps.plan.verdict import verdict
from custom_components.amps.plan.window import Occurrence

from .amps import Amps
from .follower import following
from .words import BALANCED, IMMEDIATE, NIGHT, NOON, T0, WINDOWED, at, takes, window

HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)


@pytest.mark.parametrize("planned", [(NIGHT,), (NIGHT, NOON)])
def test_it_wants_to_be_asked_again_at_each_instant_that_matters(
    planned: tuple[Occurrence, ...],
) -> None:
    life = following(*planned)
    asked: list[datetime] = []
    life.poll()
    step = life.settle()
    while isinstance(step, WaitStep) and step.until and len(asked) < 4:
        asked.append(step.until)
        life.amps.pass_to(step.until)
        life.poll()
        step = life.settle()
    start, end = NIGHT.start, NIGHT.end
    assert asked == [start - 40 * MINUTE, start, start + 15 * MINUTE, end]


def test_the_nearer_of_two_windows_is_waited_for() -> None:
    later = window(NIGHT.start + 9 * HOUR, NIGHT.end + 9 * HOUR, uid="later")
    life = following(NIGHT, later)
    life.lead = HOUR
    life.poll()
    step = life.settle()
    assert isinstance(step, WaitStep)
    assert step.until == NIGHT.start - HOUR


def _action(**fields: object) -> Action:
    known = {
        "id": "x",
        "device_id": "dev",
        "command": Command.CHARGE,
        "state": ActionState.SCHEDULED,
        "parameters": Parameters(),
        "created_at": T0,
        "updated_at": T0,
    }
    return Action(**(known | fields))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("action", "until"),
    [
        (_action(start=at("13:00"), end=at("14:00")), at("14:00")),
        (_action(start=at("13:00")), at("13:00")),
        (_action(end=at("14:00")), at("14:00")),
        (_action(), T0 + 10 * MINUTE),
        (_action(created_at=T0 - 10 * MINUTE), T0),
        (_action(created_at=T0 - 10 * MINUTE - timedelta(seconds=1)), None),
        (_action(created_at=None), None),
    ],
)
def test_how_long_an_action_holds_the_slot(
    action: Action, until: datetime | None
) -> None:
    assert held_until(action, T0) == until


SENT = Push(command=Command.CHARGE, start=at("14:00"), end=at("15:00"))


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
    action = _action(
        start=at(start) if start else None,
        end=at(end) if end else None,
        command=command,
    )
    intent = Intent(purpose=NIGHT.key, push=SENT, at=T0, occurrence=NIGHT)
    assert (sent_action(intent, [action], Memory()) is action) is found


def test_a_push_for_now_is_no_timed_action() -> None:
    now = Intent(purpose=NIGHT.key, push=Push(command=Command.CHARGE), at=T0)
    later = _action(start=T0 + HOUR)
    assert sent_action(now, [later], Memory()) is None


@pytest.mark.parametrize(
    ("reason", "sent", "ran", "outcome"),
    [
        (Reason.AMPS_UNREACHABLE, None, False, Outcome.MISSED),
        (Reason.SLOT_HELD, None, False, Outcome.MISSED),
        (Reason.AMPS_UNREACHABLE, SENT, False, Outcome.FAILED),
        (Reason.AMPS_UNREACHABLE, None, True, Outcome.FAILED),
        (Reason.DEVICE_OFFLINE, None, False, Outcome.FAILED),
    ],
)
def test_what_amps_never_accepted_is_missed_and_all_else_failed(
    reason: Reason, sent: Push | None, outcome: Outcome, *, ran: bool
) -> None:
    life = following(NIGHT)
    life.amps.pass_to(NIGHT.start + HOUR)
    life.poll()
    record = Record(occurrence=NIGHT, attempts=9, reason=reason, sent=sent, ran=ran)
    step = verdict(record, life.situation())
    assert isinstance(step, CloseStep)
    assert (step.outcome, step.reason) == (outcome, reason)
    assert verdict(replace(record, attempts=8), life.situation()) is None


def test_a_return_that_is_refused_ahead_of_its_time_is_made_when_it_is_due() -> None:
    record = Record(occurrence=NIGHT, action_id="x")
    memory = Memory(records={NIGHT.key: record})
    intent = Intent(
        purpose=BACK,
        push=Push(command=Command.AUTO_BALANCED, start=NIGHT.end),
        at=T0,
        occurrence=NIGHT,
    )
    early = memory.refused(intent, Reason.REJECTED, NIGHT.end - MINUTE, final=True)
    assert early.returning == [record]
    assert early.back_after(NIGHT.key).not_before == NIGHT.end
    due = memory.refused(intent, Reason.REJECTED, NIGHT.end, final=True)
    assert due.returning == []
    assert due.problem


def test_only_we_can_end_it_so_no_reading_is_awaited_after_a_start() -> None:
    for shapes, waits in ((IMMEDIATE, False), (WINDOWED, True)):
        life = following(NIGHT, amps=Amps(commands=takes(shapes, IMMEDIATE)))
        life.run_to(NIGHT.end - HOUR)
        life.amps.pass_to(NIGHT.end + 20 * MINUTE)
        read_before = life.battery
        life.restart()
        # Amps has been asked for its actions, and the battery not yet
        life.battery = read_before
        life._list()
        while not isinstance(step := decide(life.situation()), (PushStep, WaitStep)):
            assert life._follow(step)
        assert isinstance(step, WaitStep) is waits, (shapes, step)


def test_where_it_is_to_stay_as_amps_leaves_it_no_mode_is_missing() -> None:
    life = following(NIGHT)
    life.standing = None
    life.run_to(NIGHT.end + HOUR)
    assert life.amps.mode is Command.IDLE
    assert not [step for step in life.steps if isinstance(step, StrandStep)]


def _situation(now: datetime, memory: Memory, mode: Command) -> Situation:
    battery = Battery(
        id="dev",
        available=True,
        last_pulled_at=now,
        current_mode=mode,
        commands=takes(WINDOWED),
    )
    return Situation(
        now=now,
        battery=battery,
        actions=(),
        memory=memory,
        standing=BALANCED,
        listed=now,
        answered=now,
    )


def test_a_mode_that_is_missing_is_told_ten_minutes_after_the_end() -> None:
    record = Record(
        occurrence=NIGHT,
        action_id="x",
        seen=True,
        outcome=Outcome.DONE,
        closed=NIGHT.end,
    )
    memory = Memory(records={NIGHT.key: record})
    due = NIGHT.end + 10 * MINUTE
    assert strand(_situation(due - timedelta(seconds=1), memory, Command.IDLE)) is None
    assert strand(_situation(due, memory, Command.IDLE)) == StrandStep(record=record)
    assert strand(_situation(due, memory, BALANCED)) is None
    push = Push(command=Command.CHARGE, start=NIGHT.start, end=NIGHT.end)
    memory = Memory(records={NIGHT.key: replace(record, sent=push)})
    as_it_is = replace(_situation(due, memory, Command.IDLE), standing=None)
    assert strand(as_it_is) is None


BUSY = [
    Memory(back=Back(after=NIGHT.key)),
    Memory(intent=Intent(purpose="manual", push=SENT, at=T0)),
    Memory(pending=SENT),
    Memory(watched="x"),
]


@pytest.mark.parametrize("memory", BUSY)
def test_a_mode_that_is_read_amid_a_command_is_none_to_go_back_to(
    memory: Memory,
) -> None:
    battery = _situation(T0, memory, Command.AUTO_RESERVE).battery
    assert observed(Memory(), battery, ()).standing is Command.AUTO_RESERVE
    assert observed(memory, battery, ()) is memory


@pytest.mark.parametrize(
    ("began", "outcome"),
    [
        (NIGHT.start + (NIGHT.end - NIGHT.start) / 2, Outcome.DONE),
        (NIGHT.start + (NIGHT.end - NIGHT.start) / 2 + MINUTE, Outcome.INCOMPLETE),
    ],
)
def test_half_of_a_window_is_done_and_less_is_not(
    began: datetime, outcome: Outcome
) -> None:
    action = _action(
        state=ActionState.COMPLETED, created_at=began, start=began, end=NIGHT.end
    )
    push = Push(command=Command.CHARGE, start=began, end=NIGHT.end)
    record = Record(
        occurrence=NIGHT,
        action_id="x",
        sent=push,
        seen=True,
        met=True,
        reason=Reason.DEVICE_OFFLINE,
    )
    situation = _situation(NIGHT.end, Memory(), BALANCED)
    step = verdict(record, replace(situation, actions=(action,)))
    assert isinstance(step, CloseStep)
    assert step.outcome is outcome
    assert step.reason is (None if outcome is Outcome.DONE else Reason.DEVICE_OFFLINE)


def test_what_amps_refused_until_it_was_too_late_has_failed() -> None:
    record = Record(occurrence=NIGHT, reason=Reason.REJECTED)
    life = following(NIGHT)
    life.amps.pass_to(NIGHT.end)
    life.poll()
    step = verdict(record, life.situation())
    assert isinstance(step, CloseStep)
    assert (step.outcome, step.reason) == (Outcome.FAILED, Reason.REJECTED)


@pytest.mark.parametrize(
    ("now", "ahead", "waits"),
    [
        # while it runs nothing later is sent, and then the mode comes first
        (NIGHT.end - MINUTE, 2 * HOUR, True),
        (NIGHT.end - MINUTE, 5 * MINUTE, True),
        (NIGHT.end, 2 * HOUR, True),
        (NIGHT.end, 10 * MINUTE + timedelta(seconds=1), True),
        # but not where there is no time for it, nor before what is before it
        (NIGHT.end, 10 * MINUTE, False),
        (NIGHT.start - 9 * HOUR, NIGHT.start - NIGHT.end - 2 * HOUR, False),
    ],
)
def test_a_mode_comes_before_what_begins_later(
    now: datetime, ahead: timedelta, *, waits: bool
) -> None:
    later = window(NIGHT.end + ahead, NIGHT.end + ahead + HOUR, uid="later")
    push = Push(command=Command.CHARGE, start=NIGHT.start, end=NIGHT.end)
    record = Record(occurrence=NIGHT, action_id="x", seen=True, sent=push)
    memory = Memory(records={NIGHT.key: record})
    situation = _situation(now, memory, Command.IDLE)
    assert waits_for_back(later, situation) is waits
    assert not waits_for_back(later, replace(situation, standing=None))
    hopeless = replace(memory, back=Back(after=NIGHT.key, attempts=MOST_TRIES))
    assert not waits_for_back(later, replace(situation, memory=hopeless))


def test_the_manufacturers_schedule_is_no_risk_once_it_is_taken_over() -> None:
    situation = _situation(T0, Memory(), BALANCED)
    on = {"scheduler_enabled": Setting(value=True)}
    battery = replace(situation.battery, settings=on)
    situation = replace(
        situation, battery=battery, occurrences={NIGHT.key: NIGHT}, lead=24 * HOUR
    )
    record = Record(occurrence=NIGHT)
    assert list(risks(record, NIGHT, situation)) == [Reason.VENDOR_SCHEDULE]
    assert not list(risks(record, NIGHT, replace(situation, takes_over=True)))


@pytest.mark.parametrize(("late", "sends"), [(-1, True), (0, False)])
def test_what_waits_for_another_try_keeps_its_turn_from_its_start_on(
    late: int, *, sends: bool
) -> None:
    """Ahead of it there is time to send what comes later."""
    later = window(NIGHT.end + 2 * HOUR, NIGHT.end + 3 * HOUR, uid="later")
    now = NIGHT.start + timedelta(seconds=late)
    waiting = Record(occurrence=NIGHT, not_before=now + MINUTE, early=1)
    memory = Memory(records={NIGHT.key: waiting})
    planned = {it.key: it for it in (NIGHT, later)}
    situation = replace(_situation(now, memory, BALANCED), occurrences=planned)
    step = decide(situation)
    assert isinstance(step, PushStep) is sends


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
    memory = Memory(records={night.key: Record(occurrence=night, reason=reason)})
    situation = _situation(TWICE - HOUR, memory, BALANCED)
    both = frozenset({Execution.IMMEDIATE, Execution.WINDOWED})
    battery = replace(situation.battery, commands=takes(both))
    situation = replace(situation, battery=battery, zone=LONDON)
    assert situation.shapes(night) == shapes
    assert replace(situation, takes_offsets=True).shapes(night) == both
