"""What the simulator refuses, with which code, and how it reads times."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from simulator import ApiError, Bounds, Command, World, full, no_settings, windowed_only
from simulator.probe import NOON, make_world, push_body

ID = "device_sim_full"


def refused(world: World, device_id: str, body: Any) -> ApiError:
    with pytest.raises(ApiError) as caught:
        world.push(device_id, body)
    assert not world.book
    return caught.value


def quantity(value: Any, unit: Any = "percent") -> dict[str, Any]:
    return {
        "action": {
            "command": "charge",
            "parameters": {"target": {"value": value, "unit": unit}},
        }
    }


@pytest.mark.parametrize(
    "body",
    [
        None,
        [],
        "charge",
        {},
        {"action": "charge"},
        {"action": {}},
        {"action": {"command": "boost"}},
        {"action": {"command": None}},
        {"action": {"command": "charge", "mode": "x"}},
        {"action": {"command": "charge"}, "force": True},
        {"action": {"command": "charge"}, "onConflict": "replace"},
        {"action": {"command": "charge"}, "onConflict": None},
        {"action": {"command": "charge"}, "sandbox": 1},
        {"action": {"command": "charge", "parameters": []}},
        {"action": {"command": "charge", "start": 5}},
        {"action": {"command": "charge", "start": None}},
        {"action": {"command": "charge", "parameters": {"target": 85}}},
        quantity("85"),
        quantity(True),
        quantity(float("nan")),
        quantity(float("inf")),
        quantity(10**400),
        quantity(85, ["percent"]),
        {"action": {"command": ["charge"]}},
        quantity(85, "parsec"),
        quantity(85, None),
    ],
)
def test_bodies_outside_the_vocabulary_are_400_even_for_unknown_devices(
    body: Any,
) -> None:
    world = make_world()
    for device_id in (ID, "device_unknown"):
        error = refused(world, device_id, body)
        assert (error.status, error.code) == (400, "VALIDATION_ERROR")


def test_the_device_comes_before_what_it_declares() -> None:
    error = refused(make_world(), "device_unknown", push_body("charge", target=900))
    assert (error.status, error.code) == (404, "DEVICE_NOT_FOUND")


@pytest.mark.parametrize(
    ("body", "code", "details"),
    [
        (
            push_body("auto.export", start="nonsense"),
            "UNSUPPORTED_MODE",
            {
                "deviceCapabilities": {
                    "supportedModes": ["charge", "discharge", "idle", "auto.balanced"]
                }
            },
        ),
        (
            push_body("charge", target=900, start="nonsense"),
            "UNSUPPORTED_PARAMETER",
            {
                "unsupportedParameters": ["target"],
                "deviceCapabilities": {"supportedParameters": ["power"]},
            },
        ),
        (
            {
                "action": {
                    "command": "charge",
                    "parameters": {"power": {"value": 3000, "unit": "watts"}},
                }
            },
            "UNSUPPORTED_UNIT",
            {"parameter": "power", "providedUnit": "watts", "supportedUnits": ["kw"]},
        ),
        (
            push_body("charge", power=3.7, start="nonsense", end="nonsense"),
            "PARAMETER_OUT_OF_RANGE",
            {"parameter": "power", "value": 3.7, "min": 0, "max": 3.6, "unit": "kw"},
        ),
        (
            push_body("charge", start="nonsense", end="nonsense"),
            "EXECUTION_NOT_SUPPORTED",
            {
                "requestedExecution": "windowed",
                "supportedExecution": ["immediate", "scheduled"],
            },
        ),
        (
            push_body("charge", start="nonsense"),
            "INVALID_TIME_WINDOW",
            {"reason": "invalid_format"},
        ),
    ],
)
def test_capabilities_are_checked_in_order(body: Any, code: str, details: Any) -> None:
    error = refused(make_world(no_settings()), "device_sim_no_settings", body)
    assert (error.status, error.code, error.details) == (422, code, details)


def test_a_windowed_only_battery_takes_no_immediate_charge() -> None:
    world = make_world(windowed_only())
    error = refused(world, "device_sim_windowed", push_body("charge"))
    assert error.code == "EXECUTION_NOT_SUPPORTED"
    assert world.push("device_sim_windowed", push_body("auto.reserve")).is_open


def test_a_capability_that_is_removed_is_refused() -> None:
    world = make_world()
    world.remove_command(ID, "auto.export")
    world.remove_parameter(ID, "charge", "power")
    assert refused(world, ID, push_body("auto.export")).code == "UNSUPPORTED_MODE"
    assert (
        refused(world, ID, push_body("charge", power=1)).code == "UNSUPPORTED_PARAMETER"
    )


@pytest.mark.parametrize(
    ("times", "code", "reason"),
    [
        ({"start": "2026-07-01T12:00:00"}, "START_IN_PAST", None),
        ({"start": "2026-07-31T12:00:01"}, "START_OUT_OF_RANGE", None),
        ({"start": "0m"}, "START_IN_PAST", None),
        ({"start": "721h"}, "START_OUT_OF_RANGE", None),
        ({"end": "2026-07-01T13:00:00"}, "INVALID_TIME_WINDOW", "end_without_start"),
        (
            {"start": "2026-07-01T13:00:00", "end": "2026-07-01T13:00:00"},
            "INVALID_TIME_WINDOW",
            "end_not_after_start",
        ),
        (
            {"start": "2026-07-01T13:00:00", "end": "2026-07-01T13:00:30"},
            "INVALID_TIME_WINDOW",
            "window_too_short",
        ),
        ({"start": "1h", "end": "2h"}, "INVALID_TIME_WINDOW", "relative_end"),
        (
            {"start": "2026-07-01T13:00:00Z"},
            "INVALID_TIME_WINDOW",
            "offset_not_allowed",
        ),
        ({"start": "2026-07-01 13:00:00"}, "INVALID_TIME_WINDOW", "invalid_format"),
        ({"start": "2026-02-30T13:00:00"}, "INVALID_TIME_WINDOW", "invalid_format"),
        ({"start": "1.123h"}, "INVALID_TIME_WINDOW", "invalid_format"),
    ],
)
def test_times_that_do_not_fit(
    times: dict[str, str], code: str, reason: str | None
) -> None:
    world = make_world(min_window=60.0)
    error = refused(world, ID, push_body("charge", **times))
    assert (error.status, error.code) == (422, code)
    assert (error.details or {}).get("reason") == reason


@pytest.mark.parametrize(
    ("start", "seconds"), [("30m", 1800), ("1.5h", 5400), ("0.01m", 0.6)]
)
def test_relative_starts(start: str, seconds: float) -> None:
    action = make_world().push(ID, push_body("charge", start=start))
    assert action.start == NOON + timedelta(seconds=seconds)


@pytest.mark.parametrize(
    ("zone", "start", "expected"),
    [
        ("Europe/London", "2026-06-15T22:00:00", "2026-06-15T21:00:00"),
        ("Europe/London", "2026-01-15T22:00:00", "2026-01-15T22:00:00"),
        ("Europe/London", "2026-03-29T00:59:59", "2026-03-29T00:59:59"),
        ("Europe/London", "2026-03-29T01:30:00", "2026-03-29T01:30:00"),
        ("Europe/London", "2026-03-29T02:00:00", "2026-03-29T01:00:00"),
        ("Europe/London", "2026-10-25T01:30:00", "2026-10-25T00:30:00"),
        ("Europe/London", "2026-10-25T02:00:00", "2026-10-25T02:00:00"),
        ("Australia/Lord_Howe", "2026-04-05T01:45:00", "2026-04-04T14:45:00"),
        ("Australia/Lord_Howe", "2026-10-04T02:15:00", "2026-10-03T15:45:00"),
        ("Asia/Kathmandu", "2026-06-15T22:00:00", "2026-06-15T16:15:00"),
    ],
)
def test_wall_clocks_are_read_where_the_plant_stands(
    zone: str, start: str, expected: str
) -> None:
    instant = datetime.fromisoformat(expected).replace(tzinfo=UTC)
    world = make_world(full(zone=zone), start=instant - timedelta(days=2))
    assert world.push(ID, push_body("charge", start=start)).start == instant


def test_the_second_reading_of_a_repeated_hour_and_the_refused_gap() -> None:
    autumn = make_world(
        full(), start=datetime(2026, 10, 24, tzinfo=UTC), repeated_hour="second"
    )
    action = autumn.push(ID, push_body("charge", start="2026-10-25T01:30:00"))
    assert action.start == datetime(2026, 10, 25, 1, 30, tzinfo=UTC)
    spring = make_world(full(), start=datetime(2026, 3, 28, tzinfo=UTC), gap="reject")
    error = refused(spring, ID, push_body("charge", start="2026-03-29T01:30:00"))
    assert error.details == {"reason": "nonexistent_time"}


def test_the_first_generation_wants_offsets() -> None:
    world = make_world(generation="g1")
    error = refused(world, ID, push_body("charge", start="2026-07-01T13:00:00"))
    assert error.details == {"reason": "wall_not_allowed"}
    world.knobs.form_refusal = 400
    error = refused(world, ID, push_body("charge", start="2026-07-01T13:00:00"))
    assert (error.status, error.code) == (400, "VALIDATION_ERROR")
    body = push_body(
        "charge", start="2026-07-01T15:00:00+02:00", end="2026-07-01T14:00:00Z"
    )
    action = world.push(ID, body)
    assert action.start == NOON + timedelta(hours=1)
    assert action.end == NOON + timedelta(hours=2)


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        (None, 400, "VALIDATION_ERROR"),
        ({}, 400, "VALIDATION_ERROR"),
        ({"discharge_floor": 15}, 400, "VALIDATION_ERROR"),
        ({"scheduler_enabled": {"value": False}}, 422, "READ_ONLY_SETTING"),
        (
            {"safety_reserve": {"value": 5, "unit": "percent"}},
            422,
            "UNSUPPORTED_SETTING",
        ),
        ({"invented": {"value": 5, "unit": "percent"}}, 422, "UNSUPPORTED_SETTING"),
        ({"export_limit": {"value": 5, "unit": "kw"}}, 422, "UNSUPPORTED_UNIT"),
        (
            {
                "export_limit": {"value": 5, "unit": "watts"},
                "discharge_floor": {"value": 9, "unit": "percent"},
            },
            422,
            "PARAMETER_OUT_OF_RANGE",
        ),
    ],
)
def test_settings_are_written_all_or_none(body: Any, status: int, code: str) -> None:
    world = make_world(windowed_only())
    with pytest.raises(ApiError) as caught:
        world.update_settings("device_sim_windowed", body)
    assert (caught.value.status, caught.value.code) == (status, code)
    assert world.device("device_sim_windowed").settings["export_limit"].value == 5000
    assert not world.record.effects


def test_settings_are_applied_and_recorded() -> None:
    world = make_world()
    body = {"charge_ceiling": {"value": 80, "unit": "percent"}}
    assert world.update_settings(ID, body) == ["charge_ceiling"]
    assert world.device(ID).ceiling == 80
    effect = world.record.effects[0]
    assert (effect.kind, effect.detail) == ("setting", {"charge_ceiling": 80})
    world.remove_setting(ID, "charge_ceiling")
    with pytest.raises(ApiError, match="UNSUPPORTED_SETTING"):
        world.update_settings(ID, body)


def test_bounds_belong_to_the_device() -> None:
    device = full(
        commands={
            "charge": Command(
                execution=["immediate"],
                parameters={"target": Bounds(unit="percent", min=50, max=90)},
            )
        }
    )
    world = make_world(device)
    for target in (49, 91):
        error = refused(world, ID, push_body("charge", target=target))
        assert error.code == "PARAMETER_OUT_OF_RANGE"
    assert world.push(ID, push_body("charge", target=90)).is_open
