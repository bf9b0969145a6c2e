"""Asks the engine after every change of one battery, and does what it decides."""

from dataclasses import replace
from datetime import datetime, timedelta
import logging
from typing import NamedTuple

from homeassistant.core import CALLBACK_TYPE, callback
from homeassistant.exceptions import HomeAssistantError
from homeassistant.util import dt as dt_util

from ..account.snapshot import Snapshot
from ..api.errors import AmpsError, ConflictError, NotCancellableError
from ..api.models import OnConflict
from ..const import CONF_LEAD_TIME, DEFAULT_LEAD_TIME
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
from ..engine.observe import observed
from ..engine.occurrence import Intent
from ..engine.reconcile import reconcile, without_battery
from ..engine.situation import Situation
from .lost_actions import LostActions
from .outcome_events import warning
from .push_errors import is_uncertain, meaning
from .reading_times import next_reading
from .time_zone import plant_zone, takes_offsets
from .timer import OneShotTimer
from .writer import BatteryWriter

_LOGGER = logging.getLogger(__name__)

MAX_REQUESTS = 20
"""More requests in a row than this mean that something keeps changing: wait."""
UNSETTLED_INTERVAL = timedelta(minutes=1)
LOOK_UP_RETRY_INTERVAL = timedelta(seconds=12)
"""How long after a look-up that found nothing the next one is made."""


class Decided(NamedTuple):
    """What the engine decided, and when, on Amps' clock."""

    at: datetime
    decision: Decision


