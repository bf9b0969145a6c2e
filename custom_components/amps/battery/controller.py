"""Carries out the steps that the engine decides for one battery."""

from dataclasses import replace
from datetime import datetime, timedelta
import logging
from typing import NamedTuple

from homeassistant.core import HomeAssistant, callback
from homeassistant.exceptions import HomeAssistantError
from homeassistant.util import dt as dt_util

from ..account.rate_limiter import Turn, taking
from ..account.snapshot import Snapshot
from ..api.errors import AmpsError, ConflictError, NotCancellableError, NotFoundError
from ..api.models import OnConflict
from ..const import CONF_LEAD_TIME, DEFAULT_LEAD_TIME
from ..coordinator import AmpsCoordinator
from ..engine import writes
from ..engine.decision import (
    AtRisk,
    CancelRequest,
    Decision,
    Ended,
    ListRequest,
    OtherReading,
    PushRequest,
    Request,
)
from ..engine.due_restore import next_look
from ..engine.observe import SEEN_BY, observed
from ..engine.outcome import APART
from ..engine.reconcile import reconcile, without_battery
from ..engine.situation import Situation
from ..engine.state import EngineState, Intent, Reason
from .actions import BatteryWriter
from .outcome_events import warning
from .push_errors import is_uncertain, meaning
from .refresh import Reader
from .time_zone import plant_zone, takes_offsets
from .timer import OneShotTimer

_LOGGER = logging.getLogger(__name__)

SEEN_AFTER = timedelta(seconds=90)
"""A window is first looked for on the battery so long after its start."""
UNSEEN_PACE = timedelta(minutes=5)
SEEN_PACE = timedelta(minutes=15)
"""How often it is looked for until it was seen, and then."""
SHOWN_BY = SEEN_BY + timedelta(seconds=5)
"""It is looked so long after a command by hand whether the battery follows it."""
BEFORE_END = timedelta(seconds=30)
"""It is last looked at so long before its end, which tells how it ended."""
MAX_REQUESTS = 20
"""More requests at one time than this mean that something keeps changing: wait."""
LOOK_AGAIN = timedelta(seconds=12)
"""So long after a failed look-up the next one is made."""


class Decided(NamedTuple):
    """What the engine decided, and when, on Amps' clock."""

    at: datetime
    decision: Decision


