"""The barest integration: coordinator entities, as many as Amps has, and nothing else.

It fetches the same bodies as Amps does and shows their numbers.
"""

from datetime import timedelta
import logging
from typing import Any

from homeassistant.config_entries import ConfigEntry
from homeassistant.const import CONF_URL, Platform
from homeassistant.core import HomeAssistant
from homeassistant.helpers.aiohttp_client import async_get_clientsession
from homeassistant.helpers.update_coordinator import DataUpdateCoordinator

from scripts.dev.bench.fetch import fetch

_LOGGER = logging.getLogger(__name__)

type Batteries = dict[str, dict[str, Any]]
type BarestConfigEntry = ConfigEntry[DataUpdateCoordinator[Batteries]]


async def async_setup_entry(hass: HomeAssistant, entry: BarestConfigEntry) -> bool:
    """Set up a coordinator and its entities."""

    async def update() -> Batteries:
        pages = await fetch(async_get_clientsession(hass), entry.data[CONF_URL])
        return {
            battery["id"]: battery
            for page in pages
            for battery in page["data"]["items"]
        }

    entry.runtime_data = DataUpdateCoordinator(
        hass,
        _LOGGER,
        config_entry=entry,
        name="barest",
        update_interval=timedelta(seconds=60),
        update_method=update,
    )
    await entry.runtime_data.async_config_entry_first_refresh()
    await hass.config_entries.async_forward_entry_setups(entry, [Platform.SENSOR])
    return True


async def async_unload_entry(hass: HomeAssistant, entry: BarestConfigEntry) -> bool:
    """Unload its entities."""
    return await hass.config_entries.async_unload_platforms(entry, [Platform.SENSOR])
