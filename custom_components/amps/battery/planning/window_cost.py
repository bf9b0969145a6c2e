"""What windows cost, by what the battery takes and gives while they run."""

from dataclasses import replace
from datetime import datetime, timedelta

from homeassistant.core import callback

from ...engine.occurrence import OccurrenceState
from ...engine.state import EngineState
from ..energy import Totals
from ..writer import BatteryWriter
from .goal_metering import LATEST_READING
from .planner_inputs import PlannerInputs
from .planning_task import PlanningTask

_BEFORE = timedelta(seconds=1)
"""What was counted by an instant flowed before it."""


class WindowCost:
    """Adds up what the windows of one battery cost."""

    def __init__(self, battery: BatteryWriter, inputs: PlannerInputs) -> None:
        """Count nothing yet."""
        self._battery = battery
        self._inputs = inputs
        self._last: Totals | None = None
        """Up to where energy was priced."""
        self._task = PlanningTask(
            battery,
            inputs,
            "cost of windows",
            step=self._step,
            is_needed=self._has_flowed,
        )

    @callback
    def async_begin(self) -> None:
        """Look at each reading from now on."""
        self._last = self._battery.state.energy.counted
        self._task.async_begin()

    @callback
    def async_stop(self) -> None:
        """Count nothing more."""
        self._task.async_stop()

    def _has_flowed(self) -> bool:
        return self._battery.state.energy.counted != self._last

    async def _step(self) -> None:
        state, now = self._battery.state, self._battery.coordinator.now()
        totals, last = state.energy.counted, self._last
        self._last = totals
        record = _running(state.engine, now)
        if last is None or record is None:
            return
        moved = totals.charged - last.charged - (totals.discharged - last.discharged)
        buying = (await self._inputs.async_prices(now)).buying if moved else None
        price = buying.at(min(now, record.end) - _BEFORE) if buying else None
        key = record.occurrence.key
        if price is not None and (known := state.engine.records.get(key)) is not None:
            cost = round((known.cost or 0.0) + moved * price, 6)
            state.set_engine(state.engine.with_record(replace(known, cost=cost)))


def _running(state: EngineState, now: datetime) -> OccurrenceState | None:
    """Return what ran when the newest reading was taken, if anything."""
    found = (
        record
        for record in state.records.values()
        if record.action_id is not None
        and record.start < now <= record.end + LATEST_READING
    )
    return max(found, key=lambda record: record.start, default=None)
