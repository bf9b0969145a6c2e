"""Work on a battery's plan that goes on in the background, one step at a time.

It goes on for as long as the battery is followed, whenever something changes.
"""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
import logging

from homeassistant.core import CALLBACK_TYPE, callback
from homeassistant.exceptions import HomeAssistantError
from homeassistant.util import dt as dt_util

from ..timer import OneShotTimer
from ..writer import BatteryWriter
from .planner_inputs import PlannerInputs

_LOGGER = logging.getLogger(__name__)

_ROUNDING = timedelta(seconds=1)
"""A timer must not go off just before what it is set for."""


def _never(_now: datetime) -> None:
    """Return that time alone calls for nothing."""


class PlanningTask:
    """Takes a step when asked to, and one more for what came in the meantime."""

    def __init__(
        self,
        battery: BatteryWriter,
        inputs: PlannerInputs,
        name: str,
        *,
        step: Callable[[], Awaitable[None]],
        is_needed: Callable[[], bool],
        wake_at: Callable[[datetime], datetime | None] = _never,
    ) -> None:
        """Do nothing yet; `wake_at` says when time alone calls for another step."""
        self._battery = battery
        self._inputs = inputs
        self._name = name
        self._step = step
        self._is_needed = is_needed
        self._wake_at = wake_at
        self.inputs_changed = 0
        """How often prices, load or sun may have changed."""
        self._remove: list[CALLBACK_TYPE] = []
        self._timer = OneShotTimer(battery.state.hass, self.async_ask)
        self._is_at_work = False
        self._is_asked = False
        self.is_stopped = False

    @callback
    def async_begin(self, *watched: CALLBACK_TYPE) -> None:
        """Look at each reading from now on, and whenever the inputs change.

        What is `watched` besides is removed in the end.
        """
        battery = self._battery
        self._remove = [
            *watched,
            battery.coordinator.battery(battery.battery_id).async_add_listener(
                self.async_look
            ),
            self._inputs.async_add_listener(self._async_inputs_changed),
        ]
        self.async_look()

    @callback
    def _async_inputs_changed(self) -> None:
        self.inputs_changed += 1
        self.async_look()

    @callback
    def async_look(self) -> None:
        """Take a step soon, if there is anything to do."""
        if self._is_needed():
            self.async_ask()

    @callback
    def async_ask(self) -> None:
        """Take a step soon."""
        if self.is_stopped:
            return
        self._is_asked = True
        if not self._is_at_work:
            self._is_at_work = True
            entry = self._battery.coordinator.config_entry
            _ = entry.async_create_background_task(
                self._battery.state.hass,
                self._async_work(),
                f"amps {self._name} {self._battery.battery_id}",
            )

    @callback
    def async_stop(self) -> None:
        """Take no further step."""
        self.is_stopped = True
        self._timer.async_cancel()
        while self._remove:
            self._remove.pop()()

    async def _async_work(self) -> None:
        try:
            while self._is_asked and not self.is_stopped:
                self._is_asked = False
                await self._step()
        except HomeAssistantError as err:
            # nothing was changed; it is tried again with the next reading
            name = self._battery.state.name
            _LOGGER.warning("Making the %s of %s failed: %s", self._name, name, err)
        finally:
            self._is_at_work = False
        if not self.is_stopped:
            self._set_timer()

    def _set_timer(self) -> None:
        now = self._battery.coordinator.now()
        self._timer.async_cancel()
        if (at := self._wake_at(now)) is not None:
            self._timer.async_set_at(at - (now - dt_util.utcnow()) + _ROUNDING)
