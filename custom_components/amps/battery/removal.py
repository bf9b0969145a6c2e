"""What happens when a battery is no longer followed.

What the plan has waiting at Amps is cancelled, as far as Amps lets it, and what runs
and would never end is ended. The plan is kept for a while, should the battery come
back.
"""

import asyncio
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
import logging
from typing import NamedTuple

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers.storage import Store
from homeassistant.util import dt as dt_util

from ..account.names import device_name, unmarked
from ..api import AmpsClient
from ..api.errors import AmpsError, NotCancellableError, NotFoundError
from ..api.models import Battery, Command
from ..const import DOMAIN
from ..engine import writes
from ..engine.occurrence import OccurrenceState, Outcome, Reason, Restore
from ..engine.push import restore_push
from ..engine.state import EngineState
from ..schedule.window import Occurrence
from .state import standing_mode
from .store import BatteryStore
from .stored import StoredBattery

_LOGGER = logging.getLogger(__name__)

LEFT = "left"
"""The file of the batteries that are no longer followed has this name."""
RETENTION_TIME = timedelta(days=30)
"""How long a plan is kept for a battery that left the account."""
MAX_ASKING_SECONDS = 60
"""Seconds to wait for Amps, because a set-up or a person is waiting."""


class Remains(NamedTuple):
    """Something that Amps still does, or the battery."""

    occurrence: Occurrence
    ends: bool = True
    """Whether it ends by itself; else it goes on until somebody sets another mode."""


type TellRemains = Callable[[str, str, Sequence[Remains]], None]
"""Tells what stays at Amps of a battery: its battery id, its name, and what."""


async def async_leave(
    hass: HomeAssistant,
    entry: ConfigEntry,
    client: AmpsClient,
    battery_ids: Iterable[str],
    tell: TellRemains,
) -> None:
    """End and cancel what Amps has of batteries that an entry no longer follows."""
    until = asyncio.get_running_loop().time() + MAX_ASKING_SECONDS
    for battery_id in sorted(battery_ids):
        store = BatteryStore(hass, battery_id)
        stored = await store.async_load()
        if stored is None or stored.left is not None:
            continue
        leaving = _Leaving(client, battery_id, stored, until)
        await leaving.async_withdraw()
        await leaving.async_end()
        if leaving.remains:
            name = unmarked(device_name(hass, entry.entry_id, battery_id))
            tell(battery_id, name, leaving.remains)
        now = dt_util.utcnow()
        with suppress(HomeAssistantError):  # then its plan is simply kept
            await store.async_save(replace(stored, state=leaving.state, left=now))
            await _async_note(hass, battery_id, now.isoformat())


async def async_delete_plan(hass: HomeAssistant, battery_id: str) -> None:
    """Forget a battery that left, but for what Amps still has of its plan.

    Should the battery come back, that is cancelled.
    """
    store = BatteryStore(hass, battery_id)
    stored = await store.async_load()
    if stored is None or not stored.state.open:
        await store.async_remove()
        return
    now = dt_util.utcnow()
    await store.async_save(StoredBattery(state=stored.state, left=now))
    await _async_note(hass, battery_id, now.isoformat())


async def async_forget(hass: HomeAssistant) -> None:
    """Forget the plans of batteries that have not come back in time."""
    store = _notes(hass)
    left = await store.async_load() or {}
    now = dt_util.utcnow()
    kept: dict[str, str] = {}
    for battery_id, since in left.items():
        battery = BatteryStore(hass, battery_id)
        stored = await battery.async_load()
        if stored is None or stored.left != (went := datetime.fromisoformat(since)):
            continue
        if now - went < RETENTION_TIME:
            kept[battery_id] = since
        else:
            await battery.async_remove()
    if kept != left:
        await store.async_save(kept)


def _notes(hass: HomeAssistant) -> Store[dict[str, str]]:
    """Return the list of batteries that left, with the instant."""
    return Store(hass, 1, f"{DOMAIN}.{LEFT}", private=True, atomic_writes=True)


async def _async_note(hass: HomeAssistant, battery_id: str, since: str) -> None:
    store = _notes(hass)
    await store.async_save({**(await store.async_load() or {}), battery_id: since})


