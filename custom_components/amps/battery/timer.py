"""A timer that goes off once."""

from datetime import datetime

from homeassistant.core import CALLBACK_TYPE, HomeAssistant, callback
from homeassistant.helpers.event import async_call_later, async_track_point_in_utc_time


class OneShotTimer:
    """Calls an action once; setting it again replaces what it was set to before."""

    def __init__(self, hass: HomeAssistant, action: CALLBACK_TYPE) -> None:
        """Call nothing yet."""
        self._hass = hass
        self._action = action
        self._cancel: CALLBACK_TYPE | None = None

    @property
    def is_set(self) -> bool:
        """Return whether it will go off."""
        return self._cancel is not None

    @callback
    def async_set_at(self, at: datetime) -> None:
        """Go off at an instant of Home Assistant's clock."""
        self.async_cancel()
        self._cancel = async_track_point_in_utc_time(self._hass, self._async_go_off, at)

    @callback
    def async_set_in(self, seconds: float) -> None:
        """Go off after some seconds, whatever the clock shows then."""
        self.async_cancel()
        self._cancel = async_call_later(self._hass, seconds, self._async_go_off)

    @callback
    def async_cancel(self) -> None:
        """Do not go off."""
        if self._cancel is not None:
            self._cancel()
            self._cancel = None

    @callback
    def _async_go_off(self, _now: datetime) -> None:
        self._cancel = None
        self._action()
