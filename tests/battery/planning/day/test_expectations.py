"""What is expected of the plan of a day: what it saves, and where the level goes."""

from datetime import timedelta

from homeassistant.core import HomeAssistant
import pytest

from simulator import World

from ....entities import FULL, call, state
from ....travel import Travel
from .day import automatic, plan, switch

pytestmark = [
    pytest.mark.freeze_time("2026-11-23T20:00:00+00:00"),
    pytest.mark.usefixtures("integration"),
]


async def test_the_savings_of_windows_add_up(
    hass: HomeAssistant, travel: Travel
) -> None:
    await switch(hass, travel)
    found = await automatic(hass, travel)
    total = sum(window["saves"] for window in found)
    assert (await plan(hass, travel))["saving"] == pytest.approx(total, rel=0.01)
    saving = state(hass, "sensor", "expected_saving")
    assert float(saving.state) == pytest.approx(total, rel=0.01)
    assert saving.attributes["today"] == 0
    assert saving.attributes["tomorrow"] == pytest.approx(total, rel=0.01)
    assert saving.attributes["unit_of_measurement"] == "EUR"
    assert saving.name == "GivEnergy All in One 10.4 Expected saving"


async def test_savings_are_those_of_the_windows_that_are_shown(
    hass: HomeAssistant, world: World, travel: Travel
) -> None:
    """A plan that is made anew is not put in while the old one will do."""
    await switch(hass, travel)
    for level in (60, 56, 52, 48, 44, 40, 36):
        world.set_level(FULL, level)
        await travel(timedelta(hours=1))
    total = sum(window["saves"] for window in await automatic(hass, travel))
    saving = float(state(hass, "sensor", "expected_saving").state)
    assert saving == pytest.approx(total, rel=0.01)


async def test_the_expected_level_is_shown(hass: HomeAssistant, travel: Travel) -> None:
    await switch(hass, travel)
    level = state(hass, "sensor", "expected_level")
    assert float(level.state) == pytest.approx(60, abs=2)
    curve = level.attributes["curve"]
    by_time = {point["time"]: point["level"] for point in curve}
    assert by_time["2026-11-24T05:00:00+00:00"] > 90
    rows = (await plan(hass, travel))["rows"]
    assert next(row["command"] for row in rows if row["why"]) == "charge"
    assert len(rows) == len(curve)


@pytest.mark.usefixtures("all_enabled", "integration")
async def test_a_limit_of_charging_is_counted_on(
    hass: HomeAssistant, travel: Travel
) -> None:
    await call(hass, travel, "number", "set_value", key="charge_power_limit", value=1)
    await switch(hass, travel)
    charge = (await automatic(hass, travel))[0]
    assert (charge["command"], charge["power"]) == ("charge", 1)
    rows = (await plan(hass, travel))["rows"]
    charged = [row for row in rows if charge["start"] <= row["start"] < charge["end"]]
    rise = charged[-1]["level"] - charged[0]["level"]
    assert 0 < rise < len(charged) / 4 * 1 / 9 * 100
