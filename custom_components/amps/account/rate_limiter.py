"""How many requests an entry makes: few at once, few a minute, commands first."""

import asyncio
from collections import deque
from collections.abc import AsyncGenerator, Iterator
from contextlib import asynccontextmanager, contextmanager
from contextvars import ContextVar
from enum import IntEnum
from heapq import heappop, heappush
from itertools import count
import time

MAX_IN_FLIGHT = 4
MAX_PER_MINUTE = 60
_MINUTE_SECONDS = 60.01
"""Seconds: longer than a minute by more than a timer may come early."""
_HOUR_SECONDS = 3600.0
_TIMER_EARLY_SECONDS = 0.001
"""Seconds by which an event loop's timer may come early."""


class Turn(IntEnum):
    """Who goes first where requests wait."""

    BY_HAND = 0
    """What a person asked to be sent."""
    COMMAND = 1
    """What the plan sends, and what has to be known for it at once."""
    POLL = 2
    AWAITED = 3
    """Something is waiting for it: a battery in a window, an action just sent."""
    REST = 4


_TURN: ContextVar[Turn] = ContextVar("amps_turn", default=Turn.REST)


@contextmanager
def taking(turn: Turn) -> Iterator[None]:
    """Let the requests that are made within have this turn.

    Whatever is begun within inherits it, so only the client is to be asked within.
    """
    token = _TURN.set(turn)
    try:
        yield
    finally:
        _TURN.reset(token)


class LastHour:
    """How much a count that only grows has grown within the last hour."""

    def __init__(self) -> None:
        """Start with a count of zero."""
        self._noted = deque([(time.monotonic(), 0)])

    def note(self, count: int) -> None:
        """Record the current count, every minute or so."""
        now = time.monotonic()
        self._noted.append((now, count))
        while self._noted[1][0] <= now - _HOUR_SECONDS:
            self._noted.popleft()

    def growth(self, count: int) -> int:
        """Return how much it has grown."""
        self.note(count)
        return count - self._noted[0][1]


class RateLimiter:
    """Lets requests through at a pace that the service can bear.

    The client asks for each request by itself, a retry, a further page and a probe
    included. A command waits for a place only, and one place is kept for commands; all
    other requests also wait for the pace, so that the resting paces stretch by
    themselves.
    """

    def __init__(self) -> None:
        """Start with nothing spent."""
        self._loop = asyncio.get_running_loop()
        self._in_flight = 0
        self._waiting: list[tuple[Turn, int, asyncio.Future[None]]] = []
        self._order = count()
        self._spent: deque[float] = deque()
        self._held_until = 0.0
        self._timer: asyncio.TimerHandle | None = None

    @property
    def last_minute(self) -> int:
        """How many requests went out in the last minute."""
        while self._spent and self._spent[0] <= self._loop.time() - _MINUTE_SECONDS:
            self._spent.popleft()
        return len(self._spent)

    @property
    def stretched(self) -> bool:
        """Return whether requests wait for the pace now."""
        return self._timer is not None

    def hold(self, seconds: float) -> None:
        """Let only commands and polls through for a while: Amps throttles."""
        self._held_until = max(self._held_until, self._loop.time() + seconds)

    @asynccontextmanager
    async def acquire(self, endpoint: str) -> AsyncGenerator[None]:
        """Wait until a request may go out, and hold a place for it."""
        turn = _TURN.get()
        if endpoint.startswith("POST"):
            turn = min(turn, Turn.COMMAND)
        await self._admitted(turn)
        try:
            yield
        finally:
            self._leave()

    async def _admitted(self, turn: Turn) -> None:
        admitted = self._loop.create_future()
        heappush(self._waiting, (turn, next(self._order), admitted))
        self._admit()
        try:
            await admitted
        except asyncio.CancelledError:
            if not admitted.cancelled():
                self._leave()
            raise

    def _leave(self) -> None:
        self._in_flight -= 1
        self._admit()

    def _admit(self) -> None:
        """Let through whoever may go, the first in turn; what stops it stops all."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        while self._waiting:
            turn, _, admitted = self._waiting[0]
            if admitted.done():
                _ = heappop(self._waiting)
                continue
            commands = turn <= Turn.COMMAND
            if self._in_flight >= (MAX_IN_FLIGHT if commands else MAX_IN_FLIGHT - 1):
                return
            if (at := self._free_at(turn)) > self._loop.time() + _TIMER_EARLY_SECONDS:
                self._timer = self._loop.call_at(at, self._admit)
                return
            _ = heappop(self._waiting)
            self._in_flight += 1
            self._spent.append(self._loop.time())
            admitted.set_result(None)

    def _free_at(self, turn: Turn) -> float:
        """Return when a request may go out, on the event loop's clock."""
        if turn <= Turn.COMMAND:
            return 0.0
        paced = 0.0
        if self.last_minute >= MAX_PER_MINUTE:
            paced = self._spent[-MAX_PER_MINUTE] + _MINUTE_SECONDS
        return paced if turn is Turn.POLL else max(paced, self._held_until)
