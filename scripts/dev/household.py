"""The development home: its consumption, its solar production, and its history.

Three weeks of statistics are imported, so that planning works immediately.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from .home_assistant import HomeAssistant, Json

LOAD = (
    *(0.3, 0.3, 0.3, 0.3, 0.3, 0.4, 0.9, 1.4, 1.0, 0.6, 0.5, 0.6),
    *(0.9, 0.7, 0.5, 0.5, 0.7, 1.3, 2.2, 2.0, 1.5, 1.1, 0.7, 0.4),
)
"""kW by the hour of the day; the sun as well."""
SUN = (
    *(0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.1, 0.6, 1.3, 2.0, 2.6),
    *(2.8, 2.6, 2.1, 1.4, 0.7, 0.1, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0),
)
NET = tuple(round(load - sun, 3) for load, sun in zip(LOAD, SUN, strict=True))
"""What is left for the batteries: positive where the house draws more."""
IMPORT = "sensor.grid_import"
EXPORT = "sensor.grid_export"
PRODUCTION = "sensor.solar_production"
DAYS = 21
_SATURDAY = 5
_HOUR = timedelta(hours=1)
_CHARGE = {2: 2.0, 3: 2.0, 12: 1.2, 13: 1.2}
_DISCHARGE = {7: 1.0, 18: 2.0, 19: 2.0, 20: 1.0}
"""kWh of each battery by the hour, on the days that are over."""
_SIZE = 0.3
"""How much of that a battery takes: there may be several."""

TEMPLATE = f"""
  - triggers:
      - trigger: time_pattern
        minutes: "*"
    variables:
      load: [{", ".join(map(str, LOAD))}]
      sun: [{", ".join(map(str, SUN))}]
      battery: >-
        {{{{ integration_entities("amps") | select("search", "output_power")
            | map("states") | map("float", 0) | sum }}}}
      grid: "{{{{ (load[now().hour] - sun[now().hour] - battery) | round(3) }}}}"
    sensor:
      - name: Grid import
        device_class: energy
        state_class: total_increasing
        unit_of_measurement: kWh
        state: "{{{{ (this.state | float(0) + [grid, 0] | max / 60) | round(5) }}}}"
      - name: Grid export
        device_class: energy
        state_class: total_increasing
        unit_of_measurement: kWh
        state: "{{{{ (this.state | float(0) + [0 - grid, 0] | max / 60) | round(5) }}}}"
      - name: Solar production
        device_class: energy
        state_class: total_increasing
        unit_of_measurement: kWh
        state: "{{{{ (this.state | float(0) + sun[now().hour] / 60) | round(5) }}}}"
"""
"""Its meters: all of them count up from 0, by the minute."""


async def furnish(
    api: HomeAssistant, price: str, now: datetime, time_zone: str
) -> None:
    """Set the Energy dashboard up, and give its meters a past."""
    batteries = await _batteries(api)
    await api.ask(
        {"type": "energy/save_prefs", "energy_sources": _sources(price, batteries)}
    )
    meters = past(batteries, now, ZoneInfo(time_zone))
    await api.ask(*(import_of(meter, rows) for meter, rows in meters.items()))


async def _batteries(api: HomeAssistant) -> list[tuple[str, str]]:
    """Return what each battery charged and discharged, as its sensors are called."""
    (registry,) = await api.ask({"type": "config/entity_registry/list"})
    ids = {
        entity["unique_id"]: entity["entity_id"]
        for entity in registry
        if entity["platform"] == "amps"
    }
    return [
        (entity_id, ids[unique_id.removesuffix("charged") + "discharged"])
        for unique_id, entity_id in sorted(ids.items())
        if unique_id.endswith("energy_charged")
    ]


def _sources(price: str, batteries: Iterable[tuple[str, str]]) -> list[Json]:
    return [
        {
            "type": "grid",
            "stat_energy_from": IMPORT,
            "stat_energy_to": EXPORT,
            "entity_energy_price": price,
            "cost_adjustment_day": 0.0,
        },
        {"type": "solar", "stat_energy_from": PRODUCTION},
        *(
            {"type": "battery", "stat_energy_to": charged, "stat_energy_from": given}
            for charged, given in batteries
        ),
    ]


def past(
    batteries: Iterable[tuple[str, str]], now: datetime, zone: ZoneInfo
) -> dict[str, list[tuple[datetime, float]]]:
    """Return the kWh of each meter by the hour, on the days before an instant."""
    batteries = list(batteries)
    end = now.astimezone(UTC).replace(minute=0, second=0, microsecond=0)
    found: dict[str, list[tuple[datetime, float]]] = {}
    for index in range(DAYS * 24):
        start = end + (index - DAYS * 24) * _HOUR
        for meter, kwh in _hour(start.astimezone(zone), batteries):
            found.setdefault(meter, []).append((start, kwh))
    return found


def _hour(
    at: datetime, batteries: Iterable[tuple[str, str]]
) -> Iterator[tuple[str, float]]:
    """Yield what the meters counted in an hour of the local clock."""
    # days differ a little, and weekends a little more
    draws = LOAD[at.hour] * (1 + 0.1 * (at.day % 3) + 0.2 * (at.weekday() >= _SATURDAY))
    sun = SUN[at.hour] * (0.6 + 0.2 * (at.day % 5))
    taken = _CHARGE.get(at.hour, 0.0) * _SIZE
    given = _DISCHARGE.get(at.hour, 0.0) * _SIZE
    grid = draws - sun
    for charged, discharged in batteries:
        grid += taken - given
        yield charged, taken
        yield discharged, given
    yield PRODUCTION, sun
    yield IMPORT, max(grid, 0.0)
    yield EXPORT, max(-grid, 0.0)


def import_of(meter: str, rows: list[tuple[datetime, float]]) -> Json:
    """Return the command that gives a meter its past.

    What it counts itself begins with 0, so that its past has to end there.
    """
    total = -sum(kwh for _, kwh in rows)
    stats: list[Mapping[str, Any]] = []
    for start, kwh in rows:
        total += kwh
        stats.append({"start": start.isoformat(), "sum": round(total, 6)})
    return {
        "type": "recorder/import_statistics",
        "metadata": {
            "mean_type": 0,
            "has_sum": True,
            "name": None,
            "source": "recorder",
            "statistic_id": meter,
            "unit_class": "energy",
            "unit_of_measurement": "kWh",
        },
        "stats": stats,
    }
