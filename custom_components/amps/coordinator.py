"""Polls the account: the only reader of Amps, and what is known of its batteries."""

import asyncio
from collections.abc import Iterable
from datetime import datetime, timedelta, tzinfo
from itertools import chain
import logging
from typing import Any, override

from homeassistant.config_entries import SOURCE_REAUTH, ConfigEntry
from homeassistant.core import HomeAssistant, callback
from homeassistant.exceptions import ConfigEntryAuthFailed, ConfigEntryNotReady
from homeassistant.helpers.update_coordinator import DataUpdateCoordinator, UpdateFailed
from homeassistant.util import dt as dt_util

from .account.action_lists import ActionLists
from .account.auth_backoff import AuthBackoff
from .account.health import async_note_poll
from .account.names import battery_names
from .account.ownership import async_claim, async_release, owned_elsewhere
from .account.rate_limiter import LastHour, RateLimiter, Turn, taking
from .account.slices import async_in_slices
from .account.snapshot import Snapshot, settled
from .api import AmpsClient
from .api.errors import AmpsError, KeyRefusedError, NoAnswerError, UnauthorizedError
from .api.models import Action, Battery
from .const import CONF_ADD_NEW, CONF_BATTERIES, CONF_IGNORED, DOMAIN, MAX_BATTERIES
from .exceptions import placeholders, reading_key

_LOGGER = logging.getLogger(__name__)

POLL_INTERVAL = timedelta(seconds=60)
FIRST_POLL_SECONDS = 150
"""Seconds for all of the first poll."""
MAX_FAILED_POLLS = 3
MAX_FAILED_TIME = timedelta(minutes=5)
"""What is known stays for so many failed polls, or for so long."""


class BatteryCoordinator(DataUpdateCoordinator[Snapshot | None]):
    """What is known of one battery, as its account's coordinator feeds it."""

    config_entry: ConfigEntry[Any]

    def __init__(self, account: AmpsCoordinator, battery_id: str) -> None:
        """Know what the account knows."""
        super().__init__(
            account.hass, _LOGGER, config_entry=account.config_entry, name=battery_id
        )
        self._account = account
        self.async_take_in()

    @callback
    def async_take_in(self) -> None:
        """Take over what the account knows now; None once the battery has left."""
        self.data = self._account.data.get(self.name)
        self.last_update_success = self._account.last_update_success

    @override
    async def async_request_refresh(self) -> None:
        """Read the account: one poll is for all of its batteries."""
        await self._account.async_request_refresh()


