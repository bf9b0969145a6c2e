"""What a battery does under a mode: the same few lines for one level or for thousands.

All of it works on numpy arrays of any shapes that fit together. Energy is in kWh.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..api.models import Command
from ..api.value import frozen
from .problem import FULL, BatteryModel, Options

type Floats = NDArray[np.float64]


class Modes(NamedTuple):
    """Modes as numbers: one each, or arrays of many."""

    fixed: Floats
    """kW asked of the battery whatever the house does; positive charges."""
    follow: Floats
    """1 where it covers what the house needs, and stores what the sun leaves over."""
    top: Floats
    """kWh up to which it is charged."""
    bottom: Floats
    """kWh down to which it is discharged."""

    def pick(self, index: NDArray[np.intp] | int | tuple[int, int]) -> Modes:
        """Return the modes at an index, or at an array of them."""
        return Modes(*(numbers[index] for numbers in self))


@frozen(kw_only=False)
class Mode:
    """A command with what limits it, in kW and percent."""

    command: Command
    target: float | None = None
    power: float | None = None
    reserve: float | None = None


class Pack:
    """A battery as the arithmetic needs it."""

    def __init__(self, battery: BatteryModel) -> None:
        """Take over what is believed of a battery."""
        self.battery = battery
        self.kwh = battery.capacity / FULL
        """What a percent holds."""
        self.charge = battery.charge_power
        self.discharge = battery.discharge_power
        self.into = battery.charge_efficiency
        self.out = battery.discharge_efficiency
        levels, shares = np.array(battery.charge_curve, dtype=float).reshape(-1, 2).T
        self.curve = levels * self.kwh, shares * self.charge * self.into
        """Stored kWh, and how much more of them an hour can add."""

    def modes(self, modes: list[Mode]) -> Modes:
        """Return modes as numbers."""
        return Modes(
            *(np.array(row) for row in zip(*map(self._row, modes), strict=True))
        )

    def _row(self, mode: Mode) -> tuple[float, float, float, float]:
        floor, ceiling = self.battery.floor, self.battery.ceiling
        bottom = max(floor, mode.reserve or 0.0)
        most = float("inf") if mode.power is None else mode.power
        fixed, follow, top = 0.0, 0.0, ceiling
        match mode.command:
            case Command.CHARGE:
                fixed = min(self.charge, most)
                top = ceiling if mode.target is None else min(ceiling, mode.target)
            case Command.DISCHARGE:
                fixed = -min(self.discharge, most)
                bottom = max(bottom, mode.target or 0.0)
            case Command.IDLE:
                pass
            case _:
                follow = 1.0
        return fixed, follow, top * self.kwh, bottom * self.kwh

    def wanted(self, modes: Modes, net: Floats, hours: Floats) -> Floats:
        """Return by how much modes would change what is stored, whatever the level.

        `net` is what the house draws beyond the sun, in kW.
        """
        asked = np.clip(modes.fixed - modes.follow * net, -self.discharge, self.charge)
        found: Floats = asked * np.where(asked > 0, self.into, 1 / self.out) * hours
        return found

    def after(
        self, energy: Floats | float, wanted: Floats, modes: Modes, hours: Floats
    ) -> Floats:
        """Return what is stored after a while, of what was, as far as it goes."""
        if len(self.curve[0]) and (wanted > 0).any():
            # as fast as at the level in the middle of it
            most = self._most(energy, hours)
            middle = energy + np.minimum(np.maximum(wanted, 0.0), most) / 2
            wanted = np.minimum(wanted, self._most(middle, hours))
        low = np.minimum(modes.bottom, energy)
        high = np.maximum(modes.top, energy)
        found: Floats = np.minimum(np.maximum(energy + wanted, low), high)
        return found

    def taken(self, change: Floats) -> Floats:
        """Return the kWh taken in at the terminals for a change of what is stored.

        What comes out is negative.
        """
        found: Floats = change * np.where(change > 0, 1 / self.into, self.out)
        return found

    def _most(self, energy: Floats | float, hours: Floats) -> Floats:
        """Return how much can be stored at a level."""
        most: Floats = np.interp(energy, *self.curve) * hours
        return most


def money(
    taken: Floats, net: Floats, hours: Floats, buy: Floats, sell: Floats, wear: float
) -> Floats:
    """Return what a while costs, given the kWh that the battery took in."""
    grid = net * hours + taken
    cost = np.where(grid > 0, buy, sell) * grid
    if wear:
        cost = cost + wear * np.maximum(-taken, 0.0)
    return cost


def standing_mode(options: Options) -> Mode:
    """Return the mode outside windows."""
    return Mode(options.standing, reserve=options.standing_reserve)
