"""Clocks: CPU time of the process, and how long the event loop was blocked."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
import gc
from statistics import median
import time
from unittest.mock import patch

type Work = Callable[[], Awaitable[object]]


async def calm() -> None:
    """Wait until what was started with `call_soon` is over."""
    ready: deque[object] = asyncio.get_running_loop()._ready  # type: ignore[attr-defined]  # noqa: SLF001
    await asyncio.sleep(0)
    while ready:  # noqa: ASYNC110
        await asyncio.sleep(0)


async def cpu(work: Work) -> float:
    """Return the CPU seconds of all threads for some work and what it started.

    The garbage collector is off, as in `timeit`: what it costs depends on all that
    there is, and when it comes on chance.
    """
    gc.collect(0)
    gc.disable()
    began = time.process_time()
    await work()
    await calm()
    took = time.process_time() - began
    gc.enable()
    return took


async def ratio(
    one: Work, other: Work, times: int, before: Work | None = None
) -> float:
    """Return the ratio of two CPU times, measured alternately."""
    ones: list[float] = []
    others: list[float] = []
    gc.collect()
    for _ in range(times):
        for work, found in ((one, ones), (other, others)):
            if before is not None:
                await before()
            found.append(await cpu(work))
    return median(ones) / median(others)


@contextmanager
def blocks() -> Iterator[list[float]]:
    """Record the CPU seconds of every callback of the event loop."""
    found: list[float] = []
    run = asyncio.Handle._run  # noqa: SLF001 - there is no other place to see each

    def watched(handle: asyncio.Handle) -> None:
        began = time.thread_time()
        run(handle)
        found.append(time.thread_time() - began)

    with patch.object(asyncio.Handle, "_run", watched):
        yield found
