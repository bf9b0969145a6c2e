"""What holds in the simulated world whatever clients do to it."""

from datetime import timedelta
from typing import Any

from hypothesis import given, strategies as st
import pytest

from simulator import ApiError, Knobs, ManualClock, World, full
from simulator.probe import NOON, push_body

from ..examples import examples

ID = "device_sim_full"
COMMANDS = ("charge", "discharge", "idle", "auto.balanced", "auto.export")
WORDS = (
    "action",
    "command",
    "parameters",
    "target",
    "value",
    "unit",
    "start",
    "end",
    "onConflict",
    "sandbox",
    "export_limit",
    "scheduler_enabled",
)
STRATEGIES = ("cancel_and_replace", "queue_after")
TERMINAL = {"completed", "failed", "cancelled"}


@st.composite
def pushes(draw: st.DrawFn) -> tuple[str, Any]:
    command = draw(st.sampled_from(COMMANDS))
    options: dict[str, Any] = {
        "on_conflict": draw(
            st.sampled_from([None, "cancel_and_replace", "queue_after"])
        )
    }
    if command in {"charge", "discharge"} and draw(st.booleans()):
        options["target"] = draw(st.integers(10, 100))
        options["power"] = draw(st.integers(0, 5))
    if draw(st.booleans()):
        minutes = draw(st.integers(1, 600))
        options["start"] = NOON + timedelta(minutes=minutes)
        if draw(st.booleans()):
            options["end"] = options["start"] + timedelta(minutes=minutes)
    return "push", push_body(
        command,
        **{
            name: value.strftime("%Y-%m-%dT%H:%M:%S")
            if name in {"start", "end"}
            else value
            for name, value in options.items()
        },
    )


STEPS = st.lists(
    pushes()
    | st.tuples(st.just("wait"), st.integers(1, 20_000))
    | st.tuples(st.just("cancel"), st.integers(0, 5))
    | st.tuples(st.just("offline"), st.booleans())
    | st.tuples(st.just("local"), st.sampled_from(COMMANDS)),
    max_size=12,
)
KNOBS = st.builds(
    Knobs,
    window_completed_at=st.sampled_from(["end", "opening"]),
    after_window=st.sampled_from(["idle", "previous"]),
    window_close_delay=st.sampled_from([0.0, 180.0]),
    queue_end=st.sampled_from(["keep", "move"]),
    queue_gap=st.sampled_from([0.0, 300.0]),
    ignored_commands=st.sampled_from([(), ("charge", "auto.reserve")]),
)


def act(world: World, kind: str, value: Any) -> None:
    if kind == "push":
        world.push(ID, value)
    elif kind == "cancel":
        actions = world.actions()
        if actions:
            world.cancel(actions[value % len(actions)].id)
    elif kind == "offline":
        world.set_offline(ID, offline=value)
    else:
        world.set_mode_locally(ID, value)


def play(steps: list[tuple[str, Any]], knobs: Knobs, pieces: int) -> World:
    clock = ManualClock(NOON)
    world = World(clock, knobs, [full(zone="UTC")])
    for kind, value in [*steps, ("wait", 200_000)]:
        if kind == "wait":
            before = clock.now()
            for piece in range(1, pieces + 1):
                clock.set(before + timedelta(seconds=value) * piece / pieces)
                world.catch_up()
                check(world)
        else:
            try:
                act(world, kind, value)
            except ApiError as err:
                assert err.status in {409, 422}  # noqa: PT017
    return world


def check(world: World) -> None:
    device = world.devices[ID]
    assert 0 <= device.level <= 100
    gained = (device.level - 60) * device.capacity_kwh / 100
    balance = device.charged_kwh - device.discharged_kwh
    assert balance == pytest.approx(gained, abs=1e-6)
    assert len(world.book.open_of(ID)) <= 2
    instants = [one.at for one in world.record.effects]
    assert instants == sorted(instants)
    for action in world.book:
        states = [state for _, state in action.history]
        assert not TERMINAL & set(states[:-1])
        assert (action.state in TERMINAL) is (action.completed_at is not None)
        assert (action.state == "failed") is (action.error_code is not None)


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=5)
    | st.sampled_from(["charge", "percent", "kw", "1h", "2026-07-01T13:00:00"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(WORDS), inner, max_size=4)
    ),
    max_leaves=12,
)


@examples(200)
@given(JSON, st.sampled_from(WORDS))
def test_no_body_breaks_the_server(value: Any, word: str) -> None:
    world = World(ManualClock(NOON), Knobs(), [full()])
    action = {"command": "charge", word: value}
    for body in (value, {word: value}, {"action": value}, {"action": action}):
        for write in (world.push, world.update_settings):
            try:
                write(ID, body)
            except ApiError as err:
                assert err.status in {400, 409, 422}  # noqa: PT017


@examples(60)
@given(STEPS, KNOBS)
def test_one_slot_one_energy_and_no_dependence_on_who_looks(
    steps: list[tuple[str, Any]], knobs: Knobs
) -> None:
    once, often = play(steps, knobs, 1), play(steps, knobs, 7)
    assert all(one.state in TERMINAL for one in once.book)
    assert [one.history for one in once.book] == [one.history for one in often.book]
    assert [(one.command, one.cause) for one in once.record.effects] == [
        (one.command, one.cause) for one in often.record.effects
    ]
    for one, other in zip(once.record.effects, often.record.effects, strict=True):
        assert abs(one.at - other.at) < timedelta(milliseconds=1)
        assert one.level == pytest.approx(other.level)
