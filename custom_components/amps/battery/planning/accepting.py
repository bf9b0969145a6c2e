"""What the planner suggested for a battery's day, accepted by its owner."""

from ...exceptions import invalid
from ...schedule.window import Origin
from ..day_run import SOURCE
from ..replanning import async_set_plan
from ..windows import WindowView
from ..writer import BatteryWriter
from .day_problem import automatic, parameters_of
from .planned_drafts import as_it_is, drafted


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
    if (shown := state.day_view) is not None:  # it may be another one by now
        state.async_show_day(shown._replace(suggested=()))
    return sorted([*done.added, *done.changed], key=lambda window: window.start)
