"""What the planner knows in the replay, and what it tells the battery to do."""

from collections import deque
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from math import sqrt
from time import thread_time

import numpy as np

from custom_components.amps.planner.day import plan_day
from custom_components.amps.planner.forecast import (
    LOAD,
    PRICE,
    SUN,
    TRACES,
    Forecast,
    Manner,
    forecast,
    past,
)
from custom_components.amps.planner.foresight import outlooks_of
from custom_components.amps.planner.problem import (
    BatteryModel,
    GivenWindow,
    Options,
    Outlook,
    Power,
    PricePeriod,
    Problem,
)

from .goals import Goals
from .homes import Floats, Home
from .house import Battery as Truth, Order
from .ledger import Ledger
from .levels import Levels
from .year import Told

_HORIZON = 48
_PUBLISHED = 13
_BACK = 36 * 24
_FIRST = 2 * 24
"""Hours observed before the first plan, without perfect foresight."""
_HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """How a year is played."""

    capacity: float = 10.0
    power: float = 5.0
    efficiency: float = 0.9
    floor: float = 10.0
    perfect: bool = True
    every: int = 3
    """Hours between plans."""
    options: Options = field(default_factory=lambda: Options(sell=True))

    def battery(self) -> Truth:
        """Return a battery as it is at the beginning."""
        return Truth(
            capacity=self.capacity,
            power=self.power,
            efficiency=self.efficiency,
            floor=self.floor,
            stored=self.capacity / 2,
        )


