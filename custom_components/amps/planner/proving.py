"""A measured day, replayed in self-use, as it was decided, and in hindsight."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from statistics import fmean

import numpy as np

from .day import plan_day
from .left import Left, average_day, day_after
from .measured import MeasuredDay, MeasuredRow
from .physics import Floats, Pack, money
from .problem import FULL, GivenWindow, Outlook, Power, PricePeriod, Problem
from .proof import LeftAlone, Missed, Proof
from .steps import Steps, cut, instant, seconds
from .together import Alone, left_alone
from .trial import Bench, given, ordered

_HOUR = timedelta(hours=1)
_UNCUT = timedelta(days=2)
_NEAR = 1.0
"""Percent: levels that have come so near to each other go on as one."""
_FORESIGHT_STEP = 900.0
"""Seconds: hindsight looks no finer than foresight does."""


def prove(day: MeasuredDay, *, hindsight: bool = True) -> Proof:
    """Return what a day cost, and would have cost otherwise."""
    replay = _Replay(day, average_day)
    self_use, left_alone = replay.left_alone()
    return Proof(
        self_use_cost=self_use,
        real_cost=replay.real_cost,
        missed=_missed(day) if hindsight else None,
        left_alone=left_alone,
        wished=_wished(day),
    )


def prove_together(
    days: Sequence[MeasuredDay], *, hindsight: bool = True
) -> list[Proof]:
    """Return what a day of a home with several batteries cost, by battery.

    Each is proven beside what the others did. What they saved only together is shared
    out equally: so it adds up to what they saved. The days have rows of the same times.
    """
    proofs = [prove(day, hindsight=hindsight) for day in days]
    if len(days) < 2 and not any(day.together for day in days):  # noqa: PLR2004
        return proofs
    saved, states = _together([_Replay(day, average_day) for day in days])
    share = (saved - sum(proof.saved for proof in proofs)) / len(proofs)
    return [
        replace(proof, self_use_cost=proof.self_use_cost + share, together=state)
        for proof, state in zip(proofs, states, strict=True)
    ]


def _together(replays: Sequence[_Replay]) -> tuple[float, list[LeftAlone | None]]:
    """Return what a day saved beside all batteries left alone, and where that leads."""
    nothing: list[LeftAlone | None] = [None] * len(replays)
    before = [replay.day.together for replay in replays]
    if not any(before) and not any(replay.day.windows for replay in replays):
        return 0.0, nothing
    steps = replays[0].bench.steps
    grid = steps.net * steps.hours + replays[0].taken
    taken = np.sum([replay.taken for replay in replays], axis=0)
    benches = [replay.begun(one) for replay, one in zip(replays, before, strict=True)]
    alone = left_alone(benches, (grid - taken) / steps.hours)
    at, has_met = _meeting(replays, alone)
    states = [
        replay.left_at(one, at) for replay, one in zip(replays, alone, strict=True)
    ]
    changed = np.sum([one.taken for one in alone], axis=0) - taken
    gained = _bill(grid + changed, steps) - _bill(grid, steps)
    for replay, one in zip(replays, alone, strict=True):
        worn = np.maximum(-one.taken, 0.0) - np.maximum(-replay.taken, 0.0)
        gained += replay.day.options.wear * worn
    saved = float(gained[:at].sum()) + sum(state.behind for state in states)
    saved -= sum(one.behind for one in before if one is not None)
    return saved, nothing if has_met else list(states)


def _meeting(replays: Sequence[_Replay], alone: Sequence[Alone]) -> tuple[int, bool]:
    """Return from which row on the batteries themselves are left alone, if ever.

    They are once as much is stored in each of them.
    """
    over = replays[0].bench.steps.edges >= max(replay.ruled for replay in replays)
    pairs = zip(replays, alone, strict=True)
    away = np.sum([np.abs(one.energy - replay.stored) for replay, one in pairs], axis=0)
    capacity = sum(replay.day.battery.capacity for replay in replays)
    apart = np.where(over, FULL * away / capacity, np.inf)
    at = int(np.argmin(apart))
    return (at, True) if apart[at] < _NEAR else (len(over) - 1, False)


def _bill(grid: Floats, steps: Steps) -> Floats:
    """Return the money for kWh from the grid, in each step."""
    found: Floats = grid * np.where(grid > 0, steps.buy, steps.sell)
    return found


def _wished(day: MeasuredDay) -> float:
    """Return the money that the owner's windows and reserve cost.

    That is no loss of plans.
    """
    if not day.windows:
        return 0.0
    wished = [one.window for one in day.windows if one.happened and not one.automatic]
    kept = _Replay(_with_reserve(day), average_day)
    return kept.cost(wished) - _Replay(day, average_day).cost([])


def _with_reserve(day: MeasuredDay) -> MeasuredDay:
    """Return a day on which the reserve of plans is kept between windows, too."""
    options = day.options
    kept = max(options.reserve, options.standing_reserve or 0.0)
    return day._replace(options=options._replace(standing_reserve=kept))


def _missed(day: MeasuredDay) -> Missed:
    """Return the money by which a day was dearer than in hindsight.

    What is left is worth what it saves the day after: as if each kWh were used at an
    average price, hindsight would fill the battery at the end of each day.
    """
    replay = _Replay(_with_reserve(day), day_after)
    real, best = replay.real_cost, replay.hindsight_cost()
    failure = reserve = 0.0
    if not all(one.happened for one in day.windows):
        failure = real - replay.cost([one.window for one in day.windows])
    if (replay.options.standing_reserve or 0.0) > day.battery.floor:
        free = day.options._replace(reserve=0.0, standing_reserve=None)
        freed = _Replay(day._replace(options=free), lambda _: replay.worth)
        reserve = max(best - freed.hindsight_cost(), 0.0)
    return Missed(real - best - failure, failure, reserve)


class _Replay:
    """A day on which windows are tried, with load, sun and prices as they were."""

    def __init__(self, day: MeasuredDay, left: Callable[[Bench], Left]) -> None:
        """Lay out the day."""
        self.day = day
        self.options = day.options
        self._rows = list(_without_gaps(day))
        problem = _problem(day, self._rows)
        self.bench = Bench(problem, cut(problem, problem.end, ()))
        self.worth = left(self.bench)
        """Of what is left at the end."""
        self._measured = self._costs()
        self.real_cost = float(self._measured.sum()) - self._left(
            self._rows[-1].to_level
        )
        """Money that the day did cost."""

    @property
    def ruled(self) -> float:
        """Return the second up to which windows say what the battery does."""
        ends = (one.window.end for one in self.day.windows)
        return seconds(max([self._rows[0].start, *ends]))

    @property
    def taken(self) -> Floats:
        """Return the kWh that the battery took, by row; negative: gave."""
        return np.array([row.charged - row.discharged for row in self._rows])

    @property
    def stored(self) -> Floats:
        """Return the kWh in the battery, at the start and after each row."""
        levels = [self._rows[0].from_level, *(row.to_level for row in self._rows)]
        return np.array(levels) * self.bench.pack.kwh

    def begun(self, before: LeftAlone | None) -> Bench:
        """Return the day, begun where the battery would be had it been left alone."""
        if before is None:
            return self.bench
        level = before.level_at(self._rows[0].from_level)
        return Bench(self.bench.problem._replace(level=level), self.bench.steps)

    def left_at(self, alone: Alone, at: int) -> LeftAlone:
        """Return where a battery left alone would be before a row."""
        kwh = self.bench.pack.kwh
        level, own = (float(row[at]) / kwh for row in (alone.energy, self.stored))
        return LeftAlone(level, self._left(own) - self._left(level), own)

    def left_alone(self) -> tuple[float, LeftAlone | None]:
        """Return the money for self-use, and where that leads."""
        before = self.day.left_alone
        if before is None and not self.day.windows:
            return self.real_cost, None  # it was left alone
        bench = self.begun(before)
        run = bench.run([[]])
        costs = run.costs[:, 0]
        alone = Alone(run.energy[:, 0], run.taken[:, 0])
        at, has_met = _meeting([self], [alone])
        state = self.left_at(alone, at)
        cost = float(costs[:at].sum() + self._measured[at:].sum()) + state.behind
        cost -= self._left(self._rows[-1].to_level)
        cost -= 0.0 if before is None else before.behind
        return cost, None if has_met else state

    def cost(self, windows: Sequence[GivenWindow]) -> float:
        """Return the money for the day with windows, and the standing mode between."""
        low, *_, high = self.bench.steps.edges.tolist()
        found = (given(one, low, high) for one in windows)
        run = self.bench.run([ordered(one for one in found if one is not None)])
        level = float(run.energy[-1, 0]) / self.bench.pack.kwh
        return float(run.costs.sum()) - self._left(level)

    def hindsight_cost(self) -> float:
        """Return the money for the best plan around what the owner wanted."""
        owned = (one.window for one in self.day.windows if not one.automatic)
        fixed = [whole for one in owned if (whole := _to_the_second(one))]
        problem = _foreseen(self.bench.problem, self.bench.steps)
        options = self.day.options
        problem = problem._replace(windows=tuple(fixed), options=options)
        plan = plan_day(problem, self.worth)
        found = [one.given for one in plan.windows]
        return min(self.cost([*fixed, *found]), self.cost(fixed))

    def _costs(self) -> Floats:
        """Return the money for the grid and wear, by row."""
        hours = np.array([(row.end - row.start) / _HOUR for row in self._rows])
        load, sun, buy, sell, charged, discharged, _, _ = np.array(
            [row[2:] for row in self._rows], dtype=float
        ).T
        costs = money(charged - discharged, load - sun, hours, buy, sell, wear=0.0)
        found: Floats = costs + self.day.options.wear * discharged
        return found

    def _left(self, level: float) -> float:
        """Return what a level at the end is worth beyond that at the start."""
        levels = np.array([self._rows[0].from_level, level])
        before, after = self.worth.of(levels * self.bench.pack.kwh).tolist()
        return float(after - before)


def _without_gaps(day: MeasuredDay) -> Iterator[MeasuredRow]:
    """Return the rows, and in between what explains the level without the grid.

    So in a gap whatever is compared loses or gains what the battery did.
    """
    pack = Pack(day.battery)
    buy, sell = fmean(row.buy for row in day.rows), fmean(row.sell for row in day.rows)
    for row, later in pairwise(day.rows):
        yield row
        if row.end < later.start:
            stored = np.array((later.from_level - row.to_level) * pack.kwh)
            taken = float(pack.taken(stored))
            charged, discharged = max(taken, 0.0), max(-taken, 0.0)
            hours = (later.start - row.end) / _HOUR
            yield MeasuredRow(
                start=row.end,
                end=later.start,
                load=discharged / hours,
                sun=charged / hours,
                buy=buy,
                sell=sell,
                charged=charged,
                discharged=discharged,
                from_level=row.to_level,
                to_level=later.from_level,
            )
    yield day.rows[-1]


def _problem(day: MeasuredDay, rows: Sequence[MeasuredRow]) -> Problem:
    """Return a day as if it lay ahead and all were known, by its rows."""
    return Problem(
        now=rows[0].start,
        end=rows[-1].end,
        level=rows[0].from_level,
        battery=day.battery,
        prices=tuple(
            PricePeriod(row.start, row.end, row.buy, row.sell) for row in rows
        ),
        expected=Outlook(
            load=tuple(Power(row.start, row.end, row.load) for row in rows),
            sun=tuple(Power(row.start, row.end, row.sun) for row in rows),
        ),
        options=day.options._replace(step=_UNCUT),
    )


def _foreseen(problem: Problem, fine: Steps) -> Problem:
    """Return a problem with rows as long as those of a forecast."""
    low, *_, high = fine.edges.tolist()
    edges = np.append(np.arange(low, high, _FORESIGHT_STEP), high)
    spans = list(pairwise(map(instant, edges.tolist())))

    def means(values: Floats) -> list[float]:
        sums = np.append(0.0, np.cumsum(values * np.diff(fine.edges)))
        found = np.diff(np.interp(edges, fine.edges, sums)) / np.diff(edges)
        return [float(value) for value in found]

    prices = zip(spans, means(fine.buy), means(fine.sell), strict=True)
    load, sun = (
        tuple(Power(*span, kw) for span, kw in zip(spans, means(column), strict=True))
        for column in (fine.load, fine.sun)
    )
    return problem._replace(
        prices=tuple(PricePeriod(*span, buy, sell) for span, buy, sell in prices),
        expected=Outlook(load=load, sun=sun),
    )


def _to_the_second(one: GivenWindow) -> GivenWindow | None:
    """Return a window as those of a plan are: else one that adjoins would overlap."""
    start, end = instant(seconds(one.start)), instant(seconds(one.end))
    return one._replace(start=start, end=end) if start < end else None
