"""A standing mode is back only when a reading after the real end shows it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Literal

import pytest

from custom_components.amps.api.models import (
    Action,
    ActionState,
    Command,
    OnConflict,
    Push,
)
from custom_components.amps.engine.decision import NotRestored
from custom_components.amps.engine.due_restore import not_restored
from custom_components.amps.engine.occurrence import Intent
from custom_components.amps.schedule.window import Occurrence, Origin

from .amps import DEVICE, Amps
from .follower import Follower, following, outcomes, pushed
from .words import (
    ALL,
    BALANCED,
    IMMEDIATE,
    NO_QUEUE,
    QUEUES,
    WINDOWED,
    at,
    takes,
    window,
)

CHARGE = window(at("12:30"), at("13:30"))
BACK = window(at("12:30"), at("13:30"), BALANCED)
"""A window of the standing mode."""
RESERVE = Command.AUTO_RESERVE
IGNORED = (BALANCED.value,)


def told_at(follower: Follower) -> list[NotRestored]:
    return [event for event in follower.events if isinstance(event, NotRestored)]


def ignores(follower: Follower, *commands: str) -> None:
    """Let the battery follow none of these, though Amps says that it does."""
    follower.amps.world.knobs.ignored_commands = commands


def deleted(follower: Follower) -> None:
    follower.wants()


def shortened(follower: Follower) -> None:
    follower.wants(replace(BACK, end=at("13:00")))


def nothing(_follower: Follower) -> None:
    """Leave the plan as it is."""


@pytest.mark.parametrize("completed_at", ["end", "opening"])
@pytest.mark.parametrize("edit", [deleted, shortened, nothing])
@pytest.mark.parametrize("strategies", [QUEUES, NO_QUEUE])
def test_a_window_of_the_standing_mode_leaves_it_standing(
    completed_at: Literal["end", "opening"],
    edit: Callable[[Follower], None],
    strategies: frozenset[OnConflict],
) -> None:
    amps = Amps(takes(ALL), strategies, window_completed_at=completed_at)
    follower = following(BACK, amps=amps)
    follower.run_to(at("12:45"))
    edit(follower)
    follower.run_to(at("15:00"))
    assert amps.mode is BALANCED
    assert not told_at(follower)
    assert not follower.state.restores
    assert not amps.holders


@pytest.mark.parametrize("strategies", [QUEUES, NO_QUEUE])
def test_a_return_without_effect_is_tried_again(
    strategies: frozenset[OnConflict],
) -> None:
    amps = Amps(takes(WINDOWED), strategies)
    follower = following(CHARGE, amps=amps)
    follower.run_to(at("13:20"))
    ignores(follower, *IGNORED)
    follower.run_to(at("13:33"))
    assert amps.mode is Command.IDLE
    ignores(follower)
    follower.run_to(at("13:37"))
    assert amps.mode is BALANCED
    follower.run_to(at("14:00"))
    assert not told_at(follower)
    assert not follower.state.restores


def test_a_return_that_never_has_an_effect_is_told_and_tried_now_and_then() -> None:
    amps = Amps(takes(WINDOWED))
    follower = following(CHARGE, amps=amps)
    follower.run_to(at("13:20"))
    ignores(follower, *IGNORED)
    follower.run_to(at("13:39"))
    assert not told_at(follower)
    follower.run_to(at("13:41"))
    assert len(told_at(follower)) == 1
    assert not_restored(follower.situation()) is not None
    follower.run_to(at("22:00"))
    returns = [one for one in amps.sent if one.command is BALANCED]
    assert len(returns) <= 18
    assert len(told_at(follower)) == 1
    ignores(follower)
    follower.run_to(at("23:10"))
    assert amps.mode is BALANCED
    assert not_restored(follower.situation()) is None


@pytest.mark.parametrize("shape", [IMMEDIATE, ALL])
def test_a_charge_that_only_we_can_end_is_ended_again(
    shape: frozenset[object],
) -> None:
    amps = Amps(takes(IMMEDIATE, shape))  # type: ignore[arg-type]
    follower = following(CHARGE, amps=amps)
    follower.run_to(at("13:29"))
    ignores(follower, *IGNORED)
    follower.run_to(at("13:34"))
    assert amps.mode is Command.CHARGE
    ignores(follower)
    follower.run_to(at("13:40"))
    assert amps.mode is BALANCED


@pytest.mark.parametrize("seconds", [8, 26, 70])
@pytest.mark.parametrize("strategies", [QUEUES, NO_QUEUE])
def test_idle_that_comes_after_the_return_is_not_the_end(
    seconds: int, strategies: frozenset[OnConflict]
) -> None:
    amps = Amps(takes(WINDOWED), strategies)
    follower = following(CHARGE, amps=amps)
    follower.run_to(at("13:30:10"))
    assert amps.mode is BALANCED
    follower.run_to(at("13:30:10") + timedelta(seconds=seconds - 4))
    amps.world.set_mode_locally(DEVICE, "idle")
    follower.run_to(at("13:36"))
    assert amps.mode is BALANCED
    follower.run_to(at("14:00"))
    assert not told_at(follower)
    assert not follower.state.restores


def test_what_was_told_vanishes_as_soon_as_the_mode_stands() -> None:
    amps = Amps(takes(WINDOWED))
    follower = following(CHARGE, amps=amps)
    follower.run_to(at("13:20"))
    ignores(follower, *IGNORED)
    follower.run_to(at("13:45"))
    assert not_restored(follower.situation()) is not None
    amps.world.set_mode_locally(DEVICE, BALANCED.value)
    follower.poll()
    assert not_restored(follower.situation()) is None
    follower.run_to(at("13:50"))
    assert not follower.state.restores


def test_a_return_that_nobody_could_look_at_is_no_false_alarm() -> None:
    amps = Amps(takes(WINDOWED))
    follower = following(CHARGE, amps=amps)
    follower.run_to(at("13:30:08"))
    amps.goes_down()
    follower.run_to(at("14:30"))
    assert not told_at(follower)
    amps.comes_up()
    amps.world.set_mode_locally(DEVICE, "idle")
    follower.run_to(at("14:40"))
    assert amps.mode is BALANCED


def test_a_battery_that_does_not_tell_its_mode_is_believed() -> None:
    amps = Amps(takes(WINDOWED))
    follower = following(CHARGE, amps=amps)
    read = amps.read
    amps.read = lambda: replace(read(), current_mode=None)  # type: ignore[method-assign]
    follower.run_to(at("13:35"))
    assert follower.state.restores
    follower.run_to(at("13:45"))
    assert not follower.state.restores
    assert not told_at(follower)
    assert [one.command for one in amps.sent] == [Command.CHARGE, BALANCED]


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
    assert not told_at(follower)


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
    assert not told_at(follower)


def test_somebody_elses_charge_that_fails_does_not_hide_ours_that_goes_on() -> None:
    amps = Amps(takes(IMMEDIATE, IMMEDIATE), timeout_delay=200.0)
    follower = following(CHARGE, amps=amps)
    follower.run_to(at("13:29:59"))
    amps.pass_to(at("13:30:01"))
    amps.world.fail_next(DEVICE, "DEVICE_OFFLINE")
    amps.foreign_push(Push(command=Command.CHARGE))
    follower.run_to(at("13:36"))
    assert amps.mode is BALANCED
    assert not told_at(follower)


def test_idle_in_a_window_does_not_cancel_its_return() -> None:
    amps = Amps(takes(WINDOWED))
    follower = following(CHARGE, amps=amps)
    follower.run_to(at("12:50"))
    amps.world.set_mode_locally(DEVICE, "idle")
    follower.run_to(at("14:00"))
    assert amps.mode is BALANCED
    assert not follower.state.restores


def test_a_queued_return_that_never_begins_is_replaced() -> None:
    amps = Amps(takes(WINDOWED))
    follower = following(CHARGE, amps=amps)
    follower.run_to(at("13:20"))
    [stuck] = [one for one in amps.sent if one.command is BALANCED]
    amps.world.book.get(stuck.id).plan(None)  # type: ignore[union-attr]
    follower.run_to(at("13:36"))
    assert amps.mode is BALANCED
    assert amps.action(stuck.id).state is ActionState.CANCELLED
    follower.run_to(at("14:00"))
    assert not told_at(follower)


def test_a_return_that_waits_for_what_amps_does_not_complete_is_kept() -> None:
    amps = Amps(takes(WINDOWED), window_close_delay=3000.0)
    follower = following(CHARGE, amps=amps)
    follower.run_to(at("13:20"))
    [stuck] = [one for one in amps.sent if one.command is BALANCED]
    amps.world.book.get(stuck.id).plan(None)  # type: ignore[union-attr]
    follower.run_to(at("13:41"))
    assert amps.action(stuck.id).state is ActionState.SCHEDULED
    assert len(told_at(follower)) == 1
    follower.run_to(at("14:30"))
    assert amps.mode is BALANCED


def test_a_window_that_amps_does_not_complete_is_told() -> None:
    amps = Amps(takes(WINDOWED), NO_QUEUE, window_close_delay=3000.0)
    follower = following(CHARGE, amps=amps)
    follower.run_to(at("13:41"))
    assert len(told_at(follower)) == 1
    follower.run_to(at("14:35"))
    assert amps.mode is BALANCED
    assert not_restored(follower.situation()) is None


def test_a_return_that_hangs_at_amps_is_told() -> None:
    amps = Amps(takes(ALL), NO_QUEUE)
    follower = following(CHARGE, amps=amps)
    follower.run_to(at("13:29:59"))
    amps.world.knobs.completion_delay = 7200.0
    follower.run_to(at("13:39"))
    assert not told_at(follower)
    follower.run_to(at("13:41"))
    assert len(told_at(follower)) == 1


def test_a_return_that_amps_does_not_confirm_counts_once_it_lasts() -> None:
    amps = Amps(takes(ALL), NO_QUEUE)
    follower = following(CHARGE, amps=amps)
    follower.run_to(at("13:29:59"))
    amps.world.knobs.completion_delay = 7200.0
    follower.run_to(at("13:31"))
    amps.world.set_mode_locally(DEVICE, BALANCED.value)
    follower.run_to(at("13:38"))
    assert follower.state.restores
    follower.run_to(at("13:45"))
    assert not follower.state.restores
    assert not told_at(follower)


def told_in_no_known_word(amps: Amps) -> None:
    """Let the end of a return be told in a word that nobody knows, as it is read."""
    listed, still = amps.list_actions, timedelta(minutes=15)

    def as_read(one: Action) -> Action:
        if one.command is not BALANCED or one.state is not ActionState.COMPLETED:
            return one
        over = one.updated_at is not None and amps.now >= one.updated_at + still
        return replace(one, state=None, stands_still=over)

    amps.list_actions = lambda: tuple(  # type: ignore[method-assign]
        map(as_read, listed())
    )


@pytest.mark.parametrize("strategies", [QUEUES, NO_QUEUE])
@pytest.mark.parametrize("ignored", [(), IGNORED])
def test_a_return_that_ends_in_a_word_nobody_knows_is_believed_once_seen(
    ignored: tuple[str, ...], strategies: frozenset[OnConflict]
) -> None:
    amps = Amps(takes(WINDOWED), strategies)
    follower = following(CHARGE, amps=amps)
    told_in_no_known_word(amps)
    follower.run_to(at("13:29"))
    ignores(follower, *ignored)
    follower.run_to(at("13:40"))
    ignores(follower)
    follower.run_to(at("13:50"))
    assert amps.mode is BALANCED
    assert not follower.state.restores
    assert len([one for one in amps.sent if one.command is BALANCED]) == 1 + len(
        ignored
    )


def test_a_charge_by_hand_is_ended_again() -> None:
    by_hand = Occurrence(
        uid="manual:x",
        original=at("12:30"),
        start=at("12:30"),
        end=at("13:30"),
        command=Command.CHARGE,
        parameters=CHARGE.parameters,
        origin=Origin.MANUAL,
    )
    amps = Amps(takes(ALL))
    follower = following(amps=amps)
    follower.run_to(at("12:30"))
    push = Push(command=Command.CHARGE)
    intent = Intent(purpose=by_hand.key, push=push, at=amps.now, occurrence=by_hand)
    assert follower._push(intent)
    follower.run_to(at("13:29"))
    ignores(follower, *IGNORED)
    follower.run_to(at("13:34"))
    assert amps.mode is Command.CHARGE
    ignores(follower)
    follower.run_to(at("13:40"))
    assert amps.mode is BALANCED
    assert outcomes(follower) == [("manual:x", "done", None)]


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
