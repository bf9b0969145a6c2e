"""A standing mode is back only when a reading after the real end shows it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Literal

import pytest

from custom_components.amps.api.models import (
    Action,
    ActionState,
    Command,
    OnConflict,
    Push,
)
from custom_components.amps.engine.due_restore import not_restored
from custom_components.amps.engine.occurrence import Intent
from custom_components.amps.schedule.window import Occurrence, Origin

from .amps import DEVICE, Amps
from .follower import Follower, following, outcomes
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
    assert not follower.not_restored
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
    assert not follower.not_restored
    assert not follower.state.restores


def test_a_return_that_never_has_an_effect_is_told_and_tried_now_and_then() -> None:
    amps = Amps(takes(WINDOWED))
    follower = following(CHARGE, amps=amps)
    follower.run_to(at("13:20"))
    ignores(follower, *IGNORED)
    follower.run_to(at("13:39"))
    assert not follower.not_restored
    follower.run_to(at("13:41"))
    assert len(follower.not_restored) == 1
    assert not_restored(follower.situation()) is not None
    follower.run_to(at("22:00"))
    returns = [one for one in amps.sent if one.command is BALANCED]
    assert len(returns) <= 18
    assert len(follower.not_restored) == 1
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
    assert not follower.not_restored
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
    assert not follower.not_restored
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
    assert not follower.not_restored
    assert [one.command for one in amps.sent] == [Command.CHARGE, BALANCED]


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
    assert not follower.not_restored


def test_a_return_that_waits_for_what_amps_does_not_complete_is_kept() -> None:
    amps = Amps(takes(WINDOWED), window_close_delay=3000.0)
    follower = following(CHARGE, amps=amps)
    follower.run_to(at("13:20"))
    [stuck] = [one for one in amps.sent if one.command is BALANCED]
    amps.world.book.get(stuck.id).plan(None)  # type: ignore[union-attr]
    follower.run_to(at("13:41"))
    assert amps.action(stuck.id).state is ActionState.SCHEDULED
    assert len(follower.not_restored) == 1
    follower.run_to(at("14:30"))
    assert amps.mode is BALANCED


def test_a_window_that_amps_does_not_complete_is_told() -> None:
    amps = Amps(takes(WINDOWED), NO_QUEUE, window_close_delay=3000.0)
    follower = following(CHARGE, amps=amps)
    follower.run_to(at("13:41"))
    assert len(follower.not_restored) == 1
    follower.run_to(at("14:35"))
    assert amps.mode is BALANCED
    assert not_restored(follower.situation()) is None


def test_a_mode_is_not_missed_once_amps_has_taken_the_window_that_follows() -> None:
    amps = Amps(takes(WINDOWED), NO_QUEUE, window_close_delay=3000.0)
    later = window(CHARGE.end, at("16:00"), Command.DISCHARGE, uid="later")
    follower = following(CHARGE, later, amps=amps)
    follower.run_to(CHARGE.end + timedelta(minutes=49))
    assert not_restored(follower.situation()) is not None
    while amps.mode is not Command.DISCHARGE:
        held = amps.holders and amps.holders[0].command is Command.DISCHARGE
        assert not (held and not_restored(follower.situation()))
        follower.run_to(amps.now + timedelta(seconds=10))
        assert amps.now < later.end
    assert amps.now < CHARGE.end + timedelta(minutes=53)
    assert not_restored(follower.situation()) is None


def test_a_return_that_hangs_at_amps_is_told() -> None:
    amps = Amps(takes(ALL), NO_QUEUE)
    follower = following(CHARGE, amps=amps)
    follower.run_to(at("13:29:59"))
    amps.world.knobs.completion_delay = 7200.0
    follower.run_to(at("13:39"))
    assert not follower.not_restored
    follower.run_to(at("13:41"))
    assert len(follower.not_restored) == 1


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
    assert not follower.not_restored


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


def test_a_battery_that_is_never_read_is_not_owed_the_modes_of_days() -> None:
    amps = Amps(takes(WINDOWED, IMMEDIATE))
    _ = amps.read()
    amps.device.read_error = "SERVICE_UNAVAILABLE"
    begins = [at("13:00") + timedelta(hours=3 * number) for number in range(16)]
    windows = [
        window(begin, begin + timedelta(hours=1), uid=f"w{number}")
        for number, begin in enumerate(begins)
    ]
    follower = following(*windows, amps=amps)
    follower.run_to(begins[-1] + timedelta(hours=2), pace=timedelta(minutes=15))
    assert {reason for _, _, reason in outcomes(follower)} == {"not_seen"}
    assert len(follower.outcomes) == len(windows)
    assert len(follower.state.owed) <= 3
