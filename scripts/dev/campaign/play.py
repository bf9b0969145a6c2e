"""What all parts of a running story share: its world, its clock and its record."""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
import heapq
from itertools import count
from pathlib import Path
from zoneinfo import ZoneInfo

from freezegun.api import FrozenDateTimeFactory
from homeassistant.core import HomeAssistant

from custom_components.amps.const import CONF_BATTERIES
from simulator import FACTORIES, Knobs, RequestEntry, World
from simulator.timeline import Timeline

from .event_log import EventLog
from .expected import Expected
from .market import Market
from .meters import Meters
from .observer import Observer
from .spans import at_wall
from .stage import Stage, TrueClock
from .story import Happening, Story

STATISTICS_AT = timedelta(hours=1, minutes=5, seconds=10)
"""So long after the start of an hour its statistics are there."""

type Do = Callable[[], Awaitable[None]]


class Play:
    """One story while it runs."""

    def __init__(
        self, story: Story, folder: Path, clock: FrozenDateTimeFactory
    ) -> None:
        """Build the world; call within a running event loop."""
        self.story = story
        self.zone = ZoneInfo(story.zone)
        self.timeline = Timeline(clock)
        kinds = {one.kind for one in story.happenings}
        has_prices = bool(kinds & {"goal", "planning"})
        self.market = Market(story.name, self.zone) if has_prices else None
        plans = "planning" in kinds
        self.meters = Meters(story.name, self.zone) if plans else None
        self.world = _world(story, self.timeline, self.meters)
        self.batteries = list(self.world.devices)
        self.event_log = EventLog(
            expected={name: Expected() for name in self.batteries}
        )
        observer = Observer(self.event_log, self.timeline, self.zone, self.batteries)
        self.stage = Stage(
            self.timeline,
            self.world,
            folder,
            {CONF_BATTERIES: self.batteries, **story.options},
            story.zone,
            observer.on_state,
            observer.on_issue,
            self._furnish,
        )
        self.stage.server.on_request = self._on_request
        self.outages = 0
        self.watch: Callable[[RequestEntry], None] | None = None
        self.look: Callable[[RequestEntry], None] | None = None
        """What is told of every request, beside what happens in the story."""
        self.foreign_cancels: set[str] = set()
        self._queue: list[tuple[datetime, int, Do]] = []
        self._order = count()

    def now(self) -> datetime:
        """Return the true time."""
        return self.timeline.now()

    def battery(self, happening: Happening) -> str:
        """Return the battery that an event of the story is about."""
        return self.batteries[(happening.battery or 0) % len(self.batteries)]

    def instant(self, local: datetime) -> datetime:
        """Return the instant of a naive local time, as Home Assistant reads it."""
        return at_wall(local, self.zone)

    def written(self, instant: datetime) -> str:
        """Write an instant in the form that Amps accepts now."""
        if "wall" in self.world.knobs.accepted_forms:
            local = instant.astimezone(ZoneInfo(self.story.plant_zone))
            return local.replace(tzinfo=None).isoformat()
        return instant.isoformat().replace("+00:00", "Z")

    def at(self, instant: datetime, do: Do) -> None:
        """Do something at an instant."""
        heapq.heappush(self._queue, (instant, next(self._order), do))

    def later(self, seconds: float, do: Do) -> None:
        """Do something later."""
        self.at(self.now() + timedelta(seconds=seconds), do)

    async def until(self, end: datetime) -> None:
        """Let time pass, and do whatever is due."""
        while self._queue and self._queue[0][0] <= end:
            instant, _, do = heapq.heappop(self._queue)
            await self.timeline.to(instant)
            await do()
        await self.timeline.to(end)

    def say(self, happening: Happening) -> None:
        """Note a happening."""
        self.event_log.say(self.now(), happening.text())

    def note(self, text: str) -> None:
        """Note anything else."""
        self.event_log.say(self.now(), text)

    def note_error(self, text: str) -> None:
        """Note an error that nobody expects."""
        self.event_log.errors.append((self.now(), text))

    async def _furnish(self, hass: HomeAssistant) -> None:
        """Set up what Home Assistant knows besides Amps when it starts."""
        if self.market is not None:
            await self.market.furnish(hass, self.now(), self.meters)

    def show_prices_now(self) -> None:
        """Tell Home Assistant of prices, if it runs."""
        if (market := self.market) is not None:
            self.stage.let(lambda hass: market.show(hass, self.now()))

    async def show_prices(self) -> None:
        """Tell Home Assistant of prices, from now on every hour."""
        if self.market is None:
            return
        self.show_prices_now()
        hour = self.now().replace(minute=0, second=0, microsecond=0)
        self.at(hour + timedelta(hours=1), self.show_prices)

    async def tell_statistics(self) -> None:
        """Tell Home Assistant, from now on every hour, that there are statistics."""
        if (meters := self.meters) is None:
            return
        self.stage.let(meters.tell)
        hour = self.now().replace(minute=0, second=0, microsecond=0)
        self.at(hour + STATISTICS_AT, self.tell_statistics)

    def _on_request(self, entry: RequestEntry) -> None:
        if self.look is not None:
            self.look(entry)
        if self.watch is not None:
            self.watch(entry)


def _world(story: Story, timeline: Timeline, meters: Meters | None) -> World:
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
    if meters is not None:
        share = tuple(kw / len(devices) for kw in meters.usual_net())
        for device in devices:
            device.house_net_kw = share
    return World(TrueClock(timeline), knobs, devices)
