"""A story while it is being written, and the random choices it is made of."""

from datetime import UTC, datetime, timedelta
import random
from zoneinfo import ZoneInfo

from simulator import Device

DAY_SECONDS = 86400.0
CALM_END_SECONDS = 6 * 3600.0
"""The end of each story has no trouble, so that all of it can be checked."""
ZONES = (
    "Europe/London",
    "America/New_York",
    "Australia/Lord_Howe",
    "Europe/Berlin",
    "America/St_Johns",
    "Asia/Kolkata",
)
YEARS = (2025, 2026, 2027, 2028)
MOMENTS = (-3600, -1800, -660, -120, -61, -31, -5, -0.5, 0, 0.7, 3, 6, 45, 90, 600)
"""Seconds from the start or the end of a window: the worst moments to do something."""


class Draft:
    """A story that is being written."""

    def __init__(self, seed: int, number: int, days: int) -> None:
        """Choose where and when it takes place."""
        self.chance = random.Random(f"story {seed}/{number}")
        self.days = days
        self.zone = ZoneInfo(self.chance.choice(ZONES))
        self.start = self._start()
        self.devices: list[Device] = []
        self.instants: list[list[float]] = []
        """The starts and ends of what is planned, for each battery."""
        self.windows = 0
        """How many windows are planned."""

    def _start(self) -> datetime:
        """Begin before a clock change if the zone has one, or else at any time."""
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

    def time_of_day(self) -> int:
        """Return a minute of the day; nights are where the clocks change."""
        chance = self.chance
        if chance.random() < 0.35:
            return chance.randrange(0, 200, 5)
        return chance.choice((chance.randrange(0, 1440, 15), chance.randrange(1440)))

    def command(self, device: Device) -> str:
        """Choose what a window is about."""
        names = [
            command for command in device.commands if command in ("charge", "discharge")
        ] * 4
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

    def note(self, battery: int, start: float, length: float) -> None:
        """Note when a window starts and ends, in minutes since the first midnight."""
        local = self.start.astimezone(self.zone)
        midnight = local.replace(hour=0, minute=0, second=0)
        offset = (midnight - local).total_seconds()
        self.instants[battery] += [offset + start * 60, offset + (start + length) * 60]

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
        return chance.uniform(100, self.days * DAY_SECONDS)

    def times(self, a_day: float) -> range:
        """Choose how often something happens, by how often it does on a day."""
        wanted = a_day * self.days
        whole = int(wanted)
        return range(whole + (self.chance.random() < wanted - whole))

    def some_battery(self) -> int:
        """Choose a battery."""
        return self.chance.randrange(len(self.devices))

    def window(self) -> str:
        """Choose a window."""
        return f"w{self.chance.randrange(max(self.windows, 1))}"
