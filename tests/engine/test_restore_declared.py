"""The mode to go back to, while the battery does not say that it takes it."""

from collections.abc import Mapping
from dataclasses import replace

import pytest

from custom_components.amps.api.models import Command, CommandSupport
from custom_components.amps.engine.decision import PushRequest
from custom_components.amps.engine.due_restore import next_look, not_restored
from simulator.device import Command as WorldCommand

from .amps import DEVICE, Amps
from .follower import Follower, following, pushed
from .words import (
    ALL,
    BALANCED,
    IMMEDIATE,
    NO_QUEUE,
    SCHEDULED,
    WINDOWED,
    at,
    takes,
    window,
)

CHARGE = window(at("12:30"), at("13:30"))
RESERVE = Command.AUTO_RESERVE


def _hides(follower: Follower, command: Command) -> WorldCommand:
    """Let the battery not declare a command any more; return what it declared."""
    declared = follower.amps.device.commands[command.value]
    follower.amps.world.remove_command(DEVICE, command.value)
    return declared


def _shows(follower: Follower, command: Command, declared: WorldCommand) -> None:
    follower.amps.device.commands[command.value] = declared


def _going_back_to_reserve(
    commands: Mapping[Command, CommandSupport] | None = None,
) -> Follower:
    amps = Amps(commands or takes(WINDOWED), NO_QUEUE)
    follower = following(CHARGE, amps=amps)
    follower.standing = RESERVE
    return follower


def test_a_mode_that_is_missing_for_two_minutes_comes_back() -> None:
    follower = _going_back_to_reserve()
    follower.run_to(at("13:29"))
    declared = _hides(follower, RESERVE)
    follower.run_to(at("13:32"))
    _shows(follower, RESERVE, declared)
    follower.run_to(at("13:40"))
    assert follower.amps.mode is RESERVE
    assert not follower.not_restored
    assert pushed(follower) == [Command.CHARGE, RESERVE]


def test_a_mode_that_is_missing_for_long_is_told_and_another_stands_in() -> None:
    follower = _going_back_to_reserve()
    follower.run_to(at("13:29"))
    declared = _hides(follower, RESERVE)
    follower.run_to(at("13:39"))
    assert follower.amps.mode is Command.IDLE
    assert not follower.not_restored
    follower.run_to(at("13:41"))
    assert len(follower.not_restored) == 1
    assert follower.amps.mode is BALANCED
    follower.run_to(at("18:00"))
    assert not_restored(follower.situation()) is not None
    assert pushed(follower) == [Command.CHARGE, BALANCED]
    _shows(follower, RESERVE, declared)
    follower.run_to(at("18:02"))
    assert follower.amps.mode is RESERVE
    assert not_restored(follower.situation()) is None
    follower.run_to(at("18:10"))
    assert not follower.state.restores


def test_what_stood_before_stands_in_where_it_is_another_mode() -> None:
    follower = _going_back_to_reserve()
    follower.state = replace(follower.state, standing=Command.AUTO_EXPORT)
    follower.amps.world.set_mode_locally(DEVICE, "auto.export")
    follower.run_to(at("13:29"))
    _hides(follower, RESERVE)
    follower.run_to(at("13:45"))
    assert follower.amps.mode is Command.AUTO_EXPORT
    assert len(follower.not_restored) == 1


def test_what_only_we_can_end_is_ended_at_once_by_another_mode() -> None:
    follower = _going_back_to_reserve(takes(IMMEDIATE))
    follower.run_to(at("12:29"))
    declared = _hides(follower, RESERVE)
    follower.run_to(at("13:31"))
    assert follower.amps.mode is BALANCED
    _shows(follower, RESERVE, declared)
    follower.run_to(at("13:35"))
    assert follower.amps.mode is RESERVE
    follower.run_to(at("13:45"))
    assert not follower.state.restores
    assert not follower.not_restored


def test_a_mode_that_was_stored_ahead_is_kept_while_it_is_not_declared() -> None:
    amps = Amps(takes(WINDOWED))
    follower = following(CHARGE, amps=amps)
    follower.standing = RESERVE
    follower.run_to(at("13:20"))
    _hides(follower, RESERVE)
    follower.run_to(at("14:00"))
    assert amps.mode is RESERVE
    assert pushed(follower) == [Command.CHARGE, RESERVE]


