"""What the plans of a home with two batteries saved, as Home Assistant recorded it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from unittest.mock import patch

from homeassistant.core import HomeAssistant
import pytest
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    async_capture_events,
)

from custom_components.amps.battery.planning import savings_keeper
from custom_components.amps.battery.planning.savings_day import Sources, async_known
from custom_components.amps.battery.planning.savings_keeper import EVENT_DAY_SUMMARY
from custom_components.amps.battery.state import BatteryState
from custom_components.amps.planner.measured import MeasuredRow
from scripts.dev.replay.house import Order
from simulator import SystemClock, World, full

from ...entities import FULL, ha_device_id, state
from ...inputs.meters import GRID, SOLAR, prefer
from ...planned import schedule
from ...planner.days import Orders, bill, self_use
from ...planner.home import in_turn, lived_together
from ...travel import Travel
from .past_day import CHARGE, HOUR, a_day, an_empty_battery, battery_source, look_back

OTHER = "device_sim_0002"

pytestmark = pytest.mark.freeze_time("2026-11-23T23:45:00+00:00")


@pytest.fixture
def world() -> World:
    """Two batteries that are alike."""
    return World(SystemClock(), devices=[full(FULL), full(OTHER)])


type Lived = dict[str, list[MeasuredRow]]

USUAL = a_day(evening=2.0)
SUNNY = a_day(sun=6.0, evening=3.0)
"""Days at whose end both batteries are empty, as they are at the beginning."""


def _by_night(target: float) -> Orders:
    def orders(at: datetime) -> Order:
        charges = CHARGE[0] <= at < CHARGE[1]
        return Order("charge", target) if charges else Order()

    return orders


def _lived(day: Sequence[MeasuredRow], *orders: Orders) -> Lived:
    """Return what is measured of both batteries."""
    batteries = [an_empty_battery(), an_empty_battery()]
    rows = lived_together(day, batteries, orders, in_turn)
    return dict(zip((FULL, OTHER), rows, strict=True))


def _metered(day: Sequence[MeasuredRow], lived: Lived) -> float:
    """Return by how much the bill is lower than that of batteries left alone."""
    return bill(_lived(day, self_use, self_use)[FULL]) - bill(lived[FULL])


async def _summaries(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    travel: Travel,
    lived: Lived,
) -> list[dict[str, Any]]:
    """Return what is told of both batteries, in order."""
    await travel.to(CHARGE[1] + HOUR)
    told = await look_back(hass, entry, travel, lived)
    found = {one["device_id"]: one for one in told}
    return [found[ha_device_id(hass, battery)] for battery in (FULL, OTHER)]


@pytest.mark.parametrize("in_energy", [True, False])
async def test_one_that_is_planned_saved_what_the_bills_differ_by(
    hass: HomeAssistant, home: MockConfigEntry, travel: Travel, *, in_energy: bool
) -> None:
    """The other one lives by itself, and takes its part of what the house needs."""
    if in_energy:
        both = battery_source(hass), battery_source(hass, OTHER)
        await prefer(hass, GRID, SOLAR, *both)
    await schedule(hass, travel, *CHARGE, command="charge", target=90)
    lived = _lived(USUAL, _by_night(90.0), self_use)
    planned, other = await _summaries(hass, home, travel, lived)
    metered = _metered(USUAL, lived)
    assert metered > 1
    assert planned["saved"] == pytest.approx(metered, abs=0.01)
    assert other["saved"] == (0 if in_energy else None)
    assert other["left_out"] == (None if in_energy else "no_load")
    saved = state(hass, "sensor", "saved", OTHER)
    counts = saved.attributes["days_counted"], saved.attributes["days_left_out"]
    assert counts == ((1, 0) if in_energy else (0, 1))


async def test_what_two_saved_adds_up_to_what_the_bills_differ_by(
    hass: HomeAssistant, home: MockConfigEntry, travel: Travel
) -> None:
    """The sun that either could have stored is missed once."""
    both = battery_source(hass), battery_source(hass, OTHER)
    await prefer(hass, GRID, SOLAR, *both)
    targets = {FULL: 90.0, OTHER: 50.0}
    for battery, target in targets.items():
        await schedule(
            hass, travel, *CHARGE, battery=battery, command="charge", target=target
        )
    lived = _lived(SUNNY, *map(_by_night, targets.values()))
    told = await _summaries(hass, home, travel, lived)
    metered = _metered(SUNNY, lived)
    assert metered > 1
    total = sum(one["saved"] for one in told)
    assert total == pytest.approx(metered, rel=0.02, abs=0.01)


async def test_a_battery_that_cannot_be_read_keeps_no_other_waiting(
    hass: HomeAssistant, home: MockConfigEntry, travel: Travel
) -> None:
    """It is tried again a quarter of an hour later."""
    both = battery_source(hass), battery_source(hass, OTHER)
    await prefer(hass, GRID, SOLAR, *both)

    async def known(sources: Sources, state: BatteryState, *rest: Any) -> Any:
        if state.battery_id == FULL:
            raise OSError("the database is locked")
        return await async_known(sources, state, *rest)

    lived = _lived(USUAL, self_use, self_use)
    with patch(f"{savings_keeper.__name__}.async_known", known):
        told = await look_back(hass, home, travel, lived)
    assert [one["device_id"] for one in told] == [ha_device_id(hass, OTHER)]
    events = async_capture_events(hass, EVENT_DAY_SUMMARY)
    await travel(HOUR / 4)
    assert [event.data["device_id"] for event in events] == [ha_device_id(hass)]
