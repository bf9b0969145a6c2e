"""A command by hand that is retried until it takes effect, or its time is over.

Every later command by hand takes its place. What others do at Amps afterwards, and what
the plan begins, ends it: nothing is fought.
"""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
import logging

from homeassistant.core import CALLBACK_TYPE, callback
from homeassistant.exceptions import HomeAssistantError, ServiceValidationError
from homeassistant.util import dt as dt_util

from ..api.models import Action, ActionState, Command, Parameters
from ..api.value import frozen
from ..engine.occurrence import pause_after
from .in_force import InForce, Stage, of_record
from .manual import ManualCommand, async_send, in_force
from .stored import StoredJson
from .timer import OneShotTimer
from .writer import BatteryWriter

_LOGGER = logging.getLogger(__name__)

LOOK_PACE = timedelta(seconds=30)
"""How often to check whether the command has taken effect."""


@frozen()
class RetriedCommand:
    """A command that is tried again; all instants are on Amps' clock."""

    wanted: ManualCommand
    until: datetime
    since: datetime
    action_id: str | None = None
    """The action that the newest try became."""
    failures: int = 0
    not_before: datetime | None = None
    code: str | None = None
    """Why the newest try failed."""

    def failed(self, code: str | None, now: datetime) -> RetriedCommand:
        """Return it after one more try that failed."""
        pause = pause_after(self.failures, timedelta(0))
        return replace(
            self,
            action_id=None,
            failures=self.failures + 1,
            not_before=now + pause,
            code=code or self.code,
        )

    def to_dict(self) -> StoredJson:
        """Return the stored form: how often it was tried is of no concern later."""
        wanted = self.wanted
        lasts = wanted.duration
        return {
            "command": wanted.command.value,
            "parameters": {
                str(name): number for name, number in wanted.parameters.given().items()
            },
            "duration": None if lasts is None else lasts.total_seconds(),
            "replace": wanted.replace,
            "until": self.until.isoformat(),
            "since": self.since.isoformat(),
            "action_id": self.action_id,
        }

    @classmethod
    def from_dict(cls, stored: StoredJson) -> RetriedCommand:
        """Return what was stored; raises LookupError, TypeError or ValueError."""
        lasts = stored["duration"]
        return cls(
            wanted=ManualCommand(
                command=Command(stored["command"]),
                parameters=Parameters(**stored["parameters"]),
                duration=None if lasts is None else timedelta(seconds=lasts),
                replace=stored["replace"] is True,
            ),
            until=datetime.fromisoformat(stored["until"]).astimezone(UTC),
            since=datetime.fromisoformat(stored["since"]).astimezone(UTC),
            action_id=stored["action_id"],
        )


