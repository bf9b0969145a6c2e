"""Writes to one battery: manual commands, and the steps that the engine decides."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
import logging

from homeassistant.core import CALLBACK_TYPE, HomeAssistant, callback
from homeassistant.helpers import device_registry as dr
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
from .api.models import Action, Command
from .battery_plan import BatteryPlan
from .battery_store import BatteryStore, Stored
from .const import CONF_LEAD_TIME, DEFAULT_LEAD_TIME, DOMAIN
from .coordinator import AmpsCoordinator
from .plan.engine import decide
from .plan.memory import Intent, Memory, Reason
from .plan.note import noted
from .plan.observe import observed
from .plan.plan import Edit
from .plan.situation import Situation
from .plan.steps import (
    CancelStep,
    PushStep,
    ReadStep,
    Step,
    WaitStep,
)
from .plan.window import Occurrence
from .plant_zone import plant_zone
from .snapshot import Snapshot
from .told import WindowEvent, event_of

_LOGGER = logging.getLogger(__name__)

AUTOMATIC = "automatic"
AS_AMPS_LEAVES_IT = "as_amps_leaves_it"
SEEN_AFTER = timedelta(seconds=90)
"""A window is first looked for on the battery so long after its start."""
UNSEEN_PACE = timedelta(minutes=5)
SEEN_PACE = timedelta(minutes=15)
"""How often it is looked for until it was seen, and then."""
SOON = timedelta(seconds=5)
LATE = timedelta(minutes=2)
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
        self.plan = BatteryPlan(hass)
        self.enabled = True
        """Whether the plan is followed; the owner may pause it."""
        self.enabled_since: datetime | None = None
        """When it was switched on again; None where it never was off."""
        self.after_window = AUTOMATIC
        self.sending: Command | None = None
        """The command that is being pushed right now."""
        self._store = BatteryStore(hass, device_id)
        self._listed: datetime | None = None
        self._up_since = coordinator.now()
        self._seen: Snapshot | None = None
        self._cancel_timer: CALLBACK_TYPE | None = None
        self._listeners: list[Callable[[WindowEvent], None]] = []
        self._stopped = False
        self._deciding = False
        self._again = False

    async def async_load(self) -> None:
        """Load what is remembered."""
        stored = await self._store.async_load()
        if stored is None:
            return
        self.memory = Memory.from_dict(stored["memory"])
        self.defaults = dict(stored["defaults"])
        self.enabled = stored["enabled"]
        since = stored["enabled_since"]
        self.enabled_since = datetime.fromisoformat(since) if since else None
        self.after_window = stored["after_window"]
        await self.plan.async_load(stored["plan"], self.coordinator.now())

    @callback
    def async_stop(self) -> None:
        """Decide nothing more; what Amps holds stays there."""
        self._stopped = True
        self._async_set_timer(None)

    @property
    def name(self) -> str:
        """What the owner calls the battery."""
        device = dr.async_get(self.hass).async_get_device_by_identifier(
            (DOMAIN, self.device_id), self.coordinator.config_entry.entry_id
        )
        named = (device.name_by_user or device.name) if device else None
        return named or self.device_id

    @property
    def snapshot(self) -> Snapshot | None:
        """What is known of the battery; None once it has left."""
        return self.coordinator.data.get(self.device_id)

    @property
    def planned(self) -> dict[str, Occurrence]:
        """What the owner's windows ask for, by key, by start; nothing while paused."""
        return self.plan.occurrences if self.enabled else {}

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
    def async_set_enabled(self, *, enabled: bool) -> None:
        """Follow the plan, or pause it; what waits at Amps is withdrawn then."""
        self.enabled = enabled
        self.enabled_since = self.coordinator.now() if enabled else None
        self.async_changed()

    @callback
    def async_set_after_window(self, choice: str) -> None:
        """Choose the mode that the battery goes back to."""
        self.after_window = choice
        self.async_changed()

    @callback
    def async_changed(self) -> None:
        """Store what the owner changed, show it, and let the engine act on it."""
        self._store.async_delay_save(self._stored)
        self.coordinator.async_show({self.device_id})
        self.async_decide_soon()

    async def async_take_edit(self, edit: Edit) -> None:
        """Make the plan what an edit gave, and store it before that is answered."""
        await self.plan.async_take(edit, self.coordinator.now())
        self.memory = self.memory.rekeyed(self.plan.occurrences)
        await self._store.async_save(self._stored())
        self.coordinator.async_show({self.device_id})
        self.async_decide_soon()

    @callback
    def async_set_default(self, name: str, value: float) -> None:
        """Remember a number that the owner chose."""
        self.defaults = {**self.defaults, name: value}
        self._store.async_delay_save(self._stored)

    def _stored(self) -> Stored:
        return {
            "memory": self.memory.to_dict(),
            "defaults": self.defaults,
            "plan": self.plan.text,
            "enabled": self.enabled,
            "enabled_since": (
                self.enabled_since.isoformat() if self.enabled_since else None
            ),
            "after_window": self.after_window,
        }

    def remember(self, memory: Memory) -> None:
        """Take over a changed memory; it is written soon."""
        if memory is self.memory or memory == self.memory:
            return
        self.memory = memory
        self._store.async_delay_save(self._stored)
        self.coordinator.async_show({self.device_id})

    def standing(self) -> Command | None:
        """Give the mode to go back to; None to stay as Amps leaves the battery."""
        if self.after_window == AS_AMPS_LEAVES_IT:
            return None
        commands = (self.snapshot.battery.commands if self.snapshot else None) or {}
        if self.after_window != AUTOMATIC:
            chosen = Command.from_slug(self.after_window)
            return chosen if chosen in commands else None
        for command in (self.memory.standing, Command.AUTO_BALANCED):
            if command is not None and command in commands:
                return command
        return None

    def situation(self, snapshot: Snapshot) -> Situation:
        """Give all that the engine decides from."""
        options = self.coordinator.config_entry.options
        lead = options.get(CONF_LEAD_TIME)
        return Situation(
            now=self.coordinator.now(),
            battery=snapshot.battery,
            actions=snapshot.actions,
            occurrences=self.plan.occurrences,
            memory=self.memory,
            standing=self.standing(),
            listed=self._known_since(),
            clock_known=self.coordinator.client.clock_offset is not None,
            answered=self.coordinator.answered,
            since=self.enabled_since,
            lead=timedelta(**lead) if lead else DEFAULT_LEAD_TIME,
            zone=plant_zone(self.coordinator, self.device_id),
            linked=snapshot.linked,
            paused=not self.enabled,
            up_since=self._up_since,
        )

    def _known_since(self) -> datetime | None:
        """Give when it was last listed what Amps has of this battery.

        For a push without an answer only the battery's own list counts: the account's
        lists of what is not terminal miss an action that is over already.
        """
        if self.memory.intent is not None or self.coordinator.listed is None:
            return self._listed
        return max(self._listed or self.coordinator.listed, self.coordinator.listed)

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
        self.coordinator.reader.async_plan(self.device_id, self._next_reading(snapshot))
        if not self._is_idle or self.plan.plan.windows:
            self.async_decide_soon()

    def _next_reading(self, snapshot: Snapshot) -> datetime | None:
        """Give the instant, on our clock, at which a running window is to be seen."""
        now = self.coordinator.now()
        pulled = snapshot.battery.last_pulled_at
        for record in self.memory.open:
            end = record.occurrence.end + SOON
            if record.action_id is None or not record.start <= now < end + LATE:
                continue
            if pulled is not None and pulled >= end - SOON:
                return None
            first = record.start + SEEN_AFTER
            again = SEEN_PACE if record.seen else UNSEEN_PACE
            at = first if pulled is None or pulled < first else pulled + again
            return min(at, end) - (now - dt_util.utcnow())
        return None

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
        self.remember(observed(self.memory, snapshot.battery, snapshot.actions))

    async def _async_decide(self) -> None:
        """Follow the engine's steps until it waits, and nothing changed meanwhile."""
        try:
            async with self.lock:
                while self._again and not self._stopped:
                    self._again = False
                    now = self.coordinator.now()
                    if self.plan.plan.windows and self.plan.is_due(now):
                        await self.plan.async_renew(now)
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
            case WaitStep():
                return False
            case _:
                actions = self.snapshot.actions if self.snapshot else ()
                now = self.coordinator.now()
                self.remember(noted(step, self.memory, actions, now))
                if (event := event_of(step)) is not None:
                    self.async_tell(event)
                return True

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
            if is_uncertain(err):
                self.remember(self.memory.unanswered(self.coordinator.now()))
            else:
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
        if (memory := self.memory.cancels(action_id)) is not self.memory:
            self.memory = memory
            await self._store.async_save(self._stored())
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
