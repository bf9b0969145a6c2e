"""Polls the account: the only reader of Amps, and what is known of its batteries."""

from collections import deque
from collections.abc import Container, Iterable
from datetime import datetime, timedelta
import logging
from typing import Any, override

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant, callback
from homeassistant.exceptions import ConfigEntryAuthFailed
from homeassistant.helpers.update_coordinator import DataUpdateCoordinator, UpdateFailed
from homeassistant.util import dt as dt_util

from .account_faults import async_note_poll
from .api import AmpsClient
from .api.errors import AmpsError, KeyRefusedError
from .api.models import Action, ActionState, Battery
from .budget import Budget, LastHour
from .const import (
    CONF_ADD_NEW,
    CONF_BATTERIES,
    CONF_IGNORED,
    DOMAIN,
    MAX_BATTERIES,
)
from .exceptions import placeholders, reading_key
from .names import battery_names
from .ownership import owned_elsewhere
from .reader import Reader
from .refusals import Refusals
from .snapshot import Snapshot

_LOGGER = logging.getLogger(__name__)

POLL_INTERVAL = timedelta(seconds=60)
RECONCILE_INTERVAL = timedelta(minutes=15)
"""How often all that is not terminal is listed, whatever the batteries report."""
NEWEST_PAGE = 50
FAILED_POLLS = 3
FAILED_FOR = timedelta(minutes=5)
"""What is known stays for so many failed polls, or for so long."""
SLICE = 0.01
"""Seconds that writing states may hold the event loop at a time."""


