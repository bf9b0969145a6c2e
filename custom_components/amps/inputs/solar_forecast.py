"""What other integrations forecast of the sun, as the Energy dashboard shows it."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
import logging
from typing import Any

from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er
from homeassistant.util import dt as dt_util

from ..planner.problem import Power
from .meters import HOUR

_LOGGER = logging.getLogger(__name__)


async def async_solar_forecast(
    hass: HomeAssistant, entries: Iterable[str]
) -> tuple[Power, ...]:
    """Return the forecast of all entries together, by the hour and for whole days.

    It is empty if one of them has none: what is left is not the sun of the home.
    """
    # it needs the recorder's packages, as Energy does
    from homeassistant.components.energy import websocket_api  # noqa: PLC0415

    platforms = await websocket_api.async_get_energy_platforms(hass)
    total: dict[datetime, float] = {}
    for entry_id in entries:
        entry = hass.config_entries.async_get_entry(entry_id)
        ask = platforms.get(entry.domain) if entry else None
        try:
            answer: Any = await ask(hass, entry_id) if ask else None
            hours = _hours(answer["wh_hours"]) if answer else {}
        except Exception as err:  # noqa: BLE001  others' code, which may raise anything
            _LOGGER.debug("No solar forecast of %s: %r", entry_id, err)
            return ()
        if not hours:
            return ()
        for start, kwh in hours.items():
            total[start] = total.get(start, 0.0) + kwh
    return tuple(_whole_days(total))


def forecast_entities(hass: HomeAssistant, entries: Iterable[str]) -> frozenset[str]:
    """Return the entities whose states change when a forecast does."""
    registry = er.async_get(hass)
    return frozenset(
        entity.entity_id
        for entry_id in entries
        for entity in er.async_entries_for_config_entry(registry, entry_id)
    )


def _hours(parts: dict[str, float]) -> dict[datetime, float]:
    """Return the kWh of each hour of the local clock, of Wh that may be of parts."""
    total: dict[datetime, float] = {}
    for text, watt_hours in parts.items():
        local = dt_util.as_local(datetime.fromisoformat(text))
        hour = dt_util.as_utc(local.replace(minute=0, second=0, microsecond=0))
        total[hour] = total.get(hour, 0.0) + watt_hours / 1000
    return total


def _whole_days(hours: dict[datetime, float]) -> Iterator[Power]:
    """Yield the power of all hours of the days that are forecast.

    Their nights are left out there.
    """
    for day in sorted({dt_util.as_local(hour).date() for hour in hours}):
        start = dt_util.start_of_local_day(day)
        end = dt_util.start_of_local_day(day + timedelta(days=1))
        hour = dt_util.as_utc(start)
        while hour < end:
            yield Power(hour, hour + HOUR, hours.get(hour, 0.0))
            hour += HOUR