class BatteryController(BatteryWriter):
    """Asks the engine after every change, and follows its steps."""

    def __init__(
        self,
        hass: HomeAssistant,
        coordinator: AmpsCoordinator,
        reader: Reader,
        battery_id: str,
    ) -> None:
        """Decide nothing yet."""
        super().__init__(hass, coordinator, reader, battery_id)
        self._up_since = coordinator.up_since
        self._there_since: datetime | None = None
        self._seen: Snapshot | None = None
        self._timer = OneShotTimer(hass, self.async_decide_soon)
        self.last_decision: Decided | None = None
        self._begun = False
        self._deciding = False
        self._again = False
        self._is_to_list = False
        """Whether what Amps has is to be listed before the next step."""

    @callback
    def async_begin(self) -> None:
        """Decide from now on: what is decided can be told."""
        self._begun = True
        self.async_look()

    async def async_stop(self) -> None:
        """Decide nothing more, and write what changed; what Amps holds stays there."""
        self._stopped = True
        self._async_set_timer(None)
        self.energy.async_stop()
        await self._store.async_close()

    def situation(self, snapshot: Snapshot) -> Situation:
        """Return all that the engine decides from."""
        options = self.coordinator.config_entry.options
        lead = options.get(CONF_LEAD_TIME)
        return Situation(
            now=self.coordinator.now(),
            battery=snapshot.battery,
            actions=snapshot.actions,
            occurrences=self.plan.occurrences,
            state=self.state,
            standing=self.standing(),
            listed=self._known_since(),
            clock_known=self.coordinator.client.clock_offset is not None,
            answered=self.coordinator.answered,
            answers_since=self.coordinator.answers_since,
            since=self.enabled_since,
            lead=timedelta(**lead) if lead else DEFAULT_LEAD_TIME,
            zone=plant_zone(self.coordinator, self.battery_id),
            takes_offsets=takes_offsets(self.coordinator),
            linked=snapshot.linked,
            takes_over=self.takes_over,
            paused=not self.enabled,
            up_since=self._up_since,
            there_since=self._there_since,
            storable=not self.is_unwritten,
        )

    def _known_since(self) -> datetime | None:
        """Return when it was last listed what Amps has of this battery.

        For a push without an answer only the battery's own list counts: the account's
        lists of what is not terminal miss an action that is over already.
        """
        if self.state.intent is not None or self.coordinator.listed is None:
            return self._listed
        return max(self._listed or self.coordinator.listed, self.coordinator.listed)

    @property
    def has_plan(self) -> bool:
        """Return whether anything is planned, running or open."""
        state = self.state
        return bool(
            self.plan.plan.windows
            or state.intent
            or state.pending
            or state.watched
            or state.open
            or state.restores
        )

    @callback
    def async_look(self) -> None:
        """Take in what was read, and ask the engine again where that may matter."""
        if self._stopped:
            return
        self.async_keep_commands()
        if (snapshot := self.snapshot) is None:
            self._seen = None
            if self._begun:
                self._close_without_battery()
            return
        if snapshot is not self._seen:
            if self._seen is None:
                self._there_since = self.coordinator.now()
            self._seen = snapshot
            self._observe(snapshot)
        self._async_plan_reading(snapshot)
        if self.has_plan:
            self.async_decide_soon()

    @callback
    def async_take_in(self) -> None:
        """Take in what was read, if it is new."""
        if self.snapshot is not self._seen:
            self.async_look()

    @callback
    def _async_plan_reading(self, snapshot: Snapshot) -> None:
        """Have the battery read when it is to show a window, or the mode after one."""
        now = self.coordinator.now()
        wanted = [self._next_reading(snapshot, now), self._by_hand(snapshot, now)]
        if any(restore.due <= now for restore in self.state.restores):
            wanted.append(next_look(self.situation(snapshot)))
        first = min((at for at in wanted if at is not None), default=None)
        local = first - (now - dt_util.utcnow()) if first else None
        self.reader.async_plan(self.battery_id, local)

    def _by_hand(self, snapshot: Snapshot, now: datetime) -> datetime | None:
        """Return when the battery is to show a command by hand, on Amps' clock."""
        if (awaited := self.state.awaited) is None:
            return None
        at, pulled = awaited.since + SHOWN_BY, snapshot.battery.last_pulled_at
        early = pulled is None or pulled < awaited.since + SEEN_BY
        return at if early and now < at + SEEN_PACE else None

    def _next_reading(self, snapshot: Snapshot, now: datetime) -> datetime | None:
        """Return the instant, on Amps' clock, at which to look for a running window."""
        record = self.state.running(now)
        if record is None:
            return _looked_for(self.state, now)
        pulled = snapshot.battery.last_pulled_at
        first, last = record.start + SEEN_AFTER, record.occurrence.end - BEFORE_END
        again = SEEN_PACE if record.seen else UNSEEN_PACE
        others = (one.id not in self.state.own for one in snapshot.moving)
        if record.other_since is not None or any(others):
            again = APART
        at = first if pulled is None or pulled < first else pulled + again
        if pulled is not None and pulled >= last:
            return None
        return min(at, max(last, first))

    @callback
    def async_decide_soon(self) -> None:
        """Ask the engine as soon as nothing else is being written."""
        self._again = True
        if self._stopped or self._deciding or not self._begun:
            return
        self._deciding = True
        _ = self.coordinator.config_entry.async_create_background_task(
            self.hass, self._async_decide(), f"amps plan {self.battery_id}"
        )

    def _close_without_battery(self) -> None:
        """Decide how ended what was planned for a battery that left the account."""
        since, now = self.enabled_since, self.coordinator.now()
        self._take_in(without_battery(self.state, self.planned, now, since))

    def _take_in(self, decision: Decision) -> None:
        """Remember what was decided, and tell of it; nothing is asked of Amps."""
        self.remember(decision.state)
        self.last_decision = Decided(self.coordinator.now(), decision)
        if decision.events or decision.request:
            decided = self.battery_id, decision.events, decision.request
            _LOGGER.debug("%s: %s, then %s", *decided)
        for event in decision.events:
            match event:
                case AtRisk():
                    self.async_tell(warning(event))
                case Ended() if self.takes_over:
                    self.async_take_over(takes_over=False)
                case OtherReading(record=record):
                    heard = record.occurrence.key, record.start, record.end
                    message = "In the repeated hour Amps takes %s as %s to %s"
                    _LOGGER.info(message, *heard)
                case _:
                    pass

    def _observe(self, snapshot: Snapshot) -> None:
        if self.takes_over and snapshot.battery.scheduler_enabled is False:
            self.async_take_over(takes_over=False)
        self.energy.async_take(snapshot.battery)
        known = snapshot.battery, snapshot.actions
        self.remember(observed(self.state, *known, linked=snapshot.linked))

    async def _async_decide(self) -> None:
        """Follow the engine's steps until it waits, and nothing changed meanwhile."""
        try:
            while self._again and not self._stopped:
                self._again = False
                now = self.coordinator.now()
                if self.plan.plan.windows and self.plan.is_due(now):
                    await self.plan.async_renew(now)
                    self._store.async_delay_save(self._stored)
                self._async_set_timer(await self._async_steps())
                if (snapshot := self.snapshot) is not None:
                    self._async_plan_reading(snapshot)
        finally:
            self._deciding = False

    async def _async_steps(self) -> datetime | None:
        """Do what the engine decides, and return the instant to ask it again."""
        before: Request | None = None
        asked = 0
        while asked < MAX_REQUESTS:
            await self._async_find_lost()
            # for each request anew: who waits for it by hand comes first
            async with self.lock:
                if (snapshot := self.snapshot) is None or self._stopped:
                    return None
                decision = reconcile(self.situation(snapshot))
                self._take_in(decision)
                if any(isinstance(event, Ended) for event in decision.events):
                    # it is told before anything else is sent
                    await self._async_post()
                    continue
                if (request := decision.request) is None:
                    return decision.wake_at
                # a request that changed nothing is not tried again at once
                works = request != before and await self._async_follow(request)
            if works and self._is_to_list:
                works = await self._async_list_actions()
            self._is_to_list = False
            if not works:
                return self.coordinator.now() + LOOK_AGAIN
            asked += 1
            before = request
        _LOGGER.warning("The plan of %s does not settle", self.battery_id)
        return self.coordinator.now() + timedelta(minutes=1)

    async def _async_find_lost(self) -> None:
        """Look up what was sent and no list has shown, such as after a long outage.

        What Amps does not know any more is as if it had never been sent.
        """
        sent = {record.action_id for record in self.state.open}
        sent.update(restore.action_id for restore in self.state.owed)
        sent.add(self.state.watched)
        for action_id in sent:
            if action_id is None or (snapshot := self.snapshot) is None:
                continue
            if snapshot.action(action_id) is not None:
                continue
            if self.reader.absences.was_just_missed(action_id):
                continue
            try:
                await self._async_look_up(action_id)
            except AmpsError as err:
                _LOGGER.debug("An action could not be looked up: %s", err)

    async def _async_look_up(self, action_id: str) -> None:
        coordinator = self.coordinator
        try:
            with taking(Turn.SOON):
                action = await coordinator.client.read_action(action_id)
        except NotFoundError:
            if await self.reader.absences.async_is_gone(self.battery_id, action_id):
                self.remember(writes.disowned(self.state, action_id))
        else:
            self.reader.absences.found(action_id)
            coordinator.async_apply(self.battery_id, actions=(action,))

    async def _async_follow(self, request: Request) -> bool:
        """Carry out one request; False where that cannot be done now."""
        match request:
            case ListRequest():
                self._is_to_list = True
                return True
            case PushRequest() | CancelRequest() if self.is_unwritten:
                # it would be refused: as soon as the disk takes something it goes on
                return False
            case PushRequest(intent=intent):
                return await self._async_push_planned(intent)
            case CancelRequest(action_id=action_id):
                return await self._async_cancel_planned(action_id)

    async def _async_push_planned(self, intent: Intent) -> bool:
        try:
            await self.async_push(await self._async_taking_over(intent))
        except HomeAssistantError as err:
            _LOGGER.debug("A planned push was not stored, so not sent: %s", err)
            return False
        except AmpsError as err:
            _LOGGER.debug("A planned push failed: %s", err)
            if is_uncertain(err):
                return True
            now = self.coordinator.now()
            reason = meaning(err, self.state.own)
            # an edit meanwhile may have given its occurrence another key
            intent = self.state.intent or intent
            self.remember(writes.refused(self.state, intent, reason, now))
            self._is_to_list = isinstance(err, ConflictError)
        return True

    async def _async_taking_over(self, intent: Intent) -> Intent:
        """Let a push end the manufacturer's own schedule where the owner said so.

        What others have scheduled at Amps since the last reading is not to be hit.
        """
        if not self.takes_over or intent.push.on_conflict is not None:
            return intent
        await self.async_list_actions()
        snapshot = self.snapshot
        if snapshot is None or snapshot.pending is not None:
            return intent
        push = replace(intent.push, on_conflict=OnConflict.CANCEL_AND_REPLACE)
        return replace(intent, push=push)

    async def _async_cancel_planned(self, action_id: str) -> bool:
        try:
            await self.async_cancel(action_id)
        except HomeAssistantError as err:
            _LOGGER.debug("A cancel was not stored, so not sent: %s", err)
            return False
        except AmpsError as err:
            _LOGGER.debug("A planned action could not be cancelled: %s", err)
            self._is_to_list = isinstance(err, NotCancellableError)
        return True

    async def _async_list_actions(self) -> bool:
        """List this battery's newest actions; False where Amps gives no answer."""
        try:
            await self.async_list_actions()
        except AmpsError as err:
            _LOGGER.debug("The actions could not be listed: %s", err)
            return False
        return True

    @callback
    def _async_set_timer(self, until: datetime | None) -> None:
        """Ask the engine again at an instant of Amps' clock."""
        self._timer.async_cancel()
        if until is not None and not self._stopped:
            offset = self.coordinator.now() - dt_util.utcnow()
            self._timer.async_set_at(until - offset)


def _looked_for(state: EngineState, now: datetime) -> datetime | None:
    """Return when to look next whether a battery is there again that is to run now."""
    for record in state.open:
        offline = record.reason is Reason.DEVICE_OFFLINE and record.action_id is None
        if offline and record.start <= now < record.end:
            rounds = (now - record.start) // UNSEEN_PACE + 1
            return record.start + rounds * UNSEEN_PACE
    return None
