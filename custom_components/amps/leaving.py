"""What happens when a battery is no longer followed.

What the plan has waiting at Amps is cancelled, as far as Amps lets it; the plan is kept
for a while, should the battery come back.
"""

import asyncio
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
import logging

from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers import issue_registry as ir
from homeassistant.helpers.storage import Store
from homeassistant.util import dt as dt_util

from .api import AmpsClient
from .api.errors import AmpsError, NotCancellableError, NotFoundError
from .battery_store import BatteryStore
from .const import DOMAIN
from .names import unmarked
from .plan.memory import Memory

_LOGGER = logging.getLogger(__name__)

LEFT = "left"
"""The file of the batteries that are no longer followed has this name."""
KEPT = timedelta(days=30)
"""So long a plan waits for its battery to come back."""
ASKED_FOR = 60
"""Seconds after which Amps is not waited for any more: a set-up or a person waits."""


async def async_leave(
    hass: HomeAssistant, client: AmpsClient, device_ids: Iterable[str]
) -> None:
    """Cancel what waits at Amps for batteries that are no longer followed."""
    until = asyncio.get_running_loop().time() + ASKED_FOR
    for device_id in sorted(device_ids):
        store = BatteryStore(hass, device_id)
        stored = await store.async_load()
        if stored is None or stored.left is not None:
            continue
        memory = await _async_withdrawn(hass, client, device_id, stored.memory, until)
        now = dt_util.utcnow()
        with suppress(HomeAssistantError):  # then its plan is simply kept
            await store.async_save(replace(stored, memory=memory, left=now))
            await _async_note(hass, device_id, now.isoformat())


async def async_forget(hass: HomeAssistant) -> None:
    """Forget the plans of batteries that have not come back in time."""
    store = _notes(hass)
    left = await store.async_load() or {}
    now = dt_util.utcnow()
    kept: dict[str, str] = {}
    for device_id, since in left.items():
        battery = BatteryStore(hass, device_id)
        stored = await battery.async_load()
        if stored is None or stored.left != (went := datetime.fromisoformat(since)):
            continue
        if now - went < KEPT:
            kept[device_id] = since
        else:
            await battery.async_remove()
    if kept != left:
        await store.async_save(kept)


def _notes(hass: HomeAssistant) -> Store[dict[str, str]]:
    """Give the list of batteries that left, with the instant."""
    return Store(hass, 1, f"{DOMAIN}.{LEFT}", private=True, atomic_writes=True)


async def _async_note(hass: HomeAssistant, device_id: str, since: str) -> None:
    store = _notes(hass)
    await store.async_save({**(await store.async_load() or {}), device_id: since})


async def _async_withdrawn(
    hass: HomeAssistant,
    client: AmpsClient,
    device_id: str,
    memory: Memory,
    until: float,
) -> Memory:
    """Cancel what was sent and has not begun, the queued return first."""
    for action_id in _waiting(memory):
        try:
            async with asyncio.timeout_at(until):
                await client.cancel_action(action_id)
        except NotCancellableError, NotFoundError:
            continue  # it runs or is over: nothing of it waits any more
        except (AmpsError, TimeoutError) as err:
            _LOGGER.warning("An action of a battery that left stays at Amps: %s", err)
            _tell(hass, device_id)
            continue
        memory = memory.withdrawn(action_id)
    return memory


def _waiting(memory: Memory) -> Iterable[str]:
    """Give what may wait at Amps, but not the only end of what runs already."""
    back, now = memory.back, dt_util.utcnow()
    after = memory.records.get(back.after) if back else None
    runs_on = after is not None and after.start <= now and not after.ends_itself
    sent = [record.action_id for record in memory.open]
    if back is not None and not runs_on:
        sent.insert(0, back.action_id)
    return dict.fromkeys(it for it in sent if it is not None)


def _tell(hass: HomeAssistant, device_id: str) -> None:
    ir.async_create_issue(
        hass,
        DOMAIN,
        f"left_behind_{device_id}",
        is_fixable=False,
        is_persistent=True,
        severity=ir.IssueSeverity.WARNING,
        translation_key="left_behind",
        translation_placeholders={"battery": unmarked(device_id)},
    )
