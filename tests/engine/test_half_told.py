"""What is told is what was so: reasons and outcomes after nobody could look."""

from dataclasses import replace
from datetime import timedelta

import pytest

from custom_components.amps.api.models import Command, Parameters, Push, Status
from custom_components.amps.engine import writes
from custom_components.amps.engine.observe import observed
from custom_components.amps.engine.occurrence import Intent, OccurrenceState, Reason
from custom_components.amps.engine.outcome import missed
from custom_components.amps.engine.risks import endangered
from custom_components.amps.engine.state import EngineState
from simulator import Fault

from .amps import DEVICE, Amps
from .follower import Follower, following, outcomes, pushed
from .words import BALANCED, IMMEDIATE, NIGHT, NO_QUEUE, WINDOWED, at, takes, window

MINUTE = timedelta(minutes=1)


def sleeps(follower: Follower, until: str) -> None:
    """Home Assistant is off until an hour of the next day, or of that day."""
    follower.amps.pass_to(at(until, 1))
    follower.restart()


def test_what_was_slept_through_is_not_blamed_on_what_was_before() -> None:
    follower = following(NIGHT)
    fault = Fault(endpoint="push", times=10_000, status=503)
    follower.amps.world.faults.add(fault)
    follower.run_to(at("22:00"))
    follower.amps.world.faults.clear()
    sleeps(follower, "06:00")
    follower.run_to(at("06:05", 1))
    assert outcomes(follower) == [("a", "missed", "home_assistant_off")]


def test_after_a_start_it_is_tried_at_once_and_no_old_refusal_is_told() -> None:
    follower = following(NIGHT)
    fault = Fault(endpoint="push", times=10_000, status=403, code="NOT_ALLOWED")
    follower.amps.world.faults.add(fault)
    follower.run_to(at("12:08"))
    follower.store()
    follower.amps.world.faults.clear()
    follower.amps.pass_to(at("12:30"))
    follower.restart()
    follower.run_to(at("12:31"))
    assert not follower.warnings
    assert follower.amps.holders[0].command is Command.CHARGE


def test_what_was_missed_while_the_battery_was_gone_is_blamed_on_that() -> None:
    follower = following(NIGHT)
    follower.amps.pass_to(NIGHT.end)
    situation = replace(follower.situation(), there_since=NIGHT.end)
    state = missed(OccurrenceState(occurrence=NIGHT), situation).state
    assert state.records[NIGHT.key].reason is Reason.DEVICE_GONE


@pytest.mark.parametrize(("seconds", "gone"), [(120, False), (121, True)])
def test_a_battery_that_is_found_soon_after_a_start_was_not_gone(
    seconds: int, *, gone: bool
) -> None:
    follower = following(NIGHT)
    follower.amps.pass_to(NIGHT.end)
    began = NIGHT.start + timedelta(minutes=30)
    situation = replace(
        follower.situation(),
        up_since=began,
        there_since=began + timedelta(seconds=seconds),
    )
    state = missed(OccurrenceState(occurrence=NIGHT), situation).state
    reason = Reason.DEVICE_GONE if gone else Reason.HOME_ASSISTANT_OFF
    assert state.records[NIGHT.key].reason is reason


def test_a_command_lost_with_home_assistant_is_lost_for_that_reason() -> None:
    follower = following(NIGHT)
    follower.lead = timedelta(0)
    follower.run_to(at("00:29", 1))
    push = Push(command=Command.CHARGE, start=NIGHT.start, end=NIGHT.end)
    intent = Intent(
        purpose=NIGHT.key, push=push, at=follower.amps.now, occurrence=NIGHT
    )
    follower.state = writes.intends(follower.state, intent)
    follower.store()
    sleeps(follower, "05:22")
    follower.run_to(at("05:40", 1))
    assert outcomes(follower)[0][1:] == ("missed", "home_assistant_off")


@pytest.mark.parametrize("code", ["INVALID_CREDENTIALS", "ACCOUNT_LOCKED"])
def test_a_manufacturer_that_refuses_amps_is_tried_again(code: str) -> None:
    follower = following(NIGHT)
    follower.run_to(at("00:29", 1))
    for _ in range(6):
        follower.amps.world.fail_next(DEVICE, code)
    follower.run_to(at("06:00", 1))
    assert [warning.reason for warning in follower.warnings] == [Reason.LINK_BROKEN]
    assert outcomes(follower) == [("a", "done", None)]


def test_what_nobody_saw_the_end_of_is_not_called_incomplete() -> None:
    follower = following(window(NIGHT.start, NIGHT.end, target=90.0))
    follower.run_to(at("01:00", 1))
    follower.store()
    sleeps(follower, "06:00")
    follower.run_to(at("06:15", 1))
    assert outcomes(follower) == [("a", "accepted", "not_seen")]


def test_a_return_that_was_believed_lost_is_taken_for_ours() -> None:
    follower = following(NIGHT)
    follower.run_to(at("20:00"))
    [restore] = follower.state.owed
    # it was forgotten, as after a list that lagged
    known = follower.state.own
    own = {key: record for key, record in known.items() if key != restore.action_id}
    follower.state = replace(follower.state, owed=(), own=own)
    follower.run_to(at("20:02"))
    assert [one.action_id for one in follower.state.owed] == [restore.action_id]
    follower.run_to(at("06:00", 1))
    assert pushed(follower) == [Command.CHARGE, BALANCED]


def test_a_battery_that_has_just_come_back_is_given_time() -> None:
    follower = following(NIGHT)
    follower.run_to(at("00:29", 1))
    follower.amps.pass_to(at("01:00", 1))
    follower.known = follower.amps.list_actions()
    follower.answered = follower.amps.now
    situation = replace(follower.situation(), there_since=follower.amps.now)
    follower.amps.pass_to(at("01:01", 1))
    assert not list(endangered(situation))
    long_ago = replace(situation, there_since=at("00:20", 1))
    assert [reason for _, reason in endangered(long_ago)] == [Reason.AMPS_ERROR]