class _Leaving:
    """Ends what one battery does for the plan, as far as Amps lets it."""

    def __init__(
        self, client: AmpsClient, battery_id: str, stored: StoredBattery, until: float
    ) -> None:
        """Ask nothing yet, and nothing after `until` on the loop's clock."""
        self.state = stored.state
        self.remains: list[Remains] = []
        self._client = client
        self._battery_id = battery_id
        self._after_window = stored.after_window
        self._until = until
        self._now = dt_util.utcnow() + (client.clock_offset or timedelta())

    async def async_withdraw(self) -> None:
        """Cancel what was sent and has not begun, the queued return first."""
        for action_id in _waiting(self.state, self._now):
            try:
                async with asyncio.timeout_at(self._until):
                    await self._client.cancel_action(action_id)
            except NotCancellableError, NotFoundError:
                continue  # it runs or is over: nothing of it waits any more
            except (AmpsError, TimeoutError) as err:
                self._warn(err)
                self._note_waiting(action_id)
                continue
            self.state = writes.withdrawn(self.state, action_id)

    def _note_waiting(self, action_id: str) -> None:
        """Note what waits on; of a queued return there is nothing to fear."""
        for record in self.state.open:
            if record.action_id == action_id and record.start > self._now:
                self._note(record)

    async def async_end(self) -> None:
        """Set the standing mode behind what has begun, if nobody else would."""
        restore = _unended(self.state, self._now)
        if restore is None:
            return
        record = restore.left
        if record.ends_itself and record.end > self._now:
            self._note(record)  # Amps stops nothing before its end
            return
        try:
            async with asyncio.timeout_at(self._until):
                ended = await self._async_set_mode(restore)
        except (AmpsError, TimeoutError) as err:
            self._warn(err)
            ended = False
        if not ended:
            self._note(record)
            return
        if record.outcome is None:
            self.state = self.state.closed(
                record, Outcome.CANCELLED, Reason.BY_OWNER, self._now
            )
        self.state = self.state.restored(record.occurrence.key)

    async def _async_set_mode(self, restore: Restore) -> bool:
        """Set the mode that comes after windows, once; False where that cannot be."""
        battery = await self._client.read_battery(self._battery_id)
        command = self._mode_after(restore.left, battery)
        if command is None:
            return False
        if _is_read_in(command, restore, battery):
            return True
        offered = battery.execution(command)
        push = restore_push(command, offered, self._now, self._now)
        if push is None or push.start is not None:
            return False
        _ = await self._client.push(battery, push, time_zone=UTC)
        return True

    def _mode_after(self, record: OccurrenceState, battery: Battery) -> Command | None:
        commands = battery.commands or {}
        mode = standing_mode(self._after_window, self.state.standing, commands)
        if mode is None and record.ends_in_time:
            return None
        others = (mode or Command.IDLE, Command.AUTO_BALANCED, Command.IDLE)
        return next((one for one in others if one in commands), None)

    def _note(self, record: OccurrenceState) -> None:
        self.remains.append(Remains(record.occurrence, ends=record.ends_itself))

    def _warn(self, err: Exception) -> None:
        _LOGGER.warning(
            "An action of a removed battery could not be cancelled: %s", err
        )


def _waiting(state: EngineState, now: datetime) -> Iterable[str]:
    """Return what may wait at Amps, but not the return behind what runs already."""
    restores = [restore.action_id for restore in state.owed if restore.left.start > now]
    sent = [*restores, *(record.action_id for record in state.open)]
    return dict.fromkeys(action_id for action_id in sent if action_id is not None)


def _unended(state: EngineState, now: datetime) -> Restore | None:
    """Return what began last, if Amps does not have the mode that is to follow it."""
    begun = [restore for restore in state.restores if restore.left.start <= now]
    return begun[-1] if begun and begun[-1].action_id is None else None


def _is_read_in(command: Command, restore: Restore, battery: Battery) -> bool:
    """Return whether a battery was read in a mode after an occurrence began."""
    pulled = battery.last_pulled_at
    since = pulled is not None and pulled > max(restore.left.start, restore.due)
    return since and battery.current_mode is command
