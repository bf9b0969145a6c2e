"""Whether Amps is asked the same no more often than anything can change."""

from collections import deque
from collections.abc import Iterator
from datetime import datetime, timedelta

from .counters import Breach
from .play import Play

MINUTE = timedelta(minutes=1)
MAX_IN_A_MINUTE = 55
"""An action on its way is read 18 times in its first minute, with three tries each."""


class Pace:
    """Looks at how often the same was asked of Amps."""

    def __init__(self, play: Play) -> None:
        """Have looked at nothing yet."""
        self._play = play
        self._looked = 0

    def check(self) -> Iterator[Breach]:
        """Yield, once a day, what was asked too often."""
        new = self._play.world.record.requests[self._looked :]
        self._looked += len(new)
        asked: dict[str, deque[datetime]] = {}
        for request in new:
            name = f"{request.method} {request.path} {request.query}"
            lately = asked.setdefault(name, deque())
            lately.append(request.at)
            while lately[0] <= request.at - MINUTE:
                lately.popleft()
            if len(lately) > MAX_IN_A_MINUTE:
                what = f"{name}: {len(lately)} times in a minute"
                yield Breach("flooded", request.at.isoformat(), "", what)
                return
