"""A simulated Amps, and a Home Assistant beside it that comes and goes."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
import sys
import time
from typing import Any
from zoneinfo import ZoneInfo

import aiohttp

from .check import wait_for_entities
from .errors import DevelopError
from .folder import CONFIGURATION, SETTINGS, Folder, in_use
from .home_assistant import HomeAssistant, Json
from .options import SIMULATOR_KEY, Options
from .programs import Clock, Program, home_assistant, simulator
from .world import until_running

HEAVY = "recorder:", "  commit_interval: 1", "history:", "logbook:", "energy:"
"""What only costs time here; a recorder writes hundreds of times a second."""
LIGHT = "".join(
    line
    for line in (CONFIGURATION + SETTINGS).splitlines(keepends=True)
    if line.strip("\n") not in HEAVY
)


class Simulator:
    """The simulated Amps, seen and changed from outside."""

    def __init__(self, session: aiohttp.ClientSession, url: str) -> None:
        """Take its address."""
        self._session = session
        self.url = url

    async def ask(self, method: str, path: str, body: Json | None = None) -> Json:
        """Call one of its control endpoints."""
        async with self._session.request(
            method, f"{self.url}/_simulator{path}", json=body
        ) as response:
            answer: Json = await response.json()
            if not response.ok:
                raise DevelopError(f"The simulator answers {answer} to {path}.")
        return answer

    async def now(self) -> datetime:
        """Return what time it is in the simulated world."""
        return datetime.fromisoformat((await self.ask("GET", "/world"))["now"])

    async def record(self, since: int = 0) -> Json:
        """Return requests from a number on, and all effects and actions."""
        return await self.ask("GET", f"/record?since={since}")

    async def fault(self, **fault: Any) -> None:
        """Let a fault wait for its request."""
        _ = await self.ask("POST", "/faults", fault)


@dataclass(frozen=True, slots=True)
class Battery:
    """One battery as both sides know it."""

    amps_id: str
    device_id: str
    entities: dict[str, str]
    """Entity ids by key."""


class Stage:
    """Both programs under one clock; Home Assistant may be ended and started again."""

    def __init__(
        self,
        options: Options,
        folder: Folder,
        session: aiohttp.ClientSession,
        clock: Clock,
        url: str,
    ) -> None:
        """Prepare; nothing runs yet."""
        self.options = options
        self.folder = folder
        self.amps = Simulator(session, url)
        self.begin = clock.now()
        """When the rehearsal begins."""
        self.zone = ZoneInfo(options.time_zone)
        self.ended: list[tuple[datetime, datetime | None]] = []
        """When Home Assistant was ended, and when it was up again."""
        self._clock = clock
        self._port = folder.home_assistant_port(options)
        self.url = f"http://127.0.0.1:{self._port}"
        self.api = HomeAssistant(session, self.url)
        self._running = AsyncExitStack()
        self._program: Program | None = None
        self._began = time.monotonic()
        self._batteries = 0
        self.log = Folder(folder.path)
        self.log.log = folder.path / "all.log"

    @property
    def program(self) -> Program:
        """The running Home Assistant."""
        if self._program is None:
            raise DevelopError("Home Assistant does not run.")
        return self._program

    def environment(self) -> dict[str, str]:
        """Return what another program needs to have the same time."""
        return self._clock.environment()

    def say(self, text: str) -> None:
        """Tell how far it has come."""
        passed = time.monotonic() - self._began
        now = self._clock.now().astimezone(self.zone)
        print(f"{passed:6.1f} s  {now:%a %d %H:%M:%S}  {text}", file=sys.stderr)

    async def furnish(self, devices: list[tuple[str, Json]]) -> None:
        """Put batteries of some kinds into the account instead of those there."""
        for device in (await self.amps.ask("GET", "/world"))["devices"]:
            _ = await self.amps.ask("DELETE", f"/devices/{device['id']}")
        for kind, changes in devices:
            body = {"kind": kind, "zone": self.options.time_zone, **changes}
            _ = await self.amps.ask("POST", "/devices", body)
        self._batteries = len(devices)

    async def launch(self) -> None:
        """Start Home Assistant, and do not wait until it has come up."""
        self.folder.prepare(self.options, self._port)
        self._program = await self._running.enter_async_context(
            home_assistant(self.options, self._clock, self.folder)
        )

    async def start(self) -> None:
        """Start Home Assistant; returns when it follows the plan."""
        await self.launch()
        await until_running(self.api, self.program, self.folder)
        if await self.api.entry() is None:
            await self.api.configure(SIMULATOR_KEY, self.amps.url)
        _ = await wait_for_entities(self.api, self._batteries)
        if self.ended and self.ended[-1][1] is None:
            self.ended[-1] = (self.ended[-1][0], await self.amps.now())

    async def stop(self) -> None:
        """End Home Assistant in order."""
        self._note_end(await self.amps.now())
        await self.close()

    async def kill(self) -> datetime:
        """End Home Assistant hard; gives the instant."""
        now = self._clock.now()
        await self.program.kill()
        self._note_end(now)
        await self.close()
        return now

    def _note_end(self, now: datetime) -> None:
        if not self.ended or self.ended[-1][1] is not None:
            self.ended.append((now, None))

    async def close(self) -> None:
        """End what runs, and keep what it logged: the next start begins anew."""
        await self._running.aclose()
        ran, self._program = self._program is not None, None
        if ran and self.folder.log.exists():
            with self.log.log.open("ab") as file:
                file.write(self.folder.log.read_bytes())

    async def until(self, instant: datetime) -> None:
        """Let time pass in the simulated world."""
        while (left := (instant - await self.amps.now()).total_seconds()) > 0:
            if self._program is not None and self._program.exit_code is not None:
                raise DevelopError("Home Assistant exited unexpectedly.")
            await asyncio.sleep(max(min(left / self.options.speed, 1), 0.001))

    async def batteries(self) -> list[Battery]:
        """Return what Home Assistant has, in the order of the Amps ids."""
        devices, entities = await self.api.ask(
            {"type": "config/device_registry/list"},
            {"type": "config/entity_registry/list"},
        )
        found = []
        for device in devices:
            ids = [
                identifier[1]
                for identifier in device["identifiers"]
                if identifier[0] == "amps"
            ]
            if ids:
                found.append(Battery(ids[0], device["id"], _keys(ids[0], entities)))
        return sorted(found, key=lambda battery: battery.amps_id)

    async def windows(
        self, battery: Battery, start: datetime, end: datetime
    ) -> list[Json]:
        """Return what Home Assistant shows of a battery's windows."""
        span = {"start": start.isoformat(), "end": end.isoformat()}
        answer = await self.api.act(
            "amps.get_windows", {"device_id": battery.device_id, **span}
        )
        found: list[Json] = answer["windows"]
        return found


def _keys(amps_id: str, entities: list[Json]) -> dict[str, str]:
    prefix = f"{amps_id}_"
    return {
        entity["unique_id"].removeprefix(prefix): entity["entity_id"]
        for entity in entities
        if entity["platform"] == "amps" and entity["unique_id"].startswith(prefix)
    }


@asynccontextmanager
async def staged(
    options: Options, devices: list[tuple[str, Json]], configuration: str = LIGHT
) -> AsyncIterator[Stage]:
    """Start the simulator with batteries of some kinds; nothing is left behind."""
    with in_use(options) as folder:
        (folder.path / "configuration.yaml").write_text(configuration)
        clock = Clock(options)
        async with (
            aiohttp.ClientSession() as session,
            simulator(options, clock, folder) as (_, url),
        ):
            stage = Stage(options, folder, session, clock, url)
            await stage.furnish(devices)
            try:
                yield stage
            finally:
                await stage.close()
