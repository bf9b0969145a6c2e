"""What a plan of the day is made of, and whether it is still as good as a new one."""

from datetime import datetime, timedelta
from typing import NamedTuple

from ...schedule.window import Occurrence, Origin
from ..day_run import DayView, Planning
from ..writer import BatteryWriter
from .day_problem import automatic

PACE = timedelta(hours=1)
"""How often the day is replanned if nothing changes."""
MAX_DRIFT_PERCENT = 5.0
"""The day is also replanned if the level is this far from what was expected."""


class DayBasis(NamedTuple):
    """What a plan of the day is based on: a new plan is needed only if this changes."""

    at: datetime
    level: float | None
    """Percent; None where the battery does not tell it."""
    ours: tuple[Occurrence, ...]
    """The automatic windows: only a change during planning matters."""
    others: tuple[object, ...]

    def holds(self, new: DayBasis, view: DayView) -> bool:
        """Return whether the plan that was made of it is as good as a new one."""
        if self.others != new.others:
            return False
        if not timedelta(0) <= new.at - self.at < PACE:
            return False
        if new.level is None or view.plan is None:
            return (new.level is None) is (self.level is None)
        expected = view.level_at(new.at)
        return expected is None or abs(new.level - expected) < MAX_DRIFT_PERCENT

    def is_of(self, before: DayBasis) -> bool:
        """Return whether nothing but the level has changed since another one."""
        return self._replace(level=before.level) == before


def day_basis(
    battery: BatteryWriter,
    inputs_changed: int,
    held_until: datetime | None,
    now: datetime,
) -> DayBasis:
    """Return what a plan would be made of now.

    `inputs_changed` counts how often there may have been other prices, or another load
    or sun; the battery is held for a device or its reserve until `held_until`.
    """
    state, snapshot = battery.state, battery.state.snapshot
    planned = state.plan.occurrences.values()
    is_accepted = state.planning is Planning.SUGGEST
    return DayBasis(
        at=now,
        level=snapshot.battery.level if snapshot else None,
        ours=tuple(automatic(planned, state.engine, now)),
        others=(
            inputs_changed,
            state.planning,
            state.enabled,
            state.standing(),
            snapshot.battery.commands if snapshot else None,
            state.day_run.avoided,
            held_until,
            tuple(
                occurrence
                for occurrence in planned
                if (is_accepted or occurrence.origin is not Origin.AUTOMATIC)
                and occurrence.end > now
            ),
            tuple(
                record.occurrence for record in state.engine.open if record.is_manual
            ),
            tuple(record.end for record in state.running_on(now)),
        ),
    )
