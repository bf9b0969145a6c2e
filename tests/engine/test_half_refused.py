"""Amps answers every question, and takes nothing: no push, or no cancel."""

from datetime import timedelta

import pytest

from custom_components.amps.api.models import Command, Push
from custom_components.amps.engine.decision import PushRequest
from custom_components.amps.engine.occurrence import Reason
from custom_components.amps.engine.risks import endangered
from simulator import Fault

from .amps import DEVICE, Amps
from .follower import Follower, following, outcomes, pushed
from .words import IMMEDIATE, NIGHT, WINDOWED, at, takes, window

ALWAYS = 10_000
START = NIGHT.start
MINUTES = timedelta(minutes=1)
REFUSALS = {
    "not_allowed": Fault(
        endpoint="push", times=ALWAYS, status=403, code="INSUFFICIENT_PERMISSIONS"
    ),
    "slot_held": Fault(endpoint="push", times=ALWAYS, status=409, code="CONFLICT"),
    "rate_limited": Fault.throttle("429", endpoint="push", times=ALWAYS),
    "amps_unreachable": Fault(endpoint="push", times=ALWAYS, drop=True),
    "rejected": Fault(endpoint="push", times=ALWAYS, status=400, code="NEW_CODE"),
    "link_broken": Fault.manufacturer_refuses(
        "INVALID_CREDENTIALS", endpoint="push", times=ALWAYS
    ),
}


def refusing(fault: Fault, hour: str = "12:00") -> Follower:
    """A night's window, and Amps that refuses what is sent from an hour on."""
    follower = following(NIGHT)
    if hour == "12:00":
        follower.amps.world.faults.add(fault)
    else:
        follower.lead = timedelta(hours=4)
        follower.run_to(at("20:00"))
        follower.amps.world.faults.add(fault)
    return follower


def tries(follower: Follower) -> int:
    return sum(1 for _ in _pushes(follower))


def _pushes(follower: Follower) -> list[object]:
    return [
        request for request in follower.requests if isinstance(request, PushRequest)
    ]


@pytest.mark.parametrize("reason", REFUSALS)
def test_what_amps_refuses_is_told_before_it_matters(reason: str) -> None:
    follower = refusing(Fault(**vars(REFUSALS[reason])))
    follower.run_to(START - timedelta(minutes=30))
    assert [step.reason for step in follower.warnings] == [Reason(reason)]
    assert tries(follower) <= 30
    follower.run_to(at("06:00", 1))
    assert len(follower.warnings) == 1
    assert [(uid, why) for uid, _, why in outcomes(follower)] == [("a", reason)]
    assert tries(follower) <= 50


def test_a_short_refusal_days_ahead_is_not_worth_a_word() -> None:
    follower = refusing(Fault.throttle("429", endpoint="push", times=ALWAYS))
    follower.run_to(at("13:00"))
    follower.amps.world.faults.clear()
    follower.run_to(at("06:00", 1))
    assert not follower.warnings
    assert outcomes(follower) == [("a", "done", None)]


def test_a_window_that_amps_takes_at_last_happens_for_the_rest() -> None:
    follower = refusing(Fault.throttle("429", endpoint="push", times=ALWAYS))
    follower.run_to(at("02:00", 1))
    follower.amps.world.faults.clear()
    follower.run_to(at("06:00", 1))
    (charge, *_), *_ = [
        [mode for mode in follower.amps.modes if mode.command is Command.CHARGE]
    ]
    assert charge.at < at("03:00", 1)
    assert outcomes(follower) == [("a", "done", None)]


@pytest.mark.parametrize("code", ["START_OUT_OF_RANGE", "VALIDATION_ERROR"])
def test_one_stray_refusal_is_no_verdict(code: str) -> None:
    follower = following(NIGHT)
    follower.lead = timedelta(0)
    follower.run_to(START - MINUTES)
    follower.amps.world.faults.add(Fault(endpoint="push", status=422, code=code))
    follower.run_to(at("06:00", 1))
    assert not follower.warnings
    assert outcomes(follower) == [("a", "done", None)]


@pytest.mark.parametrize("back", ["01:30", "01:50", "03:00"])
def test_a_battery_that_is_back_is_charged_at_once_for_the_rest(back: str) -> None:
    follower = following(NIGHT)
    follower.run_to(at("00:10", 1))
    follower.amps.world.set_offline(DEVICE)
    follower.run_to(at(back, 1))
    follower.amps.world.set_offline(DEVICE, offline=False)
    follower.run_to(at("06:00", 1))
    charges = [
        mode.at for mode in follower.amps.modes if mode.command is Command.CHARGE
    ]
    assert charges[0] <= at(back, 1) + 5 * MINUTES
    assert outcomes(follower) == [("a", "done", None)] or outcomes(follower) == [
        ("a", "incomplete", "device_offline")
    ]
    assert pushed(follower).count(Command.CHARGE) <= 16


def test_a_window_shorter_than_the_trouble_is_given_up_at_its_end_only() -> None:
    follower = following(window(START, START + timedelta(hours=1)))
    follower.run_to(at("00:10", 1))
    follower.amps.world.set_offline(DEVICE)
    follower.run_to(at("01:19", 1))
    assert not follower.outcomes
    follower.run_to(at("01:22", 1))
    assert outcomes(follower) == [("a", "failed", "device_offline")]


REFUSED_CANCELS = [
    Fault(endpoint="cancel", times=ALWAYS, status=500),
    Fault(endpoint="cancel", times=ALWAYS, status=409, code="ACTION_NOT_CANCELLABLE"),
    Fault(endpoint="cancel", times=ALWAYS, drop=True),
]


