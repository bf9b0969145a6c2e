"""Keeps a battery's energy totals: what is shown is stored before."""

from collections.abc import Awaitable, Callable
import logging
from typing import Any

from homeassistant.core import callback
from homeassistant.exceptions import HomeAssistantError

from ..api.models import Battery
from ..coordinator import AmpsCoordinator
from ..engine.storage import UNREADABLE
from .energy import Totals
from .timer import OneShotTimer

_LOGGER = logging.getLogger(__name__)

MIN_WAIT_SECONDS = 0.001
"""Seconds that are not worth a timer: it might come before its time by a rounding."""
SAVE_INTERVAL_SECONDS = 300.0
"""Seconds between two times that the totals are stored, while they change."""


class EnergyMeter:
    """Counts at every reading, and shows what would outlive a crash.

    A total that is shown before it is stored falls back when Home Assistant is killed,
    and the recorder takes a fall for a new meter. So what is shown may be five minutes
    behind; what is not stored in time is counted again by the next reading.
    """

    def __init__(
        self,
        coordinator: AmpsCoordinator,
        battery_id: str,
        save: Callable[[dict[str, Any]], Awaitable[None]],
    ) -> None:
        """Start from nothing.

        `save` stores totals before it returns; raises HomeAssistantError if it cannot.
        """
        self._coordinator = coordinator
        self._battery_id = battery_id
        self._save = save
        self._totals = Totals()
        self._stored = self._totals
        self._next_save = 0.0
        self._saving = False
        self._timer = OneShotTimer(coordinator.hass, self._async_save_soon)
        self._stopped = False

    @property
    def shown(self) -> Totals:
        """The totals as they were stored last."""
        return self._stored

    @property
    def counted(self) -> Totals:
        """The totals as they were counted last, stored or not."""
        return self._totals

    @callback
    def async_load(self, stored: dict[str, Any] | None) -> None:
        """Go on from what was stored; what cannot be read counts for nothing."""
        try:
            self._totals = Totals.from_dict(stored) if stored else self._totals
        except UNREADABLE as err:
            _LOGGER.warning(
                "The energy meters of %s were lost: %r", self._battery_id, err
            )
        self._stored = self._totals

    @callback
    def async_restore(self, **shown: float) -> None:
        """Go on from what an entity showed, should the store have been lost."""
        self._totals = self._totals.at_least(**shown)
        self._stored = self._stored.at_least(**shown)

    @callback
    def async_take(self, battery: Battery) -> None:
        """Count what a response of Amps contains, if that is new."""
        if self._totals.last is None:
            # the first reading of all counts nothing yet
            self._next_save = self._coordinator.hass.loop.time() + SAVE_INTERVAL_SECONDS
        self._totals = self._totals.counted(battery)
        self._async_save_soon()

    @callback
    def async_stop(self) -> None:
        """Store nothing more."""
        self._stopped = True
        self._timer.async_cancel()

    @callback
    def _async_save_soon(self) -> None:
        """Store the totals if they changed, at once if that was not done lately."""
        if self._stopped or self._saving or self._timer.is_set:
            return
        if not self._totals.differs(self._stored):
            return
        hass = self._coordinator.hass
        wait = self._next_save - hass.loop.time()
        if wait > MIN_WAIT_SECONDS:
            self._timer.async_set_in(wait)
            return
        self._saving = True
        _ = self._coordinator.config_entry.async_create_background_task(
            hass, self._async_save(), f"amps energy {self._battery_id}"
        )

    async def _async_save(self) -> None:
        totals = self._totals
        self._next_save = self._coordinator.hass.loop.time() + SAVE_INTERVAL_SECONDS
        try:
            await self._save(totals.to_dict())
        except HomeAssistantError:
            # told by what else cannot be stored; the next reading counts it again
            return
        finally:
            self._saving = False
        before = self._stored
        self._stored = totals.at_least(
            charged=before.charged, discharged=before.discharged
        )
        self._coordinator.async_show({self._battery_id})
        self._async_save_soon()
