"""What is remembered survives a restart, stays small, and changes as it should."""

from dataclasses import replace
from datetime import timedelta

import pytest

from custom_components.amps.api.models import (
    Action,
    ActionState,
    Command,
    OnConflict,
    Parameters,
    Push,
)
from custom_components.amps.engine import writes
from custom_components.amps.engine.occurrence import (
    LONG_RETRY_INTERVAL,
    MANUAL,
    MAX_TRIES,
    PAUSES,
    RESTORE,
    Cancelling,
    Intent,
    OccurrenceState,
    Outcome,
    Reason,
    Restore,
)
from custom_components.amps.engine.state import EngineState
from custom_components.amps.engine.writes import MAX_OWN_IDS
from custom_components.amps.schedule.window import Origin

from ..schedule.plans import restarted
from .words import T0, at, window

NIGHT = window(at("00:30", 1), at("05:30", 1), target=80.0)
PUSH = Push(command=Command.CHARGE, start=NIGHT.start, end=NIGHT.end)
INTENT = Intent(purpose=NIGHT.key, push=PUSH, at=T0, occurrence=NIGHT)
HAND = Intent(purpose=MANUAL, push=Push(command=Command.IDLE), at=at("02:00", 1))


def action(action_id: str = "act_1", state: str = "scheduled") -> Action:
    return Action(
        id=action_id,
        battery_id="dev",
        command=Command.CHARGE,
        parameters=Parameters(target=80.0),
        state=ActionState(state),
        created_at=T0,
        updated_at=T0,
        start=NIGHT.start,
        end=NIGHT.end,
    )


def test_everything_comes_back_after_a_restart() -> None:
    record = OccurrenceState(
        occurrence=NIGHT,
        action_id="act_1",
        sent=replace(PUSH, on_conflict=OnConflict.QUEUE_AFTER),
        not_before=T0,
        reason=Reason.SLOT_HELD,
        warned=(Reason.TIME_ZONE,),
        outcome=Outcome.INCOMPLETE,
        closed=T0,
        level=71.5,
    )
    state = EngineState(
        records={NIGHT.key: record},
        owed=(Restore(left=record, sent=PUSH, not_before=T0),),
        intent=replace(INTENT, lost=T0),
        pending=Push(command=Command.IDLE),
        pending_until=T0,
        standing=Command.AUTO_RESERVE,
        own={"act_1": Origin.PLAN, "act_2": Origin.MANUAL},
        cancelling={"act_2": Cancelling(since=T0, attempts=1, not_before=T0)},
        undeclared={"idle": T0},
        away=True,
        reached=T0,
        zone_error=timedelta(minutes=30),
        zone="Australia/Lord_Howe",
    )
    assert restarted(state) == state
    assert restarted(EngineState()) == EngineState()


def test_ids_of_our_own_actions_are_bounded() -> None:
    state = EngineState()
    for number in range(MAX_OWN_IDS + 5):
        state = writes.accepted(state, INTENT, action(f"act_{number}"))
    assert len(state.own) == MAX_OWN_IDS
    assert "act_4" not in state.own


def test_a_cancel_is_noted_once() -> None:
    state = EngineState(own={"x": Origin.PLAN})
    noted = writes.cancels(state, "x", T0)
    assert noted.cancelling == {"x": Cancelling(since=T0)}
    assert writes.cancels(noted, "x", T0 + timedelta(hours=1)) is noted
    assert writes.cancels(state, "somebody's", T0) is state
    assert writes.cancel_failed(state, "x", T0) is state


def ended(days: float, outcome: Outcome = Outcome.DONE) -> OccurrenceState:
    """A record of a window that ended so many days ago."""
    start = T0 - timedelta(days=days, hours=1)
    return OccurrenceState(
        occurrence=window(start, start + timedelta(hours=1), uid=f"{days} {outcome}"),
        outcome=outcome,
        closed=start + timedelta(hours=1),
    )


def remembering(*records: OccurrenceState) -> EngineState:
    return EngineState(records={record.occurrence.key: record for record in records})


def test_what_is_written_elsewhere_stays_for_days_and_the_newest_for_good() -> None:
    old, recent = ended(4), ended(1)
    cancelled = ended(3.5, Outcome.CANCELLED)
    state = remembering(old, recent, cancelled)
    assert state.pruned(T0, ()) is state
    assert state.pruned(T0, state.records) == remembering(recent)
    older = remembering(old, cancelled)
    assert older.pruned(T0, older.records) == remembering(cancelled)


def test_what_did_not_take_place_stays_for_a_week() -> None:
    state = remembering(
        ended(8, Outcome.FAILED),
        ended(7.5, Outcome.MISSED),
        failed := ended(6.5, Outcome.FAILED),
        missed := ended(4, Outcome.MISSED),
        done := ended(1),
    )
    kept = remembering(failed, missed, done)
    assert state.pruned(T0, state.records) == kept


