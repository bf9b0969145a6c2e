"""A Home Assistant with one simulated battery, for a client to plan."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from datetime import datetime
import json
from typing import Any

from ..errors import DevelopError
from ..home_assistant import Json
from ..options import Options
from ..rehearse_stage import LIGHT, Stage, staged

BATTERY = "home"
DEVICE = ("full", {"id": BATTERY, "vendor": "home", "model": "battery", "level": 50})
"""The battery that the pages call *Home battery*."""
CALENDAR = "calendar.home_battery_plan"
WAIT_SECONDS = 60


class Home:
    """What the owner and the manufacturer of the battery see."""

    def __init__(self, stage: Stage) -> None:
        """Look at what runs."""
        self.stage = stage
        self.api = stage.api

    async def battery(self) -> Json:
        """Return what the battery truly is and does."""
        world = await self.stage.amps.ask("GET", "/world")
        found: Json
        [found] = world["devices"]
        return found

    async def command(self) -> str:
        """Return the command that the battery truly follows."""
        found: str = (await self.battery())["command"]
        return found

    async def pushes(self) -> list[Json]:
        """Return the commands that Amps was sent, in their order."""
        record = await self.stage.amps.record()
        return [one for one in record["requests"] if one["endpoint"] == "push"]

    async def writes(self) -> int:
        """Return how often Amps was asked to change something."""
        record = await self.stage.amps.record()
        return sum(one["method"] != "GET" for one in record["requests"])

    async def windows(self) -> list[Json]:
        """Return the planned windows from now on, without those that are over."""
        answer = await self.api.act("amps.get_windows", {"entity_id": CALENDAR})
        return [one for one in answer["windows"] if one["state"] != "ended"]

    async def enable(self, *entity_ids: str) -> None:
        """Enable entities, as the owner does, and wait until they have states."""
        for entity_id in entity_ids:
            change = {
                "type": "config/entity_registry/update",
                "entity_id": entity_id,
                "disabled_by": None,
            }
            _ = await self.api.ask(change)
        await self.until(lambda: self._have_states(entity_ids), "the entities")

    async def _have_states(self, entity_ids: tuple[str, ...]) -> bool:
        states = await self.states()
        return all(
            states.get(entity_id, {}).get("state", "unavailable") != "unavailable"
            for entity_id in entity_ids
        )

    async def states(self) -> dict[str, Json]:
        """Return all states by entity id."""
        [found] = await self.api.ask({"type": "get_states"})
        return {one["entity_id"]: one for one in found}

    async def until(
        self,
        holds: Callable[[], Awaitable[bool]],
        what: str,
        seconds: float = WAIT_SECONDS,
    ) -> None:
        """Wait, in real seconds, until something holds."""
        try:
            async with asyncio.timeout(seconds):
                while True:
                    if await holds():
                        return
                    await asyncio.sleep(0.2)
        except TimeoutError as err:
            raise DevelopError(f"Still without {what} after {seconds:g} s.") from err

    async def until_command(self, command: str, seconds: float = WAIT_SECONDS) -> None:
        """Wait until the battery truly follows a command."""

        async def follows() -> bool:
            return await self.command() == command

        await self.until(follows, f"the battery in {command}", seconds)

    async def until_instant(self, instant: datetime) -> None:
        """Let time pass."""
        await self.stage.until(instant)

    async def fault(self, **fault: Any) -> None:
        """Let Amps fail."""
        await self.stage.amps.fault(**fault)


@asynccontextmanager
async def at_home(
    options: Options, files: Mapping[str, str], configuration: str = LIGHT
) -> AsyncIterator[Home]:
    """Start all, with files of Home Assistant's configuration; nothing stays."""
    async with staged(options, [DEVICE], configuration) as stage:
        for name, text in files.items():
            (stage.folder.path / name).write_text(text)
        await stage.start()
        try:
            yield Home(stage)
        finally:
            record = json.dumps(await stage.amps.record(), indent=1)
            (stage.folder.path / "record.json").write_text(record)
