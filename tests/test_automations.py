"""Triggers and conditions, in automations as people make them."""

from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import timedelta
from typing import Any

from homeassistant.core import HomeAssistant, ServiceCall
from homeassistant.helpers import area_registry as ar, device_registry as dr
from homeassistant.setup import async_setup_component
import pytest
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    async_mock_service,
)
from pytest_homeassistant_custom_component.typing import WebSocketGenerator

from simulator import World

from .entities import FULL, WINDOWED, entity_id, ha_device_id
from .planned import BEGIN, END, schedule
from .travel import Travel

type Automate = Callable[..., Awaitable[list[ServiceCall]]]
MINUTE = timedelta(minutes=1)
KINDS = ("run_at_risk", "run_ended", "run_failed", "run_started")


@pytest.fixture
async def automate(
    hass: HomeAssistant, travel: Travel, integration: MockConfigEntry
) -> AsyncIterator[Automate]:
    """Makes an automation, and gives what it does each time it is triggered."""
    assert integration.state.recoverable

    async def make(
        kind: str = "",
        *,
        target: dict[str, Any] | None = None,
        options: dict[str, Any] | None = None,
        conditions: list[dict[str, Any]] | None = None,
    ) -> list[ServiceCall]:
        triggers: dict[str, Any] = {"trigger": "event", "event_type": "now"}
        if kind:
            triggers = {
                "trigger": f"amps.{kind}",
                "target": target or {"device_id": ha_device_id(hass)},
                "options": options or {},
            }
        told = "{{ trigger.to_state.attributes.get('reason') }}" if kind else ""
        config = {
            "alias": "test",
            "triggers": [triggers],
            "conditions": conditions or [],
            "actions": [{"action": "test.tell", "data": {"reason": told}}],
        }
        calls: list[ServiceCall] = async_mock_service(hass, "test", "tell")
        work = async_setup_component(hass, "automation", {"automation": [config]})
        assert await travel.run(work)
        await travel.settle()
        automation = hass.states.get("automation.test")
        assert automation is not None
        assert automation.state == "on"
        return calls

    yield make
    await travel.run(
        hass.services.async_call(
            "automation", "turn_off", {"entity_id": "all"}, blocking=True
        )
    )


async def test_a_run_starts_and_ends_at_its_seconds(
    hass: HomeAssistant, travel: Travel, automate: Automate
) -> None:
    started = await automate("run_started")
    await schedule(hass, travel)
    await travel.to(BEGIN - timedelta(seconds=1))
    assert not started
    await travel.to(BEGIN)
    assert len(started) == 1
    await travel.to(END + timedelta(minutes=15))
    assert len(started) == 1


async def test_a_run_ends(
    hass: HomeAssistant, travel: Travel, automate: Automate
) -> None:
    ended = await automate("run_ended")
    await schedule(hass, travel)
    await travel.to(END - timedelta(seconds=1))
    assert not ended
    await travel.to(END)
    assert len(ended) == 1


@pytest.mark.parametrize("kind", ["run_started", "run_ended"])
async def test_runs_that_touch_are_told_apart(
    hass: HomeAssistant, travel: Travel, automate: Automate, kind: str
) -> None:
    calls = await automate(kind)
    await schedule(hass, travel)
    await schedule(hass, travel, END, END + timedelta(hours=1), command="discharge")
    await travel.to(END + MINUTE)
    before = len(calls)
    await travel.to(END + timedelta(hours=1, minutes=15))
    assert (before, len(calls)) == ((2, 2) if kind == "run_started" else (1, 2))


@pytest.mark.parametrize("kind", ["run_started", "run_ended"])
async def test_only_the_commands_that_are_wanted(
    hass: HomeAssistant, travel: Travel, automate: Automate, kind: str
) -> None:
    calls = await automate(kind, options={"command": ["discharge"]})
    await schedule(hass, travel)
    await schedule(hass, travel, END, END + timedelta(hours=1), command="discharge")
    await travel.to(END - MINUTE)
    assert not calls
    await travel.to(END + timedelta(hours=1, minutes=15))
    assert len(calls) == 1


async def test_a_run_fails(
    hass: HomeAssistant, world: World, travel: Travel, automate: Automate
) -> None:
    failed = await automate("run_failed")
    await schedule(hass, travel)
    world.set_scheduler(FULL)
    await travel.to(BEGIN + timedelta(minutes=30))
    (call,) = failed
    assert call.data["reason"] == "vendor_schedule"


async def test_a_run_is_at_risk(
    hass: HomeAssistant, world: World, travel: Travel, automate: Automate
) -> None:
    at_risk = await automate("run_at_risk", options={"command": "charge"})
    await schedule(hass, travel)
    await travel.to(BEGIN - timedelta(minutes=50))
    world.set_offline(FULL)
    await travel.to(BEGIN - timedelta(minutes=30))
    (call,) = at_risk
    assert call.data["reason"] == "device_offline"


async def test_a_run_that_succeeds_neither_fails_nor_is_at_risk(
    hass: HomeAssistant, travel: Travel, automate: Automate
) -> None:
    failed = await automate("run_failed")
    await schedule(hass, travel)
    await travel.to(END + timedelta(minutes=15))
    assert not failed


