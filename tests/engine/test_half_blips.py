"""One blip is no verdict: a reading, a list or a failure that tells half of it."""

from dataclasses import replace
from datetime import timedelta

import pytest

from custom_components.amps.api.models import Command, Execution, Push
from custom_components.amps.engine.observe import observed
from custom_components.amps.engine.occurrence import Intent, Reason
from custom_components.amps.schedule.window import Origin

from .amps import DEVICE, Amps
from .follower import following, outcomes, pushed
from .words import BALANCED, IMMEDIATE, NIGHT, NOON, WINDOWED, at, takes, window

MINUTE = timedelta(minutes=1)


@pytest.mark.parametrize("shapes", [WINDOWED, IMMEDIATE])
def test_one_reading_in_another_mode_ends_nothing(
    shapes: frozenset[Execution],
) -> None:
    follower = following(NIGHT, amps=Amps(takes(shapes, shapes | IMMEDIATE)))
    follower.run_to(at("02:00", 1))
    follower.amps.world.flap(DEVICE)
    follower.run_to(at("06:00", 1))
    assert outcomes(follower) == [("a", "done", None)]
    assert follower.modes()[-1] == (at("05:30", 1), BALANCED)


def test_a_hand_on_the_battery_is_believed_at_the_second_reading() -> None:
    follower = following(NIGHT)
    follower.run_to(at("02:00", 1))
    follower.amps.world.set_mode_locally(DEVICE, "auto.export")
    follower.run_to(at("02:01", 1))
    assert not follower.outcomes
    follower.run_to(at("02:05", 1))
    assert outcomes(follower) == [("a", "cancelled", "overridden")]
    follower.run_to(at("06:00", 1))
    assert pushed(follower).count(Command.CHARGE) == 1


def test_a_hand_in_the_last_minutes_leaves_what_was_done_until_then() -> None:
    follower = following(window(at("00:30", 1), at("05:30", 1), Command.IDLE))
    follower.run_to(at("05:28", 1))
    follower.amps.world.set_mode_locally(DEVICE, "charge")
    follower.run_to(at("06:00", 1))
    assert outcomes(follower) == [("a", "done", None)]


def test_what_one_last_reading_shows_otherwise_was_not_seen_to_the_end() -> None:
    follower = following(window(at("00:30", 1), at("05:30", 1), Command.IDLE))
    follower.run_to(at("02:00", 1))
    follower.amps.world.set_mode_locally(DEVICE, "charge")
    follower.run_to(at("02:01", 1))
    follower.amps.world.set_offline(DEVICE)
    follower.run_to(at("06:00", 1))
    assert outcomes(follower) == [("a", "accepted", "not_seen")]


def test_a_hand_on_a_battery_that_was_not_seen_to_obey_is_believed() -> None:
    amps = Amps(takes(WINDOWED), ignored_commands=("charge",))
    follower = following(NIGHT, amps=amps)
    follower.run_to(at("02:00", 1))
    follower.amps.world.set_mode_locally(DEVICE, "auto.export")
    follower.run_to(at("02:01", 1))
    assert not follower.outcomes
    follower.run_to(at("02:10", 1))
    assert outcomes(follower) == [("a", "cancelled", "overridden")]
    follower.run_to(at("06:00", 1))
    assert follower.modes()[-1][1] is Command.AUTO_EXPORT


def test_a_battery_that_goes_idle_by_itself_still_goes_back_at_the_end() -> None:
    for shapes in (WINDOWED, IMMEDIATE):
        follower = following(NIGHT, amps=Amps(takes(shapes)))
        follower.run_to(at("00:45", 1))
        follower.amps.world.set_level(DEVICE, 50.0)
        follower.run_to(at("01:00", 1))
        follower.amps.world.set_mode_locally(DEVICE, "idle")
        follower.run_to(at("06:00", 1))
        assert outcomes(follower) == [("a", "cancelled", "overridden")]
        assert follower.modes()[-1] == (at("05:30", 1), BALANCED)


