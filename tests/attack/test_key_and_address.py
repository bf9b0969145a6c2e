"""What a person, or somebody who advises one, types into the first form."""

from collections.abc import AsyncIterator
import logging
from typing import Any

from homeassistant.config_entries import SOURCE_USER
from homeassistant.const import CONF_API_KEY, CONF_URL
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
import pytest

from custom_components.amps.api import check_url
from custom_components.amps.const import CONF_ADVANCED, DOMAIN
from simulator import DEFAULT_KEY, Fault, World
from simulator.memory import Network
from tests.flows.forms import Flow, account
from tests.travel import Travel

from .checks import assert_no_secret
from .hostile import LyingServer, RawServer, http


@pytest.fixture
async def flow(hass: HomeAssistant, travel: Travel, server: LyingServer) -> Flow:  # noqa: ARG001
    """The form for a key, open."""
    opened = Flow(hass, travel)
    await opened.begin(source=SOURCE_USER)
    return opened


@pytest.fixture
async def elsewhere(network: Network) -> AsyncIterator[RawServer]:
    """A machine that is not Amps and listens to what comes."""
    raw = RawServer([http(b'{"success": true, "data": {"items": []}, "meta": {}}')])
    async with raw.listening_on(network):
        yield raw


def _typed(url: str, key: str = DEFAULT_KEY) -> dict[str, Any]:
    return {CONF_API_KEY: key, CONF_ADVANCED: {CONF_URL: url}}


KEYS = (
    "",
    "\x00",
    "\r\n",
    "key\r\nx-user-id: 1",
    "key\nHost: evil.example",
    "key\u2028key",
    "\u202ekey",
    "schl\u00fcssel",
    "\U0001f511" * 10,
    "k\x7f",
    "k" * 100_000,
    "k" * 5_000_000,
    "%s %n {key}",
    "' OR 1=1 --",
    "<script>alert(1)</script>",
)


async def test_keys_that_are_none(
    hass: HomeAssistant, flow: Flow, server: LyingServer, world: World
) -> None:
    for key in KEYS:
        result = await flow.send(account(server, key))
        assert result["type"] is FlowResultType.FORM, key[:20]
        assert result["errors"] == {"base": "invalid_auth"}, key[:20]
    assert hass.config_entries.async_entries(DOMAIN) == []
    assert all(request.status == 401 for request in world.record.requests)
    result = await flow.send(account(server))
    assert result["type"] is FlowResultType.CREATE_ENTRY


ADDRESSES = (
    "http://api.amps.ai",
    "http://192.0.2.1",
    "http://0.0.0.0",
    "http://2130706433",
    "http://127.1",
    "http://localhost.example",
    "http://localhost@evil.example",
    "https://api.amps.ai@evil.example",
    "https://user:secret@api.amps.ai",
    "https://:@api.amps.ai",
    "https://api.amps.ai?x=1",
    "https://api.amps.ai/#x",
    "https://api.amps.ai:99999",
    "https://api.amps.ai:-1",
    "https://api.amps.ai:http",
    "https://[::1",
    "https://[fe80::1%25eth0]x",
    "https://a b",
    "https://",
    "https:///path",
    "https:api.amps.ai",
    "//api.amps.ai",
    "api.amps.ai",
    "",
    " ",
    "\x00",
    "https://api.amps.ai\x00.evil.example",
    "https://api.amps.ai\\@evil.example",
    "ftp://api.amps.ai",
    "file:///etc/passwd",
    "javascript:alert(1)",
    "ws://localhost",
    "unix:///var/run/docker.sock",
    "https://" + "a" * 100_000,
    "https://" + "a." * 5000 + "ai",
)


async def test_the_key_is_sent_to_no_address_that_is_none(
    flow: Flow, server: LyingServer, world: World
) -> None:
    for url in ADDRESSES:
        result = await flow.send(_typed(url))
        assert result["errors"] == {"base": "not_amps"}, url[:60]
    assert not world.record.requests
    result = await flow.send(account(server))
    assert result["type"] is FlowResultType.CREATE_ENTRY


