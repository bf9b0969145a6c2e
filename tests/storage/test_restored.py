"""Backups and copies: what is stored is not what Amps has."""

from datetime import timedelta

from homeassistant.core import HomeAssistant
from pytest_homeassistant_custom_component.common import MockConfigEntry

from simulator import World

from ..entities import FULL, noted_events
from ..repairs.shown import shown
from ..travel import Travel
from ..windows import answer, schedule, waiting
from .files import Files

DAY = timedelta(days=1)
DAILY = "2026-11-23 10:00:00", "2026-11-23 12:00:00"


async def _unload(hass: HomeAssistant, travel: Travel, entry: MockConfigEntry) -> None:
    assert await travel.run(hass.config_entries.async_unload(entry.entry_id))


async def _start(hass: HomeAssistant, travel: Travel, entry: MockConfigEntry) -> None:
    assert await travel.run(hass.config_entries.async_setup(entry.entry_id))
    await travel(60)


def _charges(world: World) -> int:
    world.catch_up()
    modes = [effect.command for effect in world.record.effects_of(FULL, "mode")]
    return modes.count("charge")


async def test_a_backup_from_days_ago(
    hass: HomeAssistant,
    integration: MockConfigEntry,
    world: World,
    travel: Travel,
    files: Files,
) -> None:
    await schedule(hass, travel, *DAILY, target=95, repeat="FREQ=DAILY")
    await travel(60)
    backup = files.copy()
    await travel(DAY)
    assert _charges(world) == 1
    sent = len(world.record.pushes())
    held = waiting(world)
    await _unload(hass, travel, integration)
    files.restore(backup)
    with noted_events(hass, "window") as told:
        await _start(hass, travel, integration)
        await travel(timedelta(hours=1))
        # what Amps holds of ours is known again: it is neither sent nor warned of
        assert len(world.record.pushes()) == sent
        assert waiting(world) == held
        assert not [name for name in shown(hass) if name.startswith("slot_held")]
        await travel(DAY)
    assert _charges(world) == 2
    assert "at_risk" not in [event["event_type"] for event in told]
    assert [event["event_type"] for event in told][-1:] == ["done"]


async def test_a_copy_of_the_plan_in_a_second_home_assistant(
    hass: HomeAssistant,
    integration: MockConfigEntry,
    world: World,
    travel: Travel,
    files: Files,
) -> None:
    options = {**integration.options, "lead_time": {"minutes": 60}}
    hass.config_entries.async_update_entry(integration, options=options)
    await travel.settle()
    await schedule(hass, travel, *DAILY, target=95, repeat="FREQ=DAILY")
    await travel(60)
    copied = files.copy()
    # the first one sends the window, and is then gone for a moment
    await travel(timedelta(minutes=75))
    assert len(waiting(world)) == 1
    sent = len(world.record.pushes())
    await _unload(hass, travel, integration)
    files.restore(copied)
    await _start(hass, travel, integration)
    with noted_events(hass, "window") as told:
        assert not shown(hass)
        await travel(timedelta(hours=4))
    assert len(world.record.pushes()) == sent
    assert _charges(world) == 1
    assert [event["event_type"] for event in told] == ["done"]


async def test_a_plan_that_is_gone_while_amps_holds_its_window(
    hass: HomeAssistant,
    integration: MockConfigEntry,
    world: World,
    travel: Travel,
    files: Files,
) -> None:
    await schedule(hass, travel, *DAILY, target=95)
    await travel(60)
    held, sent = waiting(world), len(world.record.pushes())
    await _unload(hass, travel, integration)
    files.restore({})
    await _start(hass, travel, integration)
    day = {"start": "2026-11-23", "end": "2026-11-24"}
    # it is shown as what somebody else did, and left alone
    found = await answer(hass, travel, "get_windows", **day)
    assert {window["origin"] for window in found} == {"foreign"}
    assert "2026-11-23T10:00:00+00:00" in [window["start"] for window in found]
    await travel(timedelta(hours=1))
    assert waiting(world) == held
    assert len(world.record.pushes()) == sent
    await travel(timedelta(hours=4))
    assert _charges(world) == 1
