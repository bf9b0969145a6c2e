"""What the calendar is asked for where our own planner chose windows."""

from datetime import datetime, timedelta

from ..api.models import Parameters
from ..planner.result import PlannedWindow
from ..schedule.window import Draft, Occurrence

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
