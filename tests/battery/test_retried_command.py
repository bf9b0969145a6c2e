"""Commands by hand that stand already, and those that are tried until they stand."""

from datetime import timedelta
from typing import Any

from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError, ServiceValidationError
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.amps.const import DOMAIN
from simulator import Fault, World

from ..entities import FULL, WINDOWED, call, choose, entity_id, ha_device_id, state
from ..planned import schedule
from ..repairs.shown import reload, shown
from ..travel import Travel

LATER = {"action": {"command": "idle", "start": "2026-11-23T20:00:00"}}
FAILED = f"command_failed_{FULL}"


async def _send(
    hass: HomeAssistant, travel: Travel, command: str, **data: Any
) -> list[dict[str, Any]]:
    battery = data.pop("battery", FULL)
    call_data = {"device_id": ha_device_id(hass, battery), "command": command, **data}
    given: Any = await travel.run(
        hass.services.async_call(
            DOMAIN, "send_command", call_data, blocking=True, return_response=True
        )
    )
    await travel.settle()
    actions: list[dict[str, Any]] = given["actions"]
    return actions


def _in(travel: Travel, minutes: float) -> str:
    return str(travel.now() + timedelta(minutes=minutes))


def _down(times: int | None = None) -> Fault:
    return Fault(endpoint="push", status=503, code="DOWN", times=times)


@pytest.mark.usefixtures("integration")
@pytest.mark.parametrize(
    ("command", "data"),
    [
        ("idle", {}),
        ("auto_reserve", {}),
        ("charge", {"duration": "08:00:00", "power": 3, "target": 80}),
        ("charge", {"duration": 0, "power": 3}),
        ("discharge", {}),
    ],
)
async def test_the_same_command_is_sent_once(
    hass: HomeAssistant,
    world: World,
    travel: Travel,
    *,
    command: str,
    data: dict[str, Any],
) -> None:
    (first,) = await _send(hass, travel, command, **data)
    await travel(2)
    writes = len(world.record.writes())
    for seconds in (0, 2, 10, 70, 300, 300, 300):
        (again,) = await _send(hass, travel, command, **data)
        assert again["action_id"] == first["action_id"]
        await travel(seconds)
    assert len(world.record.writes()) - writes <= 1  # the return behind it
    commands = [push.body["action"]["command"] for push in world.record.pushes()]
    assert commands.count(command.replace("auto_", "auto.")) == 1


@pytest.mark.usefixtures("integration")
async def test_a_mode_that_stands_already_is_not_sent(
    hass: HomeAssistant, world: World, travel: Travel
) -> None:
    await schedule(hass, travel)
    await travel(30)
    world.record.clear()
    assert await _send(hass, travel, "auto_balanced") == []
    await choose(hass, travel, "auto_balanced")
    await travel(30)
    assert not world.record.writes()


@pytest.mark.usefixtures("integration")
async def test_two_stops_are_one(
    hass: HomeAssistant, world: World, travel: Travel
) -> None:
    await choose(hass, travel, "idle")
    await travel(90)
    world.record.clear()
    for _ in range(3):
        await call(hass, travel, "button", "press", key="stop")
        await travel(2)
    assert len(world.record.pushes()) == 1


@pytest.mark.usefixtures("integration")
async def test_another_power_target_or_end_is_another_command(
    hass: HomeAssistant, world: World, travel: Travel
) -> None:
    world.knobs.window_completed_at = "opening"
    for data in (
        {"duration": "02:00:00", "power": 3},
        {"duration": "02:00:00", "power": 2},
        {"duration": "02:00:00", "power": 2, "target": 80},
        {"duration": "00:30:00", "power": 2, "target": 80},
        {"duration": 0, "power": 2, "target": 80},
    ):
        before = len(world.record.pushes())
        await _send(hass, travel, "charge", **data)
        assert len(world.record.pushes()) > before, data
        await travel(20)


@pytest.mark.usefixtures("integration")
async def test_what_is_repeated_is_renewed_once_half_of_it_is_over(
    hass: HomeAssistant, world: World, travel: Travel
) -> None:
    """So whoever repeats it goes on without a gap, and one who stops does not."""
    for _ in range(24):
        await _send(hass, travel, "charge", duration="01:00:00", power=1)
        await travel(timedelta(minutes=5))
        assert world.device(FULL).mode.command == "charge"
    sent = [push.body["action"]["command"] for push in world.record.pushes()]
    assert 3 <= sent.count("charge") <= 5
    await travel(timedelta(minutes=65))
    assert world.device(FULL).mode.command == "auto.balanced"


@pytest.mark.usefixtures("integration")
async def test_a_failure_is_raised_without_until(
    hass: HomeAssistant, world: World, travel: Travel
) -> None:
    world.faults.add(_down(1))
    with pytest.raises(HomeAssistantError):
        await _send(hass, travel, "charge", duration="01:00:00")
    await travel(timedelta(minutes=15))
    assert world.device(FULL).mode.command == "auto.balanced"


@pytest.mark.usefixtures("integration")
@pytest.mark.parametrize(
    ("command", "data"), [("charge", {"duration": "01:00:00"}), ("idle", {})]
)
async def test_until_it_stands(
    hass: HomeAssistant,
    world: World,
    travel: Travel,
    *,
    command: str,
    data: dict[str, Any],
) -> None:
    world.faults.add(_down(2))
    assert await _send(hass, travel, command, until=_in(travel, 15), **data) == []
    await travel(timedelta(minutes=5))
    assert world.device(FULL).mode.command == command
    pushes = len(world.record.pushes())
    await travel(timedelta(minutes=20))
    assert world.device(FULL).mode.command == command
    assert len(world.record.pushes()) - pushes <= 1
    assert FAILED not in shown(hass)


