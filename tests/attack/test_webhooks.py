"""Deliveries of somebody who knows the address, and perhaps the secret."""

import asyncio
from collections.abc import Mapping
import gzip
import json
import logging
import random
import tracemalloc
import zlib

from homeassistant.components.webhook import async_handle_webhook
from homeassistant.core import HomeAssistant
from homeassistant.helpers import issue_registry as ir
from homeassistant.util.aiohttp import MockRequest
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.amps.account.webhook import (
    MAX_BODY_BYTES,
    MAX_REMEMBERED_IDS,
    deliveries,
)
from simulator import DEFAULT_SECRET, World, sign
from simulator.memory import Network
from tests.entities import FULL
from tests.hooks import HOOK, PATH, Client, signed, through_cloud
from tests.travel import Travel
from tests.wires import opened

from .checks import assert_goes_on, assert_nothing_leaks

MEGABYTE = 1024 * 1024


async def _knock(hass: HomeAssistant, body: bytes, headers: Mapping[str, str]) -> int:
    """Deliver as the cloud does, and do not wait for what it starts."""
    request = MockRequest(
        content=body, mock_source="cloud", method="POST", headers=dict(headers)
    )
    return (await async_handle_webhook(hass, HOOK, request)).status


async def test_a_flood_of_ten_thousand_is_only_counted(
    hass: HomeAssistant,
    travel: Travel,
    hooked: MockConfigEntry,
    world: World,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.INFO, "custom_components.amps")
    since = world.record.next_index()
    good = signed(travel, b"{}")
    forged = [{**good, "svix-id": f"msg_{number}" * 50} for number in range(10_000)]
    lines = len(caplog.records)
    for headers in forged[:9_000]:
        assert await _knock(hass, b"[]", headers) == 401
    tracemalloc.start()
    try:
        for headers in forged[9_000:]:
            assert await _knock(hass, b"[]", headers) == 401
            await asyncio.sleep(0)  # lets the loop drop its cancelled timers
        held, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert held < MEGABYTE / 2
    assert deliveries(hass, hooked.entry_id).refused == 10_000
    assert len(caplog.records) - lines == 1
    assert world.record.since(since) == []
    assert await _knock(hass, b"{}", good) == 200
    await assert_nothing_leaks(hass, hooked)


async def test_a_flood_of_valid_ones_makes_few_requests(
    hass: HomeAssistant, travel: Travel, hooked: MockConfigEntry, world: World
) -> None:
    """Whoever has the secret may tell of batteries and actions that nobody has."""
    since = world.record.next_index()
    for number in range(2000):
        told = {"deviceId": f"device_{number}", "actionId": f"action_{number}"}
        body = json.dumps(told).encode()
        message = f"msg_{number}"
        assert await _knock(hass, body, signed(travel, body, message_id=message)) == 200
    await travel(60)
    assert len(world.record.since(since)) < 20
    came = deliveries(hass, hooked.entry_id)
    assert len(came.seen) == MAX_REMEMBERED_IDS
    await assert_goes_on(hass, travel)


async def test_hints_at_actions_that_nobody_has_are_forgotten(
    hass: HomeAssistant, travel: Travel, hooked: MockConfigEntry, world: World
) -> None:
    for number in range(300):
        body = json.dumps({"deviceId": FULL, "actionId": f"{number}/../x"}).encode()
        message = f"msg_{number}"
        assert await _knock(hass, body, signed(travel, body, message_id=message)) == 200
    since = world.record.next_index()
    await travel(60)
    assert len(world.record.since(since)) < 130
    await travel(600)
    reader = hooked.runtime_data.reader
    assert not reader._hinted_actions
    assert len(reader._action_read) < 10
    paths = {request.path for request in world.record.since(since)}
    assert all(path.startswith(("/battery", "/actions")) for path in paths)


FORGED: dict[str, dict[str, str]] = {
    "no version": {"svix-signature": "AAAA"},
    "many versions, none right": {
        "svix-signature": " ".join(f"v{number},AAAA" for number in range(2000))
    },
    "a version that is new": {"svix-signature": "v9,AAAA"},
    "asymmetric": {"svix-signature": "v1a,AAAA"},
    "empty ones": {"svix-signature": "v1, v1, v1,"},
    "a timestamp below nothing": {"svix-timestamp": "-1"},
    "a timestamp of digits without end": {"svix-timestamp": "9" * 5000},
    "a timestamp in milliseconds": {"svix-timestamp": "1795420800000"},
    "a timestamp in Arabic digits": {"svix-timestamp": "\u0661\u0662"},
    "an id without end": {"svix-id": "x" * 100_000},
    "an id with a line": {"svix-id": "msg_1\r\nsvix-signature: v1,x"},
    "another id": {"svix-id": "msg_2"},
}


@pytest.mark.parametrize("name", FORGED)
async def test_forged_headers_are_refused(
    hass: HomeAssistant,
    travel: Travel,
    hooked: MockConfigEntry,
    world: World,
    name: str,
) -> None:
    since = world.record.next_index()
    headers = {**signed(travel, b"{}"), **FORGED[name]}
    assert await through_cloud(hass, travel, b"{}", headers) == 401
    assert deliveries(hass, hooked.entry_id).valid == 0
    assert world.record.since(since) == []


