"""Plays stories, several at a time."""

import asyncio
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass
import gc
import logging
from multiprocessing import get_context
from pathlib import Path
import tempfile
import traceback

from .counters import Breach, Counters
from .event_log import EventLog
from .run import run
from .sabotage import SABOTAGES
from .story import Story
from .writer import Writer

MEMORY = Path("/dev/shm")  # noqa: S108  files cost least there


@dataclass(frozen=True, slots=True)
class Work:
    """One story to play, for a worker."""

    seed: int
    number: int
    days: int
    batteries: int
    plain: bool = False
    sabotage: str | None = None
    """What is broken on purpose in the integration."""

    def story(self) -> Story:
        """Write it."""
        name = self.seed, self.number, self.days, self.batteries
        return Writer(*name, plain=self.plain).write()


def played(story: Story) -> tuple[Counters, EventLog]:
    """Play a story in this process."""
    logging.disable(logging.WARNING)
    # nothing of a story is garbage that has to go at once
    gc.set_threshold(100_000, 50, 100)
    folder = MEMORY if MEMORY.is_dir() else None
    with tempfile.TemporaryDirectory(dir=folder) as name:
        return asyncio.run(run(story, Path(name)))


_sabotaged: set[str] = set()


def sabotage(name: str | None) -> None:
    """Break something in the integration on purpose, in this process."""
    if name is not None and name not in _sabotaged:
        _sabotaged.add(name)
        SABOTAGES[name]()


def _counted(work: Work) -> tuple[Work, Counters]:
    sabotage(work.sabotage)
    try:
        return work, played(work.story())[0]
    except Exception:  # noqa: BLE001  the other stories go on
        crash = Breach("unexpected", "", "", traceback.format_exc())
        return work, Counters(days=work.days, breaches=[crash])


def each(works: Sequence[Work], workers: int) -> Iterator[tuple[Work, Counters]]:
    """Yield the numbers of each story when it is over."""
    if workers == 1:
        yield from map(_counted, works)
        return
    with ProcessPoolExecutor(workers, get_context("spawn")) as pool:
        for done in as_completed([pool.submit(_counted, work) for work in works]):
            yield done.result()
