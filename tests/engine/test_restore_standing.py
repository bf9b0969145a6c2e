"""Which mode counts as the one that the owner wants after windows."""

from custom_components.amps.api.models import Command, Push
from custom_components.amps.engine import writes
from custom_components.amps.engine.occurrence import MANUAL, Intent

from .amps import DEVICE, Amps
from .follower import Follower, following
from .words import ALL, BALANCED, NO_QUEUE, WINDOWED, at, takes, window

NIGHT = window(at("22:00"), at("23:00"))
RESERVE = Command.AUTO_RESERVE


def _in_the_app(follower: Follower, command: Command) -> None:
    follower.amps.world.set_mode_locally(DEVICE, command.value)


def _automatic(follower: Follower, instant: str) -> None:
    """Live until an instant, and go back to what is remembered."""
    follower.run_to(at(instant))
    follower.standing = follower.state.standing


def test_a_mode_of_the_makers_app_is_remembered_while_a_window_waits() -> None:
    follower = following(NIGHT, amps=Amps(takes(WINDOWED)))
    _automatic(follower, "12:10")
    assert follower.state.standing is BALANCED
    assert [action.command for action in follower.amps.holders] == [
        Command.CHARGE,
        BALANCED,
    ]
    _in_the_app(follower, RESERVE)
    _automatic(follower, "14:00")
    assert follower.state.standing is RESERVE
    follower.run_to(at("23:30"))
    assert follower.amps.mode is RESERVE


def test_a_mode_of_the_makers_app_is_remembered_between_two_windows() -> None:
    noon = window(at("12:30"), at("13:00"), uid="b")
    follower = following(noon, NIGHT, amps=Amps(takes(WINDOWED)))
    _automatic(follower, "13:10")
    _in_the_app(follower, RESERVE)
    _automatic(follower, "14:00")
    follower.run_to(at("23:30"))
    assert follower.amps.mode is RESERVE


def test_a_mode_just_before_a_window_may_be_the_windows_own() -> None:
    early = window(at("12:30"), at("13:30"), RESERVE)
    follower = following(early, amps=Amps(takes(WINDOWED)))
    follower.run_to(at("12:28:30"))
    _in_the_app(follower, RESERVE)
    follower.run_to(at("12:29"))
    assert follower.state.standing is BALANCED
    follower.run_to(at("14:00"))
    assert follower.state.standing is BALANCED


def test_a_mode_amid_a_command_that_is_being_sent_is_none_to_go_back_to() -> None:
    follower = following(amps=Amps(takes(ALL)))
    follower.run_to(at("12:10"))
    now = follower.amps.now
    intent = Intent(purpose=MANUAL, push=Push(command=Command.CHARGE), at=now)
    follower.state = writes.intends(follower.state, intent)
    _in_the_app(follower, RESERVE)
    follower.poll()
    assert follower.state.standing is BALANCED


def test_a_mode_that_the_battery_does_not_take_is_none_to_go_back_to() -> None:
    commands = takes(WINDOWED)
    del commands[RESERVE]
    follower = following(NIGHT, amps=Amps(commands, NO_QUEUE))
    _in_the_app(follower, RESERVE)
    _automatic(follower, "12:10")
    assert follower.state.standing is None
