"""What the calendar is asked for where our own planner chose windows."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta

from ...api.models import Parameters
from ...planner.result import PlannedWindow
from ...schedule.window import Draft, Occurrence

MAX_LEAD_OF_NOW = timedelta(minutes=3)
"""A start this close counts as now, because windows begin on whole minutes."""


def drafted(
    window: PlannedWindow,
    parameters: Parameters,
    running: Occurrence | None,
    now: datetime,
) -> Draft:
    """Return what is asked for; what is to begin now goes on where it runs already."""
    goes_on = running is not None and window.start <= now + MAX_LEAD_OF_NOW
    return Draft(
        command=window.command,
        parameters=parameters,
        start=running.start if running is not None and goes_on else window.start,
        end=window.end,
        why=window.why,
    )


def continued(
    windows: Iterable[PlannedWindow], ours: Sequence[Occurrence], now: datetime
) -> Iterator[tuple[PlannedWindow, Occurrence | None]]:
    """Yield windows by start, each with what runs already and may go on as it.

    Only one window can be what runs, although a second one may begin just as soon.
    """
    left = [one for one in ours if one.start <= now]
    for window in windows:
        found = next((one for one in left if one.command is window.command), None)
        left = [one for one in left if one is not found]
        yield window, found


def as_it_is(window: Occurrence) -> Draft:
    """Return what is asked for where a window stays."""
    return Draft(
        command=window.command,
        parameters=window.parameters,
        start=window.start,
        end=window.end,
        why=window.why,
    )
