"""One request: bounds, retries, secrets, and the clock."""

import asyncio
from collections.abc import AsyncIterator
import contextlib
import gzip
import logging
import traceback
from typing import Any
from unittest.mock import patch

import aiohttp
import pytest

from custom_components.amps.api import (
    AmpsClient,
    AmpsError,
    Command,
    KeyRefusedError,
    NoAnswerError,
    NotFoundError,
    Push,
    Quantity,
    ServerError,
    ThrottledError,
    UnreadableError,
    check_url,
    transport,
)
from custom_components.amps.api.decode import battery as decode_battery

from .bodies import g2_action, g2_battery
from .wire import KEY, NOW, Reply, Seen, Wire, listed, refused, wrapped

DEVICE = "GET /battery/device_1"
GOOD = Reply(body=wrapped(g2_battery()))
TROUBLE = refused("INTERNAL_ERROR", 500)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://api.amps.ai", "https://api.amps.ai"),
        (" HTTPS://API.amps.ai:443/ ", "https://api.amps.ai"),
        ("https://proxy.example/amps/", "https://proxy.example/amps"),
        ("http://localhost:8080/", "http://localhost:8080"),
        ("http://127.0.0.2", "http://127.0.0.2"),
        ("http://[::1]:8080", "http://[::1]:8080"),
    ],
)
def test_a_url_that_a_key_may_be_sent_to(url: str, expected: str) -> None:
    assert check_url(url) == expected


@pytest.mark.parametrize(
    "url",
    [
        "",
        "api.amps.ai",
        "https://",
        "ftp://api.amps.ai",
        "http://api.amps.ai",
        "http://192.168.1.2",
        "http://localhost.example",
        "https://name:secret@api.amps.ai",
        "https://name@api.amps.ai",
        "https://api.amps.ai?key=secret",
        "https://api.amps.ai/#secret",
        "https://api.amps.ai:99999",
        "https://api amps.ai",
        "https://[::1",
    ],
)
def test_a_url_that_it_must_not_be_sent_to(url: str) -> None:
    with pytest.raises(ValueError, match=r"http|host|hold") as caught:
        check_url(url)
    assert "secret" not in str(caught.value)
    assert "secret" not in "".join(traceback.format_exception(caught.value))


async def test_a_read_is_tried_three_times(
    client: AmpsClient, wire: Wire, pauses: list[float]
) -> None:
    # aiohttp repeats a GET by itself, once, where the connection was dropped
    wire.on(DEVICE, Reply(drop=True), Reply(drop=True), TROUBLE, GOOD)
    assert (await client.read_battery("device_1")).level == 46
    assert 0.5 <= pauses[0] <= 1.5
    assert 1.5 <= pauses[1] <= 4.5
    wire.on(DEVICE, TROUBLE)
    with pytest.raises(ServerError):
        await client.read_battery("device_1")
    assert len(pauses) == 4


async def test_a_small_wait_is_kept(
    client: AmpsClient, wire: Wire, pauses: list[float]
) -> None:
    throttled = refused("RATE_LIMIT_EXCEEDED", 429)
    throttled.headers = {"Retry-After": "5"}
    wire.on(DEVICE, throttled, GOOD)
    await client.read_battery("device_1")
    assert pauses == [5]
    throttled.headers = {"Retry-After": "6"}
    wire.on(DEVICE, throttled, GOOD)
    with pytest.raises(ThrottledError) as caught:
        await client.read_battery("device_1")
    assert caught.value.retry_after == 6
    assert len(pauses) == 1


async def test_a_read_is_not_tried_again_for_ever(
    client: AmpsClient, wire: Wire, pauses: list[float]
) -> None:
    wire.on(DEVICE, TROUBLE)
    with (
        patch.object(transport, "_RETRY_WITHIN_SECONDS", 0),
        pytest.raises(ServerError),
    ):
        await client.read_battery("device_1")
    assert len(wire.seen) == 1
    assert not pauses


