"""How far Amps' clock is from ours."""

from collections import deque
from datetime import UTC, datetime, timedelta
from statistics import median_low

_JUMP = timedelta(seconds=60)
_KEPT = 5
_AGREEING = 3


class ClockOffset:
    """The median of the last five answers' offsets.

    One answer that is more than 60 seconds off is not believed: a jump counts when
    three in a row agree on it.
    """

    def __init__(self) -> None:
        self._samples: deque[timedelta] = deque(maxlen=_KEPT)
        self._doubted: deque[timedelta] = deque(maxlen=_AGREEING)

    @property
    def value(self) -> timedelta | None:
        """Amps' clock minus ours; None before the first answer that tells."""
        return median_low(self._samples) if self._samples else None

    def add(self, theirs: datetime, ours: datetime) -> None:
        """Count an answer that was made at `theirs` and came at `ours` (both aware)."""
        sample = theirs.astimezone(UTC) - ours
        known = self.value
        if known is None or abs(sample - known) <= _JUMP:
            self._samples.append(sample)
            self._doubted.clear()
            return
        self._doubted.append(sample)
        agreed = max(self._doubted) - min(self._doubted) <= _JUMP
        if len(self._doubted) == _AGREEING and agreed:
            self._samples = deque(self._doubted, maxlen=_KEPT)
            self._doubted.clear()
