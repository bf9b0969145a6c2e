"""The exact optimum of a goal in modes, as a mixed integer program.

In each step the battery charges for one share of the time, holds for another and stands
in self-use for the rest. A window lasts a quarter of an hour at least. It holds only at
the target, as a charge does that has reached it. In self-use it gives what the house
draws, unless it is empty.
"""

from dataclasses import dataclass, field

import highspy
import numpy as np

from custom_components.amps.planner.steps import Steps

_INFINITE = highspy.kHighsInf
_LEAST = 0.25


@dataclass
class _Program:
    lower: list[float] = field(default_factory=list)
    upper: list[float] = field(default_factory=list)
    costs: list[float] = field(default_factory=list)
    whole: list[bool] = field(default_factory=list)
    rows: list[tuple[dict[int, float], float, float]] = field(default_factory=list)

    def add(
        self, low: float, high: float, cost: float = 0.0, *, whole: bool = False
    ) -> int:
        self.lower.append(low)
        self.upper.append(high)
        self.costs.append(cost)
        self.whole.append(whole)
        return len(self.costs) - 1

    def hold(self, terms: dict[int, float], low: float, high: float) -> None:
        self.rows.append((terms, low, high))

    def least(self) -> float | None:
        model = highspy.HighsLp()
        model.num_col_, model.num_row_ = len(self.costs), len(self.rows)
        model.col_cost_ = np.array(self.costs)
        model.col_lower_, model.col_upper_ = np.array(self.lower), np.array(self.upper)
        model.row_lower_ = np.array([row[1] for row in self.rows])
        model.row_upper_ = np.array([row[2] for row in self.rows])
        model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        counts = [len(row[0]) for row in self.rows]
        model.a_matrix_.start_ = np.concatenate([[0], np.cumsum(counts)])
        model.a_matrix_.index_ = np.array(
            [item for row in self.rows for item in row[0]]
        )
        model.a_matrix_.value_ = np.array(
            [item for row in self.rows for item in row[0].values()]
        )
        kinds = highspy.HighsVarType
        model.integrality_ = [
            kinds.kInteger if whole else kinds.kContinuous for whole in self.whole
        ]
        solver = highspy.Highs()  # type: ignore[no-untyped-call]
        solver.setOptionValue("output_flag", False)
        solver.setOptionValue("mip_rel_gap", 1e-4)
        solver.setOptionValue("threads", 1)
        solver.passModel(model)
        solver.run()
        if solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return None
        return float(solver.getInfo().objective_function_value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Charge:
    """A charge to a target at the end. Energies in kWh; the sun does not shine."""

    steps: Steps
    allowed: np.ndarray
    stored: float
    target: float
    floor: float
    capacity: float
    power: float
    way: float
    """The efficiency of each way."""

    command: float
    """Money that a window has to be worth."""

    def least_cost(self) -> float | None:
        """Return the least money that it takes; None where it cannot be."""
        cost = _program(self)[0].least()
        return None if cost is None else cost + self._alone

    def fewest_windows(self, cost: float) -> int:
        """Return how few windows it takes to spend no more than some money."""
        program, begins = _program(self)
        spent = {at: money for at, money in enumerate(program.costs) if money}
        program.hold(spent, -_INFINITE, cost - self._alone)
        program.costs = [float(at in begins) for at in range(len(program.costs))]
        return round(program.least() or 0)

    @property
    def _alone(self) -> float:
        """Return the money for what the house draws, without a battery."""
        return float((self.steps.net * self.steps.hours) @ self.steps.buy)


def _program(asked: Charge) -> tuple[_Program, set[int]]:
    """Return the program of a charge, and what counts its windows."""
    steps, allowed = asked.steps, asked.allowed
    stored, target, floor = asked.stored, asked.target, asked.floor
    capacity, power, way = asked.capacity, asked.power, asked.way
    program = _Program()
    level = program.add(stored, stored)
    ons: list[int] = []
    shares: list[tuple[int, int]] = []
    hours = steps.hours
    for step in range(len(hours)):
        length, net, buy = float(hours[step]), float(steps.net[step]), steps.buy[step]
        full, drawn = power * length, net * length
        charge = program.add(0, 1 if allowed[step] else 0, full * buy)
        hold = program.add(0, 1 if allowed[step] else 0)
        rest = program.add(0, 1)
        out = program.add(0, drawn, -buy)
        after = program.add(0, capacity)
        charging = program.add(0, 1, whole=True)
        there = program.add(0, 1, whole=True)
        empty = program.add(0, 1, whole=True)
        program.hold({charge: 1, hold: 1, rest: 1}, 1, 1)
        program.hold({after: 1, level: -1, charge: -full * way, out: 1 / way}, 0, 0)
        # it holds only where the target is reached, and never charges beyond
        program.hold({hold: 1, there: -1}, -_INFINITE, 0)
        program.hold({after: 1, there: -target}, 0, _INFINITE)
        on = program.add(0, 1, whole=True)
        program.hold({charge: 1, charging: -1}, -_INFINITE, 0)
        program.hold({charge: 1, hold: 1, on: -1}, -_INFINITE, 0)
        ons.append(on)
        shares.append((charge, hold))
        program.hold({after: 1, charging: capacity - target}, -_INFINITE, capacity)
        # what the house draws comes out, unless the battery is empty
        program.hold({out: 1, rest: -drawn}, -_INFINITE, 0)
        program.hold({out: 1, rest: -drawn, empty: drawn}, 0, _INFINITE)
        program.hold({after: 1, empty: capacity}, -_INFINITE, floor + capacity)
        program.hold({after: 1}, min(floor, stored), _INFINITE)
        level = after
    program.hold({level: 1}, target, _INFINITE)
    _lasting(program, ons, shares, [float(hour) for hour in hours])
    begins = _begins(program, ons, asked.command)
    return program, begins


def _begins(program: _Program, ons: list[int], cost: float) -> set[int]:
    """Return what is 1 where a window begins, each for some money."""
    before, begins = program.add(0, 0), set()
    for on in ons:
        begun = program.add(0, 1, cost)
        program.hold({begun: 1, on: -1, before: 1}, 0, _INFINITE)
        begins.add(begun)
        before = on
    return begins


def _lasting(
    program: _Program,
    ons: list[int],
    shares: list[tuple[int, int]],
    hours: list[float],
) -> None:
    """Let windows last a quarter of an hour at least, and be without gaps."""
    nothing = program.add(0, 0)
    on = [nothing, *ons, nothing]
    share = [*shares, (nothing, nothing)]
    for step, (charge, hold) in enumerate(shares):
        before, here, after = on[step], on[step + 1], on[step + 2]
        long = dict.fromkeys((charge, hold), hours[step])
        later = dict.fromkeys(share[step + 1], [*hours, 0.0][step + 1])
        begun = {before: _LEAST, here: -_LEAST}
        program.hold(_sum(_sum(long, later), begun), 0, _INFINITE)
        inner = _sum({charge: 1.0, hold: 1.0}, {before: -1.0, after: -1.0})
        program.hold(inner, -1, _INFINITE)


def _sum(one: dict[int, float], other: dict[int, float]) -> dict[int, float]:
    return {
        index: one.get(index, 0.0) + other.get(index, 0.0) for index in {**one, **other}
    }
