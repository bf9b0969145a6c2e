"""Time that is moved from timer to timer, and a machine's clock that may be wrong."""

import asyncio
from collections.abc import Callable
from contextvars import Context
from datetime import UTC, datetime, timedelta
from typing import Any, cast

import freezegun
from freezegun import api
from freezegun.api import FrozenDateTimeFactory
from freezegun.config import configure
from pytest_homeassistant_custom_component import patch_time

# as in Home Assistant's own tests: a frozen time keeps which of two same hours it is
api.FakeDate = patch_time.HAFakeDate  # type: ignore[misc]
api.FakeDatetime = patch_time.HAFakeDatetime  # type: ignore[misc]
api.datetime_to_fakedatetime = patch_time.ha_datetime_to_fakedatetime

_SECOND = timedelta(seconds=1)
_MOST_AT_ONCE = 100_000
"""More turns of the event loop without time passing mean that something goes round."""


class Timeline:
    """True time, the event loop's own clock, and the machine's clock beside it.

    Everything runs in one thread on one event loop, what is meant for executors
    included. Nothing happens between two timers, so the clock jumps from one to the
    next, and the same story always runs the same way. The loop's clock is monotonic:
    it does not follow where the machine's clock jumps.
    """

    def __init__(self, start: datetime) -> None:
        """Stand at an instant; call within a running event loop."""
        # without a list no call looks through the stack for who is asking
        configure(default_ignore_list=[])
        self._start = start
        self._passed = 0.0
        self._turns = 0
        self._wrong = timedelta()
        self._freeze = freezegun.freeze_time(start)
        self._frozen = cast("FrozenDateTimeFactory", self._freeze.start())
        loop: Any = asyncio.get_running_loop()
        self._loop: Any = loop
        loop.time = lambda: self._passed
        loop.run_in_executor = self._at_once
        loop.slow_callback_duration = float("inf")

    def close(self) -> None:
        """Let time pass by itself again."""
        self._freeze.stop()
        del self._loop.time, self._loop.run_in_executor

    def now(self) -> datetime:
        """Give the true time, which is Amps' clock too."""
        return self._start + timedelta(seconds=self._passed)

    def set_wrong(self, by: timedelta) -> None:
        """Let the machine's clock be wrong."""
        self._wrong = by
        self._frozen.move_to(self.now() + by)

    async def to(self, instant: datetime) -> None:
        """Let time pass until an instant, what is due then included."""
        until = (instant - self._start) / _SECOND
        await self.settle()
        while (when := self._next_timer()) is not None and when <= until:
            await self._pass(when)
        await self._pass(until)

    async def wait[T](self, task: asyncio.Task[T], most: float) -> T:
        """Give a task's result; TimeoutError where it takes more seconds."""
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

    def _turn(self) -> None:
        """Count the turns at one instant."""
        self._turns += 1
        if self._turns > _MOST_AT_ONCE:
            raise RuntimeError(f"something goes round at {self.now()}")

    def drop_timers(self, which: Callable[[Context], bool]) -> None:
        """Forget what was to happen later in some contexts."""
        for timer in list(self._loop._scheduled):  # noqa: SLF001
            if which(timer._context):  # noqa: SLF001
                timer.cancel()

    async def _pass(self, until: float) -> None:
        self._turn()
        if until > self._passed:
            self._passed, self._turns = until, 0
            self._frozen.move_to(self.now() + self._wrong)
        await self.settle()

    def _next_timer(self) -> float | None:
        timers = self._loop._scheduled  # noqa: SLF001
        while timers and timers[0].cancelled():
            # asyncio clears them away only where there are many
            return min((it.when() for it in timers if not it.cancelled()), default=None)
        return cast("float", timers[0].when()) if timers else None

    def _at_once[T](
        self, _executor: object, work: Callable[..., T], *args: Any
    ) -> asyncio.Future[T]:
        done: asyncio.Future[T] = self._loop.create_future()
        try:
            done.set_result(work(*args))
        except Exception as err:  # noqa: BLE001  whoever waits gets it
            done.set_exception(err)
        return done


def instant(text: str) -> datetime:
    """Read an aware instant."""
    return datetime.fromisoformat(text).astimezone(UTC)
