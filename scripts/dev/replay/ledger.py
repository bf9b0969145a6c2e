"""What plans saved each day, as Home Assistant would calculate it."""

from datetime import UTC, date, datetime, timedelta

from custom_components.amps.api.models import Command
from custom_components.amps.planner.measured import (
    DecidedWindow,
    MeasuredDay,
    MeasuredRow,
)
from custom_components.amps.planner.problem import (
    BatteryModel as Believed,
    GivenWindow,
    Options,
)
from custom_components.amps.planner.proof import Proof, earns_its_keep
from custom_components.amps.planner.proving import prove

from .homes import Home
from .house import Battery, Order


class Ledger:
    """Records what was measured, and calculates each day's savings when it is over."""

    def __init__(
        self, home: Home, battery: Battery, believed: Believed, options: Options
    ) -> None:
        """Begin with nothing recorded; `battery` is as it is at the beginning."""
        self._home = home
        self._believed = believed
        self._options = options
        self._level = battery.level
        self._rows: list[MeasuredRow] = []
        self._windows: list[DecidedWindow] = []
        self._today: date | None = None
        self._days: list[Proof] = []

    @property
    def earns(self) -> bool:
        """Return whether plans have saved money up to yesterday."""
        return earns_its_keep(self._days)

    @property
    def saved(self) -> float:
        """Return the money saved, by the calculations of all days."""
        self._close()
        return sum(day.saved for day in self._days)

    def watch(
        self,
        row: int,
        begin: float,
        end: float,
        order: Order,
        battery: Battery,
        grid: float,
    ) -> None:
        """Record a piece of a row, and the kWh drawn from the grid in it."""
        home = self._home
        start = home.starts[row]
        if start.date() != self._today:
            self._close()
            self._today = start.date()
        load, sun = float(home.load[row]), float(home.sun[row])
        taken = grid - (load - sun) * (end - begin)
        since, until = _after(start, begin), _after(start, end)
        if order != Order():
            command = Command(order.command)
            window = GivenWindow(command=command, start=since, end=until)
            self._windows.append(DecidedWindow(window=window, automatic=True))
        self._rows.append(
            MeasuredRow(
                start=since,
                end=until,
                load=load,
                sun=sun,
                buy=float(home.buy[row]),
                sell=float(home.sell[row]),
                charged=max(taken, 0.0),
                discharged=max(-taken, 0.0),
                from_level=self._level,
                to_level=battery.level,
            )
        )
        self._level = battery.level

    def _close(self) -> None:
        if not self._rows:
            return
        day = MeasuredDay(
            rows=tuple(self._rows),
            battery=self._believed,
            options=self._options,
            windows=tuple(self._windows),
            left_alone=self._days[-1].left_alone if self._days else None,
        )
        self._days.append(prove(day, hindsight=False))
        self._rows, self._windows = [], []


def _after(start: datetime, hours: float) -> datetime:
    seconds = round(hours * 3600)
    return start.astimezone(UTC) + timedelta(seconds=seconds)
