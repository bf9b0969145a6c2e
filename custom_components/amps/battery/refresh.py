"""Reads single batteries and actions when they are due, within the entry's rate limit.

The list of batteries never makes Amps ask a battery, so each is also read by itself; an
action on its way is followed to its end (`docs/data-updates.md`).
"""

from collections.abc import Callable, Coroutine, Iterator
from datetime import datetime, timedelta
from functools import partial
import logging
from typing import Any

from homeassistant.core import callback
from homeassistant.util import dt as dt_util

from ..account.action_lists import ActionLists
from ..account.auth_backoff import BACKOFF_SECONDS
from ..account.rate_limiter import Turn, taking
from ..account.snapshot import Snapshot, settled
from ..api.errors import (
    AmpsError,
    DeviceOfflineError,
    LinkBrokenError,
    NotFoundError,
    ThrottledError,
    UnauthorizedError,
)
from ..api.models import Action, ActionState, Battery
from ..const import CONF_READING_PACE, DEFAULT_READING_PACE
from ..coordinator import AmpsCoordinator
from .absences import Absences
from .timer import OneShotTimer

_LOGGER = logging.getLogger(__name__)

READ_DELAY_AFTER_PULL = timedelta(seconds=5)
"""How long after Amps' cache of a battery expired it is read."""
ACTION_PACES = (
    (timedelta(seconds=20), timedelta(seconds=2)),
    (timedelta(seconds=60), timedelta(seconds=5)),
)
"""How long an action has been on its way, and how often it is read until then."""
LATE_ACTION_PACE = timedelta(seconds=30)
AWAY_PACE = timedelta(minutes=5)
"""How often a battery is read that Amps cannot reach."""
WINDOW_PACE = timedelta(minutes=5)
"""How often the action of a running window is read; its end is known."""
EXPEDITED_CACHE_TIME = timedelta(seconds=60)
BOUNDARY_DELAY = timedelta(seconds=1)
"""How long after its start, and after its end, an action is read."""


