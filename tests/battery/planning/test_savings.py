"""What a battery's plan saved, by what Home Assistant recorded of the day."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

from homeassistant.components.recorder.core import Recorder
from homeassistant.components.recorder.models import (
    StatisticData,
    StatisticMeanType,
    StatisticMetaData,
)
from homeassistant.components.recorder.statistics import async_import_statistics
from homeassistant.core import HomeAssistant
from homeassistant.helpers.translation import async_get_translations
from homeassistant.setup import async_setup_component
import pytest
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    async_capture_events,
)
from pytest_homeassistant_custom_component.components.recorder.common import (
    async_wait_recording_done,
)

from custom_components.amps.battery.planning.savings_keeper import EVENT_DAY_SUMMARY
from custom_components.amps.const import DOMAIN
from custom_components.amps.inputs.settings import PriceKind
from custom_components.amps.planner.measured import MeasuredRow
from scripts.dev.replay.house import Battery, Order
from simulator import World

from ...conftest import Setup
from ...entities import FULL, call, entity_id, ha_device_id, state
from ...inputs.meters import BOUGHT, GRID, SOLAR, SOLD, SUN, prefer, write
from ...planned import schedule
from ...planner.days import Orders, bill, lived, self_use
from ...travel import Travel
from .goals.prices import SENSOR, price_of, show

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
FIRST = datetime(2026, 11, 24, tzinfo=UTC)
"""The first day that counts: the tests begin on the day before."""
LOOKED = timedelta(minutes=11)
"""So long after midnight the day was looked at."""
CHARGE = FIRST + 2 * HOUR, FIRST + 5 * HOUR
"""Three cheap hours."""

pytestmark = pytest.mark.freeze_time("2026-11-23T23:45:00+00:00")


@pytest.fixture
async def home(
    recorder_mock: Recorder,  # noqa: ARG001
    hass: HomeAssistant,
    entry: MockConfigEntry,
    travel: Travel,
    all_enabled: None,  # noqa: ARG001
    setup_entry: Setup,
) -> MockConfigEntry:
    """A battery in a home with prices, sun and the Energy dashboard."""
    assert await travel.run(async_setup_component(hass, "energy", {}))
    show(hass, days=4)
    options = {**entry.options, PriceKind.IMPORT.entity: SENSOR}
    entry = MockConfigEntry(
        domain=entry.domain, title=entry.title, data=entry.data, options=options
    )
    assert await setup_entry(entry)
    battery = {
        "type": "battery",
        "stat_energy_from": entity_id(hass, "sensor", "energy_discharged"),
        "stat_energy_to": entity_id(hass, "sensor", "energy_charged"),
    }
    await prefer(hass, GRID, SOLAR, battery)
    return entry


def _day(orders: Orders = self_use) -> Sequence[MeasuredRow]:
    """Return what is measured on the first day of a battery that begins empty."""
    battery = Battery(
        capacity=10.4, power=5.0, efficiency=0.95**2, floor=10.0, stored=1.04
    )
    rows = [
        MeasuredRow(
            start=FIRST + hour * HOUR,
            end=FIRST + (hour + 1) * HOUR,
            load=0.4 if hour < 16 else 1.2,
            sun=0.8 if hour in (11, 12) else 0.0,
            buy=price_of(hour),
            sell=0.0,
            charged=0.0,
            discharged=0.0,
            from_level=10.0,
            to_level=10.0,
        )
        for hour in range(24)
    ]
    return lived(rows, battery, orders)


def _by_night(at: datetime) -> Order:
    return Order("charge", 90.0) if CHARGE[0] <= at < CHARGE[1] else Order()


async def _record(
    hass: HomeAssistant, rows: Sequence[MeasuredRow], share: float
) -> None:
    """Have the statistics of a day written, after a day like the last hour of it.

    The rows have this share of what the house draws and the sun gives.
    """
    by_hour = {row.start: row for row in rows}

    def row_at(at: datetime) -> MeasuredRow:
        return by_hour.get(at.astimezone(UTC), rows[-1])

    def grid(row: MeasuredRow) -> float:
        return (row.load - row.sun) / share + row.charged - row.discharged

    meters: dict[str, Callable[[MeasuredRow], float]] = {
        BOUGHT: lambda row: max(grid(row), 0.0),
        SOLD: lambda row: max(-grid(row), 0.0),
        SUN: lambda row: row.sun / share,
        entity_id(hass, "sensor", "energy_charged"): lambda row: row.charged,
        entity_id(hass, "sensor", "energy_discharged"): lambda row: row.discharged,
    }
    for meter, value in meters.items():
        energy = partial(_of_row, row_at, value)
        write(hass, meter, energy, rows[-1].end, hours=48)
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
        statistic_id=entity_id(hass, "sensor", "level"),
        unit_class=None,
        unit_of_measurement="%",
    )
    async_import_statistics(hass, metadata, [before, *levels])
    await async_wait_recording_done(hass)


def _of_row(
    row_at: Callable[[datetime], MeasuredRow],
    value: Callable[[MeasuredRow], float],
    at: datetime,
) -> float:
    return value(row_at(at))


def _saved(hass: HomeAssistant) -> tuple[float, int, int]:
    saved = state(hass, "sensor", "saved")
    counts = saved.attributes["days_counted"], saved.attributes["days_left_out"]
    return (float(saved.state), *counts)


async def _look_back(
    hass: HomeAssistant,
    home: MockConfigEntry,
    travel: Travel,
    rows: Sequence[MeasuredRow] = (),
    share: float = 1.0,
) -> list[dict[str, Any]]:
    """Let the rest of the day pass quickly, and return what is told of it."""
    events = async_capture_events(hass, EVENT_DAY_SUMMARY)
    await travel.run(hass.config_entries.async_unload(home.entry_id))
    await travel.to(FIRST + DAY)
    if rows:
        await _record(hass, rows, share)
    await travel.run(hass.config_entries.async_setup(home.entry_id))
    await travel.settle()
    assert events == []
    await travel(LOOKED)
    return [dict(event.data) for event in events]


async def test_a_charge_at_night_saved_what_the_bills_differ_by(
    hass: HomeAssistant, home: MockConfigEntry, travel: Travel
) -> None:
    await schedule(hass, travel, *CHARGE, command="charge", target=90)
    assert _saved(hass) == (0.0, 0, 0)
    await travel.to(CHARGE[1] + HOUR)
    rows = _day(_by_night)
    (summary,) = await _look_back(hass, home, travel, rows)
    expected = bill(_day()) - bill(rows)
    assert expected > 1
    saved, *counts = _saved(hass)
    assert saved == pytest.approx(expected, abs=0.01)
    assert counts == [1, 0]
    assert state(hass, "sensor", "saved").attributes["unit_of_measurement"] == "EUR"
    assert summary["device_id"] == ha_device_id(hass)
    assert summary["date"] == "2026-11-24"
    assert summary["saved"] == pytest.approx(expected, abs=0.01)
    assert summary["spans"] == [
        {"start": "2026-11-24T02:00:00+00:00", "end": "2026-11-24T05:00:00+00:00"}
    ]
    charged = sum(row.charged for row in rows[2:5])
    assert summary["charged"] == pytest.approx(charged, abs=0.01)
    begins = f"Charged {charged:.1f} kWh from 02:00 to 05:00, "
    assert summary["message"].startswith(begins)
    assert summary["message"].endswith(f" %, saved {expected:.2f} yesterday")
    assert summary["missed_failure"] == 0


@pytest.mark.parametrize("batteries", [2])
async def test_a_battery_is_compared_with_its_share_of_the_house(
    hass: HomeAssistant, home: MockConfigEntry, world: World, travel: Travel
) -> None:
    sizes = {key: device.capacity_kwh or 10 for key, device in world.devices.items()}
    share = sizes[FULL] / sum(sizes.values())
    await schedule(hass, travel, *CHARGE, command="charge", target=90)
    await travel.to(CHARGE[1] + HOUR)
    rows = _day(_by_night)
    summaries = await _look_back(hass, home, travel, rows, share)
    (summary,) = (one for one in summaries if one["device_id"] == ha_device_id(hass))
    expected = bill(_day()) - bill(rows)
    assert expected > 1
    assert summary["saved"] == pytest.approx(expected, abs=0.01)


async def test_a_day_without_a_window_saved_nothing(
    hass: HomeAssistant, home: MockConfigEntry, travel: Travel
) -> None:
    (summary,) = await _look_back(hass, home, travel, _day())
    assert _saved(hass) == (0.0, 1, 0)
    assert summary["message"] == "Saved 0.00 yesterday"
    assert summary["missed_forecast"] > 0.5


async def test_a_window_that_failed_is_what_was_missed(
    hass: HomeAssistant, home: MockConfigEntry, world: World, travel: Travel
) -> None:
    await schedule(hass, travel, *CHARGE, command="charge", target=90)
    world.set_scheduler(FULL)
    await travel.to(CHARGE[1] + HOUR)
    (summary,) = await _look_back(hass, home, travel, _day())
    assert summary["saved"] == pytest.approx(0, abs=0.01)
    expected = bill(_day()) - bill(_day(_by_night))
    assert summary["missed_failure"] == pytest.approx(expected, abs=0.01)
    assert summary["spans"] == []


async def test_a_day_that_was_not_recorded_is_left_out(
    hass: HomeAssistant, home: MockConfigEntry, travel: Travel
) -> None:
    (summary,) = await _look_back(hass, home, travel)
    assert _saved(hass) == (0.0, 0, 1)
    assert summary["left_out"] == "no_level"
    assert summary["saved"] is None
    assert summary["message"] == "What was saved yesterday could not be measured"


async def test_limits_of_commands_limit_no_self_use(
    hass: HomeAssistant, home: MockConfigEntry, travel: Travel
) -> None:
    for key in ("charge_power_limit", "discharge_power_limit"):
        await call(hass, travel, "number", "set_value", key=key, value=0.1)
    await schedule(hass, travel, *CHARGE, command="charge", target=90, power=5)
    await travel.to(CHARGE[1] + HOUR)
    rows = _day(_by_night)
    (summary,) = await _look_back(hass, home, travel, rows)
    assert summary["saved"] == pytest.approx(bill(_day()) - bill(rows), abs=0.01)


async def test_a_day_is_left_out_where_charging_looks_like_consumption(
    hass: HomeAssistant, home: MockConfigEntry, travel: Travel
) -> None:
    await prefer(hass, GRID, SOLAR)
    await schedule(hass, travel, *CHARGE, command="charge", target=90)
    await travel.to(CHARGE[1] + HOUR)
    (summary,) = await _look_back(hass, home, travel, _day(_by_night))
    assert (summary["saved"], summary["left_out"]) == (None, "no_load")
    assert _saved(hass) == (0.0, 0, 1)


async def test_a_summary_is_in_the_language_of_the_owner(
    hass: HomeAssistant, home: MockConfigEntry, travel: Travel
) -> None:
    await hass.config.async_update(language="de")
    await travel.run(async_get_translations(hass, "de", "common", {DOMAIN}))
    (summary,) = await _look_back(hass, home, travel, _day())
    assert summary["message"] == "Gestern 0,00 gespart"


async def test_a_day_is_counted_once(
    hass: HomeAssistant, home: MockConfigEntry, travel: Travel
) -> None:
    (_,) = await _look_back(hass, home, travel, _day())
    events = async_capture_events(hass, EVENT_DAY_SUMMARY)
    await travel.run(hass.config_entries.async_reload(home.entry_id))
    await travel(HOUR)
    assert _saved(hass) == (0.0, 1, 0)
    assert events == []


async def test_at_most_a_week_is_made_up_for(
    hass: HomeAssistant, home: MockConfigEntry, travel: Travel
) -> None:
    await travel(HOUR)
    await travel.run(hass.config_entries.async_unload(home.entry_id))
    await travel.to(FIRST + 12 * DAY + LOOKED)
    show(hass, start=FIRST + 12 * DAY)
    events = async_capture_events(hass, EVENT_DAY_SUMMARY)
    await travel.run(hass.config_entries.async_setup(home.entry_id))
    await travel(HOUR)
    assert _saved(hass) == (0.0, 0, 7)
    assert [event.data["date"] for event in events] == ["2026-12-05"]
