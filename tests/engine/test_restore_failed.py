"""What stands after a window that Amps says has failed, and that may have run."""

import pytest

from custom_components.amps.api.models import Command, OnConflict
from simulator import Fault

from .amps import DEVICE, Amps
from .follower import Follower, following, outcomes, pushed, waiting
from .words import BALANCED, IMMEDIATE, NO_QUEUE, QUEUES, WINDOWED, at, takes, window

CHARGE = window(at("12:30"), at("13:30"))


def fails_unseen(follower: Follower, code: str, until: str, *, applied: bool) -> None:
    """Let the charge fail while Amps is away, and its failure be the first to be known.

    `applied` lets the battery follow it all the same.
    """
    follower.run_to(at("12:20"))
    follower.amps.goes_down()
    follower.amps.world.fail_next(DEVICE, code, applied=applied)
    follower.amps.pass_to(at(until))
    follower.amps.comes_up()
    follower.known = follower.amps.list_actions()
    _ = follower.settle()


@pytest.mark.parametrize("strategies", [QUEUES, NO_QUEUE])
@pytest.mark.parametrize("code", ["TIMEOUT", "REJECTED"])
@pytest.mark.parametrize("until", ["13:00", "13:22", "13:29:50", "13:35"])
def test_the_mode_is_back_after_what_failed_unseen_and_had_an_effect(
    until: str, code: str, strategies: frozenset[OnConflict]
) -> None:
    follower = following(CHARGE, amps=Amps(takes(WINDOWED, IMMEDIATE), strategies))
    fails_unseen(follower, code, until, applied=True)
    follower.run_to(at("14:00"))
    assert follower.amps.mode is BALANCED
    assert not follower.state.restores
    assert not follower.not_restored


@pytest.mark.parametrize("strategies", [QUEUES, NO_QUEUE])
@pytest.mark.parametrize("code", ["SCHEDULER_ACTIVE", "REJECTED"])
@pytest.mark.parametrize("until", ["12:31", "13:00", "13:35"])
def test_nothing_is_set_after_what_failed_unseen_and_did_not_run(
    until: str, code: str, strategies: frozenset[OnConflict]
) -> None:
    follower = following(CHARGE, amps=Amps(takes(WINDOWED, IMMEDIATE), strategies))
    fails_unseen(follower, code, until, applied=False)
    sent = len(follower.amps.sent)
    follower.run_to(at("14:00"))
    assert len(follower.amps.sent) == sent
    assert not follower.amps.holders
    assert not follower.state.restores
    assert not follower.not_restored


def test_nothing_is_set_after_what_failed_while_nobody_could_look() -> None:
    follower = following(CHARGE, amps=Amps(takes(WINDOWED, IMMEDIATE)))
    follower.run_to(at("12:20"))
    follower.amps.device.offline = True
    follower.run_to(at("13:30"))
    sent = len(follower.amps.sent)
    follower.run_to(at("15:00"))
    follower.amps.device.offline = False
    follower.run_to(at("16:00"))
    assert outcomes(follower) == [("a", "failed", "device_offline")]
    assert len(follower.amps.sent) == sent
    assert not follower.state.restores
    assert not follower.not_restored


def test_a_mode_that_is_first_seen_long_after_what_failed_unseen_is_left() -> None:
    amps = Amps(takes(WINDOWED, IMMEDIATE))
    amps.device.offline = True
    amps.world.set_mode_locally(DEVICE, "auto.reserve")
    follower = following(CHARGE, amps=amps)
    fails_unseen(follower, "DEVICE_OFFLINE", "13:00", applied=False)
    follower.run_to(at("15:00"))
    amps.device.offline = False
    follower.run_to(at("16:00"))
    assert amps.mode is Command.AUTO_RESERVE
    assert follower.state.standing is Command.AUTO_RESERVE
    assert not follower.state.restores
    assert not follower.not_restored