def test_a_mode_that_was_set_is_not_set_otherwise_where_it_is_no_longer_declared() -> (
    None
):
    follower = _going_back_to_reserve()
    follower.linked = False
    follower.run_to(at("13:40"))
    assert pushed(follower) == [Command.CHARGE, RESERVE]
    _hides(follower, RESERVE)
    follower.run_to(at("15:00"))
    assert pushed(follower) == [Command.CHARGE, RESERVE]


def test_a_later_window_does_not_wait_for_a_mode_that_is_not_declared() -> None:
    follower = _going_back_to_reserve()
    later = window(at("15:00"), at("16:00"), uid="b")
    follower.wants(CHARGE, later)
    follower.run_to(at("13:29"))
    _hides(follower, RESERVE)
    follower.run_to(at("13:35"))
    assert [action.start for action in follower.amps.holders] == [at("15:00")]
    follower.run_to(at("13:50"))
    assert follower.amps.mode is BALANCED
    assert [action.start for action in follower.amps.holders] == [at("15:00")]
    pushes = [
        request for request in follower.requests if isinstance(request, PushRequest)
    ]
    assert len(pushes) == 4


def test_a_battery_that_takes_no_mode_at_all_is_left_as_amps_leaves_it() -> None:
    moves = {
        command: takes()[command] for command in (Command.CHARGE, Command.DISCHARGE)
    }
    follower = _going_back_to_reserve(moves)
    follower.standing = None
    follower.run_to(at("14:00"))
    assert pushed(follower) == [Command.CHARGE]
    assert not follower.not_restored
    assert not follower.state.restores


def test_what_nothing_can_end_is_told() -> None:
    commands = {
        command: takes(IMMEDIATE, IMMEDIATE)[command]
        for command in (Command.CHARGE, Command.IDLE)
    }
    follower = _going_back_to_reserve(commands)
    follower.standing = None
    follower.run_to(at("13:00"))
    declared = _hides(follower, Command.IDLE)
    follower.run_to(at("13:45"))
    assert follower.modes()[-1][1] is Command.CHARGE
    assert len(follower.not_restored) == 1
    _shows(follower, Command.IDLE, declared)
    follower.run_to(at("13:47"))
    assert follower.modes()[-1][1] is Command.IDLE
    assert not_restored(follower.situation()) is None


def test_a_mode_that_is_only_taken_with_a_start_stands_in() -> None:
    follower = _going_back_to_reserve(takes(WINDOWED, SCHEDULED))
    follower.run_to(at("13:15"))
    _hides(follower, RESERVE)
    follower.run_to(at("13:50"))
    assert follower.amps.mode is BALANCED
    assert pushed(follower) == [Command.CHARGE, BALANCED]


def test_another_mode_that_is_chosen_while_the_return_waits_to_be_seen_is_set() -> None:
    follower = _going_back_to_reserve(takes(ALL))
    follower.run_to(at("13:30:20"))
    assert follower.amps.mode is RESERVE
    follower.standing = BALANCED
    follower.run_to(at("13:35"))
    assert follower.amps.mode is BALANCED
    assert not follower.state.restores
    assert pushed(follower) == [Command.CHARGE, RESERVE, BALANCED]


@pytest.mark.parametrize(
    ("read", "look"), [("13:30:10", True), ("13:35", False), ("13:30", False)]
)
def test_a_battery_is_looked_at_until_the_mode_was_seen(
    read: str, *, look: bool
) -> None:
    follower = _going_back_to_reserve()
    follower.run_to(at("13:29:55") if read == "13:30" else at(read))
    assert (next_look(follower.situation()) is not None) is look


def test_a_battery_that_cannot_be_read_is_not_looked_at_for_ever() -> None:
    follower = _going_back_to_reserve()
    follower.run_to(at("13:30:08"))
    assert next_look(follower.situation()) is not None
    follower.amps.pass_to(at("13:45"))
    assert next_look(follower.situation()) is None
    follower.standing = None
    assert next_look(follower.situation()) is None
