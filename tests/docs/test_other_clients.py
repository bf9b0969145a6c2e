"""docs/other-clients.md: the examples do what the page says.

The one for the Model Context Protocol needs Home Assistant's server for it, so
`scripts/clients rest` runs it; here its tool has to be there.
"""

from http import HTTPStatus
import json
import shlex
from typing import Any
from urllib.parse import urlsplit

from homeassistant.core import HomeAssistant
from homeassistant.setup import async_setup_component
import pytest
from pytest_homeassistant_custom_component.typing import (
    ClientSessionGenerator,
    WebSocketGenerator,
)

from simulator import World

from ..entities import entity_id
from ..travel import Travel
from .pages import blocks, section

PAGE = "docs/other-clients.md"
CALENDAR = "calendar.home_battery_plan"


def _examples(language: str) -> list[str]:
    return [text for name, text in blocks(language) if name.startswith(PAGE)]


def _call(example: str) -> tuple[str, dict[str, Any]]:
    """Return the path and the body of a call with curl."""
    words = shlex.split(example)
    (address,) = (word for word in words if "://" in word)
    body: dict[str, Any] = json.loads(words[words.index("-d") + 1])
    url = urlsplit(address)
    return f"{url.path}?{url.query}", body


REST, MCP = _examples("sh")
(SOCKET,) = _examples("json")


@pytest.mark.usefixtures("integration")
async def test_rest(
    hass: HomeAssistant,
    world: World,
    travel: Travel,
    hass_client: ClientSessionGenerator,
) -> None:
    assert await travel.run(async_setup_component(hass, "api", {}))
    client = await travel.run(hass_client())
    path, body = _call(REST)
    assert body["entity_id"] == CALENDAR
    body["entity_id"] = entity_id(hass, "calendar", "plan")
    for kind in ("added", *["kept"] * 9):
        answer = await travel.run(client.post(path, json=body))
        assert answer.status == HTTPStatus.OK
        changed = (await travel.run(answer.json()))["service_response"]
        assert [len(changed[kind])] == [1]
        await travel(15)
    pushed = [push.body["action"]["command"] for push in world.record.pushes()]
    assert pushed.count("charge") == 1


@pytest.mark.usefixtures("integration")
async def test_websocket(
    hass: HomeAssistant, travel: Travel, hass_ws_client: WebSocketGenerator
) -> None:
    assert await travel.run(async_setup_component(hass, "websocket_api", {}))
    client = await travel.run(hass_ws_client(hass))
    command = json.loads(SOCKET)
    assert command["target"] == {"entity_id": CALENDAR}
    command["target"] = {"entity_id": entity_id(hass, "calendar", "plan")}
    await travel.run(client.send_json(command))
    answer: Any = await travel.run(client.receive_json())
    assert answer["result"]["response"] == {"windows": []}
    await travel.run(client.close())


def test_tool_of_the_model_context_protocol() -> None:
    path, body = _call(MCP)
    assert path == "/api/mcp?"
    assert body["params"]["name"] in section("voice.md", "Tools").listed("tool")
