"""Options that no form offers, and secrets that are none."""

from typing import Any

from homeassistant.config_entries import FlowType
from homeassistant.core import HomeAssistant
from homeassistant.core_config import async_process_ha_core_config
from homeassistant.data_entry_flow import FlowResultType, InvalidData
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.amps.const import (
    CONF_ADD_NEW,
    CONF_BATTERIES,
    CONF_LEAD_TIME,
    CONF_PLANT_TIME_ZONE,
    CONF_READING_PACE,
    CONF_WEBHOOK,
    CONF_WEBHOOK_SECRET,
)
from tests.entities import FULL
from tests.flows.forms import Flow
from tests.travel import Travel

from .checks import assert_goes_on, assert_no_secret

GOOD: dict[str, Any] = {
    CONF_BATTERIES: [FULL],
    CONF_ADD_NEW: True,
    CONF_READING_PACE: "15",
    CONF_LEAD_TIME: {"days": 2},
    CONF_PLANT_TIME_ZONE: "Europe/London",
    CONF_WEBHOOK: False,
}
WRONG: tuple[dict[str, Any], ...] = (
    {CONF_BATTERIES: ["device_of_nobody"]},
    {CONF_BATTERIES: [FULL, "../../x"]},
    {CONF_BATTERIES: FULL},
    {CONF_BATTERIES: [[FULL]]},
    {CONF_BATTERIES: [FULL] * 401},
    {CONF_BATTERIES: None},
    {CONF_BATTERIES: []},
    {CONF_READING_PACE: "0"},
    {CONF_READING_PACE: 15.5},
    {CONF_READING_PACE: "__import__('os')"},
    *(
        {CONF_LEAD_TIME: value}
        for value in (
            {"minutes": 14},
            {"days": 31},
            {"days": -1},
            {"days": 1e300},
            {"days": float("nan")},
            {"days": float("inf")},
            {"weeks": 1},
            {},
            "48:00:00",
            10**400,
            None,
        )
    ),
    *(
        {CONF_PLANT_TIME_ZONE: value}
        for value in (
            "",
            "Europe/Nowhere",
            "../../etc/passwd",
            "/etc/localtime",
            "Europe/London\x00",
            "x" * 100_000,
            7,
            None,
        )
    ),
    {"unknown": 1},
)
SECRETS = (
    "",
    "whsec_",
    "whsec_%%%",
    "whsec_\u00e9",
    "WHSEC_" + "QUJD" * 8,
    "https://evil.example",
    "whsec_QUJD\nwhsec_QUJD",
    "\x00",
    "x" * 1_000_000,
)


@pytest.fixture
async def flow(
    hass: HomeAssistant, travel: Travel, integration: MockConfigEntry
) -> Flow:
    """The form of the options, open."""
    opened = Flow(hass, travel, FlowType.OPTIONS_FLOW)
    await opened.begin(integration.entry_id)
    return opened


async def test_options_that_no_form_offers(
    hass: HomeAssistant, flow: Flow, integration: MockConfigEntry, travel: Travel
) -> None:
    before = dict(integration.options)
    for changes in WRONG:
        try:
            result = await flow.send({**GOOD, **changes})
        except InvalidData:
            continue
        assert result["type"] is FlowResultType.FORM, changes
        assert result["errors"], changes
    assert integration.options == before
    result = await flow.send(GOOD)
    assert result["type"] is FlowResultType.CREATE_ENTRY
    await assert_goes_on(hass, travel)


async def test_secrets_that_are_none(
    hass: HomeAssistant,
    flow: Flow,
    integration: MockConfigEntry,
    caplog: pytest.LogCaptureFixture,
) -> None:
    await async_process_ha_core_config(
        hass, {"external_url": "https://home.example.com"}
    )
    before = dict(integration.options)
    assert (await flow.send({**GOOD, CONF_WEBHOOK: True}))["step_id"] == "webhook"
    for secret in SECRETS:
        result = await flow.send({CONF_WEBHOOK_SECRET: secret})
        assert result["errors"] == {CONF_WEBHOOK_SECRET: "webhook_secret_invalid"}
    assert integration.options == before
    result = await flow.send({CONF_WEBHOOK_SECRET: "whsec_" + "QUJD" * 8})
    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert "QUJDQUJD" not in caplog.text
    assert_no_secret(caplog.text)
