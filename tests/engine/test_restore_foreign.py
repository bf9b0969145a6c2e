"""Somebody else's command, and what it leaves of the mode after a window."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from custom_components.amps.api.models import ActionState, Command, Push

from .amps import DEVICE, Amps
from .follower import following, pushed
from .words import ALL, BALANCED, IMMEDIATE, NO_QUEUE, WINDOWED, at, takes, window

CHARGE = window(at("12:30"), at("13:30"))
RESERVE = Command.AUTO_RESERVE


def test_a_mode_in_the_makers_app_after_the_return_is_not_fought() -> None:
    amps = Amps(takes(WINDOWED))
    follower = following(CHARGE, amps=amps)
    follower.run_to(at("13:30:20"))
    amps.world.set_mode_locally(DEVICE, RESERVE.value)
    follower.run_to(at("14:00"))
    assert amps.mode is RESERVE
    assert follower.state.standing is RESERVE


def _foreign(command: Command, start: datetime) -> Push:
    return Push(command=command, start=start, end=start + timedelta(minutes=30))


def test_somebody_elses_command_that_fails_leaves_the_return_due() -> None:
    amps = Amps(takes(ALL), NO_QUEUE, timeout_delay=200.0)
    follower = following(CHARGE, amps=amps)
    follower.run_to(at("13:29:59"))
    amps.pass_to(at("13:30:01"))
    amps.world.fail_next(DEVICE, "DEVICE_OFFLINE")
    theirs = amps.foreign_push(Push(command=RESERVE))
    follower.run_to(at("13:33"))
    assert amps.action(theirs.id).state is ActionState.ACKNOWLEDGED
    follower.run_to(at("13:36"))
    assert amps.action(theirs.id).state is ActionState.FAILED
    assert amps.mode is BALANCED
    assert not follower.not_restored


@pytest.mark.parametrize("command", [Command.CHARGE, Command.DISCHARGE])
def test_somebody_elses_window_takes_over_once_its_mode_is_read(
    command: Command,
) -> None:
    amps = Amps(takes(ALL), NO_QUEUE)
    follower = following(CHARGE, amps=amps)
    follower.run_to(at("13:29:59"))
    amps.pass_to(at("13:30:01"))
    amps.foreign_push(_foreign(command, at("13:31")))
    follower.run_to(at("13:50"))
    assert not follower.state.restores
    assert amps.mode is command
    assert not follower.not_restored


def test_somebody_elses_charge_that_fails_does_not_hide_ours_that_goes_on() -> None:
    amps = Amps(takes(IMMEDIATE, IMMEDIATE), timeout_delay=200.0)
    follower = following(CHARGE, amps=amps)
    follower.run_to(at("13:29:59"))
    amps.pass_to(at("13:30:01"))
    amps.world.fail_next(DEVICE, "DEVICE_OFFLINE")
    amps.foreign_push(Push(command=Command.CHARGE))
    follower.run_to(at("13:36"))
    assert amps.mode is BALANCED
    assert not follower.not_restored


@pytest.mark.parametrize("command", [Command.DISCHARGE, RESERVE])
def test_a_hand_on_the_battery_while_we_were_away_is_not_overridden(
    command: Command,
) -> None:
    amps = Amps(takes(IMMEDIATE, IMMEDIATE))
    follower = following(CHARGE, amps=amps)
    follower.run_to(at("13:00"))
    amps.pass_to(at("14:00"))
    amps.world.set_mode_locally(DEVICE, command.value)
    amps.pass_to(at("16:00"))
    follower.restart()
    assert follower._list()
    _ = follower.settle()
    follower.run_to(at("16:10"))
    assert amps.mode is command
    assert not follower.state.restores


def test_somebody_elses_window_takes_over_what_only_we_could_end() -> None:
    commands = takes(IMMEDIATE, IMMEDIATE)
    commands[Command.DISCHARGE] = takes(WINDOWED)[Command.DISCHARGE]
    amps = Amps(commands, NO_QUEUE)
    follower = following(replace(CHARGE, command=Command.CHARGE), amps=amps)
    follower.run_to(at("13:29:59"))
    amps.pass_to(at("13:30:01"))
    amps.foreign_push(_foreign(Command.DISCHARGE, at("13:31")))
    follower.run_to(at("13:50"))
    assert not follower.state.restores
    assert pushed(follower) == [Command.CHARGE]
