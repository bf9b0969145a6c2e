"""Servers that mean harm: one that speaks raw bytes, and an Amps that lies."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager, suppress
import json
import ssl
from typing import Any, override

from aiohttp import web

from simulator import AmpsServer
from simulator.memory import Network
from simulator.record import RequestEntry

type Lie = Callable[[RequestEntry, Any], Any]
"""Makes of an answer what is sent instead; bytes are sent as they are."""


class LyingServer(AmpsServer):
    """The simulated Amps, which lies for as long as it is told to."""

    lie: Lie | None = None

    @override
    def _respond(self, entry: RequestEntry, status: int, data: Any) -> web.Response:
        if self.lie is None:
            return super()._respond(entry, status, data)
        told = self.lie(entry, data)
        raw = told if isinstance(told, bytes) else json.dumps(told).encode()
        return self._raw(entry, status, raw, "application/json")


def batteries_in(data: Any) -> list[dict[str, Any]]:
    """Return the batteries that an answer is about, to be changed in their place."""
    payload = data.get("data", data)
    if not isinstance(payload, dict):
        return []
    items = payload.get("items", [payload])
    return [item for item in items if "sync" in item]


def about_batteries(change: Callable[[dict[str, Any]], object]) -> Lie:
    """Return a lie that changes every battery of every answer."""

    def lie(_entry: RequestEntry, data: Any) -> Any:
        for battery in batteries_in(data):
            change(battery)
        return data

    return lie


class RawServer:
    """Answers each connection with bytes, whatever HTTP says of them."""

    def __init__(self, parts: Iterable[bytes], pause: float = 0) -> None:
        self.parts = parts
        self._pause = pause
        self._tasks: set[asyncio.Task[None]] = set()
        self.port = 0
        self.heard: list[bytes] = []
        self.sent = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    async def _answer(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        try:
            with suppress(OSError):
                self.heard.append(await reader.read(65_536))
                for part in self.parts:
                    writer.write(part)
                    await writer.drain()
                    self.sent += len(part)
                    await asyncio.sleep(self._pause)
        finally:
            self._tasks.discard(task)
            writer.transport.abort()

    @asynccontextmanager
    async def listening(
        self, tls: ssl.SSLContext | None = None
    ) -> AsyncIterator[RawServer]:
        server = await asyncio.start_server(self._answer, "127.0.0.1", 0, ssl=tls)
        self.port = server.sockets[0].getsockname()[1]
        try:
            yield self
        finally:
            server.close()
            await self._stop()

    @asynccontextmanager
    async def listening_on(self, network: Network) -> AsyncIterator[RawServer]:
        self.port = network.listen(
            lambda: asyncio.StreamReaderProtocol(asyncio.StreamReader(), self._answer)
        )
        try:
            yield self
        finally:
            network.leave(self.port)
            await self._stop()

    async def _stop(self) -> None:
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)


def http(
    body: bytes, *headers: str, status: str = "200 OK", length: int | None = None
) -> bytes:
    """Return an answer as it goes over the wire."""
    lines = [f"HTTP/1.1 {status}", "Content-Type: application/json", *headers]
    lines.append(f"Content-Length: {len(body) if length is None else length}")
    return "\r\n".join([*lines, "", ""]).encode() + body
