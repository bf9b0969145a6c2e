"""A plan in trouble: rules 6 to 11 and the races of amps-api.md 5.5."""

from datetime import timedelta
from itertools import pairwise

import pytest

from custom_components.amps.api.models import ActionState, Command, Parameters, Push
from custom_components.amps.engine import writes
from custom_components.amps.engine.decision import CancelRequest, ListRequest
from custom_components.amps.engine.occurrence import Outcome, Reason
from custom_components.amps.engine.state import EngineState

from .amps import Amps, declared
from .follower import following, lose, outcomes, pushed, pushed_charges, waiting
from .words import ALL, BALANCED, NIGHT, NOON, T0, WINDOWED, at, takes, window

LATER, EARLIER = "Etc/GMT+1", "Etc/GMT-1"
"""Zones in which Amps takes a time as one an hour later, or earlier."""

# 6: what others do


def test_a_foreign_action_in_the_slot_is_told_of_and_left_alone() -> None:
    follower = following(NIGHT)
    start, end = at("23:00"), at("02:00", 1)
    other = follower.amps.foreign_push(
        Push(command=Command.DISCHARGE, start=start, end=end)
    )
    follower.run_to(T0)
    assert [warning.reason for warning in follower.warnings] == [Reason.SLOT_HELD]
    follower.run_to(at("06:00", 1))
    assert follower.amps.action(other.id).state is ActionState.COMPLETED
    assert follower.modes()[-2][0].hour == 5
    charge = follower.amps.sent[0]
    assert (charge.start, charge.end) == (at("02:01", 1), NIGHT.end)


def test_what_a_foreign_action_blocked_to_the_end_was_missed() -> None:
    follower = following(NIGHT)
    _ = follower.amps.foreign_push(
        Push(command=Command.DISCHARGE, start=at("23:00"), end=at("06:00", 1))
    )
    follower.run_to(at("06:00", 1))
    assert outcomes(follower) == [("a", "missed", "slot_held")]


def test_a_foreign_action_that_frees_the_slot_in_time_is_no_risk() -> None:
    follower = following(NIGHT)
    _ = follower.amps.foreign_push(
        Push(command=Command.DISCHARGE, start=at("13:00"), end=at("14:00"))
    )
    follower.run_to(at("15:00"))
    assert not follower.warnings
    assert waiting(follower)[0] == (Command.CHARGE, "00:30")


# 7: identity


def test_the_same_action_made_by_somebody_else_is_the_occurrence() -> None:
    follower = following(NIGHT)
    push = Push(command=Command.CHARGE, start=NIGHT.start, end=NIGHT.end)
    _ = follower.amps.foreign_push(push)
    follower.run_to(at("06:00", 1))
    assert pushed(follower) == [BALANCED]
    assert outcomes(follower) == [("a", "done", None)]


@pytest.mark.parametrize("hour", ["02:00", "08:00"])
def test_a_backup_without_what_was_sent_pushes_nothing_twice(hour: str) -> None:
    amps = Amps(takes(WINDOWED), window_completed_at="opening")
    follower = following(NIGHT, amps=amps)
    follower.run_to(at(hour, 1))
    follower.state, follower.listed, follower.known = EngineState(), None, ()
    follower.run_to(at("09:00", 1))
    assert pushed(follower).count(Command.CHARGE) == 1
    assert follower.state.records[NIGHT.key].outcome is not None


def test_what_was_cancelled_elsewhere_is_not_fought_for() -> None:
    follower = following(NIGHT)
    follower.run_to(T0)
    for action in follower.amps.holders:
        _ = follower.amps.world.foreign_cancel(action.id)
    follower.run_to(at("06:00", 1))
    assert outcomes(follower) == [("a", "cancelled", "cancelled_elsewhere")]
    assert pushed(follower) == [Command.CHARGE, BALANCED]


def test_the_owner_may_have_it_sent_again() -> None:
    follower = following(NIGHT)
    follower.run_to(T0)
    for action in follower.amps.holders:
        _ = follower.amps.world.foreign_cancel(action.id)
    follower.run_to(at("13:00"))
    follower.state = follower.state.dropped(NIGHT.key)
    follower.run_to(at("06:00", 1))
    assert outcomes(follower)[-1] == ("a", "done", None)


# 8: seen, not believed


