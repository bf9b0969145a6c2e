"""Runs coroutines for tests whose own thread is Playwright's."""

import asyncio
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager
from threading import Thread
from typing import Any, Self

PATIENCE = 60


class Backstage:
    """An event loop in a thread of its own."""

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()

    def run[T](self, coroutine: Coroutine[Any, Any, T]) -> T:
        """Return what a coroutine returns."""
        return asyncio.run_coroutine_threadsafe(coroutine, self._loop).result(PATIENCE)

    @classmethod
    @contextmanager
    def open(cls) -> Iterator[Self]:
        """Let the loop run."""
        self = cls()
        thread = Thread(target=self._loop.run_forever, name="backstage")
        thread.start()
        try:
            yield self
        finally:
            self._loop.call_soon_threadsafe(self._loop.stop)
            thread.join()
            self._loop.close()
