"""The events, against the simulated Amps."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from unittest.mock import patch

from homeassistant.components.event import ATTR_EVENT_TYPE, ATTR_EVENT_TYPES
from homeassistant.const import STATE_OFF, STATE_ON
from homeassistant.core import HomeAssistant
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry
from syrupy.assertion import SnapshotAssertion

from custom_components.amps.event import WINDOW_EVENTS, AmpsWindowEvent
from simulator import World

from .entities import FULL, check_entities, choose, ha_device_id, noted_events, state
from .planned import BEGIN, END, schedule
from .travel import Travel

type Told = list[dict[str, Any]]


@pytest.fixture
def told(hass: HomeAssistant, integration: MockConfigEntry) -> Iterator[Told]:
    """All that the entity told, as an automation sees it."""
    assert integration.state.recoverable
    with noted_events(hass, "window") as found:
        yield found


def _types(told: Told) -> list[str]:
    return [event[ATTR_EVENT_TYPE] for event in told]


@pytest.mark.usefixtures("all_enabled")
@pytest.mark.parametrize("batteries", [2])
async def test_entities(
    hass: HomeAssistant, integration: MockConfigEntry, snapshot: SnapshotAssertion
) -> None:
    check_entities(hass, integration, "event", snapshot)


@pytest.mark.usefixtures("integration")
async def test_types(hass: HomeAssistant) -> None:
    assert state(hass, "event", "window").attributes[ATTR_EVENT_TYPES] == [
        "done",
        "incomplete",
        "accepted",
        "failed",
        "missed",
        "cancelled",
        "at_risk",
    ]


async def test_one_event_for_a_window(
    hass: HomeAssistant, travel: Travel, told: Told
) -> None:
    window = await schedule(hass, travel, target=90)
    await travel.to(END + timedelta(minutes=15))
    (event,) = told
    assert event[ATTR_EVENT_TYPE] == "done"
    assert event["device_id"] == ha_device_id(hass)
    assert event["uid"] == window["uid"]
    assert event["command"] == "charge"
    assert event["start"] == BEGIN.isoformat()
    assert event["end"] == END.isoformat()
    assert event["reason"] is None
    assert event["level"] == pytest.approx(90, abs=1)
    assert event["attempt"] == 0


async def test_a_window_that_fails_is_told_once(
    hass: HomeAssistant, world: World, travel: Travel, told: Told
) -> None:
    await schedule(hass, travel)
    world.set_scheduler(FULL)
    await travel.to(BEGIN + timedelta(minutes=30))
    (event,) = told
    assert event[ATTR_EVENT_TYPE] == "failed"
    assert event["reason"] == "vendor_schedule"
    assert state(hass, "binary_sensor", "problem").state == STATE_ON


async def test_a_risk_is_told_in_time_and_once(
    hass: HomeAssistant, world: World, travel: Travel, told: Told
) -> None:
    await schedule(hass, travel)
    await travel.to(BEGIN - timedelta(minutes=50))
    world.set_offline(FULL)
    await travel.to(BEGIN - timedelta(minutes=30))
    assert _types(told) == ["at_risk"]
    assert told[0]["reason"] == "device_offline"
    assert state(hass, "binary_sensor", "problem").state == STATE_ON

    world.set_offline(FULL, offline=False)
    await travel.to(END + timedelta(minutes=15))
    assert _types(told) == ["at_risk", "done"]
    assert state(hass, "binary_sensor", "problem").state == STATE_OFF


async def test_what_was_missed_is_told_after_a_restart(
    hass: HomeAssistant, travel: Travel, integration: MockConfigEntry, told: Told
) -> None:
    soon = travel.now() + timedelta(days=3)  # more than the lead time
    await schedule(hass, travel, soon, soon + timedelta(hours=1))
    await travel.run(hass.config_entries.async_unload(integration.entry_id))
    await travel.to(soon + timedelta(hours=2))
    assert not told
    await travel.run(hass.config_entries.async_setup(integration.entry_id))
    await travel(120)
    (event,) = told
    assert event[ATTR_EVENT_TYPE] == "missed"
    assert event["reason"] == "home_assistant_off"


async def test_a_window_that_is_overridden_is_told_once(
    hass: HomeAssistant, world: World, travel: Travel, told: Told
) -> None:
    world.knobs.window_completed_at = "opening"  # else it cannot be ended
    await schedule(hass, travel)
    await travel.to(BEGIN + timedelta(minutes=10))
    await choose(hass, travel, "auto_reserve")
    await travel.to(END + timedelta(minutes=15))
    (event,) = told
    assert (event[ATTR_EVENT_TYPE], event["reason"]) == ("cancelled", "overridden")
    assert (event["start"], event["command"]) == (BEGIN.isoformat(), "charge")


async def test_an_entity_that_goes_at_once_listens_to_nothing(
    hass: HomeAssistant, integration: MockConfigEntry, travel: Travel
) -> None:
    controller = integration.runtime_data.manager.controller(FULL)
    entity = AmpsWindowEvent(controller, WINDOW_EVENTS[0])
    entity.hass = hass
    with patch.object(controller.events, "async_on_event") as listen:
        await entity.async_added_to_hass()
        entity._call_on_remove_callbacks()
        await travel.settle()
    listen.assert_not_called()
