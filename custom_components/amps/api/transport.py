"""HTTP for the client: one request, bounded in time and size, and retries of reads."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from contextlib import AbstractAsyncContextManager, nullcontext
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
import random
import re

import aiohttp
import orjson
from yarl import URL

from . import framing
from .clock import ClockOffset, Jump
from .errors import (
    AmpsError,
    KeyRefusedError,
    NoAnswerError,
    NotFoundError,
    ServerError,
    ThrottledError,
    UnauthorizedError,
    UnreadableError,
)
from .fields import identifier
from .framing import Answer
from .models import Json
from .refusal import http_date, refusal
from .routes import Route

type Gate = Callable[[str], AbstractAsyncContextManager[object]]
"""Entered around each HTTP request, with its endpoint: a caller's budget."""
type Shorten = Callable[[bytes], bytes]
"""Gives a body as it is to be parsed, without what its caller knows."""

_HOST = re.compile(r"[\w.:%-]+")
_MAX_HOST_LENGTH = 253
_MAX_LABEL_LENGTH = 63
_SUCCESS = range(200, 300)
MAX_BODY_BYTES = 8 * 1024 * 1024
_CONNECT_SECONDS = 10
_RETRY_PAUSES_SECONDS = (1.0, 3.0)
"""Seconds before the second and third try, half of it more or less: 10 at most."""
_RETRY_WITHIN_SECONDS = 30.0
"""Seconds after which a read is not tried again."""
_MAX_WAIT_SECONDS = 5.0
"""Seconds of a Retry-After that a read waits for by itself."""
_MAX_KEY_LENGTH = 1000
_MIN_HIDDEN_KEY_LENGTH = 8
"""Characters that a key has at least; a shorter one would match anything."""
_NOT_SENT = (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError)


def utc_now() -> datetime:
    """Our clock."""
    return datetime.now(UTC)


def check_url(url: str) -> str:
    """Return a base URL in its one form, without a slash at its end.

    Raises ValueError for one that a key must not be sent to: it has to be https, or
    plain http to this machine, without credentials, query or fragment. The error does
    not repeat the URL, which may hold a secret.
    """
    try:
        parsed = URL(url.strip())
        host = parsed.raw_host or ""
        _ = parsed.port
    except ValueError, TypeError:
        parsed, host = URL(), ""
    if not _is_host(host) or parsed.scheme not in ("https", "http"):
        raise ValueError("the URL needs https:// and a host")
    if parsed.scheme == "http" and not _is_loopback(host):
        raise ValueError("plain http is only for this machine")
    if parsed.user is not None or parsed.password is not None:
        raise ValueError("the URL must not hold credentials")
    if parsed.query_string or parsed.fragment:
        raise ValueError("the URL must not hold a query or fragment")
    if parsed.is_default_port():
        parsed = parsed.with_port(None)
    return str(parsed).rstrip("/")


def _is_host(host: str) -> bool:
    """Return whether a text can be a host: resolvers raise anything for others."""
    labels = host.rstrip(".").split(".")
    return (
        len(host) <= _MAX_HOST_LENGTH
        and _HOST.fullmatch(host) is not None
        and all(0 < len(label) <= _MAX_LABEL_LENGTH for label in labels)
    )


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