@pytest.mark.parametrize("mode", ["idle", "auto.reserve"])
def test_a_battery_that_reached_its_target_may_rest(mode: str) -> None:
    follower = following(window(NIGHT.start, NIGHT.end, target=60.0))
    follower.run_to(at("03:00", 1))
    follower.amps.world.set_mode_locally(DEVICE, mode)
    follower.run_to(at("06:00", 1))
    assert outcomes(follower) == [("a", "done", None)]


@pytest.mark.parametrize(("target", "hour"), [(60.0, "03:00"), (20.0, "00:30:20")])
def test_no_battery_rests_by_moving_energy(target: float, hour: str) -> None:
    """Neither one that reached its target nor one that had nothing to do."""
    follower = following(window(NIGHT.start, NIGHT.end, target=target))
    follower.run_to(at(hour, 1))
    follower.amps.world.set_mode_locally(DEVICE, "discharge")
    follower.run_to(at("06:00", 1))
    assert outcomes(follower) == [("a", "cancelled", "overridden")]
    assert follower.modes()[-1][1] is Command.DISCHARGE


@pytest.mark.parametrize(
    ("command", "level", "later"),
    [
        (Command.CHARGE, 99.2, 99.2),
        (Command.CHARGE, 99.2, 97.0),
        (Command.DISCHARGE, 10.4, 10.4),
        (Command.DISCHARGE, 10.4, 13.0),
    ],
)
def test_a_battery_that_is_full_or_empty_may_rest(
    command: Command, level: float, later: float
) -> None:
    follower = following(window(NIGHT.start, NIGHT.end, command=command))
    follower.run_to(at("03:00", 1))
    world = follower.amps.world
    world.set_level(DEVICE, level)
    follower.run_to(at("03:20", 1))
    world.set_mode_locally(DEVICE, "idle")
    follower.run_to(at("04:00", 1))
    world.set_level(DEVICE, later)
    follower.run_to(at("06:00", 1))
    assert outcomes(follower) == [("a", "done", None)]


@pytest.mark.parametrize("delay", [31.0, 200.0, 900.0])
def test_a_command_of_somebody_else_that_fails_changes_nothing(delay: float) -> None:
    amps = Amps(takes(WINDOWED, IMMEDIATE), timeout_delay=delay)
    follower = following(NIGHT, amps=amps)
    follower.run_to(at("02:00", 1))
    held = list(amps.world.book.open_of(DEVICE))
    for action in held:
        action.enter("completed", amps.now)
        action.plan(None)
    amps.world.fail_next(DEVICE, "TIMEOUT")
    _ = amps.foreign_push(Push(command=Command.AUTO_EXPORT))
    follower.run_to(at("06:00", 1))
    assert outcomes(follower) == [("a", "done", None)]
    assert follower.modes()[-1] == (at("05:30", 1), BALANCED)


def test_a_failure_without_a_code_is_tried_again() -> None:
    follower = following(NIGHT)
    follower.run_to(at("00:29", 1))
    follower.amps.world.fail_next(DEVICE, "")
    follower.run_to(at("06:00", 1))
    assert outcomes(follower) == [("a", "done", None)]
    assert pushed(follower).count(Command.CHARGE) == 2


def test_what_failed_is_tried_again_whatever_amps_calls_that() -> None:
    amps = Amps(takes(WINDOWED), final_words={"failed": "expired"})
    follower = following(NIGHT, amps=amps)
    follower.run_to(at("00:29", 1))
    amps.world.fail_next(DEVICE, "TIMEOUT")
    follower.run_to(at("05:20", 1))
    amps.world.fail_next(DEVICE, "TIMEOUT")
    follower.run_to(at("06:00", 1))
    assert outcomes(follower) == [("a", "done", None)]
    assert amps.mode is BALANCED


@pytest.mark.parametrize("minutes", [2, 10])
def test_a_command_that_is_missing_for_minutes_has_not_gone(minutes: int) -> None:
    follower = following(NIGHT)
    follower.lead = timedelta(hours=1)
    follower.run_to(at("23:20"))
    follower.amps.world.hide_command(DEVICE, "charge", "both")
    follower.run_to(at("23:20") + minutes * MINUTE)
    follower.amps.device.hidden.clear()
    follower.run_to(at("06:00", 1))
    assert not follower.warnings
    assert outcomes(follower) == [("a", "done", None)]


