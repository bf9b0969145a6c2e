"""What happens while a request to Amps is on its way."""

import asyncio
from datetime import timedelta

from homeassistant.const import ATTR_ENTITY_ID
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from simulator import Fault, World

from ..calendars import Dialog, MonthView, named, unchanged
from ..entities import FULL, choose, entity_id
from ..planned import END, schedule
from ..travel import Travel


async def _over(task: asyncio.Task[object]) -> None:
    await task


async def test_a_series_is_cut_in_two_while_its_next_occurrence_is_sent(
    hass: HomeAssistant,
    integration: MockConfigEntry,
    dialog: Dialog,
    month: MonthView,
    world: World,
    travel: Travel,
) -> None:
    await schedule(hass, travel, repeat="FREQ=DAILY")
    await travel.to(END - timedelta(minutes=5))
    world.faults.add(Fault(endpoint="push", delay=20))
    sent = len(world.record.pushes())
    await travel.to(END + timedelta(seconds=15))
    assert integration.runtime_data.manager.controller(FULL).is_sending

    _, tomorrow, _ = await month("2026-11-23T00:00", "2026-11-26T00:00")
    event = unchanged(tomorrow, rrule="FREQ=DAILY;COUNT=5", summary="Charge")
    fields = named(tomorrow, recurrence_range="THISANDFUTURE", event=event)
    assert await dialog("update", **fields) is None
    _, after, _ = await month("2026-11-23T00:00", "2026-11-26T00:00")
    assert after["uid"] != tomorrow["uid"]

    await travel(600)
    charges = [
        request
        for request in world.record.pushes()[sent:]
        if request.body["action"]["command"] == "charge"
    ]
    assert len(charges) == 1
    assert not world.record.of("cancel")


async def test_an_entry_is_unloaded_while_a_command_waits_for_another(
    hass: HomeAssistant, integration: MockConfigEntry, world: World, travel: Travel
) -> None:
    await choose(hass, travel, "charge")
    target = {ATTR_ENTITY_ID: entity_id(hass, "select", "operation_mode")}
    again = hass.async_create_task(
        hass.services.async_call(
            "select", "select_option", target | {"option": "discharge"}, blocking=True
        )
    )
    await travel.settle()
    assert not again.done()
    await travel.run(hass.config_entries.async_unload(integration.entry_id))
    sent = len(world.record.writes())
    with pytest.raises(HomeAssistantError):
        await travel.run(_over(again))
    await travel(60)
    assert len(world.record.writes()) == sent
    world.catch_up()
    assert world.device(FULL).mode.command == "charge"


async def test_an_entry_is_reloaded_while_a_push_is_answered(
    hass: HomeAssistant, integration: MockConfigEntry, world: World, travel: Travel
) -> None:
    world.faults.add(Fault(endpoint="push", delay=20, after=True))
    await schedule(hass, travel)
    assert integration.runtime_data.manager.controller(FULL).is_sending
    await travel.run(hass.config_entries.async_reload(integration.entry_id))
    await travel.to(END + timedelta(minutes=5))
    modes = [effect.command for effect in world.record.effects_of(FULL, "mode")]
    assert modes == ["charge", "idle", "auto.balanced"]
    assert len(world.record.pushes()) == 2
