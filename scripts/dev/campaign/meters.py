"""What the home of a story draws, and how Home Assistant gets to know it.

Its meters are in the Energy preferences, and it answers in the recorder's place.
"""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
import random
from typing import Any
from zoneinfo import ZoneInfo

from homeassistant.components.recorder import statistics
from homeassistant.const import EVENT_RECORDER_HOURLY_STATISTICS_GENERATED
from homeassistant.core import HomeAssistant
from homeassistant.helpers.recorder import DATA_INSTANCE
from homeassistant.util import dt as dt_util

BOUGHT, SOLD, SUN = "sensor.bought", "sensor.sold", "sensor.sun"
CAR = "binary_sensor.car"
LOADS = (
    *(0.25, 0.22, 0.2, 0.2, 0.2, 0.25, 0.5, 0.9, 0.7, 0.45, 0.4, 0.5),
    *(0.7, 0.5, 0.4, 0.4, 0.6, 1.1, 1.6, 1.5, 1.2, 0.9, 0.6, 0.35),
)
"""kW that a home usually draws, by the hour of the day."""
BRIGHT = (0, 0, 0, 0, 0, 0, 0, 1, 3, 5, 7, 8, 9, 8, 7, 5, 3, 1, 0, 0, 0, 0, 0, 0)
"""How the sun goes, in parts of ten."""
HOUR = timedelta(hours=1)
KEPT = timedelta(days=8)
"""So far back it is known what the meters counted: more would only take longer."""
LENGTHS = {"hour": HOUR, "5minute": timedelta(minutes=5)}
SOLAR = {
    "type": "solar",
    "stat_energy_from": SUN,
    "config_entry_solar_forecast": None,
}

type Rows = dict[str, list[dict[str, float]]]


class Meters:
    """The meters of a home, which counted long before the story began."""

    def __init__(self, name: str, zone: ZoneInfo) -> None:
        """Choose what the home is like."""
        chance = random.Random(f"home {name}")
        self._name = name
        self._zone = zone
        self._size = chance.uniform(0.5, 2.0)
        self._peak = chance.choice((0.0, 0.0, 2.5, 6.0))
        """kW of the sun at noon; none without panels."""
        self._sells = chance.random() < 0.5
        """Whether it is paid for what it feeds in as it pays for what it draws."""
        self.car_draws = 0
        """How many charges of the car go on."""
        self._known: dict[datetime, tuple[float, float]] = {}

    def furnish(self, hass: HomeAssistant) -> None:
        """Stand where a Home Assistant that starts looks for its recorder."""
        hass.config.components.add("recorder")
        instance: Any = _Instance(hass)
        hass.data[DATA_INSTANCE] = instance
        read: Any = self.counted
        statistics.statistics_during_period = read
        never: Any = lambda *_: {}  # noqa: E731
        statistics.get_last_statistics = never
        self.show_car(hass)

    def show_car(self, hass: HomeAssistant) -> None:
        """Tell whether the car draws."""
        hass.states.async_set(CAR, "on" if self.car_draws else "off")

    def sources(self, grid: dict[str, Any]) -> Iterator[dict[str, Any]]:
        """Yield what the Energy preferences say of the home."""
        price = grid["entity_energy_price"] if self._sells else None
        yield {**grid, "stat_energy_to": SOLD, "entity_energy_price_export": price}
        if self._peak:
            yield SOLAR

    def usual_net(self) -> tuple[float, ...]:
        """Return the kW that the home usually draws beyond its sun, by the hour."""
        return tuple(
            load * self._size - bright / 10 * self._peak
            for load, bright in zip(LOADS, BRIGHT, strict=True)
        )

    def counted(
        self,
        _hass: HomeAssistant,
        start: datetime,
        end: datetime | None,
        meters: set[str],
        period: str,
        _units: dict[str, str] | None,
        types: set[str],
    ) -> Rows:
        """Return what meters counted until now, as the recorder's statistics do."""
        if "change" not in types:
            return {}
        length = LENGTHS[period]
        now = dt_util.utcnow()
        until = now if end is None else min(end, now)
        start = max(start, now - KEPT)
        at = start.replace(minute=0, second=0, microsecond=0)
        rows: Rows = {meter: [] for meter in (BOUGHT, SOLD, SUN) if meter in meters}
        while at + length <= until:
            if at >= start:
                for meter, kwh in self._split(at, length / HOUR):
                    if meter in rows:
                        rows[meter].append({"start": at.timestamp(), "change": kwh})
            at += length
        return rows

    def _split(self, at: datetime, share: float) -> Iterator[tuple[str, float]]:
        """Yield what each meter counted in a part of an hour, in kWh."""
        load, sun = self._hour(at.replace(minute=0, second=0, microsecond=0))
        yield BOUGHT, max(load - sun, 0.0) * share
        yield SOLD, max(sun - load, 0.0) * share
        yield SUN, sun * share

    def _hour(self, hour: datetime) -> tuple[float, float]:
        """Return load and sun of an hour, in kWh."""
        if (known := self._known.get(hour)) is None:
            local = hour.astimezone(self._zone)
            day = f"{self._name} {local:%Y-%m-%d}"
            busy = random.Random(f"busy {day}").uniform(0.7, 1.3)
            clear = random.Random(f"clear {day}").uniform(0.1, 1.0)
            noise = random.Random(f"load {day} {local.hour}").uniform(0.7, 1.3)
            load = LOADS[local.hour] * self._size * busy * noise
            sun = BRIGHT[local.hour] / 10 * self._peak * clear
            known = self._known[hour] = load, sun
        return known

    def tell(self, hass: HomeAssistant) -> None:
        """Say that the statistics of an hour are there."""
        hass.bus.async_fire(EVENT_RECORDER_HOURLY_STATISTICS_GENERATED)


class _Instance:
    """What is asked of a recorder."""

    def __init__(self, hass: HomeAssistant) -> None:
        self._hass = hass

    def async_add_executor_job[T](self, read: Callable[[], T]) -> Any:
        return self._hass.async_add_executor_job(read)
