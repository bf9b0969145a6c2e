"""What the owner can do about a repair."""

from dataclasses import replace

from homeassistant.core import HomeAssistant

from .api.errors import AmpsError, NotCancellableError
from .battery_runner import BatteryRunner
from .battery_store import BatteryStore
from .const import CONF_PLANT_TIME_ZONES
from .exceptions import translated
from .plan.memory import Reason
from .plan.record import Outcome
from .plant_zone import async_load_zones


async def async_take_over(battery: BatteryRunner) -> None:
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


async def async_set_zone(battery: BatteryRunner, zone: str) -> None:
    """Write this battery's times in another zone, and send them again."""
    coordinator = battery.coordinator
    await async_load_zones(coordinator, zone)
    entry = coordinator.config_entry
    zones = {
        **entry.options.get(CONF_PLANT_TIME_ZONES, {}),
        battery.device_id: zone,
    }
    coordinator.hass.config_entries.async_update_entry(
        entry, options={**entry.options, CONF_PLANT_TIME_ZONES: zones}
    )
    battery.remember(battery.memory.misread(None, None))
    battery.async_decide_soon()


def send_again(battery: BatteryRunner, uid: str) -> None:
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


def forget_stop(battery: BatteryRunner) -> None:
    """Let what runs go on to its end."""
    battery.remember(replace(battery.memory, pending=None, pending_until=None))
    battery.async_decide_soon()


async def async_drop_unreadable(battery: BatteryRunner) -> None:
    """Take out of the plan what could not be read; raises HomeAssistantError."""
    async with battery.plan.lock:
        await battery.async_take_edit(replace(battery.plan.plan, unreadable=()))
    battery.async_edited()


async def async_forget(hass: HomeAssistant, device_id: str) -> None:
    """Forget all that is remembered of a battery that is gone."""
    await BatteryStore(hass, device_id).async_remove()
