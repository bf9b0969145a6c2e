"""The actions of the integration, against the simulated Amps."""

from datetime import datetime, timedelta
from typing import Any

from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError, ServiceValidationError
from homeassistant.helpers import device_registry as dr
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry
import voluptuous as vol

from custom_components.amps.const import DOMAIN
from simulator import Fault, World, no_settings

from ..entities import FULL, WINDOWED, ha_device_id, state
from ..travel import Travel

KEYS = [
    "device_id",
    "action_id",
    "command",
    "target",
    "power",
    "reserve",
    "state",
    "start",
    "end",
    "created",
    "updated",
    "error_code",
    "error_message",
    "origin",
]
LATER = {"action": {"command": "idle", "start": "2026-11-23T20:00:00"}}


async def _call(
    hass: HomeAssistant, travel: Travel, service: str, **data: Any
) -> list[dict[str, Any]]:
    """Call an action for the first battery or for those named, and give its answer."""
    batteries = data.pop("batteries", (FULL,))
    data.setdefault("device_id", [ha_device_id(hass, battery) for battery in batteries])
    answer = await travel.run(
        hass.services.async_call(
            DOMAIN, service, data, blocking=True, return_response=True
        )
    )
    await travel.settle()
    assert answer is not None
    assert list(answer) == ["actions"]
    actions: Any = answer["actions"]
    return list(actions)


async def _refused(
    hass: HomeAssistant, travel: Travel, service: str, **data: Any
) -> ServiceValidationError:
    """Return the error of a wrong use, after which nothing may have been sent."""
    with pytest.raises(ServiceValidationError) as caught:
        await _call(hass, travel, service, **data)
    assert "{" not in str(caught.value)
    return caught.value


@pytest.mark.usefixtures("integration")
async def test_send_command_answers_the_action(
    hass: HomeAssistant, world: World, travel: Travel
) -> None:
    (action,) = await _call(hass, travel, "send_command", command="auto_reserve")
    assert list(action) == KEYS
    created = datetime.fromisoformat(action["created"])
    assert created.tzinfo is not None
    stored = world.action(action["action_id"])
    assert created == stored.created_at
    assert action == {
        **dict.fromkeys(KEYS),
        "device_id": ha_device_id(hass),
        "action_id": stored.id,
        "command": "auto_reserve",
        "state": "acknowledged",
        "created": action["created"],
        "updated": action["updated"],
        "origin": "manual",
    }
    assert state(hass, "select", "operation_mode").state == "auto_reserve"


@pytest.mark.usefixtures("integration")
async def test_send_command_answers_the_action_whose_answer_was_lost(
    hass: HomeAssistant, world: World, travel: Travel
) -> None:
    world.faults.add(Fault.lost_answer())
    (action,) = await _call(hass, travel, "send_command", command="auto_reserve")
    [stored] = world.record.actions_of(FULL, "api")
    assert action["action_id"] == stored.id
    assert action["command"] == "auto_reserve"


@pytest.mark.usefixtures("integration")
@pytest.mark.parametrize("duration", [0, "0", "00:00", {"minutes": 0}])
async def test_send_command_open_ended(
    hass: HomeAssistant, world: World, travel: Travel, duration: Any
) -> None:
    given = {"target": 85, "power": 2.5}
    (action,) = await _call(
        hass, travel, "send_command", command="charge", duration=duration, **given
    )
    assert {name: action[name] for name in given} == given
    assert (action["start"], action["end"]) == (None, None)
    (push,) = world.record.pushes()
    assert push.body == {
        "action": {
            "command": "charge",
            "parameters": {
                "target": {"value": 85, "unit": "percent"},
                "power": {"value": 2.5, "unit": "kw"},
            },
        }
    }


@pytest.mark.usefixtures("integration")
@pytest.mark.parametrize("batteries", [2])
async def test_send_command_for_a_time(
    hass: HomeAssistant, world: World, travel: Travel
) -> None:
    (action,) = await _call(
        hass,
        travel,
        "send_command",
        batteries=(WINDOWED,),
        command="discharge",
        target=40,
        reserve=20,
        duration={"hours": 1, "minutes": 30},
    )
    start = datetime.fromisoformat(action["start"])
    assert datetime.fromisoformat(action["end"]) - start == timedelta(minutes=90)
    assert (action["target"], action["reserve"]) == (40, 20)
    assert world.action(action["action_id"]).start == start


@pytest.mark.usefixtures("integration")
@pytest.mark.parametrize("batteries", [2])
async def test_send_command_to_several(
    hass: HomeAssistant, world: World, travel: Travel
) -> None:
    twice = [ha_device_id(hass, battery_id) for battery_id in (FULL, WINDOWED, FULL)]
    actions = await _call(hass, travel, "send_command", device_id=twice, command="idle")
    assert [action["device_id"] for action in actions] == twice[:2]
    assert len(world.record.pushes()) == 2