class Owner:
    """Knows what Home Assistant would know about a home, and plans."""

    def __init__(self, home: Home, setting: Setting, goals: Goals) -> None:
        """Prepare the data of the home."""
        self._home = home
        self._setting = setting
        self._goals = goals
        self._row = timedelta(hours=home.hours)
        self._times = [at.astimezone(UTC) for at in home.starts]
        self._prices = [
            PricePeriod(start, start + self._row, buy, sell)
            for start, buy, sell in zip(
                self._times, home.buy.tolist(), home.sell.tolist(), strict=True
            )
        ]
        self._local = home.local
        self._held: list[GivenWindow] = []
        self._begun: deque[datetime] = deque()
        self._last = Order().command
        self.solve_ms: list[float] = []
        self.levels = Levels()
        way = sqrt(setting.efficiency)
        self._battery = BatteryModel(
            capacity=setting.capacity,
            charge_power=setting.power,
            discharge_power=setting.power,
            charge_efficiency=way,
            discharge_efficiency=way,
            floor=setting.floor,
        )
        self._ledger = Ledger(home, setting.battery(), self._battery, setting.options)

    @property
    def saved(self) -> float:
        """Return the money saved, as far as it can be calculated."""
        return self._ledger.saved

    def orders(self, row: int, truth: Truth) -> Told:
        """Plan if it is time to, and return the orders for a row."""
        now = self._times[row]
        self.levels.watch(now, truth.level)
        if self._is_time(row):
            self._plan(row, truth)
        told: Told = []
        done, end = now, now + self._row
        for window in self._held:
            start, stop = max(window.start, now), min(window.end, end)
            if start < stop:
                if start > done:
                    told.append((self._into(done, now), Order()))
                order = Order(str(window.command), window.target, window.power)
                told.append((self._into(start, now), order))
                done = stop
        if done < end:
            told.append((self._into(done, now), Order()))
        self._count(now, told)
        return told

    def watch(
        self,
        row: int,
        begin: float,
        end: float,
        order: Order,
        truth: Truth,
        grid: float,
    ) -> None:
        """Record what happened in a piece of a row."""
        self._goals.watch(row, begin, end, order, truth)
        self._ledger.watch(row, begin, end, order, truth, grid)

    def _is_time(self, row: int) -> bool:
        wall = int(self._local[row]) % 86400
        if wall % 3600 or (self._knows_too_little(row) and not self._goals.watched):
            return False
        hour = wall // 3600
        due = hour % self._setting.every == 0 or hour == _PUBLISHED
        return due or self._goals.running(self._times[row])

    def _knows_too_little(self, row: int) -> bool:
        """Return whether there is too little history for a forecast."""
        return not self._setting.perfect and row * self._home.hours < _FIRST

    def _into(self, at: datetime, start: datetime) -> float:
        return (at - start).total_seconds() / 3600

    def _count(self, now: datetime, told: Told) -> None:
        """Record the windows that began during the last day."""
        for _, order in told:
            if order.command not in {self._last, Order().command}:
                self._begun.append(now)
            self._last = order.command
        while self._begun and self._begun[0] <= now - timedelta(days=1):
            self._begun.popleft()

    def _plan(self, row: int, truth: Truth) -> None:
        problem = self._problem(row, truth)
        begin = thread_time()
        plan = plan_day(problem)
        self.solve_ms.append((thread_time() - begin) * 1000)
        self._goals.told(problem.now, plan.goals)
        self.levels.expect(plan, problem.now, followed=self._ledger.earns)
        self._held = [
            GivenWindow(
                command=one.command,
                start=one.start,
                end=one.end,
                target=one.target,
                power=one.power,
                goal=one.goal,
            )
            for one in plan.windows
            if one.goal is not None or self._ledger.earns
        ]

    def _problem(self, row: int, truth: Truth) -> Problem:
        """Return the planner's problem at the beginning of a row."""
        now = self._times[row]
        last = min(row + round(_HORIZON / self._home.hours), len(self._times))
        known = min(self._known_until(row), last)
        end = self._times[last - 1] + self._row
        outlooks: tuple[Outlook, ...] = ()
        if self._setting.perfect:
            expected = Outlook(
                load=self._rows(self._home.load, row, last),
                sun=self._rows(self._home.sun, row, last),
            )
            estimates = tuple(self._prices[known:last])
        else:
            expected, outlooks = self._guess(row)
            estimates = self._estimates(row, known, end)
        return Problem(
            now=now,
            end=end,
            level=truth.level,
            battery=self._battery,
            prices=tuple(self._prices[row:known]),
            estimates=estimates,
            expected=expected,
            outlooks=outlooks,
            goals=self._goals.due(now, end),
            held=tuple(one for one in self._held if one.end > now),
            begun=tuple(self._begun),
            options=self._setting.options,
        )

    def _known_until(self, row: int) -> int:
        """Return the first row without a published price."""
        wall = int(self._local[row])
        days = 1 if wall % 86400 < _PUBLISHED * 3600 else 2
        return int(np.searchsorted(self._local, (wall // 86400 + days) * 86400))

    def _rows(self, values: Floats, row: int, last: int) -> tuple[Power, ...]:
        return tuple(
            Power(start, start + self._row, kw)
            for start, kw in zip(
                self._times[row:last], values[row:last].tolist(), strict=True
            )
        )

    def _guess(self, row: int) -> tuple[Outlook, tuple[Outlook, ...]]:
        """Return the load and sun to expect, given what came before a row."""
        load = self._forecast(row, row, self._home.load, LOAD)
        sun = self._forecast(row, row, self._home.sun, SUN)
        return outlooks_of(load, sun, self._hour(row))

    def _estimates(
        self, row: int, known: int, end: datetime
    ) -> tuple[PricePeriod, ...]:
        """Return estimates of the unknown prices, based on the days before."""
        buy = self._forecast(row, known, self._home.buy, PRICE).kw
        sell = self._forecast(row, known, self._home.sell, PRICE).kw
        first = self._hour(row)
        edges = [first + index * _HOUR for index in range(len(buy) + 1)]
        since = self._times[known - 1] + self._row
        return tuple(
            PricePeriod(start, start + _HOUR, one, other)
            for start, one, other in zip(
                edges, buy.tolist(), sell.tolist(), strict=False
            )
            if since <= start < end
        )

    def _forecast(
        self, row: int, known: int, values: Floats, manner: Manner
    ) -> Forecast:
        before = slice(max(0, row - round(_BACK / self._home.hours)), known)
        hours = self._local[before] // 3600
        now = int(self._local[row]) // 3600
        traces = 0 if manner is PRICE else TRACES
        known_hours = past(hours, values[before], now)
        return forecast(known_hours, manner, _HORIZON + 1, traces)

    def _hour(self, row: int) -> datetime:
        return self._times[row] - timedelta(seconds=int(self._local[row]) % 3600)
