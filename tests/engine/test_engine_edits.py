"""Clashes, clocks, starting up, and edits at the worst moment: rules 12 to 15."""

from dataclasses import replace
from datetime import timedelta

import pytest

from custom_components.amps.api.models import Command, OnConflict
from custom_components.amps.engine.decision import Decision, Ended, NotRestored
from custom_components.amps.engine.due_restore import not_restored
from custom_components.amps.engine.reconcile import reconcile, without_battery
from custom_components.amps.engine.state import Outcome, Reason

from .amps import DEVICE, Amps
from .follower import following, outcomes, pushed, waiting
from .words import (
    BALANCED,
    NIGHT,
    NO_QUEUE,
    NOON,
    QUEUES,
    T0,
    WINDOWED,
    at,
    takes,
    window,
)

# 12: windows that touch


@pytest.mark.parametrize("strategies", [QUEUES, NO_QUEUE])
@pytest.mark.parametrize("late", [0, 1])
def test_windows_that_touch_follow_one_another(
    strategies: frozenset[OnConflict], late: int
) -> None:
    second = window(at("05:30", 1) + timedelta(minutes=late), at("07:00", 1), uid="b")
    amps = Amps(takes(WINDOWED), strategies)
    follower = following(NIGHT, second, amps=amps)
    follower.run_to(at("08:00", 1))
    assert pushed(follower) == [Command.CHARGE, Command.CHARGE, BALANCED]
    assert [outcome.outcome for outcome in follower.outcomes] == [Outcome.DONE] * 2
    gap = timedelta(minutes=1 if strategies else 3)
    action = amps.sent[1]
    assert action.start is not None
    assert action.start - NIGHT.end <= gap


def test_one_that_touches_and_fails_does_not_keep_the_standing_mode_away() -> None:
    second = window(at("05:30", 1), at("05:45", 1), uid="b")
    follower = following(NIGHT, second)
    follower.run_to(at("05:00", 1))
    follower.amps.device.next_failures += ["SCHEDULER_ACTIVE"]
    follower.run_to(at("05:40", 1))
    assert follower.amps.mode is BALANCED


# 13, 14, 15: clocks, warnings, starting up


def test_a_mode_that_is_not_back_ten_minutes_after_the_end_is_told_of_once() -> None:
    amps = Amps(takes(WINDOWED), NO_QUEUE)
    follower = following(NIGHT, amps=amps)
    follower.run_to(at("05:29", 1))
    amps.device.next_failures += ["DEVICE_OFFLINE"] * 9
    follower.run_to(at("05:39", 1))
    assert not_restored(follower.situation()) is None
    follower.run_to(at("06:10", 1))
    assert follower.not_restored == [
        NotRestored(record=follower.state.records[NIGHT.key])
    ]
    assert not_restored(follower.situation()) is not None
    follower.run_to(at("08:00", 1))
    assert amps.mode is BALANCED
    assert not_restored(follower.situation()) is None


def test_a_mode_behind_a_window_that_ran_while_nobody_was_there_is_given_time() -> None:
    amps = Amps(takes(WINDOWED), NO_QUEUE)
    follower = following(NIGHT, amps=amps)
    follower.run_to(at("05:00", 1))
    amps.pass_to(at("07:00", 1))
    follower.restart()
    follower.run_to(at("07:30", 1))
    assert amps.mode is BALANCED
    assert not_restored(follower.situation()) is None


def test_without_amps_clock_nothing_is_decided() -> None:
    follower = following(NIGHT)
    follower.poll()
    situation = replace(follower.situation(), clock_known=False)
    assert reconcile(situation) == Decision(state=situation.state)


def test_what_is_out_of_reach_is_told_half_an_hour_before() -> None:
    follower = following(NIGHT)
    follower.run_to(T0)
    follower.wants(window(NIGHT.start, NIGHT.end, target=80.0))
    follower.amps.goes_down()
    follower.run_to(at("23:51"))
    assert [warning.reason for warning in follower.warnings] == [
        Reason.AMPS_UNREACHABLE
    ]
    offline = following(NIGHT)
    offline.amps.device.offline = True
    offline.run_to(at("23:49"))
    assert not offline.warnings
    offline.run_to(at("00:00", 1))
    assert [warning.reason for warning in offline.warnings] == [Reason.DEVICE_OFFLINE]


def test_what_amps_could_not_be_asked_for_was_missed_for_that_reason() -> None:
    follower = following()
    follower.run_to(T0)
    follower.amps.goes_down()
    follower.wants(NIGHT)
    follower.run_to(at("06:00", 1))
    assert not follower.outcomes
    follower.amps.comes_up()
    follower.run_to(at("06:02", 1))
    assert outcomes(follower) == [("a", "missed", "amps_unreachable")]


def test_what_passed_while_home_assistant_was_off_was_missed() -> None:
    follower = following(NIGHT)
    follower.amps.pass_to(at("08:00", 1))
    follower.restart()
    follower.run_to(at("08:01", 1))
    assert outcomes(follower) == [("a", "missed", "home_assistant_off")]
    assert not follower.amps.sent


def test_what_happened_while_home_assistant_was_off_is_not_missed() -> None:
    follower = following(NIGHT)
    follower.run_to(T0)
    follower.amps.pass_to(at("08:00", 1))
    follower.restart()
    follower.run_to(at("08:02", 1))
    assert outcomes(follower) == [("a", "accepted", "not_seen")]
    assert follower.amps.mode is BALANCED


# edits


def test_a_window_deleted_before_its_start_leaves_nothing() -> None:
    follower = following(NIGHT)
    follower.run_to(T0)
    follower.wants()
    follower.run_to(at("12:02"))
    assert not follower.amps.holders
    assert not follower.state.records


