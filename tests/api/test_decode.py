"""Batteries and actions: what is understood, and what is noted instead."""

from datetime import UTC, datetime
from typing import Any

import pytest

from custom_components.amps.api import (
    Action,
    ActionState,
    Battery,
    Bounds,
    Command,
    CommandSupport,
    Execution,
    LastAction,
    OnConflict,
    Parameter,
    Parameters,
    Push,
    RejectedError,
    Setting,
    Source,
    Status,
    UnreadableError,
)
from custom_components.amps.api.decode import battery as decode_battery
from custom_components.amps.api.decode_action import action as decode_action, pushed
from custom_components.amps.api.encode import push_body
from custom_components.amps.api.models import Generation

from .bodies import battery, g1_action, g2_action

PULLED = datetime(2026, 6, 2, 11, 50, tzinfo=UTC)
ALL_SHAPES = frozenset(Execution)


def action(**changes: Any) -> Action:
    return decode_action(g2_action(**changes), "GET /actions/{id}")


def test_a_whole_battery() -> None:
    percent = Bounds(unit="percent", minimum=10, maximum=100, wire_unit="percent")
    reserve = Bounds(unit="percent", minimum=0, maximum=100, wire_unit="percent")
    power = Bounds(unit="kw", minimum=0, maximum=5, wire_unit="kw")
    watts = Bounds(unit="watts", minimum=0, maximum=5000, wire_unit="watts")
    directed = CommandSupport(
        parameters={Parameter.TARGET: percent, Parameter.POWER: power},
        execution=ALL_SHAPES,
    )
    at_once = frozenset({Execution.IMMEDIATE})
    found = battery()
    assert found == Battery(
        id="device_1",
        vendor="foxess",
        model="H1-5.0",
        available=True,
        last_pulled_at=PULLED,
        source=Source.LIVE,
        cache_type="normal",
        status=Status.DISCHARGING,
        level=46,
        capacity=10.4,
        power=-1.8,
        discharge_limit=10,
        current_mode=Command.AUTO_BALANCED,
        commands={
            Command.CHARGE: directed,
            Command.DISCHARGE: directed,
            Command.IDLE: CommandSupport(parameters={}, execution=at_once),
            Command.AUTO_BALANCED: CommandSupport(
                parameters={},
                execution=frozenset({Execution.IMMEDIATE, Execution.SCHEDULED}),
            ),
            Command.AUTO_RESERVE: CommandSupport(
                parameters={Parameter.RESERVE: reserve}, execution=at_once
            ),
        },
        settings={
            "discharge_floor": Setting(value=10, bounds=reserve),
            "charge_ceiling": Setting(
                value=95, bounds=Bounds(unit="percent", wire_unit="percent")
            ),
            "export_limit": Setting(value=3600, bounds=watts),
            "scheduler_enabled": Setting(value=False),
        },
        conflict_strategies=frozenset(OnConflict),
        last_action=LastAction(
            id="act_1",
            command=Command.AUTO_BALANCED,
            state=ActionState.FAILED,
            created_at=datetime(2026, 6, 2, 9, tzinfo=UTC),
            updated_at=datetime(2026, 6, 2, 9, 0, 31, tzinfo=UTC),
            error_code="DEVICE_OFFLINE",
            error_message="no answer",
        ),
        reports_last_action=True,
    )
    assert not found.unrecognized
    assert found.execution(Command.CHARGE) == ALL_SHAPES
    assert found.execution(Command.AUTO_EXPORT) == frozenset()


def test_a_battery_of_nothing_but_an_id() -> None:
    found = decode_battery({"id": "b"}, "")
    assert found == Battery(id="b")
    assert found.scheduler_enabled is None
    assert found.execution(Command.IDLE) == frozenset()


@pytest.mark.parametrize(
    "absent", ["sync", "metadata", "state", "commands", "settings", "lastAction"]
)
def test_null_is_absent(absent: str) -> None:
    assert not battery(**{absent: None}).unrecognized