def test_what_does_not_show_is_told_of_and_accepted_at_the_end() -> None:
    amps = Amps(takes(WINDOWED), ignored_commands=("charge",))
    follower = following(NIGHT, amps=amps)
    follower.run_to(at("06:00", 1))
    assert [warning.reason for warning in follower.warnings] == [Reason.NOT_SEEN]
    assert outcomes(follower) == [("a", "accepted", "not_seen")]


def test_where_nobody_could_look_the_battery_is_not_blamed() -> None:
    follower = following(NIGHT)
    follower.run_to(at("00:29", 1))
    while follower.amps.now < at("05:41", 1):
        follower.amps.pass_to(follower.amps.now + timedelta(minutes=1))
        follower.known = follower.amps.list_actions()
        _ = follower.settle()
    assert [warning.reason for warning in follower.warnings] == [
        Reason.AMPS_UNREACHABLE
    ]
    assert outcomes(follower) == [("a", "accepted", "not_seen")]


def test_a_target_out_of_reach_is_told_of_before_the_start() -> None:
    far = window(at("00:30", 1), at("01:30", 1), target=90.0, power=3.0)
    follower = following(far)
    follower.run_to(at("23:49"))
    assert not follower.warnings
    follower.run_to(at("23:51"))
    assert [warning.reason for warning in follower.warnings] == [Reason.TARGET_NOT_MET]
    follower.run_to(at("02:00", 1))
    assert outcomes(follower) == [("a", "incomplete", "target_not_met")]


def test_a_target_that_was_met_to_the_end_is_not_undone_by_a_reading_after_it() -> None:
    amps = Amps(takes(WINDOWED), window_close_delay=3000.0)
    follower = following(window(at("12:30"), at("13:30"), target=40), amps=amps)
    follower.run_to(at("13:30"))
    follower.amps.device.level = 20.0
    follower.run_to(at("13:45"))
    (record,) = follower.outcomes
    assert record.outcome is Outcome.DONE
    assert record.level != 20


# 9: try again


def test_a_battery_that_is_offline_is_tried_after_growing_pauses() -> None:
    long = window(at("00:30", 1), at("12:30", 1))
    follower = following(long)
    follower.amps.device.offline = True
    follower.run_to(at("13:00", 1), timedelta(seconds=20))
    starts = [
        one.start
        for one in follower.amps.sent
        if one.command is Command.CHARGE and one.start
    ]
    pauses = [(after - before) for before, after in pairwise(starts)]
    assert 12 <= len(starts) <= 20
    assert pauses == sorted(pauses)
    assert pauses[0] <= timedelta(minutes=3)
    assert pauses[-1] >= timedelta(minutes=30)
    assert outcomes(follower) == [("a", "failed", "device_offline")]


def test_nothing_is_tried_again_with_less_than_ten_minutes_left() -> None:
    short = window(at("00:30", 1), at("00:42", 1))
    follower = following(short)
    follower.amps.device.offline = True
    follower.run_to(at("00:45", 1), timedelta(seconds=20))
    assert pushed(follower).count(Command.CHARGE) == 2
    assert outcomes(follower) == [("a", "failed", "device_offline")]


def test_an_outage_days_ahead_uses_up_no_tries() -> None:
    follower = following(NIGHT)
    follower.run_to(T0 - timedelta(0))
    follower.wants(window(NIGHT.start, NIGHT.end, target=80.0))
    follower.amps.goes_down()
    follower.run_to(at("23:00"))
    follower.amps.comes_up()
    follower.run_to(at("23:25"))
    assert waiting(follower)[0] == (Command.CHARGE, "00:30")
    assert follower.amps.holders[0].parameters == Parameters(target=80.0)


def test_the_vendors_scheduler_is_not_fought() -> None:
    follower = following(NIGHT)
    follower.run_to(at("00:29", 1))
    follower.amps.device.next_failures.append("SCHEDULER_ACTIVE")
    follower.run_to(at("06:00", 1))
    assert outcomes(follower) == [("a", "failed", "vendor_schedule")]
    assert pushed(follower).count(Command.CHARGE) == 1


def test_one_refusal_is_no_verdict() -> None:
    follower = following(NIGHT)
    follower.poll()
    follower.amps.device.commands = {}
    _ = follower.settle()
    assert not follower.warnings
    follower.amps.device.commands = declared(takes(WINDOWED))
    follower.run_to(at("06:00", 1))
    assert not follower.warnings
    assert outcomes(follower) == [("a", "done", None)]