def test_a_window_edited_before_its_start_is_sent_anew() -> None:
    follower = following(NIGHT)
    follower.run_to(T0)
    follower.wants(window(NIGHT.start, at("04:00", 1), target=80.0))
    follower.run_to(at("12:02"))
    [action, back] = follower.amps.holders
    assert (action.end, action.parameters.target) == (at("04:00", 1), 80.0)
    assert back.start == at("04:00", 1)


def test_a_recurring_one_that_is_moved_keeps_its_key_and_happens_once() -> None:
    follower = following(NIGHT)
    follower.run_to(at("23:00"))
    follower.wants(window(at("03:00", 1), at("06:00", 1), original=NIGHT.original))
    follower.run_to(at("07:00", 1))
    assert follower.modes()[0] == (at("03:00", 1), Command.CHARGE)
    assert outcomes(follower) == [("a", "done", None)]


@pytest.mark.parametrize("completed_at", ["end", "opening"])
def test_a_window_deleted_while_it_runs_goes_back_as_soon_as_it_may(
    completed_at: str,
) -> None:
    amps = Amps(takes(WINDOWED), window_completed_at=completed_at)
    follower = following(NIGHT, amps=amps)
    follower.run_to(at("02:00", 1))
    follower.wants()
    follower.run_to(at("06:00", 1))
    assert outcomes(follower) == [("a", "cancelled", "by_owner")]
    back = at("05:30", 1) if completed_at == "end" else at("02:00", 1)
    assert follower.modes()[-1] == (back, BALANCED)


@pytest.mark.parametrize("completed_at", ["end", "opening"])
def test_a_window_shortened_while_it_runs_ends_as_soon_as_it_may(
    completed_at: str,
) -> None:
    amps = Amps(takes(WINDOWED), window_completed_at=completed_at)
    follower = following(NIGHT, amps=amps)
    follower.run_to(at("02:00", 1))
    follower.wants(window(NIGHT.start, at("04:00", 1)))
    follower.run_to(at("06:00", 1))
    assert [outcome.outcome for outcome in follower.outcomes] == [Outcome.DONE]
    back = at("05:30", 1) if completed_at == "end" else at("04:00", 1)
    assert follower.modes()[-1] == (back, BALANCED)


@pytest.mark.parametrize("completed_at", ["end", "opening"])
def test_a_window_lengthened_while_it_runs_goes_on_to_its_new_end(
    completed_at: str,
) -> None:
    amps = Amps(takes(WINDOWED), window_completed_at=completed_at)
    follower = following(NIGHT, amps=amps)
    follower.run_to(at("02:00", 1))
    follower.wants(window(NIGHT.start, at("07:00", 1)))
    follower.run_to(at("08:00", 1))
    assert follower.modes()[-1] == (at("07:00", 1), BALANCED)
    assert outcomes(follower) == [("a", "done", None)]


def test_a_split_of_the_series_keeps_what_runs() -> None:
    follower = following(NIGHT)
    follower.run_to(at("02:00", 1))
    follower.wants(window(NIGHT.start, NIGHT.end, uid="new"))
    follower.run_to(at("06:00", 1))
    assert outcomes(follower) == [("new", "done", None)]
    assert pushed(follower) == [Command.CHARGE, BALANCED]


def test_a_plan_switched_off_withdraws_what_waits_and_lets_run_what_runs() -> None:
    follower = following(NIGHT, NOON)
    follower.run_to(at("02:00", 1))
    follower.paused = True
    follower.run_to(at("14:00", 1))
    assert follower.modes()[-1] == (at("05:30", 1), BALANCED)
    assert outcomes(follower) == [("a", "done", None)]
    assert not follower.amps.holders


def test_a_plan_switched_off_before_a_window_withdraws_it() -> None:
    follower = following(NIGHT)
    follower.run_to(T0)
    follower.paused = True
    follower.run_to(at("12:02"))
    assert not follower.amps.holders
    follower.paused = False
    follower.run_to(at("12:04"))
    assert waiting(follower)[0] == (Command.CHARGE, "00:30")


def test_what_passed_before_the_plan_was_switched_on_is_of_no_concern() -> None:
    follower = following(NIGHT)
    follower.amps.pass_to(at("08:00", 1))
    follower.poll()
    follower.listed = follower.amps.now
    situation = replace(follower.situation(), since=at("07:00", 1))
    decision = reconcile(situation)
    assert (decision.request, decision.events) == (None, ())


# what is gone


def test_a_capability_that_is_gone_is_told_of_and_the_window_missed() -> None:
    follower = following(NIGHT)
    follower.amps.world.remove_command(DEVICE, "charge")
    follower.run_to(T0 + timedelta(minutes=14))
    assert not follower.warnings
    follower.run_to(T0 + timedelta(minutes=16))
    assert [warning.reason for warning in follower.warnings] == [Reason.CAPABILITY_GONE]
    follower.run_to(at("06:00", 1))
    assert outcomes(follower) == [("a", "missed", "capability_gone")]


def test_a_battery_that_left_ends_what_it_should_have_done() -> None:
    follower = following(NIGHT, NOON)
    follower.run_to(at("02:00", 1))
    state, plan = follower.state, follower.plan
    early = without_battery(state, plan, at("03:00", 1))
    assert early == Decision(state=state, wake_at=NIGHT.end)
    later = without_battery(state, plan, at("06:00", 1))
    record = later.state.records[NIGHT.key]
    assert later.events == (Ended(record=record),)
    assert (record.outcome, record.reason) == (Outcome.INCOMPLETE, Reason.DEVICE_GONE)
