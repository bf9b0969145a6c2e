"""A story as data: what the world is like, and everything that happens in it.

It is made of a seed before anything runs, so it can be written down, run again and made
shorter.
"""

from dataclasses import asdict, dataclass, field, replace
from datetime import datetime, timedelta
import json
from typing import Any, Self
from zoneinfo import ZoneInfo

type Arguments = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Happening:
    """Something that somebody does, or that happens to the world."""

    at: float
    """Seconds since the story began."""
    kind: str
    battery: int | None = None
    given: Arguments = field(default_factory=dict)

    def text(self) -> str:
        """Return it for people."""
        given = " ".join(f"{key}={value}" for key, value in self.given.items())
        number = "" if self.battery is None else f" of battery {self.battery}"
        return f"{self.kind}{number} {given}".rstrip()


@dataclass(frozen=True, slots=True)
class Home:
    """A battery, and its time zone."""

    kind: str
    level: float
    overrides: Arguments = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Story:
    """Some days in a world."""

    seed: int
    number: int
    start: str
    """The instant at which it begins, with its offset."""
    days: int
    zone: str
    """Home Assistant's time zone."""
    plant_zone: str
    homes: tuple[Home, ...]
    knobs: Arguments
    options: Arguments
    happenings: tuple[Happening, ...]

    @property
    def begins(self) -> datetime:
        """When it begins."""
        return datetime.fromisoformat(self.start)

    @property
    def ends(self) -> datetime:
        """When it ends."""
        return self.begins + timedelta(days=self.days)

    @property
    def local(self) -> ZoneInfo:
        """Home Assistant's time zone."""
        return ZoneInfo(self.zone)

    @property
    def name(self) -> str:
        """Its name on the command line."""
        return f"{self.seed}/{self.number}"

    def at(self, happening: Happening) -> datetime:
        """Return the instant of an event."""
        return self.begins + timedelta(seconds=happening.at)

    def with_happenings(self, happenings: tuple[Happening, ...]) -> Story:
        """Return the story with other events."""
        return replace(self, happenings=happenings)

    def to_json(self) -> str:
        """Write it down."""
        return json.dumps(asdict(self), indent=1)

    @classmethod
    def from_json(cls, text: str) -> Self:
        """Read what was written down."""
        given = json.loads(text)
        given["homes"] = tuple(Home(**home) for home in given["homes"])
        given["happenings"] = tuple(
            Happening(**happening) for happening in given["happenings"]
        )
        return cls(**given)
