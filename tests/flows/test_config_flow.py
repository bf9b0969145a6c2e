"""The config flow: what a person types, and what Amps answers."""

from pathlib import Path
from typing import Any
from unittest.mock import patch

from homeassistant.config_entries import (
    SOURCE_USER,
    ConfigEntryDisabler,
    ConfigEntryState,
)
from homeassistant.const import CONF_API_KEY, CONF_URL
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
from homeassistant.util.yaml import load_yaml_dict
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry
from yarl import URL

from custom_components.amps.api import DEFAULT_URL
from custom_components.amps.const import (
    CONF_ADD_NEW,
    CONF_BATTERIES,
    CONF_IGNORED,
    DOMAIN,
    MAX_BATTERIES,
)
from simulator import DEFAULT_KEY, AmpsServer, World, full

from ..conftest import Setup
from ..travel import Travel
from .forms import OTHER_KEY, Flow, account, other_entry

NOTIFY_BLUEPRINT = (
    Path(__file__).parents[2] / "blueprints/automation/amps/notify_window.yaml"
)
FIRST = "device_sim_0001"
SECOND = "device_sim_0002"
THIRD = "device_sim_0003"
FIRST_NAME = "GivEnergy All in One 10.4"


async def test_one_battery_is_set_up_at_once(
    hass: HomeAssistant, flow: Flow, server: AmpsServer
) -> None:
    result = await flow.begin(source=SOURCE_USER)
    assert result["type"] is FlowResultType.FORM
    assert result["step_id"] == "user"
    assert flow.shown(CONF_URL) == DEFAULT_URL

    result = await flow.send(account(server, f" {DEFAULT_KEY}\n"))
    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert result["title"] == f"Amps {FIRST_NAME} (sandbox)"
    told = dict(result["description_placeholders"] or {})
    told.pop("notify_blueprint")
    assert told == {"environment": "sandbox", "count": "1", "chosen": "1"}
    entry = result["result"]
    assert entry.data == {CONF_API_KEY: DEFAULT_KEY, CONF_URL: server.url}
    assert entry.options == {
        CONF_BATTERIES: [FIRST],
        CONF_ADD_NEW: True,
        CONF_IGNORED: [],
    }
    assert entry.state is ConfigEntryState.LOADED
    assert len(hass.config_entries.async_entries(DOMAIN)) == 1


async def test_the_end_offers_the_blueprint_that_tells_of_windows(
    flow: Flow, server: AmpsServer
) -> None:
    await flow.begin(source=SOURCE_USER)
    result = await flow.send(account(server))
    offered = URL((result["description_placeholders"] or {})["notify_blueprint"])
    assert offered.host == "my.home-assistant.io"
    assert offered.path == "/redirect/blueprint_import/"
    blueprint = load_yaml_dict(str(NOTIFY_BLUEPRINT))["blueprint"]
    assert offered.query == {"blueprint_url": blueprint["source_url"]}


async def test_the_key_alone_goes_to_amps_own_cloud(
    hass: HomeAssistant, flow: Flow
) -> None:
    await flow.begin(source=SOURCE_USER)
    with patch("custom_components.amps.account.probe.AmpsClient") as client:
        client.return_value.probe.side_effect = ValueError
        result = await flow.send({CONF_API_KEY: DEFAULT_KEY})
    assert client.call_args.args[1:] == (DEFAULT_KEY, DEFAULT_URL)
    assert result["errors"] == {"base": "unknown"}
    assert not hass.config_entries.async_entries(DOMAIN)


@pytest.mark.parametrize("batteries", [3])
async def test_several_batteries_can_be_chosen_from(
    flow: Flow, server: AmpsServer
) -> None:
    await flow.begin(source=SOURCE_USER)
    result = await flow.send(account(server))
    assert result["type"] is FlowResultType.FORM
    assert result["step_id"] == "batteries"
    assert result["description_placeholders"] == {
        "environment": "sandbox",
        "count": "3",
        "maximum": str(MAX_BATTERIES),
    }
    assert result["errors"] == {}
    assert result["data_schema"] is not None
    assert "left_out" not in result["data_schema"].schema
    assert set(flow.shown(CONF_BATTERIES)) == {FIRST, SECOND, THIRD}
    assert flow.shown(CONF_ADD_NEW) is True

    result = await flow.send({CONF_BATTERIES: [], CONF_ADD_NEW: False})
    assert result["errors"] == {CONF_BATTERIES: "none_chosen"}
    assert flow.shown(CONF_ADD_NEW) is False

    result = await flow.send({CONF_BATTERIES: [FIRST, THIRD], CONF_ADD_NEW: False})
    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert result["title"] == "Amps (sandbox)"
    assert result["result"].options == {
        CONF_BATTERIES: [FIRST, THIRD],
        CONF_ADD_NEW: False,
        CONF_IGNORED: [SECOND],
    }


async def test_batteries_are_told_apart_by_name(
    flow: Flow, server: AmpsServer, world: World
) -> None:
    world.add_device(full("device_sim_twin"))
    await flow.begin(source=SOURCE_USER)
    result = await flow.send(account(server))
    assert result["data_schema"] is not None
    selector = result["data_schema"].schema[CONF_BATTERIES]
    assert selector.config["options"] == [
        {"value": FIRST, "label": f"{FIRST_NAME} 0001"},
        {"value": "device_sim_twin", "label": f"{FIRST_NAME} twin"},
    ]