class AmpsCoordinator(DataUpdateCoordinator[dict[str, Snapshot]]):
    """Knows the batteries of one key, by battery id."""

    config_entry: ConfigEntry[Any]

    def __init__(
        self,
        hass: HomeAssistant,
        entry: ConfigEntry[Any],
        client: AmpsClient,
        limiter: RateLimiter,
        lists: ActionLists,
    ) -> None:
        """Know nothing yet; `limiter` is the client's gate."""
        super().__init__(
            hass,
            _LOGGER,
            config_entry=entry,
            name=entry.title,
            update_interval=POLL_INTERVAL,
        )
        self.client = client
        self.limiter = limiter
        self.traffic = LastHour()
        """Requests of all kinds, as they are noted at every poll."""
        self._lists = lists
        self.data = {}
        self.names: dict[str, str] = {}
        """What the batteries are called, by battery id."""
        self.left_out: dict[str, Battery] = {}
        """Batteries that the account has and this entry does not follow."""
        self.up_since = self.now()
        """Since when this account is followed, on Amps' clock."""
        self.running_since: datetime | None = None
        """Since when Amps was tried to be reached before, on its clock, if it was."""
        self.last_poll: datetime | None = None
        """When Amps last answered a poll."""
        self._polled: float | None = None
        self._answers: float | None = None
        self._refusals = AuthBackoff()
        self._failed_since: datetime | None = None
        self._failures = 0
        self._polls = 0
        self._clock_told = False
        self.zones: dict[str, tzinfo] = {}
        """Time zones by name: they are read before they are needed."""
        self._missing: set[str] = set()
        self._merged: dict[str, tuple[Snapshot, Battery]] = {}
        """By battery id what is known, and the list's item that is in it."""
        self._changed: set[str] = set()
        self.only: str | None = None
        """The battery that alone was read, while listeners are called for that."""
        self._batteries: dict[str, BatteryCoordinator] = {}
        self._shown_success = True

    def now(self) -> datetime:
        """Return the time on Amps' clock, as far as it is known."""
        return dt_util.utcnow() + (self.client.clock_offset or timedelta())

    @property
    def answered(self) -> datetime | None:
        """When Amps last answered a poll, on its clock."""
        return self._on_amps_clock(self._polled)

    @property
    def answers_since(self) -> datetime | None:
        """Since when Amps answers polls again, on its clock; None: it always did."""
        return self._on_amps_clock(self._answers)

    @property
    def listed(self) -> datetime | None:
        """When all that is not terminal was last listed, on Amps' clock."""
        return self._on_amps_clock(self._lists.complete)

    def _on_amps_clock(self, at: float | None) -> datetime | None:
        """Return a time of the event loop's clock as one of Amps' clock."""
        if at is None:
            return None
        return self.now() - timedelta(seconds=self.hass.loop.time() - at)

    def has_left(self, battery_id: str) -> bool:
        """Return whether a battery is gone, or is no longer followed, beyond a blip."""
        if battery_id in self.data:
            return False
        return battery_id in self.left_out or self._polls > 1

    async def async_first_poll(self) -> None:
        """Read the account for the first time; raises ConfigEntryNotReady.

        Home Assistant cancels a set-up of 300 seconds, and does not try it again.
        """
        try:
            async with asyncio.timeout(FIRST_POLL_SECONDS):
                await self.async_config_entry_first_refresh()
                self.up_since = self.now()
        except TimeoutError as err:
            late = NoAnswerError(endpoint="GET /battery", message="TimeoutError")
            raise ConfigEntryNotReady(
                translation_domain=DOMAIN,
                translation_key=reading_key(late),
                translation_placeholders=placeholders(late),
            ) from err

    @override
    async def _async_update_data(self) -> dict[str, Snapshot]:
        """Read the account once; what is known stays while a failure is young."""
        self.traffic.note(self.client.requests)
        try:
            with taking(Turn.POLL):
                listed = await self.client.list_batteries()
        except AmpsError as err:
            await self._async_failed(err)
            return self.data
        self._succeeded()
        self._take(self._with_listed(listed))
        soon = self._polls == 1
        await self._lists.async_read(self.data, self._take_listed, soon=soon)
        return self.data

    def _succeeded(self) -> None:
        async_note_poll(self.hass, self.config_entry.entry_id, None)
        if self._refusals.worked():
            self._async_withdraw_reauth()
        self._polls += 1
        self._failures = 0
        self._failed_since = None
        self.last_poll = dt_util.utcnow()
        self._polled = self.hass.loop.time()
        if not self.last_update_success:
            self._answers = self._polled
        self.update_interval = POLL_INTERVAL
        if self.client.clock_is_assumed and not self._clock_told:
            self._clock_told = True
            _LOGGER.warning(
                "Amps does not send the time: using Home Assistant's clock instead"
            )

    def _async_withdraw_reauth(self) -> None:
        """Ask for no other key any more: this one works again."""
        flows = self.config_entry.async_get_active_flows(self.hass, {SOURCE_REAUTH})
        for flow in list(flows):
            self.hass.config_entries.flow.async_abort(flow["flow_id"])

    async def _async_failed(self, error: AmpsError) -> None:
        """Note a failed poll; raises where it has lasted too long to be a blip."""
        now = dt_util.utcnow()
        async_note_poll(self.hass, self.config_entry.entry_id, error)
        bad = self._refusals.key_is_bad(error, now)
        if isinstance(error, KeyRefusedError) and self.last_poll is None and not bad:
            bad = await self._async_refused_again()
        names = placeholders(error)
        if bad and self.last_poll and isinstance(error, UnauthorizedError):
            # it may be throttled all the same: the polls go on
            self.config_entry.async_start_reauth(self.hass)
        elif bad:
            raise ConfigEntryAuthFailed(
                translation_domain=DOMAIN,
                translation_key="key_refused",
                translation_placeholders=names,
            ) from error
        delay = self._refusals.delay(error)
        if delay is not None:
            self.limiter.hold(delay)
        self.update_interval = (
            POLL_INTERVAL if delay is None else timedelta(seconds=delay)
        )
        self._failures += 1
        self._failed_since = self._failed_since or now
        young = now - self._failed_since < MAX_FAILED_TIME
        if self.last_poll and self._failures < MAX_FAILED_POLLS and young:
            _LOGGER.debug("Polling failed: %s", error)
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
            with taking(Turn.POLL):
                await self.client.probe()
        except KeyRefusedError:
            return True
        except AmpsError:
            return False
        return False

    def _with_listed(self, listed: Iterable[Battery]) -> dict[str, Snapshot]:
        """Return what is known after a listing; a battery goes when it missed two."""
        data: dict[str, Snapshot] = {}
        new: list[Battery] = []
        for battery in listed:
            if (known := self.data.get(battery.id)) is not None:
                data[battery.id] = self._with_item(known, battery)
            else:
                new.append(battery)
        missing = self.data.keys() - data.keys()
        for battery_id in missing - self._missing:
            data[battery_id] = self.data[battery_id]
        for battery_id in self._merged.keys() - data.keys():
            del self._merged[battery_id]
        self._missing = missing
        self._add_new(data, new)
        async_claim(self.hass, self.config_entry, data)
        if data.keys() != self.data.keys():
            self.names = battery_names(snapshot.battery for snapshot in data.values())
        return data

    def _with_item(self, known: Snapshot, item: Battery) -> Snapshot:
        """Return what is known with an item of the list, which may be in it already."""
        before, merged = self._merged.get(item.id, (None, None))
        if known is before and item is merged:
            return known
        new = known.with_battery(item)
        self._merged[item.id] = new, item
        return new

    def _add_new(self, data: dict[str, Snapshot], new: Iterable[Battery]) -> None:
        """Follow the batteries that are meant to be, as far as an entry can hold."""
        options = self.config_entry.options
        chosen = options.get(CONF_BATTERIES, ())
        self.left_out = {battery.id: battery for battery in new}
        if not self.left_out:
            return
        barred = {*options.get(CONF_IGNORED, ())}
        barred |= owned_elsewhere(self.hass, self.config_entry)
        for battery_id, battery in list(self.left_out.items()):
            wanted = options.get(CONF_ADD_NEW, True) and battery_id not in barred
            if (wanted or battery_id in chosen) and len(data) < MAX_BATTERIES:
                data[battery_id] = Snapshot(battery=battery)
                del self.left_out[battery_id]

    def _take(self, after: dict[str, Snapshot]) -> None:
        """Merge the result of a poll; listeners are called when the poll is over."""
        before = self.data
        changed = {
            battery_id
            for battery_id in before.keys() | after.keys()
            if before.get(battery_id) is not after.get(battery_id)
        }
        self._changed |= changed
        if changed:
            self.data = after

    def _take_listed(self, actions: Iterable[Action]) -> None:
        """Merge the actions of a list of the poll."""
        by_device: dict[str, list[Action]] = {}
        for action in map(self._settled, actions):
            by_device.setdefault(action.battery_id, []).append(action)
        new = {
            battery_id: self.data[battery_id].with_actions(of_device)
            for battery_id, of_device in by_device.items()
            if battery_id in self.data
        }
        self._take({**self.data, **new})

    @callback
    def async_apply(
        self,
        battery_id: str,
        *,
        battery: Battery | None = None,
        actions: Iterable[Action] = (),
        trouble: str | None = None,
        gone: str | None = None,
    ) -> None:
        """Take in what was read of one battery outside the account's poll.

        `gone` is the id of an action that Amps does not know any more.
        """
        if (known := self.data.get(battery_id)) is None:
            return
        new = known.with_battery(battery) if battery else known
        if battery or trouble:
            new = new.with_trouble(trouble)
        new = new.with_actions(map(self._settled, actions))
        if gone is not None:
            new = new.without_action(gone)
        if new is not known:
            self.data = {**self.data, new.battery.id: new}
            self._changed.add(new.battery.id)
            self.only = new.battery.id
            try:
                self.async_update_listeners()
            finally:
                self.only = None

    def _settled(self, action: Action) -> Action:
        return settled(action, self.now())

    def battery(self, battery_id: str) -> BatteryCoordinator:
        """Return the coordinator of a battery, which may have left."""
        if (battery := self._batteries.get(battery_id)) is None:
            battery = self._batteries[battery_id] = BatteryCoordinator(self, battery_id)
        return battery

    @callback
    def async_show(self, battery_ids: Iterable[str]) -> None:
        """Write the states of some batteries again, without a request."""
        batteries = map(self.battery, battery_ids)
        async_in_slices(self.hass, (one.async_update_listeners for one in batteries))

    @callback
    @override
    def async_update_listeners(self) -> None:
        """Call the account's own listeners, then those of the batteries that changed.

        Those of all batteries where the service went or came back.
        """
        changed, self._changed = self._changed, set()
        everybody = self._shown_success != self.last_update_success
        self._shown_success = self.last_update_success
        batteries = [
            battery
            for battery_id, battery in self._batteries.items()
            if everybody or battery_id in changed
        ]
        for battery in batteries:
            battery.async_take_in()
        shows = (battery.async_update_listeners for battery in batteries)
        async_in_slices(self.hass, chain([super().async_update_listeners], shows))

    @override
    async def async_shutdown(self) -> None:
        """Stop polling."""
        await super().async_shutdown()
        async_release(self.hass, self.config_entry)