class AmpsCoordinator(DataUpdateCoordinator[dict[str, Snapshot]]):
    """Knows the batteries of one key, by Amps device id."""

    config_entry: ConfigEntry[Any]

    def __init__(
        self, hass: HomeAssistant, entry: ConfigEntry[Any], client: AmpsClient
    ) -> None:
        """Know nothing yet."""
        super().__init__(
            hass,
            _LOGGER,
            config_entry=entry,
            name=entry.title,
            update_interval=POLL_INTERVAL,
        )
        self.client = client
        self.budget = Budget()
        self.traffic = LastHour()
        """Requests of all kinds, as they are noted at every poll."""
        self.reader = Reader(self)
        self.data = {}
        self.names: dict[str, str] = {}
        """What the batteries are called, by Amps device id."""
        self.left_out: dict[str, Battery] = {}
        """Batteries that the account has and this entry does not follow."""
        self.last_poll: datetime | None = None
        """When Amps last answered a poll."""
        self._refusals = Refusals()
        self._failed_since: datetime | None = None
        self._failures = 0
        self._polls = 0
        self._missing: set[str] = set()
        self._changed: set[str] = set()
        self._shown_success = True
        self._sought: set[str] = set()
        self._to_reconcile: deque[ActionState] = deque()
        self._reconciled: datetime | None = None

    def now(self) -> datetime:
        """Give the time on Amps' clock, as far as it is known."""
        return dt_util.utcnow() + (self.client.clock_offset or timedelta())

    @property
    def answered(self) -> datetime | None:
        """When Amps last answered a poll, on its clock."""
        return self.last_poll and self.last_poll + (self.now() - dt_util.utcnow())

    @property
    def listed(self) -> datetime | None:
        """When all that is not terminal was last listed, on Amps' clock."""
        return self._reconciled and self._reconciled + (self.now() - dt_util.utcnow())

    def has_left(self, device_id: str) -> bool:
        """Whether a battery is gone, or is no longer followed, beyond a blip."""
        if device_id in self.data:
            return False
        return device_id in self.left_out or self._polls > 1

    @override
    async def _async_update_data(self) -> dict[str, Snapshot]:
        """Read the account once; what is known stays while a failure is young."""
        before = self.data
        self.traffic.note(self.client.requests)
        try:
            async with self.budget.place(urgent=True):
                asked = self.client.requests
                listed = await self.client.list_batteries()
                self.budget.spent(self.client.requests - asked - 1)
        except AmpsError as err:
            await self._async_failed(err)
            return before
        self._succeeded()
        data = self._with_listed(listed)
        data = await self._async_with_actions(data)
        self._note_changes(before, data)
        return data

    def _succeeded(self) -> None:
        async_note_poll(self.hass, self.config_entry.entry_id, None)
        self._refusals.worked()
        self._polls += 1
        self._failures = 0
        self._failed_since = None
        self.last_poll = dt_util.utcnow()
        self.update_interval = POLL_INTERVAL

    async def _async_failed(self, error: AmpsError) -> None:
        """Note a failed poll; raises where it has lasted too long to be a blip."""
        now = dt_util.utcnow()
        async_note_poll(self.hass, self.config_entry.entry_id, error)
        bad = self._refusals.key_is_bad(error, now)
        if isinstance(error, KeyRefusedError) and self.last_poll is None and not bad:
            bad = await self._async_refused_again()
        names = placeholders(error)
        if bad:
            raise ConfigEntryAuthFailed(
                translation_domain=DOMAIN,
                translation_key="key_refused",
                translation_placeholders=names,
            ) from error
        delay = self._refusals.delay(error)
        if delay is not None:
            self.budget.hold(delay)
        self.update_interval = (
            POLL_INTERVAL if delay is None else timedelta(seconds=delay)
        )
        self._failures += 1
        self._failed_since = self._failed_since or now
        young = now - self._failed_since < FAILED_FOR
        if self.last_poll and self._failures < FAILED_POLLS and young:
            _LOGGER.debug("A poll failed: %s", error)
            return
        raise UpdateFailed(
            translation_domain=DOMAIN,
            translation_key=reading_key(error),
            translation_placeholders=names,
            retry_after=delay,
        ) from error

    async def _async_refused_again(self) -> bool:
        """Ask once more at set-up, where no later poll can confirm a refusal."""
        try:
            await self.client.probe()
        except KeyRefusedError:
            return True
        except AmpsError:
            return False
        return False

    def _with_listed(self, listed: Iterable[Battery]) -> dict[str, Snapshot]:
        """Give what is known after a listing; a battery goes when it missed two."""
        data: dict[str, Snapshot] = {}
        new: list[Battery] = []
        for battery in listed:
            if (known := self.data.get(battery.id)) is not None:
                data[battery.id] = known.with_battery(battery)
            else:
                new.append(battery)
        missing = self.data.keys() - data.keys()
        for device_id in missing - self._missing:
            data[device_id] = self.data[device_id]
        self._missing = missing
        self._add_new(data, new)
        if data.keys() != self.data.keys():
            self.names = battery_names(it.battery for it in data.values())
        return data

    def _add_new(self, data: dict[str, Snapshot], new: Iterable[Battery]) -> None:
        """Follow the batteries that are meant to be, as far as an entry can hold."""
        options = self.config_entry.options
        chosen = options.get(CONF_BATTERIES, ())
        self.left_out = {battery.id: battery for battery in new}
        if not self.left_out:
            return
        barred = {*options.get(CONF_IGNORED, ())}
        barred |= owned_elsewhere(self.hass, self.config_entry)
        for device_id, battery in list(self.left_out.items()):
            wanted = options.get(CONF_ADD_NEW, True) and device_id not in barred
            if (wanted or device_id in chosen) and len(data) < MAX_BATTERIES:
                data[device_id] = Snapshot(battery=battery)
                del self.left_out[device_id]

    async def _async_with_actions(
        self, data: dict[str, Snapshot]
    ) -> dict[str, Snapshot]:
        """Give what is known after the one listing of actions that a poll may make.

        At the first poll all of them are made.
        """
        now = dt_util.utcnow()
        if self._reconciled is None or now - self._reconciled >= RECONCILE_INTERVAL:
            self._to_reconcile.extend((ActionState.SCHEDULED, ActionState.ACKNOWLEDGED))
            first, self._reconciled = self._reconciled is None, now
            if first:
                data = await self._async_listed_actions(data, None)
                while self._to_reconcile:
                    state = self._to_reconcile.popleft()
                    data = await self._async_listed_actions(data, state)
                return data
        if self._to_reconcile:
            return await self._async_listed_actions(data, self._to_reconcile.popleft())
        if any(self._wants_newest(snapshot) for snapshot in data.values()):
            return await self._async_listed_actions(data, None)
        return data

    def unlisted(self, snapshot: Snapshot) -> Action | None:
        """Give the last action where the lists did not tell all of it."""
        action = snapshot.last_action
        if action is None:
            return None
        if snapshot.action(action.id) is None:
            return action if action.id in self._sought else None
        failed = action.state is ActionState.FAILED
        return action if failed and action.error_code is None else None

    def _wants_newest(self, snapshot: Snapshot) -> bool:
        """Whether the list of actions can tell more of the battery's last action."""
        battery = snapshot.battery
        if not battery.reports_last_action:
            return True
        summary = battery.last_action
        if summary is None or snapshot.action(summary.id) is not None:
            return False
        return summary.id not in self._sought

    async def _async_listed_actions(
        self, data: dict[str, Snapshot], state: ActionState | None
    ) -> dict[str, Snapshot]:
        limit = NEWEST_PAGE if state is None else None
        try:
            async with self.budget.place(urgent=True):
                actions = await self.client.list_actions(state=state, limit=limit)
        except AmpsError as err:
            _LOGGER.debug("The actions could not be listed: %s", err)
            return data
        by_device: dict[str, list[Action]] = {}
        for action in actions:
            by_device.setdefault(action.device_id, []).append(action)
        if state is not None:
            self.reader.async_doubt(_unlisted_in(data, state, actions))
        new = {
            device_id: data[device_id].with_actions(of_device)
            for device_id, of_device in by_device.items()
            if device_id in data
        }
        if state is None:
            self._sought = {
                snapshot.battery.last_action.id
                for snapshot in data.values()
                if snapshot.battery.last_action is not None
            }
        return {**data, **new}

    def _note_changes(
        self, before: dict[str, Snapshot], after: dict[str, Snapshot]
    ) -> None:
        for device_id in before.keys() | after.keys():
            if before.get(device_id) is not after.get(device_id):
                self._changed.add(device_id)

    @callback
    def async_apply(
        self,
        device_id: str,
        *,
        battery: Battery | None = None,
        actions: Iterable[Action] = (),
        trouble: str | None = None,
    ) -> None:
        """Take in what was read of one battery outside the account's poll."""
        if (known := self.data.get(device_id)) is None:
            return
        new = known.with_battery(battery) if battery else known
        if battery or trouble:
            new = new.with_trouble(trouble)
        self._async_replace(known, new.with_actions(actions))

    @callback
    def async_forget_action(self, action: Action) -> None:
        """Forget an action that Amps does not know any more."""
        if (known := self.data.get(action.device_id)) is not None:
            self._async_replace(known, known.without_action(action.id))

    @callback
    def _async_replace(self, known: Snapshot, new: Snapshot) -> None:
        if new is not known:
            self.data = {**self.data, new.battery.id: new}
            self._changed.add(new.battery.id)
            self.async_update_listeners()
            self.reader.async_schedule()

    @callback
    def async_show(self, device_ids: Container[str]) -> None:
        """Write the states of some batteries again, without a request."""
        self._call_listeners(
            deque(
                listener
                for listener, (_, context) in self._listeners.items()
                if context is not None and context in device_ids
            )
        )

    @callback
    @override
    def async_update_listeners(self) -> None:
        """Call the listeners of the batteries that changed, in slices.

        A listener without a context is called after every poll and change, and
        everybody is where the service went or came back.
        """
        changed, self._changed = self._changed, set()
        everybody = self._shown_success != self.last_update_success
        self._shown_success = self.last_update_success
        due = deque(
            listener
            for listener, (_, context) in self._listeners.items()
            if everybody or context is None or context in changed
        )
        self._call_listeners(due)

    @callback
    def _call_listeners(self, due: deque[int]) -> None:
        until = self.hass.loop.time() + SLICE
        while due:
            if (listener := self._listeners.get(due.popleft())) is None:
                continue
            try:
                listener[0]()
            except Exception:
                _LOGGER.exception("Unexpected error updating a listener")
            if self.hass.loop.time() >= until:
                self.hass.loop.call_soon(self._call_listeners, due)
                return

    @callback
    @override
    def _async_refresh_finished(self) -> None:
        """Let the reader look at what became due, and at what is new."""
        self.reader.async_schedule()

    @override
    async def async_shutdown(self) -> None:
        """Stop polling and reading."""
        await super().async_shutdown()
        self.reader.async_stop()


def _unlisted_in(
    data: dict[str, Snapshot], state: ActionState, listed: Iterable[Action]
) -> set[str]:
    """Give the actions that are known in a state of which all were listed."""
    there = {action.id for action in listed}
    return {
        action.id
        for snapshot in data.values()
        for action in snapshot.actions
        if action.state is state and action.id not in there
    }
