"""Decides when an action that Amps does not find is gone: absent is not gone.

A record may be readable seconds or minutes after Amps took it, and for a moment not.
"""

from collections.abc import Callable

from ..account.rate_limiter import Turn, taking
from ..coordinator import AmpsCoordinator

ABSENT_AFTER_SECONDS = 300.0
"""Seconds after which an action that Amps does not find may be gone."""
LOOK_INTERVAL_SECONDS = 30.0
"""Seconds between two attempts to find it."""
MAX_ABSENT = 200
"""How many absent actions are remembered."""
NEWEST_ACTIONS = 50


class Absences:
    """Remembers since when Amps has not found which actions."""

    def __init__(self, coordinator: AmpsCoordinator) -> None:
        """Miss nothing."""
        self._coordinator = coordinator
        self._missed: dict[str, tuple[float, float]] = {}
        """By action id when it was not found for the first and for the last time."""
        self.is_believed: Callable[[str, str], bool] = lambda _device, _action: False
        """Whether the plan believes that a battery obeys an action now."""

    def __contains__(self, action_id: str) -> bool:
        """Return whether Amps did not find an action when it was last requested."""
        return action_id in self._missed

    def was_just_missed(self, action_id: str) -> bool:
        """Return whether it is too early to look for an action again."""
        _, last = self._missed.get(action_id, (0.0, float("-inf")))
        return self._coordinator.hass.loop.time() - last < LOOK_INTERVAL_SECONDS

    def found(self, action_id: str) -> None:
        """Note that Amps has an action."""
        _ = self._missed.pop(action_id, None)

    async def async_is_gone(self, battery_id: str, action_id: str) -> bool:
        """Return whether an action that was just not found is gone; raises AmpsError.

        It is, where for minutes neither its own record nor its battery's list is there
        to tell of it, and nobody counts on it now.
        """
        now = self._coordinator.hass.loop.time()
        first, _ = self._missed.pop(action_id, (now, now))
        self._missed[action_id] = first, now
        for forgotten in list(self._missed)[:-MAX_ABSENT]:
            del self._missed[forgotten]
        if now - first < ABSENT_AFTER_SECONDS or self.is_believed(
            battery_id, action_id
        ):
            return False
        with taking(Turn.AWAITED):
            listed = await self._coordinator.client.list_actions(
                battery_id=battery_id, limit=NEWEST_ACTIONS
            )
        if any(action.id == action_id for action in listed):
            self.found(action_id)
        self._coordinator.async_apply(battery_id, actions=listed)
        return action_id in self