class Reconciler:
    """Keeps what Amps holds for one battery as the engine decides."""

    def __init__(self, writer: BatteryWriter) -> None:
        """Decide nothing yet."""
        writer.state.async_decide_soon = self.async_decide_soon
        self._writer = writer
        self._state = writer.state
        self._reader = writer.reader
        self._coordinator = writer.coordinator
        self._battery_id = writer.battery_id
        self._lost = LostActions(writer)
        self._up_since = writer.coordinator.up_since
        self._there_since: datetime | None = None
        self._seen: Snapshot | None = None
        self._timer = OneShotTimer(writer.coordinator.hass, self.async_decide_soon)
        self._listening: list[CALLBACK_TYPE] = []
        self.last_decision: Decided | None = None
        self._begun = False
        self._deciding = False
        self._again = False
        self._is_to_list = False
        """Whether what Amps has is to be listed before the next step."""
        self._looked_up: datetime | None = None
        """When the engine last had it listed."""
        self._rests_until: datetime | None = None
        """When the engine is asked again after it did not settle, on Amps' clock."""

    @callback
    def async_begin(self) -> None:
        """Start to decide: events can be reported from now on."""
        self._begun = True
        self.async_look()

    @callback
    def async_follow(self) -> None:
        """Take in what is read from now on; nothing is decided yet."""
        self._listening.append(
            self._coordinator.battery(self._battery_id).async_add_listener(
                self._async_take_in
            )
        )
        self.async_look()

    @callback
    def async_stop(self) -> None:
        """Decide nothing more; what Amps holds stays there."""
        self._writer.is_stopped = True
        while self._listening:
            self._listening.pop()()
        self._async_set_timer(None)

    def situation(self, snapshot: Snapshot) -> Situation:
        """Return all that the engine decides from."""
        options = self._coordinator.config_entry.options
        lead = options.get(CONF_LEAD_TIME)
        return Situation(
            now=self._coordinator.now(),
            battery=snapshot.battery,
            actions=snapshot.actions,
            occurrences=self._state.plan.occurrences,
            state=self._state.engine,
            standing=self._state.standing(),
            listed=self._known_since(),
            clock_known=self._coordinator.client.clock_offset is not None,
            answered=self._coordinator.answered,
            answers_since=self._coordinator.answers_since,
            since=self._state.enabled_since,
            lead=timedelta(**lead) if lead else DEFAULT_LEAD_TIME,
            zone=plant_zone(self._coordinator, self._battery_id),
            takes_offsets=takes_offsets(self._coordinator),
            linked=snapshot.linked,
            takes_over=self._state.takes_over,
            paused=not self._state.enabled,
            up_since=self._up_since,
            running_since=self._coordinator.running_since,
            there_since=self._there_since,
            storable=not self._state.is_unwritten,
            learned=self._state.learned,
        )

    def _known_since(self) -> datetime | None:
        """Return when it was last listed what Amps has of this battery.

        For a push without an answer only the battery's own list counts: the account's
        lists of what is not terminal miss an action that is over already.
        """
        own, of_all = self._writer.listed, self._coordinator.listed
        if self._state.engine.intent is not None or of_all is None:
            return own
        return max(own or of_all, of_all)

    @property
    def has_plan(self) -> bool:
        """Return whether anything is planned, running or open."""
        state = self._state.engine
        return bool(
            self._state.plan.plan.windows
            or state.intent
            or state.pending
            or state.watched
            or state.open
            or state.restores
        )

    @callback
    def async_look(self) -> None:
        """Take in what was read, and ask the engine again where that may matter."""
        if self._writer.is_stopped:
            return
        self._state.async_keep_commands()
        if (snapshot := self._state.snapshot) is None:
            self._seen = None
            if self._begun:
                self._close_without_battery()
            return
        if snapshot is not self._seen:
            if self._seen is None:
                self._there_since = self._coordinator.now()
            self._seen = snapshot
            self._observe(snapshot)
        if not self._begun:
            return
        self._async_plan_reading(snapshot)
        if self.has_plan:
            self.async_decide_soon()

    @callback
    def _async_take_in(self) -> None:
        """Take in what was read, if it is new."""
        if self._state.snapshot is not self._seen:
            self.async_look()

    @callback
    def _async_plan_reading(self, snapshot: Snapshot) -> None:
        """Have the battery read when it is to show a window, or the mode after one."""
        now = self._coordinator.now()
        wanted = [next_reading(self._state.engine, snapshot, now)]
        if any(restore.due <= now for restore in self._state.engine.restores):
            wanted.append(next_look(self.situation(snapshot)))
        first = min((at for at in wanted if at is not None), default=None)
        local = first - (now - dt_util.utcnow()) if first else None
        self._reader.async_plan(self._battery_id, local)

    @callback
    def async_decide_soon(self) -> None:
        """Ask the engine as soon as nothing else is being written."""
        self._again = True
        if self._writer.is_stopped or self._deciding or not self._begun:
            return
        self._deciding = True
        _ = self._coordinator.config_entry.async_create_background_task(
            self._coordinator.hass,
            self._async_decide(),
            f"amps plan {self._battery_id}",
        )

    def _close_without_battery(self) -> None:
        """Decide how ended what was planned for a battery that left the account."""
        since, now = self._state.enabled_since, self._coordinator.now()
        self._take_in(
            without_battery(self._state.engine, self._state.planned, now, since)
        )

    def _take_in(self, decision: Decision) -> None:
        """Store what was decided, and report it; nothing is sent to Amps."""
        self._state.set_engine(decision.state)
        self.last_decision = Decided(self._coordinator.now(), decision)
        if decision.events or decision.request:
            decided = self._battery_id, decision.events, decision.request
            _LOGGER.debug("%s: %s, then %s; next at %s", *decided, decision.wake_at)
        for event in decision.events:
            match event:
                case AtRisk():
                    self._state.outbox.async_tell(warning(event))
                case Ended() if self._state.takes_over:
                    self._state.async_take_over(takes_over=False)
                case OtherReading(record=record):
                    heard = record.occurrence.key, record.start, record.end
                    message = "In the repeated hour Amps takes %s as %s to %s"
                    _LOGGER.info(message, *heard)
                case _:
                    pass

    def _observe(self, snapshot: Snapshot) -> None:
        if self._state.takes_over and snapshot.battery.scheduler_enabled is False:
            self._state.async_take_over(takes_over=False)
        self._state.energy.async_take(snapshot.battery)
        known, now = (snapshot.battery, snapshot.actions), self._coordinator.now()
        self._state.set_engine(
            observed(self._state.engine, *known, linked=snapshot.linked, now=now)
        )

    async def _async_decide(self) -> None:
        """Follow the engine's steps until it waits, and nothing changed meanwhile."""
        try:
            while self._again and not self._writer.is_stopped:
                self._again = False
                now = self._coordinator.now()
                if self._state.plan.plan.windows and self._state.plan.is_due(now):
                    await self._state.plan.async_renew(now)
                    self._state.async_save_soon()
                self._async_set_timer(await self._async_steps())
                if (snapshot := self._state.snapshot) is not None:
                    self._async_plan_reading(snapshot)
        finally:
            self._deciding = False

    async def _async_steps(self) -> datetime | None:
        """Do what the engine decides, and return the instant to ask it again."""
        if self._rests_until is not None:
            if self._coordinator.now() < self._rests_until:
                return self._rests_until
            self._rests_until = None
        before: Request | None = None
        asked = 0
        while asked < MAX_REQUESTS:
            await self._lost.async_find()
            # for each request again: commands by hand go first
            async with self._writer.lock:
                if (
                    snapshot := self._state.snapshot
                ) is None or self._writer.is_stopped:
                    return None
                decision = reconcile(self.situation(snapshot))
                self._take_in(decision)
                if any(isinstance(event, Ended) for event in decision.events):
                    # it is reported before anything else is sent
                    await self._state.outbox.async_post()
                    continue
                if (request := decision.request) is None:
                    return decision.wake_at
                if isinstance(request, ListRequest) and (again := self._looks_again()):
                    return again
                # a request that changed nothing is not tried again at once
                works = request != before and await self._async_follow(request)
            if works and self._is_to_list:
                works = await self._async_list_actions()
            self._is_to_list = False
            if not works:
                return self._coordinator.now() + LOOK_UP_RETRY_INTERVAL
            asked += 1
            before = request
        _LOGGER.warning(
            "The plan of %s does not settle; trying again in a minute", self._battery_id
        )
        self._rests_until = self._coordinator.now() + UNSETTLED_INTERVAL
        return self._rests_until

    def _looks_again(self) -> datetime | None:
        """Return when to list what Amps has once more, if that was just done."""
        if self._looked_up is None:
            return None
        again = self._looked_up + LOOK_UP_RETRY_INTERVAL
        return again if self._looked_up <= self._coordinator.now() < again else None

    async def _async_follow(self, request: Request) -> bool:
        """Carry out one request; False where that cannot be done now."""
        match request:
            case ListRequest():
                self._looked_up = self._coordinator.now()
                self._is_to_list = True
                return True
            case PushRequest() | CancelRequest() if self._state.is_unwritten:
                # it would be refused: as soon as the disk takes something it goes on
                return False
            case PushRequest(intent=intent):
                return await self._async_push_planned(intent)
            case CancelRequest(action_id=action_id):
                return await self._async_cancel_planned(action_id)

    async def _async_push_planned(self, intent: Intent) -> bool:
        try:
            await self._writer.async_push(await self._async_taking_over(intent))
        except HomeAssistantError as err:
            _LOGGER.debug(
                "A planned command was not sent because it could not be stored: %s", err
            )
            return False
        except AmpsError as err:
            _LOGGER.debug("Sending a planned command failed: %s", err)
            if is_uncertain(err):
                return True
            now = self._coordinator.now()
            reason = meaning(err, self._state.engine.own)
            # an edit meanwhile may have given its occurrence another key
            intent = self._state.engine.intent or intent
            self._state.set_engine(
                writes.refused(self._state.engine, intent, reason, now)
            )
            self._is_to_list = isinstance(err, ConflictError)
        return True

    async def _async_taking_over(self, intent: Intent) -> Intent:
        """Let a push end the manufacturer's own schedule where the owner said so.

        What others have scheduled at Amps since the last reading is not to be hit.
        """
        if not self._state.takes_over or intent.push.on_conflict is not None:
            return intent
        await self._writer.async_list_actions()
        snapshot = self._state.snapshot
        if snapshot is None or snapshot.pending is not None:
            return intent
        push = replace(intent.push, on_conflict=OnConflict.CANCEL_AND_REPLACE)
        return replace(intent, push=push)

    async def _async_cancel_planned(self, action_id: str) -> bool:
        try:
            await self._writer.async_cancel(action_id)
        except HomeAssistantError as err:
            _LOGGER.debug(
                "An action was not cancelled because that could not be stored: %s", err
            )
            return False
        except AmpsError as err:
            _LOGGER.debug("Cancelling a planned action failed: %s", err)
            self._is_to_list = isinstance(err, NotCancellableError)
        return True

    async def _async_list_actions(self) -> bool:
        """List this battery's newest actions; False where Amps gives no answer."""
        try:
            await self._writer.async_list_actions()
        except AmpsError as err:
            _LOGGER.debug("Listing the actions failed: %s", err)
            return False
        return True

    @callback
    def _async_set_timer(self, until: datetime | None) -> None:
        """Ask the engine again at an instant of Amps' clock."""
        self._timer.async_cancel()
        if until is not None and not self._writer.is_stopped:
            offset = self._coordinator.now() - dt_util.utcnow()
            self._timer.async_set_at(until - offset)
