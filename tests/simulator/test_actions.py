"""Actions in the simulator: their states, their slot, their conflicts."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from simulator import (
    ApiError,
    ManualClock,
    World,
    full,
    no_auto,
    offline,
    windowed_only,
)
from simulator.probe import NOON, make_world, push_body

ID = "device_sim_full"
LATER = {"start": "2026-07-01T13:00:00"}
WINDOW = {"start": "2026-07-01T13:00:00", "end": "2026-07-01T14:00:00"}
START = NOON + timedelta(hours=1)
END = NOON + timedelta(hours=2)


def after(seconds: float) -> datetime:
    return NOON + timedelta(seconds=seconds)


def clock_of(world: World) -> ManualClock:
    assert isinstance(world.clock, ManualClock)
    return world.clock


def refused(world: World, device_id: str, body: Any) -> ApiError:
    with pytest.raises(ApiError) as caught:
        world.push(device_id, body)
    return caught.value


def test_an_immediate_push_takes_one_and_four_seconds() -> None:
    world = make_world()
    action = world.push(ID, push_body("charge", target=80))
    assert action.state == "acknowledged"
    assert action.acknowledged_at is None
    clock_of(world).advance(3600)
    world.catch_up()
    assert action.state == "completed"
    assert action.created_at == NOON
    assert action.acknowledged_at == after(1)
    assert action.updated_at == action.completed_at == after(4)
    effect = world.record.effects_of(ID, "mode")[0]
    assert (effect.at, effect.command, effect.cause) == (after(4), "charge", action.id)
    assert effect.parameters == {"target": 80}
    assert effect.power_kw == 5


def test_a_window_opens_and_ends_at_its_exact_instants() -> None:
    world = make_world()
    action = world.push(ID, push_body("charge", power=2, **WINDOW))
    assert action.state == "scheduled"
    assert (action.start, action.end) == (START, END)
    clock_of(world).set(END - timedelta(seconds=1))
    world.catch_up()
    assert action.state == "acknowledged"
    assert action.acknowledged_at == START + timedelta(seconds=1)
    assert action.completed_at is None
    clock_of(world).advance(timedelta(days=3))
    world.catch_up()
    assert action.history == [
        (NOON, "scheduled"),
        (START, "acknowledged"),
        (END, "completed"),
    ]
    charged, idle = world.record.effects_of(ID, "mode")
    assert (charged.at, charged.power_kw) == (START + timedelta(seconds=4), 2)
    assert (idle.at, idle.command, idle.cause) == (END, "idle", "window_end")
    assert idle.action_id == action.id
    device = world.device(ID)
    assert device.mode.command == "idle"
    assert device.charged_kwh == pytest.approx(
        2 * (3600 - 4) / 3600 + 10.4 * 0.07 * 3604 / 3600
    )


def test_a_window_may_complete_at_its_opening_and_give_the_mode_back() -> None:
    world = make_world(window_completed_at="opening", after_window="previous")
    action = world.push(ID, push_body("discharge", **WINDOW))
    clock_of(world).set(START + timedelta(seconds=4))
    world.catch_up()
    assert action.state == "completed"
    assert world.device(ID).mode.command == "discharge"
    clock_of(world).set(END)
    assert world.device(ID).mode.command == "auto.balanced"
    assert world.record.effects[-1].at == END


def test_a_push_inside_an_open_window_keeps_its_mode_past_the_end() -> None:
    world = make_world(window_completed_at="opening")
    world.push(ID, push_body("charge", **WINDOW))
    clock_of(world).set(START + timedelta(minutes=10))
    world.push(ID, push_body("auto.export"))
    clock_of(world).set(END + timedelta(hours=1))
    assert world.device(ID).mode.command == "auto.export"


def test_a_local_change_in_a_window_stays() -> None:
    world = make_world()
    action = world.push(ID, push_body("charge", **WINDOW))
    clock_of(world).set(START + timedelta(minutes=10))
    world.set_mode_locally(ID, "auto.reserve")
    clock_of(world).set(END + timedelta(hours=1))
    assert world.device(ID).mode.command == "auto.reserve"
    assert action.completed_at == END
    assert world.record.effects[-1].cause == "vendor"


def test_a_start_without_end_holds() -> None:
    world = make_world()
    action = world.push(ID, push_body("idle", **LATER))
    clock_of(world).advance(timedelta(days=2))
    assert world.device(ID).mode.command == "idle"
    assert action.completed_at == START + timedelta(seconds=4)


def test_an_offline_battery_fails_after_the_time_out() -> None:
    world = make_world(offline())
    action = world.push("device_sim_offline", push_body("charge"))
    clock_of(world).advance(31)
    world.catch_up()
    assert (action.state, action.error_code) == ("acknowledged", None)
    clock_of(world).advance(1)
    world.catch_up()
    assert (action.state, action.error_code) == ("failed", "DEVICE_OFFLINE")
    assert action.acknowledged_at == after(1)
    assert action.completed_at == after(32)
    assert action.result is None
    assert not world.record.effects


def test_a_battery_that_leaves_before_completion_fails_too() -> None:
    world = make_world()
    action = world.push(ID, push_body("charge"))
    clock_of(world).advance(2)
    world.set_offline(ID)
    clock_of(world).advance(60)
    world.catch_up()
    assert (action.error_code, action.completed_at) == ("DEVICE_OFFLINE", after(32))


def test_the_next_action_fails_with_any_code() -> None:
    world = make_world()
    world.fail_next(ID, "UNKNOWN_ERROR")
    action = world.push(ID, push_body("charge"))
    clock_of(world).advance(4)
    world.catch_up()
    assert (action.state, action.error_code) == ("failed", "UNKNOWN_ERROR")
    clock_of(world).advance(1)
    again = world.push(ID, push_body("charge"))
    clock_of(world).advance(4)
    world.catch_up()
    assert again.state == "completed"


@pytest.mark.parametrize("first", [{}, LATER, WINDOW])
@pytest.mark.parametrize(
    "second",
    [{}, LATER, {"start": "2026-07-02T13:00:00", "end": "2026-07-02T14:00:00"}],
)
def test_any_second_push_conflicts(first: Any, second: Any) -> None:
    world = make_world()
    held = world.push(ID, push_body("charge", **first))
    error = refused(world, ID, push_body("auto.balanced", **second))
    assert (error.status, error.code) == (409, "CONFLICT")
    assert error.details == {
        "reason": "no_strategy_supplied",
        "conflictingActionIds": [held.id],
        "strategies": ["cancel_and_replace", "queue_after"],
    }
    assert len(world.book) == 1


@pytest.mark.parametrize(
    ("first", "passed", "on_conflict", "reason"),
    [
        ({}, 0, "cancel_and_replace", "action_in_flight"),
        ({}, 0, "queue_after", "conflict_open_ended"),
        (LATER, 0, "cancel_and_replace", None),
        (LATER, 0, "queue_after", "conflict_open_ended"),
        (LATER, 3600, "cancel_and_replace", "action_in_flight"),
        (WINDOW, 0, "cancel_and_replace", None),
        (WINDOW, 0, "queue_after", None),
        (WINDOW, 5000, "cancel_and_replace", "action_in_flight"),
        (WINDOW, 5000, "queue_after", None),
        (WINDOW, 7200, None, None),
    ],
)
def test_the_conflict_matrix(
    first: Any, passed: int, on_conflict: str | None, reason: str | None
) -> None:
    world = make_world()
    held = world.push(ID, push_body("charge", **first))
    clock_of(world).advance(passed)
    body = push_body("idle", on_conflict)
    if reason is None:
        assert world.push(ID, body).is_open
        assert (held.state == "cancelled") is (on_conflict == "cancel_and_replace")
        return
    error = refused(world, ID, body)
    assert error.status == 409
    assert error.details == {"reason": reason, "conflictingActionIds": [held.id]}
    assert held.is_open


def test_cancel_and_replace_withdraws_what_waits() -> None:
    world = make_world()
    held = world.push(ID, push_body("charge", **WINDOW))
    clock_of(world).advance(10)
    new = world.push(ID, push_body("discharge", "cancel_and_replace"))
    assert (held.state, held.completed_at) == ("cancelled", after(10))
    clock_of(world).advance(timedelta(hours=5))
    assert world.device(ID).mode.cause == new.id
    assert [one.command for one in world.record.effects_of(ID, "mode")] == ["discharge"]


def test_queue_after_starts_at_the_others_end() -> None:
    world = make_world()
    window = world.push(ID, push_body("charge", **WINDOW))
    queued = world.push(ID, push_body("auto.balanced", "queue_after"))
    assert (queued.state, queued.start, queued.end) == ("scheduled", END, None)
    assert refused(world, ID, push_body("idle", "queue_after")).details == {
        "reason": "queue_full",
        "conflictingActionIds": [window.id, queued.id],
    }
    clock_of(world).set(END + timedelta(minutes=1))
    world.catch_up()
    assert (window.state, queued.state) == ("completed", "completed")
    assert [(one.at, one.command) for one in world.record.effects_of(ID, "mode")] == [
        (START + timedelta(seconds=4), "charge"),
        (END, "idle"),
        (END + timedelta(seconds=4), "auto.balanced"),
    ]


@pytest.mark.parametrize(
    ("end", "knob", "expected"),
    [
        ("2026-07-01T15:00:00", "keep", END + timedelta(hours=1)),
        ("2026-07-01T13:45:00", "move", END + timedelta(minutes=15)),
        ("2026-07-01T13:45:00", "keep", None),
    ],
)
def test_queue_after_and_the_end(
    end: str, knob: str, expected: datetime | None
) -> None:
    world = make_world(queue_end=knob)
    world.push(ID, push_body("charge", **WINDOW))
    body = push_body("discharge", "queue_after", start="2026-07-01T13:30:00", end=end)
    if expected is None:
        assert refused(world, ID, body).code == "INVALID_TIME_WINDOW"
        return
    queued = world.push(ID, body)
    assert (queued.start, queued.end) == (END, expected)


def test_a_strategy_the_device_lacks() -> None:
    world = make_world(no_auto(zone="UTC"))
    world.push("device_sim_no_auto", push_body("charge", **WINDOW))
    error = refused(world, "device_sim_no_auto", push_body("idle", "queue_after"))
    assert error.details is not None
    assert error.details["strategies"] == ["cancel_and_replace"]


def test_cancel_only_what_is_scheduled() -> None:
    world = make_world()
    held = world.push(ID, push_body("charge", **LATER))
    clock_of(world).advance(5)
    assert world.cancel(held.id) is held
    assert (held.state, held.updated_at) == ("cancelled", after(5))
    for action in (held, world.push(ID, push_body("idle"))):
        with pytest.raises(ApiError) as caught:
            world.cancel(action.id)
        assert (caught.value.status, caught.value.code) == (
            409,
            "ACTION_NOT_CANCELLABLE",
        )
    world.knobs.repeat_cancel = "ok"
    assert world.cancel(held.id).state == "cancelled"


def test_a_running_window_cannot_be_stopped() -> None:
    world = make_world()
    window = world.push(ID, push_body("charge", **WINDOW))
    clock_of(world).set(START)
    with pytest.raises(ApiError, match="ACTION_NOT_CANCELLABLE"):
        world.cancel(window.id)
    assert (
        refused(world, ID, push_body("idle", "cancel_and_replace")).code == "CONFLICT"
    )


def test_an_active_scheduler_fails_pushes_until_it_is_taken_over() -> None:
    world = make_world(windowed_only(zone="UTC"))
    device = world.device("device_sim_windowed")
    world.set_scheduler(device.id)
    plain = world.push(device.id, push_body("auto.balanced"))
    clock_of(world).advance(40)
    world.catch_up()
    assert (plain.state, plain.error_code) == ("failed", "SCHEDULER_ACTIVE")
    assert plain.completed_at == after(32)
    taken = world.push(device.id, push_body("auto.balanced", "cancel_and_replace"))
    clock_of(world).advance(4)
    world.catch_up()
    assert taken.state == "completed"
    assert device.scheduler_active is False
    effects = world.record.effects_of(device.id, "scheduler")
    assert [(one.cause, one.detail["active"]) for one in effects] == [
        ("vendor", True),
        (taken.id, False),
    ]


def test_foreign_clients_share_the_slot() -> None:
    world = make_world()
    foreign = world.foreign_push(ID, push_body("charge", **LATER))
    assert refused(world, ID, push_body("idle")).code == "CONFLICT"
    world.foreign_cancel(foreign.id)
    ours = world.push(ID, push_body("idle"))
    assert world.record.actions_of(ID, "foreign") == [foreign]
    assert world.record.actions_of(ID, "api") == [ours]
    assert world.actions() == [ours, foreign]


def test_a_removed_battery_takes_its_actions_along() -> None:
    world = make_world()
    action = world.push(ID, push_body("charge"))
    world.remove_device(ID)
    assert world.actions() == []
    for look in (lambda: world.action(action.id), lambda: world.device(ID)):
        with pytest.raises(ApiError) as caught:
            look()
        assert caught.value.status == 404


def test_effects_of_many_batteries_stand_in_the_order_of_time() -> None:
    world = make_world(full("a", zone="UTC"), full("b", zone="UTC"))
    world.push("a", push_body("charge", **WINDOW))
    world.push("b", push_body("charge", start="2026-07-01T12:30:00"))
    clock_of(world).advance(timedelta(days=1))
    world.catch_up()
    instants = [one.at for one in world.record.effects]
    assert instants == sorted(instants)
    assert [one.device_id for one in world.record.effects][:2] == ["b", "a"]


def test_delays_are_knobs_that_a_device_may_override() -> None:
    slow = full("slow", overrides={"completion_delay": 60.0})
    world = make_world(slow, full("fast"), dispatch_delay=2.0)
    actions = [world.push(one, push_body("idle")) for one in ("slow", "fast")]
    clock_of(world).advance(90)
    world.catch_up()
    assert [one.acknowledged_at for one in actions] == [after(2), after(2)]
    assert [one.completed_at for one in actions] == [after(60), after(4)]


def test_amps_clock_may_be_wrong() -> None:
    world = make_world(clock_skew=300)
    assert world.now() == datetime(2026, 7, 1, 12, 5, tzinfo=UTC)
    assert refused(
        world, ID, push_body("charge", start="2026-07-01T12:04:00")
    ).code == ("START_IN_PAST")
