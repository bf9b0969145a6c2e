"""What electricity costs in a story, and how Home Assistant gets to know it."""

from collections.abc import Iterator
from datetime import datetime, timedelta
import random
from typing import Any
from zoneinfo import ZoneInfo

from homeassistant.components.energy.data import async_get_manager
from homeassistant.core import HomeAssistant

from .meters import Meters

SENSOR = "sensor.electricity_price"
CENTS = (
    *(14, 12, 11, 9, 10, 14, 22, 30, 28, 21, 15, 11),
    *(8, 7, 9, 14, 22, 32, 38, 34, 27, 22, 18, 15),
)
"""What a kWh usually costs, by the hour of the day."""
DEAREST = 0.60
PUBLISHED_AT = 13
"""The hour of the day from which on the prices of the next day are known."""
HOUR = timedelta(hours=1)
GRID = {
    "type": "grid",
    "name": None,
    "stat_energy_from": "sensor.bought",
    "stat_energy_to": None,
    "stat_cost": None,
    "entity_energy_price": SENSOR,
    "number_energy_price": None,
    "stat_compensation": None,
    "entity_energy_price_export": None,
    "number_energy_price_export": None,
    "cost_adjustment_day": 0.0,
}


class Market:
    """The prices of each day, and the entity that tells them."""

    def __init__(self, name: str, zone: ZoneInfo) -> None:
        """Have usual prices."""
        self._name = name
        self._zone = zone
        self._revision = 0
        self.trouble: str | None = None
        """What is wrong with the entity: late, silent, cents or nameless."""
        self.dearest = DEAREST
        """No kWh costs more, in euros."""
        self.known: list[tuple[datetime, datetime]] = []
        """From when on it was told until when prices are known."""

    def revise(self) -> None:
        """Change the prices."""
        self._revision += 1

    async def furnish(
        self, hass: HomeAssistant, now: datetime, meters: Meters | None
    ) -> None:
        """Give a Home Assistant that starts its Energy preferences."""
        hass.config.components.add("energy")
        self.show(hass, now)
        sources: list[Any] = [GRID]
        if meters is not None:
            meters.furnish(hass)
            sources = list(meters.sources(GRID))
        update: Any = {"energy_sources": sources}
        await (await async_get_manager(hass)).async_update(update)

    def show(self, hass: HomeAssistant, now: datetime) -> None:
        """Tell what is known of prices."""
        local, trouble = now.astimezone(self._zone), self.trouble
        if trouble == "silent":
            self.known.append((now, now))
            hass.states.async_set(SENSOR, "unavailable")
            return
        tomorrow = local.hour >= PUBLISHED_AT and trouble != "late"
        midnight = local.replace(hour=0, minute=0, second=0, microsecond=0, fold=0)
        end = midnight + timedelta(days=2 if tomorrow else 1)
        hours = list(_hours(midnight, end))
        certain = trouble not in ("cents", "nameless")
        self.known.append((now, hours[-1] + HOUR if certain else now))
        factor = 100 if trouble == "cents" else 1
        prices = [
            {
                "start": hour.isoformat(),
                "end": (hour + HOUR).isoformat(),
                "price": round(self.price(hour) * factor, 4),
            }
            for hour in hours
        ]
        unit = {} if trouble == "nameless" else {"unit_of_measurement": "EUR/kWh"}
        told = {**unit, "prices": prices}
        hass.states.async_set(SENSOR, f"{self.price(now):.4f}", told)

    def price(self, instant: datetime) -> float:
        """Return what a kWh costs, in euros."""
        local = instant.astimezone(self._zone)
        day = f"prices {self._name} {local:%Y-%m-%d} {self._revision}"
        by = random.Random(day).uniform(0.5, 1.5)
        hour = random.Random(f"{day} {local.hour}").uniform(-2.0, 2.0)
        return round(min(CENTS[local.hour] * by + hour, DEAREST * 100) / 100, 4)

    def covers(self, start: datetime, end: datetime, at: datetime) -> bool:
        """Return whether all prices of a time were known, and had been for a while."""
        lately = [until for since, until in self.known if since <= at]
        begun = [until for since, until in self.known if at - HOUR < since <= at]
        return bool(lately) and min((lately[-1], *begun)) >= end > start


def _hours(start: datetime, end: datetime) -> Iterator[datetime]:
    """Yield the hours of days, whose clocks may change."""
    hour, zone = start.astimezone(tz=ZoneInfo("UTC")), start.tzinfo
    while hour < end:
        yield hour.astimezone(zone)
        hour += HOUR
