"""Webhooks in the options: the address, the secret, and how they are switched off."""

import json
import sys
from types import ModuleType
from typing import Any

from homeassistant.components import webhook
from homeassistant.config_entries import FlowType
from homeassistant.const import CONF_WEBHOOK_ID
from homeassistant.core import HomeAssistant
from homeassistant.core_config import async_process_ha_core_config
from homeassistant.data_entry_flow import FlowResultType
from homeassistant.exceptions import HomeAssistantError
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.amps.const import (
    CONF_CLOUDHOOK_URL,
    CONF_WEBHOOK,
    CONF_WEBHOOK_SECRET,
)
from custom_components.amps.diagnostics import async_get_config_entry_diagnostics
from simulator import DEFAULT_SECRET

from ..conftest import Setup
from ..entities import FULL
from ..hooks import HOOK, deliver, signed, through_cloud, with_webhook
from ..travel import Travel
from .forms import Flow
from .test_options_flow import typed

EXTERNAL = "https://home.example.com"
CLOUDHOOK = "https://hooks.nabu.casa/gAAAAABsecretpath"
ON = {CONF_WEBHOOK: True}
OFF = {CONF_WEBHOOK: False}


@pytest.fixture
def flow(hass: HomeAssistant, travel: Travel) -> Flow:
    return Flow(hass, travel, FlowType.OPTIONS_FLOW)


class Cloud(ModuleType):
    """Home Assistant's cloud, as far as an integration sees it."""

    class CloudNotAvailable(HomeAssistantError):  # noqa: N818
        """As the cloud names it."""

    def __init__(self) -> None:
        super().__init__("homeassistant.components.cloud")
        self.hooks: dict[str, str] = {}
        self.subscribed = True
        self.error: Exception | None = None

    def async_active_subscription(self, _hass: HomeAssistant) -> bool:
        return self.subscribed

    async def async_get_or_create_cloudhook(
        self, _hass: HomeAssistant, id_: str
    ) -> str:
        if self.error is not None:
            raise self.error
        return self.hooks.setdefault(id_, CLOUDHOOK)

    async def async_delete_cloudhook(self, _hass: HomeAssistant, id_: str) -> None:
        if self.error is not None:
            raise self.error
        if id_ not in self.hooks:
            raise ValueError("Hook is not enabled for the cloud.")
        del self.hooks[id_]


@pytest.fixture
def cloud(hass: HomeAssistant, monkeypatch: pytest.MonkeyPatch) -> Cloud:
    """A cloud that is logged in."""
    made = Cloud()
    monkeypatch.setitem(sys.modules, made.__name__, made)
    monkeypatch.delattr("homeassistant.components.cloud", raising=False)
    hass.config.components.add("cloud")
    return made


async def at(hass: HomeAssistant, url: str | None) -> None:
    """Put Home Assistant at an address on the internet."""
    await async_process_ha_core_config(hass, {"external_url": url} if url else {})


def shown(flow: Flow) -> dict[str, str]:
    """What the form says."""
    return dict(flow.result["description_placeholders"] or {})


def webhooks(hass: HomeAssistant) -> set[str]:
    """The ids of the webhooks that are registered."""
    handlers = hass.data[webhook._HANDLERS]
    return set(handlers)


async def test_webhooks_are_set_up_and_switched_off(
    hass: HomeAssistant, flow: Flow, integration: MockConfigEntry
) -> None:
    await at(hass, EXTERNAL)
    await flow.begin(integration.entry_id)
    assert flow.shown(CONF_WEBHOOK) is False
    result = await flow.send(typed(FULL, **ON))
    assert result["step_id"] == "webhook"
    address = shown(flow)["address"]
    assert address.startswith(f"{EXTERNAL}/api/webhook/")
    assert shown(flow)["last"] == "-"

    result = await flow.send({CONF_WEBHOOK_SECRET: f"  {DEFAULT_SECRET}\n"})
    assert result["type"] is FlowResultType.CREATE_ENTRY
    webhook_id = integration.options[CONF_WEBHOOK_ID]
    assert address == f"{EXTERNAL}/api/webhook/{webhook_id}"
    assert integration.options[CONF_WEBHOOK_SECRET] == DEFAULT_SECRET
    assert CONF_CLOUDHOOK_URL not in integration.options
    assert CONF_WEBHOOK not in integration.options
    assert webhook_id in webhooks(hass)

    await flow.begin(integration.entry_id)
    assert flow.shown(CONF_WEBHOOK) is True
    await flow.send(typed(FULL, **OFF))
    assert webhooks(hass).isdisjoint({webhook_id})
    assert not integration.options.keys() & {CONF_WEBHOOK_ID, CONF_WEBHOOK_SECRET}


