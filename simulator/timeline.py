"""Time that is moved from timer to timer."""

import asyncio
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from contextvars import Context
from datetime import UTC, datetime, timedelta
from math import inf
from typing import Any, cast

import freezegun
from freezegun import api
from freezegun.api import FrozenDateTimeFactory

_SECOND = timedelta(seconds=1)
_MAX_AT_ONCE = 100_000
"""More turns of the event loop without time passing mean that something loops."""
_MEASURING = ["_pytest.timing", "queue", "threading"]
"""What measures real time, while everything else sees a frozen clock."""


@contextmanager
def frozen(instant: datetime | str) -> Iterator[FrozenDateTimeFactory]:
    """Freeze the machine's clock."""
    # else every look at the clock looks through the stack for who is asking
    api.call_stack_inspection_limit = 0
    with freezegun.freeze_time(instant, ignore=_MEASURING) as clock:
        yield cast("FrozenDateTimeFactory", clock)


class Timeline:
    """True time, the event loop's own clock, and the machine's clock beside it.

    Everything runs in one thread on one event loop, what is meant for executors
    included. Nothing happens between two timers, so the clock jumps from one to the
    next, and the same story always runs the same way. The loop's clock is monotonic:
    it does not follow where the machine's clock jumps.
    """

    def __init__(self, clock: FrozenDateTimeFactory) -> None:
        """Move a frozen machine clock; call within a running event loop."""
        self._clock = clock
        self._start = datetime.now(UTC)
        self._passed = 0.0
        self._turns = 0
        self._wrong = timedelta()
        loop: Any = asyncio.get_running_loop()
        self._loop: Any = loop
        self._before = loop.time, loop.run_in_executor
        loop.time = lambda: self._passed
        loop.run_in_executor = self._in_executor
        # a callback that moves the clock is not a slow one
        loop.slow_callback_duration = float("inf")

    def close(self) -> None:
        """Leave the event loop as it was."""
        self._loop.time, self._loop.run_in_executor = self._before

    def now(self) -> datetime:
        """Return the true time, which is Amps' clock too."""
        return self._start + timedelta(seconds=self._passed)

    def set_wrong(self, by: timedelta) -> None:
        """Let the machine's clock be wrong."""
        self._wrong = by
        self._clock.move_to(self.now() + by)

    async def __call__(self, by: timedelta | float) -> None:
        """Let some time pass, a timedelta or a number of seconds."""
        span = by if isinstance(by, timedelta) else timedelta(seconds=by)
        await self.to(self.now() + span)

    async def to(self, instant: datetime) -> None:
        """Let time pass until an instant, including what is due then."""
        until = (instant - self._start) / _SECOND
        await self.settle()
        while (when := self._next_timer()) is not None and when <= until:
            await self._pass(when)
        await self._pass(until)

    async def run[T](self, work: Coroutine[Any, Any, T]) -> T:
        """Return the result of an awaitable, and let time pass only while it waits."""
        return await self.wait(self._loop.create_task(work))

    async def wait[T](self, task: asyncio.Task[T], most: float = inf) -> T:
        """Return a task's result.

        TimeoutError where it takes more seconds, or waits for what never comes.
        """
        until = self._passed + most
        await self.settle()
        while not task.done():
            when = self._next_timer()
            if when is None or when > until:
                task.cancel()
                raise TimeoutError
            await self._pass(when)
        return task.result()

    async def settle(self) -> None:
        """Wait until nothing more happens without the clock being moved."""
        await asyncio.sleep(0)
        # there is no other way to know
        while self._loop._ready:  # noqa: SLF001
            self._turn()
            await asyncio.sleep(0)

    def sleep(self, by: timedelta) -> None:
        """Let the machine sleep: what comes due meanwhile happens afterwards."""
        self._move(self._passed + by / _SECOND)

    def drop_timers(self, which: Callable[[Context], bool]) -> None:
        """Cancel what was scheduled in some contexts."""
        for timer in list(self._loop._scheduled):  # noqa: SLF001
            if which(timer._context):  # noqa: SLF001
                timer.cancel()

    def _turn(self) -> None:
        """Count the turns at one instant."""
        self._turns += 1
        if self._turns > _MAX_AT_ONCE:
            raise RuntimeError(f"something goes round at {self.now()}")

    async def _pass(self, until: float) -> None:
        self._turn()
        if until > self._passed:
            self._turns = 0
            self._move(until)
        await self.settle()

    def _move(self, to: float) -> None:
        self._passed = to
        self._clock.move_to(self.now() + self._wrong)

    def _next_timer(self) -> float | None:
        timers = self._loop._scheduled  # noqa: SLF001
        while timers and timers[0].cancelled():
            # asyncio clears them away only where there are many
            return min(
                (timer.when() for timer in timers if not timer.cancelled()),
                default=None,
            )
        return cast("float", timers[0].when()) if timers else None

    def _in_executor[T](
        self, _executor: object, work: Callable[..., T], *args: Any
    ) -> asyncio.Future[T]:
        done: asyncio.Future[T] = self._loop.create_future()
        try:
            done.set_result(work(*args))
        except Exception as err:  # noqa: BLE001  whoever waits gets it
            done.set_exception(err)
        return done
