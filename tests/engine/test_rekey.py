"""What goes on under another key after an edit, and what does not."""

from dataclasses import replace

import pytest

from custom_components.amps.api.models import Command, Parameters, Push
from custom_components.amps.engine.occurrence import (
    RESTORE,
    Intent,
    OccurrenceState,
    Outcome,
    Reason,
    Restore,
)
from custom_components.amps.engine.rekey import rekeyed
from custom_components.amps.engine.state import EngineState
from custom_components.amps.schedule.window import Occurrence

from .amps import Amps
from .follower import Follower, following, outcomes, pushed, pushed_charges, waiting
from .words import BALANCED, NIGHT, T0, WINDOWED, at, takes, window

AGAIN = replace(NIGHT, uid="again")
SPLIT = replace(NIGHT, uid="a~20260303T003000")
SENT = OccurrenceState(occurrence=NIGHT, action_id="act_1")
DELETED = replace(
    SENT, outcome=Outcome.CANCELLED, reason=Reason.BY_OWNER, ran=True, closed=T0
)


def planned(*occurrences: Occurrence) -> dict[str, Occurrence]:
    return {occurrence.key: occurrence for occurrence in occurrences}


def remembering(
    record: OccurrenceState,
    restore: Restore | None = None,
    intent: Intent | None = None,
) -> EngineState:
    owed = (restore,) if restore else ()
    return replace(EngineState().with_record(record), owed=owed, intent=intent)


@pytest.mark.parametrize("new", [SPLIT, AGAIN])
def test_what_waits_or_runs_goes_on_under_the_key_that_is_planned(
    new: Occurrence,
) -> None:
    state = remembering(SENT, restore=Restore(left=SENT, action_id="act_2"))
    moved = rekeyed(state, planned(new), T0)
    record = replace(SENT, occurrence=new)
    assert moved.records == {new.key: record}
    assert moved.owed == (Restore(left=record, action_id="act_2"),)
    assert rekeyed(state, planned(NIGHT), T0) is state


@pytest.mark.parametrize("purpose", [NIGHT.key, RESTORE])
def test_what_is_being_sent_goes_on_too(purpose: str) -> None:
    push = Push(command=NIGHT.command)
    intent = Intent(purpose=purpose, push=push, at=T0, occurrence=NIGHT)
    moved = rekeyed(EngineState(intent=intent), planned(AGAIN), T0)
    again = AGAIN.key if purpose == NIGHT.key else RESTORE
    assert moved.intent == replace(intent, purpose=again, occurrence=AGAIN)


def test_how_it_ended_goes_on_where_its_window_was_split() -> None:
    failed = replace(SENT, outcome=Outcome.FAILED, reason=Reason.REJECTED)
    moved = rekeyed(remembering(failed), planned(SPLIT), T0)
    assert moved.records == {SPLIT.key: replace(failed, occurrence=SPLIT)}


@pytest.mark.parametrize(
    "record",
    [
        replace(SENT, outcome=Outcome.FAILED, reason=Reason.REJECTED),
        replace(SENT, outcome=Outcome.DONE),
        replace(SENT, action_id=None, attempts=3, not_before=at("01:00", 1)),
        DELETED,
        replace(DELETED, action_id=None),
        replace(DELETED, occurrence=replace(NIGHT, command=Command.IDLE)),
        replace(DELETED, occurrence=replace(NIGHT, parameters=Parameters(target=80))),
    ],
)
def test_of_what_ended_or_failed_so_far_nothing_goes_to_a_window_made_anew(
    record: OccurrenceState,
) -> None:
    state = remembering(record)
    assert rekeyed(state, planned(AGAIN), T0) == state


BACK_NOW = Push(command=BALANCED)
BACK_LATER = Push(command=BALANCED, start=NIGHT.end)


@pytest.mark.parametrize(
    ("restore", "goes_on"),
    [
        (Restore(left=DELETED), True),
        (Restore(left=DELETED, attempts=1), True),
        (Restore(left=DELETED, action_id="act_2", sent=BACK_LATER), True),
        (Restore(left=DELETED, action_id="act_2", sent=BACK_NOW), False),
    ],
)
def test_what_was_deleted_while_it_ran_goes_on_until_something_ends_it(
    restore: Restore, *, goes_on: bool
) -> None:
    state = remembering(DELETED, restore)
    after = rekeyed(state, planned(AGAIN), T0)
    if not goes_on:
        assert after == state
        return
    record = replace(SENT, occurrence=AGAIN)
    assert after.records == {NIGHT.key: DELETED, AGAIN.key: record}
    assert after.owed == (replace(restore, left=record),)


def test_what_was_over_by_now_does_not_go_on() -> None:
    state = remembering(DELETED, Restore(left=DELETED))
    assert rekeyed(state, planned(AGAIN), NIGHT.end) == state


def test_what_is_just_being_ended_does_not_go_on() -> None:
    intent = Intent(purpose=RESTORE, push=BACK_NOW, at=T0, occurrence=NIGHT)
    after = rekeyed(
        remembering(DELETED, Restore(left=DELETED), intent), planned(AGAIN), T0
    )
    assert AGAIN.key not in after.records


# as the engine follows it


