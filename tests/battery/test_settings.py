"""The settings of a battery, against the simulated Amps."""

import asyncio
from datetime import timedelta
import json
from typing import Any

from homeassistant.components.number import ATTR_MAX, ATTR_MIN
from homeassistant.const import (
    ATTR_DEVICE_CLASS,
    ATTR_UNIT_OF_MEASUREMENT,
    STATE_OFF,
    STATE_ON,
)
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError, ServiceValidationError
from homeassistant.helpers import entity_registry as er
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.amps.api.models import Battery, Bounds, Setting
from custom_components.amps.number.settings import SETTING_NUMBERS
from simulator import Fault, World, no_settings, windowed_only

from ..conftest import Setup
from ..entities import FULL, WINDOWED, call, entity_id, find, refresh, state
from ..travel import Travel

SETTINGS = {
    "safety_reserve": (4, 0, 100, "%", None),
    "discharge_floor": (10, 0, 100, "%", None),
    "charge_ceiling": (100, 0, 100, "%", None),
    "export_limit": (5000, 0, 10000, "W", "power"),
    "max_charge_rate": (100, 0, 120, "A", "current"),
    "max_discharge_rate": (100, 0, 120, "A", "current"),
}
ECHO = json.dumps(
    {"success": True, "data": {"deviceId": FULL, "updated": ["discharge_floor"]}}
).encode()


async def _set(hass: HomeAssistant, travel: Travel, key: str, value: float) -> None:
    await call(hass, travel, "number", "set_value", key=key, value=value)


async def _fails(
    hass: HomeAssistant, travel: Travel, key: str, value: float
) -> HomeAssistantError:
    """Return the error with which a change fails; the entity has gone back by then."""
    before = state(hass, "number", key).state
    with pytest.raises(HomeAssistantError) as caught:
        await _set(hass, travel, key, value)
    await travel.settle()
    assert state(hass, "number", key).state == before
    return caught.value


def _begin(
    hass: HomeAssistant, key: str, value: float, battery: str = FULL
) -> asyncio.Task[Any]:
    data = {"entity_id": entity_id(hass, "number", key, battery), "value": value}
    work = hass.services.async_call("number", "set_value", data, blocking=True)
    return asyncio.get_running_loop().create_task(work)


def _sent(world: World) -> list[dict[str, Any]]:
    return [action.body for action in world.record.of("settings")]


def _reads(world: World) -> int:
    reads = world.record.of("read_battery")
    return len([read for read in reads if read.query.get("expedite") == "true"])


@pytest.mark.usefixtures("all_enabled", "integration")
def test_they_have_the_units_and_bounds_of_the_battery(hass: HomeAssistant) -> None:
    for key, (value, least, most, unit, device_class) in SETTINGS.items():
        found = state(hass, "number", key)
        assert float(found.state) == value, key
        assert found.attributes[ATTR_MIN] == least, key
        assert found.attributes[ATTR_MAX] == most, key
        assert found.attributes[ATTR_UNIT_OF_MEASUREMENT] == unit, key
        assert found.attributes.get(ATTR_DEVICE_CLASS) == device_class, key


@pytest.mark.usefixtures("all_enabled")
async def test_they_are_there_where_they_are_declared(
    hass: HomeAssistant, entry: MockConfigEntry, world: World, setup_entry: Setup
) -> None:
    world.add_device(windowed_only(WINDOWED))
    world.add_device(no_settings("device_sim_none"))
    assert await setup_entry(entry)
    there = {key for key in SETTINGS if find(hass, "number", key, WINDOWED)}
    assert there == {"discharge_floor", "export_limit", "max_charge_rate"}
    assert not any(find(hass, "number", key, "device_sim_none") for key in SETTINGS)


@pytest.mark.usefixtures("all_enabled")
async def test_they_outlive_a_start_without_a_reading(
    hass: HomeAssistant, integration: MockConfigEntry, world: World, travel: Travel
) -> None:
    world.faults.add(Fault(endpoint="read_battery", status=503, times=None))
    await travel.run(hass.config_entries.async_reload(integration.entry_id))
    await travel(61)
    registry = er.async_get(hass)
    assert registry.async_get(entity_id(hass, "number", "discharge_floor"))
    world.faults.clear()
    await travel(timedelta(minutes=16))
    assert float(state(hass, "number", "discharge_floor").state) == 10


@pytest.mark.usefixtures("all_enabled", "integration")
async def test_one_that_is_no_longer_declared_goes(
    hass: HomeAssistant, world: World, travel: Travel
) -> None:
    world.remove_setting(FULL, "export_limit")
    await refresh(hass, travel)
    assert find(hass, "number", "export_limit") is None
    assert find(hass, "number", "discharge_floor")


