"""What the planner suggests for a battery's day: shown, and accepted by its owner."""

from ...exceptions import invalid
from ...schedule.window import Origin
from ..day_run import SOURCE
from ..replanning import async_set_plan
from ..windows import SUGGESTED_UID, WindowState, WindowView
from ..writer import BatteryWriter
from .day_problem import automatic, parameters_of
from .planned_drafts import as_it_is, drafted


def suggested_views(battery: BatteryWriter) -> list[WindowView]:
    """Return what is suggested, by start."""
    state, now = battery.state, battery.coordinator.now()
    if state.day_view is None or state.snapshot is None:
        return []
    return [
        WindowView(
            uid=f"{SUGGESTED_UID}{window.start:%Y%m%dT%H%M%SZ}",
            key=f"{SUGGESTED_UID}{window.start:%Y%m%dT%H%M%SZ}",
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


async def async_accept(battery: BatteryWriter) -> list[WindowView]:
    """Plan what is suggested, and return it; raises where nothing is.

    What was accepted before stays.
    """
    state, now = battery.state, battery.coordinator.now()
    view, snapshot = state.day_view, state.snapshot
    if view is None or snapshot is None or not view.suggested:
        raise invalid("nothing_suggested", battery=state.name)
    accepted = [window for window in view.suggested if window.end > now]
    drafts = [
        *(
            as_it_is(window)
            for window in automatic(state.plan.occurrences.values(), state.engine, now)
        ),
        *(
            drafted(window, parameters_of(window, snapshot.battery), None, now)
            for window in accepted
        ),
    ]
    (done,) = await async_set_plan(
        [battery],
        sorted(drafts, key=lambda draft: draft.start),
        source=SOURCE,
        start=now,
        origin=Origin.AUTOMATIC,
    )
    state.async_show_day(view._replace(suggested=()))
    return sorted([*done.added, *done.changed], key=lambda window: window.start)
