"""Plays one story: the world, the owner and Home Assistant, day by day."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
import heapq
from itertools import count
import logging
from pathlib import Path
import random
import uuid
from zoneinfo import ZoneInfo

from freezegun import api
from freezegun.api import FrozenDateTimeFactory
from homeassistant.core import State
from homeassistant.helpers import issue_registry as ir
from pytest_homeassistant_custom_component import patch_time

from custom_components.amps.const import CONF_BATTERIES
from simulator import FACTORIES, ApiError, Knobs, RequestEntry, World
from simulator.timeline import Timeline, frozen

from .chronicle import Chronicle, Repair, Told
from .effects import Effects
from .half_trouble import HAPPENS
from .judge import Judge
from .owner_edits import ACTS, BusyOwner
from .stage import Errors, Stage, TrueClock
from .story import Happening, Story
from .tally import Tally
from .wishes import Wishes, at_wall

# as in Home Assistant's own tests: a frozen time keeps which of two same hours it is
api.FakeDate = patch_time.HAFakeDate  # type: ignore[misc]
api.FakeDatetime = patch_time.HAFakeDatetime  # type: ignore[misc]
api.datetime_to_fakedatetime = patch_time.ha_datetime_to_fakedatetime

type Do = Callable[[], Awaitable[None]]

DAY = timedelta(days=1)


class Play:
    """One story while it runs."""

    def __init__(
        self, story: Story, folder: Path, clock: FrozenDateTimeFactory
    ) -> None:
        """Build the world; call within a running event loop."""
        self.story = story
        self.zone = ZoneInfo(story.zone)
        self.chronicle = Chronicle()
        self.timeline = Timeline(clock)
        self.world = self._world()
        self.batteries = list(self.world.devices)
        self.chronicle.wishes = {it: Wishes() for it in self.batteries}
        options = {CONF_BATTERIES: self.batteries, **story.options}
        self.stage = Stage(
            self.timeline,
            self.world,
            folder,
            options,
            story.zone,
            self._on_state,
            self._on_issue,
        )
        self.stage.server.on_request = self._on_request
        self.owner = BusyOwner(self)
        self.outages = 0
        self.watch: Callable[[RequestEntry], None] | None = None
        self.foreign_cancels: set[str] = set()
        self.effects = {it: Effects(self, it) for it in self.batteries}
        self._queue: list[tuple[datetime, int, Do]] = []
        self._order = count()
        self._heard: set[tuple[str, ...]] = set()
        self._acting: set[asyncio.Task[None]] = set()

    def _world(self) -> World:
        story = self.story
        knobs = Knobs()
        knobs.update(story.knobs)
        devices = [
            FACTORIES[home.kind](
                f"device_sim_{number + 1:04d}",
                level=home.level,
                zone=story.plant_zone,
                overrides=home.overrides,
            )
            for number, home in enumerate(story.homes)
        ]
        return World(TrueClock(self.timeline), knobs, devices)

    # What others need

    def now(self) -> datetime:
        """Return the true time."""
        return self.timeline.now()

    def battery(self, it: Happening) -> str:
        """Return the battery that a happening is about."""
        return self.batteries[(it.battery or 0) % len(self.batteries)]

    def instant(self, local: datetime) -> datetime:
        """Return the instant of a naive local time, as Home Assistant reads it."""
        return at_wall(local, self.zone)

    def written(self, instant: datetime) -> str:
        """Write an instant as Amps takes it now."""
        if "wall" in self.world.knobs.accepted_forms:
            local = instant.astimezone(ZoneInfo(self.story.plant_zone))
            return local.replace(tzinfo=None).isoformat()
        return instant.isoformat().replace("+00:00", "Z")

    def later(self, seconds: float, do: Do) -> None:
        """Do something later."""
        instant = self.now() + timedelta(seconds=seconds)
        heapq.heappush(self._queue, (instant, next(self._order), do))

    def say(self, it: Happening) -> None:
        """Note a happening."""
        self.chronicle.say(self.now(), it.text())

    def note(self, text: str) -> None:
        """Note anything else."""
        self.chronicle.say(self.now(), text)

    # The run

    async def live(self) -> Tally:
        """Play the story to its end, or to the first day that breaks a promise."""
        tally = Tally()
        judge = Judge(self)
        errors = Errors(self._on_error)
        logging.getLogger().addHandler(errors)
        self._seed()
        try:
            await self.stage.open()
            await self.stage.start()
            for happening in self.story.happenings:
                self._expect(happening)
            for day in range(1, self.story.days + 1):
                await self._until(self.story.begins + day * DAY)
                judge.judge(tally, is_last=day == self.story.days)
                if tally.is_broken:
                    break
            tally.days = day
            tally.requests = len(self.world.record.requests)
            tally.state_writes = self.stage.state_writes
        finally:
            await self.stage.close()
            self.timeline.close()
            logging.getLogger().removeHandler(errors)
        return tally

    def _seed(self) -> None:
        """Let all chance come from the story's seed."""
        chance = random.Random(f"{self.story.seed}/{self.story.number}")
        random.seed(chance.random())
        uuid.uuid4 = lambda: uuid.UUID(int=chance.getrandbits(128), version=4)

    def _expect(self, it: Happening) -> None:
        when = self.story.at(it), next(self._order), lambda: self.perform(it)
        heapq.heappush(self._queue, when)

    async def perform(self, it: Happening) -> None:
        """Let something happen."""
        if it.kind in ACTS:
            task = self.stage.begin(self.owner.act(it))
            self._acting.add(task)
            task.add_done_callback(self._acted)
            await self.timeline.settle()
            return
        try:
            await HAPPENS[it.kind](self, it)
        except ApiError as err:
            self.note(f"{it.text()}: does not happen, {err.code}")

    def _acted(self, task: asyncio.Task[None]) -> None:
        self._acting.discard(task)
        if not task.cancelled() and (err := task.exception()) is not None:
            self.chronicle.errors.append((self.now(), f"raised to the owner: {err!r}"))

    async def _until(self, end: datetime) -> None:
        while self._queue and self._queue[0][0] <= end:
            instant, _, do = heapq.heappop(self._queue)
            await self.timeline.to(instant)
            await do()
        await self.timeline.to(end)

    def _on_error(self, text: str) -> None:
        if self.stage.hass is not None:  # what was killed may say anything
            self.chronicle.errors.append((self.now(), text))

    def _on_request(self, entry: RequestEntry) -> None:
        if self.watch is not None:
            self.watch(entry)

    def _on_issue(self, issue_id: str, issue: ir.IssueEntry | None) -> None:
        now, repairs = self.now(), self.chronicle.repairs
        stands = [one for one in repairs if one.id == issue_id and one.until is None]
        if issue is None:
            for one in stands:
                one.until = now
                self.note(f"repair gone: {one.id}")
            return
        data, key = dict(issue.data or {}), issue.translation_key or issue_id
        known = [one for one in stands if one.data == data]
        if not known:
            for one in stands:
                one.until = now
            found = (one for one in self.batteries if one in issue_id)
            about = str(data.get("battery_id") or next(found, "")) or None
            known = [Repair(key, issue_id, about, data, now)]
            repairs += known
            self.note(f"repair: {issue_id} {issue.translation_placeholders or ''}")
        known[0].texts.append((now, str(issue.translation_placeholders)))
        if issue.dismissed_version is None:
            known[0].ignored = None
        elif known[0].ignored is None:
            known[0].ignored = now
            self.note(f"repair ignored: {issue_id}")

    def _on_state(self, battery: str, key: str, state: State) -> None:
        now = self.now()
        if key == "problem" and state.state in ("on", "off"):
            self.chronicle.problems.append((now, battery, state.state == "on"))
        given = state.attributes
        if key != "window" or "uid" not in given:
            return
        # the machine's clock may show the same time twice
        shown = battery, state.state, given["uid"], given["start"]
        if shown in self._heard:
            return  # an entity that came back shows what was told before
        self._heard.add(shown)
        told = Told(
            now,
            battery,
            given["event_type"],
            given["uid"],
            given["command"].replace("_", ".", 1),
            datetime.fromisoformat(given["start"]).astimezone(UTC),
            datetime.fromisoformat(given["end"]).astimezone(UTC),
            given["reason"],
            given["level"],
        )
        if told not in self.chronicle.told[-50:]:
            self.chronicle.told.append(told)
            reason = f" ({told.reason})" if told.reason else ""
            start = told.start.astimezone(self.zone)
            text = f"told: {told.command} of {start:%d %H:%M} {told.type}{reason}"
            self.chronicle.say(now, f"{text} {battery}")


async def play(story: Story, folder: Path) -> tuple[Tally, Chronicle]:
    """Play a story in an empty folder."""
    with frozen(story.begins) as clock:
        it = Play(story, folder, clock)
        return await it.live(), it.chronicle