@pytest.mark.usefixtures("integration")
async def test_what_fails_on_the_battery_is_tried_again(
    hass: HomeAssistant, world: World, travel: Travel
) -> None:
    world.fail_next(FULL, "DEVICE_OFFLINE")
    await _send(hass, travel, "auto_reserve", until=_in(travel, 15))
    await travel(timedelta(minutes=3))
    assert world.device(FULL).mode.command == "auto.reserve"
    assert state(hass, "select", "operation_mode").state == "auto_reserve"
    await travel(timedelta(minutes=5))
    assert FAILED not in shown(hass)


@pytest.mark.usefixtures("integration")
async def test_a_lost_answer_is_no_second_command(
    hass: HomeAssistant, world: World, travel: Travel
) -> None:
    world.faults.add(Fault.lost_answer())
    (action,) = await _send(hass, travel, "idle", until=_in(travel, 15))
    await travel(timedelta(minutes=10))
    assert len(world.record.actions_of(FULL, "api")) == 1
    assert world.action(action["action_id"]).command == "idle"


@pytest.mark.usefixtures("integration")
async def test_when_the_time_is_over_it_is_told_and_not_tried(
    hass: HomeAssistant, world: World, travel: Travel
) -> None:
    world.faults.add(_down())
    await _send(hass, travel, "idle", until=_in(travel, 10))
    await travel(timedelta(minutes=9))
    assert FAILED not in shown(hass)
    await travel(timedelta(minutes=2))
    assert FAILED in shown(hass)
    world.faults.clear()
    world.record.clear()
    await travel(timedelta(minutes=30))
    assert not world.record.pushes()


@pytest.mark.usefixtures("integration")
async def test_a_later_command_takes_its_place(
    hass: HomeAssistant, world: World, travel: Travel
) -> None:
    world.faults.add(_down(1))
    await _send(hass, travel, "idle", until=_in(travel, 30))
    await _send(hass, travel, "auto_reserve")
    await travel(timedelta(minutes=31))
    assert world.device(FULL).mode.command == "auto.reserve"
    assert "idle" not in [
        action.command for action in world.record.actions_of(FULL, "api")
    ]

    world.faults.add(_down(1))
    await _send(hass, travel, "idle", until=_in(travel, 30))
    await call(hass, travel, "button", "press", key="stop")
    await travel(timedelta(minutes=31))
    assert world.device(FULL).mode.command != "idle"


@pytest.mark.usefixtures("integration")
async def test_what_others_do_since_is_not_fought(
    hass: HomeAssistant, world: World, travel: Travel
) -> None:
    world.faults.add(_down(1))
    await _send(hass, travel, "idle", until=_in(travel, 60))
    world.foreign_push(FULL, {"action": {"command": "auto.export"}})
    await travel(timedelta(minutes=61))
    assert world.device(FULL).mode.command == "auto.export"


@pytest.mark.usefixtures("integration")
async def test_a_window_of_the_plan_that_begins_is_not_fought(
    hass: HomeAssistant, world: World, travel: Travel
) -> None:
    world.faults.add(_down(3))
    await schedule(hass, travel, travel.now() + timedelta(minutes=2))
    await _send(hass, travel, "idle", until=_in(travel, 60))
    await travel(timedelta(minutes=30))
    assert world.device(FULL).mode.command == "charge"


async def test_it_goes_on_after_a_restart(
    hass: HomeAssistant, integration: MockConfigEntry, world: World, travel: Travel
) -> None:
    world.faults.add(_down())
    await _send(hass, travel, "charge", until=_in(travel, 30), power=2)
    await travel(10)
    await reload(hass, travel, integration)
    world.faults.clear()
    await travel(timedelta(minutes=5))
    assert world.device(FULL).mode.command == "charge"
    assert len(world.record.actions_of(FULL, "api")) <= 2


@pytest.mark.usefixtures("integration")
@pytest.mark.parametrize("minutes", [-1, 31 * 24 * 60])
async def test_a_time_that_cannot_be_until(
    hass: HomeAssistant, world: World, travel: Travel, minutes: int
) -> None:
    with pytest.raises(ServiceValidationError) as caught:
        await _send(hass, travel, "idle", until=_in(travel, minutes))
    assert caught.value.translation_key == "until_range"
    assert not world.record.writes()


@pytest.mark.usefixtures("integration")
async def test_wrong_use_is_refused_with_until_as_well(
    hass: HomeAssistant, world: World, travel: Travel
) -> None:
    with pytest.raises(ServiceValidationError):
        await _send(hass, travel, "charge", until=_in(travel, 30), power=99)
    await travel(timedelta(minutes=5))
    assert not world.record.writes()


@pytest.mark.usefixtures("integration")
@pytest.mark.parametrize("batteries", [2])
@pytest.mark.parametrize("data", [{}, {"duration": 0}])
async def test_without_an_end_it_is_bounded_where_only_windows_are_taken(
    hass: HomeAssistant, world: World, travel: Travel, data: dict[str, Any]
) -> None:
    (action,) = await _send(hass, travel, "charge", battery=WINDOWED, **data)
    stored = world.action(action["action_id"])
    assert stored.start is not None
    assert stored.end == stored.start + timedelta(hours=1)
    assert action["end"] is not None
    assert entity_id(hass, "select", "operation_mode", WINDOWED)
