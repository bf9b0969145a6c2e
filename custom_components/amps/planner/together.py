"""Batteries of one home that are left alone at the same time."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from .physics import Floats, Modes
from .trial import Bench

_MORE = 1e6
"""kW: more than any battery takes or gives."""


class Alone(NamedTuple):
    """What a battery does by itself."""

    energy: Floats
    """Stored kWh at each edge."""
    taken: Floats
    """kWh taken in at the terminals, in each step; negative: given."""


def left_alone(benches: Sequence[Bench], net: Floats) -> list[Alone]:
    """Return what batteries do in the standing mode, in steps that are the same.

    `net` is what the house draws beyond the sun, in kW. Each has the part of it that
    it can take of what all of them could.
    """
    modes = [bench.pack.modes([bench.standing]).pick(0) for bench in benches]
    rows = [[bench.energy] for bench in benches]
    for kw, hours in zip(net, benches[0].steps.hours, strict=True):
        now = [row[-1] for row in rows]
        most = np.copysign(_MORE, kw)
        every = list(zip(benches, modes, now, strict=True))
        able = np.array([_changed(*one, most, hours) for one in every])
        if len(every) == 1 or not able.any():
            able = np.ones(len(every))
        for row, one, part in zip(rows, every, able / able.sum(), strict=True):
            row.append(_after(*one, kw * part, hours))
    energies = map(np.array, rows)
    return [
        Alone(energy, bench.pack.taken(np.diff(energy)))
        for bench, energy in zip(benches, energies, strict=True)
    ]


def _after(bench: Bench, mode: Modes, energy: float, net: float, hours: float) -> float:
    """Return what is stored after a step."""
    length = np.array(hours)
    wanted = bench.pack.wanted(mode, np.array(net), length)
    return float(bench.pack.after(energy, wanted, mode, length))


def _changed(
    bench: Bench, mode: Modes, energy: float, net: float, hours: float
) -> float:
    """Return the kWh that change hands in a step."""
    change = _after(bench, mode, energy, net, hours) - energy
    return abs(float(bench.pack.taken(np.array(change))))