@pytest.mark.usefixtures("all_enabled", "integration")
async def test_a_change_is_written_and_read_back(
    hass: HomeAssistant, world: World, travel: Travel
) -> None:
    await travel(61)
    reads, began = _reads(world), travel.now()
    await _set(hass, travel, "discharge_floor", 20)
    assert _sent(world) == [{"discharge_floor": {"value": 20, "unit": "percent"}}]
    assert _reads(world) == reads + 1
    assert travel.now() - began < timedelta(seconds=5)
    assert float(state(hass, "number", "discharge_floor").state) == 20
    assert world.devices[FULL].settings["discharge_floor"].value == 20


@pytest.mark.usefixtures("all_enabled", "integration")
@pytest.mark.parametrize(
    ("key", "value", "unit"),
    [("export_limit", 3680, "watts"), ("max_charge_rate", 32, "amps")],
)
async def test_it_is_written_in_the_declared_unit(
    hass: HomeAssistant,
    world: World,
    travel: Travel,
    key: str,
    value: float,
    unit: str,
) -> None:
    await _set(hass, travel, key, value)
    assert _sent(world) == [{key: {"value": value, "unit": unit}}]


@pytest.mark.usefixtures("all_enabled", "integration")
async def test_an_answer_from_the_cache_confirms_nothing(
    hass: HomeAssistant, world: World, travel: Travel
) -> None:
    await refresh(hass, travel)
    written = travel.now()
    task = _begin(hass, "discharge_floor", 20)
    await travel(40)
    assert float(state(hass, "number", "discharge_floor").state) == 20
    assert not task.done()
    await travel(25)
    assert task.done()
    capture = world.devices[FULL].capture
    assert capture is not None
    assert capture.at > written
    assert float(state(hass, "number", "discharge_floor").state) == 20


@pytest.mark.usefixtures("all_enabled", "integration")
async def test_nothing_is_sent_for_the_same_value(
    hass: HomeAssistant, world: World, travel: Travel
) -> None:
    await _set(hass, travel, "discharge_floor", 10)
    assert not world.record.writes()


@pytest.mark.usefixtures("all_enabled", "integration")
async def test_one_at_a_time(hass: HomeAssistant, world: World, travel: Travel) -> None:
    world.faults.add(Fault(endpoint="settings", delay=2.0))
    first = _begin(hass, "discharge_floor", 20)
    second = _begin(hass, "charge_ceiling", 80)
    await travel(1)
    assert len(_sent(world)) == 1
    await travel(130)
    assert first.done()
    assert second.done()
    assert [list(setting) for setting in _sent(world)] == [
        ["discharge_floor"],
        ["charge_ceiling"],
    ]


@pytest.mark.usefixtures("all_enabled", "integration")
async def test_the_newest_wish_counts(
    hass: HomeAssistant, world: World, travel: Travel
) -> None:
    first = _begin(hass, "discharge_floor", 20)
    await travel.settle()
    second = _begin(hass, "discharge_floor", 30)
    await travel(130)
    await asyncio.gather(first, second)
    assert world.devices[FULL].settings["discharge_floor"].value == 30
    assert float(state(hass, "number", "discharge_floor").state) == 30


@pytest.mark.usefixtures("all_enabled", "integration")
@pytest.mark.parametrize(
    ("key", "first", "other", "value", "named"),
    [
        ("charge_ceiling", 50, "discharge_floor", 60, ("60 %", "50 %")),
        ("charge_ceiling", 50, "safety_reserve", 51, ("51 %", "50 %")),
        ("discharge_floor", 40, "charge_ceiling", 30, ("40 %", "30 %")),
        ("safety_reserve", 40, "charge_ceiling", 30, ("40 %", "30 %")),
    ],
)
async def test_what_cannot_be_is_refused(
    hass: HomeAssistant,
    world: World,
    travel: Travel,
    key: str,
    first: float,
    other: str,
    value: float,
    named: tuple[str, str],
) -> None:
    await _set(hass, travel, key, first)
    sent = len(_sent(world))
    error = await _fails(hass, travel, other, value)
    assert isinstance(error, ServiceValidationError)
    assert error.translation_key == "setting_impossible"
    names = error.translation_placeholders or {}
    assert (names["low_value"], names["high_value"]) == named
    assert {names["high"], names["low"]} & {"Charge ceiling"}
    assert len(_sent(world)) == sent


@pytest.mark.usefixtures("all_enabled", "integration")
async def test_out_of_bounds(hass: HomeAssistant, world: World, travel: Travel) -> None:
    error = await _fails(hass, travel, "max_charge_rate", 121)
    assert isinstance(error, ServiceValidationError)
    assert not world.record.writes()


