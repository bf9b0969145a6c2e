"""Checks that everything was reported to the owner in time, and only once."""

from datetime import datetime, timedelta

from .event_log import Told
from .expected import Due
from .play import Play

WARN_BEFORE_START = timedelta(minutes=40)
"""How long before its start a risk of an occurrence is reported."""
NOTICE_TIME = timedelta(minutes=20)
"""How soon a risk of an occurrence is noticed."""
ENDANGERING = ("offline", "link", "capability")
"""Trouble that even affects an occurrence that Amps holds, and that Amps reports."""
BLINDING = ("home_assistant", "clock", "gone", "removed")
"""Trouble during which nobody can be warned."""
END_TOLERANCE = timedelta(seconds=1)
"""Trouble that ended this shortly before still counts."""


class Telling:
    """Checks when occurrences were reported to the owner."""

    def __init__(self, play: Play) -> None:
        """Start with nothing checked."""
        self._event_log = play.event_log
        self._shows_schedule = {
            device.id
            for device in play.world.devices.values()
            if device.reports_scheduler
        }
        self._zone = play.zone

    def wrong(
        self, battery: str, due: Due, told: list[Told], by: datetime | None
    ) -> str | None:
        """Return what is wrong with the report of how an occurrence ended."""
        first = told[0]
        if by is not None and first.at > by:
            return f"{first.type} was told only at {self._local(first.at)}"
        if len(told) > 1 and not self._was_repeated(battery, told):
            twice = ", ".join(
                f"{event.type} at {self._local(event.at)}" for event in told
            )
            return f"it was told more than once: {twice}"
        if first.type in ("failed", "missed") and self._was_unwarned(battery, due):
            return f"{first.type} ({first.reason}), but nobody was warned"
        return None

    def _was_repeated(self, battery: str, told: list[Told]) -> bool:
        """Return whether only a kill or an old backup made it be reported again."""
        between = told[0].at, told[-1].at
        if any(between[0] <= at <= between[1] for at in self._event_log.restored):
            return True  # the backup does not know of it
        if told[0].reason == "cancelled_elsewhere" and any(
            call.battery == battery
            and call.kind == "fix"
            and between[0] <= call.at <= between[1]
            for call in self._event_log.calls
        ):
            return True  # its owner had it sent again
        return len({event.type for event in told}) == 1 and any(
            self._event_log.met(battery, *between, "home_assistant")
        )

    def _was_unwarned(self, battery: str, due: Due) -> bool:
        """Return whether trouble lasted long enough, and was not reported."""
        span = due.span
        seen_by = span.start - WARN_BEFORE_START
        if due.expected_since > seen_by:
            return False
        if any(
            self._event_log.met(battery, seen_by - NOTICE_TIME, span.start, *BLINDING)
        ):
            return False
        told = self._event_log.of(battery, span.uid, span.start)
        if any(event.at <= span.start for event in told):
            return False
        if self._hindered_start(battery, span.start):
            return False
        kinds = set(ENDANGERING)
        if battery in self._shows_schedule:
            kinds.add("vendor_schedule")
        for trouble in self._event_log.met(battery, seen_by, span.start, *kinds):
            if trouble.kind == "capability" and not span.needs(trouble.what):
                continue
            if trouble.kind == "offline" and self._event_log.is_projected(seen_by):
                continue
            seen = self._event_log.calm_after(
                battery, trouble.start, NOTICE_TIME, seen_by, "amps"
            )
            if seen and (trouble.end is None or trouble.end >= span.start):
                return True
        return False

    def _hindered_start(self, battery: str, by: datetime) -> bool:
        """Return whether Home Assistant started without Amps, with nothing set up."""
        for away in self._event_log.met(battery, by - WARN_BEFORE_START, by, "amps"):
            begun = away.start - END_TOLERANCE
            if any(self._event_log.met(battery, begun, by, "home_assistant")):
                return True
        return False

    def _local(self, at: datetime) -> str:
        return f"{at.astimezone(self._zone):%d %H:%M:%S}"