async def test_a_write_is_sent_once(client: AmpsClient, wire: Wire) -> None:
    battery = decode_battery(g2_battery(), "")
    for reply in (TROUBLE, Reply(drop=True)):
        wire.seen.clear()
        for endpoint in (
            "POST /battery/device_1",
            "POST /actions/act_1/cancel",
            "POST /battery/device_1/settings",
        ):
            wire.on(endpoint, reply)
        for write in (
            client.push(battery, Push(command=Command.IDLE), time_zone=NOW.tzinfo),  # type: ignore[arg-type]
            client.cancel_action("act_1"),
            client.update_settings("device_1", {"x": Quantity(value=1, unit="kw")}),
        ):
            with pytest.raises((ServerError, NoAnswerError)) as caught:
                await write
            assert getattr(caught.value, "sent", True)
        assert len(wire.seen) == 3


async def test_nothing_listens(session: aiohttp.ClientSession, wire: Wire) -> None:
    await wire.close()
    client = AmpsClient(session, KEY, "http://127.0.0.1:9", sleep=_no_sleep)
    with pytest.raises(NoAnswerError) as caught:
        await client.probe()
    assert not caught.value.sent
    assert caught.value.__context__ is None
    assert "ClientConnectorError" in str(caught.value)
    await session.close()
    with pytest.raises(NoAnswerError) as caught:
        await client.probe()
    assert not caught.value.sent


async def _no_sleep(_seconds: float) -> None: ...


async def test_a_slow_answer(client: AmpsClient) -> None:
    async def never(*_: Any, **__: Any) -> None:
        raise TimeoutError

    with (
        patch.object(aiohttp.ClientSession, "_request", never),
        pytest.raises(NoAnswerError) as caught,
    ):
        await client.probe()
    assert caught.value.sent
    assert str(caught.value) == "GET /battery: TimeoutError"


async def test_time_limits(client: AmpsClient, wire: Wire) -> None:
    wire.on(DEVICE, GOOD)
    wire.on("GET /battery", wrapped(listed()))
    given: list[float | None] = []
    real = aiohttp.ClientSession._request

    async def watched(
        self: aiohttp.ClientSession, *args: Any, **rest: Any
    ) -> aiohttp.ClientResponse:
        given.append(rest["timeout"].total)
        return await real(self, *args, **rest)

    with patch.object(aiohttp.ClientSession, "_request", watched):
        await client.probe()
        await client.read_battery("device_1")
    assert given == [30, 60]


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html>sign in</html>",
        b'{"success": true, "data": {"id": "dev',
        b"\xff\xfe",
        b'{"id": 1e400}',
        b'{"id": NaN}',
        b'"\\ud800"',
        b"[" * 2000 + b"]" * 2000,
        b"[]",
        b"null",
        b"7",
        b"{}",
        b'{"success": true}',
        b'{"success": true, "data": null}',
        b'{"data": {}, "meta": {}}',
    ],
)
async def test_an_answer_that_cannot_be_understood(
    client: AmpsClient, wire: Wire, body: bytes
) -> None:
    wire.on(DEVICE, Reply(body=body))
    with pytest.raises(
        UnreadableError, match=r"^GET /battery/\{id\}(: | \()"
    ) as caught:
        await client.read_battery("device_1")
    assert len(wire.seen) == 1
    assert len(str(caught.value)) < 200
    wire.on("GET /battery", Reply(body=body))
    with pytest.raises(UnreadableError):
        await client.probe()


async def test_a_redirect_is_not_followed(client: AmpsClient, wire: Wire) -> None:
    wire.on("GET /elsewhere", GOOD)
    to = {"Location": wire.url + "/elsewhere"}
    wire.on(DEVICE, Reply(status=302, body=b"<html>", headers=to))
    with pytest.raises(UnreadableError):
        await client.read_battery("device_1")
    assert wire.asked == [DEVICE]


@pytest.mark.parametrize("headers", [{}, {"Content-Encoding": "gzip"}])
async def test_a_body_without_end(
    client: AmpsClient, wire: Wire, headers: dict[str, str]
) -> None:
    body = b" " * (transport.MAX_BODY_BYTES + 1)
    if headers:
        body = gzip.compress(body)
    wire.on(DEVICE, Reply(body=body, headers=headers))
    with pytest.raises(UnreadableError, match="more than 8388608 bytes"):
        await client.read_battery("device_1")


