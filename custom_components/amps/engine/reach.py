"""How long a battery takes to come to a level, by what is known of it."""

from datetime import datetime, timedelta
from itertools import pairwise

from ..api.models import Battery, Command, Parameter
from ..planner.problem import FULL, Battery as BatteryModel, CurvePoint
from ..planner.result import Learned
from ..schedule.window import Occurrence
from .observe import TARGET_REACHED

SURE = 0.5
"""How sure what was learned has to be, 0 to 1, to be believed rather than declared."""
_HOUR = timedelta(hours=1)
_LEAST_SHARE = 0.01


def is_out_of_reach(
    occurrence: Occurrence, battery: Battery, learned: Learned | None = None
) -> bool:
    """Return whether a target lies further away than the power carries in that time.

    False where the target, the level, the capacity or the power is not known.
    """
    hours = _hours_to(occurrence.judged_target, occurrence, battery, learned)
    return hours is not None and hours > (occurrence.end - occurrence.start) / _HOUR


def reached_at(
    occurrence: Occurrence,
    since: datetime,
    battery: Battery,
    learned: Learned | None = None,
) -> datetime | None:
    """Return when a target is reached by what is at the battery's level since then.

    None where that is not known, or not expected before the end. In UTC.
    """
    if not occurrence.has_target:
        return None
    hours = _hours_to(occurrence.parameters.target, occurrence, battery, learned)
    if hours is None or hours > (occurrence.end - since) / _HOUR:
        return None
    return since + max(hours, 0.0) * _HOUR


def _hours_to(
    target: float | None,
    occurrence: Occurrence,
    battery: Battery,
    learned: Learned | None,
) -> float | None:
    """Return how long it takes to a target, negative beyond it; None if not known."""
    support = (battery.commands or {}).get(occurrence.command)
    bounds = support.parameters.get(Parameter.POWER) if support else None
    most = bounds.maximum if bounds else None
    power = occurrence.parameters.power or most
    if target is None or power is None or battery.level is None:
        return None
    if learned is not None and learned.capacity_sure >= SURE:
        model, level = learned.battery, battery.level
        if occurrence.command is Command.DISCHARGE:
            return _hours_out(model, level, target + TARGET_REACHED, power)
        near = target - TARGET_REACHED
        return _hours_in(model, level, near, power, most or power)
    if battery.capacity is None:
        return None
    missing = target - battery.level
    if occurrence.command is Command.DISCHARGE:
        missing = -missing
    if not power:
        return float("inf") if missing > 0 else 0.0
    return missing / FULL * battery.capacity / power


def _hours_out(model: BatteryModel, level: float, target: float, power: float) -> float:
    """Return how long a battery gives what is between two levels."""
    stored = (level - target) / FULL * model.capacity
    return stored * model.discharge_efficiency / power if power else float("inf")


def _hours_in(
    model: BatteryModel, level: float, target: float, power: float, strongest: float
) -> float:
    """Return how long a battery takes what is between two levels.

    It takes less and less where its curve falls: the time is that of short pieces.
    """
    steps = max(int(target - level), 1)
    levels = [level + (target - level) * step / steps for step in range(steps + 1)]
    hours = 0.0
    for low, high in pairwise(levels):
        share = max(_share(model.charge_curve, (low + high) / 2), _LEAST_SHARE)
        taken = min(power, strongest * share) * model.charge_efficiency
        if taken <= 0:
            return float("inf")
        hours += max(high - low, 0.0) / FULL * model.capacity / taken
    return hours


def _share(curve: tuple[CurvePoint, ...], level: float) -> float:
    """Return how much of its power a battery takes at a level."""
    for before, after in pairwise(curve):
        if before.level <= level < after.level:
            part = (level - before.level) / (after.level - before.level)
            return before.share + part * (after.share - before.share)
    return curve[-1].share if curve and level >= curve[-1].level else 1.0