@pytest.mark.usefixtures("integration")
@pytest.mark.parametrize("batteries", [2])
async def test_send_command_tries_all_and_names_those_that_failed(
    hass: HomeAssistant, world: World, travel: Travel
) -> None:
    world.faults.add(
        Fault(endpoint="push", device_id=FULL, status=422, code="X", message="Not now.")
    )
    with pytest.raises(HomeAssistantError, match="Not now") as caught:
        await _call(
            hass, travel, "send_command", batteries=(FULL, WINDOWED), command="idle"
        )
    assert caught.value.translation_key == "some_failed"
    assert "GivEnergy All in One" in str(caught.value)
    assert "FoxESS" not in str(caught.value)
    await travel(10)
    assert world.device(WINDOWED).mode.command == "idle"


@pytest.mark.usefixtures("integration")
async def test_send_command_to_one_that_fails(
    hass: HomeAssistant, world: World, travel: Travel
) -> None:
    world.faults.add(Fault(endpoint="push", status=422, code="X", message="Not now."))
    with pytest.raises(HomeAssistantError, match="Not now") as caught:
        await _call(hass, travel, "send_command", command="idle")
    assert caught.value.translation_key == "rejected"


@pytest.mark.usefixtures("integration")
@pytest.mark.parametrize("batteries", [2])
async def test_send_command_sends_nothing_where_one_does_not_take_it(
    hass: HomeAssistant, world: World, travel: Travel
) -> None:
    world.remove_command(WINDOWED, "auto.export")
    await travel(61)
    error = await _refused(
        hass,
        travel,
        "send_command",
        batteries=(FULL, WINDOWED),
        command="auto_export",
    )
    assert error.translation_key == "command_not_supported"
    assert "charge, discharge, idle, auto_balanced, auto_reserve" in str(error)
    assert not world.record.writes()


@pytest.mark.usefixtures("integration")
@pytest.mark.parametrize(
    ("data", "key", "words"),
    [
        (
            {"command": "charge", "reserve": 20},
            "parameter_not_supported",
            "target (10 - 100 %), power (0 - 5 kW)",
        ),
        ({"command": "idle", "target": 20}, "no_parameters", "Leave out target"),
        ({"command": "charge", "target": 9}, "parameter_out_of_range", "10 - 100 %"),
        ({"command": "charge", "power": 5.1}, "parameter_out_of_range", "0 - 5 kW"),
        ({"command": "charge", "power": "nan"}, "parameter_out_of_range", "0 - 5 kW"),
        ({"command": "charge", "duration": 59}, "duration_too_short", "one minute"),
    ],
)
async def test_send_command_refuses(
    hass: HomeAssistant,
    world: World,
    travel: Travel,
    *,
    data: dict[str, Any],
    key: str,
    words: str,
) -> None:
    error = await _refused(hass, travel, "send_command", **data)
    assert (error.translation_domain, error.translation_key) == (DOMAIN, key)
    assert words in str(error)
    assert not world.record.writes()


@pytest.mark.usefixtures("integration")
@pytest.mark.parametrize(
    "data",
    [
        {},
        {"command": "auto.balanced"},
        {"command": "charge", "target": "high"},
        {"command": "charge", "duration": {"minutes": -1}},
        {"command": "charge", "duration": {"days": 31}},
        {"command": "charge", "until": "soon"},
    ],
)
async def test_send_command_takes_no_nonsense(
    hass: HomeAssistant, travel: Travel, data: dict[str, Any]
) -> None:
    with pytest.raises(vol.Invalid):
        await _call(hass, travel, "send_command", **data)


@pytest.mark.usefixtures("integration")
async def test_batteries_that_cannot_be_commanded(
    hass: HomeAssistant, world: World, travel: Travel
) -> None:
    world.add_device(no_settings("device_sim_mute", commands={}))
    await travel(61)
    error = await _refused(
        hass, travel, "send_command", batteries=("device_sim_mute",), command="idle"
    )
    assert error.translation_key == "commands_unknown"


async def test_devices_of_others_and_entries_that_are_not_loaded(
    hass: HomeAssistant, integration: MockConfigEntry, travel: Travel
) -> None:
    other = MockConfigEntry(domain="other")
    other.add_to_hass(hass)
    foreign = dr.async_get(hass).async_get_or_create(
        config_entry_id=other.entry_id, identifiers={("other", "1")}
    )
    for device_id in ("nonsense", foreign.id):
        await _refused(hass, travel, "get_actions", device_id=device_id)
    await travel.run(hass.config_entries.async_unload(integration.entry_id))
    error = await _refused(hass, travel, "get_actions")
    assert error.translation_key == "service_config_entry_not_loaded"


