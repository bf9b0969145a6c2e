"""A goal for each day of the replay: set, reported, and judged by what happened."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import pairwise

from custom_components.amps.api.models import Command
from custom_components.amps.planner.problem import Goal
from custom_components.amps.planner.result import GoalResult

from .homes import Home
from .house import Battery, Order

_AHEAD = timedelta(minutes=30)
_NEAR = 1.0
"""Percent by which a goal may be missed and still counts as met."""
_MINUTE = 60


@dataclass(slots=True)
class Watched:
    """One goal and what is known of it."""

    goal: Goal
    told: datetime | None = None
    """Since when it has been reported that it will be missed."""
    act_by: datetime | None = None
    """Until when something could still have been done about it."""
    best: Battery | None = None
    """A battery that did everything it could."""
    ran: timedelta = timedelta(0)
    level: float | None = None
    """The level at the end of the span, in percent."""

    @property
    def over(self) -> bool:
        """Return whether its span is over."""
        return self.level is not None

    @property
    def met(self) -> bool:
        """Return whether it was met."""
        return _is_met(self.goal, self.level, self.ran)

    @property
    def feasible(self) -> bool:
        """Return whether it could have been met."""
        level = None if self.best is None else self.best.level
        return self.met or _is_met(self.goal, level, self.goal.end - self.goal.start)

    @property
    def told_in_time(self) -> bool:
        """Return whether it was reported while there was time to act."""
        if self.told is None or self.act_by is None:
            return False
        return self.told + _AHEAD <= max(self.act_by, self.goal.start)


@dataclass(slots=True)
class Goals:
    """All goals of a year, by time."""

    home: Home
    watched: list[Watched] = field(default_factory=list)
    stored: float | None = None
    """kWh in the battery before the piece that is watched now."""

    def due(self, now: datetime, end: datetime) -> tuple[Goal, ...]:
        """Return the goals that are planned now: those that end within the horizon."""
        return tuple(one.goal for one in self._near(now) if now < one.goal.end <= end)

    def running(self, now: datetime) -> bool:
        """Return whether a goal's span includes an instant."""
        return any(one.goal.start <= now < one.goal.end for one in self._near(now))

    def told(self, now: datetime, results: Sequence[GoalResult]) -> None:
        """Record what was reported of goals."""
        by_uid = {one.goal.uid: one for one in self._near(now)}
        for result in results:
            one = by_uid[result.uid]
            if result.feasible:
                one.told = None
            elif one.told is None:
                one.told, one.act_by = now, result.act_by

    def watch(
        self, row: int, begin: float, end: float, order: Order, battery: Battery
    ) -> None:
        """Record what happened in a piece of a row."""
        if not self.watched:
            return
        first = self.home.starts[row].astimezone(UTC)
        low, high = (first + timedelta(hours=at) for at in (begin, end))
        for one in self._near(low):
            goal = one.goal
            both = min(high, goal.end) - max(low, goal.start)
            if both <= timedelta(0):
                continue
            if one.best is None:
                one.best = Battery(
                    capacity=battery.capacity,
                    power=battery.power,
                    efficiency=battery.efficiency,
                    floor=battery.floor,
                    stored=battery.stored if self.stored is None else self.stored,
                )
            self._try(one, row, both)
            if order.command == str(goal.command):
                one.ran += both
            if high >= goal.end and one.level is None:
                one.level = battery.level
        self.stored = battery.stored

    def _try(self, one: Watched, row: int, length: timedelta) -> None:
        """Let the other battery do everything that the goal allows."""
        goal, price = one.goal, self.home.buy[row]
        if one.best is None or (
            (goal.max_price is not None and price > goal.max_price)
            or (goal.min_price is not None and price < goal.min_price)
        ):
            return
        power = one.best.power if goal.power is None else goal.power
        hours = length.total_seconds() / 3600
        if goal.command is Command.CHARGE:
            one.best.charge(power, hours, 100.0 if goal.target is None else goal.target)
        else:
            one.best.discharge(power, hours, goal.target or 0.0)

    def _near(self, now: datetime) -> list[Watched]:
        """Return the goals around an instant; there is one per day."""
        if not self.watched:
            return []
        days = (now - self.watched[0].goal.start) // timedelta(days=1)
        return self.watched[max(0, days - 2) : max(0, days) + 4]


def daily(home: Home, goal: Goal, span: str) -> Goals:
    """Return a goal for each day of a home, by its wall clock; raises ValueError."""
    parts = span.split("-")
    if len(parts) != 2:  # noqa: PLR2004
        raise ValueError(f"{span!r} is not a span such as 22:00-07:00")
    start, end = (_minutes(part) for part in parts)
    length = (end - start) % (24 * _MINUTE) or 24 * _MINUTE
    watched = [
        Watched(_on(goal, number, low, high))
        for number, (low, high) in enumerate(_spans(home, start, length))
    ]
    return Goals(home, watched)


def _minutes(text: str) -> int:
    at = datetime.strptime(text.strip(), "%H:%M").replace(tzinfo=UTC)
    return at.hour * _MINUTE + at.minute


def _spans(home: Home, start: int, length: int) -> Iterator[tuple[datetime, datetime]]:
    """Return the start and end of a span on each full day of the year."""
    local = home.local
    instants = [at.astimezone(UTC) for at in home.starts]
    for row, (wall, later) in enumerate(pairwise(local.tolist())):
        at = wall // 86400 * 86400 + start * _MINUTE
        if wall <= at < later:
            low = instants[row] + timedelta(seconds=at - wall)
            high = low + timedelta(minutes=length)
            if high <= instants[-1]:
                yield low, high


def _on(goal: Goal, number: int, low: datetime, high: datetime) -> Goal:
    return Goal(
        uid=str(number),
        command=goal.command,
        start=low,
        end=high,
        target=goal.target,
        duration=goal.duration,
        max_price=goal.max_price,
        min_price=goal.min_price,
        in_one_go=goal.in_one_go,
        power=goal.power,
        reserve=goal.reserve,
    )


def _is_met(goal: Goal, level: float | None, ran: timedelta) -> bool:
    if goal.duration is not None:
        return ran >= goal.duration - timedelta(minutes=1)
    if level is None or goal.target is None:
        return False
    if goal.command is Command.CHARGE:
        return level >= goal.target - _NEAR
    return level <= goal.target + _NEAR
