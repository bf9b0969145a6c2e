"""A browser, as Home Assistant hears it."""

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

from homeassistant.core import HomeAssistant
from homeassistant.setup import async_setup_component
import pytest
from pytest_homeassistant_custom_component.common import MockUser
from pytest_homeassistant_custom_component.typing import (
    MockHAClientWebSocket,
    WebSocketGenerator,
)

from ..travel import Travel

type Json = dict[str, Any]


class Browser:
    """One browser's connection; what it was sent and has not looked at yet waits."""

    def __init__(self, travel: Travel, client: MockHAClientWebSocket) -> None:
        self._travel = travel
        self._client = client
        self._asked = 0

    async def ask(self, command: str, /, **fields: Any) -> Json:
        """Send a command, and give the answer to it."""
        await self._travel.run(
            self._client.send_json_auto_id({"type": command, **fields})
        )
        answer: Json = await self._travel.run(self._client.receive_json())
        assert answer["type"] == "result"
        self._asked = answer["id"]
        return answer

    async def subscribe(self, command: str, /, **fields: Any) -> int:
        """Subscribe, and give the subscription's id."""
        answer = await self.ask(command, **fields)
        assert answer["success"], answer
        return self._asked

    async def event(self) -> Json:
        """Return the next event."""
        await self._travel.settle()
        message = await self._travel.run(self._client.receive_json())
        assert message["type"] == "event", message
        event: Json = message["event"]
        return event

    async def is_told_nothing(self) -> bool:
        """Return whether nothing waits to be looked at."""
        await self._travel.settle()
        answer = await self.ask("get_config")
        return bool(answer["success"])


type Connect = Callable[[], Awaitable[Browser]]


@pytest.fixture
async def connect(
    hass: HomeAssistant,
    travel: Travel,
    integration: object,  # noqa: ARG001
    hass_ws_client: WebSocketGenerator,
) -> AsyncIterator[Connect]:
    """Connects a browser of an administrator: none lasts through hours of travel."""
    clients: list[MockHAClientWebSocket] = []

    async def connected() -> Browser:
        clients.append(await travel.run(hass_ws_client(hass)))
        return Browser(travel, clients[-1])

    await travel.run(async_setup_component(hass, "websocket_api", {}))
    yield connected
    for client in clients:
        await travel.run(client.close())


@pytest.fixture
async def browser(connect: Connect) -> Browser:
    """A browser of an administrator."""
    return await connect()


def restrict(user: MockUser, policy: Json) -> None:
    """Leave a user with some rights alone."""
    user.groups = []
    user.mock_policy(policy)
