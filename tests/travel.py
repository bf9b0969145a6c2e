"""Time for Home Assistant and the simulated Amps together, moved by tests alone."""

import asyncio
from typing import Any, override

from freezegun.api import FrozenDateTimeFactory

from simulator.timeline import Timeline


class Travel(Timeline):
    """The clock of a test."""


class TravelWithThreads(Travel):
    """The clock of a test with the recorder: its thread and the event loop need each
    other, so work for executors has its threads, and time stands until it is done.
    """

    def __init__(self, clock: FrozenDateTimeFactory) -> None:
        super().__init__(clock)
        self._work: set[asyncio.Future[Any]] = set()

    @override
    def _in_executor[T](self, *work: Any) -> asyncio.Future[T]:
        _, in_thread = self._before
        future: asyncio.Future[T] = in_thread(*work)
        self._work.add(future)
        future.add_done_callback(self._work.discard)
        return future

    @override
    async def settle(self) -> None:
        await super().settle()
        while self._work:
            await asyncio.wait(self._work)
            await super().settle()
