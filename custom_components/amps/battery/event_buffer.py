"""Passes on the events about a battery's windows."""

from collections import deque
from collections.abc import Callable

from homeassistant.core import CALLBACK_TYPE, callback

from .outcome_events import WindowEvent

MAX_KEPT_EVENTS = 50


class EventBuffer:
    """Keeps events until somebody listens, because entities are added later."""

    def __init__(self, on_heard: Callable[[WindowEvent], None]) -> None:
        """Begin without listeners; `on_heard` is called with each received event."""
        self._listeners: list[Callable[[WindowEvent], None]] = []
        self._kept: deque[WindowEvent] = deque(maxlen=MAX_KEPT_EVENTS)
        self._on_heard = on_heard

    @callback
    def async_on_event(self, listener: Callable[[WindowEvent], None]) -> CALLBACK_TYPE:
        """Call a listener with all kept events, and all from now on."""
        self._listeners.append(listener)
        while self._kept:
            self._hand_on(self._kept.popleft())

        @callback
        def remove() -> None:
            self._listeners.remove(listener)

        return remove

    @callback
    def async_tell(self, event: WindowEvent) -> None:
        """Tell all listeners."""
        if self._listeners:
            self._hand_on(event)
        else:
            self._kept.append(event)

    def _hand_on(self, event: WindowEvent) -> None:
        for listener in list(self._listeners):
            listener(event)
        self._on_heard(event)
