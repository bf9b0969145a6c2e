"""How much work something is, counted, so that a slow machine changes nothing."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
import sys
from types import CodeType

_TOOL = 4
_MONITORING = sys.monitoring


@dataclass(slots=True)
class Effort:
    """The lines of Python that ran."""

    lines: int = 0

    def count(self, _code: CodeType, _line: int) -> None:
        """Take one more line."""
        self.lines += 1


@contextmanager
def counted() -> Iterator[Effort]:
    """Count the lines of Python that run inside."""
    effort = Effort()
    _MONITORING.use_tool_id(_TOOL, "effort")
    _MONITORING.register_callback(_TOOL, _MONITORING.events.LINE, effort.count)
    _MONITORING.set_events(_TOOL, _MONITORING.events.LINE)
    try:
        yield effort
    finally:
        _MONITORING.set_events(_TOOL, 0)
        _MONITORING.free_tool_id(_TOOL)


def lines_of(work: Callable[[], object]) -> int:
    """Return how many lines of Python a piece of work takes."""
    with counted() as effort:
        work()
    return effort.lines
