"""Planned windows that meet trouble, as the owner and the battery see it."""

from datetime import timedelta
from typing import Any

from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
import pytest

from custom_components.amps.const import DOMAIN
from simulator import AmpsServer, Fault, World, no_auto

from ..entities import FULL, WINDOWED, call, choose, ha_device_id, state
from ..travel import Travel

HOUR = timedelta(hours=1)


async def _schedule(
    hass: HomeAssistant, travel: Travel, battery: str = FULL, **fields: Any
) -> dict[str, Any]:
    data = {
        "device_id": ha_device_id(hass, battery),
        "start": "2026-11-23 10:00:00",
        "end": "2026-11-23 11:00:00",
        **fields,
    }
    answer: Any = await travel.run(
        hass.services.async_call(
            DOMAIN, "schedule_window", data, blocking=True, return_response=True
        )
    )
    await travel.settle()
    window: dict[str, Any] = answer["windows"][0]
    return window


async def _state_of(hass: HomeAssistant, travel: Travel, uid: str) -> Any:
    answer: Any = await travel.run(
        hass.services.async_call(
            DOMAIN,
            "get_windows",
            {"device_id": ha_device_id(hass), "start": "2026-11-23 00:00:00"},
            blocking=True,
            return_response=True,
        )
    )
    return next(window for window in answer["windows"] if window["uid"] == uid)


def _modes(world: World, battery: str = FULL) -> list[str]:
    world.catch_up()
    return [effect.command for effect in world.record.effects_of(battery, "mode")]


@pytest.mark.usefixtures("integration")
async def test_the_slot_is_taken_since_the_last_poll(
    hass: HomeAssistant, world: World, travel: Travel
) -> None:
    foreign = {"command": "idle", "start": "2026-11-23T15:00:00"}
    action = world.foreign_push(FULL, {"action": foreign})
    window = await _schedule(hass, travel)
    assert (await _state_of(hass, travel, window["uid"]))["state"] == "planned"
    world.foreign_cancel(action.id)
    await travel(300)
    assert (await _state_of(hass, travel, window["uid"]))["state"] == "sent"
    await travel(4 * HOUR)
    assert _modes(world) == ["charge", "idle", "auto.balanced"]


@pytest.mark.usefixtures("integration")
async def test_amps_is_down_when_it_is_planned(
    hass: HomeAssistant, server: AmpsServer, world: World, travel: Travel
) -> None:
    port = server.port
    await server.stop()
    window = await _schedule(hass, travel)
    assert window["state"] == "planned"
    await travel(20 * 60)
    await server.start(port=port)
    await travel(4 * HOUR)
    assert _modes(world) == ["charge", "idle", "auto.balanced"]


@pytest.mark.usefixtures("integration")
async def test_a_window_that_amps_refuses_fails(
    hass: HomeAssistant, world: World, travel: Travel
) -> None:
    world.faults.add(
        Fault(endpoint="push", status=422, code="UNSUPPORTED_MODE", times=None)
    )
    window = await _schedule(hass, travel)
    await travel(4 * HOUR)
    ended = await _state_of(hass, travel, window["uid"])
    assert (ended["outcome"], ended["reason"]) == ("failed", "rejected")
    assert state(hass, "binary_sensor", "problem").state == "on"
    assert _modes(world) == []


@pytest.mark.usefixtures("integration")
async def test_a_running_window_that_is_taken_back_keeps_its_return(
    hass: HomeAssistant, world: World, travel: Travel
) -> None:
    window = await _schedule(hass, travel)
    await travel(2 * HOUR + timedelta(minutes=20))
    await travel.run(
        hass.services.async_call(
            DOMAIN,
            "cancel_window",
            {"device_id": ha_device_id(hass), "uid": window["uid"]},
            blocking=True,
        )
    )
    await travel(60)
    queued = [
        action
        for action in world.record.actions_of(FULL)
        if action.state == "scheduled"
    ]
    assert [action.command for action in queued] == ["auto.balanced"]
    await travel(2 * HOUR)
    assert _modes(world) == ["charge", "idle", "auto.balanced"]
    assert len(world.record.pushes()) == 2


@pytest.mark.usefixtures("integration")
async def test_stop_without_auto_modes_is_idle(
    hass: HomeAssistant, world: World, travel: Travel
) -> None:
    world.add_device(no_auto("device_plain"))
    await travel(70)
    data = {"device_id": ha_device_id(hass, "device_plain"), "command": "charge"}
    await travel.run(
        hass.services.async_call(
            DOMAIN, "send_command", {**data, "duration": 0}, blocking=True
        )
    )
    await travel(30)
    await call(hass, travel, "button", "press", key="stop", battery="device_plain")
    await travel(30)
    assert _modes(world, "device_plain") == ["charge", "idle"]


@pytest.mark.usefixtures("integration")
async def test_a_command_meets_what_has_just_begun(
    hass: HomeAssistant, world: World, travel: Travel
) -> None:
    await _schedule(hass, travel)
    world.faults.add(
        Fault(endpoint="cancel", status=409, code="ACTION_NOT_CANCELLABLE")
    )
    await choose(hass, travel, "discharge")
    await travel(4 * HOUR)
    assert _modes(world) == [
        "discharge",
        "auto.balanced",
        "charge",
        "idle",
        "auto.balanced",
    ]


@pytest.mark.usefixtures("integration")
async def test_an_action_that_cannot_be_cancelled_any_more(
    hass: HomeAssistant, world: World, travel: Travel
) -> None:
    window = await _schedule(hass, travel)
    world.faults.add(Fault(endpoint="cancel", status=503))
    data = {"device_id": ha_device_id(hass), "action_id": window["action_id"] or "x"}
    with pytest.raises(HomeAssistantError):
        await travel.run(
            hass.services.async_call(DOMAIN, "cancel_action", data, blocking=True)
        )


@pytest.mark.parametrize("batteries", [2])
@pytest.mark.usefixtures("integration")
async def test_a_command_that_is_refused_at_once(
    hass: HomeAssistant, world: World, travel: Travel
) -> None:
    world.fail_next(WINDOWED, "DEVICE_OFFLINE")
    await _schedule(hass, travel, WINDOWED)
    await travel(4 * HOUR)
    assert "charge" in _modes(world, WINDOWED)
    assert _modes(world, WINDOWED)[-1] == "auto.balanced"
