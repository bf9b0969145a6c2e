"""What the planner is told in the replay, and what the battery is told by it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from math import sqrt
from time import perf_counter

import numpy as np

from custom_components.amps.api.models import Command
from custom_components.amps.planner import plan_day
from custom_components.amps.planner.forecast import (
    LOAD,
    PRICE,
    SUN,
    Manner,
    forecast,
    past,
)
from custom_components.amps.planner.problem import (
    Battery,
    GivenWindow,
    Options,
    Outlook,
    Power,
    Price,
    Problem,
)
from custom_components.amps.planner.result import DayPlan

from .homes import Floats, Home
from .house import Battery as Truth

HORIZON = 48
_PUBLISHED = 13


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """How a year is played."""

    capacity: float = 10.0
    power: float = 5.0
    efficiency: float = 0.9
    floor: float = 10.0
    perfect: bool = True
    sell: bool = True
    every: int = 1
    """Hours between plans."""
    options: Options = field(default_factory=Options)


class Owner:
    """Knows of a home what its owner's Home Assistant would know, and plans."""

    def __init__(self, home: Home, setting: Setting) -> None:
        """Lay out what will be looked at."""
        self.home = home
        self.setting = setting
        self.times = [at.astimezone(UTC) for at in home.starts]
        self.row = timedelta(hours=home.hours)
        self.prices = [
            Price(start, start + self.row, float(buy), float(sell))
            for start, buy, sell in zip(self.times, home.buy, home.sell, strict=True)
        ]
        self.local = home.local
        self.hour = self.local // 3600
        self.solve_ms: list[float] = []
        self.battery = Battery(
            capacity=setting.capacity,
            charge_power=setting.power,
            discharge_power=setting.power,
            charge_efficiency=sqrt(setting.efficiency),
            discharge_efficiency=sqrt(setting.efficiency),
            floor=setting.floor,
        )

    def known_until(self, row: int) -> int:
        """Return the first row whose price is not published yet."""
        wall = int(self.local[row])
        days = 1 if wall % 86400 < _PUBLISHED * 3600 else 2
        end = (wall // 86400 + days) * 86400
        return int(np.searchsorted(self.local, end))

    def plan(self, row: int, truth: Truth, held: Sequence[GivenWindow]) -> DayPlan:
        """Return the plan as it is made at the beginning of a row."""
        problem = self.problem(row, truth, held)
        begin = perf_counter()
        plan = plan_day(problem)
        self.solve_ms.append((perf_counter() - begin) * 1000)
        return plan

    def problem(
        self, row: int, truth: Truth, held: Sequence[GivenWindow]
    ) -> Problem:
        """Return what the planner is asked at the beginning of a row."""
        now = self.times[row]
        last = min(row + round(HORIZON / self.home.hours), len(self.times))
        known = min(self.known_until(row), last)
        end = self.times[last - 1] + self.row
        if self.setting.perfect:
            expected, outlooks = self._truth(row, last), ()
            estimates = tuple(self.prices[known:last])
        else:
            expected, outlooks = self._guess(row)
            estimates = self._estimates(row, self.times[known - 1] + self.row, end)
        return Problem(
            now=now,
            end=end,
            level=truth.level,
            battery=self.battery,
            prices=tuple(self.prices[row:known]),
            estimates=estimates,
            expected=expected,
            outlooks=outlooks,
            held=tuple(held),
            options=self.setting.options,
        )

    def _truth(self, row: int, last: int) -> Outlook:
        return Outlook(
            load=self._rows(self.home.load, row, last),
            sun=self._rows(self.home.sun, row, last),
        )

    def _rows(self, values: Floats, row: int, last: int) -> tuple[Power, ...]:
        return tuple(
            Power(start, start + self.row, float(kw))
            for start, kw in zip(self.times[row:last], values[row:last], strict=True)
        )

    def _guess(self, row: int) -> tuple[Outlook, tuple[Outlook, ...]]:
        load = self._forecast(row, self.home.load, LOAD)
        sun = self._forecast(row, self.home.sun, SUN)
        start = self._hour_start(row)
        expected = Outlook(load=hourly(start, load.kw), sun=hourly(start, sun.kw))
        outlooks = tuple(
            Outlook(load=hourly(start, one), sun=hourly(start, other))
            for one, other in zip(load.traces, sun.traces, strict=False)
        )
        return expected, outlooks

    def _estimates(
        self, row: int, known: datetime, end: datetime
    ) -> tuple[Price, ...]:
        start = self._hour_start(row)
        buy = self._forecast(row, self.home.buy, PRICE, known)
        sell = self._forecast(row, self.home.sell, PRICE, known)
        hour = timedelta(hours=1)
        return tuple(
            Price(start + index * hour, start + (index + 1) * hour, float(one), float(two))
            for index, (one, two) in enumerate(zip(buy.kw, sell.kw, strict=True))
            if known <= start + index * hour < end
        )

    def _hour_start(self, row: int) -> datetime:
        return self.times[row] - timedelta(seconds=int(self.local[row]) % 3600)

    def _forecast(
        self, row: int, values: Floats, manner: Manner, known: datetime | None = None
    ):
        until = row if known is None else self.times.index(known, row) if known in self.times[row:row+400] else row
        low = max(0, row - round(36 * 24 / self.home.hours))
        part = slice(low, until)
        before = past(self.hour[part], values[part], int(self.hour[row]))
        traces = 0 if manner is PRICE else 14
        return forecast(before, manner, HORIZON + 1, traces)


def hourly(start: datetime, kw: Floats) -> tuple[Power, ...]:
    """Return rows of an hour each."""
    edges = [start + timedelta(hours=index) for index in range(len(kw) + 1)]
    return tuple(
        Power(low, high, value)
        for low, high, value in zip(edges, edges[1:], kw.tolist(), strict=False)
    )


def held(plan: DayPlan) -> list[GivenWindow]:
    """Return the windows of a plan as the battery holds them."""
    return [
        GivenWindow(
            command=one.command,
            start=one.start,
            end=one.end,
            target=one.target,
            power=one.power,
            goal=one.goal,
        )
        for one in plan.windows
    ]


_ = Command