class Transport:
    """Sends requests to one server with one key."""

    def __init__(
        self,
        session: aiohttp.ClientSession,
        api_key: str,
        url: str,
        *,
        now: Callable[[], datetime] = utc_now,
        sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
        gate: Gate | None = None,
        steady: Callable[[], float] | None = None,
    ) -> None:
        """Take what `AmpsClient` takes; nothing is sent yet."""
        self._session = session
        self._key = api_key.strip()
        self._url = check_url(url)
        self._now = now
        self._sleep = sleep
        self._gate: Gate = gate or (lambda _endpoint: nullcontext())
        self._clock = ClockOffset()
        self._jumped = Jump(now, steady) if steady else timedelta
        self.requests = 0
        self.throttled = 0

    @property
    def clock_offset(self) -> timedelta | None:
        """Amps' clock minus ours; what was measured before ours was set stays true."""
        measured = self._clock.value
        if measured is None or self._clock.assumed:
            return measured
        return measured - self._jumped()

    @property
    def clock_is_assumed(self) -> bool:
        """Return whether Amps sends no time, so that our clock is used."""
        return self._clock.assumed

    @property
    def latest(self) -> datetime:
        """Now, after which nothing has happened, by Amps' clock as far as known."""
        return self._now() + (self.clock_offset or timedelta())

    async def send(
        self,
        route: Route,
        resource: str | None = None,
        *,
        params: Mapping[str, str] | None = None,
        body: Json = None,
        retry: bool = True,
        shorten: Shorten | None = None,
    ) -> Answer:
        """Send one request, a read up to three times, and give its answer unwrapped."""
        if not _is_key(self._key):
            raise KeyRefusedError(endpoint=route.endpoint, message="not a key at all")
        if "{id}" in route.template and identifier(resource) is None:
            raise NotFoundError(endpoint=route.endpoint, message="not an id at all")
        loop = asyncio.get_running_loop()
        until = loop.time() + _RETRY_WITHIN_SECONDS
        for pause in _RETRY_PAUSES_SECONDS if retry and route.is_read else ():
            try:
                return await self._once(route, resource, params, body, shorten)
            except (ServerError, NoAnswerError, ThrottledError) as err:
                if (wait := _wait(err, pause)) is None or loop.time() + wait > until:
                    raise
            await self._sleep(wait)
        return await self._once(route, resource, params, body, shorten)

    async def _once(
        self,
        route: Route,
        resource: str | None,
        params: Mapping[str, str] | None,
        body: Json,
        shorten: Shorten | None,
    ) -> Answer:
        async with self._gate(route.endpoint):
            status, headers, raw, came = await self._exchange(
                route, resource, params, body
            )
        try:
            parsed = self._parsed(raw, route.endpoint, status, shorten)
        except UnreadableError:
            if status in _SUCCESS:
                raise
            parsed = None
        theirs = framing.made_at(parsed) or http_date(headers.get("Date"))
        if theirs is not None:
            self._clock.add(theirs, came - self._jumped())
        elif status in _SUCCESS:
            self._clock.untold()
        if status not in _SUCCESS or framing.is_refusal(parsed):
            error = refusal(route, status, parsed, headers, came)
            self.throttled += isinstance(error, (ThrottledError, UnauthorizedError))
            raise error
        return framing.unwrap(parsed, route.endpoint)._replace(size=len(raw))

    async def _exchange(
        self,
        route: Route,
        resource: str | None,
        params: Mapping[str, str] | None,
        body: Json,
    ) -> tuple[int, Mapping[str, str], bytes, datetime]:
        """Return status, headers, body, and when the answer began to come."""
        if self._session.closed:
            raise NoAnswerError(
                endpoint=route.endpoint, message="session closed", sent=False
            )
        headers = {"x-api-key": self._key, "accept": "application/json"}
        if body is not None:
            headers["content-type"] = "application/json"
        self.requests += 1
        try:
            async with self._session.request(
                route.method,
                URL(self._url + route.path(resource), encoded=True),
                params=params,
                data=None if body is None else orjson.dumps(body),
                headers=headers,
                allow_redirects=False,
                timeout=aiohttp.ClientTimeout(
                    total=route.timeout, sock_connect=_CONNECT_SECONDS
                ),
            ) as response:
                came = self._now()
                raw = await _read(response, route.endpoint)
                return response.status, response.headers, raw, came
        except (aiohttp.ClientError, TimeoutError, OSError) as err:
            failure = _no_answer(err, route.endpoint)
        # outside the handler: an aiohttp error's repr shows the request's headers
        raise failure

    def _parsed(
        self, raw: bytes, endpoint: str, status: int, shorten: Shorten | None
    ) -> Json:
        """Return a body's JSON without our key: parts of bodies reach logs and states.

        Where characters are escaped, the key may only show in what was parsed.
        """
        hidden = self._without_key(raw)
        if b"\\" not in raw:
            return framing.parse(
                shorten(hidden) if shorten else hidden, endpoint, status
            )
        parsed = framing.parse(hidden, endpoint, status)
        try:
            plain = orjson.dumps(parsed)
        except TypeError:
            pass
        else:
            return framing.parse(self._without_key(plain), endpoint, status)
        raise UnreadableError(
            endpoint=endpoint, status=status, message="nested too deeply"
        )

    def _without_key(self, raw: bytes) -> bytes:
        if len(self._key) < _MIN_HIDDEN_KEY_LENGTH:
            return raw
        return raw.replace(self._key.encode(), b"***")


def _is_key(key: str) -> bool:
    """Return whether a text can be sent as a key at all."""
    fits = 0 < len(key) <= _MAX_KEY_LENGTH
    return fits and key.isascii() and key.isprintable()


async def _read(response: aiohttp.ClientResponse, endpoint: str) -> bytes:
    """Read a body in bounded steps; raises UnreadableError past the bound."""
    parts: list[bytes] = []
    size = 0
    async for part in response.content.iter_any():
        size += len(part)
        if size > MAX_BODY_BYTES:
            raise UnreadableError(
                endpoint=endpoint,
                status=response.status,
                message=f"more than {MAX_BODY_BYTES} bytes",
            )
        parts.append(part)
    return b"".join(parts)


def _no_answer(err: Exception, endpoint: str) -> NoAnswerError:
    """Say what happened in words of ours: an exception's own may repeat a header."""
    words = [type(err).__name__]
    if isinstance(err, OSError) and err.strerror:
        words.append(err.strerror[:200])
    return NoAnswerError(
        endpoint=endpoint, message=": ".join(words), sent=not isinstance(err, _NOT_SENT)
    )


def _wait(err: AmpsError, pause: float) -> float | None:
    """Return the seconds before another try; None where there is to be none."""
    wait = pause * random.uniform(0.5, 1.5)  # noqa: S311  spreads clients, no secret
    if not isinstance(err, ThrottledError):
        return wait
    if err.retry_after is None or err.retry_after > _MAX_WAIT_SECONDS:
        return None
    return max(wait, err.retry_after)