@pytest.mark.parametrize("batteries", [MAX_BATTERIES + 1])
async def test_an_entry_holds_400_batteries(
    flow: Flow, server: AmpsServer, world: World
) -> None:
    await flow.begin(source=SOURCE_USER)
    result = await flow.send(account(server))
    assert result["errors"] == {CONF_BATTERIES: "too_many_batteries"}
    assert len(flow.shown(CONF_BATTERIES)) == MAX_BATTERIES

    every = list(world.devices)
    result = await flow.send({CONF_BATTERIES: every, CONF_ADD_NEW: True})
    assert result["errors"] == {CONF_BATTERIES: "too_many_batteries"}

    with patch("custom_components.amps.async_setup_entry", return_value=False):
        result = await flow.send({CONF_BATTERIES: every[1:], CONF_ADD_NEW: True})
    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert len(result["result"].options[CONF_BATTERIES]) == MAX_BATTERIES
    assert result["result"].options[CONF_IGNORED] == [FIRST]


@pytest.mark.parametrize("generation", ["g1", "g0-routes"])
async def test_a_server_that_does_not_name_its_environment(
    flow: Flow, server: AmpsServer, world: World, generation: Any
) -> None:
    world.knobs.generation = generation
    await flow.begin(source=SOURCE_USER)
    result = await flow.send(account(server))
    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert result["title"] == f"Amps {FIRST_NAME}"
    assert (result["description_placeholders"] or {})["environment"] == "-"


async def test_the_same_key_is_set_up_once(
    hass: HomeAssistant, flow: Flow, server: AmpsServer, entry: MockConfigEntry
) -> None:
    entry.add_to_hass(hass)
    await flow.begin(source=SOURCE_USER)
    result = await flow.send(account(server, f"{DEFAULT_KEY} "))
    assert result["type"] is FlowResultType.ABORT
    assert result["reason"] == "already_configured"


@pytest.mark.parametrize("batteries", [2])
async def test_two_flows_with_the_same_key_make_one_entry(
    hass: HomeAssistant, travel: Travel, server: AmpsServer
) -> None:
    one, two = Flow(hass, travel), Flow(hass, travel)
    for flow in (one, two):
        await flow.begin(source=SOURCE_USER)
        await flow.send(account(server))
    result = await one.send({CONF_BATTERIES: [FIRST], CONF_ADD_NEW: False})
    assert result["type"] is FlowResultType.CREATE_ENTRY
    result = await two.send({CONF_BATTERIES: [SECOND], CONF_ADD_NEW: False})
    assert result["type"] is FlowResultType.ABORT
    assert result["reason"] == "already_configured"


@pytest.mark.parametrize("batteries", [3])
@pytest.mark.parametrize("disabled_by", [None, ConfigEntryDisabler.USER])
async def test_batteries_of_another_entry_are_left_out_by_name(
    hass: HomeAssistant,
    flow: Flow,
    server: AmpsServer,
    disabled_by: ConfigEntryDisabler | None,
) -> None:
    other = other_entry(server, FIRST)
    other.add_to_hass(hass)
    await hass.config_entries.async_set_disabled_by(other.entry_id, disabled_by)
    await flow.begin(source=SOURCE_USER)
    await flow.send(account(server))
    assert flow.shown("left_out") == FIRST_NAME
    assert set(flow.shown(CONF_BATTERIES)) == {SECOND, THIRD}

    result = await flow.send(
        {"left_out": FIRST_NAME, CONF_BATTERIES: [SECOND], CONF_ADD_NEW: True}
    )
    assert result["result"].options[CONF_IGNORED] == [FIRST, THIRD]


@pytest.mark.parametrize("batteries", [2])
async def test_the_last_free_battery_is_set_up_at_once(
    hass: HomeAssistant, flow: Flow, server: AmpsServer
) -> None:
    other_entry(server, FIRST).add_to_hass(hass)
    await flow.begin(source=SOURCE_USER)
    result = await flow.send(account(server))
    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert result["result"].options[CONF_BATTERIES] == [SECOND]


async def test_no_battery_is_left(
    flow: Flow,
    server: AmpsServer,
    world: World,
    setup_entry: Setup,
) -> None:
    world.keys.add(OTHER_KEY)
    assert await setup_entry(other_entry(server, add_new=True))
    await flow.begin(source=SOURCE_USER)
    result = await flow.send(account(server))
    assert result["type"] is FlowResultType.ABORT
    assert result["reason"] == "no_batteries_left"
    assert result["description_placeholders"] == {"batteries": FIRST_NAME}


async def test_two_accounts_have_two_titles(
    hass: HomeAssistant, flow: Flow, server: AmpsServer, world: World
) -> None:
    world.knobs.environment = "live"
    for title in (f"Amps {FIRST_NAME}", f"Amps {FIRST_NAME} 2"):
        other = other_entry(server)
        other.add_to_hass(hass)
        hass.config_entries.async_update_entry(other, title=title)
    await flow.begin(source=SOURCE_USER)
    result = await flow.send(account(server))
    assert result["title"] == f"Amps {FIRST_NAME} 3"
