"""Writes stories: a random world, a random plan and random trouble, out of a seed."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
import random
from typing import Any
from zoneinfo import ZoneInfo

from simulator import FACTORIES, Device

from .half_events import with_half
from .story import Happening, Home, Story
from .world_events import TROUBLES

DAY = 86400.0
DAY_MINUTES = 1440
CALM_END = 6 * 3600.0
"""A story ends without trouble, so that all of it can be judged."""
ZONES = (
    "Europe/London",
    "America/New_York",
    "Australia/Lord_Howe",
    "Europe/Berlin",
    "America/St_Johns",
    "Asia/Kolkata",
)
YEARS = (2025, 2026, 2027, 2028)
KINDS = (
    ("full", 6),
    ("windowed_only", 5),
    ("no_auto", 2),
    ("no_settings", 2),
    ("fallback", 1),
    ("offline", 1),
)
MOMENTS = (-3600, -1800, -660, -120, -61, -31, -5, -0.5, 0, 0.7, 3, 6, 45, 90, 600)
"""Seconds from the start or the end of a window: the worst moments to do something."""


class Writer:
    """Writes one story."""

    def __init__(
        self, seed: int, number: int, days: int, batteries: int, *, plain: bool = False
    ) -> None:
        """Take all chance from the seed and the story's number.

        A plain story has an Amps that works or does not, and an owner who does little.
        """
        self._plain = plain
        self.chance = random.Random(f"story {seed}/{number}")
        self._seed = seed
        self._number = number
        self.days = days
        self._batteries = batteries
        self.zone = ZoneInfo(self.chance.choice(ZONES))
        self.start = self._start()
        self.devices: list[Device] = []
        self.instants: list[list[float]] = []
        """Of each battery the starts and ends of what is planned."""
        self._windows = 0

    def write(self) -> Story:
        """Write it."""
        chance = self.chance
        homes = tuple(self._home() for _ in range(self._batteries))
        self.devices = [FACTORIES[it.kind]() for it in homes]
        self.instants = [[] for _ in homes]
        happenings = list(self._plans())
        happenings += self._edits()
        for make in TROUBLES:
            happenings += make(self)
        kept = (it for it in happenings if 60 < it.at < self.days * DAY - CALM_END)
        plant = self.zone.key if chance.random() < 0.85 else "Europe/Madrid"
        options: dict[str, Any] = {"add_new": True, "ignored": []}
        if plant != self.zone.key:
            options["plant_time_zone"] = plant
        if chance.random() < 0.3:
            options["lead_time"] = chance.choice(
                ({"minutes": 15}, {"hours": 3}, {"days": 7})
            )
        if chance.random() < 0.2:
            options["reading_pace"] = str(chance.choice((1, 5)))
        if chance.random() < 0.6:
            options |= {"webhook_id": "campaign", "webhook_secret": SECRET}
        story = Story(
            seed=self._seed,
            number=self._number,
            start=self.start.isoformat(),
            days=self.days,
            zone=self.zone.key,
            plant_zone=plant,
            homes=homes,
            knobs=self._knobs(),
            options=options,
            happenings=tuple(sorted(kept, key=lambda it: it.at)),
        )
        return story if self._plain else with_half(story, self)

    def _start(self) -> datetime:
        """Begin before a clock change where the zone has one, else at any time."""
        chance = self.chance
        year = chance.choice(YEARS)
        first = datetime(year, 1, 1, tzinfo=UTC) + timedelta(
            days=chance.randrange(360), hours=chance.randrange(24)
        )
        changes = [
            day
            for day in (
                datetime(year, 1, 2, tzinfo=UTC) + timedelta(days=number)
                for number in range(360)
            )
            if day.astimezone(self.zone).utcoffset()
            != (day + timedelta(days=1)).astimezone(self.zone).utcoffset()
        ]
        if changes and chance.random() < 0.6:
            before = chance.uniform(0.5, max(self.days - 2, 1))
            first = chance.choice(changes) - timedelta(days=before)
        return first.replace(minute=chance.randrange(60), second=0, microsecond=0)

    def _home(self) -> Home:
        chance = self.chance
        kinds, weights = zip(*KINDS, strict=True)
        kind = chance.choices(kinds, weights)[0]
        overrides: dict[str, Any] = {}
        if chance.random() < 0.2:
            overrides["window_completed_at"] = "opening"
        if chance.random() < 0.2:
            overrides["after_window"] = "previous"
        if chance.random() < 0.1:
            overrides["queue_end"] = "move"
        return Home(kind, float(chance.randrange(15, 95)), overrides)

    def _knobs(self) -> dict[str, Any]:
        chance = self.chance
        return {
            "generation": chance.choice(("g2", "g2", "g1")),
            "environment": chance.choice(("sandbox", "live")),
            "gap": chance.choice(("shift", "reject")),
            "repeated_hour": chance.choice(("first", "second")),
            "completion_delay": chance.choice((2.0, 4.0, 25.0)),
            "clock_skew": chance.choice((0.0, 0.0, 3.0, -20.0)),
            "webhook_copies": chance.choice((1, 2, 3)),
            "webhook_order": chance.choice(("due", "reversed")),
            "webhook_delay": chance.choice((None, 1.0, 45.0)),
        }

    # The plan

    def _plans(self) -> Iterator[Happening]:
        for battery, device in enumerate(self.devices):
            for _ in range(self.chance.choice((0, 1, 1, 2))):
                yield self._plan(battery, device, repeats=True)
            for day in range(self.days):
                for _ in range(self.chance.choice((0, 1, 1, 2))):
                    yield self._plan(battery, device, day=day)

    def _plan(
        self, battery: int, device: Device, *, day: int = 0, repeats: bool = False
    ) -> Happening:
        chance = self.chance
        begin = self.minute_of_start() + day * DAY_MINUTES
        made_at = (day - 0.3) * DAY + chance.uniform(100, DAY)
        if repeats:
            made_at = chance.uniform(100, 2 * DAY)
            begin = self.minute_of_start() + int(made_at / DAY) * DAY_MINUTES
        ahead = chance.choice((1, 1, 1, 2, 3)) * DAY_MINUTES
        begin += ahead + self.time_of_day()
        length = chance.choice((15, 30, 45, 60, 60, 90, 120, 180, 300))
        command = self.command(device)
        given: dict[str, Any] = {
            "window": f"w{self._windows}",
            "start": begin,
            "end": begin + length,
            "command": command,
            "parameters": self.parameters(device, command),
        }
        self._windows += 1
        if repeats:
            rules = (
                "FREQ=DAILY",
                "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR",
                "FREQ=DAILY;COUNT=4",
            )
            given["repeat"] = chance.choice(rules)
        elif chance.random() < 0.3:
            given["replace"] = True
        for number in range(self.days if repeats else 1):
            self._note(battery, begin + number * DAY_MINUTES, length)
        by_action = "replace" in given or chance.random() < 0.6
        return Happening(made_at, "plan" if by_action else "write", battery, given)

    def minute_of_start(self) -> int:
        """Return the first day's midnight: windows are said in minutes since then."""
        return 0

    def time_of_day(self) -> int:
        """Return a minute of the day; nights are where the clocks change."""
        chance = self.chance
        if chance.random() < 0.35:
            return chance.randrange(0, 200, 5)
        return chance.choice((chance.randrange(0, 1440, 15), chance.randrange(1440)))

    def command(self, device: Device) -> str:
        """Choose what a window is about."""
        names = [it for it in device.commands if it in ("charge", "discharge")] * 4
        return self.chance.choice([*names, *device.commands])

    def parameters(self, device: Device, command: str) -> dict[str, float]:
        """Choose parameters that the device takes."""
        found: dict[str, float] = {}
        for name, bounds in device.commands[command].parameters.items():
            if self.chance.random() < 0.5:
                low = max(bounds.min, 1.0)
                top = bounds.max
                found[name] = float(round(self.chance.uniform(low, top), 1))
        return found

    def _note(self, battery: int, start: float, length: float) -> None:
        local = self.start.astimezone(self.zone)
        midnight = local.replace(hour=0, minute=0, second=0)
        offset = (midnight - local).total_seconds()
        self.instants[battery] += [offset + start * 60, offset + (start + length) * 60]

    # The worst moments

    def moment(self, battery: int) -> float:
        """Choose a moment: near a start or an end, or any."""
        chance = self.chance
        if self.instants[battery] and chance.random() < 0.75:
            near = chance.choice(self.instants[battery])
            if chance.random() < 0.15:
                near -= 48 * 3600
            if chance.random() < 0.3:
                return near + chance.uniform(-7200, 7200)
            return near + chance.choice(MOMENTS) + chance.choice((0, 0, 0.25))
        return chance.uniform(100, self.days * DAY)

    def times(self, a_day: float) -> range:
        """Choose how often something happens, by how often it does on a day."""
        wanted = a_day * self.days
        whole = int(wanted)
        return range(whole + (self.chance.random() < wanted - whole))

    def some_battery(self) -> int:
        """Choose a battery."""
        return self.chance.randrange(self._batteries)

    def _edits(self) -> Iterator[Happening]:
        """Let the owner change the plan, and take command, at the worst moments."""
        chance = self.chance
        for battery in range(self._batteries):
            for kind, a_day, make in EDITS:
                for _ in self.times(a_day):
                    given = make(self, battery)
                    yield Happening(self.moment(battery), kind, battery, given)
            for _ in self.times(0.15):
                at = self.moment(battery)
                yield Happening(at, "switch", battery, {"on": False})
                back = at + chance.choice((5, 90, 1200, 7200, 30000))
                yield Happening(back, "switch", battery, {"on": True})

    def window(self) -> str:
        """Choose a window."""
        return f"w{self.chance.randrange(max(self._windows, 1))}"


