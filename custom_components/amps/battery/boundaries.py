"""Instants at which entities change although nothing was read."""

from collections.abc import Callable
from datetime import datetime, timedelta

from homeassistant.core import CALLBACK_TYPE, callback

from ..coordinator import AmpsCoordinator
from .timer import OneShotTimer


def offset(coordinator: AmpsCoordinator) -> timedelta:
    """Return how far Amps' clock is ahead of ours, in whole seconds.

    Its fractions are the time that answers take: nothing is to be shown late for them.
    """
    measured = coordinator.client.clock_offset
    return (
        timedelta(seconds=round(measured.total_seconds())) if measured else timedelta()
    )


class Instants:
    """Shows a battery's entities again at the very second of the next change.

    The instants are those of Amps' clock.
    """

    def __init__(
        self,
        coordinator: AmpsCoordinator,
        battery_id: str,
        changes: Callable[[], datetime | None],
    ) -> None:
        """Look for nothing yet."""
        self._coordinator = coordinator
        self._battery_id = battery_id
        self._changes = changes
        self._at: datetime | None = None
        self._timer = OneShotTimer(coordinator.hass, self._async_show)
        self._listening: list[CALLBACK_TYPE] = []

    @callback
    def async_start(self) -> None:
        """Look for the next change whenever the battery is shown."""
        self._listening.append(
            self._coordinator.battery(self._battery_id).async_add_listener(
                self._async_schedule
            )
        )
        self._async_schedule()

    @callback
    def async_stop(self) -> None:
        """Wait for nothing more."""
        while self._listening:
            self._listening.pop()()
        self._timer.async_cancel()

    @callback
    def _async_schedule(self) -> None:
        at = self._changes()
        if at is not None:
            at -= offset(self._coordinator)
        if at == self._at:
            return
        self._timer.async_cancel()
        self._at = at
        if at is not None:
            self._timer.async_set_at(at)

    @callback
    def _async_show(self) -> None:
        self._at = None
        self._coordinator.async_show({self._battery_id})
