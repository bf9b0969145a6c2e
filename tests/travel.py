"""Time for Home Assistant and the simulated Amps together, moved by tests alone."""

import asyncio
from collections.abc import Coroutine
from datetime import UTC, datetime, timedelta
import time
from typing import Any

from freezegun.api import FrozenDateTimeFactory

CALM_TURNS = 5
"""Turns of the event loop without work, after which only a timer can bring some."""
BREATH = 0.0003
"""Real seconds that a socket or a thread gets in a turn without work."""


class Travel:
    """Moves the frozen clock from timer to timer, as real time would pass.

    freezegun also freezes the event loop's clock, so nothing that sleeps ever wakes by
    itself: the loop's timers fire in their order when the clock is moved to them, and
    what they start is over, HTTP included, before the clock moves on.
    """

    def __init__(self, freezer: FrozenDateTimeFactory) -> None:
        self._freezer = freezer
        loop: Any = asyncio.get_running_loop()
        self._loop = loop
        self._threads = 0
        self._run_in_executor = loop.run_in_executor
        self._loop.run_in_executor = self._counted_in_executor
        # a callback that moves the clock is not a slow one
        self._loop.slow_callback_duration = float("inf")

    def close(self) -> None:
        """Leave the event loop as it was."""
        self._loop.run_in_executor = self._run_in_executor

    def now(self) -> datetime:
        """Give the present instant, in UTC."""
        return datetime.now(UTC)

    async def __call__(self, by: timedelta | float) -> None:
        """Let some time pass, a timedelta or a number of seconds."""
        span = by if isinstance(by, timedelta) else timedelta(seconds=by)
        await self.to(self.now() + span)

    async def to(self, instant: datetime) -> None:
        """Let time pass until an instant, what is due then included."""
        await self.settle()
        while (when := self._next_timer()) is not None:
            if self._instant(when) > instant:
                break
            await self._fire(when)
        if instant > self.now():
            self._freezer.move_to(instant)
        await self.settle()

    async def run[T](self, work: Coroutine[Any, Any, T]) -> T:
        """Give what something returns, and let time pass only while it waits for it."""
        task: asyncio.Task[T] = self._loop.create_task(work)
        await self.settle()
        while not task.done():
            when = self._next_timer()
            assert when is not None, "it waits for something that never comes"
            await self._fire(when)
        return await task

    async def settle(self) -> None:
        """Wait until nothing more happens without the clock being moved."""
        calm = 0
        while calm < CALM_TURNS:
            await asyncio.sleep(0)
            calm += 1
            if self._loop._ready or self._threads:
                calm = 0
            if calm or self._threads:
                time.sleep(BREATH)  # noqa: ASYNC251  (the loop's own sleep is frozen)

    async def _fire(self, when: float) -> None:
        """Move the clock to a timer; floats may fall short of it by a microsecond."""
        if (instant := self._instant(when)) > self.now():
            self._freezer.move_to(instant)
        while self._loop.time() + self._loop._clock_resolution <= when:
            self._freezer.tick(timedelta(microseconds=1))
        await self.settle()

    def _next_timer(self) -> float | None:
        timers = (it for it in self._loop._scheduled if not it.cancelled())
        return min((it.when() for it in timers), default=None)

    def _instant(self, when: float) -> datetime:
        """Give the instant of a moment of the loop's clock."""
        return self.now() + timedelta(seconds=when - self._loop.time())

    def _counted_in_executor(self, *args: Any) -> Any:
        future = self._run_in_executor(*args)
        self._threads += 1
        future.add_done_callback(self._left_executor)
        return future

    def _left_executor(self, _: Any) -> None:
        self._threads -= 1
