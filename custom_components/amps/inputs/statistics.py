"""What meters counted, from Home Assistant's statistics."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Literal, NamedTuple

from homeassistant.const import UnitOfEnergy, UnitOfPower
from homeassistant.core import HomeAssistant
from homeassistant.helpers.recorder import get_instance

from ..planner.levels import LevelAt
from .meters import HOUR, Energy

if TYPE_CHECKING:
    from homeassistant.components.recorder.statistics import StatisticsRow

RECORDER = "recorder"
SHORT_INTERVAL = timedelta(minutes=5)
"""The interval of the statistics that exist before an hour is over."""
_MAX_SHORT_TIME = timedelta(hours=3)
"""How far back short statistics replace hourly ones that do not exist yet."""
_UNITS: dict[str, str] = {
    "energy": UnitOfEnergy.KILO_WATT_HOUR,
    "power": UnitOfPower.KILO_WATT,
}


class Counted(NamedTuple):
    """What meters counted, in kWh by meter and time."""

    hourly: Mapping[str, Energy]
    recent: Mapping[str, Energy]
    """In steps of `SHORT_INTERVAL`, from where the hours end."""


class Mean(NamedTuple):
    """What a sensor measured in a time of `SHORT_INTERVAL`."""

    mean: float
    low: float
    high: float


type Means = Mapping[datetime, Mean]


async def async_counted(
    hass: HomeAssistant, meters: frozenset[str], since: datetime, now: datetime
) -> Counted:
    """Return what meters counted; raises what the recorder's database raises."""

    def read() -> Counted:
        hourly = _changes(hass, meters, since, "hour")
        until = max((max(energy) for energy in hourly.values() if energy), default=None)
        begin = max(until + HOUR if until else since, now - _MAX_SHORT_TIME)
        # what comes first shows only that the second is of one time
        return Counted(
            hourly, _changes(hass, meters, begin - SHORT_INTERVAL, "5minute")
        )

    return await get_instance(hass).async_add_executor_job(read)


async def async_ever_counted(hass: HomeAssistant, meters: set[str]) -> set[str]:
    """Return those of the meters that have counted at any time; raises as above."""

    def read() -> set[str]:
        # it needs packages that are there only beside a recorder
        from homeassistant.components.recorder import statistics  # noqa: PLC0415

        return {
            meter
            for meter in meters
            if statistics.get_last_statistics(hass, 1, meter, False, {"sum"})  # noqa: FBT003
        }

    return await get_instance(hass).async_add_executor_job(read)


async def async_means(
    hass: HomeAssistant, sensors: set[str], since: datetime
) -> dict[str, Means]:
    """Return what sensors measured, in kW where it is a power; raises as above."""

    def read() -> dict[str, Means]:
        # it needs packages that are there only beside a recorder
        from homeassistant.components.recorder import statistics  # noqa: PLC0415

        found = statistics.statistics_during_period(
            hass, since, None, sensors, "5minute", _UNITS, {"mean", "min", "max"}
        )
        return {sensor: _means(rows) for sensor, rows in found.items()}

    return await get_instance(hass).async_add_executor_job(read)


async def async_levels(
    hass: HomeAssistant, sensor: str, since: datetime, until: datetime
) -> tuple[LevelAt, ...]:
    """Return the levels that a sensor showed, as finely as they are still known.

    Raises what the recorder's database raises.
    """

    def read() -> tuple[LevelAt, ...]:
        fine = _mean_rows(hass, sensor, (since, until), "5minute")
        coarse = [] if fine else _mean_rows(hass, sensor, (since, until), "hour")
        rows = [(at + SHORT_INTERVAL / 2, mean) for at, mean in fine]
        rows += [(at + HOUR / 2, mean) for at, mean in coarse]
        return tuple(LevelAt(at, mean) for at, mean in rows)

    return await get_instance(hass).async_add_executor_job(read)


def _mean_rows(
    hass: HomeAssistant,
    sensor: str,
    span: tuple[datetime, datetime],
    period: Literal["hour", "5minute"],
) -> list[tuple[datetime, float]]:
    # it needs packages that are there only beside a recorder
    from homeassistant.components.recorder import statistics  # noqa: PLC0415

    found = statistics.statistics_during_period(
        hass, *span, {sensor}, period, None, {"mean"}
    )
    return [
        (datetime.fromtimestamp(row["start"], UTC), mean)
        for row in found.get(sensor, ())
        if (mean := row.get("mean")) is not None
    ]


def _changes(
    hass: HomeAssistant,
    meters: frozenset[str],
    since: datetime,
    period: Literal["hour", "5minute"],
) -> dict[str, Energy]:
    # it needs packages that are there only beside a recorder
    from homeassistant.components.recorder import statistics  # noqa: PLC0415

    found = statistics.statistics_during_period(
        hass, since, None, set(meters), period, _UNITS, {"change"}
    )
    return {meter: _energy(rows) for meter, rows in found.items()}


def _energy(rows: list[StatisticsRow]) -> Energy:
    return {
        datetime.fromtimestamp(row["start"], UTC): change
        for row in rows
        if (change := row.get("change")) is not None
    }


def _means(rows: list[StatisticsRow]) -> Means:
    values = ((row["start"], row["mean"], row["min"], row["max"]) for row in rows)
    return {
        datetime.fromtimestamp(start, UTC): Mean(mean, low, high)
        for start, mean, low, high in values
        if mean is not None and low is not None and high is not None
    }
