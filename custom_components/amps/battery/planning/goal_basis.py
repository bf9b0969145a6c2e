"""What a plan of goals was made of, and whether it is still as good as a new one."""

from datetime import datetime, timedelta
from typing import NamedTuple

from ...schedule.window import Occurrence, Origin
from ..writer import BatteryWriter

LOOKED_AT = timedelta(hours=48)
"""How long before it begins a goal is first checked."""
PACE = timedelta(minutes=15)
"""How often a goal is replanned if nothing changes."""
MAX_DRIFT_PERCENT = 2.0
"""It is worked out anew as well where the level is so far from what it was."""


class Basis(NamedTuple):
    """What a plan of goals was made of: another basis gives another plan."""

    at: datetime
    level: float | None
    """Percent; None where the battery does not tell it."""
    others: tuple[object, ...]

    def holds(self, new: Basis) -> bool:
        """Return whether the plan that was made of it is as good as a new one."""
        return (
            self.others == new.others
            and not self._has_drifted(new.level)
            and timedelta(0) <= new.at - self.at < PACE
        )

    def _has_drifted(self, level: float | None) -> bool:
        """Return whether the level is another one; one that is not told is none."""
        if self.level is None or level is None:
            return level is not None
        return abs(self.level - level) >= MAX_DRIFT_PERCENT


def basis_of(
    battery: BatteryWriter, inputs_changed: int, now: datetime
) -> Basis | None:
    """Return what a plan would be made of now; None until the battery was read.

    `inputs_changed` counts how often there may have been other prices, or another
    load or sun.
    """
    state, snapshot = battery.state, battery.state.snapshot
    if snapshot is None or snapshot.battery.last_pulled_at is None:
        return None
    runs = state.goals.values()
    return Basis(
        at=now,
        level=snapshot.battery.level,
        others=(
            inputs_changed,
            snapshot.battery.commands,
            state.standing(),
            tuple((run.key, run.record.occurrence, run.avoided) for run in runs),
            tuple(
                (occurrence, _is_decided(battery, occurrence))
                for occurrence in state.plan.occurrences.values()
                if now < occurrence.end
                and occurrence.start < now + LOOKED_AT
                and occurrence.origin is not Origin.AUTOMATIC
            ),
            tuple(
                record.occurrence for record in state.engine.open if record.is_manual
            ),
        ),
    )


def _is_decided(battery: BatteryWriter, occurrence: Occurrence) -> bool:
    record = battery.state.engine.records.get(occurrence.key)
    return record is not None and record.outcome is not None
