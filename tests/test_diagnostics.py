"""Diagnostics: all that helps, and nothing that has to stay secret."""

import json
from typing import Any

from homeassistant.config_entries import ConfigEntryState
from homeassistant.const import CONF_API_KEY
from homeassistant.core import HomeAssistant
from homeassistant.helpers import device_registry as dr
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.amps.const import CONF_IGNORED, DOMAIN
from custom_components.amps.diagnostics import (
    async_get_config_entry_diagnostics,
    async_get_device_diagnostics,
)
from simulator import DEFAULT_KEY, Fault, World

from .conftest import Setup
from .travel import Travel

FIRST = "device_sim_0001"
SECOND = "device_sim_0002"
SECRET = "whsec_c2VjcmV0IG9mIHRoZSB0ZXN0"


@pytest.fixture
def batteries() -> int:
    return 3


async def described(hass: HomeAssistant, entry: MockConfigEntry) -> dict[str, Any]:
    """What Home Assistant would write into the file."""
    found = await async_get_config_entry_diagnostics(hass, entry)
    written: dict[str, Any] = json.loads(json.dumps(found, allow_nan=False))
    assert written == found
    return written


async def test_an_entry_is_described(
    hass: HomeAssistant, integration: MockConfigEntry, world: World
) -> None:
    found = await described(hass, integration)
    assert found["entry"]["state"] == "loaded"
    assert found["entry"]["data"][CONF_API_KEY] == "**REDACTED**"
    account = found["account"]
    assert account["environment"] == "sandbox"
    assert account["generation"] == "g2"
    assert account["clock_offset"] == 0
    assert account["followed"] == sorted(world.devices)
    assert found["requests"]["all"] == len(world.record.requests)
    assert found["polling"]["works"] is True
    assert found["polling"]["failure"] is None
    assert found["polling"]["last_poll"].startswith("2026-11-23T08:00:")
    assert found["prices"] == {
        kind: {"not_known": "prices_not_set", "entity_id": None}
        for kind in ("import", "export")
    }
    assert found["house"] == {"not_known": "house_no_recorder"}
    battery = found["batteries"][FIRST]
    assert battery["linked"] is True
    assert battery["operation_mode"] == "auto.balanced"
    assert battery["battery"]["level"] == world.device(FIRST).level
    charge = battery["battery"]["commands"]["charge"]
    assert charge["execution"] == ["immediate", "scheduled", "windowed"]
    assert battery["battery"]["settings"]


async def test_a_plan_is_described_with_what_was_decided_last(
    hass: HomeAssistant, travel: Travel, integration: MockConfigEntry
) -> None:
    device = dr.async_get(hass).async_get_device_by_identifier(
        (DOMAIN, FIRST), integration.entry_id
    )
    assert device is not None
    window = {"start": "2026-11-24 01:00:00", "end": "2026-11-24 05:00:00"}
    await hass.services.async_call(
        DOMAIN,
        "schedule_window",
        {"device_id": device.id, "target": 80, **window},
        blocking=True,
        return_response=True,
    )
    await travel(30)
    plan = (await described(hass, integration))["batteries"][FIRST]["plan"]
    (known,) = plan["state"]["records"].values()
    assert known["occurrence"]["parameters"]["target"] == 80
    assert known["action_id"]
    assert (plan["enabled"], plan["request"]) == (True, None)
    assert plan["decided"].startswith("2026-11-23T08:0")
    assert plan["wake_at"].startswith("2026-11-24T00:20:00")


async def test_goals_are_described_with_what_is_made_of_them(
    hass: HomeAssistant, travel: Travel, integration: MockConfigEntry
) -> None:
    device = dr.async_get(hass).async_get_device_by_identifier(
        (DOMAIN, FIRST), integration.entry_id
    )
    assert device is not None
    assert (await described(hass, integration))["batteries"][FIRST]["goals"] == {
        "asked": [],
        "runs": {},
    }
    span = {"start": "2026-11-23 10:00:00", "end": "2026-11-23 12:00:00"}
    await hass.services.async_call(
        DOMAIN,
        "schedule_goal",
        {"device_id": device.id, "duration": "01:00:00", **span},
        blocking=True,
        return_response=True,
    )
    await travel(30)
    goals = (await described(hass, integration))["batteries"][FIRST]["goals"]
    (asked,) = goals["asked"]
    assert (asked["command"], asked["aim"]["duration"]) == ("charge", 3600)
    (run,) = goals["runs"].values()
    assert run["prospect"]["reason"] == "no_prices"
    assert list(run["windows"].values()) == [
        ["2026-11-23T11:00:00+00:00", "2026-11-23T12:00:00+00:00"]
    ]


