"""One list of batteries after another: what did not change costs little."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

import orjson

from .decode import battery_told, commands
from .fields import identified
from .models import Battery, Json
from .repeated import Repeated

_MAX_ITEM_BYTES = 16 * 1024
"""Bytes of an item that is known again."""


class Listing:
    """Decodes the lists of one account: what did not change is the same object.

    Between two polls few batteries change, as Amps captures each every 15 minutes.
    """

    def __init__(self) -> None:
        """Know nothing yet."""
        self._commands = Repeated("commands", commands)
        self._last: dict[str, tuple[bytes, Battery]] = {}
        self._now: dict[str, tuple[bytes, Battery]] = {}

    @contextmanager
    def one(self) -> Iterator[None]:
        """Decode one list; whatever it does not contain is forgotten."""
        try:
            yield
        except BaseException:
            self._now = {}
            raise
        finally:
            self._last, self._now = self._now, {}

    def shortened(self, body: bytes) -> bytes:
        """Return the body of a page in a form that `battery` takes the items of."""
        return self._commands.shortened(body)

    def battery(
        self, raw: Json, endpoint: str, at: int, latest: datetime | None
    ) -> Battery:
        """Return the battery of a list's item at a place, as `decode.battery` does."""
        battery_id, told = identified(raw, endpoint, at)
        try:
            key = orjson.dumps(told)
        except TypeError:  # nested more deeply than it writes
            return battery_told(battery_id, told, latest, self._commands.value)
        known = self._last.get(battery_id)
        if known is None or known[0] != key:
            found = battery_told(battery_id, told, latest, self._commands.value)
            known = key, found
        if len(key) <= _MAX_ITEM_BYTES:
            self._now[battery_id] = known
        return known[1]