@pytest.mark.parametrize("batteries", [2])
async def test_a_battery_is_chosen_by_its_area(
    hass: HomeAssistant, travel: Travel, automate: Automate
) -> None:
    area = ar.async_get(hass).async_create("Cellar")
    devices = dr.async_get(hass)
    devices.async_update_device(ha_device_id(hass, WINDOWED), area_id=area.id)
    started = await automate("run_started", target={"area_id": area.id})
    await schedule(hass, travel)
    await travel.to(BEGIN + MINUTE)
    assert not started
    late = END + timedelta(hours=1)
    await schedule(hass, travel, END, late, battery=WINDOWED)
    await travel.to(END + timedelta(minutes=5))
    assert len(started) == 1


async def test_nothing_starts_again_when_the_entry_is_loaded_again(
    hass: HomeAssistant,
    travel: Travel,
    automate: Automate,
    integration: MockConfigEntry,
) -> None:
    started = await automate("run_started")
    await schedule(hass, travel)
    await travel.to(BEGIN + MINUTE)
    assert len(started) == 1
    await travel.run(hass.config_entries.async_reload(integration.entry_id))
    await travel(120)
    assert len(started) == 1
    await schedule(hass, travel, END + MINUTE, END + timedelta(hours=1))
    await travel.to(END + timedelta(minutes=5))
    assert len(started) == 2


def _planned(hass: HomeAssistant, *batteries: str, **options: Any) -> dict[str, Any]:
    devices = [ha_device_id(hass, battery) for battery in batteries or (FULL,)]
    return {
        "condition": "amps.run_is_planned",
        "target": {"device_id": devices},
        "options": options,
    }


async def _fire(hass: HomeAssistant, travel: Travel) -> None:
    hass.bus.async_fire("now")
    await travel.settle()


async def test_a_run_is_planned_within_a_time(
    hass: HomeAssistant, travel: Travel, automate: Automate
) -> None:
    within = _planned(hass, within={"minutes": 30})
    calls = await automate(conditions=[within])
    await _fire(hass, travel)
    await schedule(hass, travel)
    await travel.to(BEGIN - timedelta(minutes=31))
    await _fire(hass, travel)
    assert not calls
    await travel.to(BEGIN - timedelta(minutes=29))
    await _fire(hass, travel)
    assert len(calls) == 1
    await travel.to(BEGIN + MINUTE)  # it runs, so it is no longer planned
    await _fire(hass, travel)
    assert len(calls) == 1


async def test_a_command_that_is_not_the_next_one(
    hass: HomeAssistant, travel: Travel, automate: Automate
) -> None:
    calls = await automate(conditions=[_planned(hass, command="discharge")])
    await schedule(hass, travel)
    await _fire(hass, travel)
    assert not calls
    await schedule(hass, travel, END, END + timedelta(hours=1), command="discharge")
    await _fire(hass, travel)
    assert len(calls) == 1


@pytest.mark.parametrize("batteries", [2])
@pytest.mark.parametrize(("behavior", "passes"), [("any", 1), ("all", 0)])
async def test_any_or_all_batteries(
    hass: HomeAssistant, travel: Travel, automate: Automate, behavior: str, passes: int
) -> None:
    condition = _planned(hass, FULL, WINDOWED, behavior=behavior)
    calls = await automate(conditions=[condition])
    await schedule(hass, travel)
    await _fire(hass, travel)
    assert len(calls) == passes


async def test_nothing_is_planned_while_the_plan_is_paused_or_not_loaded(
    hass: HomeAssistant,
    travel: Travel,
    automate: Automate,
    integration: MockConfigEntry,
) -> None:
    calls = await automate(conditions=[_planned(hass)])
    await schedule(hass, travel)
    switch = {"entity_id": entity_id(hass, "switch", "plan_enabled")}
    await travel.run(
        hass.services.async_call("switch", "turn_off", switch, blocking=True)
    )
    await _fire(hass, travel)
    assert not calls
    await travel.run(
        hass.services.async_call("switch", "turn_on", switch, blocking=True)
    )
    await _fire(hass, travel)
    assert len(calls) == 1
    await travel.run(hass.config_entries.async_unload(integration.entry_id))
    await _fire(hass, travel)
    assert len(calls) == 1


async def test_they_are_offered_for_a_battery(
    hass: HomeAssistant,
    travel: Travel,
    integration: MockConfigEntry,
    hass_ws_client: WebSocketGenerator,
) -> None:
    """What the dialogs of automations ask when somebody chooses a battery there."""
    assert integration.state.recoverable
    work = async_setup_component(hass, "automation", {"automation": []})
    assert await travel.run(work)
    client = await travel.run(hass_ws_client(hass))

    async def offered(kind: str) -> set[str]:
        target = {"device_id": [ha_device_id(hass)]}
        question = {"type": f"get_{kind}_for_target", "target": target}
        await client.send_json_auto_id(question)
        answer = await travel.run(client.receive_json())
        assert answer["success"]
        return {
            name.removeprefix("amps.")
            for name in answer["result"]
            if name.startswith("amps.")
        }

    assert await offered("triggers") == set(KINDS)
    assert await offered("conditions") == {"run_is_planned"}
    services = hass.services.async_services_for_domain("amps")
    assert await offered("services") == services.keys()
