"""Tells how windows ended, each once, however often Home Assistant is killed."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from contextlib import suppress
from datetime import datetime
from functools import partial

from homeassistant.core import CALLBACK_TYPE, callback
from homeassistant.exceptions import HomeAssistantError

from ..coordinator import AmpsCoordinator
from .outcome_events import WindowEvent


class Outbox:
    """Stores what is to be reported, reports it, and stores that it was received."""

    def __init__(
        self,
        coordinator: AmpsCoordinator,
        battery_id: str,
        unheard: Callable[[], Iterable[WindowEvent]],
        save: Callable[[], Awaitable[None]],
    ) -> None:
        """Report nothing yet; `unheard` returns what nobody has received so far."""
        self._coordinator = coordinator
        self._battery_id = battery_id
        self._unheard = unheard
        self._save = save
        self._listeners: list[Callable[[WindowEvent], None]] = []
        self._told: set[tuple[str, datetime | None]] = set()
        """Outcomes that were passed on, and perhaps not received yet."""
        self._is_due = False
        self._posting = asyncio.Lock()

    @callback
    def async_on_event(self, listener: Callable[[WindowEvent], None]) -> CALLBACK_TYPE:
        """Call a listener with every event."""
        self._listeners.append(listener)
        return partial(self._listeners.remove, listener)

    @callback
    def async_tell(self, event: WindowEvent) -> None:
        """Tell the owner of an outcome or a risk, once."""
        for listener in list(self._listeners):
            listener(event)

    @callback
    def async_retell(self) -> None:
        """Report again what, as far as is known, nobody received before a start."""
        for event in self._untold():
            self._told.add(_outcome_of(event))
            self.async_tell(event._replace(is_retold=True))

    @callback
    def async_forget(self, event: WindowEvent) -> None:
        """Record that an event was received."""
        self._told.discard(_outcome_of(event))

    @callback
    def async_look(self) -> None:
        """Start to report, if there is anything to report."""
        if self._untold():
            self.async_post_soon()

    @callback
    def async_post_soon(self) -> None:
        """Store and report everything, in the background."""
        self._is_due = True
        if not self._posting.locked():
            coordinator = self._coordinator
            _ = coordinator.config_entry.async_create_background_task(
                coordinator.hass, self.async_post(), f"amps post {self._battery_id}"
            )

    async def async_post(self) -> None:
        """Store outcomes, then report them, then store that they were received."""
        async with self._posting:
            while self._is_due:
                self._is_due = False
                events = self._untold()
                with suppress(HomeAssistantError):  # to be told matters more
                    await self._save()
                for event in events:
                    self._told.add(_outcome_of(event))
                    self.async_tell(event)

    def _untold(self) -> list[WindowEvent]:
        return [
            event for event in self._unheard() if _outcome_of(event) not in self._told
        ]


def _outcome_of(event: WindowEvent) -> tuple[str, datetime | None]:
    """Return what distinguishes an outcome from that of a later attempt."""
    return event.record.occurrence.key, event.record.closed
