"""What plans truly saved, day by day: beside a battery that was left alone."""

from dataclasses import replace
from datetime import date

import numpy as np

from custom_components.amps.planner.proof import Proof, earns_its_keep

from .homes import Home
from .house import Battery, Order, live


class Ledger:
    """Lives through the same days in self-use, from what was measured."""

    def __init__(self, home: Home, battery: Battery) -> None:
        """Begin with a battery as full as the other one."""
        self._home = home
        self._alone = replace(battery)
        # what a kWh more or less in the battery is worth in the end
        self._worth = max(0.0, float(np.median(home.buy))) * battery.efficiency**0.5
        self._days: list[Proof] = []
        self._today: date | None = None
        self._spent = self._self_use = self._ahead = self._ahead_now = 0.0

    @property
    def earns(self) -> bool:
        """Return whether plans have earned their keep up to yesterday."""
        return earns_its_keep(self._days)

    def watch(self, row: int, hours: float, grid: float, battery: Battery) -> None:
        """Note a piece of a row, and the kWh that were drawn from the grid in it."""
        home = self._home
        today = home.starts[row].date()
        if today != self._today:
            self._close(today)
        buy, sell = float(home.buy[row]), float(home.sell[row])
        net = float(home.load[row] - home.sun[row])
        other = live(self._alone, Order(), net, hours)
        self._spent += grid * (buy if grid > 0 else sell)
        self._self_use += other * (buy if other > 0 else sell)
        self._ahead_now = (battery.stored - self._alone.stored) * self._worth

    def _close(self, today: date) -> None:
        if self._today is not None:
            saved = self._self_use - self._spent + self._ahead_now - self._ahead
            self._days.append(Proof(saved, self._self_use))
            self._ahead = self._ahead_now
        self._today = today
        self._spent = self._self_use = 0.0
