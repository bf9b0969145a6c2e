"""A plan that goes as it should: rules 1 to 5, each as a situation."""

from datetime import timedelta

import pytest

from custom_components.amps.api.models import Command, Execution, Push
from custom_components.amps.engine import writes
from custom_components.amps.engine.decision import PushRequest
from custom_components.amps.engine.occurrence import Outcome, Reason

from .amps import DEVICE, Amps
from .follower import by_hand, following, outcomes, pushed, waiting
from .words import (
    ALL,
    BALANCED,
    IMMEDIATE,
    NIGHT,
    NO_QUEUE,
    NOON,
    SCHEDULED,
    T0,
    WINDOWED,
    at,
    takes,
    window,
)

# 1: early, and the earliest


@pytest.mark.parametrize(
    ("lead", "sent"), [(timedelta(minutes=15), 0), (timedelta(hours=48), 2)]
)
def test_the_earliest_is_sent_once_it_is_due(lead: timedelta, sent: int) -> None:
    follower = following(NOON, NIGHT)
    follower.lead = lead
    follower.run_to(T0)
    assert len(waiting(follower)) == sent
    if sent:
        assert waiting(follower)[0] == (Command.CHARGE, "00:30")
    else:
        assert follower.until == NIGHT.start - timedelta(minutes=40)


def test_a_later_one_makes_way_for_an_earlier_one_and_is_sent_again() -> None:
    follower = following(NOON)
    follower.run_to(T0)
    assert waiting(follower)[0] == (Command.CHARGE, "12:00")
    follower.wants(NIGHT, NOON)
    follower.run_to(at("12:05"))
    assert waiting(follower) == [(Command.CHARGE, "00:30"), (BALANCED, "05:30")]
    follower.run_to(at("15:00", 1))
    assert outcomes(follower) == [("a", "done", None), ("b", "done", None)]


def test_while_one_runs_a_later_one_is_not_sent() -> None:
    amps = Amps(takes(WINDOWED), window_completed_at="opening")
    follower = following(NIGHT, NOON, amps=amps)
    follower.standing = None
    follower.run_to(at("03:00", 1))
    assert waiting(follower) == []
    follower.run_to(at("05:32", 1))
    assert waiting(follower) == [(Command.CHARGE, "12:00")]


# 2: the shape of a command


@pytest.mark.parametrize(
    ("shapes", "first"),
    [
        (WINDOWED, (Execution.WINDOWED, at("12:00"))),
        (ALL, (Execution.WINDOWED, at("12:00"))),
        (SCHEDULED | IMMEDIATE, (Execution.SCHEDULED, at("00:20", 1))),
        (IMMEDIATE, (Execution.IMMEDIATE, at("00:30", 1))),
    ],
)
def test_each_shape_goes_out_at_its_time_and_ends_with_the_standing_mode(
    shapes: frozenset[Execution], first: object
) -> None:
    follower = following(NIGHT, amps=Amps(takes(shapes)))
    follower.run_to(at("06:00", 1))
    step = next(
        request for request in follower.requests if isinstance(request, PushRequest)
    )
    assert (step.intent.push.execution, step.intent.at) == first
    began, *_, ended = follower.modes()
    assert began == (at("00:30", 1), Command.CHARGE)
    assert ended == (at("05:30", 1), BALANCED)
    assert outcomes(follower) == [("a", "done", None)]


def test_what_only_we_can_end_goes_idle_where_there_is_no_standing_mode() -> None:
    follower = following(NIGHT, amps=Amps(takes(IMMEDIATE)))
    follower.standing = None
    follower.run_to(at("06:00", 1))
    assert follower.modes()[-1] == (at("05:30", 1), Command.IDLE)


# 3: the return


def test_the_return_is_queued_where_amps_can_so_that_it_needs_nobody() -> None:
    follower = following(NIGHT)
    follower.run_to(T0)
    assert waiting(follower) == [(Command.CHARGE, "00:30"), (BALANCED, "05:30")]
    follower.amps.pass_to(at("08:00", 1))
    assert follower.amps.mode is BALANCED


def test_without_a_queue_the_return_follows_the_end() -> None:
    amps = Amps(takes(WINDOWED), NO_QUEUE)
    follower = following(NIGHT, amps=amps)
    follower.run_to(at("05:00", 1))
    assert waiting(follower) == [(Command.CHARGE, "00:30")]
    follower.run_to(at("05:32", 1))
    assert follower.modes()[-1] == (at("05:30", 1), BALANCED)


def test_a_window_completed_at_its_opening_gets_its_return_at_once() -> None:
    amps = Amps(takes(WINDOWED), NO_QUEUE, window_completed_at="opening")
    follower = following(NIGHT, amps=amps)
    follower.run_to(at("00:33", 1))
    assert waiting(follower) == [(BALANCED, "05:30")]


def test_a_return_queued_at_another_time_is_not_kept_and_not_queued_again() -> None:
    amps = Amps(takes(WINDOWED), queue_gap=300.0)
    follower = following(NIGHT, amps=amps)
    follower.run_to(at("13:00"))
    assert waiting(follower) == [(Command.CHARGE, "00:30")]
    assert len(follower.amps.sent) == 2
    assert follower.state.zone_error is None
    follower.run_to(at("06:00", 1))
    assert follower.modes()[-1] == (at("05:30", 1), BALANCED)


def test_the_next_one_within_ten_minutes_follows_directly() -> None:
    soon = window(at("05:38", 1), at("06:30", 1), uid="b")
    follower = following(NIGHT, soon)
    follower.run_to(at("07:00", 1))
    assert pushed(follower) == [Command.CHARGE, Command.CHARGE, BALANCED]
    assert [outcome.outcome for outcome in follower.outcomes] == [Outcome.DONE] * 2


