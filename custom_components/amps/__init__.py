"""Amps: home batteries behind the Amps cloud API."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from functools import partial

from aiohttp import ClientSession, DummyCookieJar
from homeassistant.config_entries import ConfigEntryState
from homeassistant.const import CONF_API_KEY, CONF_URL, Platform
from homeassistant.core import HomeAssistant, callback
from homeassistant.exceptions import ConfigEntryNotReady
from homeassistant.helpers import config_validation as cv, device_registry as dr
from homeassistant.helpers.aiohttp_client import async_create_clientsession
from homeassistant.helpers.typing import ConfigType
from homeassistant.util import dt as dt_util

from .account.action_lists import ActionLists
from .account.health import async_watch_faults
from .account.ownership import batteries_of
from .account.rate_limiter import RateLimiter
from .account.webhook import async_setup_webhook
from .account.webhook_address import async_forget_address
from .api import AmpsClient
from .battery.manager import BatteryManager
from .battery.planning.learning import Learning
from .battery.planning.planner_inputs import PlannerInputs
from .battery.planning.planners import Planners
from .battery.planning.savings_day import Sources
from .battery.planning.savings_keeper import SavingsKeeper
from .battery.refresh import Reader
from .battery.removal import async_forget, async_leave
from .battery.time_zone import async_load_zones
from .const import CONF_BATTERIES, CONF_IGNORED, DOMAIN
from .coordinator import AmpsCoordinator
from .frontend import async_setup_frontend
from .frontend.resources import async_load, async_unload
from .inputs.house import async_forget_house, async_house_resolver
from .inputs.price_memory import PriceMemory, async_forget_prices
from .inputs.prices import PriceResolver
from .repairs.entry_issues import (
    async_reached,
    async_tell_left_behind,
    async_warn_unreached,
    async_watch_left_behind,
)
from .repairs.manager import IssueManager, async_forget_issues
from .repairs.prices_stopped import PriceWatch
from .runtime import AmpsConfigEntry, AmpsRuntimeData
from .services import async_setup_services

CONFIG_SCHEMA = cv.config_entry_only_config_schema(DOMAIN)

PLATFORMS = (
    Platform.BINARY_SENSOR,
    Platform.BUTTON,
    Platform.CALENDAR,
    Platform.EVENT,
    Platform.NUMBER,
    Platform.SELECT,
    Platform.SENSOR,
    Platform.SWITCH,
)


async def async_setup(hass: HomeAssistant, _config: ConfigType) -> bool:
    """Register what exists also while no entry is loaded."""
    async_watch_faults(hass)
    async_watch_left_behind(hass)
    async_setup_services(hass)
    await async_setup_frontend(hass)
    return True


async def async_setup_entry(hass: HomeAssistant, entry: AmpsConfigEntry) -> bool:
    """Set up the batteries of one key."""
    limiter = RateLimiter()
    client = _client(hass, entry, _session(hass), limiter)
    lists = ActionLists(client)
    coordinator = AmpsCoordinator(hass, entry, client, limiter, lists)
    try:
        await coordinator.async_first_poll()
    except ConfigEntryNotReady:
        await async_warn_unreached(hass, entry)
        raise
    if (since := async_reached(hass, entry)) is not None:
        coordinator.running_since = coordinator.up_since - (dt_util.utcnow() - since)
    tell = partial(async_tell_left_behind, hass)
    await async_leave(hass, entry, client, _deselected(coordinator), tell)
    await async_forget(hass)
    await async_load_zones(coordinator)
    reader = Reader(coordinator, lists)
    issues = IssueManager(hass, coordinator, reader)
    manager = BatteryManager(coordinator, reader, issues)
    prices = PriceResolver(hass, entry)
    house = async_house_resolver(hass)
    inputs = PlannerInputs(prices, house)
    planners = Planners(coordinator, manager, inputs)
    memory = PriceMemory(hass, entry, prices)
    savings = SavingsKeeper(coordinator, manager, Sources(hass, memory, house))
    entry.runtime_data = AmpsRuntimeData(
        coordinator, reader, manager, prices, house, inputs
    )
    reader.async_start()
    PriceWatch(hass, entry, prices).async_start()
    issues.async_start()
    await memory.async_start()
    await manager.async_start()
    await hass.config_entries.async_forward_entry_setups(entry, PLATFORMS)
    remove_stale = partial(_async_remove_stale_devices, coordinator)
    entry.async_on_unload(coordinator.async_add_listener(remove_stale))
    remove_stale()
    async_setup_webhook(hass, entry, manager.async_take_hint)
    async_load(hass)
    # entities receive what is reported from the loop's next turn on
    hass.loop.call_soon(manager.async_begin)
    hass.loop.call_soon(planners.async_begin)
    hass.loop.call_soon(Learning(hass, coordinator, manager).async_begin)
    hass.loop.call_soon(savings.async_begin)
    return True


def _session(hass: HomeAssistant, *, auto_cleanup: bool = True) -> ClientSession:
    # a jar would keep, and send back, whatever cookies a server makes up
    return async_create_clientsession(
        hass, auto_cleanup=auto_cleanup, cookie_jar=DummyCookieJar()
    )


def _client(
    hass: HomeAssistant,
    entry: AmpsConfigEntry,
    session: ClientSession,
    limiter: RateLimiter,
) -> AmpsClient:
    return AmpsClient(
        session,
        entry.data[CONF_API_KEY],
        entry.data[CONF_URL],
        gate=limiter.acquire,
        steady=hass.loop.time,
    )


@asynccontextmanager
async def _own_client(
    hass: HomeAssistant, entry: AmpsConfigEntry
) -> AsyncGenerator[AmpsClient]:
    """Return a client for what is done while the entry is not loaded."""
    session = _session(hass, auto_cleanup=False)
    try:
        yield _client(hass, entry, session, RateLimiter())
    finally:
        session.detach()


def _deselected(coordinator: AmpsCoordinator) -> set[str]:
    """Return the batteries that the entry had and the owner no longer wants."""
    had = batteries_of(coordinator.hass, coordinator.config_entry)
    return had & coordinator.left_out.keys()


@callback
def _async_remove_stale_devices(coordinator: AmpsCoordinator) -> None:
    """Remove the devices of batteries that left or are no longer followed."""
    registry = dr.async_get(coordinator.hass)
    entry_id = coordinator.config_entry.entry_id
    for device in dr.async_entries_for_config_entry(registry, entry_id):
        ids = {name for domain, name in device.identifiers if domain == DOMAIN}
        if all(coordinator.has_left(battery_id) for battery_id in ids):
            registry.async_remove_device(device.id)


async def async_unload_entry(hass: HomeAssistant, entry: AmpsConfigEntry) -> bool:
    """Unload the batteries of one key; what Amps holds stays there."""
    unloaded = await hass.config_entries.async_unload_platforms(entry, PLATFORMS)
    if unloaded:
        await entry.runtime_data.manager.async_stop_all()
        async_unload(hass)
    return unloaded


async def async_remove_entry(hass: HomeAssistant, entry: AmpsConfigEntry) -> None:
    """Cancel what waits at Amps for the batteries of an entry that is removed."""
    async_unload(hass)
    async_forget_issues(hass, entry.entry_id)
    if not hass.config_entries.async_entries(DOMAIN):
        await async_forget_house(hass)
    await async_forget_prices(hass, entry.entry_id)
    await async_forget_address(hass, entry.entry_id, entry.options)
    async with _own_client(hass, entry) as client:
        await async_leave(
            hass,
            entry,
            client,
            batteries_of(hass, entry),
            partial(async_tell_left_behind, hass),
        )


async def async_remove_config_entry_device(
    hass: HomeAssistant, entry: AmpsConfigEntry, device: dr.DeviceEntry
) -> bool:
    """Let a battery's device be deleted: the entry stops following that battery.

    The device is gone before the entry is set up again, which could then not know that
    the battery was its own.
    """
    ids = {name for domain, name in device.identifiers if domain == DOMAIN}
    options = dict(entry.options)
    chosen = [
        battery_id
        for battery_id in options.get(CONF_BATTERIES, ())
        if battery_id not in ids
    ]
    ignored = sorted({*options.get(CONF_IGNORED, ()), *ids})
    hass.config_entries.async_update_entry(
        entry, options={**options, CONF_BATTERIES: chosen, CONF_IGNORED: ignored}
    )
    if entry.state is ConfigEntryState.LOADED:
        await hass.config_entries.async_unload(entry.entry_id)
    async with _own_client(hass, entry) as client:
        await async_leave(
            hass, entry, client, ids, partial(async_tell_left_behind, hass)
        )
    hass.config_entries.async_schedule_reload(entry.entry_id)
    return True