@pytest.mark.parametrize("fault", REFUSED_CANCELS, ids=["500", "409", "drop"])
@pytest.mark.parametrize("how", ["deleted", "paused"])
def test_what_amps_does_not_let_go_of_is_told_before_it_happens(
    fault: Fault, how: str
) -> None:
    follower = following(NIGHT)
    follower.run_to(at("20:00"))
    follower.amps.world.faults.add(Fault(**vars(fault)))
    if how == "deleted":
        follower.wants()
    else:
        follower.paused = True
    follower.run_to(START - timedelta(minutes=20))
    assert [step.reason for step in follower.warnings] == [Reason.NOT_WITHDRAWN]
    cancels = [
        step for step in follower.requests if type(step).__name__ == "CancelRequest"
    ]
    # the window and the mode behind it
    assert len(cancels) <= 2 * 25
    follower.run_to(START)
    follower.amps.world.faults.clear()
    follower.run_to(at("06:00", 1))
    assert follower.amps.mode is Command.AUTO_BALANCED


def test_a_cancel_that_works_again_is_made_in_time() -> None:
    follower = following(NIGHT)
    follower.run_to(at("20:00"))
    fault = Fault(endpoint="cancel", times=ALWAYS, status=503)
    follower.amps.world.faults.add(fault)
    follower.wants()
    follower.run_to(START - timedelta(minutes=35))
    follower.amps.world.faults.clear()
    follower.run_to(at("06:00", 1))
    assert not [mode for mode in follower.amps.modes if mode.command is Command.CHARGE]


def test_a_charge_that_cannot_be_sent_at_its_start_is_told_soon() -> None:
    follower = following(NIGHT, amps=Amps(takes(IMMEDIATE, IMMEDIATE)))
    fault = Fault(endpoint="push", times=ALWAYS, status=403, code="LIVE_DISABLED")
    follower.amps.world.faults.add(fault)
    follower.run_to(START + 11 * MINUTES)
    assert [step.reason for step in follower.warnings] == [Reason.NOT_ALLOWED]


def test_lists_that_fail_after_a_lost_answer_are_told() -> None:
    follower = following(NIGHT, amps=Amps(takes(WINDOWED)))
    world = follower.amps.world
    world.faults.add(Fault(endpoint="push", drop=True, after=True))
    world.faults.add(Fault(endpoint="list_actions", times=ALWAYS, status=500))
    follower.run_to(START - timedelta(minutes=30))
    assert [step.reason for step in follower.warnings] == [Reason.AMPS_ERROR]


def test_what_is_taken_and_fails_each_time_stays_at_risk() -> None:
    follower = following(NIGHT)
    follower.run_to(START - MINUTES)
    follower.amps.world.set_offline(DEVICE)
    follower.run_to(START + timedelta(minutes=20))
    assert [warning.reason for warning in follower.warnings] == [Reason.DEVICE_OFFLINE]
    while follower.amps.now < at("02:00", 1):
        why = {reason for _, reason in endangered(follower.situation())}
        assert why == {Reason.DEVICE_OFFLINE}, follower.amps.now
        follower.run_to(follower.amps.now + timedelta(seconds=20))
    follower.amps.world.set_offline(DEVICE, offline=False)
    follower.run_to(at("02:20", 1))
    assert not list(endangered(follower.situation()))
    follower.run_to(at("06:00", 1))
    assert outcomes(follower) == [("a", "done", None)]


def test_a_refusal_that_is_over_endangers_nothing() -> None:
    fault = Fault(endpoint="push", times=2, status=404, code="DEVICE_NOT_FOUND")
    soon = window(at("13:30"), at("14:00"))
    later = window(at("20:00"), at("21:00"), uid="b")
    follower = following(soon, later)
    follower.amps.world.faults.add(fault)
    follower.run_to(at("12:40"))
    assert follower.amps.holders[0].start == soon.start
    # for a moment the slot is free
    follower.wants(window(at("13:40"), at("14:00")), later)
    follower.run_to(at("14:30"))
    assert follower.warnings == []
    assert outcomes(follower) == [("a", "done", None)]


@pytest.mark.parametrize("refusal", ["link_broken", "not_allowed", "rejected"])
def test_what_held_the_slot_is_the_reason_and_not_a_refusal_the_day_before(
    refusal: str,
) -> None:
    follower = refusing(Fault(**vars(REFUSALS[refusal])))
    follower.run_to(at("12:20"))
    follower.amps.world.faults.clear()
    held = at("22:00"), at("06:30", 1)
    _ = follower.amps.foreign_push(
        Push(command=Command.DISCHARGE, start=held[0], end=held[1])
    )
    follower.run_to(at("06:00", 1))
    assert outcomes(follower) == [("a", "missed", "slot_held")]


def test_what_amps_did_not_let_go_of_is_no_command_by_hand() -> None:
    idle = window(at("12:30"), at("13:30"), Command.IDLE)
    charge = window(at("13:30"), at("14:30"), uid="b")
    follower = following(idle, charge, amps=Amps(takes(WINDOWED, IMMEDIATE)))
    follower.run_to(at("13:20"))
    refusal = Fault(endpoint="cancel", times=ALWAYS, status=500)
    follower.amps.world.faults.add(refusal)
    longer = window(at("12:30"), at("13:50"), Command.IDLE)
    follower.wants(longer, window(at("13:50"), at("14:30"), uid="b"))
    follower.run_to(at("14:00"))
    assert ("a", "incomplete", "busy") in outcomes(follower)