def test_a_later_one_waits_until_the_standing_mode_is_followed() -> None:
    follower = following(NIGHT, NOON)
    follower.run_to(at("05:35", 1))
    assert pushed(follower) == [Command.CHARGE, BALANCED, Command.CHARGE, BALANCED]
    assert waiting(follower)[0] == (Command.CHARGE, "12:00")


def test_a_return_that_fails_is_tried_again_and_does_not_hold_up_the_plan() -> None:
    amps = Amps(takes(WINDOWED), NO_QUEUE)
    follower = following(NIGHT, NOON, amps=amps)
    follower.run_to(at("05:29", 1))
    amps.device.offline = True
    follower.run_to(at("07:30", 1))
    assert follower.state.restores[0].is_told
    assert waiting(follower) == [(Command.CHARGE, "12:00")]
    amps.device.offline = False
    follower.run_to(at("09:00", 1))
    assert follower.amps.mode is BALANCED
    assert waiting(follower) == [(Command.CHARGE, "12:00")]


def test_a_return_cancelled_elsewhere_is_set_at_the_end_all_the_same() -> None:
    follower = following(NIGHT)
    follower.run_to(at("01:00", 1))
    _ = follower.amps.world.foreign_cancel(follower.amps.holders[-1].id)
    follower.run_to(at("05:00", 1))
    assert BALANCED not in [command for command, _ in waiting(follower)]
    follower.run_to(at("05:35", 1))
    assert follower.amps.mode is BALANCED


# 4: the standing mode


def test_nothing_is_pushed_where_the_battery_stands_in_it_already() -> None:
    amps = Amps(takes(WINDOWED), NO_QUEUE)
    follower = following(NIGHT, amps=amps)
    follower.run_to(at("05:29", 1))
    amps.pass_to(at("05:31", 1))
    amps.world.set_mode_locally(DEVICE, BALANCED)
    follower.run_to(at("06:00", 1))
    assert pushed(follower) == [Command.CHARGE]


def test_nothing_is_pushed_after_a_later_foreign_command() -> None:
    amps = Amps(takes(WINDOWED), NO_QUEUE)
    follower = following(NIGHT, amps=amps)
    follower.run_to(at("05:29", 1))
    amps.pass_to(at("05:31", 1))
    _ = amps.foreign_push(Push(command=Command.AUTO_RESERVE))
    follower.run_to(at("06:00", 1))
    assert pushed(follower) == [Command.CHARGE]
    assert amps.mode is Command.AUTO_RESERVE


# 5: commands by hand


def test_a_command_by_hand_before_the_window_and_the_window_is_sent_again() -> None:
    follower = following(NIGHT)
    follower.run_to(at("20:00"))
    by_hand(follower)
    follower.run_to(at("20:02"))
    assert waiting(follower)[0] == (Command.CHARGE, "00:30")


def test_a_command_by_hand_that_fails_gives_the_window_its_place_back_too() -> None:
    follower = following(NIGHT)
    follower.run_to(at("20:00"))
    follower.amps.device.next_failures.append("DEVICE_OFFLINE")
    by_hand(follower)
    follower.run_to(at("20:02"))
    failed = follower.state.failed
    assert failed is not None
    assert (failed.command, failed.code) == (Command.AUTO_EXPORT, "DEVICE_OFFLINE")
    assert waiting(follower)[0] == (Command.CHARGE, "00:30")


def test_a_command_by_hand_ends_the_window_that_runs() -> None:
    amps = Amps(takes(WINDOWED), window_completed_at="opening")
    follower = following(NIGHT, amps=amps)
    follower.run_to(at("02:00", 1))
    by_hand(follower)
    follower.run_to(at("08:00", 1))
    record = follower.state.records[NIGHT.key]
    assert (record.outcome, record.reason) == (Outcome.CANCELLED, Reason.OVERRIDDEN)
    assert amps.mode is Command.AUTO_EXPORT


def test_a_window_goes_on_where_the_command_that_ended_it_fails() -> None:
    amps = Amps(takes(WINDOWED), window_completed_at="opening")
    follower = following(NIGHT, amps=amps)
    follower.run_to(at("02:00", 1))
    amps.device.next_failures.append("OTHER")
    by_hand(follower)
    follower.run_to(at("06:00", 1))
    assert follower.modes()[-1] == (at("05:30", 1), BALANCED)


def test_a_stop_waits_for_a_running_window_and_goes_before_all_else() -> None:
    follower = following(NIGHT, NOON)
    follower.run_to(at("02:00", 1))
    until = at("06:30", 1)
    follower.state = writes.stops_later(
        follower.state, Push(command=Command.IDLE), until
    )
    follower.run_to(at("05:35", 1))
    assert follower.state.pending is None
    assert follower.amps.mode is Command.IDLE
    assert waiting(follower)[0] == (Command.CHARGE, "12:00")


def test_a_stop_that_waited_too_long_is_given_up() -> None:
    follower = following(NIGHT)
    follower.run_to(at("02:00", 1))
    follower.state = writes.stops_later(
        follower.state, Push(command=Command.IDLE), at("06:30", 1)
    )
    follower.store()
    follower.amps.pass_to(at("09:00", 1))
    follower.restart()
    follower.run_to(at("09:02", 1))
    assert follower.amps.mode is BALANCED


def test_what_has_become_late_keeps_its_end() -> None:
    follower = following(NIGHT)
    follower.amps.pass_to(at("01:00:20", 1))
    follower.run_to(at("01:00:20", 1))
    [action, _back] = follower.amps.holders
    assert (action.start, action.end) == (at("01:02", 1), NIGHT.end)