async def test_a_signature_counts_for_its_own_message_alone(
    hass: HomeAssistant, travel: Travel, hooked: MockConfigEntry
) -> None:
    body, other = b'{"deviceId": "a"}', b'{"deviceId": "b"}'
    mine = signed(travel, body)
    assert await _knock(hass, other, mine) == 401
    assert await _knock(hass, body, {**mine, "svix-id": "msg_9"}) == 401
    moved = {**mine, "svix-timestamp": str(int(mine["svix-timestamp"]) + 1)}
    assert await _knock(hass, body, moved) == 401
    split = int(mine["svix-timestamp"])
    glued = {**mine, "svix-id": f"msg_1.{split}", "svix-timestamp": str(split)}
    assert await _knock(hass, body, glued) == 401
    assert await _knock(hass, body, mine) == 200
    for _ in range(20):
        assert await _knock(hass, body, mine) == 200
    came = deliveries(hass, hooked.entry_id)
    assert (came.valid, came.repeated, came.refused) == (1, 20, 4)


TOLD: tuple[bytes, ...] = (
    b"",
    b"null",
    b"7",
    b'"text"',
    b"[[[[]]]]",
    b"[" * 5000 + b"]" * 5000,
    b'{"deviceId": ' + b"9" * 5000 + b"}",
    b'{"deviceId": 1e999}',
    b'{"deviceId": "\\ud800"}',
    b'{"deviceId": "a", "deviceId": ["b"]}',
    b'{"deviceId": "../../x", "actionId": "../../y"}',
    b'{"deviceId": "\\u0000\\n"}',
    b'{"data": {"data": {"deviceId": "x"}}}',
    b'{"deviceId": "device_sim_0001", "reconnectionUrl": "javascript:alert(1)"}',
    b'{"deviceId": "device_sim_0001", "reconnectionUrl": "https://a.b/](x)"}',
    b'{"deviceType": {"x": 1}, "deviceId": "device_sim_0001"}',
    b"\xef\xbb\xbf{}",
    b"<xml/>",
)


async def test_signed_nonsense_does_nothing(
    hass: HomeAssistant, travel: Travel, hooked: MockConfigEntry
) -> None:
    for number, body in enumerate(TOLD):
        headers = signed(travel, body, message_id=f"msg_{number}")
        headers["content-type"] = ("text/html", "application/xml", "\x00")[number % 3]
        assert await through_cloud(hass, travel, body, headers) == 200, body[:40]
    shown = {entry.issue_id for entry in ir.async_get(hass).issues.values()}
    assert not [name for name in shown if name.startswith("link_broken")]
    await assert_goes_on(hass, travel)
    await assert_nothing_leaks(hass, hooked)


async def test_any_bytes_under_any_headers(
    hass: HomeAssistant, travel: Travel, hooked: MockConfigEntry
) -> None:
    dice = random.Random(6)  # noqa: S311
    names = [f"{family}-{part}" for family in ("svix", "webhook") for part in _PARTS]
    good = signed(travel, b"{}")
    values = [*good.values(), "", "v1,", "\u20ac", "0", "x" * 9999, "v1 v1", "nan"]
    for _ in range(400):
        body = dice.randbytes(dice.choice([0, 1, 30, 3000]))
        picked = dice.sample(names, dice.randint(0, len(names)))
        headers = {name: dice.choice(values) for name in picked}
        assert await _knock(hass, body, headers) == 401
        timestamp = int(travel.now().timestamp())
        headers = {
            "svix-id": f"msg_{dice.random()}",
            "svix-timestamp": str(timestamp),
        }
        message = headers["svix-id"]
        headers["svix-signature"] = sign(DEFAULT_SECRET, message, timestamp, body)
        assert await _knock(hass, body, headers) in (200, 401)
    came = deliveries(hass, hooked.entry_id)
    assert came.valid + came.refused == 800
    await assert_goes_on(hass, travel)


_PARTS = ("id", "timestamp", "signature")


@pytest.mark.parametrize("coding", ["gzip", "deflate"])
async def test_a_packed_bomb_is_refused(
    hass: HomeAssistant,
    travel: Travel,
    hooked: MockConfigEntry,
    client: Client,
    coding: str,
) -> None:
    body = b" " * (64 * MEGABYTE)
    packed = gzip.compress(body) if coding == "gzip" else zlib.compress(body)
    headers = {**signed(travel, packed), "content-encoding": coding}
    del body

    async def post() -> int:
        async with client.post(PATH, data=packed, headers=headers) as answer:
            return answer.status

    tracemalloc.start()
    try:
        assert await travel.run(post()) == 401
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 64 * MAX_BODY_BYTES
    assert deliveries(hass, hooked.entry_id).refused == 1


async def test_other_methods_and_torn_requests(
    hass: HomeAssistant,
    travel: Travel,
    hooked: MockConfigEntry,
    client: Client,
    network: Network,
) -> None:
    async def ask(method: str) -> int:
        async with client.request(method, PATH) as answer:
            return answer.status

    assert await travel.run(ask("head")) == 200  # Home Assistant says that it is there
    for method in ("get", "put", "delete", "patch"):
        assert await travel.run(ask(method)) == 405

    async def torn() -> None:
        assert client.server.port is not None
        writer = opened(network, client.server.port)
        writer.write(f"POST {PATH} HTTP/1.1\r\nHost: x\r\n".encode())
        for name, value in signed(travel, b"{}").items():
            writer.write(f"{name}: {value}\r\n".encode())
        writer.write(b"Content-Length: 99999\r\n\r\n{")
        await writer.drain()
        await asyncio.sleep(1)
        writer.transport.abort()

    await travel.run(torn())
    await travel(30)
    assert deliveries(hass, hooked.entry_id).valid == 0
    await assert_goes_on(hass, travel)
