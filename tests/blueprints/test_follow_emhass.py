"""Following EMHASS' plan for the battery."""

from datetime import timedelta
from typing import Any

from homeassistant.core import HomeAssistant
import pytest

from simulator import World

from ..entities import FULL, ha_device_id
from ..travel import Travel
from ..windows import answer
from .automations import MONDAY, Automate

SENSOR = "sensor.p_batt_forecast"
BEGIN = MONDAY + timedelta(hours=10)
STEP = timedelta(minutes=30)
POWERS = [0, 20, -5000, -4900, 900, -300]
"""EMHASS' watts, positive while discharging."""
PLANNED = [
    ("10:00", "11:00", "idle", None),
    ("11:00", "12:00", "charge", 5.0),
    ("12:00", "12:30", "discharge", 0.9),
    ("12:30", "13:00", "charge", 0.3),
]


@pytest.fixture
async def follows(hass: HomeAssistant, travel: Travel, automate: Automate) -> None:
    await travel.to(BEGIN - timedelta(minutes=10))
    await automate("follow_emhass", batteries=[ha_device_id(hass)], forecast=SENSOR)


async def _publish(
    hass: HomeAssistant, travel: Travel, powers: list[int], **more: Any
) -> None:
    """Publish as EMHASS does: numbers are texts."""
    steps = [
        {"date": (BEGIN + STEP * number).isoformat(), "p_batt_forecast": f"{power}.0"}
        for number, power in enumerate(powers)
    ]
    attributes = {"battery_scheduled_power": steps, "unit_of_measurement": "W", **more}
    hass.states.async_set(SENSOR, f"{powers[0]}.00", attributes)
    await travel(30)


async def _planned(hass: HomeAssistant, travel: Travel) -> list[tuple[Any, ...]]:
    windows = await answer(hass, travel, "get_windows")
    assert {window["source"] for window in windows} <= {"emhass"}
    return [
        (one["start"][11:16], one["end"][11:16], one["command"], one["power"])
        for one in windows
        if one["state"] != "ended"
    ]


@pytest.mark.usefixtures("follows")
async def test_every_step_is_planned_and_done(
    hass: HomeAssistant, world: World, travel: Travel
) -> None:
    await _publish(hass, travel, POWERS)
    assert await _planned(hass, travel) == PLANNED
    for half_hour, command in enumerate(
        ["idle", "idle", "charge", "charge", "discharge", "charge"]
    ):
        await travel.to(BEGIN + STEP * half_hour + timedelta(minutes=15))
        assert world.device(FULL).mode.command == command


@pytest.mark.usefixtures("follows")
async def test_the_same_plan_again_sends_nothing(
    hass: HomeAssistant, world: World, travel: Travel
) -> None:
    await _publish(hass, travel, POWERS)
    world.record.clear()
    for number in range(10):
        await _publish(hass, travel, POWERS, number=number)
    assert not world.record.writes()
    assert await _planned(hass, travel) == PLANNED


@pytest.mark.usefixtures("follows")
async def test_a_sensor_without_a_plan_leaves_the_plan(
    hass: HomeAssistant, travel: Travel
) -> None:
    await _publish(hass, travel, POWERS)
    hass.states.async_set(SENSOR, "unavailable")
    await travel(60)
    hass.states.async_remove(SENSOR)
    await travel(60)
    assert await _planned(hass, travel) == PLANNED
    await _publish(hass, travel, [0, 0, -2000, -2000])
    changed = [*PLANNED[:1], ("11:00", "12:00", "charge", 2.0)]
    assert await _planned(hass, travel) == changed