SECRET = "whsec_c2ltdWxhdGVkIHdlYmhvb2sgc2VjcmV0"  # noqa: S105  the simulator's


def _which(writer: Writer, battery: int) -> dict[str, Any]:
    del battery
    return {"window": writer.window(), "day": writer.chance.randrange(4)}


def _move(writer: Writer, battery: int) -> dict[str, Any]:
    steps = (-60, -20, -5, 0, 0, 5, 15, 40, 120)
    return _which(writer, battery) | {
        "start": writer.chance.choice(steps),
        "end": writer.chance.choice(steps),
    }


def _delete(writer: Writer, battery: int) -> dict[str, Any]:
    return _which(writer, battery) | {"future": writer.chance.random() < 0.2}


def _cancel(writer: Writer, battery: int) -> dict[str, Any]:
    ranges = ("this", "this", "this", "this_and_future", "all")
    return _which(writer, battery) | {"range": writer.chance.choice(ranges)}


def _option(writer: Writer, battery: int) -> dict[str, Any]:
    modes = [it for it in writer.devices[battery].commands if it.startswith("auto.")]
    names = [it.replace(".", "_") for it in modes]
    options = ["automatic", "automatic", "as_amps_leaves_it", "idle", *names]
    return {"option": writer.chance.choice(options)}


