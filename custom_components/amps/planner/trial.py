"""Windows tried out on the battery: where its level goes, and what it costs."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..api.value import frozen
from .physics import Floats, Mode, Modes, Pack, money, standing_mode
from .problem import GivenWindow, Problem
from .steps import Steps, seconds


@frozen()
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
    """Money, had the battery done nothing in the step; the same for all plans."""

    def at(self, second: float) -> Floats:
        """Return the energy of all that was tried at an edge."""
        found: Floats = self.energy[np.searchsorted(self.steps.edges, second)]
        return found

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
        self.kwh_price = float(np.abs(steps.buy).mean())
        """Money for a kWh on average."""
        self.spare = max(0.0, float(steps.sell.mean())) / self.pack.into
        """Money for a kWh that is stored and not needed: sold it had brought that."""
        self.change = problem.options.change_worth * self.kwh_price
        """Money that a change of mode has to save."""

    def run(self, plans: Sequence[Stretches], nets: Floats | None = None) -> Run:
        """Try plans; each is windows without overlaps, and the standing mode between.

        Load and sun come as expected, or for all plans as in each row of `nets`, which
        has a number for each step: then what was tried is first by plan, then by row.
        """
        every = [one for plan in plans for one in plan]
        steps = self.steps.refined(
            edge for one in every for edge in (one.start, one.end)
        )
        modes: dict[Mode, int] = {}
        rows = [modes.setdefault(one.mode, len(modes) + 1) for one in every]
        table = self.pack.modes([self.standing, *modes])
        index = _index(plans, rows, steps)
        net = steps.net[:, None]
        if nets is not None:
            net = nets[:, self.steps.at(steps.edges[:-1])].T
            index = np.repeat(index, len(nets), axis=1)
        return self._run(steps, table.pick(index), net, len(plans))

    def _run(self, steps: Steps, modes: Modes, net: Floats, plans: int) -> Run:
        """Return what comes of modes, by step and what is tried."""
        pack, hours = self.pack, steps.hours[:, None]
        nets = np.tile(net, plans)
        wanted = pack.wanted(modes, nets, hours)
        energy = np.empty((len(wanted) + 1, wanted.shape[1]))
        energy[0] = stored = np.full(wanted.shape[1], self.energy)
        rows = zip(wanted, hours, *modes, strict=True)
        for step, (want, hour, *row) in enumerate(rows, 1):
            energy[step] = stored = pack.after(stored, want, Modes(*row), hour)
        taken = pack.taken(np.diff(energy, axis=0))
        buy, sell = steps.buy[:, None], steps.sell[:, None]
        wear = self.problem.options.wear
        costs = money(taken, nets, hours, buy, sell, wear)
        idle = money(np.zeros_like(net), net, hours, buy, sell, wear)
        return Run(steps, energy, taken, costs, idle)


def _index(
    plans: Sequence[Stretches], rows: Sequence[int], steps: Steps
) -> NDArray[np.intp]:
    """Return the row of the mode by step and plan; `rows` has that of each window."""
    columns = np.repeat(np.arange(len(plans)), [len(plan) for plan in plans])
    starts = [one.start for plan in plans for one in plan]
    ends = [one.end for plan in plans for one in plan]
    index = np.zeros((len(steps.edges), len(plans)), dtype=np.intp)
    for instants, number in ((starts, np.array(rows)), (ends, -np.array(rows))):
        at = np.searchsorted(steps.edges, np.array(instants))
        np.add.at(index, (at, columns), number.astype(np.intp))
    found: NDArray[np.intp] = index.cumsum(axis=0)[:-1]
    return found


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
            found[-1] = replace(last, end=one.end)
        else:
            found.append(one)
    return found