def test_only_what_nothing_changes_any_more_is_over() -> None:
    state = remembering(
        past := ended(1),
        owed := ended(2),
        ended(-1, Outcome.CANCELLED),
        replace(ended(3), outcome=None),
        unheard := ended(4),
        sent := ended(7),
    )
    intent = replace(INTENT, occurrence=sent.occurrence)
    state = replace(
        state,
        unheard=(unheard.occurrence.key,),
        owed=(Restore(left=owed),),
        intent=intent,
    )
    assert state.over(T0) == [past]
    assert state.over(T0 - timedelta(days=1, seconds=1)) == []


def test_a_level_is_told_again_and_everything_else_is_not() -> None:
    state = remembering(one := ended(1), two := ended(2))
    assert state.differs_in_levels_only(remembering(replace(one, level=5), two))
    assert not state.differs_in_levels_only(remembering(replace(one, met=True), two))
    assert not state.differs_in_levels_only(remembering(one))
    assert not state.differs_in_levels_only(replace(state, zone="UTC"))


def test_tries_are_counted_from_the_start_on() -> None:
    state, now = EngineState(), T0
    for _ in range(30):
        state = writes.refused(state, INTENT, Reason.AMPS_UNREACHABLE, now)
        now += timedelta(minutes=10)
    record = state.records[NIGHT.key]
    assert (record.attempts, record.early) == (0, 30)
    near = NIGHT.start - timedelta(seconds=5)
    state = writes.refused(state, INTENT, Reason.AMPS_UNREACHABLE, near)
    assert state.records[NIGHT.key].not_before == NIGHT.start
    state = writes.refused(state, INTENT, Reason.DEVICE_OFFLINE, NIGHT.start)
    record = state.records[NIGHT.key]
    assert (record.attempts, record.not_before) == (1, NIGHT.start + PAUSES[0])


def test_a_return_that_failed_too_often_rests() -> None:
    state = writes.accepted(EngineState(), INTENT, action())
    back = replace(INTENT, purpose=RESTORE, push=Push(command=Command.AUTO_BALANCED))
    now = NIGHT.end
    for _ in range(MAX_TRIES):
        state = writes.refused(state, back, Reason.DEVICE_OFFLINE, now)
    [restore] = state.owed
    assert restore.is_hopeless
    assert restore.not_before == now + LONG_RETRY_INTERVAL


def test_an_outage_never_uses_up_the_return() -> None:
    state = writes.accepted(EngineState(), INTENT, action())
    back = replace(INTENT, purpose=RESTORE, push=Push(command=Command.AUTO_BALANCED))
    for _ in range(50):
        state = writes.refused(state, back, Reason.AMPS_UNREACHABLE, NIGHT.end)
    [restore] = state.owed
    assert not restore.is_hopeless
    assert restore.not_before == NIGHT.end + PAUSES[-1]


def test_what_lies_ahead_is_sent_again_after_a_command_by_hand() -> None:
    state = writes.accepted(EngineState(), INTENT, action())
    state = writes.accepted(state, HAND, replace(action("act_2"), created_at=T0))
    record = state.records[NIGHT.key]
    assert (record.action_id, record.outcome) == (None, None)
    assert state.own["act_2"] is Origin.MANUAL
    assert state.watched == "act_2"


def test_what_runs_is_ended_by_a_command_by_hand_unless_that_fails() -> None:
    state = writes.accepted(EngineState(), INTENT, action())
    state = writes.accepted(state, HAND, replace(action("act_2"), created_at=HAND.at))
    record = state.records[NIGHT.key]
    assert (record.outcome, record.reason) == (Outcome.CANCELLED, Reason.OVERRIDDEN)
    assert not state.restores
    [went_on] = state.with_manual_ended(failed=True).restores
    assert (went_on.key, went_on.due) == (NIGHT.key, NIGHT.end)
    assert not state.with_manual_ended(failed=False).restores


def test_only_our_own_actions_are_noted_as_being_cancelled() -> None:
    state = writes.accepted(EngineState(), INTENT, action())
    assert writes.cancels(state, "foreign", T0) is state
    asked = writes.cancels(state, "act_1", T0)
    assert asked.cancelling.keys() == {"act_1"}
    after = writes.withdrawn(asked, "act_1")
    assert after.cancelling == {}
    assert after.records[NIGHT.key].action_id is None


@pytest.mark.parametrize(("seconds", "kept"), [(30, True), (31, False)])
def test_what_is_about_to_begin_may_run_though_a_planner_moved_it(
    seconds: int, *, kept: bool
) -> None:
    record = OccurrenceState(occurrence=window(at("12:30"), at("13:30")))
    now = record.occurrence.start - timedelta(seconds=seconds)
    key = record.occurrence.key
    assert (remembering(record).with_replanned([key], now).replanned == (key,)) is kept
