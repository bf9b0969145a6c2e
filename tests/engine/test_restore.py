"""The standing mode behind a window, where something else meets it."""

from dataclasses import replace
from datetime import timedelta

import pytest

from custom_components.amps.api.models import ActionState, Command, CommandSupport, Push
from custom_components.amps.engine.reconcile import without_battery
from custom_components.amps.engine.state import EngineState

from .amps import DEVICE, Amps
from .follower import Follower, following, outcomes
from .words import ALL, BALANCED, IMMEDIATE, NO_QUEUE, WINDOWED, at, takes, window

CHARGE = window(at("12:30"), at("13:30"))


def _modes(follower: Follower) -> list[tuple[str, Command]]:
    return [(f"{instant:%H:%M}", mode) for instant, mode in follower.modes()]


@pytest.mark.parametrize("away", [True, False])
@pytest.mark.parametrize("command", [Command.CHARGE, Command.DISCHARGE])
def test_what_others_began_behind_a_window_goes_on(
    *, away: bool, command: Command
) -> None:
    amps = Amps(takes(ALL, ALL), NO_QUEUE)
    follower = following(CHARGE, amps=amps)
    follower.run_to(at("13:29:50"))
    amps.pass_to(at("13:30:01"))
    if away:
        follower.store()
        amps.pass_to(at("13:31"))
    amps.foreign_push(Push(command=command))
    amps.pass_to(amps.now + timedelta(seconds=8))
    if away:
        amps.pass_to(at("13:50"))
        follower.restart()
    follower.run_to(at("15:00"))
    assert amps.mode is command


def test_what_is_left_of_the_window_before_is_nobody_elses() -> None:
    commands = takes(WINDOWED)
    discharge = commands[Command.DISCHARGE]
    commands[Command.DISCHARGE] = CommandSupport(
        parameters=discharge.parameters, execution=IMMEDIATE
    )
    amps = Amps(
        commands, NO_QUEUE, ignored_commands=("charge",), window_close_delay=180.0
    )
    before = window(at("13:30"), at("14:00"), Command.DISCHARGE, uid="b")
    follower = following(before, window(at("14:00"), at("15:00")), amps=amps)
    follower.run_to(at("15:30"))
    assert amps.mode is BALANCED


def test_what_amps_goes_back_to_is_nobody_elses_where_it_came_from_here() -> None:
    commands = takes(WINDOWED)
    commands[Command.DISCHARGE] = takes(IMMEDIATE)[Command.DISCHARGE]
    amps = Amps(commands, NO_QUEUE, after_window="previous")
    before = window(at("13:30"), at("14:00"), Command.DISCHARGE, uid="b")
    follower = following(before, window(at("14:00"), at("15:00")), amps=amps)
    follower.run_to(at("14:50"))
    amps.device.offline = True
    follower.run_to(at("15:10"))
    assert amps.mode is Command.DISCHARGE
    amps.device.offline = False
    follower.run_to(at("15:30"))
    assert amps.mode is BALANCED


def test_what_amps_goes_back_to_is_nobody_elses_where_it_stood_before() -> None:
    amps = Amps(takes(WINDOWED), NO_QUEUE, after_window="previous")
    follower = following(window(at("14:00"), at("15:00")), amps=amps)
    follower.run_to(at("13:00"))
    amps.world.set_mode_locally(DEVICE, Command.DISCHARGE)
    follower.run_to(at("14:50"))
    amps.device.offline = True
    follower.run_to(at("15:10"))
    assert amps.mode is Command.DISCHARGE
    amps.device.offline = False
    follower.run_to(at("15:30"))
    assert amps.mode is BALANCED


@pytest.mark.parametrize("completed_at", ["end", "opening"])
def test_a_mode_that_came_back_at_the_old_end_comes_back_at_the_new_one(
    completed_at: str,
) -> None:
    amps = Amps(takes(WINDOWED), window_completed_at=completed_at)
    short = replace(CHARGE, end=at("13:00"))
    follower = following(short, amps=amps)
    follower.run_to(at("12:50"))
    amps.goes_down()
    follower.wants(replace(CHARGE, end=at("14:00")))
    follower.run_to(at("13:05"))
    amps.comes_up()
    follower.run_to(at("15:00"))
    assert amps.mode is BALANCED
    assert outcomes(follower) == [("a", "done", None)]


@pytest.mark.parametrize("completed_at", ["end", "opening"])
def test_a_shortened_window_is_ended_where_amps_would_leave_it_in_idle(
    completed_at: str,
) -> None:
    amps = Amps(takes(WINDOWED), window_completed_at=completed_at)
    follower = following(CHARGE, amps=amps)
    follower.standing = None
    follower.run_to(at("12:45"))
    follower.wants(replace(CHARGE, end=at("13:00")))
    follower.run_to(at("15:00"))
    ended = "13:00" if completed_at == "opening" else "13:30"
    assert _modes(follower) == [("12:30", Command.CHARGE), (ended, Command.IDLE)]
    # until Amps ends it, it is not for the mode behind it to be back
    assert not follower.not_restored


def test_a_mode_comes_back_though_the_next_window_never_ran() -> None:
    amps = Amps(takes(WINDOWED), NO_QUEUE, timeout_delay=49 * 60.0)
    after = window(at("13:30"), at("14:00"), uid="b")
    follower = following(CHARGE, after, amps=amps)
    follower.run_to(at("13:31"))
    amps.world.fail_next(DEVICE, "DEVICE_OFFLINE")
    follower.run_to(at("16:00"))
    assert amps.sent[1].state is ActionState.FAILED
    assert amps.sent[1].completed_at == at("14:20:01")
    assert amps.mode is BALANCED


def test_what_was_over_before_the_plan_was_on_is_not_told_as_missed() -> None:
    over = window(at("08:00"), at("09:00"))
    planned = {over.key: over}
    assert without_battery(EngineState(), planned, at("12:00")).events
    decision = without_battery(EngineState(), planned, at("12:00"), since=at("11:00"))
    assert not decision.events
