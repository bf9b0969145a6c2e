"""The clock of the simulated world."""

from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """Anything that knows the present instant."""

    def now(self) -> datetime:
        """Return the present, aware and in UTC."""
        ...


class ManualClock:
    """A clock that stands still until it is moved."""

    def __init__(self, start: datetime) -> None:
        self._now = start.astimezone(UTC)

    def now(self) -> datetime:
        """Return the present, aware and in UTC."""
        return self._now

    def advance(self, by: timedelta | float) -> datetime:
        """Move forward by a timedelta or a number of seconds."""
        self._now += by if isinstance(by, timedelta) else timedelta(seconds=by)
        return self._now

    def set(self, instant: datetime) -> datetime:
        """Jump to an instant."""
        self._now = instant.astimezone(UTC)
        return self._now


class SystemClock:
    """The machine's clock, even if it is shifted or accelerated."""

    def now(self) -> datetime:
        """Return the present, aware and in UTC."""
        return datetime.now(UTC)
