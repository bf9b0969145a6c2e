"""No battery is followed by two entries."""

from homeassistant.config_entries import ConfigEntryState
from homeassistant.const import CONF_API_KEY
from homeassistant.core import HomeAssistant
from homeassistant.helpers import device_registry as dr
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.amps.const import CONF_BATTERIES, CONF_IGNORED, DOMAIN
from simulator import World, full

from ..travel import Travel

NEW = "device_sim_new"
OTHER_KEY = "sk_test_another"


@pytest.fixture
def second(entry: MockConfigEntry, world: World) -> MockConfigEntry:
    """An entry with another key of the same account."""
    world.keys.add(OTHER_KEY)
    first, other = sorted(world.devices)
    return MockConfigEntry(
        domain=DOMAIN,
        title="Amps 2",
        data={**entry.data, CONF_API_KEY: OTHER_KEY},
        options={**entry.options, CONF_BATTERIES: [other], CONF_IGNORED: [first]},
    )


def _followers(*entries: MockConfigEntry) -> list[str]:
    return [
        entry.title for entry in entries if NEW in entry.runtime_data.coordinator.data
    ]


@pytest.mark.parametrize("batteries", [2])
async def test_a_battery_is_linked_while_home_assistant_is_off(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    second: MockConfigEntry,
    world: World,
    travel: Travel,
) -> None:
    first, other = sorted(world.devices)
    entry.add_to_hass(hass)
    options = {**entry.options, CONF_BATTERIES: [first], CONF_IGNORED: [other]}
    hass.config_entries.async_update_entry(entry, options=options)
    second.add_to_hass(hass)
    world.add_device(full(NEW))
    # that sets up both at the same time, as at a start
    assert await travel.run(hass.config_entries.async_setup(entry.entry_id))
    assert second.state is ConfigEntryState.LOADED
    await travel(180)
    followers = _followers(entry, second)
    assert len(followers) == 1
    found = dr.async_get(hass).async_get_devices(identifiers={(DOMAIN, NEW)})
    assert len(found) == 1

    # whoever has it may lose it: then the other one takes it
    (has_it,) = (owner for owner in (entry, second) if owner.title in followers)
    (lacks_it,) = (owner for owner in (entry, second) if owner is not has_it)
    assert await travel.run(hass.config_entries.async_remove(has_it.entry_id))
    await travel(180)
    assert _followers(lacks_it) == [lacks_it.title]
