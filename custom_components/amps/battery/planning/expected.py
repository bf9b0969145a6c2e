"""How the level is expected to go on, by what is planned. Values only.

What the house uses and the sun gives is not known: the level stays where nothing is
planned to change it.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from ...api.models import Battery, Command
from ...engine.occurrence import OccurrenceState
from ...inputs.curve import PriceCurve
from ...planner.levels import LevelAt, level_at
from ...planner.problem import BatteryModel
from ...planner.result import Learned
from ...schedule.window import Occurrence
from ..windows import WindowState, WindowView
from .goal_problem import battery_model

_HOUR = timedelta(hours=1)


class Flow(NamedTuple):
    """What a battery takes in, or gives, at a steady power."""

    start: datetime
    end: datetime
    power: float
    """kW, positive while charging."""

    @property
    def energy(self) -> float:
        """KWh, positive where it is charged."""
        return self.power * ((self.end - self.start) / _HOUR)


class Expected(NamedTuple):
    """What is expected of windows that are not over."""

    levels: tuple[LevelAt, ...] = ()
    """By time; linear in between."""
    flows: Mapping[str, Flow] = {}
    """By the window's key."""


def expected(
    battery: Battery,
    defaults: Mapping[str, float],
    windows: Iterable[WindowView],
    planned: Sequence[LevelAt] = (),
) -> Expected:
    """Return what is expected from the battery's reading on; windows are by start.

    A window that is to come begins at the level that is `planned`, if one is.
    """
    at, level = battery.last_pulled_at, battery.level
    if at is None or level is None or not battery.capacity:
        return Expected()
    model = battery_model(battery, defaults)
    levels: list[LevelAt] = []
    flows: dict[str, Flow] = {}
    for window in windows:
        start, end = max(window.start, at), window.end
        if window.state is WindowState.ENDED or end is None or end <= start:
            continue
        foreseen = level_at(planned, start) if start > at else None
        level = level if foreseen is None else foreseen
        speed, bound = _course(window, model, level)
        lasts = end - start
        if speed:
            lasts = min(lasts / _HOUR, (bound - level) / speed) * _HOUR
        after = level + speed * (lasts / _HOUR)
        levels += [
            LevelAt(start, level),
            LevelAt(start + lasts, after),
            LevelAt(end, after),
        ]
        if speed and lasts:
            flows[window.key] = Flow(start, start + lasts, _power(window, model))
        at, level = end, after
    return Expected(tuple(dict.fromkeys(levels)), flows)


def level_now(
    battery: Battery,
    defaults: Mapping[str, float],
    learned: Learned | None,
    running: Iterable[OccurrenceState],
    now: datetime,
) -> float | None:
    """Return the level in percent, with what has run since it was read.

    `running` is what Amps has taken and nobody has seen the end of, by start.
    """
    at, level = battery.last_pulled_at, battery.level
    if at is None or level is None:
        return level
    model = battery_model(battery, defaults, learned)
    for record in running:
        start, end = max(record.start, at), min(record.end, now)
        if record.action_id is None or end <= start:
            continue
        speed, bound = _course(record.occurrence, model, level)
        reached = level + speed * ((end - start) / _HOUR)
        level = min(reached, bound) if speed > 0 else max(reached, bound)
    return level


def cost_of(
    window: WindowView, flow: Flow | None, capacity: float | None, curve: PriceCurve
) -> float | None:
    """Return what a window costs: as far as it was seen, and what is still expected.

    None where it is not known, or the price is not.
    """
    costs: list[float | None] = []
    if flow is not None:
        costs.append(_cost(flow.start, flow.end, flow.energy, curve))
    if window.from_level is not None and window.level is not None and capacity:
        until = flow.start if flow else window.reached_at or window.shown_until
        energy = (window.level - window.from_level) * capacity / 100
        costs.append(_cost(window.start, until, energy, curve))
    known = [cost for cost in costs if cost is not None]
    return sum(known) if known and len(known) == len(costs) else None


def _cost(
    start: datetime, end: datetime, energy: float, curve: PriceCurve
) -> float | None:
    price = curve.mean(start, end)
    return None if price is None else energy * price


def _course(
    window: WindowView | Occurrence, model: BatteryModel, level: float
) -> tuple[float, float]:
    """Return how many percent an hour the level changes by, and up to which level."""
    power, target = _power(window, model), window.parameters.target
    percents = power * 100 / model.capacity
    if power > 0:
        top = model.ceiling if target is None else min(target, model.ceiling)
        return percents * model.charge_efficiency, max(top, level)
    floor = max(model.floor, target or 0.0, window.parameters.reserve or 0.0)
    return percents / model.discharge_efficiency, min(floor, level)


def _power(window: WindowView | Occurrence, model: BatteryModel) -> float:
    """Return the kW of a window, positive where it charges."""
    given = window.parameters.power
    most = float("inf") if given is None else given
    match window.command:
        case Command.CHARGE:
            return min(model.charge_power, most)
        case Command.DISCHARGE:
            return -min(model.discharge_power, most)
        case _:
            return 0.0