@pytest.mark.parametrize("key", ["", "  ", "with\nnewline", "schlüssel"])
async def test_a_key_that_no_header_holds(
    session: aiohttp.ClientSession, wire: Wire, key: str
) -> None:
    client = AmpsClient(session, key, wire.url)
    with pytest.raises(KeyRefusedError):
        await client.probe()
    with pytest.raises(KeyRefusedError):
        await client.read_battery("device_1")
    assert not wire.seen


@pytest.mark.parametrize("name", ["", ".", "..", "x" * 201])
async def test_an_id_that_is_none(client: AmpsClient, wire: Wire, name: str) -> None:
    with pytest.raises(NotFoundError):
        await client.read_battery(name)
    with pytest.raises(NotFoundError):
        await client.cancel_action(name)
    assert not wire.seen


async def test_an_id_is_one_part_of_the_path(client: AmpsClient, wire: Wire) -> None:
    with pytest.raises(NotFoundError):
        await client.read_battery("../actions?x=1#y z")
    assert wire.asked == ["GET /battery/..%2Factions%3Fx%3D1%23y%20z"]


async def test_no_secret_leaves(
    client: AmpsClient,
    wire: Wire,
    session: aiohttp.ClientSession,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    told: list[str] = [repr(client), str(client)]
    echo = {"code": KEY, "message": f"key {KEY}", "details": {"reason": KEY}}
    for reply in (
        Reply(status=401, body={"error": echo}),
        Reply(status=422, body={"error": echo}),
        Reply(status=409, body={"error": echo}),
        Reply(body=KEY.encode()),
        Reply(drop=True),
    ):
        wire.on(DEVICE, reply)
        with pytest.raises(AmpsError) as caught:
            await client.read_battery("device_1")
        told += [repr(caught.value), str(caught.value)]
        told += traceback.format_exception(caught.value)
        told.append(repr(caught.value.__context__))
    wire.on(DEVICE, wrapped(g2_battery(vendor=KEY, state={"status": f"bad {KEY}"})))
    battery = await client.read_battery("device_1")
    assert battery.unrecognized == {"state.status": "bad ***"}
    assert KEY not in "".join([*told, repr(battery), caplog.text])
    assert {sent.headers["x-api-key"] for sent in wire.seen} == {KEY}

    wire.on("GET /battery", wrapped(listed()))
    assert (await AmpsClient(session, "data", wire.url).probe()).batteries == 0


async def test_the_budget_is_asked_for_each_request(
    session: aiohttp.ClientSession, wire: Wire
) -> None:
    entered: list[str] = []

    @contextlib.asynccontextmanager
    async def gate(endpoint: str) -> AsyncIterator[None]:
        entered.append(endpoint)
        yield
        entered.append("done")

    client = AmpsClient(session, KEY, wire.url, sleep=_no_sleep, gate=gate)
    wire.on(DEVICE, TROUBLE, GOOD)
    await client.read_battery("device_1")
    assert entered == ["GET /battery/{id}", "done"] * 2
    assert client.requests == 2


async def test_what_a_request_holds(client: AmpsClient, wire: Wire) -> None:
    wire.on(DEVICE, GOOD)
    wire.on("POST /actions/act_1/cancel", wrapped(g2_action(state="cancelled")))
    wire.on("POST /battery/device_1/settings", wrapped({"updated": ["floor", 3]}))

    await client.read_battery("device_1")
    await client.read_battery("device_1", expedite=True)
    await client.cancel_action("act_1")
    floor = {"floor": Quantity(value=15, unit="percent")}
    assert await client.update_settings("device_1", floor) == ("floor",)

    plain, expedited, cancel, settings = wire.seen
    assert plain.query == {}
    assert expedited.query == {"expedite": "true"}
    assert cancel.body is None
    assert settings.body == {"floor": {"value": 15, "unit": "percent"}}
    assert settings.headers["content-type"] == "application/json"
    assert all(isinstance(sent, Seen) for sent in wire.seen)
    wire.on("POST /battery/device_1/settings", wrapped(None))
    assert await client.update_settings("device_1", floor) == ("floor",)


async def test_a_cancelled_caller_is_let_go(client: AmpsClient, wire: Wire) -> None:
    wire.on(DEVICE, GOOD)
    task = asyncio.create_task(client.read_battery("device_1"))
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
