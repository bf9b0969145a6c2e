"""HTTP without sockets: aiohttp's client and server, joined in memory.

Every byte of a request and of an answer is what goes over loopback otherwise. Without
the kernel in between nothing depends on when it delivers, and no time is lost waiting.
"""

import asyncio
from collections.abc import Callable
from contextvars import Context, copy_context
from errno import ECONNREFUSED
from itertools import count
from typing import Any, Self, override
from weakref import WeakSet

import aiohttp
from aiohttp.client_proto import ResponseHandler
from aiohttp.connector import BaseConnector

type Serve = Callable[[], asyncio.Protocol]
"""Makes the server's end of a new connection."""

HOST = "127.0.0.1"
"""The only host."""
_FIRST_PORT = 50_000
_MAX_UNREAD = 65_536
"""More bytes on their way make their sender wait."""


class Network:
    """Servers of this process that listen in memory, each on a port of its own."""

    def __init__(self) -> None:
        self._servers: dict[int, tuple[Serve, Context]] = {}
        self._ports = count(_FIRST_PORT)
        self.is_up = True
        """Whether anything on it can be reached."""

    def listen(self, serve: Serve, port: int = 0) -> int:
        """Serve on a port, in the caller's context; port 0 takes a free one."""
        port = port or next(self._ports)
        if port in self._servers:
            raise OSError(f"port {port} is in use")
        self._servers[port] = serve, copy_context()
        return port

    def leave(self, port: int) -> None:
        """Accept no more connections on a port; existing ones stay."""
        self._servers.pop(port, None)

    def connect(self, protocol: asyncio.Protocol, host: str, port: int) -> Pipe:
        """Return a client's end of a new connection."""
        if not self.is_up or host != HOST or port not in self._servers:
            raise OSError(ECONNREFUSED, "Connection refused")
        serve, theirs = self._servers[port]
        return Pipe.between(protocol, serve(), theirs)


class Pipe(asyncio.Transport):
    """One end of a connection; what is written reaches the other end's protocol."""

    def __init__(self, protocol: asyncio.Protocol, context: Context) -> None:
        """Deliver to a protocol, in its context."""
        super().__init__({"peername": (HOST, 0)})
        self.context = context
        self._loop = asyncio.get_running_loop()
        self._protocol = protocol
        self._other: Pipe | None = None
        self._closed = False
        self._paused = False
        self._held: list[bytes] = []
        self._is_waiting = False
        self.unread = 0
        """Bytes that were sent to it and are not read."""

    @classmethod
    def between(
        cls, one: asyncio.Protocol, two: asyncio.Protocol, theirs: Context
    ) -> Self:
        """Connect two protocols; return the end of the first."""
        first, second = cls(one, copy_context()), cls(two, theirs)
        first._other, second._other = second, first
        one.connection_made(first)
        theirs.copy().run(two.connection_made, second)
        return first

    @override
    def write(self, data: bytes | bytearray | memoryview) -> None:
        """Send; a sender that is faster than the other end reads is paused."""
        if self._closed or (other := self._other) is None:
            return
        other.unread += len(data)
        self._loop.call_soon(other.receive, bytes(data), context=other.context)
        if other.unread > _MAX_UNREAD and not self._is_waiting:
            self._is_waiting = True
            self._protocol.pause_writing()

    def receive(self, data: bytes) -> None:
        """Receive what the other end sent."""
        if self._paused:
            self._held.append(data)
            return
        self.unread -= len(data)
        if not self._closed:
            self._protocol.data_received(data)
        if self._other is not None:
            self._other.go_on(self.unread)

    def go_on(self, unread: int) -> None:
        """Let the protocol send on once little is left to read."""
        if self._is_waiting and unread <= _MAX_UNREAD / 4:
            self._is_waiting = False
            self.context.copy().run(self._protocol.resume_writing)

    @override
    def pause_reading(self) -> None:
        """Deliver nothing for a while."""
        self._paused = True

    @override
    def resume_reading(self) -> None:
        """Deliver again."""
        self._paused = False
        held, self._held = self._held, []
        for data in held:
            self.receive(data)

    @override
    def is_closing(self) -> bool:
        """Return whether it is closed."""
        return self._closed

    @override
    def close(self) -> None:
        """Close both ends, after all that was written."""
        for end in (self, self._other):
            if end is not None and not end.is_closing():
                self._loop.call_soon(end.lose, context=end.context)
        self._closed = True

    def lose(self) -> None:
        """Tell the protocol that the connection is gone."""
        self._closed = True
        self._protocol.connection_lost(None)

    @override
    def abort(self) -> None:
        """Close both ends."""
        self.close()

    @override
    def get_write_buffer_size(self) -> int:
        """Return how much the other end has not read."""
        return 0 if self._other is None else self._other.unread

    @override
    def set_write_buffer_limits(
        self, high: int | None = None, low: int | None = None
    ) -> None:
        """Keep the limits as they are."""


class MemoryConnector(BaseConnector):
    """Connects a client session to servers in the same process, and to no other."""

    def __init__(self, network: Network) -> None:
        super().__init__()
        self._network = network
        self._pipes: WeakSet[Pipe] = WeakSet()

    def cut(self) -> None:
        """Accept no more connections."""
        self._network = Network()
        self.break_all()
        _ = self.close()

    def break_all(self) -> None:
        """Close every connection."""
        for pipe in list(self._pipes):
            pipe.close()

    @override
    async def _create_connection(
        self, req: Any, traces: Any, timeout: Any
    ) -> ResponseHandler:
        ours = ResponseHandler(loop=asyncio.get_running_loop())
        try:
            pipe = self._network.connect(ours, req.url.host, req.url.port)
        except OSError as err:
            raise aiohttp.ClientConnectorError(req.connection_key, err) from err
        self._pipes.add(pipe)
        return ours
