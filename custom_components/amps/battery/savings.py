"""What plans saved, day by day, and what is remembered of it. Pure."""

from dataclasses import dataclass, replace
from datetime import datetime

from ..planner.measured import Unmeasured
from ..planner.proof import LeftAlone, Proof

MAX_DAYS = 400


@dataclass(frozen=True, slots=True, kw_only=True)
class PastDay:
    """A local day that is over: proven, or left out."""

    start: datetime
    end: datetime
    proof: Proof | None = None
    left_out: Unmeasured | None = None
    """Why nothing is proven."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Savings:
    """What is remembered of the days that are over."""

    since: datetime | None = None
    """When the first day of all begins; None where it has not begun."""
    currency: str | None = None
    saved: float = 0.0
    """Money, of all days that were counted."""
    counted: int = 0
    left_out: int = 0
    days: tuple[PastDay, ...] = ()
    """The last of them, by time."""

    @property
    def done(self) -> datetime | None:
        """Return up to when days were looked at."""
        return self.days[-1].end if self.days else self.since

    @property
    def proofs(self) -> tuple[Proof, ...]:
        """Return the days that were proven, by time."""
        return tuple(day.proof for day in self.days if day.proof is not None)

    def left_alone(self, start: datetime) -> LeftAlone | None:
        """Return where the battery would be, as the day before one proved."""
        last = self.days[-1] if self.days else None
        if last is None or last.proof is None or last.end != start:
            return None
        return last.proof.left_alone

    def with_day(self, day: PastDay) -> Savings:
        """Return them with one more day."""
        days = (*self.days, day)[-MAX_DAYS:]
        if day.proof is None:
            return replace(self, left_out=self.left_out + 1, days=days)
        saved = self.saved + day.proof.saved
        return replace(self, saved=saved, counted=self.counted + 1, days=days)
