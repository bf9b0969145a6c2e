"""Home Assistant ended hard, again and again, and what becomes of the plan."""

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
import json
from typing import Any

import aiohttp

from .check import columns
from .errors import DevelopError
from .home_assistant import Json
from .rehearse_judge import (
    BACK_BY,
    Mode,
    Past,
    Planned,
    Verdict,
    judged,
    outcome_of,
    unplanned,
)
from .rehearse_owner import Owner
from .rehearse_stage import Battery, Stage

STANDING = "auto.balanced"
ENDLESS = "no_settings"
"""Takes no windows and no target: a charge goes on until the mode behind it is set."""
LOOK = 0.005
"""Real seconds between two looks for the instant to kill at."""
PATIENCE = 20
RESTARTED = timedelta(minutes=5)
"""After a restart a mode that is due comes so soon."""
SETTLED = timedelta(minutes=13)


class Scene:
    """One battery with one window, and the means to end Home Assistant in time."""

    def __init__(self, stage: Stage, battery: Battery, kind: str) -> None:
        """Plan nothing yet."""
        self.kind = kind
        self.stage = stage
        self.battery = battery
        self.owner = Owner(stage, battery)
        self.expected: list[Planned] = []
        self.killed: list[datetime] = []
        self.uid = ""
        self._tasks: list[asyncio.Task[Any]] = []

    async def plan(self, start: int = 25, length: int = 12) -> Planned:
        """Plan a window that begins in some minutes."""
        now = (await self.stage.amps.now()).replace(second=0, microsecond=0)
        if self.kind == ENDLESS:
            # it is sent ten minutes before its start
            start = min(start, 10)
        begin = now + timedelta(minutes=start)
        end = begin + timedelta(minutes=length)
        given = {"power": 3.0}
        if self.kind != ENDLESS:
            given["target"] = 90.0
        planned = Planned("charge", begin, end, given)
        self.expected.append(planned)
        window = await self.owner.schedule(begin, end, "charge", **given)
        self.uid = window["uid"]
        return planned

    async def move(self, planned: Planned, minutes: int = 8) -> None:
        """Move the window."""
        by = timedelta(minutes=minutes)
        to = planned.moved(planned.start + by, planned.end + by)
        self.expected = [to]
        _ = await self.owner.move(self.uid, planned, to)

    async def skip(self, planned: Planned) -> None:
        """Take the window back."""
        self.expected = []
        await self.owner.skip(self.uid, planned.start)

    def meanwhile(self, work: Coroutine[Any, Any, Any]) -> None:
        """Ask for something whose answer may never come."""
        self._tasks.append(asyncio.create_task(work))

    async def fault(self, endpoint: str, **fault: Any) -> None:
        """Let a request of this battery meet a fault."""
        where = {"endpoint": endpoint, "device_id": self.battery.amps_id}
        await self.stage.amps.fault(**where, **fault)

    async def asked(self, endpoint: str, number: int = 1) -> None:
        """Wait until Amps was asked something of this battery so many times."""
        await self._until(lambda record: len(self._asked(record, endpoint)) >= number)

    async def stored(self, number: int = 1) -> None:
        """Wait until Amps has stored so many actions of this battery."""
        await self._until(lambda record: len(self._actions(record)) >= number)

    async def withdrawn(self) -> None:
        """Wait until Amps has cancelled an action of this battery."""
        await self._until(
            lambda record: any(
                action["state"] == "cancelled" for action in self._actions(record)
            )
        )

    def _asked(self, record: Json, endpoint: str) -> list[Json]:
        mine = self.battery.amps_id
        return [
            request
            for request in record["requests"]
            if request["endpoint"] == endpoint and request["device_id"] == mine
        ]

    def _actions(self, record: Json) -> list[Json]:
        mine = self.battery.amps_id
        return [action for action in record["actions"] if action["device_id"] == mine]

    async def intends(self) -> None:
        """Wait until what is to be pushed stands on the disk."""
        storage = self.stage.folder.path / ".storage"
        async with asyncio.timeout(PATIENCE):
            while True:
                for file in storage.glob(f"amps.battery.{self.battery.amps_id}"):
                    with suppress(OSError, ValueError):
                        stored = json.loads(file.read_text())
                        if stored["data"]["engine"].get("intent"):
                            return
                await asyncio.sleep(0)

    async def _until(self, there: Callable[[Json], bool]) -> None:
        async with asyncio.timeout(PATIENCE):
            while True:
                record = await self.stage.amps.record()
                if there(record):
                    return
                await asyncio.sleep(LOOK)

    async def kill(self) -> None:
        """End Home Assistant hard."""
        self.killed.append(await self.stage.kill())
        for task in self._tasks:
            task.cancel()
            with suppress(
                asyncio.CancelledError, aiohttp.ClientError, DevelopError, TypeError
            ):
                await task
        self._tasks.clear()


