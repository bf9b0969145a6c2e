"""Windows, what an owner planned, and the occurrences that they give."""

from collections.abc import Iterator
from dataclasses import field
from datetime import UTC, datetime, timedelta
from enum import IntEnum, StrEnum

from ..api.models import Command, Parameters
from ..api.value import frozen
from .goal import Aim
from .recurrence import LAST, in_utc, instant, starts, wall_clock, zone_of
from .why import Why

TOUCHING_GAP = timedelta(minutes=1)
"""How long after a window's end another may begin and still touch it."""

_DAY = timedelta(days=1)
_FOREVER = LAST.replace(tzinfo=UTC)

type InstanceSpan = tuple[datetime, datetime, datetime]
"""What identifies an instance, as in `Window.skipped`, then its start and end."""


class Layer(IntEnum):
    """What gives way to what, where windows overlap: a lower one to a higher one."""

    AUTOMATIC = 0
    PLANNER = 1
    """For a goal of the owner, or a planner by its own name."""
    OWNER = 2


class Origin(StrEnum):
    """Who requested a window."""

    PLAN = "plan"
    MANUAL = "manual"
    GOAL = "goal"
    """The planner, for a goal of the owner."""
    AUTOMATIC = "automatic"
    """The planner, to save money: such a window gives way to all others."""
    FOREIGN = "foreign"
    """Somebody else: such a window is shown, never planned."""


PLANNED_FOR = frozenset({Origin.GOAL, Origin.AUTOMATIC})
"""Whose windows our own planner makes, for the owner."""


class AbsenceReason(StrEnum):
    """Why an occurrence does not take place."""

    SKIPPED = "skipped"
    """The owner took it out."""
    CLOCK = "clock"
    """It lies wholly in the hour that a clock change leaves out."""
    REPLACED = "replaced"
    """Another window takes its time."""


@frozen()
class Occurrence:
    """One instance of a window; all instants are absolute and in UTC."""

    uid: str
    """The window's uid."""
    original: datetime
    """When it would start had it not been moved: its identity within the window."""
    start: datetime
    end: datetime
    """Always later than `start`."""
    command: Command
    parameters: Parameters = field(default_factory=Parameters)
    aim: Aim | None = None
    """What a goal leaves to the planner: then it may happen from start to end."""
    origin: Origin = Origin.PLAN
    source: str | None = field(default=None, compare=False)
    note: str | None = field(default=None, compare=False)
    comment: str | None = field(default=None, compare=False)
    why: Why | None = field(default=None, compare=False)
    """The window's: they change nothing of what the battery does."""

    @property
    def recurrence_id(self) -> str:
        """The original start as iCalendar text, such as 20260301T003000Z."""
        return f"{self.original:%Y%m%dT%H%M%SZ}"

    @property
    def key(self) -> str:
        """A text that stays the same for as long as this is the same occurrence."""
        return f"{self.uid}/{self.recurrence_id}"

    @property
    def has_target(self) -> bool:
        """Whether it moves energy up to a level."""
        return self.command.moves_energy and self.parameters.target is not None

    @property
    def judged_target(self) -> float | None:
        """The target in percent by which it is judged.

        Several windows share that of a goal, and that of an automatic one is a guess of
        the planner: none of them has to meet it.
        """
        return None if self.origin in PLANNED_FOR else self.parameters.target

    def overlaps(self, other: Occurrence) -> bool:
        """Return whether both want the battery at some instant, not only touch."""
        return self.start < other.end and other.start < self.end

    def touches(self, later: Occurrence) -> bool:
        """Return whether `later` begins at this one's end, up to a minute after."""
        return timedelta(0) <= later.start - self.end <= TOUCHING_GAP


def stem_of(uid: str) -> str:
    """Return what the uids of the parts of a window have in common once it is split."""
    return uid.partition("~")[0]


@frozen()
class Change:
    """One instance of a recurring window that was moved or got other contents."""

    original: datetime
    """The wall clock, naive and in the window's zone, at which it would start."""
    start: datetime
    end: datetime
    """Instants in UTC."""
    command: Command | None = None
    parameters: Parameters | None = None
    """Both None where they and the aim are the window's."""
    aim: Aim | None = None
    note: str | None = None
    comment: str | None = None
    """Both None where they are the window's."""