@pytest.mark.parametrize(
    ("changes", "notes"),
    [
        ({"vendor": 7}, {"vendor": "7"}),
        ({"sync": []}, {"sync": "[]"}),
        ({"sync": {"available": "yes"}}, {"sync.available": "yes"}),
        ({"sync": {"lastPulledAt": "soon"}}, {"sync.lastPulledAt": "soon"}),
        ({"sync": {"lastPulledAt": 17}}, {"sync.lastPulledAt": "17"}),
        ({"state": {"status": "melting"}}, {"state.status": "melting"}),
        ({"state": {"level": True}}, {"state.level": "True"}),
        ({"state": {"level": "46"}}, {"state.level": "46"}),
        ({"state": {"level": 1e10}}, {"state.level": "10000000000.0"}),
        ({"state": {"capacity": -5}}, {"state.capacity": "-5"}),
        ({"state": {"currentMode": {"a": 1}}}, {"state.currentMode": "{'a': 1}"}),
        ({"conflictStrategies": "all"}, {"conflictStrategies": "all"}),
        ({"conflictStrategies": ["ask", 3]}, {"conflictStrategies": "3"}),
        ({"commands": []}, {"commands": "[]"}),
        ({"commands": {"turbo": {}}}, {"commands.turbo": "{}"}),
        ({"commands": {"idle": "yes"}}, {"commands.idle": "yes"}),
        ({"commands": {"idle": None, "x": None}}, {}),
        (
            {"commands": {"idle": {"parameters": {"speed": 1, "power": None}}}},
            {"commands.idle.parameters.speed": "1"},
        ),
        (
            {"commands": {"idle": {"parameters": {"power": {"unit": "hp"}}}}},
            {"commands.idle.parameters.power.unit": "hp"},
        ),
        (
            {"commands": {"idle": {"parameters": {"power": {"min": 9, "max": 1}}}}},
            {"commands.idle.parameters.power": "[9, 1]"},
        ),
        (
            {"commands": {"idle": {"execution": ["later"]}}},
            {"commands.idle.execution": "later"},
        ),
        (
            {"commands": {"idle": {"execution": "now"}}},
            {"commands.idle.execution": "now"},
        ),
        ({"settings": 3}, {"settings": "3"}),
        ({"settings": {"floor": [1]}}, {"settings.floor": "[1]"}),
        ({"settings": {"floor": {"value": []}}}, {"settings.floor": "[]"}),
        ({"settings": {"floor": None}}, {}),
        ({"lastAction": 3}, {"lastAction": "3"}),
        ({"lastAction": {"command": "idle"}}, {"lastAction": "{'command': 'idle'}"}),
        (
            {"lastAction": {"id": "a", "state": "lost"}},
            {"lastAction.state": "lost"},
        ),
    ],
)
def test_what_is_not_understood_is_noted(
    changes: dict[str, Any], notes: dict[str, str]
) -> None:
    assert battery(**changes).unrecognized == notes
    assert battery(**changes).unrecognized == notes  # remembered maps note it again


def test_the_rest_of_a_strange_battery_is_kept() -> None:
    found = battery(
        commands={
            "charge": {
                "parameters": {
                    "power": {"unit": "hp"},
                    "target": {"min": "x", "max": 90},
                },
                "execution": ["immediate", "later"],
            },
            "turbo": {},
        },
        state={"status": " Charging ", "level": 12.5},
    )
    assert found.commands == {
        Command.CHARGE: CommandSupport(
            parameters={Parameter.TARGET: Bounds(unit="percent", maximum=90)},
            execution=frozenset({Execution.IMMEDIATE}),
        )
    }
    assert found.status is Status.CHARGING
    assert found.level == 12.5


def test_a_command_that_tells_no_shapes_is_taken_at_once() -> None:
    found = battery(commands={"idle": {}, "charge": {"execution": []}})
    assert found.execution(Command.IDLE) == {Execution.IMMEDIATE}
    assert found.execution(Command.CHARGE) == frozenset()


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (True, True),
        (1, True),
        (1.0, True),
        ("true", True),
        ("ON", True),
        ("1", True),
        (False, False),
        (0, False),
        ("off", False),
        ("", False),
    ],
)
def test_the_vendors_scheduler(raw: Any, *, expected: bool) -> None:
    for form in (raw, {"value": raw}):
        decoded = battery(settings={"scheduler_enabled": form})
        assert decoded.scheduler_enabled is expected
    assert battery(settings={}).scheduler_enabled is None


def test_equal_maps_are_decoded_once() -> None:
    assert battery().commands is battery().commands
    assert battery().settings is battery().settings


@pytest.mark.parametrize("wide", [True, False])
def test_a_map_that_is_too_large_to_remember(*, wide: bool) -> None:
    deep: Any = {}
    for _ in range(300):
        deep = {"deeper": deep}
    odd = {f"x{at}": 0 for at in range(5000)} if wide else {"x": deep}
    found = battery(settings={"floor": 3} | odd)
    assert found.settings is not None
    assert found.settings["floor"].value == 3
    assert all(len(text) < 200 for text in found.unrecognized.values())


def test_notes_are_bounded() -> None:
    found = battery(
        commands={f"{at}{'long' * 99}": {"a": "b" * 9999} for at in range(999)},
        vendor="v" * 9999,
        state={"status": "s" * 9999},
    )
    assert found.vendor == "v" * 100
    assert len(found.unrecognized) <= 40
    assert all(len(key) <= 100 for key in found.unrecognized)
    assert all(len(text) <= 400 for text in found.unrecognized.values())


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("2026-06-02T12:00:00.000Z", "2026-06-02T12:00:00+00:00"),
        ("2026-06-02T12:00:00Z", "2026-06-02T12:00:00+00:00"),
        ("2026-06-02T14:00:00+02:00", "2026-06-02T12:00:00+00:00"),
        ("2026-06-02T12:00:00", "2026-06-02T12:00:00+00:00"),
        ("2026-06-02T12:00:00.123456789Z", "2026-06-02T12:00:00.123456+00:00"),
        ("0001-01-01T00:00:00+23:59", None),
        ("2026-02-30T00:00:00Z", None),
        ("<string>", None),
        ("", None),
        (1780401600, None),
    ],
)
def test_instants(raw: Any, expected: str | None) -> None:
    found = action(createdAt=raw)
    assert (found.created_at.isoformat() if found.created_at else None) == expected
    assert ("createdAt" in found.unrecognized) is (expected is None)
    if found.created_at:
        assert found.created_at.tzinfo is UTC


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ({"target": 80}, Parameters(target=80)),
        ({"targetPercent": 80}, Parameters(target=80)),
        ({"power": {"value": 2500, "unit": "W"}}, Parameters(power=2.5)),
        ({"power": {"value": 3}}, Parameters(power=3)),
        ({"power": {"value": 3, "unit": "hp"}}, Parameters()),
        ({"power": {"unit": "hp"}}, Parameters()),
        ({"reserve": {"value": 20, "unit": "%"}}, Parameters(reserve=20)),
        ([], Parameters()),
    ],
)
def test_parameters_of_an_action(raw: Any, expected: Parameters) -> None:
    assert action(parameters=raw).parameters == expected


