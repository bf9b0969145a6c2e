"""Lets a person or another program end a run cleanly."""

import asyncio
from collections.abc import Coroutine
from contextlib import suppress
import signal
import sys
from typing import Any


async def interruptible(
    work: Coroutine[Any, Any, int], *, interrupted: int = 130
) -> int:
    """Return the exit code of work that a signal may cancel, then `interrupted`."""
    task = asyncio.create_task(work)
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        loop.add_signal_handler(number, _cancel_once, task)
    with suppress(asyncio.CancelledError):
        return await task
    return interrupted


def _cancel_once(task: asyncio.Task[int]) -> None:
    if not task.cancelling():
        print("Stopping", file=sys.stderr)
        task.cancel()