class Reader:
    """Keeps one timer for the earliest read that is due."""

    def __init__(self, coordinator: AmpsCoordinator, lists: ActionLists) -> None:
        """Read nothing until started."""
        self.absences = Absences(coordinator)
        self._coordinator = coordinator
        self._lists = lists
        self._expected: dict[str, list[datetime]] = {}
        self._planned: dict[str, datetime] = {}
        self._hinted: set[str] = set()
        self._hinted_actions: set[str] = set()
        self._answered: set[str] = set()
        self._read: dict[str, datetime] = {}
        self._moving_since: dict[str, datetime] = {}
        self._action_read: dict[str, datetime] = {}
        self._unanswered: set[str] = set()
        """Ids of actions whose last read Amps did not answer."""
        self._told_all: set[str] = set()
        """Ids of last actions that will not change any more."""
        self._in_flight: set[str] = set()
        self._timer = OneShotTimer(coordinator.hass, self._async_look)
        self._is_to_look = False
        self._looked: datetime | None = None
        self._tidied: dict[str, Snapshot] | None = None
        self._stopped = False

    @callback
    def async_start(self) -> None:
        """Read what is due, now and after every poll and change."""
        entry = self._coordinator.config_entry
        remove = self._coordinator.async_add_listener(self.async_schedule)
        entry.async_on_unload(remove)
        entry.async_on_unload(self.async_stop)
        self.async_schedule()

    @callback
    def async_expect(self, battery_id: str, at: datetime) -> None:
        """Read a battery, expedited, at an instant of our clock."""
        self._expected.setdefault(battery_id, []).append(at)
        self.async_schedule()

    @callback
    def async_plan(self, battery_id: str, at: datetime | None) -> None:
        """Read a battery, expedited, at an instant; this replaces the one before."""
        if at == self._planned.get(battery_id):
            return
        if at is None:
            del self._planned[battery_id]
        else:
            self._planned[battery_id] = at
        self.async_schedule()

    @callback
    def async_hint(self, battery_id: str, action_id: str | None = None) -> None:
        """Read a battery, and an action, at once: something may have happened.

        The limiter's pace is kept, so that many hints do not become a flood.
        """
        self._hinted.add(battery_id)
        if action_id is not None:
            self._hinted_actions.add(action_id)
        self.async_schedule()

    def has_answer(self, battery_id: str) -> bool:
        """Return whether the battery was read by itself since the start."""
        return battery_id in self._answered

    @callback
    def async_stop(self) -> None:
        """Read nothing more."""
        self._stopped = True
        self._timer.async_cancel()

    @callback
    def async_schedule(self) -> None:
        """Look soon, once for all that asks for it, at what is due."""
        if not self._is_to_look:
            self._is_to_look = True
            self._coordinator.hass.loop.call_soon(self._async_look)

    @callback
    def _async_look(self) -> None:
        """Start what is due and set the timer for what comes next."""
        self._is_to_look = False
        self._timer.async_cancel()
        if self._stopped:
            return
        now = dt_util.utcnow()
        if self._looked is not None and now < self._looked:
            self._forget_what_is_to_come(now)
        self._looked = now
        self._hinted &= self._coordinator.data.keys()
        self._hinted_actions |= self._lists.take_doubted()
        if self._tidied is not self._coordinator.data:
            self._tidied = self._coordinator.data
            self._forget_what_ended()
        upcoming: list[datetime] = []
        for at, start, what in self._wanted(now):
            if at > now:
                upcoming.append(at)
            else:
                start(what)
        if upcoming:
            self._timer.async_set_at(min(upcoming))

    def _start_hinted_action(self, action_id: str) -> None:
        self._start(f"action {action_id}", partial(self._async_hinted, action_id))

    def _start_action(self, action: Action) -> None:
        self._start(f"action {action.id}", partial(self._async_read_action, action))

    def _start_hinted(self, battery_id: str) -> None:
        read = partial(self._async_read_hinted, battery_id)
        self._start(f"battery {battery_id}", read)

    def _start_expected(self, battery_id: str) -> None:
        read = partial(self._async_read_expected, battery_id)
        self._start(f"battery {battery_id}", read)

    def _start_plain(self, battery_id: str) -> None:
        fast = self._pace < timedelta(minutes=DEFAULT_READING_PACE)
        read = partial(self.async_read, battery_id, expedite=fast, turn=Turn.REST)
        self._start(f"battery {battery_id}", read)

    def _start(
        self, name: str, read: Callable[[], Coroutine[Any, Any, object]]
    ) -> None:
        """Read, unless the same is being read already."""
        if name in self._in_flight:
            return
        self._in_flight.add(name)
        _ = self._coordinator.config_entry.async_create_background_task(
            self._coordinator.hass, self._async_run(name, read), f"amps read {name}"
        )

    async def _async_run(
        self, name: str, read: Callable[[], Coroutine[Any, Any, object]]
    ) -> None:
        try:
            await read()
        except AmpsError as err:
            _LOGGER.debug("Reading a battery failed: %s", err)
            if isinstance(err, (ThrottledError, UnauthorizedError)):
                asked = getattr(err, "retry_after", None)
                self._coordinator.limiter.hold(asked or BACKOFF_SECONDS[0])
        finally:
            self._in_flight.discard(name)
            self.async_schedule()

    def _wanted(
        self, now: datetime
    ) -> Iterator[tuple[datetime, Callable[[Any], None], object]]:
        """Return every read to come: its instant, and what starts it, with what."""
        for action_id in list(self._hinted_actions):
            yield now, self._start_hinted_action, action_id
        for battery_id in list(self._hinted):
            yield now, self._start_hinted, battery_id
        ahead, pace = self._coordinator.now() - dt_util.utcnow(), self._pace
        for battery_id, snapshot in self._coordinator.data.items():
            if battery_id in self._expected or battery_id in self._planned:
                yield self._expedited_due(battery_id), self._start_expected, battery_id
            at = self._plain_due(snapshot, now, pace, ahead)
            yield at, self._start_plain, battery_id
            for action in snapshot.actions:
                if not action.is_terminal:
                    at = self._action_due(action, now, ahead)
                    yield at, self._start_action, action
            unlisted = self._lists.unlisted(snapshot)
            if unlisted is not None and unlisted.id not in self._told_all:
                tried = self._action_read.get(unlisted.id)
                at = tried + LATE_ACTION_PACE if tried else now
                yield at, self._start_action, unlisted

    def _expedited_due(self, battery_id: str) -> datetime:
        """Return the earliest expedited read; Amps' own cache lives a minute."""
        due = list(self._expected.get(battery_id, ()))
        if (planned := self._planned.get(battery_id)) is not None:
            read = self._read.get(battery_id)
            due.append(max(planned, read + EXPEDITED_CACHE_TIME) if read else planned)
        return min(due)

    @property
    def _pace(self) -> timedelta:
        options = self._coordinator.config_entry.options
        minutes = int(options.get(CONF_READING_PACE, DEFAULT_READING_PACE))
        return timedelta(minutes=minutes)

    def _plain_due(
        self, snapshot: Snapshot, now: datetime, pace: timedelta, ahead: timedelta
    ) -> datetime:
        """Return the next plain read, on our clock; Amps' is `ahead` of it."""
        if (read := self._read.get(snapshot.battery.id)) is None:
            return now
        if (pulled := snapshot.battery.last_pulled_at) is not None:
            due = pulled - ahead + pace + READ_DELAY_AFTER_PULL
            if due > read:
                return due
            # nothing new came of it: as soon as the link is back there will
            return read + min(pace, AWAY_PACE)
        return read + pace

    def _action_due(self, action: Action, now: datetime, ahead: timedelta) -> datetime:
        missed = action.id in self.absences or action.id in self._unanswered
        if missed and action.id in self._action_read:
            return self._action_read[action.id] + LATE_ACTION_PACE
        start = action.start - ahead + BOUNDARY_DELAY if action.start else None
        if action.state is ActionState.SCHEDULED and start and start > now:
            return start
        since = self._moving_since.setdefault(action.id, now)
        read = self._action_read.get(action.id, since)
        end = action.end - ahead if action.end else None
        for until, pace in ACTION_PACES:
            if now - since < until:
                return read + pace
        if end is None or end + ACTION_PACES[-1][0] < now:
            return read + LATE_ACTION_PACE
        if read < end + BOUNDARY_DELAY <= read + WINDOW_PACE:
            return end + BOUNDARY_DELAY
        return read + (WINDOW_PACE if now < end else ACTION_PACES[-1][1])

    async def _async_read_expected(self, battery_id: str) -> None:
        now = dt_util.utcnow()
        later = [at for at in self._expected.pop(battery_id, ()) if at > now]
        if later:
            self._expected[battery_id] = later
        await self.async_read(battery_id, expedite=True)

    async def _async_read_hinted(self, battery_id: str) -> None:
        self._hinted.discard(battery_id)
        await self.async_read(battery_id, expedite=True, turn=Turn.REST)

    async def _async_hinted(self, action_id: str) -> None:
        """Read an action that may not be known yet; its own answer says whose it is."""
        self._hinted_actions.discard(action_id)
        self._action_read[action_id] = dt_util.utcnow()
        try:
            new = await self._coordinator.client.read_action(action_id)
        except NotFoundError:
            if (known := self._known(action_id)) is not None:
                await self._async_missed(known)
            return
        self._take_in(new)

    async def async_read(
        self, battery_id: str, *, expedite: bool, turn: Turn = Turn.AWAITED
    ) -> Battery:
        """Read one battery by itself and take in the answer; raises AmpsError."""
        coordinator = self._coordinator
        self._read[battery_id] = dt_util.utcnow()
        try:
            with taking(turn):
                battery = await coordinator.client.read_battery(
                    battery_id, expedite=expedite
                )
        except (DeviceOfflineError, LinkBrokenError) as err:
            if err.code is not None:
                self._answered.add(battery_id)
                coordinator.async_apply(battery_id, trouble=err.code)
            raise
        self._answered.add(battery_id)
        coordinator.async_apply(battery_id, battery=battery)
        return battery

    async def _async_read_action(self, action: Action) -> None:
        coordinator = self._coordinator
        self._action_read[action.id] = dt_util.utcnow()
        self._unanswered.add(action.id)
        try:
            with taking(Turn.AWAITED if self._is_fresh(action) else Turn.REST):
                new = await coordinator.client.read_action(action.id)
        except NotFoundError:
            self._unanswered.discard(action.id)
            await self._async_missed(action)
        else:
            self._unanswered.discard(action.id)
            self._take_in(new, action.battery_id)

    async def _async_missed(self, action: Action) -> None:
        """Forget an action that Amps does not find, once it is gone."""
        coordinator = self._coordinator
        if await self.absences.async_is_gone(action.battery_id, action.id):
            self._told_all.add(action.id)
            coordinator.async_apply(action.battery_id, gone=action.id)

    def _known(self, action_id: str) -> Action | None:
        """Return an action that is known of any battery."""
        known = (
            snapshot.action(action_id) for snapshot in self._coordinator.data.values()
        )
        return next((action for action in known if action is not None), None)

    def _take_in(self, new: Action, battery_id: str | None = None) -> None:
        self.absences.found(new.id)
        if settled(new, self._coordinator.now()).is_terminal:
            self._told_all.add(new.id)
        self._coordinator.async_apply(battery_id or new.battery_id, actions=(new,))

    def has_told_all(self, action: Action) -> bool:
        """Return whether everything about an action is known."""
        return action.id in self._told_all

    def _is_fresh(self, action: Action) -> bool:
        since = self._moving_since.get(action.id)
        return since is not None and dt_util.utcnow() - since < ACTION_PACES[-1][0]

    def _forget_what_is_to_come(self, now: datetime) -> None:
        """Keep no note of a clock that was ahead: nothing would be read until then."""
        for notes in (self._moving_since, self._action_read, self._read):
            for key in [key for key, at in notes.items() if at > now]:
                del notes[key]

    def _forget_what_ended(self) -> None:
        """Keep notes only of batteries that are there and of actions on their way."""
        data = self._coordinator.data
        moving = {
            action.id
            for snapshot in data.values()
            for action in snapshot.actions
            if not action.is_terminal
        } | {
            unlisted.id
            for snapshot in data.values()
            if (unlisted := self._lists.unlisted(snapshot)) is not None
        }
        self._told_all &= {
            last.id
            for snapshot in data.values()
            if (last := snapshot.last_action) is not None
        }
        self._unanswered &= moving
        for notes, alive in (
            (self._moving_since, moving),
            (self._action_read, moving),
            (self._read, data.keys()),
            (self._expected, data.keys()),
            (self._planned, data.keys()),
        ):
            for key in [key for key in notes if key not in alive]:
                del notes[key]
        self._answered &= data.keys()
