"""HTTP without sockets: aiohttp's client and server, joined in memory.

Every byte of a request and of an answer is what goes over loopback otherwise. Without
the kernel in between nothing depends on when it delivers, and a day takes less time.
"""

import asyncio
from collections.abc import Callable
from contextvars import Context, copy_context
from errno import ECONNREFUSED
from typing import Any, Self, override
from weakref import WeakSet

import aiohttp
from aiohttp.client_proto import ResponseHandler
from aiohttp.connector import BaseConnector

type Serve = Callable[[], asyncio.Protocol | None]
"""Gives a server's end of a new connection; None where nobody listens."""


class Pipe(asyncio.Transport):
    """One end of a connection; what is written reaches the other end's protocol."""

    def __init__(self, protocol: asyncio.Protocol, context: Context) -> None:
        """Deliver to a protocol, in its context."""
        super().__init__({"peername": ("127.0.0.1", 0)})
        self.context = context
        self._loop = asyncio.get_running_loop()
        self._protocol = protocol
        self._other: Pipe | None = None
        self._closed = False
        self._paused = False
        self._held: list[bytes] = []

    @classmethod
    def between(
        cls, one: asyncio.Protocol, two: asyncio.Protocol, theirs: Context
    ) -> Self:
        """Connect two protocols; gives the end of the first."""
        first, second = cls(one, copy_context()), cls(two, theirs)
        first._other, second._other = second, first
        one.connection_made(first)
        theirs.copy().run(two.connection_made, second)
        return first

    @override
    def write(self, data: bytes | bytearray | memoryview) -> None:
        """Send."""
        if not self._closed and self._other is not None:
            other = self._other
            self._loop.call_soon(other.receive, bytes(data), context=other.context)

    def receive(self, data: bytes) -> None:
        """Take what the other end sent."""
        if self._paused:
            self._held.append(data)
        elif not self._closed:
            self._protocol.data_received(data)

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
        """Whether it is closed."""
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
        """Nothing ever waits."""
        return 0

    @override
    def set_write_buffer_limits(
        self, high: int | None = None, low: int | None = None
    ) -> None:
        """Nothing ever waits."""


class MemoryConnector(BaseConnector):
    """Connects a client session to a server in the same process."""

    def __init__(self, serve: Serve, theirs: Context) -> None:
        """Take every connection to one server, which lives in a context of its own."""
        super().__init__()
        self._theirs = theirs
        self._serve: Serve | None = serve
        self._pipes: WeakSet[Pipe] = WeakSet()

    def cut(self) -> None:
        """Connect nobody any more."""
        self._serve = None
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
        theirs = self._serve() if self._serve else None
        if theirs is None:
            refused = OSError(ECONNREFUSED, "Connection refused")
            raise aiohttp.ClientConnectorError(req.connection_key, refused)
        ours = ResponseHandler(loop=asyncio.get_running_loop())
        self._pipes.add(Pipe.between(ours, theirs, self._theirs))
        return ours
