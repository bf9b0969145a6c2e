"""Events of a battery: what became of its windows, and what endangers them."""

from typing import Any, override

from homeassistant.components.event import ATTR_EVENT_TYPE, EventEntity
from homeassistant.const import ATTR_DEVICE_ID
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from ..battery.outcome_events import WindowEvent, WindowEventType
from ..entity import AmpsEntity, async_setup_entities
from ..runtime import AmpsConfigEntry
from ..schedule.window import Occurrence, Origin
from ..services import serialize
from .action import ACTION_EVENTS, AmpsActionEvent, AmpsEventDescription

PARALLEL_UPDATES = 0


WINDOW_EVENTS = (
    AmpsEventDescription(
        key="window",
        event_types=[type_.value for type_ in WindowEventType],
        exists_fn=lambda battery: bool(battery.commands),
        tells=True,
    ),
)


async def async_setup_entry(
    _hass: HomeAssistant,
    entry: AmpsConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Set up the event entities of an entry's batteries."""
    await async_setup_entities(
        entry,
        async_add_entities,
        {AmpsActionEvent: ACTION_EVENTS, AmpsWindowEvent: WINDOW_EVENTS},
    )


class AmpsWindowEvent(AmpsEntity, EventEntity):
    """Tells of every outcome of a battery's windows, and of every risk."""

    entity_description: AmpsEventDescription

    @override
    async def async_added_to_hass(self) -> None:
        """Listen once it has been added: states written before that are not noticed."""
        await super().async_added_to_hass()
        listening = self.hass.loop.call_soon(self._async_listen)
        self.async_on_remove(listening.cancel)

    @callback
    def _async_listen(self) -> None:
        """Fire what was reported before, each as its own state, and what follows."""
        events = self.controller.events
        self.async_on_remove(events.async_on_event(self._async_on_event))

    @callback
    def _async_on_event(self, event: WindowEvent) -> None:
        device = self.device_entry
        named = {ATTR_DEVICE_ID: device.id if device else None, **_attributes(event)}
        told = {ATTR_EVENT_TYPE: event.type.value, **named}
        if event.is_retold and self.state_attributes == told:
            return  # it was the last thing heard before a crash
        self._trigger_event(event.type.value, named)
        self.async_write_ha_state()


def _goal_of(occurrence: Occurrence) -> str | None:
    """Return the uid of the goal that something is, or is a window of."""
    if occurrence.aim is not None:
        return occurrence.uid
    return occurrence.source if occurrence.origin is Origin.GOAL else None


def _rounded(number: float | None, digits: int) -> float | None:
    return None if number is None else round(number, digits)


def _attributes(event: WindowEvent) -> dict[str, Any]:
    return {
        "uid": event.uid,
        "command": event.command.slug,
        "start": serialize.time(event.start),
        "end": serialize.time(event.end),
        "reason": event.reason.value if event.reason else None,
        "level": _rounded(event.level, 1),
        "goal": _goal_of(event.record.occurrence),
        "cost": _rounded(event.record.cost, 4),
        "why": serialize.why(event.record.occurrence.why),
        "saves": serialize.saves(event.record.occurrence.why),
        "by": serialize.time(event.by),
        "attempt": event.attempt,
    }
