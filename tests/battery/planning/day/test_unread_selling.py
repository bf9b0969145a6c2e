"""A feed-in tariff that is set as an entity without future prices."""

from homeassistant.components.energy.data import async_get_manager
from homeassistant.core import HomeAssistant
import pytest

from custom_components.amps.battery.day_run import PlanningStatus

from ....entities import state
from ....inputs.meters import GRID, prefer
from ....travel import Travel
from .day import switch

pytestmark = [
    pytest.mark.freeze_time("2026-11-23T20:00:00+00:00"),
    pytest.mark.usefixtures("integration"),
]


async def test_it_is_named(hass: HomeAssistant, travel: Travel) -> None:
    hass.config.components.add("energy")
    _ = await travel.run(async_get_manager(hass))
    feed_in = "input_number.feed_in"
    hass.states.async_set(feed_in, "0.12", {"unit_of_measurement": "EUR/kWh"})
    await travel.run(prefer(hass, {**GRID, "entity_energy_price_export": feed_in}))
    await switch(hass, travel)
    told = state(hass, "sensor", "planning_status")
    assert told.state == PlanningStatus.PLANNED
    (missing,) = told.attributes["missing"]
    assert missing.startswith(f"Selling: unknown from {feed_in}. The entity has the")
    await travel.run(prefer(hass, GRID))
    await travel(120)
    assert not state(hass, "sensor", "planning_status").attributes["missing"]