async def test_values_of_a_later_server_are_shown_as_they_came(
    hass: HomeAssistant, travel: Travel, integration: MockConfigEntry, world: World
) -> None:
    world.device(FIRST).resting_status = "hibernating"
    world.set_mode_locally(FIRST, "idle")
    await travel(20 * 60)
    battery = (await described(hass, integration))["batteries"][FIRST]["battery"]
    assert battery["status"] is None
    assert "hibernating" in battery["unrecognized"].values()


async def test_actions_are_described(
    hass: HomeAssistant, travel: Travel, integration: MockConfigEntry
) -> None:
    device = dr.async_get(hass).async_get_device_by_identifier(
        (DOMAIN, FIRST), integration.entry_id
    )
    assert device is not None
    sending = hass.services.async_call(
        DOMAIN,
        "send_command",
        {"device_id": device.id, "command": "idle"},
        blocking=True,
        return_response=True,
    )
    await travel.run(sending)
    await travel(30)
    (action,) = (await described(hass, integration))["batteries"][FIRST]["actions"]
    assert action["command"] == "idle"
    assert action["state"] == "completed"
    assert action["origin"] == "manual"


async def test_prices_are_described(
    hass: HomeAssistant, entry: MockConfigEntry, setup_entry: Setup
) -> None:
    entry = MockConfigEntry(
        domain=DOMAIN,
        data=entry.data,
        options={
            **entry.options,
            "import_price_entity": "sensor.price",
            "export_fixed_price": 0.08,
        },
    )
    assert await setup_entry(entry)
    start, end = "2026-11-23T08:00:00+00:00", "2026-11-23T09:00:00+00:00"
    told = {
        "unit_of_measurement": "EUR/kWh",
        "prices": [{"start": start, "end": end, "price": 0.31}],
    }
    hass.states.async_set("sensor.price", "0.31", told)
    found = (await described(hass, entry))["prices"]
    assert found["import"]["entity_id"] == "sensor.price"
    assert found["import"]["known_until"] == end
    assert found["import"]["curve"]["currency"] == "EUR"
    (price,) = found["import"]["curve"]["prices"]
    assert (price["end"], price["value"]) == (end, 0.31)
    assert found["export"]["curve"]["prices"][0]["value"] == 0.08


async def test_a_device_is_described_without_the_others(
    hass: HomeAssistant, integration: MockConfigEntry
) -> None:
    device = dr.async_get(hass).async_get_device_by_identifier(
        (DOMAIN, SECOND), integration.entry_id
    )
    assert device is not None
    found = await async_get_device_diagnostics(hass, integration, device)
    assert found["batteries"].keys() == {SECOND}
    assert found["account"]["environment"] == "sandbox"


async def test_a_failure_is_described(
    hass: HomeAssistant, travel: Travel, integration: MockConfigEntry, world: World
) -> None:
    world.faults.add(Fault(status=500, code="INTERNAL_ERROR", times=None))
    await travel(10 * 60)
    polling = (await described(hass, integration))["polling"]
    assert polling["works"] is False
    assert "INTERNAL_ERROR" in polling["failure"]
    assert "GET /battery" in polling["failure"]


async def test_an_entry_that_is_not_ready_is_described(
    hass: HomeAssistant, entry: MockConfigEntry, setup_entry: Setup, world: World
) -> None:
    world.faults.add(Fault(status=500, times=None))
    assert not await setup_entry(entry)
    assert entry.state is ConfigEntryState.SETUP_RETRY
    found = await described(hass, entry)
    assert found.keys() == {"entry"}
    assert found["entry"]["state"] == "setup_retry"


async def test_no_secret_is_in_the_file(
    hass: HomeAssistant,
    travel: Travel,
    entry: MockConfigEntry,
    setup_entry: Setup,
    world: World,
) -> None:
    entry = MockConfigEntry(
        domain=DOMAIN,
        title=f"Amps {DEFAULT_KEY}",
        data=entry.data,
        options={**entry.options, CONF_IGNORED: [], "webhook_secret": SECRET},
    )
    assert await setup_entry(entry)
    told = f"The key {DEFAULT_KEY} and {SECRET} did not work."
    world.faults.add(Fault(status=500, message=told, times=None))
    await travel(10 * 60)
    written = json.dumps(await described(hass, entry))
    for secret in (DEFAULT_KEY, SECRET):
        for start in range(len(secret) - 11):
            assert secret[start : start + 12] not in written