@frozen()
class Draft:
    """A window as an owner describes it: new, or what an edited one becomes.

    `start` and `end` are aware. With `repeat`, an RRULE with or without its prefix,
    they are those of the first occurrence, which recurs by the wall clock of `zone`,
    an IANA name that is needed only then. With an `aim` it is a goal. `note` is what
    the owner writes to it, `comment` what stands behind its title, and `why` for what a
    planner chose it.
    """

    command: Command
    parameters: Parameters = field(default_factory=Parameters)
    start: datetime
    end: datetime
    repeat: str | None = None
    zone: str | None = None
    aim: Aim | None = None
    note: str | None = None
    comment: str | None = None
    why: Why | None = None


@frozen()
class Window:
    """What an owner planned: a window, or with an `aim` a goal.

    The `start` and `end` of a one-off are instants in UTC. Those of a recurring window
    are naive: the wall clock in `zone` of the day from which its rule counts.
    """

    uid: str
    command: Command
    parameters: Parameters = field(default_factory=Parameters)
    start: datetime
    end: datetime
    repeat: str | None = None
    """The RRULE without its prefix; None for a one-off."""
    zone: str | None = None
    """An IANA name; None for a one-off."""
    skipped: frozenset[datetime] = frozenset()
    """The wall clock starts of instances that do not take place."""
    changes: tuple[Change, ...] = ()
    """Instances that are not as the rule has them."""
    aim: Aim | None = None
    """What a goal leaves to the planner; None for a window."""
    origin: Origin = Origin.PLAN
    source: str | None = None
    """The planner that made it, by its own name, or the uid of the goal that it is
    for; None for the owner's own windows."""
    note: str | None = None
    """What the owner wrote to it."""
    comment: str | None = None
    """What the owner wrote behind its title."""
    why: Why | None = None
    """For what a planner chose it; None for the owner's own windows."""
    created: datetime
    """When the owner made it, in UTC."""
    since: datetime
    """When its times were last edited, in UTC: what was over by then is not given."""

    @property
    def recurring(self) -> bool:
        """Return whether it has a rule; else it is a one-off."""
        return self.repeat is not None

    @property
    def layer(self) -> Layer:
        """Return to which others it gives way."""
        if self.origin is Origin.AUTOMATIC:
            return Layer.AUTOMATIC
        return Layer.OWNER if self.source is None else Layer.PLANNER

    @property
    def rule(self) -> str | None:
        """The RRULE as others take it, with an UNTIL in UTC; None for a one-off."""
        if self.repeat is None or self.zone is None:
            return None
        return in_utc(self.repeat, zone_of(self.zone))

    def occurrences(self, start: datetime, end: datetime) -> list[Occurrence]:
        """Return what the window asks for between two aware instants, by start.

        Given is what overlaps that time and ends after `since`, whatever other windows
        there are. What the owner skipped is not among them, nor an instance that a
        clock change leaves without length: see `absent`.
        """
        start = max(start, self.since)
        return sorted(
            (
                self._occurrence(*span)
                for span in self._spans(start, end)
                if span[0] not in self.skipped and span[1] < span[2]
            ),
            key=lambda occurrence: occurrence.start,
        )

    def placed(self, start: datetime, end: datetime) -> list[Occurrence]:
        """Return those of `occurrences` whose time is theirs: not those of a goal."""
        return [
            occurrence
            for occurrence in self.occurrences(start, end)
            if occurrence.aim is None
        ]

    def absent(
        self, start: datetime, end: datetime
    ) -> list[tuple[Occurrence, AbsenceReason]]:
        """Return the instances between two aware instants that do not take place.

        The reason is SKIPPED or CLOCK; one without length is given as if it lasted as
        long as the wall clock says.
        """
        start = max(start, self.since)
        return [
            (
                self._occurrence(original, begin, finish),
                AbsenceReason.SKIPPED,
            )
            if begin < finish
            else (
                self._occurrence(original, begin, begin + (self.end - self.start)),
                AbsenceReason.CLOCK,
            )
            for original, begin, finish in self._spans(start, end)
            if original in self.skipped or begin == finish
        ]

    def upcoming(self, now: datetime) -> Occurrence | None:
        """Return the first occurrence that ends after an aware instant, if any."""
        if self.repeat is None or self.zone is None:
            return next(iter(self.occurrences(now, _FOREVER)), None)
        found = [
            self._occurrence(*occurrence) for occurrence in self._changed(now, _FOREVER)
        ]
        for original, begin, finish in self._ruled(now, _FOREVER):
            if original not in self.skipped and begin < finish:
                found.append(self._occurrence(original, begin, finish))
                break
        return min(found, key=lambda item: item.start, default=None)

    def instance(self, original: datetime) -> datetime | None:
        """Find the instance whose original start is an aware instant.

        A naive one is the wall clock in the window's zone. The answer is what `skipped`
        and `changes` know it by: the naive wall clock, or the start of a one-off. It is
        None where there is none or it is skipped.
        """
        if self.repeat is None or self.zone is None:
            return self.start if self.start == original else None
        zone, is_wall = zone_of(self.zone), original.tzinfo is None
        near = original if is_wall else wall_clock(original, zone)
        for wall in starts(self.repeat, self.start, zone, near - _DAY, near + _DAY):
            if (wall if is_wall else instant(wall, zone)) == original:
                return None if wall in self.skipped else wall
        return None

    def skipped_instance(self, original: datetime) -> datetime | None:
        """Find the skipped instance whose original start is an aware instant."""
        if self.zone is None:
            return None
        zone = zone_of(self.zone)
        return next(
            (skip for skip in self.skipped if instant(skip, zone) == original), None
        )

    def occurrence(self, instance: datetime) -> Occurrence:
        """Return the occurrence of what `instance` answered."""
        if self.zone is None:
            return self._occurrence(self.start, self.start, self.end)
        for change in self.changes:
            if change.original == instance:
                return self._occurrence(instance, change.start, change.end)
        zone, length = zone_of(self.zone), self.end - self.start
        begin, finish = instant(instance, zone), instant(instance + length, zone)
        if begin == finish:
            finish = begin + length
        return self._occurrence(instance, begin, finish)

    def _spans(self, start: datetime, end: datetime) -> Iterator[InstanceSpan]:
        if self.recurring:
            yield from self._changed(start, end)
            yield from self._ruled(start, end)
        elif self.start < end and self.end > start:
            yield self.start, self.start, self.end

    def _changed(self, start: datetime, end: datetime) -> Iterator[InstanceSpan]:
        for change in self.changes:
            if change.start < end and change.end > start:
                yield change.original, change.start, change.end

    def _ruled(self, start: datetime, end: datetime) -> Iterator[InstanceSpan]:
        changed = {change.original for change in self.changes}
        zone, length = zone_of(self.zone or ""), self.end - self.start
        low = wall_clock(start, zone) - length - _DAY
        high = wall_clock(end, zone) + _DAY
        for wall in starts(self.repeat or "", self.start, zone, low, high):
            if wall in changed:
                continue
            begin, finish = instant(wall, zone), instant(wall + length, zone)
            if begin < end and finish > start:
                yield wall, begin, finish

    def _occurrence(
        self, original: datetime, start: datetime, end: datetime
    ) -> Occurrence:
        command, parameters, aim = self.command, self.parameters, self.aim
        note, comment, identity = self.note, self.comment, start
        for change in self.changes:
            if change.original == original:
                aim = aim if change.command is None else change.aim
                command = change.command or command
                parameters = change.parameters or parameters
                note = note if change.note is None else change.note
                comment = comment if change.comment is None else change.comment
                identity = instant(original, zone_of(self.zone or ""))
        return Occurrence(
            uid=self.uid,
            original=identity,
            start=start,
            end=end,
            command=command,
            parameters=parameters,
            aim=aim,
            origin=self.origin,
            source=self.source,
            note=note or None,
            comment=comment or None,
            why=self.why,
        )