def test_one_reading_without_a_command_is_no_sign_that_it_has_gone() -> None:
    follower = following(NIGHT)
    follower.lead = timedelta(hours=1)
    follower.run_to(at("23:20"))
    follower.amps.world.hide_command(DEVICE, "charge", "both")
    follower.poll()
    follower.amps.pass_to(at("23:40"))  # the next reading is late
    _ = follower.settle()
    assert not follower.warnings
    follower.poll()
    _ = follower.settle()
    assert [warning.reason for warning in follower.warnings] == [Reason.CAPABILITY_GONE]


def test_times_rounded_to_the_slots_of_an_inverter_are_no_other_zone() -> None:
    amps = Amps(takes(WINDOWED), slot_minutes=5)
    follower = following(window(at("00:33", 1), at("05:28", 1)), amps=amps)
    follower.run_to(at("06:00", 1))
    assert follower.state.zone_error is None
    assert not follower.warnings
    assert outcomes(follower) == [("a", "done", None)]
    assert pushed(follower).count(Command.CHARGE) == 1


def test_an_end_that_came_with_the_target_is_no_other_zone() -> None:
    amps = Amps(takes(WINDOWED), true_end=True)
    short = window(NIGHT.start, NIGHT.end, target=60.0)
    follower = following(short, NOON, amps=amps)
    follower.run_to(at("14:00", 1))
    assert follower.state.zone_error is None
    assert outcomes(follower) == [("a", "done", None), ("b", "done", None)]
    assert pushed(follower).count(Command.CHARGE) == 2


def test_a_mode_under_which_no_energy_moves_is_not_done() -> None:
    amps = Amps(takes(WINDOWED))
    amps.device.max_charge_kw = 0.0
    follower = following(NIGHT, amps=amps)
    follower.run_to(at("06:00", 1))
    assert [warning.reason for warning in follower.warnings] == [Reason.NOT_SEEN]
    assert outcomes(follower) == [("a", "accepted", "not_seen")]


def test_a_charge_by_hand_without_effect_is_told() -> None:
    amps = Amps(takes(WINDOWED), ignored_commands=("charge",))
    follower = following(amps=amps)
    follower.poll()
    hand = replace(window(at("12:01"), at("13:01"), uid="hand"), origin=Origin.MANUAL)
    push = Push(command=Command.CHARGE, start=hand.start, end=hand.end)
    intent = Intent(purpose=hand.key, push=push, at=amps.now, occurrence=hand)
    assert follower._push(intent)
    follower.run_to(at("12:15"))
    assert not follower.warnings
    follower.run_to(at("12:17"))
    assert [warning.reason for warning in follower.warnings] == [Reason.NOT_SEEN]
    follower.run_to(at("14:00"))
    assert outcomes(follower) == [("hand", "accepted", "not_seen")]


def test_a_window_of_minutes_without_effect_is_not_done() -> None:
    amps = Amps(takes(WINDOWED), ignored_commands=("charge",))
    short = window(NIGHT.start, NIGHT.start + 14 * MINUTE)
    follower = following(short, amps=amps)
    follower.run_to(at("02:00", 1))
    assert outcomes(follower) == [("a", "accepted", "not_seen")]


def test_an_old_reading_does_not_tell_since_when_a_command_is_missing() -> None:
    follower = following(NIGHT)
    follower.lead = timedelta(hours=1)
    follower.run_to(at("13:00"))
    pulled = follower.battery.last_pulled_at
    # Home Assistant is off for hours, and is shown the last reading at first
    follower.amps.pass_to(at("23:20"))
    follower.amps.world.hide_command(DEVICE, "charge", "both")
    shown = follower.amps.read()
    follower.state = observed(
        follower.state, replace(shown, last_pulled_at=pulled), (), now=at("23:20")
    )
    follower.run_to(at("23:30"))
    assert not follower.warnings
