"""Windows tried out on the battery: where its level goes, and what it costs."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from .physics import Floats, Mode, Modes, Pack, money, standing_mode
from .problem import GivenWindow, Problem
from .steps import Steps, seconds


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """A mode from a second up to another one."""

    mode: Mode
    start: float
    end: float
    goal: str | None = None
    """The goal that it is for."""
    given: bool = False
    """Whether it is the owner's, and stands as it is."""


type Stretches = Sequence[Stretch]


class Run(NamedTuple):
    """What came of trying: by edge or step, and by what was tried."""

    steps: Steps
    energy: Floats
    """kWh at each edge."""
    taken: Floats
    """kWh taken in at the terminals, in each step."""
    costs: Floats
    """Money, in each step."""
    idle_costs: Floats
    """Money, had the battery done nothing in the step."""

    def at(self, second: float) -> Floats:
        """Return the energy of all that was tried at an edge."""
        return self.energy[np.searchsorted(self.steps.edges, second)]

    def within(self, start: float, end: float) -> slice:
        """Return the steps between two edges."""
        low, high = np.searchsorted(self.steps.edges, [start, end])
        return slice(int(low), int(high))


def given(window: GivenWindow, low: float, high: float) -> Stretch | None:
    """Return what of a window lies between two instants."""
    start, end = max(seconds(window.start), low), min(seconds(window.end), high)
    if start >= end:
        return None
    mode = Mode(window.command, window.target, window.power, window.reserve)
    fixed = window.goal is None
    return Stretch(mode=mode, start=start, end=end, goal=window.goal, given=fixed)


class Bench:
    """A battery and a time at which plans are tried."""

    def __init__(self, problem: Problem, steps: Steps) -> None:
        """Set up what all trials share."""
        self.problem = problem
        self.steps = steps
        self.pack = Pack(problem.battery)
        self.energy = problem.level * self.pack.kwh
        self.standing = standing_mode(problem.options)

    def run(
        self, plans: Sequence[Stretches], *, nets: Floats | None = None, at: float = 0.0
    ) -> Run:
        """Try plans; each is windows without overlaps, and the standing mode between.

        With `nets`, a row by outlook and a number by step, there is one plan, which is
        tried in each outlook. `at` is an instant that is to be an edge.
        """
        modes = list({one.mode: None for plan in plans for one in plan})
        table = self.pack.modes([self.standing, *modes])
        bounds = (
            edge for plan in plans for one in plan for edge in (one.start, one.end)
        )
        steps = self.steps.refined({at, *bounds})
        index = self._index(
            plans, {mode: row for row, mode in enumerate(modes, 1)}, steps
        )
        if nets is None:
            tried = np.broadcast_to(steps.net, (1, len(steps.net)))
        else:
            tried = nets[:, self.steps.at(steps.edges[:-1])]
        return self._run(steps, index, table, tried)

    def _index(
        self, plans: Sequence[Stretches], rows: dict[Mode, int], steps: Steps
    ) -> NDArray[np.intp]:
        """Return the index of the mode, by step and plan."""
        index = np.zeros((len(steps.buy), len(plans)), dtype=np.intp)
        for column, plan in enumerate(plans):
            for one in plan:
                low, high = np.searchsorted(steps.edges, [one.start, one.end])
                index[low:high, column] = rows[one.mode]
        return index

    def _run(
        self, steps: Steps, index: NDArray[np.intp], table: Modes, nets: Floats
    ) -> Run:
        hours = steps.hours
        count = max(index.shape[1], len(nets))
        stored = np.full(count, self.energy)
        energy = np.empty((len(hours) + 1, count))
        taken = np.empty((len(hours), count))
        energy[0] = stored
        for step in range(len(hours)):
            stored, taken[step] = self.pack.run(
                table.pick(index[step]), stored, nets[:, step], hours[step]
            )
            energy[step + 1] = stored
        columns = (row[:, None] for row in (hours, steps.buy, steps.sell))
        long, buy, sell = columns
        wear = self.problem.options.wear
        costs = money(taken, nets.T, long, buy, sell, wear)
        idle = money(np.zeros_like(taken), nets.T, long, buy, sell, wear)
        return Run(steps, energy, taken, costs, idle)


def ordered(plan: Iterable[Stretch]) -> list[Stretch]:
    """Return windows by start."""
    return sorted(plan, key=lambda one: one.start)


def joined(plan: Iterable[Stretch]) -> list[Stretch]:
    """Return windows with those in one that adjoin and are alike."""
    found: list[Stretch] = []
    for one in ordered(plan):
        last = found[-1] if found else None
        if (
            last is not None
            and last.end == one.start
            and (last.mode, last.goal, last.given) == (one.mode, one.goal, one.given)
        ):
            found[-1] = Stretch(
                mode=one.mode,
                start=last.start,
                end=one.end,
                goal=one.goal,
                given=one.given,
            )
        else:
            found.append(one)
    return found
