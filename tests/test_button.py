"""The buttons, against the simulated Amps."""

from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers import entity_registry as er
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry
from syrupy.assertion import SnapshotAssertion

from simulator import World

from .entities import FULL, call, check_entities, choose, entity_id, refresh, state
from .travel import Travel


@pytest.mark.usefixtures("all_enabled")
@pytest.mark.parametrize("batteries", [2])
async def test_entities(
    hass: HomeAssistant, integration: MockConfigEntry, snapshot: SnapshotAssertion
) -> None:
    check_entities(hass, integration, "button", snapshot)


@pytest.mark.usefixtures("integration")
def test_enabled_by_default(hass: HomeAssistant) -> None:
    registry = er.async_get(hass)
    for key, disabled in {"stop": False, "refresh": True}.items():
        entity = registry.async_get(entity_id(hass, "button", key))
        assert entity is not None
        assert entity.disabled is disabled, key


@pytest.mark.usefixtures("integration")
async def test_stop_ends_a_charge(
    hass: HomeAssistant, world: World, travel: Travel
) -> None:
    await choose(hass, travel, "charge")
    await travel(30)
    assert world.device(FULL).mode.command == "charge"
    await call(hass, travel, "button", "press", key="stop")
    await travel(30)
    assert world.device(FULL).mode.command == "auto.balanced"
    assert state(hass, "select", "operation_mode").state == "auto_balanced"


@pytest.mark.usefixtures("all_enabled", "integration")
async def test_refresh_reads_once_past_the_long_cache(
    hass: HomeAssistant, world: World, travel: Travel
) -> None:
    world.set_level(FULL, 33)
    world.set_mode_locally(FULL, "idle")
    await travel(61)
    assert float(state(hass, "sensor", "level").state) != 33
    world.record.clear()
    await call(hass, travel, "button", "press", key="refresh")
    assert float(state(hass, "sensor", "level").state) == 33
    (read,) = world.record.of("read_battery", device_id=FULL)
    assert read.query == {"expedite": "true"}


@pytest.mark.usefixtures("all_enabled", "integration")
async def test_refresh_tells_what_went_wrong(
    hass: HomeAssistant, world: World, travel: Travel
) -> None:
    world.set_offline(FULL)
    with pytest.raises(HomeAssistantError, match="cannot reach") as caught:
        await refresh(hass, travel)
    assert caught.value.translation_domain == "amps"
    assert caught.value.translation_key == "device_offline"
    assert state(hass, "binary_sensor", "cloud_link").state == "off"
