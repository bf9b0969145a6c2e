"""Writes to one battery: manual commands, and the steps that the engine decides."""

import asyncio
from dataclasses import replace
from datetime import datetime, timedelta
import logging

from homeassistant.core import CALLBACK_TYPE, HomeAssistant, callback
from homeassistant.helpers.event import async_track_point_in_utc_time
from homeassistant.util import dt as dt_util

from .api.errors import (
    AmpsError,
    ConflictError,
    NoAnswerError,
    NotCancellableError,
    NotFoundError,
    RejectedError,
    ServerError,
    UnreadableError,
)
from .api.models import Action, ActionState, Command
from .battery_store import BatteryStore, Stored
from .const import CONF_LEAD_TIME, DEFAULT_LEAD_TIME
from .coordinator import AmpsCoordinator
from .plan.engine import decide
from .plan.memory import Intent, Memory, Reason
from .plan.situation import Situation
from .plan.steps import (
    AdoptStep,
    CancelStep,
    CloseStep,
    DropStep,
    ForgetStep,
    PushStep,
    ReadStep,
    RetryStep,
    SettleStep,
    Step,
    WaitStep,
)
from .plan.verdict import observed
from .plan.window import Occurrence, Origin
from .plant_zone import plant_zone
from .snapshot import Snapshot

_LOGGER = logging.getLogger(__name__)

READ_AFTER = timedelta(seconds=70)
"""A command shows on the battery's expedited reading, whose cache lives a minute."""
MOST_STEPS = 20
"""More steps at one time than this mean that something keeps changing: wait."""
LOOK_AGAIN = timedelta(seconds=12)
"""So long after a failed look-up the next one is made."""