def _command(writer: Writer, battery: int) -> dict[str, Any]:
    device, chance = writer.devices[battery], writer.chance
    command = chance.choice(list(device.commands))
    given: dict[str, Any] = {
        "command": command,
        "parameters": writer.parameters(device, command),
    }
    if chance.random() < 0.5:
        given["duration"] = {"minutes": chance.choice((1, 5, 20, 60, 240))}
    if chance.random() < 0.2:
        given["replace"] = True
    return given


def _mode(writer: Writer, battery: int) -> dict[str, Any]:
    return {"command": writer.chance.choice(list(writer.devices[battery].commands))}


def _nothing(writer: Writer, battery: int) -> dict[str, Any]:
    del writer, battery
    return {}


EDITS: tuple[tuple[str, float, Callable[[Writer, int], dict[str, Any]]], ...] = (
    ("move", 0.5, _move),
    ("delete", 0.25, _delete),
    ("cancel", 0.25, _cancel),
    ("cancel_next", 0.1, _nothing),
    ("skip", 0.15, _nothing),
    ("choose", 0.25, _option),
    ("command", 0.3, _command),
    ("mode", 0.2, _mode),
    ("stop", 0.15, _nothing),
    ("cancel_action", 0.08, _nothing),
    ("reload", 0.1, _nothing),
)
"""What the owner does, how often on a day and battery, and with what."""
