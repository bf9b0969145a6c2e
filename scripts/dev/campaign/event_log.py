"""What was seen while a story ran: what was reported, and what went wrong."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from .counters import Breach
from .expected import Expected

OUTCOMES = ("done", "incomplete", "accepted", "failed", "missed", "cancelled")
EVERYONE = None
DEFAULT_LENGTH = timedelta(hours=1)
"""How long a charge or discharge by hand lasts of which nothing else is said."""


@dataclass(frozen=True, slots=True)
class Told:
    """One event of a battery's `window` entity."""

    at: datetime
    battery: str
    type: str
    uid: str
    command: str
    start: datetime
    end: datetime
    reason: str | None
    level: float | None = None
    """Percent, as it was read."""
    goal: str | None = None
    """The uid of the goal that it is, or is a window of."""
    cost: float | None = None

    @property
    def is_outcome(self) -> bool:
        """Return whether it says how a window ended, or only warns."""
        return self.type in OUTCOMES


@dataclass(slots=True)
class Trouble:
    """A period of trouble, for one battery or for all."""

    kind: str
    battery: str | None
    start: datetime
    end: datetime | None = None
    what: str = ""
    """The details: an endpoint and how it responds, a code, a command."""

    def meets(self, battery: str, start: datetime, end: datetime) -> bool:
        """Return whether it affected a battery during a period."""
        if self.battery not in (EVERYONE, battery):
            return False
        return self.start <= end and (self.end is None or self.end > start)


@dataclass(slots=True)
class Repair:
    """A repair while it was shown, as the owner saw it."""

    key: str
    id: str
    battery: str | None
    data: dict[str, Any]
    since: datetime
    until: datetime | None = None
    ignored: datetime | None = None
    ended_by: str = ""
    """Why it is no longer shown: "off" if Home Assistant stopped."""
    texts: list[tuple[datetime, str]] = field(default_factory=list)
    """What it said, and since when."""

    def names(self, text: str, at: datetime) -> bool:
        """Return whether it was shown at an instant, and had a text by then."""
        said = (words for since, words in self.texts if since <= at)
        return self.stands(at) and any(text in words for words in said)

    def stands(self, at: datetime) -> bool:
        """Return whether it was shown at an instant, seen or not."""
        return self.since <= at and (self.until is None or at < self.until)

    def is_unseen(self, at: datetime) -> bool:
        """Return whether it was shown at an instant and not ignored."""
        return self.stands(at) and (self.ignored is None or at < self.ignored)


@dataclass(slots=True)
class Call:
    """Something that the owner asked of Home Assistant."""

    at: datetime
    battery: str
    kind: str
    command: str | None = None
    parameters: dict[str, float] = field(default_factory=dict)
    answered: datetime | None = None
    error: str | None = None
    """The response; "killed" if Home Assistant was killed."""
    waits: bool = False
    """Whether it waits until the running command has ended."""
    length: timedelta | None = None
    """How long the command was supposed to last."""

    @property
    def lasts(self) -> timedelta:
        """How long it keeps the battery from its windows."""
        if self.length is None and self.command in ("charge", "discharge"):
            return DEFAULT_LENGTH
        return self.length or timedelta()


@dataclass(slots=True)
class EventLog:
    """Everything that was seen."""

    told: list[Told] = field(default_factory=list)
    troubles: list[Trouble] = field(default_factory=list)
    calls: list[Call] = field(default_factory=list)
    problems: list[tuple[datetime, str, bool]] = field(default_factory=list)
    """When `problem` of a battery went on or off."""
    repairs: list[Repair] = field(default_factory=list)
    shown: list[tuple[datetime, bool]] = field(default_factory=list)
    """When Home Assistant started and stopped."""
    restored: list[datetime] = field(default_factory=list)
    """When an older backup was restored."""
    undone: list[tuple[datetime, datetime]] = field(default_factory=list)
    """The periods that a restored backup knows nothing about."""
    choices: list[tuple[datetime, str, str]] = field(default_factory=list)
    """What was chosen as *Mode afterwards*, and for which battery."""
    expected: dict[str, Expected] = field(default_factory=dict)
    projected: list[tuple[datetime, bool]] = field(default_factory=list)
    """When Amps began or stopped calculating readings, in which no trouble shows."""
    levels: list[tuple[datetime, str, float]] = field(default_factory=list)
    """The actual level of a battery towards the end of a goal."""
    planned_wrong: list[Breach] = field(default_factory=list)
    """Automatic plans that should not have been made."""
    errors: list[tuple[datetime, str]] = field(default_factory=list)
    """What Home Assistant logged as an error that nobody expects."""
    lines: list[tuple[datetime, str]] = field(default_factory=list)
    """The story as it went, for people."""

    def begin(
        self, kind: str, battery: str | None, now: datetime, what: str = ""
    ) -> Trouble:
        """Note that trouble begins."""
        trouble = Trouble(kind, battery, now, what=what)
        self.troubles.append(trouble)
        return trouble

    def say(self, now: datetime, text: str) -> None:
        """Note what happens."""
        self.lines.append((now, text))

    def met(
        self, battery: str, start: datetime, end: datetime, *kinds: str
    ) -> Iterator[Trouble]:
        """Return the trouble of a battery in a time, of some kinds or of all."""
        for trouble in self.troubles:
            if trouble.meets(battery, start, end) and (
                not kinds or trouble.kind in kinds
            ):
                yield trouble

    def is_undone(self, made: datetime, at: datetime) -> bool:
        """Return whether a restored backup does not contain something."""
        return any(begin <= made <= end <= at for begin, end in self.undone)

    def is_projected(self, at: datetime) -> bool:
        """Return whether Amps calculated at an instant how a battery was."""
        return [False, *(on for since, on in self.projected if since <= at)][-1]

    def calm_after(
        self,
        battery: str,
        start: datetime,
        length: timedelta,
        end: datetime,
        *kinds: str,
    ) -> datetime | None:
        """Return when a battery had first been without trouble for a while, or None.

        Of all kinds of trouble, or of those that are named.
        """
        begin = start
        troubles = [*self.troubles, *self._unlisted()]
        for trouble in sorted(troubles, key=lambda one: one.start):
            if trouble.battery not in (EVERYONE, battery):
                continue
            if kinds and trouble.kind not in kinds:
                continue
            if trouble.start >= begin + length:
                break
            if trouble.end is None:
                return None
            begin = max(begin, trouble.end)
        return begin + length if begin + length <= end else None

    def _unlisted(self) -> Iterator[Trouble]:
        """Yield when Amps listed no actions to a Home Assistant that had started."""
        starts = [one.end for one in self.troubles if one.kind == "home_assistant"]
        for trouble in self.troubles:
            if trouble.kind != "route" or "list_actions" not in trouble.what:
                continue
            for at in starts:
                if at and trouble.start <= at and (not trouble.end or at < trouble.end):
                    yield replace(trouble, kind="unlisted", start=at)

    def outcomes(self, battery: str, uid: str, start: datetime) -> list[Told]:
        """Return the reported outcomes of an occurrence."""
        return [action for action in self.of(battery, uid, start) if action.is_outcome]

    def of(self, battery: str, uid: str, start: datetime) -> list[Told]:
        """Return everything that was reported of an occurrence."""
        return [
            window
            for window in self.told
            if (window.battery, window.uid, window.start) == (battery, uid, start)
        ]