def deleted_and_made_again(
    completed_at: str, again: Occurrence = AGAIN, passes: str = "02:05"
) -> Follower:
    amps = Amps(takes(WINDOWED), window_completed_at=completed_at)
    follower = following(NIGHT, amps=amps)
    follower.run_to(at("02:00", 1))
    follower.wants()
    follower.run_to(at(passes, 1))
    follower.wants(again)
    follower.run_to(at("08:00", 1))
    return follower


def test_what_still_runs_at_amps_is_the_window_that_was_made_again() -> None:
    follower = deleted_and_made_again("end")
    assert outcomes(follower) == [
        ("a", "cancelled", "by_owner"),
        ("again", "done", None),
    ]
    assert pushed_charges(follower) == 1
    assert follower.modes()[0] == (NIGHT.start, Command.CHARGE)
    assert follower.modes()[1][0] == NIGHT.end
    assert follower.amps.mode is BALANCED


def test_what_was_ended_already_is_sent_for_the_rest() -> None:
    follower = deleted_and_made_again("opening")
    assert outcomes(follower) == [
        ("a", "cancelled", "by_owner"),
        ("again", "done", None),
    ]
    assert [mode for _, mode in follower.modes()][:3] == [
        Command.CHARGE,
        BALANCED,
        Command.CHARGE,
    ]
    assert pushed_charges(follower) == 2
    assert follower.modes()[3][0] == NIGHT.end
    assert follower.amps.mode is BALANCED


@pytest.mark.parametrize("completed_at", ["end", "opening"])
def test_made_again_in_the_same_moment_it_is_not_interrupted(completed_at: str) -> None:
    follower = deleted_and_made_again(completed_at, passes="02:00")
    assert outcomes(follower)[-1] == ("again", "done", None)
    charging = [mode for at_, mode in follower.modes() if at_ < NIGHT.end]
    assert charging[-1] is Command.CHARGE


def test_what_failed_is_tried_again_once_it_is_planned_again() -> None:
    follower = following(NIGHT)
    follower.run_to(at("00:00", 1))
    follower.amps.device.next_failures += ["INVALID_PARAMETERS"]
    follower.run_to(at("00:40", 1))
    assert outcomes(follower) == [("a", "failed", "rejected")]
    assert not waiting(follower)
    follower.wants(AGAIN)
    follower.run_to(at("06:00", 1))
    assert outcomes(follower)[1:] == [("again", "done", None)]


def test_a_window_that_was_given_other_contents_is_sent_anew() -> None:
    other = window(NIGHT.start, NIGHT.end, uid="again", target=80.0)
    follower = deleted_and_made_again("opening", other)
    assert outcomes(follower)[-1] == ("again", "done", None)
    assert pushed_charges(follower) == 2


@pytest.mark.parametrize("completed_at", ["end", "opening"])
@pytest.mark.parametrize("end", ["04:00", "07:00"])
def test_a_window_that_is_made_again_may_end_at_another_time(
    completed_at: str, end: str
) -> None:
    again = window(NIGHT.start, at(end, 1), uid="again")
    follower = deleted_and_made_again(completed_at, again)
    assert outcomes(follower)[-1] == ("again", "done", None)
    charges = [at_ for at_, mode in follower.modes() if mode is Command.CHARGE]
    assert len(charges) == (1 if (completed_at, end) == ("end", "04:00") else 2)
    assert follower.amps.mode is BALANCED


@pytest.mark.parametrize("completed_at", ["end", "opening"])
@pytest.mark.parametrize("uid", ["a", SPLIT.uid])
@pytest.mark.parametrize("start", ["00:20", "00:35", "01:50"])
def test_a_window_whose_start_is_moved_while_it_runs_goes_on(
    start: str, uid: str, completed_at: str
) -> None:
    amps = Amps(takes(WINDOWED), window_completed_at=completed_at)
    follower = following(NIGHT, amps=amps)
    follower.run_to(at("02:00", 1))
    follower.wants(window(at(start, 1), NIGHT.end, uid=uid))
    follower.run_to(at("08:00", 1))
    assert not follower.warnings
    assert outcomes(follower) == [(uid, "done", None)]
    assert pushed(follower) == [Command.CHARGE, BALANCED]
    assert follower.modes()[-1] == (NIGHT.end, BALANCED)


@pytest.mark.parametrize("completed_at", ["end", "opening"])
def test_both_ends_of_a_window_that_runs_are_moved(completed_at: str) -> None:
    amps = Amps(takes(WINDOWED), window_completed_at=completed_at)
    follower = following(NIGHT, amps=amps)
    follower.run_to(at("02:00", 1))
    follower.wants(window(at("00:35", 1), at("07:00", 1)))
    follower.run_to(at("08:00", 1))
    assert outcomes(follower) == [("a", "done", None)]
    assert follower.modes()[-1] == (at("07:00", 1), BALANCED)


def test_a_window_that_is_moved_to_later_while_it_runs_ends_and_is_sent_anew() -> None:
    amps = Amps(takes(WINDOWED), window_completed_at="opening")
    follower = following(NIGHT, amps=amps)
    follower.run_to(at("02:00", 1))
    follower.wants(window(at("03:00", 1), at("06:30", 1)))
    follower.run_to(at("08:00", 1))
    assert outcomes(follower) == [("a", "cancelled", "by_owner"), ("a", "done", None)]
    assert pushed_charges(follower) == 2
