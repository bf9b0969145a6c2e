"""Instants of the engine, at the values where its answer changes."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from custom_components.amps.api.models import ActionState, Command, Execution, Push
from custom_components.amps.engine import writes
from custom_components.amps.engine.decision import (
    CancelRequest,
    Ended,
    ListRequest,
    NotRestored,
    PushRequest,
    ZoneMisread,
)
from custom_components.amps.engine.due_restore import tell_not_restored
from custom_components.amps.engine.occurrence import MAX_TRIES
from custom_components.amps.engine.outcome import resolve_outcome
from custom_components.amps.engine.reconcile import reconcile
from custom_components.amps.engine.restore import waits_for_restore
from custom_components.amps.engine.situation import Situation
from custom_components.amps.engine.state import (
    RESTORE,
    EngineState,
    Intent,
    OccurrenceState,
    Outcome,
    Reason,
    Restore,
)
from custom_components.amps.schedule.window import Occurrence, Origin

from .amps import Amps
from .follower import following
from .situations import action_of, situation_of
from .words import BALANCED, IMMEDIATE, NIGHT, NOON, T0, WINDOWED, at, takes, window

HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)
SENT = Push(command=Command.CHARGE, start=at("14:00"), end=at("15:00"))


def _ended(record: OccurrenceState, situation: Situation) -> OccurrenceState:
    """What is known of an occurrence once it is decided how it ended."""
    change = resolve_outcome(record, situation)
    assert change is not None
    (event,) = change.events
    assert isinstance(event, Ended)
    return event.record


@pytest.mark.parametrize("planned", [(NIGHT,), (NIGHT, NOON)])
def test_it_wants_to_be_asked_again_at_each_instant_that_matters(
    planned: tuple[Occurrence, ...],
) -> None:
    life = following(*planned)
    asked: list[datetime] = []
    life.poll()
    while (wake_at := life.settle().wake_at) and len(asked) < 4:
        asked.append(wake_at)
        life.amps.pass_to(wake_at)
        life.poll()
    start, end = NIGHT.start, NIGHT.end
    assert asked == [start - 40 * MINUTE, start, start + 15 * MINUTE, end]


def test_the_nearer_of_two_windows_is_waited_for() -> None:
    later = window(NIGHT.start + 9 * HOUR, NIGHT.end + 9 * HOUR, uid="later")
    life = following(NIGHT, later)
    life.lead = HOUR
    life.poll()
    assert life.settle().wake_at == NIGHT.start - HOUR


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
    life.amps.pass_to(NIGHT.end - 10 * MINUTE)
    life.poll()
    record = OccurrenceState(
        occurrence=NIGHT, attempts=1, reason=reason, sent=sent, ran=ran
    )
    assert resolve_outcome(record, life.situation()) is None
    life.amps.pass_to(NIGHT.end - 9 * MINUTE)
    ended = _ended(record, life.situation())
    assert (ended.outcome, ended.reason) == (outcome, reason)


def test_a_return_that_is_refused_ahead_of_its_time_is_made_when_it_is_due() -> None:
    record = OccurrenceState(occurrence=NIGHT, action_id="x")
    state = EngineState(records={NIGHT.key: record})
    intent = Intent(
        purpose=RESTORE,
        push=Push(command=Command.AUTO_BALANCED, start=NIGHT.end),
        at=T0,
        occurrence=NIGHT,
    )
    early = writes.refused(state, intent, Reason.REJECTED, NIGHT.end - MINUTE)
    assert [restore.left for restore in early.restores] == [record]
    assert early.restore_after(record).not_before == NIGHT.end - MINUTE / 2
    due = writes.refused(state, intent, Reason.REJECTED, NIGHT.end)
    assert [restore.left for restore in due.restores] == [record]
    assert due.restore_after(record).not_before == NIGHT.end + MINUTE / 2


@pytest.mark.parametrize(
    ("shapes", "after", "waits"),
    [
        (IMMEDIATE, 59, True),
        (IMMEDIATE, 60, False),
        (WINDOWED, 299, True),
        (WINDOWED, 300, False),
    ],
)
def test_a_reading_is_awaited_after_a_start_but_not_for_long(
    shapes: frozenset[Execution], after: int, *, waits: bool
) -> None:
    life = following(NIGHT, amps=Amps(commands=takes(shapes, IMMEDIATE)))
    life.run_to(NIGHT.end - HOUR)
    life.amps.pass_to(NIGHT.end + 20 * MINUTE)
    read_before = life.battery
    life.restart()
    # Amps has been asked for its actions, and the battery not yet
    life.battery = read_before
    life.amps.pass_to(life.amps.now + timedelta(seconds=after))
    life._list()
    while isinstance(request := life.decide().request, (CancelRequest, ListRequest)):
        assert life._follow(request)
    assert (request is None) is waits, (shapes, request)


def test_where_it_is_to_stay_as_amps_leaves_it_no_mode_is_missing() -> None:
    life = following(NIGHT)
    life.standing = None
    life.run_to(NIGHT.end + HOUR)
    assert life.amps.mode is Command.IDLE
    assert not life.not_restored


def test_a_mode_that_is_missing_is_told_ten_minutes_after_the_end() -> None:
    record = OccurrenceState(
        occurrence=NIGHT,
        action_id="x",
        seen=True,
        outcome=Outcome.DONE,
        closed=NIGHT.end,
    )
    state = EngineState(owed=(Restore(left=record),))
    due = NIGHT.end + 10 * MINUTE
    early = situation_of(due - timedelta(seconds=1), state, Command.IDLE)
    assert tell_not_restored(early) is None
    change = tell_not_restored(situation_of(due, state, Command.IDLE))
    assert change is not None
    assert change.events == (NotRestored(record=record),)
    assert tell_not_restored(situation_of(due, state, BALANCED)) is None
    push = Push(command=Command.CHARGE, start=NIGHT.start, end=NIGHT.end)
    state = EngineState(owed=(Restore(left=replace(record, sent=push)),))
    as_it_is = replace(situation_of(due, state, Command.IDLE), standing=None)
    assert tell_not_restored(as_it_is) is None


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
    action = action_of(
        state=ActionState.COMPLETED, created_at=began, start=began, end=NIGHT.end
    )
    push = Push(command=Command.CHARGE, start=began, end=NIGHT.end)
    record = OccurrenceState(
        occurrence=NIGHT,
        action_id="x",
        sent=push,
        seen=True,
        met=True,
        reason=Reason.DEVICE_OFFLINE,
    )
    situation = situation_of(NIGHT.end, EngineState(), BALANCED)
    ended = _ended(record, replace(situation, actions=(action,)))
    assert ended.outcome is outcome
    assert ended.reason is (None if outcome is Outcome.DONE else Reason.DEVICE_OFFLINE)


def test_what_was_sent_late_after_an_outage_of_amps_is_not_done() -> None:
    warned = (Reason.AMPS_UNREACHABLE,)
    began = NIGHT.end - 30 * MINUTE
    action = action_of(state=ActionState.COMPLETED, created_at=began, end=NIGHT.end)
    record = OccurrenceState(
        occurrence=NIGHT, action_id="x", began=began, seen=True, met=True, warned=warned
    )
    situation = situation_of(NIGHT.end, EngineState(), BALANCED)
    ended = _ended(record, replace(situation, actions=(action,)))
    assert (ended.outcome, ended.reason) == (
        Outcome.INCOMPLETE,
        Reason.AMPS_UNREACHABLE,
    )


def test_what_amps_refused_until_it_was_too_late_has_failed() -> None:
    record = OccurrenceState(occurrence=NIGHT, reason=Reason.REJECTED)
    life = following(NIGHT)
    life.amps.pass_to(NIGHT.end)
    life.poll()
    ended = _ended(record, life.situation())
    assert (ended.outcome, ended.reason) == (Outcome.FAILED, Reason.REJECTED)


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
    record = OccurrenceState(occurrence=NIGHT, action_id="x", seen=True, sent=push)
    state = EngineState(records={NIGHT.key: record})
    situation = situation_of(now, state, Command.IDLE)
    assert waits_for_restore(later, situation) is waits
    assert not waits_for_restore(later, replace(situation, standing=None))
    hopeless = replace(state, owed=(Restore(left=record, attempts=MAX_TRIES),))
    assert not waits_for_restore(later, replace(situation, state=hopeless))


@pytest.mark.parametrize(("late", "sends"), [(-1, True), (0, False)])
def test_what_waits_for_another_try_keeps_its_turn_from_its_start_on(
    late: int, *, sends: bool
) -> None:
    """Ahead of it there is time to send what comes later."""
    later = window(NIGHT.end + 2 * HOUR, NIGHT.end + 3 * HOUR, uid="later")
    now = NIGHT.start + timedelta(seconds=late)
    waiting = OccurrenceState(occurrence=NIGHT, not_before=now + MINUTE, early=1)
    state = EngineState(records={NIGHT.key: waiting})
    planned = {item.key: item for item in (NIGHT, later)}
    situation = replace(situation_of(now, state, BALANCED), occurrences=planned)
    assert isinstance(reconcile(situation).request, PushRequest) is sends


def test_what_ran_and_was_then_kept_from_going_on_is_no_choice_of_the_owner() -> None:
    life = following(NIGHT)
    life.amps.pass_to(NIGHT.end)
    life.poll()
    for reason, outcome in (
        (None, (Outcome.CANCELLED, Reason.BY_OWNER)),
        (Reason.SLOT_HELD, (Outcome.MISSED, Reason.SLOT_HELD)),
    ):
        record = OccurrenceState(occurrence=NIGHT, reason=reason, ran=True)
        ended = _ended(record, life.situation())
        assert (ended.outcome, ended.reason) == outcome


def _running(now: datetime, *, error: timedelta = timedelta()) -> Situation:
    """NIGHT runs, and has been seen; Amps may have understood another time."""
    push = Push(command=Command.CHARGE, start=NIGHT.start, end=NIGHT.end)
    action = action_of(
        state=ActionState.ACKNOWLEDGED,
        start=NIGHT.start + error,
        end=NIGHT.end + error,
    )
    record = OccurrenceState(
        occurrence=NIGHT, action_id="x", sent=push, seen=True, shown=True, met=True
    )
    situation = situation_of(
        now, EngineState(records={NIGHT.key: record}), Command.CHARGE
    )
    planned = {NIGHT.key: NIGHT}
    return replace(situation, actions=(action,), occurrences=planned, zone=UTC)


@pytest.mark.parametrize(
    ("lead", "until"),
    [
        (HOUR, NIGHT.end),
        (HOUR + 30 * MINUTE, NIGHT.end - 30 * MINUTE),
    ],
)
def test_what_comes_first_is_waited_for(lead: timedelta, until: datetime) -> None:
    """The end of a window, or the instant from which the next one may be sent."""
    later = window(NIGHT.end + HOUR, NIGHT.end + 2 * HOUR, uid="later")
    situation = _running(NIGHT.start + HOUR)
    planned = {**situation.occurrences, later.key: later}
    situation = replace(situation, occurrences=planned, lead=lead)
    # its mode has its place at Amps already
    push = Push(command=BALANCED, start=NIGHT.end)
    record = situation.state.records[NIGHT.key]
    restore = Restore(left=record, action_id="back", sent=push)
    queued = action_of(id="back", command=BALANCED, start=NIGHT.end)
    situation = replace(
        situation,
        state=replace(situation.state, owed=(restore,), own={"back": Origin.PLAN}),
        actions=(*situation.actions, queued),
    )
    decision = reconcile(situation)
    assert (decision.request, decision.wake_at) == (None, until)


def test_a_wrong_zone_is_noted_before_all_actions_were_listed() -> None:
    situation = replace(_running(NIGHT.start - HOUR, error=HOUR), listed=None)
    [action] = situation.actions
    waits = replace(action, state=ActionState.SCHEDULED)
    situation = replace(situation, actions=(waits,))
    decision = reconcile(situation)
    assert ZoneMisread(zone="UTC") in decision.events
    assert decision.state.zone_error == HOUR
