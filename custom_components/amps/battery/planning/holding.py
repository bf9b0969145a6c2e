"""For what a battery must not discharge right now, whatever was planned."""

from collections.abc import Callable
from datetime import datetime, timedelta

from ...planner.problem import Outlook
from ...schedule.why import Purpose
from ..day_run import PlanningSettings
from ..state import BatteryState
from .draws import draws

LINGER_TIME = timedelta(minutes=10)
"""How long the battery is still held after a device stopped drawing power."""
MIN_HOLD_TIME = timedelta(minutes=25)
"""The battery is held until the first full hour at least this far away: not longer,
because not every running hold can be ended, and few different ends are needed."""
RECHECK_INTERVAL = timedelta(minutes=15)


class Holding:
    """Looks at other devices, and at the owner's reserve."""

    def __init__(
        self, state: BatteryState, settings: Callable[[], PlanningSettings]
    ) -> None:
        """Hold for nothing yet."""
        self._state = state
        self._settings = settings
        self._drew: datetime | None = None
        """When a device was last seen to draw."""
        self._has_surplus = False
        """Whether the sun is expected to give more than the house draws."""

    def expect(self, outlook: Outlook, now: datetime) -> None:
        """Take in what load and sun are expected to be now."""
        load, sun = (
            sum(row.kw for row in rows if row.start <= now < row.end)
            for rows in (outlook.load, outlook.sun)
        )
        self._has_surplus = sun > load

    def purpose(self, now: datetime) -> Purpose | None:
        """Return for what the battery is held at an instant in UTC, if for anything."""
        settings, snapshot = self._settings(), self._state.snapshot
        if draws(self._state.hass, settings.hold_while):
            self._drew = now
        if self._drew is not None and now < self._drew + LINGER_TIME:
            return Purpose.DEVICE
        level = snapshot.battery.level if snapshot else None
        is_low = level is not None and settings.reserve and level <= settings.reserve
        return Purpose.RESERVE if is_low and not self._has_surplus else None

    def until(self, now: datetime) -> datetime | None:
        """Return up to when the battery is held now; None where it is not."""
        if self.purpose(now) is None:
            return None
        hour = (now + MIN_HOLD_TIME).replace(minute=0, second=0, microsecond=0)
        return hour + timedelta(hours=1)

    def wake_at(self, now: datetime) -> datetime | None:
        """Return when time alone may change that."""
        if self._drew is not None and now < self._drew + LINGER_TIME:
            return min(self._drew + LINGER_TIME, now + RECHECK_INTERVAL)
        return now + RECHECK_INTERVAL if self.purpose(now) is not None else None