@pytest.mark.parametrize(
    ("code", "outcome"),
    [
        ("SCHEDULER_ACTIVE", [("a", "failed", "vendor_schedule")]),
        ("REJECTED", [("a", "failed", "rejected")]),
        ("DEVICE_OFFLINE", []),
    ],
)
def test_what_failed_while_amps_was_away_is_not_looked_for(
    code: str, outcome: list[tuple[str, str, str]]
) -> None:
    follower = following(NIGHT)
    follower.run_to(at("00:20", 1))
    follower.amps.goes_down()
    follower.amps.world.fail_next(DEVICE, code)
    follower.amps.pass_to(at("01:00", 1))
    follower.amps.comes_up()
    follower.run_to(at("01:00", 1))
    assert not follower.warnings
    assert outcomes(follower) == outcome


def test_what_was_cancelled_while_amps_was_away_is_not_looked_for() -> None:
    follower = following(NIGHT)
    follower.run_to(at("00:20", 1))
    follower.amps.goes_down()
    for action in follower.amps.holders:
        follower.amps.world.foreign_cancel(action.id)
    follower.run_to(at("01:00", 1))
    follower.amps.comes_up()
    # the battery is read before a poll is answered
    follower.battery = follower.amps.read()
    follower.settle()
    follower.run_to(at("01:05", 1))
    assert [warning.reason for warning in follower.warnings] == [
        Reason.AMPS_UNREACHABLE
    ]
    assert outcomes(follower) == [("a", "cancelled", "cancelled_elsewhere")]


def test_a_window_that_is_sent_late_is_not_ended_by_the_return_before_it() -> None:
    early = window(at("00:30", 1), at("04:00", 1), Command.AUTO_RESERVE, uid="early")
    amps = Amps(takes(WINDOWED, IMMEDIATE), NO_QUEUE)
    follower = following(window(at("00:45", 1), at("03:00", 1)), amps=amps)
    follower.run_to(at("01:00", 1))
    # it is deleted while it runs, and what began before it takes its time
    follower.wants(early)
    follower.run_to(at("03:50", 1))
    assert amps.mode is Command.AUTO_RESERVE
    follower.run_to(at("04:15", 1))
    assert amps.mode is BALANCED
    assert outcomes(follower)[-1][:2] == ("early", "done")


def test_a_mode_that_nobody_can_look_at_is_not_set_again_the_next_day() -> None:
    follower = following(NIGHT)
    follower.run_to(at("05:00", 1))
    follower.amps.device.offline = True
    follower.linked = False
    follower.run_to(at("05:20", 1))
    follower.amps.device.offline = False
    follower.run_to(at("05:35", 1))
    sent = len(follower.amps.sent)
    unread = replace(follower.battery, available=False)
    follower.amps.pass_to(at("20:00", 1))
    follower.battery = unread
    assert follower.settle().request is None
    assert not follower.state.restores
    assert len(follower.amps.sent) == sent


@pytest.mark.parametrize(
    ("command", "level", "reserve", "seen"),
    [
        (Command.CHARGE, 50.0, None, False),
        (Command.CHARGE, 95.0, None, True),
        (Command.CHARGE, None, None, True),
        (Command.DISCHARGE, 60.0, None, False),
        (Command.DISCHARGE, 60.0, 70.0, True),
        (Command.DISCHARGE, 20.0, None, True),
        (Command.IDLE, 60.0, None, True),
    ],
)
def test_whether_a_battery_that_rests_obeys(
    command: Command, level: float | None, reserve: float | None, *, seen: bool
) -> None:
    given = Parameters(reserve=reserve)
    one = replace(window(NIGHT.start, NIGHT.end, command), parameters=given)
    rests = replace(
        Amps(takes(WINDOWED)).read(),
        current_mode=command,
        status=Status.IDLE,
        level=level,
        last_pulled_at=NIGHT.start + 20 * MINUTE,
    )
    state = EngineState().with_record(OccurrenceState(occurrence=one, action_id="x"))
    after = observed(state, rests, ()).records[one.key]
    assert (after.seen, after.shown) == (seen, True)


def test_somebody_elses_command_that_runs_is_taken_for_a_window_as_it_shows() -> None:
    amps = Amps(takes(WINDOWED))
    follower = following(amps=amps)
    charge = Push(command=Command.CHARGE, start=NIGHT.start, end=NIGHT.end)
    _ = amps.foreign_push(charge)
    follower.run_to(at("01:00", 1))
    follower.wants(NIGHT)
    follower.run_to(at("08:00", 1))
    assert not follower.warnings
    assert outcomes(follower) == [("a", "done", None)]


def test_a_battery_that_was_offline_counts_so_once_it_could_be_read_again() -> None:
    follower = following(window(at("12:30"), at("13:30")))
    follower.run_to(at("12:05"))
    follower.amps.device.offline = True
    follower.restart()
    follower.run_to(at("12:06:30"))
    assert not follower.warnings
    follower.run_to(at("12:08"))
    assert [one.reason for one in follower.warnings] == [Reason.DEVICE_OFFLINE]


def test_where_a_window_is_to_begin_nothing_is_waited_for() -> None:
    follower = following(window(at("12:30"), at("13:30")))
    follower.amps.device.offline = True
    follower.amps.pass_to(at("12:28:30"))
    follower.restart()
    follower.run_to(at("12:28:30"))
    assert [one.reason for one in follower.warnings] == [Reason.DEVICE_OFFLINE]