@pytest.mark.parametrize("strategies", [QUEUES, NO_QUEUE])
def test_the_mode_is_back_after_a_window_of_it_that_failed_and_was_obeyed(
    strategies: frozenset[OnConflict],
) -> None:
    amps = Amps(takes(WINDOWED), strategies, timeout_delay=1500.0)
    amps.world.fail_next(DEVICE, "REJECTED", applied=True)
    follower = following(window(at("12:30"), at("13:30"), BALANCED), amps=amps)
    follower.run_to(at("12:50"))
    amps.world.faults.add(Fault(endpoint="push", status=503))
    follower.run_to(at("13:20"))
    assert outcomes(follower) == [("a", "failed", "rejected")]
    follower.run_to(at("14:00"))
    assert amps.mode is BALANCED
    assert not follower.state.restores
    assert not follower.not_restored


def test_a_mode_that_others_set_after_what_did_not_run_comes_back_after_the_next() -> (
    None
):
    amps = Amps(takes(WINDOWED))
    next_charge = window(at("13:30"), at("14:30"), uid="b", power=2)
    amps.world.fail_next(DEVICE, "REJECTED")
    follower = following(CHARGE, next_charge, amps=amps)
    follower.run_to(at("13:00"))
    assert outcomes(follower) == [("a", "failed", "rejected")]
    amps.world.set_mode_locally(DEVICE, "auto.export")
    follower.run_to(at("13:10"))
    assert follower.state.standing is Command.AUTO_EXPORT
    # what *Mode afterwards* follows
    follower.standing = follower.state.standing
    follower.run_to(at("15:00"))
    assert amps.mode is Command.AUTO_EXPORT


def test_what_began_late_and_failed_though_it_ran_is_no_less_incomplete() -> None:
    export = window(at("12:30"), at("13:40"), Command.AUTO_EXPORT)
    amps = Amps(takes(IMMEDIATE, IMMEDIATE), timeout_delay=150.0)
    follower = following(export, amps=amps)
    follower.run_to(at("12:10"))
    amps.goes_down()
    amps.pass_to(at("13:11"))
    amps.comes_up()
    amps.world.fail_next(DEVICE, "TIMEOUT", applied=True)
    follower.run_to(at("14:00"))
    assert pushed(follower)[:2] == [Command.AUTO_EXPORT, Command.AUTO_EXPORT]
    ((_, outcome, _),) = outcomes(follower)
    assert outcome == "incomplete"


def test_a_window_ahead_stays_where_a_mode_that_failed_often_waits_for_a_reading() -> (
    None
):
    evening = window(at("20:00"), at("21:00"), uid="b")
    follower = following(CHARGE, evening, amps=Amps(takes(WINDOWED, IMMEDIATE)))
    follower.run_to(at("13:10"))
    follower.amps.device.offline = True
    follower.amps.world.set_mode_locally(DEVICE, "auto.export")
    follower.run_to(at("16:30"))
    (restore, _) = follower.state.restores
    assert restore.not_before is not None
    follower.amps.pass_to(restore.not_before)
    follower.restart()
    sent = len(follower.amps.sent)
    follower.run_to(follower.amps.now)
    assert len(follower.amps.sent) == sent
    assert waiting(follower) == [(Command.CHARGE, "20:00")]


@pytest.mark.parametrize("strategies", [QUEUES, NO_QUEUE])
@pytest.mark.parametrize("until", ["12:50", "13:29", "13:40", "18:00"])
def test_the_mode_is_back_after_what_ran_unseen_and_amps_gave_up_at_last(
    until: str, strategies: frozenset[OnConflict]
) -> None:
    follower = following(CHARGE, amps=Amps(takes(WINDOWED, IMMEDIATE), strategies))
    follower.run_to(at("12:20"))
    follower.amps.world.hang_next(DEVICE, applied=True)
    follower.amps.device.offline = True
    follower.run_to(at(until))
    follower.amps.world.end_hanging(DEVICE)
    follower.run_to(at("20:00"))
    assert follower.amps.mode is Command.IDLE
    follower.amps.device.offline = False
    follower.run_to(at("21:00"))
    assert follower.amps.mode is BALANCED
    assert not follower.state.restores