class BatteryRunner:
    """The one place that writes to a battery, one thing at a time."""

    def __init__(
        self, hass: HomeAssistant, coordinator: AmpsCoordinator, device_id: str
    ) -> None:
        """Remember nothing yet."""
        self.hass = hass
        self.coordinator = coordinator
        self.device_id = device_id
        self.memory = Memory()
        self.defaults: dict[str, float] = {}
        self.lock = asyncio.Lock()
        self.planned: dict[str, Occurrence] = {}
        """What the owner's windows ask for, by key, from a day back, by start."""
        self.sending: Command | None = None
        """The command that is being pushed right now."""
        self._store = BatteryStore(hass, device_id)
        self._listed: datetime | None = None
        self._seen: Snapshot | None = None
        self._cancel_timer: CALLBACK_TYPE | None = None
        self._stopped = False
        self._deciding = False
        self._again = False

    async def async_load(self) -> None:
        """Load what is remembered."""
        self.memory, self.defaults = await self._store.async_load()

    @callback
    def async_stop(self) -> None:
        """Decide nothing more; what Amps holds stays there."""
        self._stopped = True
        self._async_set_timer(None)

    @property
    def snapshot(self) -> Snapshot | None:
        """What is known of the battery; None once it has left."""
        return self.coordinator.data.get(self.device_id)

    @callback
    def async_set_default(self, name: str, value: float) -> None:
        """Remember a number that the owner chose."""
        self.defaults = {**self.defaults, name: value}
        self._store.async_delay_save(self._stored)

    def _stored(self) -> Stored:
        return {"memory": self.memory.to_dict(), "defaults": self.defaults}

    def remember(self, memory: Memory) -> None:
        """Take over a changed memory; it is written soon."""
        if memory is self.memory or memory == self.memory:
            return
        self.memory = memory
        self._store.async_delay_save(self._stored)
        self.coordinator.async_show({self.device_id})

    def standing(self) -> Command | None:
        """Give the mode to go back to: the last one seen, else balanced, else none."""
        commands = (self.snapshot.battery.commands if self.snapshot else None) or {}
        for command in (self.memory.standing, Command.AUTO_BALANCED):
            if command is not None and command in commands:
                return command
        return None

    def situation(self, snapshot: Snapshot) -> Situation:
        """Give all that the engine decides from."""
        manual = (
            record.occurrence
            for record in self.memory.open
            if record.occurrence.origin is Origin.MANUAL
        )
        occurrences = {**self.planned, **{it.key: it for it in manual}}
        options = self.coordinator.config_entry.options
        lead = options.get(CONF_LEAD_TIME)
        return Situation(
            now=self.coordinator.now(),
            battery=snapshot.battery,
            actions=snapshot.actions,
            occurrences=occurrences,
            memory=self.memory,
            standing=self.standing(),
            listed=self._listed,
            lead=timedelta(**lead) if lead else DEFAULT_LEAD_TIME,
        )

    @property
    def _is_idle(self) -> bool:
        """Whether nothing is planned, running or open."""
        memory = self.memory
        return (
            memory.intent is None
            and memory.pending is None
            and memory.watched is None
            and not self.planned
            and not any(
                it.outcome is None or it.wants_back for it in memory.records.values()
            )
        )

    @callback
    def async_look(self) -> None:
        """Take in what was read, and ask the engine again where that may matter."""
        snapshot = self.snapshot
        if snapshot is None or self._stopped:
            return
        if snapshot is not self._seen:
            self._seen = snapshot
            self._observe(snapshot)
        if not self._is_idle:
            self.async_decide_soon()

    @callback
    def async_decide_soon(self) -> None:
        """Ask the engine as soon as nothing else is being written."""
        self._again = True
        if self._stopped or self._deciding:
            return
        self._deciding = True
        _ = self.coordinator.config_entry.async_create_background_task(
            self.hass, self._async_decide(), f"amps plan {self.device_id}"
        )

    def _observe(self, snapshot: Snapshot) -> None:
        memory = observed(self.memory, snapshot.battery)
        watched = snapshot.action(memory.watched) if memory.watched else None
        if watched is not None and watched.is_terminal:
            failed = watched.state is ActionState.FAILED
            memory = replace(memory, watched=None, problem=failed)
        self.remember(memory)

    async def _async_decide(self) -> None:
        """Follow the engine's steps until it waits, and nothing changed meanwhile."""
        try:
            async with self.lock:
                while self._again and not self._stopped:
                    self._again = False
                    self._async_set_timer(await self._async_steps())
        finally:
            self._deciding = False

    async def _async_steps(self) -> datetime | None:
        """Follow the engine's steps, and give the instant to ask it again."""
        before: Step | None = None
        for _ in range(MOST_STEPS):
            if (snapshot := self.snapshot) is None or self._stopped:
                return None
            step = decide(self.situation(snapshot))
            if isinstance(step, WaitStep):
                return step.until
            # a step that changed nothing is not tried again at once
            if step == before or not await self._async_follow(step):
                return self.coordinator.now() + LOOK_AGAIN
            before = step
        _LOGGER.warning("The plan of %s does not settle", self.device_id)
        return self.coordinator.now() + timedelta(minutes=1)

    async def _async_follow(self, step: Step) -> bool:
        """Carry out one step; False where it cannot be done now."""
        match step:
            case PushStep(intent=intent):
                return await self._async_push_planned(intent)
            case CancelStep(action_id=action_id):
                return await self._async_cancel_planned(action_id)
            case ReadStep():
                return await self._async_list_actions()
            case _:
                self.remember(self._noted(step))
                return True

    def _noted(self, step: Step) -> Memory:
        """Give the memory after a step that writes nothing to Amps."""
        memory, now = self.memory, self.coordinator.now()
        match step:
            case AdoptStep(intent=intent, action_id=action_id):
                action = self.snapshot.action(action_id) if self.snapshot else None
                return memory.accepted(intent, action) if action else memory
            case ForgetStep():
                return replace(memory, intent=None)
            case RetryStep(intent=intent, reason=reason):
                return memory.refused(intent, reason, now)
            case CloseStep(record=record, outcome=outcome, reason=reason):
                return memory.closed(record, outcome, reason, now).pruned(now)
            case DropStep(record=record):
                return memory.dropped(record.occurrence.key)
            case SettleStep(key=key, failed=failed):
                settled = memory.settled(key)
                return replace(settled, problem=settled.problem or failed)
            case _:
                return memory

    async def async_push(self, intent: Intent) -> Action:
        """Push with the intent stored first; raises AmpsError."""
        snapshot = self.snapshot
        if snapshot is None:
            raise NotFoundError(endpoint="POST /battery/{id}")
        self.memory = self.memory.intends(intent)
        await self._store.async_save(self._stored())
        self.sending = intent.push.command
        self.coordinator.async_show({self.device_id})
        try:
            async with self.coordinator.budget.place(urgent=True):
                action = await self.coordinator.client.push(
                    snapshot.battery,
                    intent.push,
                    time_zone=plant_zone(self.coordinator, self.device_id),
                )
        except AmpsError as err:
            if not is_uncertain(err):
                self.remember(replace(self.memory, intent=None))
            raise
        finally:
            self.sending = None
            self.coordinator.async_show({self.device_id})
        self.take(intent, action)
        return action

    def take(self, intent: Intent, action: Action) -> None:
        """Note that Amps has an action for what was meant."""
        self.remember(self.memory.accepted(intent, action))
        self.coordinator.async_apply(self.device_id, actions=(action,))
        at = max(dt_util.utcnow(), intent.push.start or dt_util.utcnow())
        self.coordinator.reader.async_expect(self.device_id, at + READ_AFTER)

    async def _async_push_planned(self, intent: Intent) -> bool:
        try:
            await self.async_push(intent)
        except AmpsError as err:
            _LOGGER.debug("A planned push failed: %s", err)
            if is_uncertain(err):
                return True
            now = self.coordinator.now()
            reason, final = _meaning(err)
            self.remember(self.memory.refused(intent, reason, now, final=final))
            if isinstance(err, ConflictError):
                return await self._async_list_actions()
        return True

    async def _async_cancel_planned(self, action_id: str) -> bool:
        try:
            await self.async_cancel(action_id)
        except AmpsError as err:
            _LOGGER.debug("A planned action could not be cancelled: %s", err)
            return isinstance(err, NotCancellableError) and (
                await self._async_list_actions()
            )
        return True

    async def async_cancel(self, action_id: str) -> Action:
        """Cancel an action and forget that Amps held it; raises AmpsError."""
        async with self.coordinator.budget.place(urgent=True):
            action = await self.coordinator.client.cancel_action(action_id)
        self.remember(self.memory.withdrawn(action_id))
        self.coordinator.async_apply(self.device_id, actions=(action,))
        return action

    async def _async_list_actions(self) -> bool:
        """List this battery's newest actions; False where Amps gives no answer."""
        try:
            await self.async_list_actions()
        except AmpsError as err:
            _LOGGER.debug("The actions could not be listed: %s", err)
            return False
        return True

    async def async_list_actions(self) -> None:
        """Read this battery's newest actions; raises AmpsError."""
        asked = self.coordinator.now()
        async with self.coordinator.budget.place(urgent=True):
            actions = await self.coordinator.client.list_actions(
                device_id=self.device_id, limit=50
            )
        self._listed = asked
        self.coordinator.async_apply(self.device_id, actions=actions)

    @callback
    def _async_set_timer(self, until: datetime | None) -> None:
        """Ask the engine again at an instant of Amps' clock."""
        if self._cancel_timer is not None:
            self._cancel_timer()
            self._cancel_timer = None
        if until is None or self._stopped:
            return
        local = until - (self.coordinator.now() - dt_util.utcnow())
        self._cancel_timer = async_track_point_in_utc_time(
            self.hass, self._async_timer, local
        )

    @callback
    def _async_timer(self, _now: datetime) -> None:
        self._cancel_timer = None
        self.async_decide_soon()


def is_uncertain(error: AmpsError) -> bool:
    """Whether Amps may have stored the push although it failed."""
    if isinstance(error, NoAnswerError):
        return error.sent
    return isinstance(error, (ServerError, UnreadableError))


def _meaning(error: AmpsError) -> tuple[Reason, bool]:
    """Give what a refused push means for its occurrence, and whether it is final."""
    if isinstance(error, ConflictError):
        return Reason.SLOT_HELD, False
    if isinstance(error, RejectedError):
        return Reason.REJECTED, error.code != "START_IN_PAST"
    if isinstance(error, NotFoundError):
        return Reason.DEVICE_GONE, True
    return Reason.AMPS_UNREACHABLE, False
