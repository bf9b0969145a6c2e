"""The event of actions, against the simulated Amps."""

from collections.abc import Iterator
from typing import Any

from homeassistant.components.event import ATTR_EVENT_TYPE, ATTR_EVENT_TYPES
from homeassistant.core import HomeAssistant
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.amps.const import DOMAIN
from custom_components.amps.event.action import ACTION_EVENTS
from simulator import Fault, World
from simulator.probe import push_body

from .conftest import Setup
from .entities import FULL, choose, ha_device_id, noted_events, state
from .planned import BEGIN, schedule
from .travel import Travel

pytestmark = pytest.mark.usefixtures("all_enabled")

type Told = list[dict[str, Any]]


@pytest.fixture
def told(hass: HomeAssistant, integration: MockConfigEntry) -> Iterator[Told]:
    """All that the entity told, as an automation sees it."""
    assert integration.state.recoverable
    with noted_events(hass, "action") as found:
        yield found


def types(told: Told) -> list[str]:
    """The types of the events, oldest first."""
    return [event[ATTR_EVENT_TYPE] for event in told]


async def test_types(hass: HomeAssistant, integration: MockConfigEntry) -> None:
    assert integration.state.recoverable
    assert state(hass, "event", "action").attributes[ATTR_EVENT_TYPES] == [
        "scheduled",
        "acknowledged",
        "completed",
        "failed",
        "cancelled",
    ]


async def test_every_step_of_a_command_by_hand(
    hass: HomeAssistant, travel: Travel, told: Told, world: World
) -> None:
    await choose(hass, travel, "idle")
    await travel(120)
    assert types(told) == ["acknowledged", "completed"]
    (action,) = world.record.actions_of(FULL)
    for event in told:
        assert event["action_id"] == action.id
        assert event["command"] == "idle"
        assert event["reason"] is None
        assert event["attempt"] is None
        assert event["origin"] == "manual"
        assert event["device_id"] == ha_device_id(hass)
    await travel(3600)
    assert len(told) == 2


async def test_others_commands(travel: Travel, told: Told, world: World) -> None:
    world.foreign_push(FULL, push_body("auto.reserve"))
    await travel(200)
    assert types(told)[-1] == "completed"
    assert {event["origin"] for event in told} == {"foreign"}
    assert {event["command"] for event in told} == {"auto_reserve"}


async def test_a_failure_has_its_reason(
    travel: Travel, told: Told, world: World
) -> None:
    world.fail_next(FULL, "DEVICE_OFFLINE")
    world.foreign_push(FULL, push_body("idle"))
    await travel(300)
    assert types(told)[-1] == "failed"
    assert told[-1]["reason"] == "DEVICE_OFFLINE"
    assert types(told).count("failed") == 1


@pytest.mark.parametrize("generation", ["g1", "g0-routes"])
async def test_a_failure_on_older_servers(
    hass: HomeAssistant,
    travel: Travel,
    entry: MockConfigEntry,
    setup_entry: Setup,
    world: World,
    generation: Any,
) -> None:
    world.knobs.generation = generation
    assert await setup_entry(entry)
    world.fail_next(FULL, "REFUSED_BY_VENDOR")
    world.foreign_push(FULL, push_body("idle"))
    await travel(300)
    event = state(hass, "event", "action")
    assert event.attributes[ATTR_EVENT_TYPE] == "failed"
    assert event.attributes["reason"] == "REFUSED_BY_VENDOR"


async def test_a_window_of_the_plan(
    hass: HomeAssistant, travel: Travel, told: Told
) -> None:
    await schedule(hass, travel)
    await travel(60)
    window, back = told
    assert types(told) == ["scheduled", "scheduled"]
    assert (window["command"], window["attempt"]) == ("charge", 1)
    assert (back["command"], back["attempt"]) == ("auto_balanced", None)
    await travel.to(BEGIN)
    await travel(600)
    assert types(told)[2:] == ["acknowledged"]
    assert told[-1]["action_id"] == window["action_id"]
    assert {event["origin"] for event in told} == {"plan"}


async def test_a_cancelled_one(
    hass: HomeAssistant, travel: Travel, told: Told, world: World
) -> None:
    await schedule(hass, travel)
    await travel(60)
    world.foreign_cancel(world.record.actions_of(FULL)[0].id)
    await travel(16 * 60)
    window = [event for event in told if event["command"] == "charge"]
    assert types(window) == ["scheduled", "cancelled"]
    assert {event["origin"] for event in window} == {"plan"}


async def test_history_is_not_told(
    hass: HomeAssistant,
    travel: Travel,
    entry: MockConfigEntry,
    setup_entry: Setup,
    world: World,
) -> None:
    for command in ("idle", "auto.reserve", "auto.balanced"):
        world.foreign_push(FULL, push_body(command))
        await travel(30)
    world.foreign_push(FULL, push_body("charge", start="2h"))
    await travel(300)
    assert await setup_entry(entry)
    answer = hass.services.async_call(
        DOMAIN,
        "get_actions",
        {"device_id": ha_device_id(hass), "limit": 50},
        blocking=True,
        return_response=True,
    )
    await travel.run(answer)
    await travel(20 * 60)
    assert state(hass, "event", "action").state == "unknown"


async def test_a_reload_tells_nothing_anew(
    hass: HomeAssistant, travel: Travel, integration: MockConfigEntry, world: World
) -> None:
    world.foreign_push(FULL, push_body("idle"))
    await travel(120)
    before = state(hass, "event", "action")
    assert before.attributes[ATTR_EVENT_TYPE] == "completed"
    await travel.run(hass.config_entries.async_reload(integration.entry_id))
    await travel(20 * 60)
    assert state(hass, "event", "action").state == before.state


async def test_a_push_without_an_answer_is_not_taken_for_somebody_elses(
    hass: HomeAssistant, travel: Travel, told: Told, world: World
) -> None:
    fault = Fault(endpoint="push", drop=True, after=True, times=1)
    world.faults.add(fault)
    await schedule(hass, travel)
    await travel(600)
    assert types(told)[:1] == ["scheduled"]
    assert {event["origin"] for event in told} == {"plan"}


def test_it_is_disabled_unless_wanted() -> None:
    assert ACTION_EVENTS[0].entity_registry_enabled_default is False
