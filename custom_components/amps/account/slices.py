"""Much work in the event loop, a slice at a time."""

from collections.abc import Iterator
import logging

from homeassistant.core import CALLBACK_TYPE, HomeAssistant, callback

_LOGGER = logging.getLogger(__name__)

SLICE_SECONDS = 0.005
"""Seconds after which other tasks get a turn."""


@callback
def async_in_slices(hass: HomeAssistant, calls: Iterator[CALLBACK_TYPE]) -> None:
    """Call one after the other; one that raises does not end it."""
    until = hass.loop.time() + SLICE_SECONDS
    for call in calls:
        try:
            call()
        except Exception:
            _LOGGER.exception("Unexpected error while updating a listener")
        if hass.loop.time() >= until:
            hass.loop.call_soon(async_in_slices, hass, calls)
            return
