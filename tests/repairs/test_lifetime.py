"""Repairs that are ignored, come back, and go with their entry."""

from datetime import timedelta

from homeassistant.const import STATE_OFF, STATE_ON
from homeassistant.core import HomeAssistant
from homeassistant.helpers import issue_registry as ir
from pytest_homeassistant_custom_component.common import MockConfigEntry, flush_store

from custom_components.amps.const import DOMAIN
from simulator import World

from ..entities import FULL
from ..planned import BEGIN, schedule
from ..travel import Travel
from .shown import GONE, NIGHT, TEXTS, Fix, hold_slot, problem, reload, shown


def test_texts_are_explained() -> None:
    for key, texts in TEXTS.items():
        assert texts["title"], key
        assert ("description" in texts) != ("fix_flow" in texts), key
        for step in texts.get("fix_flow", {}).get("step", {}).values():
            assert step["title"], key
            assert step["description"], key


async def test_to_ignore_is_to_dismiss(
    hass: HomeAssistant, world: World, travel: Travel, integration: MockConfigEntry
) -> None:
    world.fail_next(FULL, "UNSUPPORTED_MODE")
    await schedule(hass, travel)
    await travel.to(BEGIN + timedelta(minutes=2))
    ir.async_ignore_issue(hass, DOMAIN, f"window_missed_{FULL}", ignore=True)
    await travel.settle()
    assert problem(hass) == STATE_OFF
    await travel(5)
    await reload(hass, travel, integration)
    assert not shown(hass)
    assert problem(hass) == STATE_OFF


async def test_what_is_ignored_stays_so_while_it_holds(
    hass: HomeAssistant, world: World, travel: Travel, integration: MockConfigEntry
) -> None:
    hold_slot(world)
    await schedule(hass, travel, NIGHT, NIGHT + timedelta(hours=1))
    await travel(75)
    assert problem(hass) == STATE_ON
    ir.async_ignore_issue(hass, DOMAIN, f"slot_held_{FULL}", ignore=True)
    await travel(5)
    assert problem(hass) == STATE_OFF
    await reload(hass, travel, integration)
    assert not shown(hass)
    assert ir.async_get(hass).async_get_issue(DOMAIN, f"slot_held_{FULL}")


async def test_all_is_there_again_after_a_restart(
    hass: HomeAssistant, world: World, travel: Travel, integration: MockConfigEntry
) -> None:
    hold_slot(world)
    window = await schedule(hass, travel, NIGHT, NIGHT + timedelta(hours=1))
    world.remove_command(FULL, "charge")
    await travel(GONE)
    ids = {f"slot_held_{FULL}", f"capability_gone_{window['uid']}"}
    assert shown(hass).keys() == ids
    ir.async_ignore_issue(hass, DOMAIN, f"slot_held_{FULL}", ignore=True)
    await travel.run(hass.config_entries.async_unload(integration.entry_id))

    registry = ir.async_get(hass)
    await travel.run(flush_store(registry._store))
    await travel.run(registry._async_load())
    assert not shown(hass)
    await travel.run(hass.config_entries.async_setup(integration.entry_id))
    await travel(30)
    assert shown(hass).keys() == ids - {f"slot_held_{FULL}"}
    held = registry.async_get_issue(DOMAIN, f"slot_held_{FULL}")
    assert held is not None
    assert held.active
    assert held.dismissed_version is not None


async def test_repairs_go_with_their_entry(
    hass: HomeAssistant, world: World, travel: Travel, integration: MockConfigEntry
) -> None:
    hold_slot(world)
    await schedule(hass, travel, NIGHT, NIGHT + timedelta(hours=1))
    await travel(75)
    assert shown(hass)
    await travel.run(hass.config_entries.async_remove(integration.entry_id))
    await travel.settle()
    assert not shown(hass)


async def test_a_fix_of_an_entry_that_is_not_loaded(
    hass: HomeAssistant,
    world: World,
    travel: Travel,
    fix: Fix,
    integration: MockConfigEntry,
) -> None:
    hold_slot(world)
    await schedule(hass, travel, NIGHT, NIGHT + timedelta(hours=1))
    await travel(75)
    await travel.run(hass.config_entries.async_unload(integration.entry_id))
    result = await fix(f"slot_held_{FULL}")
    assert result["reason"] == "not_loaded"
