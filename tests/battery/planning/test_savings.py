"""What a battery's plan saved, by what Home Assistant recorded of the day."""

from collections.abc import Sequence
from datetime import datetime

from homeassistant.core import HomeAssistant
from homeassistant.helpers.translation import async_get_translations
import pytest
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    async_capture_events,
)

from custom_components.amps.battery.planning.savings_keeper import EVENT_DAY_SUMMARY
from custom_components.amps.const import DOMAIN
from custom_components.amps.planner.measured import MeasuredRow
from scripts.dev.replay.house import Order
from simulator import World

from ...entities import FULL, call, ha_device_id, state
from ...inputs.meters import GRID, SOLAR, prefer
from ...planned import schedule
from ...planner.days import Orders, bill, lived, self_use
from ...travel import Travel
from .goals.prices import show
from .past_day import (
    CHARGE,
    DAY,
    FIRST,
    HOUR,
    LOOKED,
    a_day,
    an_empty_battery,
    look_back,
)

pytestmark = pytest.mark.freeze_time("2026-11-23T23:45:00+00:00")


def _day(orders: Orders = self_use) -> Sequence[MeasuredRow]:
    """Return what is measured on the first day of a battery that begins empty."""
    return lived(a_day(), an_empty_battery(), orders)


def _by_night(at: datetime) -> Order:
    return Order("charge", 90.0) if CHARGE[0] <= at < CHARGE[1] else Order()


def _saved(hass: HomeAssistant) -> tuple[float, int, int]:
    saved = state(hass, "sensor", "saved")
    counts = saved.attributes["days_counted"], saved.attributes["days_left_out"]
    return (float(saved.state), *counts)


async def test_a_charge_at_night_saved_what_the_bills_differ_by(
    hass: HomeAssistant, home: MockConfigEntry, travel: Travel
) -> None:
    await schedule(hass, travel, *CHARGE, command="charge", target=90)
    assert _saved(hass) == (0.0, 0, 0)
    await travel.to(CHARGE[1] + HOUR)
    rows = _day(_by_night)
    (summary,) = await look_back(hass, home, travel, rows)
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


async def test_a_day_without_a_window_saved_nothing(
    hass: HomeAssistant, home: MockConfigEntry, travel: Travel
) -> None:
    (summary,) = await look_back(hass, home, travel, _day())
    assert _saved(hass) == (0.0, 1, 0)
    assert summary["message"] == "Saved 0.00 yesterday"
    assert summary["missed_forecast"] > 0.5


async def test_a_window_that_failed_is_what_was_missed(
    hass: HomeAssistant, home: MockConfigEntry, world: World, travel: Travel
) -> None:
    await schedule(hass, travel, *CHARGE, command="charge", target=90)
    world.set_scheduler(FULL)
    await travel.to(CHARGE[1] + HOUR)
    (summary,) = await look_back(hass, home, travel, _day())
    assert summary["saved"] == pytest.approx(0, abs=0.01)
    expected = bill(_day()) - bill(_day(_by_night))
    assert summary["missed_failure"] == pytest.approx(expected, abs=0.01)
    assert summary["spans"] == []


async def test_a_day_that_was_not_recorded_is_left_out(
    hass: HomeAssistant, home: MockConfigEntry, travel: Travel
) -> None:
    (summary,) = await look_back(hass, home, travel)
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
    (summary,) = await look_back(hass, home, travel, rows)
    assert summary["saved"] == pytest.approx(bill(_day()) - bill(rows), abs=0.01)


async def test_a_day_is_left_out_where_charging_looks_like_consumption(
    hass: HomeAssistant, home: MockConfigEntry, travel: Travel
) -> None:
    await prefer(hass, GRID, SOLAR)
    await schedule(hass, travel, *CHARGE, command="charge", target=90)
    await travel.to(CHARGE[1] + HOUR)
    (summary,) = await look_back(hass, home, travel, _day(_by_night))
    assert (summary["saved"], summary["left_out"]) == (None, "no_load")
    assert _saved(hass) == (0.0, 0, 1)


async def test_a_summary_is_in_the_language_of_the_owner(
    hass: HomeAssistant, home: MockConfigEntry, travel: Travel
) -> None:
    await hass.config.async_update(language="de")
    await travel.run(async_get_translations(hass, "de", "common", {DOMAIN}))
    (summary,) = await look_back(hass, home, travel, _day())
    assert summary["message"] == "Gestern 0,00 gespart"


async def test_a_day_is_counted_once(
    hass: HomeAssistant, home: MockConfigEntry, travel: Travel
) -> None:
    (_,) = await look_back(hass, home, travel, _day())
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
