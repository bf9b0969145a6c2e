"""The standing mode behind a window, where something else meets it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from typing import override

import pytest

from custom_components.amps.api.models import (
    Action,
    ActionState,
    Command,
    CommandSupport,
    Push,
)
from custom_components.amps.plan.engine import without_battery
from custom_components.amps.plan.memory import Memory
from custom_components.amps.plan.steps import CloseStep, StrandStep, WaitStep

from .follower import BALANCED, NO_QUEUE, Follower, following, outcomes
from .pure_amps import ALL, IMMEDIATE, WINDOWED, PureAmps, at, takes, window

CHARGE = window(at("12:30"), at("13:30"))


def _modes(follower: Follower) -> list[tuple[str, Command]]:
    return [(f"{instant:%H:%M}", mode) for instant, mode in follower.modes()]


@pytest.mark.parametrize("away", [True, False])
@pytest.mark.parametrize("command", [Command.CHARGE, Command.DISCHARGE])
def test_what_others_began_behind_a_window_goes_on(
    *, away: bool, command: Command
) -> None:
    amps = PureAmps(commands=takes(ALL, ALL), strategies=NO_QUEUE)
    follower = following(CHARGE, amps=amps)
    follower.run_to(at("13:29:50"))
    amps.pass_to(at("13:30:01"))
    if away:
        follower.store()
        amps.pass_to(at("13:31"))
    amps.push(Push(command=command), foreign=True)
    amps.pass_to(amps.now + timedelta(seconds=8))
    if away:
        amps.pass_to(at("13:50"))
        follower.restart()
    follower.run_to(at("15:00"))
    assert amps.mode is command


type Next = tuple[datetime, Callable[[], None]] | None


class _Deaf(PureAmps):
    """Hands a charge on to a battery that does not follow it."""

    @override
    def _dispatched(self, action: Action) -> None:
        if action.command is Command.CHARGE:
            self.actions[action.id] = replace(action, acknowledged_at=self.now)
        else:
            super()._dispatched(action)

    @override
    def _next_of(self, action: Action) -> Next:
        moving = action.state is ActionState.ACKNOWLEDGED and action.acknowledged_at
        if action.command is Command.CHARGE and moving and action.end is not None:
            ended = action.end + timedelta(minutes=3)
            return ended, partial(self._over, action, ActionState.COMPLETED)
        return super()._next_of(action)

    def _over(self, action: Action, state: ActionState) -> None:
        _ = self._enter(action.id, state)


def test_what_is_left_of_the_window_before_is_nobody_elses() -> None:
    commands = takes(WINDOWED)
    discharge = commands[Command.DISCHARGE]
    commands[Command.DISCHARGE] = CommandSupport(
        parameters=discharge.parameters, execution=IMMEDIATE
    )
    amps = _Deaf(commands=commands, strategies=NO_QUEUE)
    before = window(at("13:30"), at("14:00"), Command.DISCHARGE, uid="b")
    follower = following(before, window(at("14:00"), at("15:00")), amps=amps)
    follower.run_to(at("15:30"))
    assert amps.mode is BALANCED


@pytest.mark.parametrize("completes_at_end", [True, False])
def test_a_mode_that_came_back_at_the_old_end_comes_back_at_the_new_one(
    *, completes_at_end: bool
) -> None:
    amps = PureAmps(commands=takes(WINDOWED), completes_at_end=completes_at_end)
    short = replace(CHARGE, end=at("13:00"))
    follower = following(short, amps=amps)
    follower.run_to(at("12:50"))
    amps.down = True
    follower.wants(replace(CHARGE, end=at("14:00")))
    follower.run_to(at("13:05"))
    amps.down = False
    follower.run_to(at("15:00"))
    assert amps.mode is BALANCED
    assert outcomes(follower) == [("a", "done", None)]


@pytest.mark.parametrize("stoppable", [True, False])
def test_a_shortened_window_is_ended_where_amps_would_leave_it_in_idle(
    *, stoppable: bool
) -> None:
    amps = PureAmps(commands=takes(WINDOWED), completes_at_end=not stoppable)
    follower = following(CHARGE, amps=amps)
    follower.standing = None
    follower.run_to(at("12:45"))
    follower.wants(replace(CHARGE, end=at("13:00")))
    follower.run_to(at("15:00"))
    ended = "13:00" if stoppable else "13:30"
    assert _modes(follower) == [("12:30", Command.CHARGE), (ended, Command.IDLE)]
    told = [it for it in follower.steps if isinstance(it, StrandStep)]
    assert bool(told) is not stoppable


class _Stuck(PureAmps):
    """Never lets a window begin, and fails it long after its end."""

    stuck = ""

    @override
    def _next_of(self, action: Action) -> Next:
        if action.id == self.stuck and action.state is ActionState.ACKNOWLEDGED:
            return at("14:20"), partial(self._fail, action)
        return super()._next_of(action)

    def _fail(self, action: Action) -> None:
        _ = self._enter(action.id, ActionState.FAILED, "DEVICE_OFFLINE")


def test_a_mode_comes_back_though_the_next_window_never_ran() -> None:
    amps = _Stuck(commands=takes(WINDOWED), strategies=NO_QUEUE)
    after = window(at("13:30"), at("14:00"), uid="b")
    follower = following(CHARGE, after, amps=amps)
    follower.run_to(at("13:31"))
    amps.stuck = amps.holders[-1].id
    follower.run_to(at("16:00"))
    assert amps.mode is BALANCED


def test_what_was_over_before_the_plan_was_on_is_not_told_as_missed() -> None:
    over = window(at("08:00"), at("09:00"))
    planned = {over.key: over}
    assert isinstance(without_battery(Memory(), planned, at("12:00")), CloseStep)
    step = without_battery(Memory(), planned, at("12:00"), since=at("11:00"))
    assert isinstance(step, WaitStep)