# 10: no blind repeat, and the races of amps-api.md 5.5


@pytest.mark.parametrize("stored", [True, False])
def test_a_lost_answer_is_looked_up_before_anything_is_pushed(*, stored: bool) -> None:
    follower = following(NIGHT)
    lose(follower, stored=stored)
    follower.run_to(at("12:05"), timedelta(seconds=20))
    charges = [
        action for action in follower.amps.holders if action.command is Command.CHARGE
    ]
    assert len(charges) == 1
    assert pushed_charges(follower) == (1 if stored else 2)


def test_a_lost_answer_to_a_misread_push_is_found_and_withdrawn() -> None:
    amps = Amps(takes(WINDOWED), zone=LATER)
    follower = following(NIGHT, amps=amps)
    lose(follower, stored=True)
    follower.run_to(at("12:05"), timedelta(seconds=20))
    assert follower.state.zone_error == timedelta(hours=1)
    assert not amps.holders


def test_a_cancel_after_dispatch_lets_the_command_run_and_goes_back_then() -> None:
    follower = following(NIGHT)
    follower.run_to(at("00:29", 1))
    follower.wants()
    follower.amps.pass_to(at("00:30:02", 1))
    _ = follower.settle()
    assert any(isinstance(request, CancelRequest) for request in follower.requests)
    follower.run_to(at("06:00", 1))
    assert follower.modes()[-1] == (at("05:30", 1), BALANCED)
    assert outcomes(follower) == [("a", "cancelled", "by_owner")]


def test_a_lost_answer_to_a_cancel_is_not_taken_for_somebody_elses() -> None:
    follower = following(NOON)
    follower.run_to(T0)
    follower.wants(NIGHT, NOON)
    for action in follower.amps.holders:
        follower.state = writes.cancels(follower.state, action.id, follower.amps.now)
        _ = follower.amps.world.foreign_cancel(action.id)
    follower.run_to(at("15:00", 1))
    assert outcomes(follower) == [("a", "done", None), ("b", "done", None)]


def test_a_conflict_is_looked_at_and_the_slot_taken_when_it_is_free() -> None:
    follower = following(NIGHT)
    follower.poll()
    assert follower._list()
    _ = follower.amps.foreign_push(
        Push(command=Command.AUTO_RESERVE, start=at("12:01"))
    )
    _ = follower.settle()
    record = follower.state.records[NIGHT.key]
    assert (record.reason, record.action_id) == (Reason.SLOT_HELD, None)
    follower.run_to(at("12:04"))
    assert waiting(follower)[0] == (Command.CHARGE, "00:30")


def test_nothing_is_written_before_amps_was_listed_after_a_start() -> None:
    follower = following(NIGHT)
    follower.poll()
    assert isinstance(follower.decide().request, ListRequest)


# 11: echo


def test_a_misread_wall_clock_is_withdrawn_and_timed_pushes_are_held() -> None:
    amps = Amps(takes(WINDOWED), zone=EARLIER)
    follower = following(NIGHT, amps=amps)
    follower.run_to(at("20:00"))
    assert not amps.holders
    assert len(amps.sent) == 1
    assert follower.state.zone_error == timedelta(hours=-1)
    assert [warning.reason for warning in follower.warnings] == [Reason.TIME_ZONE]
    follower.run_to(at("06:00", 1))
    assert outcomes(follower) == [("a", "missed", "time_zone")]


def test_a_new_zone_lets_timed_pushes_go_on() -> None:
    amps = Amps(takes(WINDOWED), zone=EARLIER)
    follower = following(NIGHT, amps=amps)
    follower.run_to(at("20:00"))
    amps.device.zone = "UTC"
    follower.state = follower.state.misread(timedelta(hours=-1), "Europe/Paris")
    follower.run_to(at("20:02"))
    assert follower.state.zone_error is None
    assert waiting(follower)[0] == (Command.CHARGE, "00:30")


def test_while_times_are_misread_a_command_may_go_out_without_one() -> None:
    amps = Amps(takes(ALL), zone=LATER)
    follower = following(NIGHT, amps=amps)
    follower.run_to(at("06:00", 1))
    assert follower.modes()[0] == (at("00:30", 1), Command.CHARGE)
    assert follower.modes()[-1] == (at("05:30", 1), BALANCED)