@pytest.mark.usefixtures("all_enabled", "integration")
@pytest.mark.parametrize(
    ("status", "code", "key"),
    [
        (422, "READ_ONLY_SETTING", "setting_read_only"),
        (422, "UNSUPPORTED_SETTING", "setting_unsupported"),
        (422, "PARAMETER_OUT_OF_RANGE", "rejected"),
        (403, "INSUFFICIENT_PERMISSIONS", "permission_denied"),
    ],
)
async def test_what_amps_refuses(
    hass: HomeAssistant,
    world: World,
    travel: Travel,
    status: int,
    code: str,
    key: str,
) -> None:
    world.faults.add(Fault(endpoint="settings", status=status, code=code))
    error = await _fails(hass, travel, "discharge_floor", 20)
    assert error.translation_key == key
    assert len(_sent(world)) == 1


@pytest.mark.usefixtures("all_enabled", "integration")
async def test_a_battery_that_does_not_take_it(
    hass: HomeAssistant, world: World, travel: Travel
) -> None:
    world.faults.add(Fault(endpoint="settings", body=ECHO))
    error = await _fails(hass, travel, "discharge_floor", 20)
    assert error.translation_key == "setting_not_taken"
    names = error.translation_placeholders or {}
    assert (names["value"], names["shown"]) == ("20 %", "10 %")
    assert names["setting"] == "Discharge floor"


@pytest.mark.usefixtures("all_enabled", "integration")
async def test_a_battery_that_takes_its_time(
    hass: HomeAssistant, world: World, travel: Travel
) -> None:
    await travel(61)
    world.faults.add(Fault(endpoint="settings", body=ECHO))
    task = _begin(hass, "discharge_floor", 20)
    await travel(30)
    assert float(state(hass, "number", "discharge_floor").state) == 20
    world.devices[FULL].settings["discharge_floor"].value = 20
    await travel(60)
    await task
    assert float(state(hass, "number", "discharge_floor").state) == 20


@pytest.mark.usefixtures("all_enabled", "integration")
async def test_a_battery_that_cannot_be_read_afterwards(
    hass: HomeAssistant, world: World, travel: Travel
) -> None:
    await travel(61)
    world.devices[FULL].read_error = "SERVICE_UNAVAILABLE"
    error = await _fails(hass, travel, "discharge_floor", 20)
    assert error.translation_key == "setting_unconfirmed"
    world.devices[FULL].read_error = None
    await refresh(hass, travel)
    assert float(state(hass, "number", "discharge_floor").state) == 20


@pytest.mark.usefixtures("all_enabled", "integration")
@pytest.mark.parametrize("done", [True, False])
async def test_after_a_lost_answer_the_battery_decides(
    hass: HomeAssistant, world: World, travel: Travel, *, done: bool
) -> None:
    lost = Fault(endpoint="settings", drop=True, after=done)
    world.faults.add(lost)
    if done:
        await _set(hass, travel, "discharge_floor", 20)
        assert float(state(hass, "number", "discharge_floor").state) == 20
    else:
        error = await _fails(hass, travel, "discharge_floor", 20)
        assert error.translation_key == "setting_not_taken"
    assert len(_sent(world)) == 1


@pytest.mark.parametrize(
    ("setting", "key", "exists"),
    [
        (Setting(value=5, bounds=Bounds(wire_unit="kw")), "export_limit", True),
        (Setting(value=5, bounds=Bounds(wire_unit="volts")), "export_limit", False),
        (Setting(value=5), "max_charge_rate", True),
        (Setting(value=5, bounds=Bounds(wire_unit="watts")), "max_charge_rate", False),
    ],
)
def test_units_that_are_understood(setting: Setting, key: str, *, exists: bool) -> None:
    battery = Battery(id="one", settings={key: setting})
    description = next(number for number in SETTING_NUMBERS if number.key == key)
    assert description.exists_fn(battery) is exists


@pytest.mark.parametrize("batteries", [2])
@pytest.mark.usefixtures("all_enabled", "integration")
async def test_the_manufacturers_schedule(
    hass: HomeAssistant, world: World, travel: Travel
) -> None:
    assert find(hass, "binary_sensor", "vendor_schedule", FULL) is None
    found = state(hass, "binary_sensor", "vendor_schedule", WINDOWED)
    assert found.state == STATE_OFF
    world.set_scheduler(WINDOWED, active=True)
    await refresh(hass, travel, WINDOWED)
    found = state(hass, "binary_sensor", "vendor_schedule", WINDOWED)
    assert found.state == STATE_ON
    world.devices[WINDOWED].reports_scheduler = False
    await refresh(hass, travel, WINDOWED)
    assert find(hass, "binary_sensor", "vendor_schedule", WINDOWED) is None
