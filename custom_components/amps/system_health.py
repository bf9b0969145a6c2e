"""How well Home Assistant and Amps get along, for all entries together."""

import asyncio
from collections.abc import Callable
from datetime import datetime
from typing import Any

from homeassistant.components import system_health
from homeassistant.config_entries import ConfigEntryState
from homeassistant.const import CONF_URL
from homeassistant.core import HomeAssistant, callback

from .const import DOMAIN
from .coordinator import AmpsCoordinator
from .exceptions import local_time
from .runtime import AmpsConfigEntry

NONE = "-"


@callback
def async_register(
    _hass: HomeAssistant, register: system_health.SystemHealthRegistration
) -> None:
    """Say how the state of health is found out."""
    register.async_register_info(async_info)


async def async_info(hass: HomeAssistant) -> dict[str, Any]:
    """Describe every entry; where there are several, each value names its entry."""
    entries: list[AmpsConfigEntry] = hass.config_entries.async_entries(
        DOMAIN, include_ignore=False, include_disabled=False
    )
    found: dict[str, Any] = {
        "can_reach_server": _async_reach(
            hass, {coordinator.data[CONF_URL] for coordinator in entries}
        )
    }
    for name, value in _VALUES.items():
        values = [
            (entry.title, value(entry.runtime_data.coordinator))
            for entry in entries
            if entry.state is ConfigEntryState.LOADED
        ]
        found[name] = _together(values)
    return found


async def _async_reach(hass: HomeAssistant, urls: set[str]) -> str | dict[str, str]:
    """Ask every server for its first page, without a key; give what is worst."""
    answers = await asyncio.gather(
        *(system_health.async_check_can_reach_url(hass, url) for url in sorted(urls))
    )
    return next((coordinator for coordinator in answers if coordinator != "ok"), "ok")


_VALUES: dict[str, Callable[[AmpsCoordinator], str | int | bool | datetime | None]] = {
    "environment": lambda coordinator: coordinator.client.environment,
    "last_poll": lambda coordinator: coordinator.last_poll,
    "requests_last_hour": lambda coordinator: coordinator.traffic.growth(
        coordinator.client.requests
    ),
    "throttled": lambda coordinator: coordinator.client.throttled,
    "stretched_paces": lambda coordinator: coordinator.limiter.stretched,
}


def _together(values: list[tuple[str, Any]]) -> Any:
    if len(values) > 1:
        return "; ".join(f"{title}: {_plain(value)}" for title, value in values)
    value = values[0][1] if values else None
    return NONE if value is None else value


def _plain(value: Any) -> str:
    if isinstance(value, datetime):
        return local_time(value)
    if isinstance(value, bool):
        return str(value).lower()
    return NONE if value is None else str(value)
