"""How the windows of one battery ended: a file that only grows at its end.

Each line is one occurrence as JSON, in the order in which they were over. So what an
hour writes does not depend on how much was written before it.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
import os
from pathlib import Path
from typing import Any

from homeassistant.helpers.json import json_bytes
from homeassistant.util.file import write_utf8_file_atomic
from homeassistant.util.json import json_loads_object

from ..engine.occurrence import OccurrenceState
from ..engine.storage import UNREADABLE, record_from_dict, record_to_dict

RETENTION_TIME = timedelta(days=400)
MAX_LINES = 2000
TRIM_AT_LINES = 2200
TRIM_INTERVAL = timedelta(days=40)
"""The oldest lines are dropped at this many lines, or after this time."""
RECENT_BYTES = 65_536
"""How much of the end of the file is read for what is recent."""


class BatteryHistory:
    """What became of the windows of one battery; all methods are for the executor."""

    def __init__(self, path: str) -> None:
        """Read and write nothing yet."""
        self._path = Path(path)

    def append(self, records: Iterable[OccurrenceState]) -> None:
        """Write what became of some occurrences, to the disk itself; raises OSError."""
        lines = b"".join(
            json_bytes(record_to_dict(record)) + b"\n" for record in records
        )
        self._path.parent.mkdir(exist_ok=True)
        with open(self._path, "a+b", opener=_open_private) as file:
            if file.tell() and not _ends_a_line(file.fileno()):
                # a crash has cut the last one off: it is to spoil no other
                lines = b"\n" + lines
            file.write(lines)
            file.flush()
            os.fsync(file.fileno())

    def recent(self) -> dict[str, OccurrenceState]:
        """Return what was written last, by the key of its occurrence."""
        try:
            with self._path.open("rb") as file:
                begin = max(file.seek(0, os.SEEK_END) - RECENT_BYTES, 0)
                file.seek(begin)
                lines = file.read().splitlines()
        except FileNotFoundError:
            return {}
        # the first of them may have begun before
        return _by_key(_row(line) for line in (lines[1:] if begin else lines))

    def between(self, start: datetime, end: datetime) -> dict[str, OccurrenceState]:
        """Return what overlaps the time between two aware instants, by key."""
        rows = (_row(line) for line in self._lines())
        return _by_key(row for row in rows if row and _overlaps(row, start, end))

    def trim(self, now: datetime) -> None:
        """Drop what is too old or too much, once it is worth that; raises WriteError.

        A line that cannot be read stays: a later version may have written it.
        """
        if not (lines := self._lines()):
            return
        overdue = _is_over(lines[0], now - RETENTION_TIME - TRIM_INTERVAL)
        if len(lines) <= TRIM_AT_LINES and not overdue:
            return
        first = now - RETENTION_TIME
        kept = [line for line in lines[-MAX_LINES:] if not _is_over(line, first)]
        text = b"".join(line + b"\n" for line in kept)
        write_utf8_file_atomic(str(self._path), text, private=True, mode="wb")

    def remove(self) -> None:
        """Forget everything."""
        self._path.unlink(missing_ok=True)

    def _lines(self) -> list[bytes]:
        try:
            return self._path.read_bytes().splitlines()
        except FileNotFoundError:
            return []


def _open_private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _ends_a_line(descriptor: int) -> bool:
    return os.pread(descriptor, 1, os.fstat(descriptor).st_size - 1) == b"\n"


def _row(line: bytes) -> dict[str, Any] | None:
    """Return a line's content; None where it is no JSON object, such as cut off."""
    try:
        return json_loads_object(line)
    except ValueError:
        return None


def _by_key(rows: Iterable[dict[str, Any] | None]) -> dict[str, OccurrenceState]:
    found: dict[str, OccurrenceState] = {}
    for row in rows:
        try:
            record = record_from_dict(row or {})
        except UNREADABLE:
            continue
        found[record.occurrence.key] = record
    return found


def _overlaps(row: dict[str, Any], start: datetime, end: datetime) -> bool:
    try:
        begin, finish = _span(row)
    except UNREADABLE:
        return False
    return begin < end and finish > start


def _is_over(line: bytes, instant: datetime) -> bool:
    """Return whether a line is of an occurrence that ended before an instant."""
    try:
        return _span(json_loads_object(line))[1] < instant
    except UNREADABLE:
        return False


def _span(row: dict[str, Any]) -> tuple[datetime, datetime]:
    occurrence = row["occurrence"]
    begin, finish = occurrence["start"], occurrence["end"]
    return datetime.fromisoformat(begin), datetime.fromisoformat(finish)
