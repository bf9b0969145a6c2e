"""An action of ours that does not end in time, or never."""

from dataclasses import replace
from datetime import timedelta

import pytest

from custom_components.amps.api.models import Command, Push
from custom_components.amps.engine.occurrence import MANUAL, Intent, Reason
from custom_components.amps.engine.risks import endangered

from .amps import DEVICE, Amps
from .follower import following, outcomes, pushed
from .words import NIGHT, NOON, WINDOWED, at, takes, window

EVENING = window(at("20:00"), at("21:00"), uid="e")
DAWN = window(at("05:30", 1), at("07:00", 1), Command.DISCHARGE, uid="d")


def test_an_action_that_hangs_is_told_to_whom_it_blocks() -> None:
    follower = following(EVENING, NIGHT)
    follower.run_to(at("19:59"))
    follower.amps.world.hang_next(DEVICE)
    follower.run_to(NIGHT.start - timedelta(minutes=30))
    told = {
        (warning.record.occurrence.uid, warning.reason) for warning in follower.warnings
    }
    assert ("a", Reason.BUSY) in told
    assert pushed(follower).count(Command.CHARGE) <= 2
    follower.amps.world.end_hanging(DEVICE)
    follower.run_to(at("06:00", 1))
    assert outcomes(follower)[-1] == ("a", "done", None)


def test_what_follows_an_action_that_hangs_is_no_sign_of_it() -> None:
    follower = following(EVENING, window(at("21:00"), at("22:00"), uid="f"))
    follower.run_to(at("19:59"))
    follower.amps.world.hang_next(DEVICE)
    follower.run_to(at("22:30"))
    assert outcomes(follower) == [
        ("e", "accepted", "not_seen"),
        ("f", "done", None),
    ]


def test_a_command_by_hand_that_hangs_is_told_to_whom_it_blocks() -> None:
    follower = following(NIGHT)
    follower.amps.world.hang_next(DEVICE)
    follower.poll()
    push = Push(command=Command.AUTO_EXPORT)
    _ = follower._push(Intent(purpose=MANUAL, push=push, at=follower.amps.now))
    follower.run_to(NIGHT.start - timedelta(minutes=30))
    assert [warning.reason for warning in follower.warnings] == [Reason.BUSY]
    follower.run_to(at("02:00", 1))
    follower.amps.world.end_hanging(DEVICE)
    follower.run_to(at("06:00", 1))
    charges = [
        mode.at for mode in follower.amps.modes if mode.command is Command.CHARGE
    ]
    assert charges[0] < at("03:00", 1)
    assert outcomes(follower) == [("a", "done", None)]


def test_a_command_by_hand_that_was_just_sent_is_no_reason_to_worry() -> None:
    follower = following(window(at("12:06"), at("13:00")))
    follower.poll()
    push = Push(command=Command.AUTO_EXPORT)
    _ = follower._push(Intent(purpose=MANUAL, push=push, at=follower.amps.now))
    # Amps' clock is known to the second only
    ahead = follower.amps.now + timedelta(milliseconds=500)
    follower.known = tuple(
        replace(record, created_at=ahead) for record in follower.known
    )
    follower.listed = follower.amps.now
    _ = follower.settle()
    assert not follower.warnings
    follower.run_to(at("13:30"))
    assert not follower.warnings
    assert outcomes(follower) == [("a", "done", None)]


def test_a_window_that_ends_late_at_amps_is_told_to_the_next() -> None:
    amps = Amps(takes(WINDOWED), frozenset(), window_close_delay=50 * 60.0)
    follower = following(NIGHT, DAWN, amps=amps)
    follower.run_to(DAWN.start + timedelta(minutes=12))
    told = {
        (warning.record.occurrence.uid, warning.reason) for warning in follower.warnings
    }
    assert told == {("d", Reason.BUSY)}
    follower.run_to(at("07:30", 1))
    assert [uid for uid, *_ in outcomes(follower)] == ["a", "d"]
    assert Command.DISCHARGE in [mode.command for mode in amps.modes]


