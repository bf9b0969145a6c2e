"""What the planner suggested for a battery's day, accepted by its owner."""

from ...exceptions import invalid
from ...schedule.window import Draft, Origin
from ..day_run import SOURCE
from ..replanning import async_set_plan
from ..windows import WindowView
from ..writer import BatteryWriter
from .day_problem import automatic, parameters_of
from .planned_drafts import as_it_is, drafted
from .suggestions import async_take_out, suggested_uid


def acceptable(battery: BatteryWriter, uid: str | None = None) -> list[Draft]:
    """Return what may be accepted, all of it or one; raises where there is nothing."""
    state, now = battery.state, battery.coordinator.now()
    view, snapshot = state.day_view, state.snapshot
    if view is None or snapshot is None:
        raise invalid("nothing_suggested", battery=state.name)
    found = [
        drafted(window, parameters_of(window, snapshot.battery), None, now)
        for window in view.suggested
        if window.end > now and uid in {None, suggested_uid(window)}
    ]
    if not found:
        key = "nothing_suggested" if uid is None else "suggestion_unknown"
        raise invalid(key, battery=state.name)
    return found


async def async_accept(
    battery: BatteryWriter, uid: str | None = None
) -> list[WindowView]:
    """Plan what is suggested, all of it or one, and return it: see `acceptable`.

    What was accepted before stays.
    """
    state, now = battery.state, battery.coordinator.now()
    accepted = acceptable(battery, uid)
    planned = automatic(state.plan.occurrences.values(), state.engine, now)
    (done,) = await async_set_plan(
        [battery],
        sorted([*map(as_it_is, planned), *accepted], key=lambda draft: draft.start),
        source=SOURCE,
        start=now,
        origin=Origin.AUTOMATIC,
    )
    async_take_out(battery, {draft.start for draft in accepted})
    return sorted([*done.added, *done.changed], key=lambda window: window.start)
