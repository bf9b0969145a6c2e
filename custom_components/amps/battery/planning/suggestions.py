"""What the planner suggests for a battery's day: shown, or declined by its owner."""

from collections.abc import Collection, Sequence
from datetime import datetime

from homeassistant.core import callback

from ...exceptions import invalid
from ...planner.result import PlannedWindow
from ...schedule.window import Origin
from ..day_run import SOURCE
from ..windows import SUGGESTED_UID, WindowState, WindowView
from ..writer import BatteryWriter
from .day_problem import parameters_of


def suggested_uid(window: PlannedWindow) -> str:
    """Return by which uid a suggestion is accepted or declined."""
    return f"{SUGGESTED_UID}{window.start:%Y%m%dT%H%M%SZ}"


def suggested_views(battery: BatteryWriter) -> list[WindowView]:
    """Return what is suggested, by start."""
    state, now = battery.state, battery.coordinator.now()
    if state.day_view is None or state.snapshot is None:
        return []
    return [
        WindowView(
            uid=suggested_uid(window),
            key=suggested_uid(window),
            start=window.start,
            end=window.end,
            command=window.command,
            parameters=parameters_of(window, state.snapshot.battery),
            origin=Origin.AUTOMATIC,
            state=WindowState.SUGGESTED,
            source=SOURCE,
            why=window.why,
        )
        for window in state.day_view.suggested
        if window.end > now
    ]


@callback
def async_take_out(battery: BatteryWriter, starts: Collection[datetime]) -> None:
    """Suggest no more what begins at these instants, until the day is planned anew."""
    if (view := battery.state.day_view) is not None:
        left = tuple(one for one in view.suggested if one.start not in starts)
        battery.state.async_show_day(view._replace(suggested=left))


@callback
def async_decline(
    batteries: Sequence[BatteryWriter], uid: str
) -> list[list[WindowView]]:
    """Suggest nothing more in the time of a suggestion, and return it for each battery.

    Raises where none has it.
    """
    declined = [_declined(battery, uid) for battery in batteries]
    if not any(declined):
        names = ", ".join(battery.state.name for battery in batteries)
        raise invalid("suggestion_unknown", battery=names)
    return declined


def _declined(battery: BatteryWriter, uid: str) -> list[WindowView]:
    state = battery.state
    declined = [one for one in suggested_views(battery) if one.uid == uid]
    if declined:
        spans = [(one.start, one.end) for one in declined if one.end is not None]
        state.async_set_day_run(state.day_run.avoiding(*spans))
        async_take_out(battery, {one.start for one in declined})
    return declined