async def test_the_last_valid_delivery_is_shown(
    hass: HomeAssistant,
    travel: Travel,
    flow: Flow,
    entry: MockConfigEntry,
    setup_entry: Setup,
) -> None:
    entry = with_webhook(entry)
    assert await setup_entry(entry)
    await at(hass, EXTERNAL)
    await deliver(hass, travel, {})
    assert await through_cloud(hass, travel, b"", signed(travel, b"{}")) == 401
    await flow.begin(entry.entry_id)
    await flow.send(typed(FULL, **ON))
    assert shown(flow) == {
        "address": f"{EXTERNAL}/api/webhook/{HOOK}",
        "last": "2026-11-23 08:00",
        "refused": "1",
    }
    schema = flow.result["data_schema"]
    assert schema is not None
    assert DEFAULT_SECRET not in str(schema.schema)

    await flow.send({})
    assert entry.options[CONF_WEBHOOK_ID] == HOOK
    assert entry.options[CONF_WEBHOOK_SECRET] == DEFAULT_SECRET
    await deliver(hass, travel, {}, "msg_2")


async def test_another_secret_takes_the_place_of_the_first(
    hass: HomeAssistant,
    travel: Travel,
    flow: Flow,
    entry: MockConfigEntry,
    setup_entry: Setup,
) -> None:
    entry = with_webhook(entry, "whsec_b2xkIHNlY3JldA==")
    assert await setup_entry(entry)
    await at(hass, EXTERNAL)
    await flow.begin(entry.entry_id)
    await flow.send(typed(FULL, **ON))
    await flow.send({CONF_WEBHOOK_SECRET: DEFAULT_SECRET})
    assert entry.options[CONF_WEBHOOK_ID] == HOOK
    await deliver(hass, travel, {})


@pytest.mark.parametrize("secret", ["", "secret", "whsec_", "whsec_a", "sk_live_abc"])
async def test_what_is_no_secret_is_refused(
    hass: HomeAssistant, flow: Flow, integration: MockConfigEntry, secret: str
) -> None:
    await at(hass, EXTERNAL)
    await flow.begin(integration.entry_id)
    await flow.send(typed(FULL, **ON))
    address = shown(flow)["address"]
    result = await flow.send({CONF_WEBHOOK_SECRET: secret})
    assert result["errors"] == {CONF_WEBHOOK_SECRET: "webhook_secret_invalid"}
    assert shown(flow)["address"] == address
    await flow.send({CONF_WEBHOOK_SECRET: DEFAULT_SECRET})
    assert address.endswith(integration.options[CONF_WEBHOOK_ID])


async def test_the_address_stays_when_the_form_is_left(
    hass: HomeAssistant, travel: Travel, flow: Flow, integration: MockConfigEntry
) -> None:
    await at(hass, EXTERNAL)
    addresses = set()
    for _ in range(2):
        result = await flow.begin(integration.entry_id)
        await flow.send(typed(FULL, **ON))
        addresses.add(shown(flow)["address"])
        hass.config_entries.options.async_abort(result["flow_id"])
        await travel.settle()
    assert len(addresses) == 1
    assert CONF_WEBHOOK_ID not in integration.options


@pytest.mark.parametrize(
    ("url", "error"),
    [
        (None, "no_external_url"),
        ("http://home.example.com:8123", "external_url_not_https"),
    ],
)
async def test_without_an_address_there_is_a_clear_word(
    hass: HomeAssistant,
    flow: Flow,
    integration: MockConfigEntry,
    url: str | None,
    error: str,
) -> None:
    await at(hass, url)
    await flow.begin(integration.entry_id)
    result = await flow.send(typed(FULL, **ON))
    assert (result["step_id"], result["errors"]) == ("init", {CONF_WEBHOOK: error})
    result = await flow.send(typed(FULL, **OFF))
    assert result["type"] is FlowResultType.CREATE_ENTRY


