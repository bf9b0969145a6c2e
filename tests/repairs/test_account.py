"""Repairs that are not about one battery."""

from datetime import timedelta

from homeassistant.config_entries import ConfigEntryDisabler
from homeassistant.core import HomeAssistant
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.amps.const import DOMAIN
from simulator import World, full

from ..conftest import Setup
from ..travel import Travel
from .shown import Fix, issue, placeholders, reload, shown


async def test_polling_is_disabled(
    hass: HomeAssistant, travel: Travel, fix: Fix, integration: MockConfigEntry
) -> None:
    hass.config_entries.async_update_entry(integration, pref_disable_polling=True)
    await reload(hass, travel, integration)
    assert placeholders(hass, "polling_disabled")["entries"] == "Amps"
    await fix("polling_disabled")
    await travel(30)
    assert integration.pref_disable_polling is False
    assert not shown(hass)


async def test_the_clock_is_wrong(
    hass: HomeAssistant, world: World, travel: Travel, integration: MockConfigEntry
) -> None:
    world.knobs.clock_skew = 300
    await travel(timedelta(minutes=10))
    assert placeholders(hass, "clock_wrong")["minutes"] == "5"
    assert issue(hass, "clock_wrong").is_fixable is False
    await reload(hass, travel, integration)
    assert "clock_wrong" in shown(hass)
    world.knobs.clock_skew = 0
    await travel(timedelta(minutes=10))
    assert not shown(hass)


async def test_repairs_of_two_entries(
    hass: HomeAssistant,
    travel: Travel,
    entry: MockConfigEntry,
    setup_entry: Setup,
    world: World,
) -> None:
    world.add_device(full("device_sim_other"))
    world.keys.add("sk_test_other", devices=frozenset({"device_sim_other"}))
    other = MockConfigEntry(
        domain=DOMAIN,
        title="Cottage",
        data={**entry.data, "api_key": "sk_test_other"},
        options={"batteries": ["device_sim_other"], "add_new": False},
        pref_disable_polling=True,
    )
    assert await setup_entry(entry)
    assert await setup_entry(other)
    assert placeholders(hass, "polling_disabled")["entries"] == "Cottage"
    await travel(120)
    assert "polling_disabled" in shown(hass)
    await travel.run(
        hass.config_entries.async_set_disabled_by(
            other.entry_id, ConfigEntryDisabler.USER
        )
    )
    await travel(120)
    assert not shown(hass)
