"""One subscription: what is shown of batteries is sent when it changes.

Nothing is polled: it listens to what the entities of a battery listen to, and to the
entries that come and go.
"""

from collections.abc import Awaitable, Callable, Iterable, Sequence
from datetime import datetime
from functools import partial
from itertools import islice
from typing import Final

from homeassistant.auth.models import User
from homeassistant.config_entries import (
    SIGNAL_CONFIG_ENTRY_CHANGED,
    ConfigEntry,
    ConfigEntryChange,
)
from homeassistant.core import CALLBACK_TYPE, HomeAssistant, callback
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers.dispatcher import async_dispatcher_connect
from homeassistant.helpers.event import async_track_time_change

from ..const import DOMAIN
from ..coordinator import AmpsCoordinator
from ..services.targets import Target
from .batteries import coordinators, is_battery, loaded, may_read
from .shapes import Shape

MAX_BATCH: Final = 50
"""How many batteries one message contains at most."""
AWAY: Final[Shape] = {"available": False}
"""What is sent of a battery that is not followed at the moment."""


class Feed:
    """Sends what is shown of some batteries, or of all that a user may see.

    A message has the batteries in the order in which to show them, where that is
    another than before, and what changed of each.
    """

    def __init__(
        self,
        hass: HomeAssistant,
        user: User,
        describe: Callable[[Target], Awaitable[Shape]],
        send: Callable[[Shape], None],
        *,
        wanted: Sequence[str] | None,
        limit: int | None,
        priced: bool,
    ) -> None:
        """Send nothing yet; `wanted` are ids of devices that the user may see.

        `priced` is whether prices change what is shown.
        """
        self._hass = hass
        self._user = user
        self._describe = describe
        self._send = send
        self._wanted = wanted
        self._limit = limit
        self._priced = priced
        self._targets: dict[str, Target] = {}
        """The batteries that are followed now, by device."""
        self._order: list[str] = []
        self._sent_order: list[str] | None = None
        self._sent: dict[str, Shape] = {}
        """What the browser knows of each battery."""
        self._due: dict[str, None] = {}
        """The batteries of which something may have changed."""
        self._sending = False
        self._stopped = False
        self._watching: list[CALLBACK_TYPE] = []
        self._listening: list[CALLBACK_TYPE] = []

    @callback
    def async_start(self) -> None:
        """Send all, and from now on what changes."""
        entries = async_dispatcher_connect(
            self._hass, SIGNAL_CONFIG_ENTRY_CHANGED, self._async_entry_changed
        )
        # the days that are shown are others then
        midnight = async_track_time_change(
            self._hass, self._async_midnight, hour=0, minute=0, second=0
        )
        self._watching = [entries, midnight]
        self._async_follow()

    @callback
    def async_stop(self) -> None:
        """Send nothing more."""
        self._stopped = True
        for end in (*self._watching, *self._listening):
            end()

    @callback
    def _async_entry_changed(
        self, _change: ConfigEntryChange, entry: ConfigEntry
    ) -> None:
        if entry.domain == DOMAIN:
            self._async_follow()

    @callback
    def _async_midnight(self, _now: datetime) -> None:
        self._async_changed(self._targets)

    @callback
    def _async_follow(self) -> None:
        for end in self._listening:
            end()
        self._targets = self._found()
        self._listening = [
            coordinator.async_add_listener(
                partial(self._async_look, coordinator, frozenset(coordinator.data))
            )
            for coordinator in coordinators(self._hass)
        ]
        for device_id, target in self._targets.items():
            changed = partial(self._async_changed, [device_id])
            battery = target.controller.coordinator.battery(target.battery_id)
            self._listening.append(battery.async_add_listener(changed))
            if self._priced:
                added = target.account.prices.async_add_listener(changed)
                self._listening.append(added)
        self._order = self._shown()
        self._async_changed(self._order)

    @callback
    def _async_look(self, coordinator: AmpsCoordinator, before: frozenset[str]) -> None:
        """Follow the batteries that an account has now, if they are others."""
        if coordinator.data.keys() != before:
            self._async_follow()

    def _found(self) -> dict[str, Target]:
        """Return the batteries that are followed now and to be shown, by device."""
        there = {target.device_id: target for target in loaded(self._hass)}
        if self._wanted is not None:
            return {
                device_id: there[device_id]
                for device_id in self._wanted
                if device_id in there
            }
        named = sorted(
            there.values(), key=lambda target: (target.name, target.device_id)
        )
        seen = (
            target
            for target in named
            if may_read(self._hass, self._user, target.device_id)
        )
        return {target.device_id: target for target in islice(seen, self._limit)}

    def _shown(self) -> list[str]:
        """Return the devices to show: an entry that is being reloaded hides none."""
        if self._wanted is not None:
            return [*self._wanted]
        left = [
            device_id for device_id in self._order if device_id not in self._targets
        ]
        away = [device_id for device_id in left if is_battery(self._hass, device_id)]
        return [*self._targets, *away][: self._limit]

    @callback
    def _async_changed(self, device_ids: Iterable[str]) -> None:
        self._due |= dict.fromkeys(device_ids)
        if not self._sending:
            self._sending = True
            _ = self._hass.async_create_background_task(self._async_send(), "amps feed")

    async def _async_send(self) -> None:
        """Send what changed until nothing is due."""
        try:
            while not self._stopped and (self._due or self._order != self._sent_order):
                due = list(islice(self._due, MAX_BATCH))
                for device_id in due:
                    del self._due[device_id]
                await self._async_send_some(due)
        finally:
            self._sending = False

    async def _async_send_some(self, device_ids: Iterable[str]) -> None:
        batteries: dict[str, Shape] = {}
        for device_id in device_ids:
            shown = await self._async_described(device_id)
            before = self._sent.get(device_id, {})
            changed = {
                key: value
                for key, value in shown.items()
                if key not in before or before[key] != value
            }
            if changed:
                self._sent[device_id] = {**before, **shown}
                batteries[device_id] = changed
        event: Shape = {"batteries": batteries} if batteries else {}
        if self._order != self._sent_order:
            event["order"] = self._sent_order = self._order
        if event and not self._stopped:
            self._send(event)

    async def _async_described(self, device_id: str) -> Shape:
        target = self._targets.get(device_id)
        if target is None or target.controller.snapshot is None:
            return AWAY
        try:
            return await self._describe(target)
        except HomeAssistantError:
            return AWAY  # it left meanwhile