async def test_a_battery_that_the_entry_does_not_know(
    hass: HomeAssistant, integration: MockConfigEntry, travel: Travel
) -> None:
    stale = dr.async_get(hass).async_get_or_create(
        config_entry_id=integration.entry_id,
        identifiers={(DOMAIN, "device_sim_gone")},
        name="Old battery",
    )
    error = await _refused(
        hass, travel, "send_command", device_id=stale.id, command="idle"
    )
    assert error.translation_key == "device_gone"
    assert "Old battery" in str(error)


@pytest.mark.usefixtures("integration")
@pytest.mark.parametrize("batteries", [2])
async def test_get_actions(hass: HomeAssistant, world: World, travel: Travel) -> None:
    (mine,) = await _call(hass, travel, "send_command", command="idle")
    await travel(10)
    for _ in range(12):
        action = world.foreign_push(FULL, LATER)
        world.foreign_cancel(action.id)
    theirs = world.foreign_push(WINDOWED, LATER)

    found = await _call(hass, travel, "get_actions", batteries=(FULL, WINDOWED))
    assert len(found) == 11
    assert all(list(item) == KEYS for item in found)
    assert {newest["state"] for newest in found[:10]} == {"cancelled"}
    assert found[10]["action_id"] == theirs.id
    assert found[10]["origin"] == "foreign"
    assert found[10]["device_id"] == ha_device_id(hass, WINDOWED)

    found = await _call(hass, travel, "get_actions", limit=60)
    assert len(found) == 13
    assert found[-1]["action_id"] == mine["action_id"]
    assert found[-1]["origin"] == "manual"
    created = [datetime.fromisoformat(item["created"]) for item in found]
    assert created == sorted(created, reverse=True)

    found = await _call(hass, travel, "get_actions", state="completed")
    assert [item["action_id"] for item in found] == [mine["action_id"]]


@pytest.mark.usefixtures("integration")
async def test_get_actions_tells_what_it_saw(
    hass: HomeAssistant, world: World, travel: Travel
) -> None:
    action = world.foreign_push(FULL, LATER)
    await _call(hass, travel, "get_actions")
    shown = state(hass, "sensor", "last_action_state")
    assert shown.state == "scheduled"
    assert shown.attributes["action_id"] == action.id


@pytest.mark.usefixtures("integration")
async def test_get_actions_while_amps_is_in_trouble(
    hass: HomeAssistant, world: World, travel: Travel
) -> None:
    world.faults.add(
        Fault(endpoint="list_actions", status=500, code="INTERNAL_ERROR", times=None)
    )
    with pytest.raises(HomeAssistantError) as caught:
        await _call(hass, travel, "get_actions")
    assert caught.value.translation_key == "server_trouble"


@pytest.mark.usefixtures("integration")
@pytest.mark.parametrize("batteries", [2])
async def test_cancel_action(hass: HomeAssistant, world: World, travel: Travel) -> None:
    action = world.foreign_push(WINDOWED, LATER)
    await travel(61)
    (cancelled,) = await _call(
        hass,
        travel,
        "cancel_action",
        batteries=(FULL, WINDOWED),
        action_id=action.id,
    )
    assert list(cancelled) == KEYS
    assert cancelled["device_id"] == ha_device_id(hass, WINDOWED)
    assert cancelled["state"] == "cancelled"
    assert world.action(action.id).state == "cancelled"
    shown = state(hass, "sensor", "last_action_state", WINDOWED)
    assert shown.state == "cancelled"


@pytest.mark.usefixtures("integration")
async def test_cancel_action_that_has_ended(
    hass: HomeAssistant, travel: Travel
) -> None:
    (action,) = await _call(hass, travel, "send_command", command="idle")
    await travel(10)
    with pytest.raises(HomeAssistantError) as caught:
        await _call(hass, travel, "cancel_action", action_id=action["action_id"])
    assert caught.value.translation_key == "not_cancellable"


@pytest.mark.usefixtures("integration")
@pytest.mark.parametrize("batteries", [2])
async def test_cancel_action_that_is_not_there(
    hass: HomeAssistant, world: World, travel: Travel
) -> None:
    with pytest.raises(HomeAssistantError) as caught:
        await _call(hass, travel, "cancel_action", action_id="act_0")
    assert caught.value.translation_key == "not_found"
    world.record.clear()
    error = await _refused(
        hass,
        travel,
        "cancel_action",
        batteries=(FULL, WINDOWED),
        action_id="act_0",
    )
    assert error.translation_key == "action_unknown"
    assert not world.record.writes()
