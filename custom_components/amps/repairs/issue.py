"""One repair, and what repairs are worked out from."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from homeassistant.helpers.issue_registry import IssueSeverity

from ..battery.day_run import DayView
from ..battery.goal_run import GoalRun
from ..engine.situation import Situation
from ..schedule.window import Window
from .wording import RepairWords

ENTRY_ID = "entry_id"
BATTERY_ID = "battery_id"


class Issue(NamedTuple):
    """One repair; the id is the key, with what it is about behind it."""

    key: str
    about: str
    """A battery id, or the uid of a window."""
    placeholders: dict[str, str]
    severity: IssueSeverity = IssueSeverity.WARNING
    persistent: bool = False
    """Whether it is still known after a restart, when nobody else knows of it."""
    data: Mapping[str, str | int | float | None] = MappingProxyType({})
    """What the fix needs."""
    marks: tuple[str, ...] = ()
    """By these it is remembered that the owner dismissed it."""
    learn_more: str | None = None
    """Where the owner puts it right himself; then it has no form."""

    @property
    def id(self) -> str:
        """The id in the registry."""
        return f"{self.key}_{self.about}"


class Facts(NamedTuple):
    """What is known of one battery."""

    battery_id: str
    name: str
    situation: Situation
    words: RepairWords
    windows: tuple[Window, ...] = ()
    goals: tuple[GoalRun, ...] = ()
    day: DayView | None = None
    """The plan of the day, where one is wanted."""
    trouble: str | None = None
    """Amps' code where the battery could not be read."""
    plan_unreadable: int = 0
    """How many stored windows could not be read."""
    set_aside: str | None = None
    """The file with what could not be read at all."""
    address: str | None = None
    """Where the owner links it to its manufacturer again, if Amps says so."""
