"""What Amps or a battery may do otherwise than is usual."""

from datetime import timedelta

from simulator import ManualClock
from simulator.probe import NOON, make_world, push_body

ID = "device_sim_full"
WINDOW = {"start": "2026-07-01T13:00:00", "end": "2026-07-01T14:00:00"}
START, END = NOON + timedelta(hours=1), NOON + timedelta(hours=2)
MINUTE = timedelta(minutes=1)


def test_a_battery_that_ignores_a_command_stays_as_it_was() -> None:
    world = make_world(ignored_commands=("charge",))
    ignored = world.push(ID, push_body("charge", **WINDOW))
    assert isinstance(world.clock, ManualClock)
    world.clock.set(END)
    world.catch_up()
    assert ignored.history == [
        (NOON, "scheduled"),
        (START, "acknowledged"),
        (END, "completed"),
    ]
    assert world.device(ID).mode.command == "auto.balanced"
    assert world.record.effects_of(ID, "mode") == []
    world.push(ID, push_body("discharge"))
    world.clock.advance(MINUTE)
    assert world.device(ID).mode.command == "discharge"


def test_a_window_may_be_completed_long_after_its_end() -> None:
    world = make_world(window_close_delay=180.0)
    window = world.push(ID, push_body("charge", **WINDOW))
    assert isinstance(world.clock, ManualClock)
    world.clock.set(END + 2 * MINUTE)
    assert world.device(ID).mode.command == "idle"
    assert world.record.effects[-1].at == END
    assert window.state == "acknowledged"
    world.clock.advance(MINUTE)
    assert world.action(window.id).completed_at == END + 3 * MINUTE


def test_what_is_queued_may_begin_some_time_behind_the_other() -> None:
    world = make_world(queue_gap=300.0)
    world.push(ID, push_body("charge", **WINDOW))
    queued = world.push(ID, push_body("auto.balanced", "queue_after"))
    assert queued.start == END + 5 * MINUTE
