"""Whether a battery can come to a level in time, by what is known of it."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import pairwise

from ..api.models import Battery, Command, Parameter
from ..planner.problem import FULL, BatteryModel, CurvePoint
from ..planner.result import Learned
from ..schedule.window import Occurrence
from .levels import TARGET_TOLERANCE_PERCENT

MIN_CONFIDENCE = 0.5
"""Confidence (0 to 1) from which learned values replace declared ones."""
MAX_READING_AGE = timedelta(minutes=15)
"""So long a battery is expected to go on with what it did when it was read."""
_MIN_SHARE = 0.01
_HOUR = timedelta(hours=1)


def is_out_of_reach(
    occurrence: Occurrence,
    battery: Battery,
    learned: Learned | None = None,
    level: float | None = None,
) -> bool:
    """Return whether a target lies further away than the power carries in that time.

    `level` is that at its start in percent, if it is expected to be another than now.
    False where the target, the level, the capacity or the power is not known.
    """
    hours = _hours_to(occurrence.judged_target, occurrence, battery, learned, level)
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
    target = occurrence.parameters.target
    hours = _hours_to(target, occurrence, battery, learned, battery.level)
    if hours is None or hours > (occurrence.end - since) / _HOUR:
        return None
    return since + hours * _HOUR


def _hours_to(
    target: float | None,
    occurrence: Occurrence,
    battery: Battery,
    learned: Learned | None,
    level: float | None,
) -> float | None:
    """Return how long it takes from a level to a target; None if that is not known.

    Without a level it takes as long as from the battery's own.
    """
    most = _most(battery, occurrence.command)
    power = occurrence.parameters.power or most
    level = battery.level if level is None else level
    model = _model(battery, learned)
    if target is None or power is None or level is None or model is None:
        return None
    if occurrence.command is not Command.DISCHARGE:
        near = target - TARGET_TOLERANCE_PERCENT
        return _hours_in(model, level, near, power, most or power)
    near = target + TARGET_TOLERANCE_PERCENT
    if level <= near:
        return 0.0
    kept = max(occurrence.parameters.reserve or 0.0, battery.discharge_limit or 0.0)
    return float("inf") if kept > near else _hours_out(model, level, near, power)


def level_ahead(
    instant: datetime,
    now: datetime,
    battery: Battery,
    planned: Iterable[Occurrence],
    learned: Learned | None = None,
) -> float | None:
    """Return the level to expect at an instant soon, in percent; None if unknown.

    Both instants are aware. What the battery did when it was read it does until
    something planned begins or ends; behind that only windows are expected to move the
    level.
    """
    level, model = battery.level, _model(battery, learned)
    if level is None or model is None:
        return level
    since = max(battery.last_pulled_at or now, now - MAX_READING_AGE)
    ahead = [one for one in planned if one.end > since and one.start < instant]
    power, at = battery.power or 0.0, since
    for one in ahead:
        begin, end = max(one.start, at), min(one.end, instant)
        level = _moved(level, model, power, begin - at)
        power = power if begin == since else 0.0
        level = _through(one, level, battery, model, end - begin, power)
        power, at = 0.0, end
    return _moved(level, model, power, instant - at)


def _through(
    window: Occurrence,
    level: float,
    battery: Battery,
    model: BatteryModel,
    length: timedelta,
    power: float,
) -> float:
    """Return the level behind a window, or behind what is left of it."""
    given = window.parameters
    most = given.power or _most(battery, window.command) or 0.0
    if window.command is Command.CHARGE:
        to = FULL if given.target is None else given.target
        return max(level, min(_moved(level, model, most, length), to))
    if window.command is Command.DISCHARGE:
        to = max(
            given.target or 0.0, given.reserve or 0.0, battery.discharge_limit or 0
        )
        return min(level, max(_moved(level, model, -most, length), to))
    return _moved(level, model, power, length)


def _moved(level: float, model: BatteryModel, power: float, length: timedelta) -> float:
    """Return the level after some time at a power in kW, positive while charging."""
    moved = level + power * (length / _HOUR) / model.capacity * FULL
    return min(max(moved, min(model.floor, level)), FULL)


def _model(battery: Battery, learned: Learned | None) -> BatteryModel | None:
    """Return what is believed of a battery; None if its capacity is not known."""
    if learned is not None and learned.capacity_sure >= MIN_CONFIDENCE:
        return learned.battery
    if battery.capacity is None:
        return None
    return BatteryModel(
        capacity=battery.capacity,
        charge_power=0.0,
        discharge_power=0.0,
        charge_efficiency=1.0,
        discharge_efficiency=1.0,
        charge_curve=(),
        floor=battery.discharge_limit or 0.0,
    )


def _most(battery: Battery, command: Command) -> float | None:
    """Return the most power in kW.

    Where it is declared for one direction only, it is the same for the other.
    """
    for one in (command, Command.CHARGE, Command.DISCHARGE):
        support = (battery.commands or {}).get(one)
        bounds = support.parameters.get(Parameter.POWER) if support else None
        if bounds is not None and bounds.maximum is not None:
            return bounds.maximum
    return None


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
        share = max(_share(model.charge_curve, (low + high) / 2), _MIN_SHARE)
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
