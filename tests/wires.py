"""Other people's HTTP clients and servers, joined in memory like Amps."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any, override

from aiohttp import web
from aiohttp.test_utils import TestServer
from pytest_homeassistant_custom_component.plugins import CoalescingClient
from yarl import URL

from simulator.memory import HOST, MemoryConnector, Network

type Connect = Callable[..., Awaitable[CoalescingClient]]


class MemoryServer(TestServer):
    """Home Assistant's pages, served in memory."""

    def __init__(self, app: web.Application, network: Network) -> None:
        super().__init__(app)
        self._network = network
        # as the kit has it: a view may come after the start
        app._router.freeze = lambda: None  # type: ignore[method-assign]

    @override
    async def start_server(
        self, loop: asyncio.AbstractEventLoop | None = None, **kwargs: Any
    ) -> None:
        # a line of the access log cannot be written while the clock stands
        self.runner = await self._make_runner(
            handler_cancellation=True, access_log=None, **kwargs
        )
        await self.runner.setup()
        self.port = self._network.listen(self.handler)
        self._root = URL(f"http://{self.host}:{self.port}")


@asynccontextmanager
async def clients_of(network: Network) -> AsyncIterator[Connect]:
    """Connect clients to applications, as the kit's `aiohttp_client` does."""
    clients: list[CoalescingClient] = []

    async def connect(app: web.Application, **options: Any) -> CoalescingClient:
        client = CoalescingClient(
            MemoryServer(app, network), connector=MemoryConnector(network), **options
        )
        await client.start_server()
        clients.append(client)
        return client

    yield connect
    for client in clients:
        await client.close()


def opened(network: Network, port: int) -> asyncio.StreamWriter:
    """Return what writes bytes to a server."""
    reader = asyncio.StreamReader()
    protocol = asyncio.StreamReaderProtocol(reader)
    pipe = network.connect(protocol, HOST, port)
    return asyncio.StreamWriter(pipe, protocol, reader, asyncio.get_running_loop())
