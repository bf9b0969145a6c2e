"""How many requests an entry makes: few at once, few a minute, commands first."""

import asyncio
from collections import deque
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
import time

IN_FLIGHT = 4
PER_MINUTE = 60
_MINUTE = 60.0
_HOUR = 3600.0


class LastHour:
    """How much a count that only grows has grown within the last hour."""

    def __init__(self) -> None:
        """Start with a count of zero."""
        self._noted = deque([(time.monotonic(), 0)])

    def note(self, count: int) -> None:
        """Note where the count stands, every minute or so."""
        now = time.monotonic()
        self._noted.append((now, count))
        while self._noted[1][0] <= now - _HOUR:
            self._noted.popleft()

    def growth(self, count: int) -> int:
        """Give how much it has grown."""
        self.note(count)
        return count - self._noted[0][1]


class Budget:
    """Lets requests through at a pace that the service can bear.

    An urgent request (a command, a poll of the account) waits for a place only, and one
    place is kept for it. The others also wait for the pace, one after the other, so
    that the resting paces stretch by themselves.
    """

    def __init__(self) -> None:
        """Start with nothing spent."""
        self._places = asyncio.Semaphore(IN_FLIGHT)
        self._reads = asyncio.Semaphore(IN_FLIGHT - 1)
        self._turns = asyncio.Lock()
        self._spent: deque[float] = deque()
        self._held_until = 0.0

    @property
    def last_minute(self) -> int:
        """How many requests went out in the last minute."""
        while self._spent and self._spent[0] <= time.monotonic() - _MINUTE:
            self._spent.popleft()
        return len(self._spent)

    @property
    def stretched(self) -> bool:
        """Whether requests wait for the pace now."""
        return self._turns.locked()

    def hold(self, seconds: float) -> None:
        """Let nothing but urgent requests through for a while: Amps throttles."""
        self._held_until = max(self._held_until, time.monotonic() + seconds)

    def spent(self, requests: int) -> None:
        """Count requests that were made in one place beyond the first."""
        self._spent.extend([time.monotonic()] * requests)

    @asynccontextmanager
    async def place(self, *, urgent: bool = False) -> AsyncGenerator[None]:
        """Wait until a request may go out, and hold a place for it."""
        if urgent:
            async with self._places:
                self.spent(1)
                yield
            return
        async with self._reads:
            await self._turn()
            async with self._places:
                yield

    async def _turn(self) -> None:
        async with self._turns:
            if (delay := self._delay()) > 0:
                await asyncio.sleep(delay)
            self.spent(1)

    def _delay(self) -> float:
        """Give the seconds until the next request may go out."""
        now = time.monotonic()
        pace = 0.0
        if self.last_minute >= PER_MINUTE:
            pace = self._spent[-PER_MINUTE] + _MINUTE - now
        return max(pace, self._held_until - now)
