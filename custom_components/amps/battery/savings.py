"""What plans saved, day by day, and the totals. Pure."""

from dataclasses import replace
from datetime import datetime

from ..api.value import frozen
from ..planner.measured import Unmeasured
from ..planner.proof import DAYS, Proof

MAX_DAYS = 400


@frozen()
class PastDay:
    """A past local day: measured, or left out."""

    start: datetime
    end: datetime
    proof: Proof | None = None
    left_out: Unmeasured | None = None
    """Why the day is left out."""


@frozen()
class Savings:
    """What is stored about past days."""

    since: datetime | None = None
    """The start of the first day; None if there is none yet."""
    currency: str | None = None
    saved: float = 0.0
    """The total of all days that count."""
    counted: int = 0
    left_out: int = 0
    days: tuple[PastDay, ...] = ()
    """The most recent days, in order."""

    @property
    def done(self) -> datetime | None:
        """Return the end of the last day that was evaluated."""
        return self.days[-1].end if self.days else self.since

    @property
    def recent(self) -> tuple[Proof, ...]:
        """Return the proofs of the last days, of which some may be left out."""
        days = self.days[-DAYS:]
        return tuple(day.proof for day in days if day.proof is not None)

    def proof_before(self, start: datetime) -> Proof | None:
        """Return the proof of the day that ended at an instant, if there is one."""
        last = self.days[-1] if self.days else None
        return last.proof if last is not None and last.end == start else None

    def with_day(self, day: PastDay) -> Savings:
        """Return the savings with one more day."""
        days = (*self.days, day)[-MAX_DAYS:]
        if day.proof is None:
            return replace(self, left_out=self.left_out + 1, days=days)
        saved = self.saved + day.proof.saved
        return replace(self, saved=saved, counted=self.counted + 1, days=days)
