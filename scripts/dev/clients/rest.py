"""The examples for any program: REST, WebSocket and the Model Context Protocol."""

import asyncio
import json
import os
from pathlib import Path

from ..errors import DevelopError
from ..home_assistant import Json
from ..options import Options
from .findings import Findings
from .home import CALENDAR, Home, at_home
from .recipe import examples

PAGE = "other-clients.md"
ADDRESS = "http://homeassistant.local:8123"
TIMES = 10


async def _shell(home: Home, example: str) -> Json:
    """Run an example of the page in a shell; gives the JSON that it prints."""
    process = await asyncio.create_subprocess_exec(
        *("bash", "-c", example.replace(ADDRESS, home.stage.url)),
        env={**os.environ, "TOKEN": home.api.token},
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
    )
    printed, _ = await process.communicate()
    try:
        found: Json = json.loads(printed)
    except ValueError as err:
        raise DevelopError(f"The example prints {printed!r}.") from err
    return found


async def _rest(home: Home, example: str, seen: Findings) -> None:
    answer = (await _shell(home, example))["service_response"]
    seen.equal("REST: windows that a plan adds", len(answer["added"]), 1)
    await home.until(lambda: _is_sent(home), "the window at Amps")
    before = await home.writes()
    for _ in range(TIMES):
        answer = (await _shell(home, example))["service_response"]
    seen.equal(
        "REST: writes as the same plan comes ten times",
        await home.writes() - before,
        0,
    )
    seen.equal("REST: windows kept by the last of them", len(answer["kept"]), 1)


async def _is_sent(home: Home) -> bool:
    return bool(await home.pushes())


async def _websocket(home: Home, example: str, seen: Findings) -> None:
    command: Json = json.loads(example)
    del command["id"]
    [answer] = await home.api.ask(command)
    seen.equal("WebSocket: windows", len(answer["response"]["windows"]), 1)


async def _mcp(home: Home, example: str, seen: Findings) -> None:
    """Add Home Assistant's MCP server, expose the calendar, and call a tool."""
    await home.api.add("mcp_server")
    expose = {
        "type": "homeassistant/expose_entity",
        "assistants": ["conversation"],
        "entity_ids": [CALENDAR],
        "should_expose": True,
    }
    _ = await home.api.ask(expose)
    answer = await _shell(home, example)
    [content] = answer["result"]["content"]
    windows = json.loads(content["text"])
    seen.add("MCP: what the tool answers", content["text"][:60], right=bool(windows))


async def scenario(options: Options, source: Path | None) -> Findings:
    """Run the examples of the page."""
    if source is not None:
        raise DevelopError("REST has no client, so --source cannot be used.")
    seen = Findings()
    rest, mcp = examples(PAGE, "sh")
    [websocket] = examples(PAGE, "json")
    async with at_home(options, {}) as home:
        await _rest(home, rest, seen)
        await _websocket(home, websocket, seen)
        await _mcp(home, mcp, seen)
    return seen
