"""The planners of all batteries of an entry, as batteries come and go."""

import asyncio
from typing import Final

from homeassistant.core import callback

from ...coordinator import AmpsCoordinator
from ..manager import BatteryManager
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
    """Plans goals and days of the batteries that are followed."""

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
        for battery in list(self._planners):
            self._async_leave(battery)

    @callback
    def _async_follow(self) -> None:
        """Follow the batteries that there are; they come and go."""
        batteries = {battery.writer for battery in self._manager.loaded()}
        for battery in self._planners.keys() - batteries:
            self._async_leave(battery)
        for battery in batteries - self._planners.keys():
            planners = self._planners[battery] = (
                GoalPlanner(battery.state.hass, battery, self._inputs),
                DayPlanner(battery, self._inputs, self._gate),
                WindowCost(battery, self._inputs),
            )
            for planner in planners:
                planner.async_begin()

    @callback
    def _async_leave(self, battery: BatteryWriter) -> None:
        for planner in self._planners.pop(battery):
            planner.async_stop()
