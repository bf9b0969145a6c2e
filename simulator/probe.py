"""A plain HTTP client for looking at a simulated server in tests."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from aiohttp import ClientSession

from .clock import ManualClock
from .device import Device
from .fleet import full
from .keys import DEFAULT_KEY
from .knobs import Knobs
from .server import AmpsServer
from .world import World

NOON = datetime(2026, 7, 1, 12, tzinfo=UTC)


@dataclass(frozen=True)
class Answer:
    """A status and a JSON body."""

    status: int
    body: Any
    headers: Mapping[str, str]

    @property
    def data(self) -> Any:
        """The payload of a wrapped success."""
        assert self.body["success"] is True
        return self.body["data"]

    @property
    def error(self) -> tuple[int, str]:
        """The status and code of a refusal."""
        assert self.body["success"] is False
        return self.status, self.body["error"]["code"]

    @property
    def details(self) -> Any:
        """The details of a refusal."""
        return self.body["error"]["details"]


class Probe:
    """Sends requests to a running server."""

    def __init__(self, server: AmpsServer, session: ClientSession) -> None:
        self.server = server
        self.session = session
        self.headers = {"x-api-key": DEFAULT_KEY}

    @property
    def world(self) -> World:
        """The world behind the server."""
        return self.server.world

    @property
    def clock(self) -> ManualClock:
        """The clock of the world."""
        assert isinstance(self.world.clock, ManualClock)
        return self.world.clock

    async def send(self, method: str, path: str, body: Any = None) -> Answer:
        """Send a request and read its JSON answer."""
        async with self.session.request(
            method, self.server.url + path, json=body, headers=self.headers
        ) as answer:
            return Answer(answer.status, await answer.json(), answer.headers)

    async def get(self, path: str) -> Answer:
        """Send a GET."""
        return await self.send("GET", path)

    async def post(self, path: str, body: Any = None) -> Answer:
        """Send a POST."""
        return await self.send("POST", path, body)

    async def push(self, device: Device, command: str, **options: Any) -> Answer:
        """Push a command; see `push_body`."""
        return await self.post(f"/battery/{device.id}", push_body(command, **options))


def push_body(
    command: str, on_conflict: str | None = None, **options: Any
) -> dict[str, Any]:
    """Return a push body; target and reserve in percent, power in kW."""
    units = {"target": "percent", "reserve": "percent", "power": "kw"}
    action: dict[str, Any] = {"command": command}
    parameters = {
        name: {"value": options[name], "unit": unit}
        for name, unit in units.items()
        if name in options
    }
    if parameters:
        action["parameters"] = parameters
    action |= {name: options[name] for name in ("start", "end") if name in options}
    body: dict[str, Any] = {"action": action}
    return body if on_conflict is None else body | {"onConflict": on_conflict}


def make_world(*devices: Device, start: datetime = NOON, **knobs: Any) -> World:
    """Return a world under a manual clock; without devices a complete battery's."""
    return World(ManualClock(start), Knobs(**knobs), devices or (full(zone="UTC"),))


@asynccontextmanager
async def serving(world: World) -> AsyncIterator[Probe]:
    """Serve a world and probe it."""
    server = AmpsServer(world)
    await server.start()
    try:
        async with ClientSession() as session:
            yield Probe(server, session)
    finally:
        await server.stop()
