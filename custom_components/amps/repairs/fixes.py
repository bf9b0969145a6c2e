"""What the owner can do about a repair."""

from collections.abc import Collection
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from functools import partial
import uuid

from homeassistant.helpers.selector import (
    SelectSelector,
    SelectSelectorConfig,
    SelectSelectorMode,
)
import voluptuous as vol

from ..api.errors import AmpsError, NotCancellableError
from ..api.models import ActionState, Command
from ..battery.manual import async_cancel, async_stop
from ..battery.removal import async_delete_plan
from ..battery.time_zone import async_load_zones, plant_zone
from ..battery.writer import BatteryWriter
from ..const import CONF_PLANT_TIME_ZONE, CONF_PLANT_TIME_ZONES, DOMAIN
from ..engine.occurrence import Outcome, Reason
from ..exceptions import amps_errors, plan_errors, translated
from ..schedule.overlaps import ClashError
from ..schedule.plan import EditRange, Plan
from ..schedule.window import Draft
from .flow import Repair, is_not_followed
from .zones import all_zones, likely_zone


def is_not_loaded(repair: Repair) -> bool:
    """Return whether the battery's entry is not loaded."""
    return repair.manager is None


def is_in_flight(repair: Repair) -> bool:
    """Return whether Amps has handed on what somebody else had waiting there."""
    snapshot = repair.battery.state.snapshot
    action = snapshot.action(repair.data["action_id"]) if snapshot else None
    return action is not None and action.state is not ActionState.SCHEDULED


async def async_cancel_holder(repair: Repair) -> None:
    """Cancel what somebody else has waiting at Amps; raises translated errors."""
    _ = await async_cancel(repair.battery, repair.data["action_id"])


async def async_read(repair: Repair) -> None:
    """Read the battery; that says so where it is still refused."""
    with amps_errors():
        await repair.battery.reader.async_read(repair.battery_id, expedite=True)


async def async_restore(repair: Repair) -> None:
    """Send the standing mode as the owner's own command; raises translated errors."""
    await async_stop(repair.battery)


async def async_take_over(repair: Repair) -> None:
    """Let the next window end the manufacturer's schedule; raises translated errors.

    What Amps holds already is sent again, because only a push can say so.
    """
    battery = repair.battery
    battery.state.async_take_over()
    async with battery.lock:
        now = battery.coordinator.now()
        waiting = [
            record.action_id
            for record in battery.state.engine.open
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
    battery.state.async_decide_soon()


async def async_zone_schema(repair: Repair) -> vol.Schema:
    """Return a choice of all zones, first the one that fits what Amps understood."""
    add_job = repair.hass.async_add_executor_job
    zones = await add_job(all_zones)
    chosen = await add_job(_likely_zone, repair.battery, zones)
    selector = SelectSelector(
        SelectSelectorConfig(options=zones, mode=SelectSelectorMode.DROPDOWN)
    )
    return vol.Schema({vol.Required(CONF_PLANT_TIME_ZONE, default=chosen): selector})


def _likely_zone(battery: BatteryWriter, zones: list[str]) -> str:
    coordinator, state = battery.coordinator, battery.state.engine
    home = coordinator.hass.config.time_zone
    if state.zone_error is None:
        return home
    used = state.zone or str(plant_zone(coordinator, battery.battery_id))
    return likely_zone(zones, home, used, state.zone_error, coordinator.now())


async def async_set_chosen_zone(repair: Repair) -> None:
    """Use the chosen zone from now on."""
    await async_set_zone(repair.battery, repair.user_input[CONF_PLANT_TIME_ZONE])


async def async_set_zone(battery: BatteryWriter, zone: str) -> None:
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
    battery.state.set_engine(battery.state.engine.misread(None, None))
    battery.state.async_decide_soon()


async def async_send_again(repair: Repair) -> None:
    """Let what somebody else cancelled of a window take place after all."""
    battery, uid = repair.battery, repair.data["uid"]
    state = battery.state.engine
    for key, record in battery.state.engine.records.items():
        if (
            record.occurrence.uid == uid
            and record.outcome is Outcome.CANCELLED
            and record.reason is Reason.CANCELLED_ELSEWHERE
            and record.occurrence.end > battery.coordinator.now()
        ):
            state = state.dropped(key)
    battery.state.set_engine(state)
    battery.state.async_decide_soon()


async def async_forget_stop(repair: Repair) -> None:
    """Let what runs go on to its end."""
    state = repair.battery.state
    state.set_engine(replace(state.engine, pending=None, pending_until=None))
    state.async_decide_soon()


async def async_dismiss_set_aside(repair: Repair) -> None:
    """Note that the owner knows where what could not be read is kept."""
    repair.battery.state.async_dismiss_set_aside()


async def async_drop_unreadable(repair: Repair) -> None:
    """Take out of the plan what could not be read; raises HomeAssistantError."""
    state = repair.battery.state
    async with state.plan.lock:
        await state.async_take_edit(replace(state.plan.plan, unreadable=()))
    state.async_edited()


async def async_drop_impossible(repair: Repair) -> None:
    """Take out of a window what the battery cannot do; raises HomeAssistantError."""
    battery, uid = repair.battery, repair.data["uid"]
    snapshot, now = battery.state.snapshot, battery.coordinator.now()
    known = snapshot.battery.commands if snapshot else None
    able = {command for command, how in (known or {}).items() if how.execution}
    async with battery.state.plan.lock:
        with plan_errors(battery.state.name):
            plan = await battery.state.plan.async_try(
                partial(_without_impossible, uid=uid, able=able, now=now)
            )
        await battery.state.async_take_edit(plan)
    battery.state.async_edited()


def _without_impossible(
    plan: Plan, uid: str, able: Collection[Command], now: datetime
) -> Plan:
    """Return the plan with what a battery is able to do of a window.

    Where its own command is gone, what was changed to another becomes windows of its
    own.
    """
    window = plan.get(uid)
    changed = [window.occurrence(change.original) for change in window.changes]
    ahead = [occurrence for occurrence in changed if occurrence.end > now]
    if window.command in able:
        for occurrence in ahead:
            if occurrence.command not in able:
                plan = plan.cancel(uid, now=now, original=occurrence.original).plan
        return plan
    plan = plan.cancel(uid, now=now, range_=EditRange.ALL).plan
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


async def async_forget(repair: Repair) -> None:
    """Forget the plan of a battery that is gone, unless it has just come back."""
    if not is_not_followed(repair):
        return
    if (manager := repair.manager) is not None:
        await manager.async_forget(repair.battery_id)
    await async_delete_plan(repair.hass, repair.battery_id)


async def async_enable_polling(repair: Repair) -> None:
    """Let Home Assistant poll all entries again of which that was switched off."""
    entries = repair.hass.config_entries
    for entry in entries.async_entries(DOMAIN, include_disabled=False):
        if entry.pref_disable_polling:
            entries.async_update_entry(entry, pref_disable_polling=False)
            entries.async_schedule_reload(entry.entry_id)
