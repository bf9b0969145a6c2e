"""How far Amps' clock is from ours."""

from collections import deque
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from statistics import median_low

_MAX_BELIEVED_OFFSET = timedelta(seconds=60)
_MAX_SAMPLES = 5
_AGREEING_SAMPLES = 3
_MAX_UNTOLD_ANSWERS = 5
"""How many responses without a time show that the server never sends it."""


class Jump:
    """How far our clock was set since the first look, forwards or back.

    `now` is our clock (aware), `steady` seconds of a clock that nobody sets. To whole
    seconds, as both are not read at the very same time.
    """

    def __init__(
        self, now: Callable[[], datetime], steady: Callable[[], float]
    ) -> None:
        """Begin to look at both clocks."""
        self._now = now
        self._steady = steady
        self._began = now().timestamp() - steady()

    def __call__(self) -> timedelta:
        """Return by how much it was set."""
        return timedelta(
            seconds=round(self._now().timestamp() - self._steady() - self._began)
        )


class ClockOffset:
    """The median of the last five answers' offsets.

    One answer that is more than 60 seconds off is not believed, be it the first one: a
    jump counts when three in a row agree on it.
    """

    def __init__(self) -> None:
        """Know no answer yet."""
        self._samples: deque[timedelta] = deque(maxlen=_MAX_SAMPLES)
        self._doubted: deque[timedelta] = deque(maxlen=_AGREEING_SAMPLES)
        self.value: timedelta | None = None
        """Amps' clock minus ours; None before an answer that is believed."""
        self.assumed = False
        """Whether Amps sends no time, so that our clock is used."""
        self._untold = 0

    def add(self, theirs: datetime, ours: datetime) -> None:
        """Count an answer that was made at `theirs` and came at `ours` (both aware)."""
        self._untold = 0
        sample = theirs.astimezone(UTC) - ours
        if abs(sample - (self.value or timedelta())) <= _MAX_BELIEVED_OFFSET:
            self._samples.append(sample)
            self._believe()
            return
        self._doubted.append(sample)
        agreed = max(self._doubted) - min(self._doubted) <= _MAX_BELIEVED_OFFSET
        if len(self._doubted) == _AGREEING_SAMPLES and agreed:
            self._samples = deque(self._doubted, maxlen=_MAX_SAMPLES)
            self._believe()

    def untold(self) -> None:
        """Count a response without a time."""
        self._untold += 1
        if self.value is None and self._untold >= _MAX_UNTOLD_ANSWERS:
            self.value = timedelta()
            self.assumed = True

    def _believe(self) -> None:
        self.value = median_low(self._samples)
        self.assumed = False
        self._doubted.clear()
