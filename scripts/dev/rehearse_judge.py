"""Compares what a battery truly did with what was planned for it. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any, Self

from .home_assistant import Json

IN_TIME = timedelta(seconds=60)
"""An occurrence begins and ends at most so far from its planned instants."""
BACK_BY = timedelta(minutes=10)
"""The mode behind an occurrence stands at most so long after its end."""
MOVES_ENERGY = ("charge", "discharge")
HAPPENED = ("done", "incomplete", "accepted")


@dataclass(frozen=True, slots=True)
class Planned:
    """One occurrence that is to happen."""

    command: str
    start: datetime
    end: datetime
    parameters: dict[str, float]

    @classmethod
    def of(cls, window: Json) -> Self:
        """Read a window as Home Assistant's actions give it."""
        given = {name: window[name] for name in ("target", "power", "reserve")}
        return cls(
            command=window["command"].replace("_", ".", 1),
            start=datetime.fromisoformat(window["start"]),
            end=datetime.fromisoformat(window["end"]),
            parameters={
                key: value for key, value in given.items() if value is not None
            },
        )

    def moved(self, start: datetime, end: datetime) -> Planned:
        """Return the same at another time."""
        return Planned(self.command, start, end, self.parameters)


@dataclass(frozen=True, slots=True)
class Mode:
    """A battery under one command from an instant on, until the next one."""

    at: datetime
    command: str
    parameters: dict[str, float]
    cause: str


@dataclass(frozen=True, slots=True)
class Sent:
    """An action that Amps stored."""

    command: str
    start: datetime | None
    end: datetime | None
    state: str


@dataclass(frozen=True, slots=True)
class Past:
    """All that a battery did, and all that Amps stored for it."""

    modes: tuple[Mode, ...]
    actions: tuple[Sent, ...]

    @classmethod
    def of(cls, record: Json, amps_id: str, first: Mode) -> Self:
        """Read the simulator's record; before it the battery stood in a first mode."""
        modes = [
            Mode(
                datetime.fromisoformat(effect["at"]),
                effect["command"],
                effect["parameters"],
                effect["action_id"] or effect["cause"],
            )
            for effect in record["effects"]
            if effect["device_id"] == amps_id and effect["kind"] == "mode"
        ]
        actions = [
            Sent(
                action["command"],
                _instant(action["start"]),
                _instant(action["end"]),
                action["state"],
            )
            for action in record["actions"]
            if action["device_id"] == amps_id
        ]
        return cls((first, *sorted(modes, key=lambda seen: seen.at)), tuple(actions))

    def mode_at(self, instant: datetime) -> Mode:
        """Return what the battery stood under at an instant."""
        return [earlier for earlier in self.modes if earlier.at <= instant][-1]

    def end_of(self, mode: Mode) -> datetime | None:
        """Return when the battery left a mode."""
        return next(
            (earlier.at for earlier in self.modes if earlier.at > mode.at), None
        )

    def stored(self, planned: Planned) -> list[Sent]:
        """Return the actions that were an occurrence, withdrawn ones too."""
        return [
            action
            for action in self.actions
            if action.command == planned.command
            and action.end is not None
            and abs(action.end - planned.end) <= IN_TIME
        ]


@dataclass(slots=True)
class Verdict:
    """What became of one occurrence."""

    planned: Planned
    seen: list[Mode] = field(default_factory=list)
    end: datetime | None = None
    pushes: int = 0
    outcome: str = "-"
    wrong: list[str] = field(default_factory=list)


def judged(planned: Planned, past: Past, outcome: str = "") -> Verdict:
    """Return whether an occurrence happened once, as planned, and at its time."""
    found = Verdict(planned, outcome=outcome or "-")
    found.seen = [
        seen
        for seen in past.modes
        if seen.command == planned.command
        and planned.start - IN_TIME <= seen.at < planned.end
    ]
    found.pushes = len(past.stored(planned))
    if not found.seen:
        found.wrong.append("lost")
        return found
    if len(found.seen) > 1:
        found.wrong.append("doubled")
    first = found.seen[0]
    found.end = past.end_of(first)
    if abs(first.at - planned.start) > IN_TIME:
        found.wrong.append("late")
    if first.parameters != planned.parameters:
        found.wrong.append("parameters")
    if found.end is None or abs(found.end - planned.end) > IN_TIME:
        found.wrong.append("end")
    if outcome and outcome.partition(" ")[0] not in HAPPENED:
        found.wrong.append("outcome")
    return found


def outcome_of(planned: Planned, told: list[Json]) -> str:
    """Return what Home Assistant says of an occurrence."""
    for window in told:
        same = window["command"] == planned.command
        if same and datetime.fromisoformat(window["start"]) == planned.start:
            reason = window["reason"]
            return f"{window['outcome']}" + (f" ({reason})" if reason else "")
    return "not shown"


def unplanned(verdicts: Sequence[Verdict], past: Past) -> list[Mode]:
    """Return the charging and discharging that nobody asked for."""
    asked = [mode for verdict in verdicts for mode in verdict.seen]
    return [
        seen
        for seen in past.modes
        if seen.command in MOVES_ENERGY and seen not in asked
    ]


@dataclass(frozen=True, slots=True)
class Stretch:
    """A time between windows, and the mode that belongs there."""

    start: datetime
    end: datetime
    command: str
    by: datetime
    """The mode is to stand from here on."""


@dataclass(frozen=True, slots=True)
class Kept:
    """How well a battery kept to the mode of a stretch."""

    stretch: Stretch
    settled: datetime | None
    seen: tuple[str, ...]
    """The modes in their order."""

    @property
    def is_right(self) -> bool:
        """Return whether the mode came in time and stayed."""
        return self.settled is not None and self.settled <= self.stretch.by


def kept(stretch: Stretch, past: Past) -> Kept:
    """Return when a battery came into its mode for good."""
    inside = [seen for seen in past.modes if stretch.start < seen.at < stretch.end]
    modes = [past.mode_at(stretch.start), *inside]
    settled: datetime | None = None
    for mode in reversed(modes):
        if mode.command != stretch.command:
            break
        settled = max(mode.at, stretch.start)
    return Kept(stretch, settled, tuple(seen.command for seen in modes))


def stretches(
    planned: Sequence[Planned],
    changes: dict[datetime, str],
    standing: str,
    start: datetime,
    end: datetime,
) -> list[Stretch]:
    """Return the times between windows; a manual change holds until the next window."""
    found = []
    limits = [start, *(window.end for window in planned)]
    nexts = [*(window.start for window in planned), end]
    for begin, finish in zip(limits, nexts, strict=True):
        pieces = sorted(change for change in changes if begin <= change < finish)
        commands = [standing, *(changes[piece] for piece in pieces)]
        bounds = [begin, *pieces, finish - IN_TIME]
        for command, (one, two) in zip(commands, pairwise(bounds), strict=True):
            found.append(Stretch(one, two, command, one + BACK_BY))
    return found


def _instant(value: Any) -> datetime | None:
    return datetime.fromisoformat(value) if value else None