def test_an_action_of_nothing_but_an_id() -> None:
    found = decode_action({"actionId": "a"}, "")
    assert found == Action(
        id="a",
        battery_id="",
        command=None,
        parameters=Parameters(),
        state=None,
        created_at=None,
        updated_at=None,
        device_type=None,
    )
    assert not found.is_terminal
    assert decode_action({"id": "a", "deviceId": 3}, "").unrecognized == {
        "deviceId": "3"
    }
    assert action(state="paused").unrecognized == {"state": "paused"}
    assert action(state="completed").is_terminal


def test_what_is_equal_in_kept_actions_is_one_object() -> None:
    at = "2026-06-02T22:30:00.000Z"
    one = action(createdAt=at, start=at, updatedAt=at, completedAt=at)
    other = action(parameters={"target": {"value": 90.0, "unit": "percent"}})
    assert one.start is one.created_at
    assert one.completed_at is one.updated_at
    assert one.parameters is action().parameters
    assert one.device_type is other.device_type
    assert one.unrecognized is other.unrecognized
    assert repr(one.parameters.target) == "90"
    assert repr(other.parameters.target) == "90.0"


@pytest.mark.parametrize("raw", [None, [], "x", 3, {}, {"id": 3}, {"id": "x" * 201}])
def test_what_has_no_id_is_unreadable(raw: Any) -> None:
    field = "id" if isinstance(raw, dict) else "data"
    for decode in (decode_battery, decode_action):
        with pytest.raises(UnreadableError) as caught:
            decode(raw, "GET /x")
        assert (caught.value.endpoint, caught.value.field) == ("GET /x", field)


def test_what_a_push_asked_for_does_not_replace_an_answer() -> None:
    decoded = battery()
    start, end = PULLED.replace(hour=20), PULLED.replace(hour=22)
    push = Push(command=Command.IDLE, start=start, end=end)
    told = g2_action(start=None)
    assert pushed(told, "", decoded, push) == decode_action(told, "")

    bare = {"actionId": "a", "state": "scheduled"}
    found = pushed(bare, "", decoded, push)
    assert (found.start, found.end) == (start, end)
    assert (found.battery_id, found.command) == ("device_1", Command.IDLE)
    garbled = pushed(bare | {"start": "x"}, "", decoded, push)
    assert (garbled.start, garbled.end) == (None, None)
    kept = g1_action(end="2026-06-02T23:00:00Z", start=None)
    assert pushed(kept, "", decoded, push).end == PULLED.replace(hour=23, minute=0)
    now = pushed(bare, "", decoded, Push(command=Command.IDLE))
    assert (now.start, now.end) == (None, None)


def test_a_unit_that_nobody_knows_is_not_written() -> None:
    odd = Bounds(unit="kw", wire_unit="hp")
    support = CommandSupport(
        parameters={Parameter.POWER: odd}, execution=frozenset({Execution.IMMEDIATE})
    )
    known = Battery(id="b", commands={Command.CHARGE: support})
    push = Push(command=Command.CHARGE, parameters=Parameters(power=1))
    with pytest.raises(RejectedError, match="UNSUPPORTED_UNIT"):
        push_body(known, push, UTC, Generation.G2)


def test_commands_as_option_values() -> None:
    assert Command.AUTO_BALANCED.slug == "auto_balanced"
    assert [Command.from_slug(command.slug) for command in Command] == list(Command)
    assert [command for command in Command if command.moves_energy] == [
        Command.CHARGE,
        Command.DISCHARGE,
    ]
    assert Command.AUTO_EXPORT.is_auto
    assert not Command.IDLE.is_auto
    with pytest.raises(ValueError, match="turbo"):
        Command.from_slug("turbo")


def test_shapes_of_a_push() -> None:
    assert Push(command=Command.IDLE).execution is Execution.IMMEDIATE
    push = Push(command=Command.IDLE, start=PULLED)
    assert push.execution is Execution.SCHEDULED
    push = Push(command=Command.IDLE, start=PULLED, end=PULLED)
    assert push.execution is Execution.WINDOWED
