"""The planners of all batteries of an entry, as batteries come and go."""

import asyncio
from functools import partial
from typing import Final

from homeassistant.core import CALLBACK_TYPE, callback

from ...coordinator import AmpsCoordinator
from ...schedule.window import Origin
from ..day_run import Planning
from ..manager import BatteryManager
from ..state import BatteryState
from ..writer import BatteryWriter
from .day_planner import DayPlanner
from .goal_planner import GoalPlanner
from .planner_inputs import PlannerInputs
from .window_cost import WindowCost

MAX_CONCURRENT: Final = 2
"""How many batteries are planned at a time, because planning takes CPU time."""

type _Parts = tuple[GoalPlanner, DayPlanner, WindowCost]
"""What is at work for one battery."""


class Planners:
    """Plans goals and days of the batteries that are followed.

    Most batteries have neither, so each gets its planners when it first needs them.
    """

    def __init__(
        self,
        coordinator: AmpsCoordinator,
        manager: BatteryManager,
        inputs: PlannerInputs,
    ) -> None:
        """Plan nothing until begun."""
        self._coordinator = coordinator
        self._manager = manager
        self._inputs = inputs
        self._gate = asyncio.Semaphore(MAX_CONCURRENT)
        self._idle: dict[BatteryWriter, CALLBACK_TYPE] = {}
        """Batteries without planners, and what ends watching them."""
        self._planners: dict[BatteryWriter, _Parts] = {}

    @callback
    def async_begin(self) -> None:
        """Plan from now on, now that there is somebody to tell."""
        entry = self._coordinator.config_entry
        entry.async_on_unload(self._coordinator.async_add_listener(self._async_follow))
        entry.async_on_unload(self._async_stop)
        self._async_follow()

    @callback
    def _async_stop(self) -> None:
        for battery in [*self._idle, *self._planners]:
            self._async_leave(battery)

    @callback
    def _async_follow(self) -> None:
        """Follow the batteries that there are; they come and go."""
        batteries = {battery.writer for battery in self._manager.loaded()}
        known = self._idle.keys() | self._planners.keys()
        for battery in known - batteries:
            self._async_leave(battery)
        for battery in batteries - known:
            coordinator = battery.coordinator.battery(battery.battery_id)
            look = partial(self._async_look, battery)
            self._idle[battery] = coordinator.async_add_listener(look)
            look()

    @callback
    def _async_look(self, battery: BatteryWriter) -> None:
        """Let a battery be planned from now on, if there is anything to plan."""
        if battery not in self._idle or not _needs_planners(battery.state):
            return
        self._idle.pop(battery)()
        planners = self._planners[battery] = (
            GoalPlanner(battery, self._inputs, self._gate),
            DayPlanner(battery, self._inputs, self._gate),
            WindowCost(battery, self._inputs),
        )
        for planner in planners:
            planner.async_begin()

    @callback
    def _async_leave(self, battery: BatteryWriter) -> None:
        if (end := self._idle.pop(battery, None)) is not None:
            end()
        for planner in self._planners.pop(battery, ()):
            planner.async_stop()


def _needs_planners(state: BatteryState) -> bool:
    """Return whether a battery has a goal, a planned day or a window at Amps."""
    return (
        state.planning is not Planning.OFF
        or bool(state.goals or state.plan.goals)
        or any(record.action_id for record in state.engine.records.values())
        or any(
            occurrence.origin is Origin.AUTOMATIC
            for occurrence in state.plan.occurrences.values()
        )
    )
