"""The numbers, against the simulated Amps."""

from datetime import timedelta
import json

from homeassistant.components.number import ATTR_MAX, ATTR_MIN
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import ServiceValidationError
from homeassistant.helpers import entity_registry as er
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry
from syrupy.assertion import SnapshotAssertion

from simulator import Fault, World, no_settings

from .entities import FULL, call, check_entities, entity_id, find, state
from .travel import Travel

NUMBERS = (
    "charge_target",
    "charge_power_limit",
    "discharge_target",
    "discharge_power_limit",
    "window_minutes",
)


@pytest.mark.usefixtures("all_enabled")
@pytest.mark.parametrize("batteries", [2])
async def test_entities(
    hass: HomeAssistant, integration: MockConfigEntry, snapshot: SnapshotAssertion
) -> None:
    check_entities(hass, integration, "number", snapshot)


@pytest.mark.usefixtures("integration")
def test_what_a_charge_by_hand_takes_is_enabled(hass: HomeAssistant) -> None:
    registry = er.async_get(hass)
    for key in NUMBERS:
        entity = registry.async_get(entity_id(hass, "number", key))
        assert entity is not None
        assert entity.disabled is (key not in ("charge_target", "window_minutes")), key


@pytest.mark.usefixtures("all_enabled")
async def test_values_stay_and_nothing_is_sent(
    hass: HomeAssistant, integration: MockConfigEntry, world: World, travel: Travel
) -> None:
    assert float(state(hass, "number", "window_minutes").state) == 60
    given = {"charge_target": 85, "charge_power_limit": 2.5, "window_minutes": 90}
    for key, value in given.items():
        await call(hass, travel, "number", "set_value", key=key, value=value)
        assert float(state(hass, "number", key).state) == value
    await travel(10)
    await travel.run(hass.config_entries.async_reload(integration.entry_id))
    for key, value in given.items():
        assert float(state(hass, "number", key).state) == value
    assert not world.record.writes()


@pytest.mark.usefixtures("all_enabled", "integration")
@pytest.mark.parametrize(
    ("key", "value"), [("charge_target", 5), ("window_minutes", 0)]
)
async def test_out_of_bounds(
    hass: HomeAssistant, travel: Travel, key: str, value: float
) -> None:
    with pytest.raises(ServiceValidationError):
        await call(hass, travel, "number", "set_value", key=key, value=value)


@pytest.mark.usefixtures("all_enabled", "integration")
async def test_they_are_there_where_the_parameter_is(
    hass: HomeAssistant, world: World, travel: Travel
) -> None:
    world.add_device(no_settings("device_sim_few"))
    await travel(61)
    there = {key for key in NUMBERS if find(hass, "number", key, "device_sim_few")}
    assert there == {"charge_power_limit", "discharge_target", "window_minutes"}
    limit = state(hass, "number", "charge_power_limit", "device_sim_few")
    assert (limit.attributes[ATTR_MIN], limit.attributes[ATTR_MAX]) == (0, 3.6)

    world.remove_parameter("device_sim_few", "charge", "power")
    await travel(61)
    assert find(hass, "number", "charge_power_limit", "device_sim_few") is None
    assert find(hass, "number", "discharge_target", "device_sim_few")


@pytest.mark.usefixtures("all_enabled", "integration")
async def test_canonical_bounds_where_the_battery_has_none(
    hass: HomeAssistant, world: World, travel: Travel
) -> None:
    listed = {
        "id": FULL,
        "sync": {"lastPulledAt": (travel.now() + timedelta(minutes=1)).isoformat()},
        "state": {"level": 50},
        "commands": {
            "charge": {
                "execution": ["immediate"],
                "parameters": {"target": {}, "power": {}},
            }
        },
    }
    answer = {"success": True, "data": {"items": [listed]}}
    body = json.dumps(answer).encode()
    world.faults.add(Fault(endpoint="list_batteries", body=body, times=None))
    await travel(61)
    for key in ("charge_target", "charge_power_limit"):
        found = state(hass, "number", key)
        assert (found.attributes[ATTR_MIN], found.attributes[ATTR_MAX]) == (0, 100)
    assert find(hass, "number", "discharge_target", FULL) is None
