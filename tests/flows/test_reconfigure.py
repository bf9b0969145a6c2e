"""Another key for an entry: reauthentication and reconfiguration."""

from homeassistant.config_entries import SOURCE_REAUTH, ConfigEntryState
from homeassistant.const import CONF_API_KEY, CONF_URL
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.amps.api import DEFAULT_URL
from custom_components.amps.const import (
    CONF_ADVANCED,
    CONF_BATTERIES,
    CONF_READING_PACE,
)
from simulator import DEFAULT_KEY, AmpsServer, World, full

from ..travel import Travel
from .forms import OTHER_KEY, Flow, account, other_entry

FIRST = "device_sim_0001"


async def test_reauth(
    hass: HomeAssistant,
    travel: Travel,
    integration: MockConfigEntry,
    world: World,
) -> None:
    before = dict(integration.options)
    world.keys.revoke()
    world.keys.add(OTHER_KEY)
    await travel(130)
    (begun,) = hass.config_entries.flow.async_progress()
    assert begun["context"]["source"] == SOURCE_REAUTH
    flow = Flow(hass, travel)
    flow.result["flow_id"] = begun["flow_id"]

    result = await flow.send({CONF_API_KEY: DEFAULT_KEY})
    assert result["step_id"] == "reauth_confirm"
    assert result["errors"] == {"base": "invalid_auth"}

    result = await flow.send({CONF_API_KEY: OTHER_KEY})
    assert result["type"] is FlowResultType.ABORT
    assert result["reason"] == "reauth_successful"
    assert integration.data[CONF_API_KEY] == OTHER_KEY
    assert integration.options == before
    assert integration.state is ConfigEntryState.LOADED


async def test_reauth_with_the_same_key(
    hass: HomeAssistant, flow: Flow, entry: MockConfigEntry
) -> None:
    entry.add_to_hass(hass)
    flow.resume(await entry.start_reauth_flow(hass))
    result = await flow.send({CONF_API_KEY: DEFAULT_KEY})
    assert result["reason"] == "reauth_successful"


@pytest.mark.parametrize("step", ["reauth_confirm", "reconfigure"])
async def test_another_account_is_refused(
    hass: HomeAssistant,
    flow: Flow,
    server: AmpsServer,
    world: World,
    entry: MockConfigEntry,
    step: str,
) -> None:
    world.add_device(full("device_sim_elsewhere"))
    world.keys.add(OTHER_KEY, devices=frozenset({"device_sim_elsewhere"}))
    entry.add_to_hass(hass)
    start = {
        "reauth_confirm": entry.start_reauth_flow,
        "reconfigure": entry.start_reconfigure_flow,
    }[step]
    assert flow.resume(await start(hass))["step_id"] == step
    typed = account(server) if step == "reconfigure" else {}
    result = await flow.send(typed | {CONF_API_KEY: OTHER_KEY})
    assert result["errors"] == {"base": "no_known_battery"}
    assert flow.shown(CONF_API_KEY) == OTHER_KEY

    result = await flow.send(typed | {CONF_API_KEY: DEFAULT_KEY})
    assert result["type"] is FlowResultType.ABORT
    assert entry.data[CONF_API_KEY] == DEFAULT_KEY


async def test_a_key_of_another_entry_is_refused(
    hass: HomeAssistant, flow: Flow, server: AmpsServer, entry: MockConfigEntry
) -> None:
    entry.add_to_hass(hass)
    other_entry(server).add_to_hass(hass)
    flow.resume(await entry.start_reconfigure_flow(hass))
    result = await flow.send(account(server, OTHER_KEY))
    assert result["type"] is FlowResultType.ABORT
    assert result["reason"] == "already_configured"
    assert entry.data[CONF_API_KEY] == DEFAULT_KEY


async def test_reconfigure_keeps_everything_else(
    hass: HomeAssistant,
    flow: Flow,
    server: AmpsServer,
    world: World,
    entry: MockConfigEntry,
) -> None:
    world.keys.add(OTHER_KEY)
    entry.add_to_hass(hass)
    options = {CONF_BATTERIES: [FIRST], CONF_READING_PACE: 5, "of_a_later_version": 1}
    hass.config_entries.async_update_entry(
        entry,
        title="My own name",
        data={CONF_API_KEY: DEFAULT_KEY, CONF_URL: DEFAULT_URL},
        options=options,
    )
    flow.resume(await entry.start_reconfigure_flow(hass))
    assert flow.shown(CONF_URL) == DEFAULT_URL
    typed = account(server, OTHER_KEY)
    result = await flow.send(typed | {CONF_ADVANCED: {CONF_URL: "nowhere"}})
    assert result["errors"] == {"base": "not_amps"}
    assert flow.shown(CONF_URL) == "nowhere"

    result = await flow.send(typed)
    assert result["type"] is FlowResultType.ABORT
    assert result["reason"] == "reconfigure_successful"
    assert entry.data == {CONF_API_KEY: OTHER_KEY, CONF_URL: server.url}
    assert entry.options == options
    assert entry.title == "My own name"


async def test_an_entry_that_lost_all_its_batteries_takes_any_key(
    hass: HomeAssistant, flow: Flow, server: AmpsServer, entry: MockConfigEntry
) -> None:
    entry.add_to_hass(hass)
    hass.config_entries.async_update_entry(entry, options={CONF_BATTERIES: []})
    flow.resume(await entry.start_reconfigure_flow(hass))
    result = await flow.send(account(server))
    assert result["reason"] == "reconfigure_successful"


async def test_an_address_that_is_not_given_stays(
    hass: HomeAssistant, flow: Flow, server: AmpsServer, entry: MockConfigEntry
) -> None:
    entry.add_to_hass(hass)
    flow.resume(await entry.start_reconfigure_flow(hass))
    result = await flow.send({CONF_API_KEY: DEFAULT_KEY})
    assert result["reason"] == "reconfigure_successful"
    assert entry.data[CONF_URL] == server.url
