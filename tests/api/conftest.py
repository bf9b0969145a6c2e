"""A server that a test scripts, and a client of it whose pauses take no time."""

from collections.abc import AsyncIterator

import aiohttp
import pytest

from custom_components.amps.api import AmpsClient

from .wire import KEY, NOW, Wire


@pytest.fixture
async def wire(request: pytest.FixtureRequest) -> AsyncIterator[Wire]:
    request.getfixturevalue("socket_enabled")
    server = Wire()
    await server.start_server()
    yield server
    await server.close()


@pytest.fixture
async def session() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as opened:
        yield opened


@pytest.fixture
def pauses() -> list[float]:
    """The seconds that the client would have slept."""
    return []


@pytest.fixture
def client(
    wire: Wire, session: aiohttp.ClientSession, pauses: list[float]
) -> AmpsClient:
    async def sleep(seconds: float) -> None:
        pauses.append(seconds)

    return AmpsClient(session, KEY, wire.url, now=lambda: NOW, sleep=sleep)
