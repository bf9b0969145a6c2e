"""Physics and caching tiers of the simulated batteries."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from simulator import (
    ApiError,
    Device,
    ManualClock,
    Mode,
    World,
    fallback,
    fleet,
    full,
    offline,
)
from simulator.probe import NOON, make_world, push_body
from tests.effort import counted

ID = "device_sim_full"


def moved(world: World, **by: float) -> World:
    assert isinstance(world.clock, ManualClock)
    world.clock.advance(timedelta(**by))
    world.catch_up()
    return world


def standing(command: str, level: float, **parameters: float) -> tuple[World, Device]:
    mode = Mode(command=command, parameters=parameters)
    device = full(mode=mode, level=level, capacity_kwh=10.0)
    return make_world(device), device


def test_level_moves_by_power_and_stops_at_the_target_exactly() -> None:
    world, device = standing("charge", 50, target=80, power=2)
    moved(world, hours=1)
    assert device.level == pytest.approx(70)
    moved(world, hours=10)
    assert device.level == 80
    assert device.charged_kwh == pytest.approx(3)
    (stop,) = world.record.effects
    assert stop.at == NOON + timedelta(minutes=90)
    assert (stop.cause, stop.power_kw, stop.level) == ("target_reached", 0, 80)


@pytest.mark.parametrize(
    ("command", "level", "parameters", "settings", "stop"),
    [
        ("charge", 50, {}, {}, (100, "limit_reached")),
        ("charge", 50, {"target": 95}, {"charge_ceiling": 90}, (90, "limit_reached")),
        ("discharge", 50, {}, {}, (10, "limit_reached")),
        ("discharge", 50, {"target": 30}, {}, (30, "target_reached")),
        ("discharge", 50, {"target": 30, "reserve": 40}, {}, (40, "limit_reached")),
        (
            "discharge",
            50,
            {"target": 10},
            {"discharge_floor": 20},
            (20, "limit_reached"),
        ),
        ("discharge", 50, {}, {"safety_reserve": 25}, (25, "limit_reached")),
        (
            "discharge",
            5,
            {},
            {"safety_reserve": 0, "discharge_floor": 0},
            (0, "limit_reached"),
        ),
    ],
)
def test_every_bound_holds(
    command: str,
    level: float,
    parameters: Any,
    settings: dict[str, float],
    stop: tuple[float, str],
) -> None:
    world, device = standing(command, level, **parameters)
    for key, value in settings.items():
        device.settings[key].value = value
    moved(world, days=1)
    assert [(one.level, one.cause) for one in world.record.effects] == [stop]
    assert device.level == stop[0]
    assert device.charged_kwh - device.discharged_kwh == pytest.approx(
        (stop[0] - level) / 10
    )


@pytest.mark.parametrize(
    ("command", "power", "settings", "expected"),
    [
        ("charge", {"power": 3}, {}, 3),
        ("charge", {"power": 0}, {}, 0),
        ("charge", {}, {}, 5),
        ("charge", {}, {"max_charge_rate": 50}, 2.56),
        ("discharge", {}, {"max_discharge_rate": 25}, -1.28),
        ("discharge", {}, {"export_limit": 1000}, -1.5),
        ("discharge", {"power": 1}, {"export_limit": 1000}, -1),
    ],
)
def test_power_is_limited(
    command: str, power: Any, settings: dict[str, float], expected: float
) -> None:
    world, device = standing(command, 50, **power)
    for key, value in settings.items():
        device.settings[key].value = value
    state = moved(world, minutes=2).read(ID, expedite=True).capture.state
    assert state["chargeRate"] == pytest.approx(expected)


def test_a_met_target_reads_idle_under_the_same_command() -> None:
    world, _ = standing("charge", 80, target=80)
    state = world.read(ID).capture.state
    assert (state["status"], state["currentMode"]) == ("idle", "charge")
    assert state["chargeRate"] == 0


def test_the_day_of_self_consumption_is_the_documented_one() -> None:
    device = full(level=70, settings={})
    world = make_world(device, start=datetime(2026, 7, 1, 6, tzinfo=UTC))
    levels = []
    for hours in (3, 6, 6, 9):
        moved(world, hours=hours)
        levels.append(round(device.level))
    assert levels == [46, 88, 28, 70]
    assert device.charged_kwh == pytest.approx(device.discharged_kwh)
    assert not world.record.effects


def test_one_jump_equals_many_steps_and_is_cheap() -> None:
    worlds = [World(ManualClock(NOON), None, fleet(12)) for _ in range(2)]
    for world in worlds:
        for device_id in world.devices:
            if not device_id.endswith(("04", "10")):
                world.push(
                    device_id,
                    push_body(
                        "charge",
                        target=90,
                        start="2026-07-02T01:00:00",
                        end="2026-07-02T05:00:00",
                    ),
                )
    with counted() as steps:
        for _ in range(28 * 24):
            moved(worlds[0], hours=1)
    with counted() as jump:
        moved(worlds[1], days=28)
    assert jump.lines < steps.lines
    for one, other in zip(
        worlds[0].devices.values(), worlds[1].devices.values(), strict=True
    ):
        assert one.level == pytest.approx(other.level)
        assert one.charged_kwh == pytest.approx(other.charged_kwh)
        gained = one.charged_kwh - one.discharged_kwh
        moved_by = (one.level - 60) * one.capacity_kwh / 100
        assert gained == pytest.approx(moved_by, abs=1e-9)
    key = [[(e.at, e.cause, e.command) for e in w.record.effects] for w in worlds]
    assert key[0] == key[1]


def tier(world: World, *, expedite: bool = False) -> tuple[str, str | None, datetime]:
    reading = world.read(next(iter(world.devices)), expedite=expedite)
    return reading.source, reading.cache_type, reading.capture.at


def test_the_caching_tiers() -> None:
    world = make_world()
    assert tier(world) == ("cache", "normal", NOON)
    moved(world, minutes=14, seconds=59)
    assert tier(world) == ("cache", "normal", NOON)
    moved(world, seconds=1)
    assert tier(world) == ("live", "normal", NOON + timedelta(minutes=15))
    moved(world, seconds=59)
    assert tier(world, expedite=True)[:2] == ("cache", "expedite")
    moved(world, seconds=1)
    pulled = NOON + timedelta(minutes=16)
    assert tier(world, expedite=True) == ("live", "expedite", pulled)
    assert tier(world) == ("cache", "normal", pulled)


def test_a_command_does_not_refresh_the_cache() -> None:
    world = make_world()
    world.push(ID, push_body("charge"))
    moved(world, seconds=30)
    ((_, listed),) = world.list_readings()
    assert listed.capture.state["currentMode"] == "auto.balanced"
    assert world.read(ID).capture.state["currentMode"] == "auto.balanced"
    moved(world, seconds=31)
    assert world.read(ID).capture.state["currentMode"] == "auto.balanced"
    assert world.read(ID, expedite=True).capture.state["currentMode"] == "charge"
    ((_, listed),) = world.list_readings()
    assert (listed.source, listed.capture.state["currentMode"]) == ("cache", "charge")


def test_a_fallback_is_the_last_stored_state() -> None:
    world = make_world(fallback())
    reading = world.read("device_sim_fallback")
    assert (reading.source, reading.available) == ("fallback", False)
    assert reading.capture.at == NOON - timedelta(hours=2)
    assert world.list_readings()[0][1].available is False
    world.device("device_sim_fallback").read_error = None
    assert world.read("device_sim_fallback").source == "live"
    assert world.list_readings()[0][1].available is True


def test_no_data_at_any_tier_is_404() -> None:
    world = make_world(fallback(captured_ago=None))
    with pytest.raises(ApiError, match="404 DEVICE_NOT_FOUND"):
        world.read("device_sim_fallback")
    assert world.list_readings() == []


def test_an_offline_battery_is_an_error_once_the_cache_is_old() -> None:
    world = make_world(offline())
    with pytest.raises(ApiError, match="503 DEVICE_OFFLINE"):
        world.read("device_sim_offline")
    assert world.list_readings()[0][1].available is False
    fresh = make_world()
    fresh.set_offline(ID)
    assert fresh.read(ID).source == "cache"


def test_projection_is_always_fresh() -> None:
    world = moved(make_world(projection=True), minutes=5)
    assert tier(world) == ("projection", None, NOON + timedelta(minutes=5))


def test_a_fleet_is_one_of_each_in_turn() -> None:
    devices = fleet(8, zone="Europe/Madrid", seed=4)
    assert [one.vendor for one in devices] == [
        "givenergy",
        "foxess",
        "sonnen",
        "solax",
        "growatt",
        "alphaess",
        "givenergy",
        "foxess",
    ]
    assert devices[7].id == "device_sim_0008"
    assert {one.zone for one in devices} == {"Europe/Madrid"}
    assert len({one.level for one in devices}) == 8
