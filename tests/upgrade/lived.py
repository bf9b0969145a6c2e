"""A day with a battery, up to a moment at which much is under way."""

from datetime import timedelta

from homeassistant.core import HomeAssistant
from homeassistant.helpers import device_registry as dr, entity_registry as er
from pytest_homeassistant_custom_component.common import MockConfigEntry, flush_store

from simulator import Fault, World

from ..entities import FULL, call
from ..travel import Travel
from ..windows import answer, schedule

DAILY = ("2026-11-23 13:00:00", "2026-11-23 14:00:00")
DONE = ("2026-11-23 08:30:00", "2026-11-23 09:00:00")
FAILED = ("2026-11-23 09:15:00", "2026-11-23 09:45:00")
TAKEN_BACK = ("2026-11-23 10:00:00", "2026-11-23 10:30:00")
UNANSWERED = ("2026-11-23 11:00:00", "2026-11-23 12:00:00")


async def live(hass: HomeAssistant, travel: Travel, world: World) -> None:
    """Plan a repeating window and single ones; leave while an answer is lost.

    One window took place, one failed, one was taken back, one day is left out, and Amps
    has the next one. Then another has to go before it, and Amps falls silent with its
    answer.
    """
    await call(hass, travel, "number", "set_value", key="charge_target", value=85)
    await call(
        hass, travel, "select", "select_option", key="after_window", option="idle"
    )
    await schedule(hass, travel, *DONE, target=62)
    every = await schedule(
        hass, travel, *DAILY, target=90, power=3, repeat="FREQ=DAILY"
    )
    await answer(
        hass,
        travel,
        "cancel_window",
        uid=every["uid"],
        occurrence="2026-11-25 13:00:00",
    )
    await travel(timedelta(minutes=65))
    world.fail_next(FULL, "REFUSED_BY_VENDOR")
    await schedule(hass, travel, *FAILED)
    await travel(timedelta(minutes=25))
    back = await schedule(hass, travel, *TAKEN_BACK)
    await answer(hass, travel, "cancel_window", uid=back["uid"])
    await travel(timedelta(minutes=30))
    world.faults.add(Fault.lost_answer(), Fault(method="GET", drop=True, times=None))
    await schedule(hass, travel, *UNANSWERED)
    await travel(10)


async def leave(hass: HomeAssistant, travel: Travel, entry: MockConfigEntry) -> None:
    """Shut down: everything is written."""
    await travel.run(hass.config_entries.async_unload(entry.entry_id))
    stores = (
        hass.config_entries._store,
        dr.async_get(hass)._store,
        er.async_get(hass)._store,
    )
    hass.config_entries._async_schedule_save()
    for registry in (dr.async_get(hass), er.async_get(hass)):
        registry.async_schedule_save()
    for store in stores:
        await travel.run(flush_store(store))
