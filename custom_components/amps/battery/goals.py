"""The goals of all batteries of an entry: planned, and shown."""

from datetime import datetime

from homeassistant.core import HomeAssistant, callback

from ..coordinator import AmpsCoordinator
from ..schedule.window import Occurrence
from .goal_inputs import GoalInputs
from .goal_planner import GoalPlanner
from .goal_run import GoalRun
from .manager import BatteryManager
from .windows import WindowView, goal_view, within
from .writer import BatteryWriter


class Goals:
    """Plans the goals of the batteries that are followed."""

    def __init__(
        self,
        hass: HomeAssistant,
        coordinator: AmpsCoordinator,
        manager: BatteryManager,
        inputs: GoalInputs,
    ) -> None:
        """Plan nothing until begun."""
        self._hass = hass
        self._coordinator = coordinator
        self._manager = manager
        self._inputs = inputs
        self._planners: dict[BatteryWriter, GoalPlanner] = {}

    @callback
    def async_begin(self) -> None:
        """Plan from now on, now that there is somebody to tell."""
        entry = self._coordinator.config_entry
        entry.async_on_unload(self._coordinator.async_add_listener(self._async_follow))
        entry.async_on_unload(self._async_stop)
        self._async_follow()

    @callback
    def _async_stop(self) -> None:
        for planner in self._planners.values():
            planner.async_stop()

    @callback
    def _async_follow(self) -> None:
        """Follow the batteries that there are; they come and go."""
        batteries = {battery.writer for battery in self._manager.loaded()}
        for battery in self._planners.keys() - batteries:
            self._planners.pop(battery).async_stop()
        for battery in batteries - self._planners.keys():
            planner = GoalPlanner(self._hass, battery, self._inputs)
            self._planners[battery] = planner
            planner.async_begin()


async def async_goal_views(
    battery: BatteryWriter, start: datetime, end: datetime
) -> list[WindowView]:
    """Return the goals that are to be shown between two aware instants, by start."""
    now = battery.coordinator.now()
    plan = battery.state.plan.plan
    occurrences = await battery.state.hass.async_add_executor_job(
        plan.goals, start, end
    )
    records = await battery.state.hass.async_add_executor_job(
        battery.state.history, start, end
    )
    over = {
        key: record
        for key, record in records.items()
        if record.occurrence.aim is not None
    }
    shown = {
        occurrence.key: _view(battery, occurrence, now)
        for occurrence in occurrences
        if occurrence.key not in over
    }
    shown |= {
        key: goal_view(record.occurrence, plan, record, now)
        for key, record in over.items()
    }
    return sorted(within(shown.values(), start, end), key=lambda view: view.start)


def _view(battery: BatteryWriter, goal: Occurrence, now: datetime) -> WindowView:
    """Return a goal that is not over, with what is expected of it."""
    run = battery.state.goals.get(goal.key)
    record = None if run is None else run.record
    view = goal_view(goal, battery.state.plan.plan, record, now)
    return view if run is None else _expected(view, run)


def _expected(view: WindowView, run: GoalRun) -> WindowView:
    prospect, spent = run.prospect, run.record.cost
    cost = prospect.cost
    if spent is not None:
        cost = spent + (cost or 0.0)
    return view._replace(level=prospect.level, cost=cost, reason=prospect.reason)
