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
    """Stores what is to be told, tells it, and stores that it was heard."""

    def __init__(
        self,
        coordinator: AmpsCoordinator,
        battery_id: str,
        unheard: Callable[[], Iterable[WindowEvent]],
        save: Callable[[], Awaitable[None]],
    ) -> None:
        """Tell nothing yet; `unheard` returns what nobody has heard so far."""
        self._coordinator = coordinator
        self._battery_id = battery_id
        self._unheard = unheard
        self._save = save
        self._listeners: list[Callable[[WindowEvent], None]] = []
        self._told: set[tuple[str, datetime | None]] = set()
        """Outcomes that were handed on, and that nobody may have heard yet."""
        self._is_due = False
        self._posting = asyncio.Lock()

    @callback
    def async_on_event(self, listener: Callable[[WindowEvent], None]) -> CALLBACK_TYPE:
        """Call a listener with everything that the owner is told."""
        self._listeners.append(listener)
        return partial(self._listeners.remove, listener)

    @callback
    def async_tell(self, event: WindowEvent) -> None:
        """Tell the owner of an outcome or a risk, once."""
        for listener in list(self._listeners):
            listener(event)

    @callback
    def async_retell(self) -> None:
        """Tell again what nobody heard before a start, as far as is known."""
        for event in self._untold():
            self._told.add(_outcome_of(event))
            self.async_tell(event._replace(is_retold=True))

    @callback
    def async_forget(self, event: WindowEvent) -> None:
        """Note that somebody has heard what was told."""
        self._told.discard(_outcome_of(event))

    @callback
    def async_look(self) -> None:
        """Post what is to be told, if there is anything."""
        if self._untold():
            self.async_post_soon()

    @callback
    def async_post_soon(self) -> None:
        """Store and tell what is to be told, in the background."""
        self._is_due = True
        if not self._posting.locked():
            coordinator = self._coordinator
            _ = coordinator.config_entry.async_create_background_task(
                coordinator.hass, self.async_post(), f"amps post {self._battery_id}"
            )

    async def async_post(self) -> None:
        """Store how windows ended, then tell of it, then store that it was heard."""
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
    """Return what tells an outcome from that of a later try of its occurrence."""
    return event.record.occurrence.key, event.record.closed
