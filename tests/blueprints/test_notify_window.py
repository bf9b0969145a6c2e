"""Telling the owner of what happens to a window."""

from datetime import timedelta

from homeassistant.core import HomeAssistant
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    async_mock_service,
)

from custom_components.amps.battery.planning.savings_keeper import EVENT_DAY_SUMMARY
from simulator import World

from ..battery.planning.goals.goals import set_goal
from ..entities import FULL, entity_id, ha_device_id
from ..planned import BEGIN, schedule
from ..travel import Travel
from .automations import Automate, notes


async def test_notify_of_a_window_that_fails(
    hass: HomeAssistant, world: World, travel: Travel, automate: Automate
) -> None:
    await automate(
        "notify_window",
        windows=[
            entity_id(hass, "event", "window"),
            entity_id(hass, "event", "action"),
        ],
    )
    await schedule(hass, travel)
    world.set_scheduler(FULL)
    await travel.to(BEGIN + timedelta(minutes=30))
    name = hass.states.get(entity_id(hass, "sensor", "level"))
    assert name is not None
    battery = name.name.removesuffix(" Level")
    ((title, message),) = notes(hass)
    assert title == "Battery plan failed"
    why = "the schedule in the manufacturer's app is on"
    assert message.startswith(f"{battery}: charge at 09:00 on 23 Nov: {why}. Level ")


async def test_notify_of_a_risk_by_an_action_of_ones_own(
    hass: HomeAssistant, world: World, travel: Travel, automate: Automate
) -> None:
    calls = async_mock_service(hass, "notify", "phone")
    await automate(
        "notify_window",
        windows=[entity_id(hass, "event", "window")],
        tell=[{"action": "notify.phone", "data": {"message": "{{ message }}"}}],
    )
    await schedule(hass, travel)
    await travel.to(BEGIN - timedelta(minutes=50))
    world.set_offline(FULL)
    await travel.to(BEGIN - timedelta(minutes=30))
    world.set_offline(FULL, offline=False)
    await travel.to(BEGIN + timedelta(hours=2))
    (told,) = calls
    assert "the battery cannot be reached" in told.data["message"]
    assert not notes(hass)


async def test_notify_of_what_was_missed_meanwhile_once(
    hass: HomeAssistant,
    travel: Travel,
    integration: MockConfigEntry,
    automate: Automate,
) -> None:
    await automate("notify_window", windows=[entity_id(hass, "event", "window")])
    soon = travel.now() + timedelta(days=3)
    await schedule(hass, travel, soon, soon + timedelta(hours=1))
    await travel.run(hass.config_entries.async_unload(integration.entry_id))
    await travel.to(soon + timedelta(hours=2))
    await travel.run(hass.config_entries.async_setup(integration.entry_id))
    await travel(120)
    ((title, message),) = notes(hass)
    assert title == "Battery plan missed"
    assert "Home Assistant was not running" in message
    await travel.run(hass.config_entries.async_reload(integration.entry_id))
    await travel(120)
    assert len(notes(hass)) == 1


async def test_notify_of_the_day_before(
    hass: HomeAssistant, travel: Travel, automate: Automate
) -> None:
    await automate(
        "notify_window",
        windows=[entity_id(hass, "event", "window")],
        types=["failed", "day_summary"],
    )
    text = "Charged 6.1 kWh from 01:00 to 02:15, 60 to 90 %, saved 1.12 yesterday"
    for device_id in (ha_device_id(hass), "another"):
        hass.bus.async_fire(
            EVENT_DAY_SUMMARY, {"device_id": device_id, "message": text}
        )
    await travel.settle()
    ((title, message),) = notes(hass)
    assert title == "Battery yesterday"
    assert message == f"GivEnergy All in One 10.4: {text}."


async def test_days_are_told_only_to_who_wants_that(
    hass: HomeAssistant, travel: Travel, automate: Automate
) -> None:
    await automate("notify_window", windows=[entity_id(hass, "event", "window")])
    hass.bus.async_fire(
        EVENT_DAY_SUMMARY, {"device_id": ha_device_id(hass), "message": "Saved 1.12"}
    )
    await travel.settle()
    assert notes(hass) == []


async def test_notify_of_a_goal_that_cannot_be_met(
    hass: HomeAssistant, world: World, travel: Travel, automate: Automate
) -> None:
    await automate("notify_window", windows=[entity_id(hass, "event", "window")])
    world.device(FULL).level = 20
    await travel(timedelta(minutes=20))
    end = travel.now() + timedelta(minutes=30)
    _ = await set_goal(hass, travel, start=travel.now(), end=end, target=100)
    await travel(5)
    ((title, message),) = notes(hass)
    assert title == "Battery plan at risk"
    assert "there is not enough time" in message
