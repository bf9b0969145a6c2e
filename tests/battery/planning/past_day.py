"""A day that is over, as Home Assistant recorded it of a home."""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

from homeassistant.components.recorder.models import (
    StatisticData,
    StatisticMeanType,
    StatisticMetaData,
)
from homeassistant.components.recorder.statistics import async_import_statistics
from homeassistant.core import HomeAssistant
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    async_capture_events,
)
from pytest_homeassistant_custom_component.components.recorder.common import (
    async_wait_recording_done,
)

from custom_components.amps.battery.planning.savings_keeper import EVENT_DAY_SUMMARY
from custom_components.amps.planner.measured import MeasuredRow
from scripts.dev.replay.house import Battery

from ...entities import FULL, entity_id
from ...inputs.meters import BOUGHT, SOLD, SUN, write
from ...travel import Travel
from .goals.prices import price_of

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
FIRST = datetime(2026, 11, 24, tzinfo=UTC)
"""The first day that counts: the tests begin on the day before."""
LOOKED = timedelta(minutes=11)
"""So long after midnight the day was looked at."""
CHARGE = FIRST + 2 * HOUR, FIRST + 5 * HOUR
"""Three cheap hours."""


def an_empty_battery() -> Battery:
    """Return the first battery of the fleet, as it begins the day."""
    return Battery(
        capacity=10.4, power=5.0, efficiency=0.95**2, floor=10.0, stored=1.04
    )


def a_day(sun: float = 0.8, evening: float = 1.2) -> Sequence[MeasuredRow]:
    """Return a first day with so many kW of sun at noon, and of load in the evening."""
    return [
        MeasuredRow(
            start=FIRST + hour * HOUR,
            end=FIRST + (hour + 1) * HOUR,
            load=0.4 if hour < 16 else evening,
            sun=sun if hour in (11, 12) else 0.0,
            buy=price_of(hour),
            sell=0.0,
            charged=0.0,
            discharged=0.0,
            from_level=10.0,
            to_level=10.0,
        )
        for hour in range(24)
    ]


def battery_source(hass: HomeAssistant, battery: str = FULL) -> dict[str, Any]:
    """Return a battery as Energy has it."""
    return {
        "type": "battery",
        "stat_energy_from": entity_id(hass, "sensor", "energy_discharged", battery),
        "stat_energy_to": entity_id(hass, "sensor", "energy_charged", battery),
    }


async def _record(
    hass: HomeAssistant, batteries: Mapping[str, Sequence[MeasuredRow]]
) -> None:
    """Have the statistics of a day written, after a day like the last hour of it."""
    rows, *_ = batteries.values()
    house = {row.start: row for row in a_day()}

    def grid(row: MeasuredRow) -> float:
        return row.load - row.sun + row.charged - row.discharged

    def sun(row: MeasuredRow) -> float:
        return house[row.start].sun

    _write(hass, BOUGHT, rows, lambda row: max(grid(row), 0.0))
    _write(hass, SOLD, rows, lambda row: max(-grid(row), 0.0))
    _write(hass, SUN, rows, sun)
    for battery, its in batteries.items():
        _write(hass, _meter(hass, "charged", battery), its, lambda row: row.charged)
        _write(
            hass, _meter(hass, "discharged", battery), its, lambda row: row.discharged
        )
        _write_levels(hass, entity_id(hass, "sensor", "level", battery), its)
    await async_wait_recording_done(hass)


def _meter(hass: HomeAssistant, way: str, battery: str) -> str:
    return entity_id(hass, "sensor", f"energy_{way}", battery)


def _write(
    hass: HomeAssistant,
    meter: str,
    rows: Sequence[MeasuredRow],
    value: Callable[[MeasuredRow], float],
) -> None:
    by_hour = {row.start: row for row in rows}

    def row_at(at: datetime) -> MeasuredRow:
        return by_hour.get(at.astimezone(UTC), rows[-1])

    write(hass, meter, partial(_of_row, row_at, value), rows[-1].end, hours=48)


def _write_levels(
    hass: HomeAssistant, sensor: str, rows: Sequence[MeasuredRow]
) -> None:
    levels = [
        StatisticData(start=row.start, mean=(row.from_level + row.to_level) / 2)
        for row in rows
    ]
    before = StatisticData(start=rows[0].start - HOUR, mean=rows[0].from_level)
    metadata = StatisticMetaData(
        mean_type=StatisticMeanType.ARITHMETIC,
        has_sum=False,
        name=None,
        source="recorder",
        statistic_id=sensor,
        unit_class=None,
        unit_of_measurement="%",
    )
    async_import_statistics(hass, metadata, [before, *levels])


def _of_row(
    row_at: Callable[[datetime], MeasuredRow],
    value: Callable[[MeasuredRow], float],
    at: datetime,
) -> float:
    return value(row_at(at))


async def look_back(
    hass: HomeAssistant,
    home: MockConfigEntry,
    travel: Travel,
    rows: Sequence[MeasuredRow] | Mapping[str, Sequence[MeasuredRow]] = (),
) -> list[dict[str, Any]]:
    """Let the rest of the day pass quickly, and return what is told of it."""
    events = async_capture_events(hass, EVENT_DAY_SUMMARY)
    await travel.run(hass.config_entries.async_unload(home.entry_id))
    await travel.to(FIRST + DAY)
    if rows:
        await _record(hass, rows if isinstance(rows, Mapping) else {FULL: rows})
    await travel.run(hass.config_entries.async_setup(home.entry_id))
    await travel.settle()
    assert events == []
    await travel(LOOKED)
    return [dict(event.data) for event in events]
