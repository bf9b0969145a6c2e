"""Looks up what was sent and no list has shown, such as after a long outage."""

import logging

from ..account.rate_limiter import Turn, taking
from ..api.errors import AmpsError, NotFoundError
from ..engine import writes
from .writer import BatteryWriter

_LOGGER = logging.getLogger(__name__)


class LostActions:
    """Finds the actions of one battery that Amps should have."""

    def __init__(self, writer: BatteryWriter) -> None:
        """Look for nothing yet."""
        self._state = writer.state
        self._reader = writer.reader
        self._coordinator = writer.coordinator
        self._battery_id = writer.battery_id

    async def async_find(self) -> None:
        """Read each by itself.

        What Amps does not know any more is as if it had never been sent.
        """
        engine = self._state.engine
        sent = {record.action_id for record in engine.open}
        sent.update(restore.action_id for restore in engine.owed)
        sent.add(engine.watched)
        for action_id in sent:
            if action_id is None or (snapshot := self._state.snapshot) is None:
                continue
            if snapshot.action(action_id) is not None:
                continue
            if self._reader.absences.was_just_missed(action_id):
                continue
            try:
                await self._async_look_up(action_id)
            except AmpsError as err:
                _LOGGER.debug("Looking up an action failed: %s", err)

    async def _async_look_up(self, action_id: str) -> None:
        coordinator = self._coordinator
        try:
            with taking(Turn.AWAITED):
                action = await coordinator.client.read_action(action_id)
        except NotFoundError:
            if await self._reader.absences.async_is_gone(self._battery_id, action_id):
                self._state.set_engine(writes.disowned(self._state.engine, action_id))
        else:
            self._reader.absences.found(action_id)
            coordinator.async_apply(self._battery_id, actions=(action,))
