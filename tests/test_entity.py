"""What all entities share: devices, and coming and going."""

from unittest.mock import patch

from homeassistant.const import STATE_UNAVAILABLE
from homeassistant.core import HomeAssistant
from homeassistant.helpers import device_registry as dr, entity_registry as er
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.amps.battery.devices import DeviceRegistrar
from custom_components.amps.const import DOMAIN
from simulator import Command, Fault, World, full, no_auto

from .conftest import Setup
from .entities import FULL, find, ha_device_id, state
from .travel import Travel

BOLD = {
    "level",
    "power",
    "energy_charged",
    "energy_discharged",
    "next",
    "last_result",
    "last_action_state",
    "problem",
    "operation_mode",
    "planning",
    "charge_target",
    "window_minutes",
    "stop",
    "plan_enabled",
    "plan",
    "window",
}
MAX_ENABLED = 16
"""More than so many make no page that somebody looks at."""


def _device(hass: HomeAssistant, battery: str) -> dr.DeviceEntry:
    found = dr.async_get(hass).async_get(ha_device_id(hass, battery))
    assert isinstance(found, dr.DeviceEntry)
    return found


async def test_a_battery_is_a_device(
    hass: HomeAssistant, integration: MockConfigEntry
) -> None:
    device = _device(hass, FULL)
    assert device.identifiers == {(DOMAIN, FULL)}
    assert device.name == "GivEnergy All in One 10.4"
    assert device.manufacturer == "GivEnergy"
    assert device.model == "All in One 10.4"
    assert device.serial_number == FULL
    registry = er.async_get(hass)
    entities = er.async_entries_for_config_entry(registry, integration.entry_id)
    assert {entity.device_id for entity in entities} == {device.id}


async def test_a_device_is_not_registered_by_each_of_its_entities(
    entry: MockConfigEntry, world: World, setup_entry: Setup
) -> None:
    world.add_device(no_auto("device_sim_lone"))
    register = dr.DeviceRegistry.async_get_or_create
    with patch.object(
        dr.DeviceRegistry, "async_get_or_create", autospec=True, side_effect=register
    ) as registered:
        assert await setup_entry(entry)
    # as it is listed, and again as it is read by itself
    assert registered.call_count <= 2 * len(world.devices)


async def test_a_removed_device_comes_back_with_the_entities(
    hass: HomeAssistant, integration: MockConfigEntry
) -> None:
    registered: DeviceRegistrar = integration.runtime_data.manager.registrar
    before = registered.async_device(FULL)
    assert registered.async_device(FULL) is before
    dr.async_get(hass).async_remove_device(before.id)
    again = registered.async_device(FULL)
    assert _device(hass, FULL) is again


async def test_unique_ids_and_what_is_enabled(
    hass: HomeAssistant, integration: MockConfigEntry
) -> None:
    registry = er.async_get(hass)
    entities = er.async_entries_for_config_entry(registry, integration.entry_id)
    assert all(entity.unique_id.startswith(f"{FULL}_") for entity in entities)
    assert all(entity.has_entity_name for entity in entities)
    enabled = {entity.unique_id for entity in entities if entity.disabled_by is None}
    assert enabled == {f"{FULL}_{key}" for key in BOLD}
    assert len(enabled) <= MAX_ENABLED


async def test_two_of_a_kind_are_told_apart(
    hass: HomeAssistant, entry: MockConfigEntry, world: World, setup_entry: Setup
) -> None:
    world.add_device(full("device_sim_twin"))
    world.add_device(no_auto("device_sim_lone"))
    assert await setup_entry(entry)
    assert _device(hass, "device_sim_twin").name == "GivEnergy All in One 10.4 twin"
    assert _device(hass, FULL).name == "GivEnergy All in One 10.4 0001"
    assert _device(hass, "device_sim_lone").name == "sonnen sonnenBatterie 10"


@pytest.mark.usefixtures("integration")
async def test_a_battery_comes_and_goes(
    hass: HomeAssistant, world: World, travel: Travel
) -> None:
    world.add_device(no_auto("device_sim_new"))
    await travel(61)
    assert state(hass, "sensor", "level", "device_sim_new").state == "60.0"
    level = find(hass, "sensor", "level", "device_sim_new")
    assert level is not None
    world.remove_device("device_sim_new")
    await travel(125)
    assert hass.states.get(level) is None
    assert find(hass, "sensor", "level", "device_sim_new") is None
    assert not dr.async_get(hass).async_get_devices(
        identifiers={(DOMAIN, "device_sim_new")}
    )
    assert state(hass, "sensor", "level").state == "60.0"


@pytest.mark.usefixtures("all_enabled", "integration")
async def test_a_capability_comes_and_goes(
    hass: HomeAssistant, world: World, travel: Travel
) -> None:
    charge = world.devices[FULL].commands["charge"]
    world.remove_command(FULL, "charge")
    await travel(61)
    assert find(hass, "number", "charge_target") is None
    assert find(hass, "number", "discharge_target")

    world.devices[FULL].commands["charge"] = Command(
        execution=charge.execution, parameters=charge.parameters
    )
    await travel(61)
    assert state(hass, "number", "charge_target").state != STATE_UNAVAILABLE


@pytest.mark.usefixtures("integration")
async def test_one_blip_changes_nothing(
    hass: HomeAssistant, world: World, travel: Travel
) -> None:
    world.faults.add(Fault(endpoint="list_batteries", drop=True, times=5))
    for _ in range(4):
        await travel(30)
        assert state(hass, "sensor", "level").state != STATE_UNAVAILABLE


async def test_unloading_and_loading_again(
    hass: HomeAssistant, integration: MockConfigEntry, travel: Travel
) -> None:
    assert await hass.config_entries.async_unload(integration.entry_id)
    assert state(hass, "sensor", "level").state == STATE_UNAVAILABLE
    await travel.run(hass.config_entries.async_setup(integration.entry_id))
    await travel.settle()
    assert state(hass, "sensor", "level").state != STATE_UNAVAILABLE
