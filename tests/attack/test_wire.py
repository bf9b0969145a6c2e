"""Bytes that are hardly HTTP: an error of the client's, in bounded time and space."""

from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime, timedelta
import gzip
import itertools
from pathlib import Path
import ssl
import tracemalloc
import zlib

import aiohttp
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
import pytest

from custom_components.amps.api import (
    AmpsClient,
    AmpsError,
    NoAnswerError,
    UnreadableError,
)
from custom_components.amps.api.transport import MAX_BODY_BYTES
from tests.api.bodies import g2_battery
from tests.api.wire import KEY, Reply, Wire, listed, refused, wrapped
from tests.travel import Travel

from .hostile import RawServer, http

GOOD = b'{"success": true, "data": {"items": []}, "meta": {}}'
MEGABYTE = 1024 * 1024
pytestmark = pytest.mark.usefixtures("socket_enabled")


@pytest.fixture
async def session() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as opened:
        yield opened


@pytest.fixture
async def wire() -> AsyncIterator[Wire]:
    server = Wire()
    await server.start_server()
    yield server
    await server.close()


@pytest.fixture
def untrusted(tmp_path: Path) -> ssl.SSLContext:
    """A certificate that only its owner signed."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "api.amps.ai")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), 1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    pem = made.public_bytes(serialization.Encoding.PEM) + key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    file = tmp_path / "both.pem"
    file.write_bytes(pem)
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(file)
    return context


def _client(session: aiohttp.ClientSession, url: str) -> AmpsClient:
    async def no_sleep(_seconds: float) -> None: ...

    return AmpsClient(session, KEY, url, sleep=no_sleep)


ANSWERS = {
    "nothing": b"",
    "no HTTP": b"\x00\xff\r\n\r\n",
    "another protocol": b"SSH-2.0-OpenSSH_9.2\r\n",
    "no status": b"HTTP/1.1\r\n\r\n",
    "a status of five digits": b"HTTP/1.1 20000 OK\r\nContent-Length: 0\r\n\r\n",
    "another protocol is offered": http(b"", status="101 Switching Protocols"),
    "no length, no end": b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
    "a chunk of a size that is none": (
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n"
    ),
    "a chunk of a size beyond all": (
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + b"f" * 40 + b"\r\n{}"
    ),
    "both lengths": http(GOOD, "Transfer-Encoding: chunked"),
    "two lengths": http(GOOD, "Content-Length: 3"),
    "a length that is negative": http(GOOD, length=-1),
    "more announced than sent": http(GOOD, length=len(GOOD) + 1),
    "gzip that is none": http(GOOD, "Content-Encoding: gzip"),
    "deflate that breaks off": http(
        zlib.compress(GOOD * 99)[:20], "Content-Encoding: deflate"
    ),
    "a coding that may be missing here": http(GOOD, "Content-Encoding: br"),
    "a header without end": b"HTTP/1.1 200 OK\r\nX: " + b"x" * MEGABYTE,
    "headers without number": b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 300_000,
    "a header in two lines": http(GOOD[:9], "X: a\r\n b", "Y\x00: z"),
    "a redirect to itself": http(b"", "Location: /", status="301 Moved"),
    "a redirect without end": http(
        b"", "Location: " + "/x" * 3000, status="308 Permanent"
    ),
}


@pytest.mark.parametrize("name", ANSWERS)
async def test_what_is_hardly_http(session: aiohttp.ClientSession, name: str) -> None:
    raw = RawServer([ANSWERS[name]])
    async with raw.listening():
        with pytest.raises(AmpsError) as caught:
            await _client(session, raw.url).probe()
    assert isinstance(caught.value, AmpsError)
    assert KEY not in repr(caught.value)
    assert len(str(caught.value)) < 600


async def test_interim_answers_are_passed_over(session: aiohttp.ClientSession) -> None:
    early = b"HTTP/1.1 103 Early Hints\r\nLink: <x>\r\n\r\n"
    raw = RawServer([early * 3 + http(GOOD)])
    async with raw.listening():
        assert (await _client(session, raw.url).probe()).batteries is None


def _without_end(part: bytes) -> Iterator[bytes]:
    yield b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n"
    yield from itertools.repeat(part)


@pytest.mark.parametrize("part", [b" ", b"[", b'{"a":'])
async def test_a_body_that_drips_for_ever_is_given_up(
    travel: Travel, part: bytes
) -> None:
    async with aiohttp.ClientSession() as session:
        raw = RawServer(_without_end(part), pause=1)
        async with raw.listening():
            begun = travel.now()
            with pytest.raises(NoAnswerError):
                await travel.run(_client(session, raw.url).probe())
            assert (travel.now() - begun).total_seconds() < 95


async def test_interim_answers_without_end_are_given_up(travel: Travel) -> None:
    async with aiohttp.ClientSession() as session:
        raw = RawServer(itertools.repeat(b"HTTP/1.1 102 Processing\r\n\r\n"), pause=1)
        async with raw.listening():
            with pytest.raises(NoAnswerError):
                await travel.run(_client(session, raw.url).probe())


async def test_a_body_without_end_is_not_read_to_its_end(
    session: aiohttp.ClientSession,
) -> None:
    raw = RawServer(_without_end(b" " * MEGABYTE))
    async with raw.listening():
        with pytest.raises(UnreadableError, match="more than"):
            await _client(session, raw.url).probe()
    assert raw.sent < MAX_BODY_BYTES + 8 * MEGABYTE


@pytest.mark.parametrize("coding", ["gzip", "deflate", "gzip, gzip"])
async def test_a_bomb_stays_small(session: aiohttp.ClientSession, coding: str) -> None:
    zeros = b" " * (64 * MEGABYTE)
    body = zlib.compress(zeros, 9) if coding == "deflate" else gzip.compress(zeros)
    if coding == "gzip, gzip":
        body = gzip.compress(body)
    del zeros
    raw = RawServer([http(body, f"Content-Encoding: {coding}")])
    tracemalloc.start()
    try:
        async with raw.listening():
            with pytest.raises(AmpsError):
                await _client(session, raw.url).probe()
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 3 * MAX_BODY_BYTES


BODIES = {
    "objects": b"[" + b"{}," * (MAX_BODY_BYTES // 3 - 2) + b"{}]",
    "a number without end": b"1" * MEGABYTE,
    "a fraction without end": b"0." + b"1" * MEGABYTE,
    "a number beyond all": b'{"success": true, "data": {"id": 1e400}}',
    "digits beyond all": b'{"success": true, "data": {"id": %s}}' % (b"9" * 5000),
    "not a number": b'{"success": true, "data": {"id": NaN}}',
    "infinity": b'{"success": true, "data": {"items": [Infinity]}}',
    "nested for ever": b'{"data":' * MEGABYTE,
    "nested within what is read": b'{"a":' * 500 + b"1" + b"}" * 500,
    "a text without end": b'"' + b"x" * MEGABYTE,
    "half of a letter": b'{"success": true, "data": "\\ud83d"}',
    "the same key over and over": b"{" + b'"data":1,' * MEGABYTE + b'"data":2}',
    "HTML": b"<!doctype html><title>Sign in</title>" + b"<p>" * 5000,
    "a byte order mark": b"\xef\xbb\xbf" + GOOD,
    "UTF-16": GOOD.decode().encode("utf-16"),
}


@pytest.mark.parametrize("name", BODIES)
async def test_json_that_nobody_can_read(
    session: aiohttp.ClientSession, wire: Wire, name: str
) -> None:
    wire.on("GET /battery", Reply(body=BODIES[name]))
    with pytest.raises(UnreadableError) as caught:
        await _client(session, wire.url).list_batteries()
    assert len(str(caught.value)) < 200


async def test_a_key_that_comes_back_in_disguise(
    session: aiohttp.ClientSession, wire: Wire
) -> None:
    escaped = "".join(f"\\u{ord(letter):04x}" for letter in KEY)
    echo = f'{{"error": {{"code": "{escaped}", "message": "the key {escaped}"}}}}'
    wire.on("GET /battery", Reply(status=422, body=echo.encode()))
    with pytest.raises(AmpsError, match=r"the key \*\*\*") as caught:
        await _client(session, wire.url).probe()
    assert KEY not in repr(caught.value)
    body = wrapped(g2_battery(vendor="VENDOR", state={"status": "VENDOR"}))
    raw = Reply(body=body).raw.replace(b"VENDOR", escaped.encode())
    wire.on("GET /battery/device_1", Reply(body=raw))
    battery = await _client(session, wire.url).read_battery("device_1")
    assert KEY not in repr(battery)


ENVELOPES = [
    {"success": False},
    {"success": False, "error": None},
    {"success": False, "error": "<h1>no</h1>"},
    {"success": False, "error": {"code": 7, "message": ["x"], "details": "y"}},
    {"success": False, "error": {"code": "[x](https://evil.example)"}},
    {"success": False, "error": {"code": "<img src=x>", "message": "\n\x1b[31m" * 99}},
    {"error": {"details": {"min": "a", "max": {}, "parameter": ["power"]}}},
    {"error": {"details": {"conflictingActionIds": [None, 7, "x" * 300, "a/../b"]}}},
]


@pytest.mark.parametrize("status", [200, 204, 301, 400, 401, 409, 422, 500, 999])
async def test_envelopes_that_are_torn(
    session: aiohttp.ClientSession, wire: Wire, status: int
) -> None:
    for body in ENVELOPES:
        wire.on("GET /battery", Reply(status=status, body=body))
        with pytest.raises(AmpsError) as caught:
            await _client(session, wire.url).probe()
        told = str(caught.value)
        assert caught.value.code is None
        assert told.isprintable()
        assert len(told) < 600


@pytest.mark.parametrize(
    ("header", "most"),
    [
        ("-5", 0),
        ("1000000000", 3600),
        ("1e308", 3600),
        ("Fri, 31 Dec 9999 23:59:59 GMT", 3600),
        ("Fri, 31 Dec 2150 23:59:59 GMT", 3600),
        ("Thu, 01 Jan 1970 00:00:00 GMT", 0),
    ],
)
async def test_a_wait_that_is_absurd(
    session: aiohttp.ClientSession, wire: Wire, header: str, most: float
) -> None:
    throttled = refused("RATE_LIMIT_EXCEEDED", 429)
    throttled.headers = {"Retry-After": header}
    wire.on("GET /battery", throttled)
    with pytest.raises(AmpsError) as caught:
        await _client(session, wire.url).probe()
    assert (getattr(caught.value, "retry_after", None) or 0) <= most


@pytest.mark.parametrize("stamp", ["0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z", 7])
@pytest.mark.parametrize("date", ["Fri, 31 Dec 9999 23:59:59 GMT", "yesterday", ""])
async def test_a_clock_that_is_absurd_is_no_clock(
    session: aiohttp.ClientSession, wire: Wire, stamp: object, date: str
) -> None:
    client = _client(session, wire.url)
    answer = Reply(body=wrapped(listed(), timestamp=stamp), headers={"Date": date})
    wire.on("GET /battery", answer)
    for _ in range(4):
        await client.probe()
    assert client.clock_offset is None


async def test_one_answer_from_another_century_moves_no_clock(
    session: aiohttp.ClientSession, wire: Wire
) -> None:
    client = _client(session, wire.url)
    wire.on("GET /battery", wrapped(listed(), timestamp="2199-01-01T00:00:00Z"))
    await client.probe()
    assert client.clock_offset is None


async def test_a_machine_that_nobody_vouches_for(
    session: aiohttp.ClientSession,
    untrusted: ssl.SSLContext,
    caplog: pytest.LogCaptureFixture,
) -> None:
    raw = RawServer([http(GOOD)])
    async with raw.listening(untrusted):
        url = raw.url.replace("http:", "https:")
        with pytest.raises(NoAnswerError, match="Certificate") as caught:
            await _client(session, url).probe()
    assert not caught.value.sent
    assert raw.heard == []
    assert KEY not in caplog.text
    caplog.clear()  # the other machine complains in the same log


async def test_a_machine_that_speaks_no_tls(session: aiohttp.ClientSession) -> None:
    raw = RawServer([http(GOOD)])
    async with raw.listening():
        url = raw.url.replace("http:", "https:")
        with pytest.raises(NoAnswerError):
            await _client(session, url).probe()
    assert KEY.encode() not in b"".join(raw.heard)
