"""Writes to one battery: commands by hand, and what the engine decides."""

import asyncio
from dataclasses import replace
from datetime import datetime, timedelta

from homeassistant.exceptions import HomeAssistantError
from homeassistant.util import dt as dt_util

from ..account.rate_limiter import Turn, taking
from ..api.errors import AmpsError, NoAnswerError, NotFoundError
from ..api.models import Action, Command
from ..engine import writes
from ..engine.occurrence import RESTORE, Intent
from .push_errors import is_uncertain, meaning
from .refresh import Reader
from .state import BatteryState
from .time_zone import plant_zone

READING_DELAY = timedelta(seconds=70)
"""When a command shows in an expedited reading, which is cached for a minute."""
WRITES = "POST /battery/{id}"


class BatteryWriter:
    """The one place that writes to a battery, one thing at a time."""

    def __init__(self, state: BatteryState, reader: Reader) -> None:
        """Write nothing yet."""
        self.state = state
        self.coordinator = state.coordinator
        self.battery_id = state.battery_id
        self.reader = reader
        self.lock = asyncio.Lock()
        self.sending: Command | None = None
        """The command for now that is being pushed."""
        self.listed: datetime | None = None
        """When this battery's own actions were last listed, on Amps' clock."""
        self.is_stopped = False
        """Whether nothing is to be written any more."""

    def asked_for(self, now: datetime) -> Command | None:
        """Return the command by hand that the battery does not have yet, if any."""
        if self.sending is not None:
            return self.sending
        if self.state.engine.pending is not None:
            return self.state.engine.pending.command
        for record in self.state.engine.open:
            if record.is_manual and now < record.start:
                return record.occurrence.command
        watched, known = self.state.engine.watched, self.state.snapshot
        action = known.action(watched) if known and watched else None
        return action.command if action and not action.is_terminal else None

    async def async_push(self, intent: Intent) -> Action:
        """Push with the intent stored first.

        Raises AmpsError, or HomeAssistantError where it cannot be stored. The intent of
        a planned push that is refused stays, for its caller to note.
        """
        snapshot = self.state.snapshot
        if snapshot is None:
            raise NotFoundError(endpoint=WRITES)
        self.state.engine = writes.intends(self.state.engine, intent)
        try:
            await self.state.async_save()
        except HomeAssistantError:
            # what is not stored might be sent twice after a crash
            self.state.engine = replace(self.state.engine, intent=None)
            raise
        if intent.is_manual or intent.push.start is None:
            self.sending = intent.push.command
        self.coordinator.async_show({self.battery_id})
        try:
            self._check_followed()
            with taking(Turn.BY_HAND if intent.is_manual else Turn.COMMAND):
                action = await self.coordinator.client.push(
                    snapshot.battery,
                    intent.push,
                    time_zone=plant_zone(self.coordinator, self.battery_id),
                )
        except AmpsError as err:
            if is_uncertain(err):
                now = self.coordinator.now()
                self.state.set_engine(
                    writes.unanswered(self.state.engine, now, meaning(err))
                )
            elif intent.is_manual:
                self.state.set_engine(replace(self.state.engine, intent=None))
            raise
        else:
            # an edit meanwhile may have given its occurrence another key
            self.take(self.state.engine.intent or intent, action)
        finally:
            self.sending = None
            self.coordinator.async_show({self.battery_id})
        return action

    def _check_followed(self) -> None:
        """Refuse to write once the entry is unloaded: its successor has the plan."""
        if self.is_stopped:
            raise NoAnswerError(endpoint=WRITES, message="not loaded", sent=False)

    def take(self, intent: Intent, action: Action) -> None:
        """Note that Amps has an action for what was meant."""
        self.state.set_engine(writes.accepted(self.state.engine, intent, action))
        self.coordinator.async_apply(self.battery_id, actions=(action,))
        if intent.purpose == RESTORE:
            # a reading soon after its end shows whether it took effect
            return
        at = max(dt_util.utcnow(), intent.push.start or dt_util.utcnow())
        self.reader.async_expect(self.battery_id, at + READING_DELAY)

    async def async_cancel(self, action_id: str, turn: Turn = Turn.COMMAND) -> Action:
        """Cancel an action and forget that Amps held it; raises as `async_push`."""
        state = writes.cancels(self.state.engine, action_id, self.coordinator.now())
        if state is not self.state.engine:
            self.state.engine = state
            await self.state.async_save()
        self._check_followed()
        try:
            with taking(turn):
                action = await self.coordinator.client.cancel_action(action_id)
        except AmpsError:
            now = self.coordinator.now()
            self.state.set_engine(
                writes.cancel_failed(self.state.engine, action_id, now)
            )
            raise
        self.state.set_engine(writes.withdrawn(self.state.engine, action_id))
        self.coordinator.async_apply(self.battery_id, actions=(action,))
        return action

    async def async_list_actions(self, turn: Turn = Turn.AWAITED) -> None:
        """Read this battery's newest actions; raises AmpsError."""
        asked = self.coordinator.now()
        with taking(turn):
            actions = await self.coordinator.client.list_actions(
                battery_id=self.battery_id, limit=50
            )
        self.listed = asked
        self.coordinator.async_apply(self.battery_id, actions=actions)
