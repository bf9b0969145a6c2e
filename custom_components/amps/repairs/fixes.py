"""What the owner can do about a repair."""

from collections.abc import Collection
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from functools import partial
import uuid

from homeassistant.core import HomeAssistant

from ..api.errors import AmpsError, NotCancellableError
from ..api.models import Command
from ..battery.controller import BatteryController
from ..battery.store import BatteryStore
from ..battery.time_zone import async_load_zones
from ..const import CONF_PLANT_TIME_ZONES
from ..engine.occurrence import Outcome
from ..engine.state import Reason
from ..exceptions import plan_errors, translated
from ..schedule.overlaps import ClashError
from ..schedule.plan import Plan, Range
from ..schedule.window import Draft


async def async_take_over(battery: BatteryController) -> None:
    """Let the next window end the manufacturer's schedule; raises translated errors.

    What Amps holds already is sent again, because only a push can say so.
    """
    battery.async_take_over()
    async with battery.lock:
        now = battery.coordinator.now()
        waiting = [
            record.action_id
            for record in battery.memory.open
            if record.action_id is not None
            and record.start > now
            and not record.is_manual
        ]
        for action_id in waiting:
            try:
                await battery.async_cancel(action_id)
            except NotCancellableError:
                continue
            except AmpsError as err:
                raise translated(err) from err
    battery.async_decide_soon()


async def async_set_zone(battery: BatteryController, zone: str) -> None:
    """Write this battery's times in another zone, and send them again."""
    coordinator = battery.coordinator
    await async_load_zones(coordinator, zone)
    entry = coordinator.config_entry
    zones = {
        **entry.options.get(CONF_PLANT_TIME_ZONES, {}),
        battery.battery_id: zone,
    }
    coordinator.hass.config_entries.async_update_entry(
        entry, options={**entry.options, CONF_PLANT_TIME_ZONES: zones}
    )
    battery.remember(battery.memory.misread(None, None))
    battery.async_decide_soon()


def send_again(battery: BatteryController, uid: str) -> None:
    """Let what somebody else cancelled of a window take place after all."""
    memory = battery.memory
    for key, record in battery.memory.records.items():
        if (
            record.occurrence.uid == uid
            and record.outcome is Outcome.CANCELLED
            and record.reason is Reason.CANCELLED_ELSEWHERE
            and record.occurrence.end > battery.coordinator.now()
        ):
            memory = memory.dropped(key)
    battery.remember(memory)
    battery.async_decide_soon()


def forget_stop(battery: BatteryController) -> None:
    """Let what runs go on to its end."""
    battery.remember(replace(battery.memory, pending=None, pending_until=None))
    battery.async_decide_soon()


async def async_drop_unreadable(battery: BatteryController) -> None:
    """Take out of the plan what could not be read; raises HomeAssistantError."""
    async with battery.plan.lock:
        await battery.async_take_edit(replace(battery.plan.plan, unreadable=()))
    battery.async_edited()


async def async_drop_impossible(battery: BatteryController, uid: str) -> None:
    """Take out of a window what the battery cannot do; raises HomeAssistantError."""
    snapshot, now = battery.snapshot, battery.coordinator.now()
    known = snapshot.battery.commands if snapshot else None
    able = {command for command, it in (known or {}).items() if it.execution}
    async with battery.plan.lock:
        with plan_errors(battery.name):
            plan = await battery.plan.async_try(
                partial(_without_impossible, uid=uid, able=able, now=now)
            )
        await battery.async_take_edit(plan)
    battery.async_edited()


def _without_impossible(
    plan: Plan, uid: str, able: Collection[Command], now: datetime
) -> Plan:
    """Return the plan with what a battery is able to do of a window.

    Where its own command is gone, what was changed to another becomes windows of its
    own.
    """
    window = plan.get(uid)
    changed = [window.occurrence(it.original) for it in window.changes]
    ahead = [it for it in changed if it.end > now]
    if window.command in able:
        for occurrence in ahead:
            if occurrence.command not in able:
                plan = plan.cancel(uid, now=now, original=occurrence.original).plan
        return plan
    plan = plan.cancel(uid, now=now, range_=Range.ALL).plan
    for occurrence in ahead:
        if occurrence.command in able:
            draft = Draft(
                command=occurrence.command,
                parameters=occurrence.parameters,
                start=occurrence.start,
                end=occurrence.end,
            )
            with suppress(ClashError):  # then another takes place instead of it
                plan = plan.add(draft, uid=str(uuid.uuid4()), now=now).plan
    return plan


async def async_forget(hass: HomeAssistant, battery_id: str) -> None:
    """Forget all that is remembered of a battery that is gone."""
    await BatteryStore(hass, battery_id).async_remove()
