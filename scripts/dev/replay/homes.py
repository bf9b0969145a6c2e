"""A home's year, read from a file."""

from csv import DictReader
from dataclasses import dataclass
from datetime import datetime, timedelta
import gzip
from itertools import pairwise
from math import isfinite
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

type Floats = NDArray[np.float64]

_COLUMNS = ("start", "load_kw", "solar_kw", "import_price", "export_price")
_NONE = timedelta(0)
_LENGTHS = (15, 30, 60)


class HomeError(Exception):
    """A file that is not a home; the text says where and why."""


@dataclass(frozen=True, slots=True)
class Home:
    """Rows of equal length without a gap: arrays with a number each."""

    name: str
    starts: tuple[datetime, ...]
    """Aware, with the offset of the home."""
    hours: float
    """How long a row is."""
    load: Floats
    sun: Floats
    """kW."""
    buy: Floats
    sell: Floats
    """Money per kWh."""

    @property
    def local(self) -> NDArray[np.int64]:
        """Return the wall clock of each row, in seconds."""
        return np.array(
            [
                round(at.timestamp() + (at.utcoffset() or _NONE).total_seconds())
                for at in self.starts
            ],
            dtype=np.int64,
        )

    def first(self, count: int) -> Home:
        """Return the first rows."""
        return self.picked(np.arange(min(count, len(self.load))))

    def picked(self, rows: NDArray[np.intp]) -> Home:
        """Return the same home with some of its rows only."""
        starts = tuple(self.starts[row] for row in rows)
        numbers = (row[rows] for row in (self.load, self.sun, self.buy, self.sell))
        return Home(self.name, starts, self.hours, *numbers)

    def weeks(self, count: int) -> NDArray[np.intp]:
        """Return the rows of so many weeks, evenly spread; all where there are fewer.

        Each lies in the middle of its part of the time, and begins at midnight.
        """
        day = round(24 / self.hours)
        days, week = len(self.load) // day, 7
        if count * week >= days:
            return np.arange(len(self.load))
        parts = (2 * np.arange(count) + 1) * days / (2 * count)
        firsts = (parts - week / 2).astype(np.intp) * day
        return (firsts[:, None] + np.arange(week * day)).ravel()

    def by_quarter(self) -> Home:
        """Return the same home in rows of 15 minutes."""
        parts = round(self.hours * 4)
        starts = (
            start + timedelta(minutes=15 * part)
            for start in self.starts
            for part in range(parts)
        )
        numbers = (self.load, self.sun, self.buy, self.sell)
        repeated = (np.repeat(row, parts) for row in numbers)
        return Home(self.name, tuple(starts), 0.25, *repeated)


def read(path: Path) -> Home:
    """Return the home of a file; raises HomeError where it is not one."""
    try:
        opened = gzip.open if path.suffix == ".gz" else open
        with opened(path, "rt", newline="", encoding="utf-8-sig") as file:
            reader = DictReader(file)
            missing = set(_COLUMNS) - set(reader.fieldnames or ())
            if missing:
                raise HomeError(
                    f"{path}: missing columns: {', '.join(sorted(missing))}"
                )
            rows = [_row(path, line, row) for line, row in enumerate(reader, 2)]
    except (OSError, EOFError, UnicodeDecodeError) as err:
        raise HomeError(f"{path}: cannot be read: {err}") from err
    if len(rows) <= 1:
        raise HomeError(f"{path}: there are fewer than two rows")
    starts = tuple(row[0] for row in rows)
    minutes = _length(path, starts)
    numbers = np.array([row[1] for row in rows]).T
    return Home(path.name.partition(".")[0], starts, minutes / 60, *numbers)


def _row(
    path: Path, line: int, row: dict[str, str | None]
) -> tuple[datetime, list[float]]:
    try:
        start = datetime.fromisoformat(row["start"] or "")
    except ValueError as err:
        raise HomeError(f"{path}:{line}: {row['start']!r} is not a time") from err
    if start.tzinfo is None:
        raise HomeError(f"{path}:{line}: {row['start']} has no offset")
    numbers = []
    for column in _COLUMNS[1:]:
        try:
            number = float(row[column] or "")
        except ValueError as err:
            raise HomeError(
                f"{path}:{line}: {column} {row[column]!r} is not a number"
            ) from err
        if not isfinite(number):
            raise HomeError(f"{path}:{line}: {column} is not finite")
        if number < 0 and column.endswith("_kw"):
            raise HomeError(f"{path}:{line}: {column} is negative")
        numbers.append(number)
    return start, numbers


def _length(path: Path, starts: tuple[datetime, ...]) -> int:
    """Return the minutes of a row; raises HomeError where they are not alike."""
    first = round((starts[1] - starts[0]).total_seconds() / 60)
    if first not in _LENGTHS:
        raise HomeError(
            f"{path}:3: rows of {first} minutes; only 15, 30 and 60 are supported"
        )
    for line, (early, late) in enumerate(pairwise(starts), 3):
        minutes = round((late - early).total_seconds() / 60)
        if minutes == first:
            continue
        if minutes == 0:
            raise HomeError(f"{path}:{line}: {late.isoformat()} appears twice")
        if minutes < 0:
            raise HomeError(f"{path}:{line}: {late.isoformat()} is not in order")
        raise HomeError(
            f"{path}:{line}: {minutes - first} minutes are missing before "
            f"{late.isoformat()}"
        )
    return first