@dataclass(frozen=True, slots=True)
class Point:
    """A moment at which Home Assistant is ended."""

    name: str
    act: Callable[[Scene], Coroutine[Any, Any, None]]
    device: Json = field(default_factory=dict)
    """What is special of its battery."""
    kind: str = "full"
    queues: bool = False
    """Whether something has to wait at Amps behind a window."""
    number: int = 0

    @property
    def amps_id(self) -> str:
        """The id of its battery."""
        return f"{self.kind}_{self.number:02}"


class Kills:
    """One point after the other, each with a battery of its own."""

    def __init__(self, stage: Stage, points: Sequence[Point]) -> None:
        """Take the points in their order."""
        self._stage = stage
        self._points = points
        self._scenes: list[Scene] = []

    async def live(self) -> None:
        """Kill at every point, and let all windows end."""
        stage = self._stage
        await stage.start()
        # its registries are written minutes later, or when it ends
        await stage.stop()
        await stage.start()
        stage.say("Home Assistant runs")
        batteries = {battery.amps_id: battery for battery in await stage.batteries()}
        for point in self._points:
            scene = Scene(stage, batteries[point.amps_id], point.kind)
            self._scenes.append(scene)
            try:
                await point.act(scene)
            except TimeoutError as err:
                raise DevelopError(f"Never came: {point.name}") from err
            await stage.start()
            stage.say(f"killed and up again: {point.name}")
        ends = [planned.end for scene in self._scenes for planned in scene.expected]
        await stage.until(max(ends, default=await stage.amps.now()) + SETTLED)

    async def judge(self) -> dict[str, int]:
        """Print what became of every point; gives the numbers."""
        record = await self._stage.amps.record()
        rows = [POINTS]
        numbers = dict.fromkeys(("points", "right", *WRONG), 0)
        for point, scene in zip(self._points, self._scenes, strict=True):
            row, wrong = await self._judge(scene, record)
            rows.append((scene.battery.amps_id, point.name, *row))
            numbers["points"] += 1
            numbers["right"] += not wrong
            for name in wrong:
                numbers[name] += 1
        print(columns(rows))
        return numbers

    async def _judge(
        self, scene: Scene, record: Json
    ) -> tuple[tuple[str, ...], list[str]]:
        begin = self._stage.begin
        first = Mode(begin, STANDING, {}, "initial")
        past = Past.of(record, scene.battery.amps_id, first)
        now = await self._stage.amps.now()
        told = await self._stage.windows(scene.battery, begin, now)
        verdicts = [
            judged(planned, past, outcome_of(planned, told))
            for planned in scene.expected
        ]
        if scene.kind == ENDLESS:
            for each in verdicts:
                self._excuse(each)
        wrong = [problem for verdict in verdicts for problem in verdict.wrong]
        wrong += ["unplanned" for _ in unplanned(verdicts, past)]
        mode, is_right = self._mode(verdicts, past, now)
        if not is_right:
            wrong.append("mode")
        return (
            self._killed(scene),
            str(sum(action.command == "charge" for action in past.actions)),
            str(len(past.actions)),
            " ".join(str(len(verdict.seen)) for verdict in verdicts) or "none",
            mode,
            " ".join(verdict.outcome for verdict in verdicts) or "-",
            ", ".join(wrong) or "right",
        ), wrong

    def _killed(self, scene: Scene) -> str:
        instants = [
            f"{instant.astimezone(self._stage.zone):%H:%M:%S}"
            for instant in scene.killed
        ]
        if not scene.expected:
            return " ".join(instants)
        planned = scene.expected[-1]
        at = scene.killed[-1]
        name, limit = ("end", planned.end)
        if at < planned.start + (planned.end - planned.start) / 2:
            name, limit = ("start", planned.start)
        return f"{' '.join(instants)} ({name} {(at - limit).total_seconds():+.0f} s)"

    def _mode(
        self, verdicts: list[Verdict], past: Past, now: datetime
    ) -> tuple[str, bool]:
        last = past.mode_at(now)
        if last.command != STANDING:
            return last.command, False
        if not verdicts or verdicts[-1].end is None:
            return STANDING, True
        end = verdicts[-1].end
        after = (last.at - end).total_seconds()
        return f"{STANDING} after {after:.0f} s", last.at <= self._back_by(end)

    def _excuse(self, verdict: Verdict) -> None:
        """Let a charge without an end last until Home Assistant is up again."""
        end, planned = verdict.end, verdict.planned.end
        if "end" in verdict.wrong and end and planned <= end <= self._back_by(planned):
            verdict.wrong.remove("end")

    def _back_by(self, end: datetime) -> datetime:
        by = end + BACK_BY
        for down, up in self._stage.ended:
            if down < by and up is not None and up > end:
                by = max(by, up + RESTARTED)
        return by


WRONG = ("lost", "doubled", "late", "end", "parameters", "outcome", "unplanned", "mode")
"""What may be wrong at a point."""
POINTS: tuple[str, ...] = (
    "battery",
    "point",
    "killed at",
    "windows stored",
    "actions",
    "seen",
    "mode at last",
    "told",
    "verdict",
)
