"""What a battery actually did, from the simulator's record."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import isclose

from simulator import Action, World

from .spans import Parameters

NONE = timedelta(0)


@dataclass(frozen=True, slots=True)
class Stretch:
    """A period under one command."""

    start: datetime
    end: datetime
    command: str
    parameters: Parameters
    cause: str
    action: Action | None
    level: float

    @property
    def ours(self) -> Action | None:
        """The push by Home Assistant that set it, if it was one."""
        action = self.action
        if action is None or action.origin != "api" or self.cause != action.id:
            return None
        return action

    @property
    def is_foreign(self) -> bool:
        """Return whether somebody else set it."""
        if self.cause == "vendor":
            return True
        return self.action is not None and self.action.origin == "foreign"

    @property
    def is_met(self) -> bool:
        """Return whether the battery had the level that was asked for when it began."""
        target = self.parameters.get("target")
        if target is None:
            return False
        return (
            self.level <= target
            if self.command == "discharge"
            else (self.level >= target)
        )

    def obeys(self, command: str, parameters: Parameters) -> bool:
        """Return whether it is a command with all requested parameters."""
        return self.command == command and all(
            isclose(self.parameters.get(name, -1.0), value, abs_tol=0.01)
            for name, value in parameters.items()
        )

    def within(self, start: datetime, end: datetime) -> timedelta:
        """Return how much of it is within a period."""
        return max(min(self.end, end) - max(self.start, start), NONE)


class Past:
    """The stretches of one battery until now, by start."""

    def __init__(
        self, world: World, battery: str, first: Stretch, now: datetime
    ) -> None:
        """Read the record."""
        effects = world.record.effects_of(battery, "mode")
        ends = [effect.at for effect in effects] + [now]
        self.stretches = [
            Stretch(
                effect.at,
                end,
                effect.command,
                dict(effect.parameters),
                effect.cause,
                world.book.get(effect.action_id) if effect.action_id else None,
                effect.level,
            )
            for effect, end in zip(effects, ends[1:], strict=True)
        ]
        self.stretches.insert(
            0,
            Stretch(
                first.start,
                ends[0],
                first.command,
                first.parameters,
                first.cause,
                None,
                first.level,
            ),
        )
        self.stops = [
            effect.at
            for effect in world.record.effects_of(battery, "stopped")
            if effect.cause == "target_reached"
        ]
        self.actions = world.record.actions_of(battery)

    def at(self, instant: datetime) -> Stretch:
        """Return which command was in effect at an instant."""
        found = self.stretches[0]
        for stretch in self.stretches:
            if stretch.start > instant:
                break
            found = stretch
        return found

    def between(self, start: datetime, end: datetime) -> Iterator[Stretch]:
        """Return the stretches that begin within a period."""
        for stretch in self.stretches:
            if start <= stretch.start <= end:
                yield stretch

    def obeyed(
        self, command: str, parameters: Parameters, start: datetime, end: datetime
    ) -> timedelta:
        """Return how long a command was in effect within a period."""
        mine = (
            stretch for stretch in self.stretches if stretch.obeys(command, parameters)
        )
        return sum((stretch.within(start, end) for stretch in mine), NONE)

    def kept_up(
        self, command: str, parameters: Parameters, start: datetime, end: datetime
    ) -> timedelta:
        """Return how long the manufacturer's app kept the battery in the same mode.

        With other parameters, which no reading shows.
        """
        alike = (
            stretch
            for stretch in self.stretches
            if stretch.cause == "vendor" and stretch.command == command
        )
        return sum(
            (
                stretch.within(start, end)
                for stretch in alike
                if not stretch.obeys(command, parameters)
            ),
            NONE,
        )

    def met(
        self, command: str, parameters: Parameters, start: datetime, end: datetime
    ) -> bool:
        """Return whether the battery reached a target by a command in a period."""
        for stretch in self.stretches:
            if not stretch.obeys(command, parameters):
                continue
            if stretch.within(start, end) <= NONE:
                continue
            if any(
                stretch.start <= stop <= min(stretch.end, end) for stop in self.stops
            ):
                return True
            target = stretch.parameters.get("target")
            if target is not None and (
                stretch.level >= target - 1
                if command == "charge"
                else stretch.level <= target + 1
            ):
                return True
        return False
