"""What the level of a battery says of what an occurrence has still to do.

Pure functions; levels are in percent.
"""

from ..api.models import Battery, Command
from ..schedule.window import Occurrence

TARGET_TOLERANCE_PERCENT = 1.0
"""Percentage points within which a target counts as met."""
FULL_PERCENT = 100.0
NEARLY_FULL_PERCENT = 90.0
NEARLY_EMPTY_PERCENT = 30.0
"""Percent beyond which a battery may rest during a charge, or during a discharge."""


def is_target_met(occurrence: Occurrence, level: float | None) -> bool:
    """Return whether a level meets the target; False where one is not known."""
    target = occurrence.parameters.target
    if target is None or level is None:
        return False
    if occurrence.command is Command.DISCHARGE:
        return level <= target + TARGET_TOLERANCE_PERCENT
    return level >= target - TARGET_TOLERANCE_PERCENT


def has_energy_to_move(occurrence: Occurrence, battery: Battery) -> bool:
    """Return whether a charge or discharge surely has energy left to be moved.

    False where the level is not known.
    """
    if battery.level is None:
        return False
    if occurrence.command is Command.CHARGE:
        return battery.level < NEARLY_FULL_PERCENT
    return battery.level > max(NEARLY_EMPTY_PERCENT, _emptiest(occurrence, battery))


def is_exhausted(occurrence: Occurrence, battery: Battery) -> bool:
    """Return whether a charge or discharge has no energy left to be moved at all.

    False where the level is not known, and for other commands.
    """
    if battery.level is None or not occurrence.command.moves_energy:
        return False
    if occurrence.command is Command.CHARGE:
        return battery.level >= FULL_PERCENT - TARGET_TOLERANCE_PERCENT
    return battery.level <= _emptiest(occurrence, battery)


def _emptiest(occurrence: Occurrence, battery: Battery) -> float:
    """Return the level at which a discharge ends at the latest."""
    kept = max(battery.discharge_limit or 0, occurrence.parameters.reserve or 0)
    return kept + TARGET_TOLERANCE_PERCENT
