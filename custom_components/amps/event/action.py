"""The event of a battery's actions: one for every step of each, whoever made it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import override

from homeassistant.components.event import EventEntity, EventEntityDescription
from homeassistant.const import ATTR_DEVICE_ID
from homeassistant.core import callback
from homeassistant.util import dt as dt_util

from ..api.models import Action, ActionState
from ..entity import AmpsDescription, AmpsEntity
from ..schedule.window import Origin

MIN_HISTORY_AGE = timedelta(seconds=60)
"""An action that is so much older than the entity is history."""
MAX_WAIT = timedelta(seconds=30)
"""How long an event may wait for missing details of its action."""
MAX_SEEN_ACTIONS = 500


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class AmpsEventDescription(AmpsDescription, EventEntityDescription):
    """Describe an event entity of a battery."""


ACTION_EVENTS = (
    AmpsEventDescription(
        key="action",
        event_types=[state.value for state in ActionState],
        exists_fn=lambda battery: bool(battery.commands),
        entity_registry_enabled_default=False,
    ),
)


class AmpsActionEvent(AmpsEntity, EventEntity):
    """Tells of every step of an action that is observed."""

    entity_description: AmpsEventDescription
    _begun: datetime
    _seen: dict[str, ActionState | None]
    _waiting: dict[str, datetime]

    @override
    async def async_added_to_hass(self) -> None:
        """Take what is known as history, and listen."""
        await super().async_added_to_hass()
        self._begun = self.controller.coordinator.now() - MIN_HISTORY_AGE
        self._seen = {action.id: action.state for action in self.snapshot.actions}
        self._waiting = {}
        # not for this battery only: what waits is checked again at every poll
        account = self.controller.coordinator
        self.async_on_remove(account.async_add_listener(self._async_look))

    @callback
    def _async_look(self) -> None:
        snapshot = self.controller.snapshot
        for action in reversed(snapshot.actions if snapshot else ()):
            if self._is_news(action) and action.state is not None:
                self._tell(action, action.state)
        for action_id in list(self._seen)[:-MAX_SEEN_ACTIONS]:
            del self._seen[action_id]

    def _is_news(self, action: Action) -> bool:
        """Return whether an action made progress that was not reported yet."""
        unseen = action.id not in self._seen
        if not unseen and action.state in (self._seen[action.id], None):
            return False
        if unseen and action.created_at and action.created_at < self._begun:
            self._seen[action.id] = action.state
            return False
        if action.state is None or self._has_to_wait(action):
            return False
        _ = self._waiting.pop(action.id, None)
        self._seen[action.id] = action.state
        return True

    def _has_to_wait(self, action: Action) -> bool:
        """Return whether it is about to be known why it failed, or who made it."""
        nameless = action.state is ActionState.FAILED and action.error_code is None
        if nameless and not self.controller.reader.has_told_all(action):
            return self._may_wait(action)
        origin = self.controller.origin(action.id)
        if origin is Origin.FOREIGN and self.controller.is_sending:
            return self._may_wait(action)
        return False

    def _may_wait(self, action: Action) -> bool:
        now = dt_util.utcnow()
        return now - self._waiting.setdefault(action.id, now) < MAX_WAIT

    def _tell(self, action: Action, state: ActionState) -> None:
        device = self.device_entry
        self._trigger_event(
            state.value,
            {
                ATTR_DEVICE_ID: device.id if device else None,
                "action_id": action.id,
                "command": action.command.slug if action.command else None,
                "reason": action.error_code,
                "attempt": self.controller.attempt(action.id),
                "origin": self.controller.origin(action.id).value,
            },
        )
        self.async_write_ha_state()