@pytest.mark.parametrize(
    ("url", "taken"),
    [
        ("HTTP://LOCALHOST:1/", "http://localhost:1"),
        ("http://[::1]:1", "http://[::1]:1"),
        ("http://[::ffff:127.0.0.1]:1", "http://[::ffff:127.0.0.1]:1"),
        ("https://api.amps.ai/v1//", "https://api.amps.ai/v1"),
        ("https://api.amps.ai/../x/./y", "https://api.amps.ai/x/y"),
        ("https://\u0430pi.amps.ai", "https://xn--pi-6kc.amps.ai"),
        ("https://api.amps.ai\r\nHost: evil.example", None),
        ("https://api.amps.ai/\r\nHost: evil.example", None),
    ],
)
def test_an_address_has_one_form(url: str, taken: str | None) -> None:
    if taken is None:
        try:
            found = check_url(url)
        except ValueError:
            return
        assert "\n" not in found
        assert found.startswith("https://api.amps.ai")
        return
    assert check_url(url) == taken


@pytest.mark.parametrize("port", [0, 1])
async def test_a_port_where_nobody_is(flow: Flow, port: int) -> None:
    result = await flow.send(_typed(f"http://127.0.0.1:{port}"))
    assert result["errors"] == {"base": "cannot_connect"}


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
async def test_the_key_follows_no_redirect(
    flow: Flow, server: LyingServer, world: World, elsewhere: RawServer, status: int
) -> None:
    to = {"Location": f"{elsewhere.url}/battery"}
    world.faults.add(Fault(status=status, body=b"", headers=to, times=None))
    result = await flow.send(account(server))
    assert result["errors"] == {"base": "not_amps"}
    assert elsewhere.heard == []


PAGES = {
    "a web page": b"<!doctype html><title>Router</title>",
    "another service": b'{"message": "ok", "version": "1.2.3"}',
    "a list": b"[1, 2, 3]",
    "an empty body": b"",
    "other items": b'{"items": [{"name": "lamp"}, 7], "pagination": {}}',
    "an account of nobody": b'{"items": [{"id": ".."}], "pagination": {}}',
}


@pytest.mark.parametrize("name", PAGES)
async def test_an_address_of_something_else(
    flow: Flow, server: LyingServer, world: World, name: str
) -> None:
    """A captive portal answers everything with its own page."""
    world.faults.add(Fault(status=200, body=PAGES[name], times=None))
    result = await flow.send(account(server))
    assert result["errors"] == {"base": "not_amps"}
    world.faults.clear()
    result = await flow.send(account(server))
    assert result["type"] is FlowResultType.CREATE_ENTRY


async def test_a_machine_that_hangs_up(flow: Flow, elsewhere: RawServer) -> None:
    for parts in ([], [b"\x15\x03\x01"], [b"HTTP/1.1 200 OK\r\n"]):
        elsewhere.parts = parts
        result = await flow.send(_typed(elsewhere.url))
        assert result["errors"] == {"base": "cannot_connect"}


async def test_the_key_is_never_told(
    hass: HomeAssistant,
    flow: Flow,
    server: LyingServer,
    world: World,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG, "custom_components.amps")
    for status in (200, 301, 400, 401, 403, 404, 422, 500, 503):
        body = f'{{"error": {{"message": "no key {DEFAULT_KEY}"}}}}'.encode()
        world.faults.add(Fault(status=status, body=body, times=4))
        result = await flow.send(account(server))
        assert result["type"] is FlowResultType.FORM
        shown = {key: member for key, member in result.items() if key != "data_schema"}
        assert_no_secret(str(shown))
        world.faults.clear()
    assert_no_secret(caplog.text)
    assert hass.config_entries.async_entries(DOMAIN) == []
