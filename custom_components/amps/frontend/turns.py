"""Work that happens one by one, with little that waits for it."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Final

from ..exceptions import invalid

MAX_WAITING: Final = 8
"""How many may wait at most, including the one whose turn it is."""


class Turns:
    """Gives turns to what takes long, one after the other."""

    def __init__(self) -> None:
        """Let nothing wait yet."""
        self._lock = asyncio.Lock()
        self._waiting = 0

    @asynccontextmanager
    async def async_turn(self) -> AsyncGenerator[None]:
        """Wait for a turn; raises ServiceValidationError where too many do."""
        if self._waiting >= MAX_WAITING:
            raise invalid("too_many_previews")
        self._waiting += 1
        try:
            async with self._lock:
                yield
        finally:
            self._waiting -= 1