def test_a_window_that_ends_late_at_amps_is_no_reason_to_worry_hours_ahead() -> None:
    amps = Amps(takes(WINDOWED), frozenset(), window_close_delay=50 * 60.0)
    follower = following(EVENING, NIGHT, amps=amps)
    follower.run_to(at("22:00"))
    assert not follower.warnings
    follower.run_to(at("06:30", 1))
    assert not follower.warnings
    assert outcomes(follower) == [("e", "done", None), ("a", "done", None)]


def test_what_waited_for_a_late_end_is_sent_as_soon_as_that_has_come() -> None:
    amps = Amps(takes(WINDOWED), frozenset(), window_close_delay=50 * 60.0)
    follower = following(NIGHT, DAWN, amps=amps)
    follower.run_to(DAWN.end)
    (discharge,) = [one.at for one in amps.modes if one.command is Command.DISCHARGE]
    assert discharge <= DAWN.start + timedelta(minutes=53)


def test_what_took_the_place_since_is_told_and_not_what_was_in_the_way_before() -> None:
    amps = Amps(takes(WINDOWED), frozenset(), window_close_delay=50 * 60.0)
    later = window(at("14:00", 1), at("15:00", 1), Command.DISCHARGE, uid="c")
    follower = following(NIGHT, NOON, later, amps=amps)
    follower.standing = None
    follower.run_to(at("06:19", 1))
    amps.pass_to(at("06:21", 1))
    held = at("20:00", 1), at("21:00", 1)
    _ = amps.foreign_push(Push(command=Command.IDLE, start=held[0], end=held[1]))
    follower.run_to(at("15:30", 1))
    told = [
        warning.reason
        for warning in follower.warnings
        if warning.record.occurrence == later
    ]
    assert told == [Reason.SLOT_HELD]
    assert outcomes(follower)[1:] == [
        ("b", "missed", "slot_held"),
        ("c", "missed", "slot_held"),
    ]


def test_what_was_in_the_way_is_not_told_once_a_window_before_has_the_place() -> None:
    amps = Amps(takes(WINDOWED), frozenset(), window_close_delay=50 * 60.0)
    follower = following(NIGHT, NOON, amps=amps)
    follower.standing = None
    follower.run_to(at("06:21", 1))
    amps.world.knobs.window_close_delay = 0.0
    morning = window(at("10:00", 1), at("11:58", 1), Command.DISCHARGE, uid="c")
    follower.wants(NIGHT, morning, NOON)
    follower.run_to(at("11:30", 1))
    assert list(endangered(follower.situation())) == []
    follower.run_to(at("13:30", 1))
    assert outcomes(follower)[1:] == [("c", "done", None), ("b", "done", None)]


@pytest.mark.parametrize("depth", [0, 1])
def test_windows_that_touch_are_no_reason_to_worry(depth: int) -> None:
    amps = Amps(takes(WINDOWED), queue_depth=depth)
    follower = following(NIGHT, DAWN, amps=amps)
    follower.run_to(at("08:00", 1))
    assert not follower.warnings
    assert outcomes(follower) == [("a", "done", None), ("d", "done", None)]


@pytest.mark.parametrize("target", [60.0, 95.0])
def test_another_target_for_what_cannot_be_stopped_is_told_at_once(
    target: float,
) -> None:
    before = window(NIGHT.start, NIGHT.end, target=80.0)
    follower = following(before)
    follower.run_to(at("01:00", 1))
    follower.wants(window(NIGHT.start, NIGHT.end, target=target))
    follower.run_to(at("01:02", 1))
    assert [warning.reason for warning in follower.warnings] == [Reason.BUSY]
    follower.run_to(at("06:00", 1))
    assert outcomes(follower) == [("a", "incomplete", "busy")]


def test_what_amps_says_first_after_a_silence_is_looked_at_for_a_while() -> None:
    amps = Amps(takes(WINDOWED), frozenset(), window_close_delay=50 * 60.0)
    soon = window(at("05:50", 1), at("07:00", 1), Command.DISCHARGE, uid="c")
    follower = following(NIGHT, soon, amps=amps)
    follower.run_to(at("05:45", 1))
    now = follower.situation()
    assert {reason for _, reason in endangered(now)} == {Reason.BUSY}
    back = replace(now, answers_since=now.now)
    assert not list(endangered(back))