class CommandRetrier:
    """Tries one battery's newest command by hand again, where its owner said so."""

    def __init__(self, battery: BatteryWriter) -> None:
        """Try nothing yet."""
        self._battery = battery
        self._retried: RetriedCommand | None = None
        self._tries = 0
        """How many tries are on their way."""
        self._timer = OneShotTimer(battery.coordinator.hass, self._async_look)
        self._listening: list[CALLBACK_TYPE] = []

    @callback
    def async_start(self) -> None:
        """Go on with what was being tried before a restart."""
        battery = self._battery
        self._retried = _stored(battery)
        self._listening.append(
            battery.coordinator.battery(battery.battery_id).async_add_listener(
                self._async_look
            )
        )
        self._async_look()

    @callback
    def async_stop(self) -> None:
        """Try nothing more; what is stored goes on after a restart."""
        while self._listening:
            self._listening.pop()()
        self._retried = None
        self._async_set_timer(None)

    @callback
    def async_give_up(self) -> None:
        """Forget what is being tried: something else is wanted now."""
        self._async_set(None)

    async def async_send(
        self, wanted: ManualCommand, until: datetime | None
    ) -> Action | None:
        """Send a command, in the place of what was being tried.

        With `until` a failure is not raised but tried again; wrong use is raised.
        """
        self.async_give_up()
        if until is None:
            return await async_send(self._battery, wanted)
        now = self._battery.coordinator.now()
        first = RetriedCommand(wanted=wanted, until=until, since=now)
        self._async_set(first)
        try:
            return await self._async_try(first)
        except ServiceValidationError:
            if self._retried is first:
                self.async_give_up()
            raise

    async def _async_try(self, retried: RetriedCommand) -> Action | None:
        """Send it once, if it is still wanted when its turn has come."""
        action: Action | None = None
        self._tries += 1
        try:
            action = await async_send(
                self._battery, retried.wanted, lambda: self._retried is retried
            )
            tried = replace(retried, action_id=action.id if action else None)
        except ServiceValidationError:
            raise
        except HomeAssistantError as err:
            _LOGGER.debug("Trying a command again: %s", err)
            tried = retried.failed(_code(err), self._battery.coordinator.now())
        finally:
            self._tries -= 1
        if self._retried is retried:
            self._async_set(tried)
        self._async_look()
        return action

    @callback
    def _async_look(self) -> None:
        """Check whether it took effect, and retry it if not."""
        self._async_set_timer(None)
        retried = self._retried
        if retried is None or self._tries:
            return
        now, state = self._battery.coordinator.now(), self._battery.state.engine
        found = self._found(retried)
        is_late = now >= retried.until
        if state.intent is None and self._is_superseded(retried):
            self.async_give_up()
        elif found is not None and (is_late or found.stage is Stage.STANDS):
            # what Amps accepted and the battery does not show is reported as usual
            self.async_give_up()
        elif is_late:
            self._async_tell_failed(retried, now)
        elif found or state.intent is not None or self._battery.state.snapshot is None:
            self._async_set_timer(min(now + LOOK_PACE, retried.until))
        elif retried.not_before is not None and now < retried.not_before:
            self._async_set_timer(min(retried.not_before, retried.until))
        elif retried.action_id is not None:
            # Amps took it, and it failed afterwards
            self._async_set(retried.failed(self._failure(retried), now))
            self._async_look()
        else:
            _ = self._battery.coordinator.config_entry.async_create_background_task(
                self._battery.state.hass,
                self._async_again(retried),
                f"amps command {self._battery.battery_id}",
            )

    async def _async_again(self, retried: RetriedCommand) -> None:
        try:
            await self._async_try(retried)
        except ServiceValidationError as err:
            # the battery may take it again: its bounds and commands come and go
            if self._retried is retried:
                now = self._battery.coordinator.now()
                self._async_set(retried.failed(err.translation_key, now))
            self._async_look()

    @callback
    def _async_tell_failed(self, retried: RetriedCommand, now: datetime) -> None:
        """Tell that it did not stand in its time."""
        self.async_give_up()
        state = self._battery.state.engine
        failed = state.with_failed(retried.wanted.command, retried.code, now)
        self._battery.state.set_engine(failed)

    def _found(self, retried: RetriedCommand) -> InForce | None:
        if (snapshot := self._battery.state.snapshot) is None:
            return None
        for record in self._battery.state.engine.open:
            if record.action_id and record.action_id == retried.action_id:
                now = self._battery.coordinator.now()
                return of_record(record, snapshot, now)
        return in_force(self._battery, retried.wanted)

    def _is_superseded(self, retried: RetriedCommand) -> bool:
        """Return whether somebody, or the plan, has sent something else since."""
        battery, now = self._battery, self._battery.coordinator.now()
        running = battery.state.engine.running(now)
        if running is not None and not running.is_manual:
            return running.start >= retried.since
        action = self._action(retried)
        if action is not None and action.state is ActionState.CANCELLED:
            return True
        actions = battery.state.snapshot.actions if battery.state.snapshot else ()
        return any(
            other.id not in battery.state.engine.own
            and other.state is not ActionState.FAILED
            and other.created_at is not None
            and other.created_at > retried.since
            for other in actions
        )

    def _failure(self, retried: RetriedCommand) -> str | None:
        action = self._action(retried)
        return action.error_code if action else None

    def _action(self, retried: RetriedCommand) -> Action | None:
        snapshot, action_id = self._battery.state.snapshot, retried.action_id
        return snapshot.action(action_id) if snapshot and action_id else None

    @callback
    def _async_set(self, retried: RetriedCommand | None) -> None:
        self._retried = retried
        stored = None if retried is None else retried.to_dict()
        self._battery.state.async_set_retried(stored)

    @callback
    def _async_set_timer(self, at: datetime | None) -> None:
        """Look again at an instant of Amps' clock."""
        self._timer.async_cancel()
        if at is not None:
            offset = self._battery.coordinator.now() - dt_util.utcnow()
            self._timer.async_set_at(at - offset)


def _stored(battery: BatteryWriter) -> RetriedCommand | None:
    try:
        return (
            RetriedCommand.from_dict(battery.state.retried)
            if battery.state.retried
            else None
        )
    except LookupError, TypeError, ValueError:
        return None


def _code(error: HomeAssistantError) -> str | None:
    """Return Amps' code for a failure, else what it is called here."""
    named = error.translation_placeholders or {}
    return named.get("code") or error.translation_key
