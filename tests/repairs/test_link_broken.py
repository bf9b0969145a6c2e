"""A link to the manufacturer that is broken: told, with the address, and mended."""

from typing import Any

from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
from homeassistant.helpers import issue_registry as ir
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.amps.const import DOMAIN
from custom_components.amps.repairs import async_create_fix_flow
from simulator import World

from ..entities import FULL
from ..flows.forms import TEXTS
from ..hooks import deliver
from ..travel import Travel

ID = f"link_broken_{FULL}"
ADDRESS = "https://auth.amps.ai/?reconnect=true&token=sim"
GONE = {"deviceId": FULL, "deviceType": "battery", "timestamp": "2026-11-23T08:00:00Z"}
FLOW = TEXTS["issues"]["link_broken"]["fix_flow"]


def issue(hass: HomeAssistant) -> ir.IssueEntry | None:
    """The repair, if it is shown."""
    found = ir.async_get(hass).async_get_issue(DOMAIN, ID)
    return found if found is not None and found.active else None


async def opened(hass: HomeAssistant, travel: Travel) -> tuple[Any, Any]:
    """Open the repair's flow as the owner does, and give what it shows first."""
    found = issue(hass)
    assert found is not None
    flow: Any = await async_create_fix_flow(hass, ID, found.data)
    flow.hass, flow.handler, flow.issue_id, flow.data = hass, DOMAIN, ID, found.data
    flow.flow_id, flow.context = "flow", {}
    return flow, await travel.run(flow.async_step_init())


@pytest.mark.usefixtures("hooked")
async def test_a_webhook_brings_the_address(
    hass: HomeAssistant, travel: Travel, world: World
) -> None:
    world.disconnect(FULL)
    await deliver(hass, travel, {**GONE, "reconnectionUrl": ADDRESS})
    found = issue(hass)
    assert found is not None
    assert found.is_persistent
    names = found.translation_placeholders
    assert names is not None
    assert (names["address"], names["host"]) == (ADDRESS, "auth.amps.ai")
    assert names["code"] == "INVALID_CREDENTIALS"
    flow, result = await opened(hass, travel)
    assert result["step_id"] == "reconnect"
    assert "({address})" in FLOW["step"]["reconnect"]["description"]

    refused = await travel.run(flow.async_step_reconnect({}))
    assert refused["type"] is FlowResultType.ABORT
    assert refused["reason"] == "failed"
    assert "INVALID_CREDENTIALS" in refused["description_placeholders"]["detail"]
    assert issue(hass) is not None

    world.reconnect(FULL)
    flow, _ = await opened(hass, travel)
    mended = await travel.run(flow.async_step_reconnect({}))
    assert mended["type"] is FlowResultType.CREATE_ENTRY
    await travel.settle()
    assert issue(hass) is None


async def test_without_a_webhook_the_next_reading_tells(
    hass: HomeAssistant, travel: Travel, integration: MockConfigEntry, world: World
) -> None:
    world.disconnect(FULL)
    await travel(16 * 60)
    found = issue(hass)
    assert found is not None
    assert not found.is_persistent
    assert (found.translation_placeholders or {})["battery"]
    _, result = await opened(hass, travel)
    assert result["step_id"] == "confirm"
    world.reconnect(FULL)
    await travel(16 * 60)
    assert issue(hass) is None
    assert integration.state.recoverable


@pytest.mark.usefixtures("hooked")
@pytest.mark.parametrize(
    "address",
    ["http://auth.amps.ai/", "javascript:alert(1)", "https://a.b/\n# Pay here", None],
)
async def test_an_address_of_another_form_is_not_shown(
    hass: HomeAssistant, travel: Travel, world: World, address: str | None
) -> None:
    world.disconnect(FULL)
    await deliver(hass, travel, {**GONE, "reconnectionUrl": address})
    found = issue(hass)
    assert found is not None
    assert (found.translation_placeholders or {})["address"] == "-"


@pytest.mark.usefixtures("hooked")
async def test_a_webhook_alone_proves_nothing(
    hass: HomeAssistant, travel: Travel, world: World
) -> None:
    await deliver(hass, travel, {**GONE, "reconnectionUrl": ADDRESS})
    assert issue(hass) is None
    await travel(5 * 60)
    world.disconnect(FULL)
    await deliver(hass, travel, GONE, "msg_2")
    found = issue(hass)
    assert found is not None
    assert (found.translation_placeholders or {})["address"] == "-"


@pytest.mark.usefixtures("hooked")
async def test_offline_is_no_broken_link(
    hass: HomeAssistant, travel: Travel, world: World
) -> None:
    world.set_offline(FULL)
    await deliver(hass, travel, GONE)
    await travel(16 * 60)
    assert issue(hass) is None


async def test_it_outlives_a_reload_and_stays_ignored(
    hass: HomeAssistant, travel: Travel, hooked: MockConfigEntry, world: World
) -> None:
    world.disconnect(FULL)
    await deliver(hass, travel, {**GONE, "reconnectionUrl": ADDRESS})
    ir.async_ignore_issue(hass, DOMAIN, ID, ignore=True)
    await travel.run(hass.config_entries.async_reload(hooked.entry_id))
    await travel.settle()
    found = issue(hass)
    assert found is not None
    assert found.dismissed_version is not None
    assert (found.translation_placeholders or {})["address"] == ADDRESS


async def test_it_goes_with_the_entry(
    hass: HomeAssistant, travel: Travel, hooked: MockConfigEntry, world: World
) -> None:
    world.disconnect(FULL)
    await deliver(hass, travel, {**GONE, "reconnectionUrl": ADDRESS})
    assert issue(hass) is not None
    await travel.run(hass.config_entries.async_remove(hooked.entry_id))
    assert issue(hass) is None
