"""A battery that can do less, or that left."""

from datetime import datetime, timedelta

from homeassistant.core import HomeAssistant
import pytest
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
)

from simulator import Command, World

from ..entities import FULL, state
from ..planned import BEGIN, END, schedule
from ..travel import Travel
from .shown import NAME, Fix, placeholders, reload, shown


@pytest.mark.usefixtures("integration")
async def test_a_capability_is_gone(
    hass: HomeAssistant, world: World, travel: Travel, fix: Fix
) -> None:
    window = await schedule(hass, travel, repeat="FREQ=DAILY")
    await schedule(hass, travel, END, END + timedelta(hours=1), command="idle")
    charge = world.devices[FULL].commands["charge"]
    world.remove_command(FULL, "charge")
    await travel(75)
    issue_id = f"capability_gone_{window['uid']}"
    assert placeholders(hass, issue_id)["window"] == "Charge to 100 % at 5 kW"

    world.devices[FULL].commands["charge"] = Command(
        execution=charge.execution, parameters=charge.parameters
    )
    await travel(75)
    assert issue_id not in shown(hass)

    world.remove_command(FULL, "charge")
    await travel(75)
    await fix(issue_id)
    await travel(75)
    assert issue_id not in shown(hass)
    begins = state(hass, "sensor", "next_window_start").state
    assert datetime.fromisoformat(begins) == END


async def test_a_battery_that_left(
    hass: HomeAssistant,
    world: World,
    travel: Travel,
    fix: Fix,
    integration: MockConfigEntry,
) -> None:
    await schedule(hass, travel, repeat="FREQ=DAILY")
    device = world.remove_device(FULL)
    await travel(150)
    issue_id = f"device_gone_{FULL}"
    assert placeholders(hass, issue_id)["battery"] == NAME

    await reload(hass, travel, integration)
    assert issue_id in shown(hass)
    world.add_device(device)
    await travel(75)
    assert issue_id not in shown(hass)
    assert state(hass, "sensor", "next_window_start").state == BEGIN.isoformat()

    world.remove_device(FULL)
    await travel(150)
    await fix(issue_id)
    assert not shown(hass)
    world.add_device(device)
    await travel(75)
    assert state(hass, "sensor", "next_window_start").state == "unknown"


@pytest.mark.usefixtures("integration")
async def test_a_battery_without_a_plan_may_leave(
    hass: HomeAssistant, world: World, travel: Travel
) -> None:
    world.remove_device(FULL)
    await travel(150)
    assert not shown(hass)
