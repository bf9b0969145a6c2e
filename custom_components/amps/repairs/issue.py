"""One repair, what repairs are worked out from, and the words they share."""

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from homeassistant.helpers.issue_registry import IssueSeverity

from ..api.models import Command, Parameters
from ..battery.goal_run import GoalRun
from ..engine.situation import Situation
from ..exceptions import local_time
from ..schedule.titles import format_title
from ..schedule.window import Occurrence, Window

ENTRY_ID = "entry_id"
BATTERY_ID = "battery_id"
UNKNOWN = "-"
MAX_NAMED = 5
"""So many windows are named in a text, and the others hinted at."""


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

    @property
    def id(self) -> str:
        """The id in the registry."""
        return f"{self.key}_{self.about}"


class Facts(NamedTuple):
    """What is known of one battery."""

    battery_id: str
    name: str
    situation: Situation
    windows: tuple[Window, ...] = ()
    goals: tuple[GoalRun, ...] = ()
    trouble: str | None = None
    """Amps' code where the battery could not be read."""
    plan_unreadable: int = 0
    """How many stored windows could not be read."""
    set_aside: str | None = None
    """The file with what could not be read at all."""
    address: str | None = None
    """Where the owner links it to its manufacturer again, if Amps told."""


def of_window(occurrence: Occurrence) -> dict[str, str]:
    """Return the placeholders of a window."""
    return {
        "window": format_title(
            occurrence.command, occurrence.parameters, occurrence.aim
        ),
        "start": local_time(occurrence.start),
        "end": local_time(occurrence.end),
    }


def title_of(command: Command | None, parameters: Parameters | None = None) -> str:
    """Return what a command is called."""
    title = format_title(command, parameters or Parameters()) if command else None
    return title or UNKNOWN


def list_of(occurrences: Sequence[Occurrence]) -> str:
    """Return the first of some windows, one a line."""
    return lines(
        f"{named['window']}: {named['start']} - {named['end']}"
        for named in map(of_window, occurrences[: MAX_NAMED + 1])
    )


def lines(texts: Iterable[str]) -> str:
    """Return the first of some texts as a list, and hint at the others."""
    listed = [f"- {text}" for text in texts]
    more = ["- ..."] if len(listed) > MAX_NAMED else []
    return "\n".join([*listed[:MAX_NAMED], *more])
