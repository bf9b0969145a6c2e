"""The config flow in trouble: the form says what is wrong, and goes on."""

from unittest.mock import patch

from homeassistant.config_entries import SOURCE_USER
from homeassistant.const import CONF_API_KEY, CONF_URL
from homeassistant.data_entry_flow import FlowResultType
import pytest

from custom_components.amps.const import CONF_ADVANCED
from simulator import DEFAULT_KEY, AmpsServer, Fault, World, full

from .forms import Flow, account

TROUBLE = [
    pytest.param("invalid_auth", Fault(status=401, code="INVALID_API_KEY"), id="wrong"),
    pytest.param("invalid_auth", Fault(status=401, code="EXPIRED_TOKEN"), id="expired"),
    pytest.param(
        "invalid_auth",
        Fault.throttle("plain-401", times=2),
        id="refused-without-reason",
    ),
    pytest.param(
        "invalid_auth", Fault(status=403, code="INSUFFICIENT_PERMISSIONS"), id="may-not"
    ),
    pytest.param(
        "live_access_disabled",
        Fault(status=403, code="LIVE_ACCESS_DISABLED"),
        id="no-live-access",
    ),
    pytest.param("throttled", Fault.throttle("429", 120), id="throttled"),
    pytest.param(
        "throttled", Fault.throttle("401", times=None), id="throttled-as-unauthorized"
    ),
    pytest.param("cannot_connect", Fault(status=500, times=None), id="server-error"),
    pytest.param("cannot_connect", Fault(drop=True, times=None), id="dropped"),
    pytest.param("cannot_connect", Fault(delay=999, times=None), id="no-answer"),
    pytest.param(
        "not_amps",
        Fault(status=200, body=b"<html>", content_type="text/html"),
        id="web-page",
    ),
    pytest.param("not_amps", Fault(status=404, body=b""), id="not-found"),
    pytest.param("not_amps", Fault(status=400, code="BAD_REQUEST"), id="rejected"),
    pytest.param("unknown", Fault(status=503, code="DEVICE_OFFLINE"), id="odd"),
    pytest.param("cannot_connect", Fault(skip=1, status=500, times=None), id="later"),
]


@pytest.mark.parametrize(("error", "fault"), TROUBLE)
async def test_trouble_is_named_and_can_be_overcome(
    flow: Flow, server: AmpsServer, world: World, error: str, fault: Fault
) -> None:
    await flow.begin(source=SOURCE_USER)
    world.faults.add(fault)
    result = await flow.send(account(server))
    assert result["type"] is FlowResultType.FORM
    assert result["step_id"] == "user"
    assert result["errors"] == {"base": error}
    assert flow.shown(CONF_API_KEY) == DEFAULT_KEY
    assert flow.shown(CONF_URL) == server.url

    world.faults.clear()
    result = await flow.send(account(server))
    assert result["type"] is FlowResultType.CREATE_ENTRY


async def test_one_refusal_without_a_reason_is_not_believed(
    flow: Flow, server: AmpsServer, world: World
) -> None:
    await flow.begin(source=SOURCE_USER)
    world.faults.add(Fault.throttle("plain-401"))
    result = await flow.send(account(server))
    assert result["type"] is FlowResultType.CREATE_ENTRY


@pytest.mark.parametrize("key", ["sk_test_mistyped", "not a key é", " "])
async def test_a_mistyped_key_can_be_corrected(
    flow: Flow, server: AmpsServer, key: str, caplog: pytest.LogCaptureFixture
) -> None:
    await flow.begin(source=SOURCE_USER)
    result = await flow.send(account(server, key))
    assert result["errors"] == {"base": "invalid_auth"}
    assert key == " " or key not in caplog.text

    result = await flow.send(account(server))
    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert DEFAULT_KEY not in caplog.text


@pytest.mark.parametrize(
    "url",
    [
        "http://api.amps.ai",
        "https://user:secret@api.amps.ai",
        "ftp://api.amps.ai",
        "api.amps.ai",
        "https://",
    ],
)
async def test_the_key_goes_to_no_unsafe_address(
    flow: Flow, server: AmpsServer, world: World, url: str
) -> None:
    await flow.begin(source=SOURCE_USER)
    typed = {CONF_API_KEY: DEFAULT_KEY, CONF_ADVANCED: {CONF_URL: url}}
    result = await flow.send(typed)
    assert result["errors"] == {"base": "not_amps"}
    assert flow.shown(CONF_URL) == url
    assert not world.record.requests

    result = await flow.send(account(server))
    assert result["type"] is FlowResultType.CREATE_ENTRY


async def test_nobody_listens_at_the_address(flow: Flow, server: AmpsServer) -> None:
    await flow.begin(source=SOURCE_USER)
    url = f"http://{server.host}:{server.port + 1}"
    typed = {CONF_API_KEY: DEFAULT_KEY, CONF_ADVANCED: {CONF_URL: url}}
    result = await flow.send(typed)
    assert result["errors"] == {"base": "cannot_connect"}

    result = await flow.send(account(server))
    assert result["type"] is FlowResultType.CREATE_ENTRY


async def test_an_unexpected_error_is_logged_without_the_key(
    flow: Flow, server: AmpsServer, caplog: pytest.LogCaptureFixture
) -> None:
    await flow.begin(source=SOURCE_USER)
    with patch(
        "custom_components.amps.account.probe.AmpsClient.list_batteries",
        side_effect=RuntimeError("out of order"),
    ):
        result = await flow.send(account(server))
    assert result["errors"] == {"base": "unknown"}
    assert "out of order" in caplog.text
    assert DEFAULT_KEY not in caplog.text

    result = await flow.send(account(server))
    assert result["type"] is FlowResultType.CREATE_ENTRY


@pytest.mark.parametrize("batteries", [0])
async def test_an_account_without_batteries(
    flow: Flow, server: AmpsServer, world: World
) -> None:
    await flow.begin(source=SOURCE_USER)
    result = await flow.send(account(server))
    assert result["errors"] == {"base": "no_batteries"}

    world.add_device(full("device_sim_0001"))
    result = await flow.send(account(server))
    assert result["type"] is FlowResultType.CREATE_ENTRY