async def test_an_address_of_the_cloud(
    travel: Travel,
    flow: Flow,
    cloud: Cloud,
    integration: MockConfigEntry,
) -> None:
    await flow.begin(integration.entry_id)
    await flow.send(typed(FULL, **ON))
    assert shown(flow)["address"] == CLOUDHOOK
    await flow.send({CONF_WEBHOOK_SECRET: DEFAULT_SECRET})
    assert integration.options[CONF_CLOUDHOOK_URL] == CLOUDHOOK
    assert cloud.hooks == {integration.options[CONF_WEBHOOK_ID]: CLOUDHOOK}

    cloud.error = TimeoutError()
    await flow.begin(integration.entry_id)
    await flow.send(typed(FULL, **ON))
    assert shown(flow)["address"] == CLOUDHOOK
    await flow.send({})
    assert integration.options[CONF_CLOUDHOOK_URL] == CLOUDHOOK

    cloud.error = None
    await flow.begin(integration.entry_id)
    await flow.send(typed(FULL, **OFF))
    assert cloud.hooks == {}
    assert CONF_CLOUDHOOK_URL not in integration.options
    await travel.settle()


async def test_the_external_url_where_the_cloud_is_not_to_be_had(
    hass: HomeAssistant, flow: Flow, cloud: Cloud, integration: MockConfigEntry
) -> None:
    await at(hass, EXTERNAL)
    cloud.subscribed = False
    await flow.begin(integration.entry_id)
    await flow.send(typed(FULL, **ON))
    assert shown(flow)["address"].startswith(EXTERNAL)
    cloud.subscribed, cloud.error = True, cloud.CloudNotAvailable()
    await flow.begin(integration.entry_id)
    await flow.send(typed(FULL, **ON))
    assert shown(flow)["address"].startswith(EXTERNAL)


@pytest.mark.parametrize("error", [None, TimeoutError()])
async def test_a_removed_entry_deletes_its_address_of_the_cloud(
    hass: HomeAssistant,
    travel: Travel,
    cloud: Cloud,
    entry: MockConfigEntry,
    setup_entry: Setup,
    error: Exception | None,
) -> None:
    entry = with_webhook(entry, **{CONF_CLOUDHOOK_URL: CLOUDHOOK})
    cloud.hooks[HOOK] = CLOUDHOOK
    assert await setup_entry(entry)
    cloud.error = error
    await travel.run(hass.config_entries.async_remove(entry.entry_id))
    assert bool(cloud.hooks) is (error is not None)
    assert hass.config_entries.async_get_entry(entry.entry_id) is None
    assert HOOK not in webhooks(hass)


async def test_diagnostics_tell_no_secret(
    hass: HomeAssistant,
    travel: Travel,
    entry: MockConfigEntry,
    setup_entry: Setup,
    caplog: pytest.LogCaptureFixture,
) -> None:
    entry = with_webhook(entry, **{CONF_CLOUDHOOK_URL: CLOUDHOOK})
    assert await setup_entry(entry)
    await at(hass, EXTERNAL)
    reconnect = "https://auth.amps.ai/?reconnect=true&token=verysecrettoken"
    await deliver(hass, travel, {"deviceId": FULL, "reconnectionUrl": reconnect})
    assert await through_cloud(hass, travel, b"", signed(travel, b"{}")) == 401
    found: Any = await async_get_config_entry_diagnostics(hass, entry)
    assert found["webhook"]["set_up"] is True
    assert found["webhook"]["valid"] == found["webhook"]["refused"] == 1
    written = json.dumps(found)
    for secret in (HOOK, DEFAULT_SECRET, CLOUDHOOK, "verysecrettoken"):
        for start in range(len(secret) - 11):
            part = secret[start : start + 12]
            assert part not in written
        assert secret not in "".join(
            record.getMessage() for record in caplog.records if "amps" in record.name
        )
