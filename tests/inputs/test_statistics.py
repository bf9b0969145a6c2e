"""Levels, from Home Assistant's statistics."""

from datetime import timedelta

from homeassistant.core import HomeAssistant
from homeassistant.setup import async_setup_component
from homeassistant.util import dt as dt_util
import pytest
from pytest_homeassistant_custom_component.components.recorder.common import (
    async_wait_recording_done,
    do_adhoc_statistics,
)

from custom_components.amps.inputs.statistics import SHORT_INTERVAL, async_levels
from custom_components.amps.planner.levels import LevelAt

from ..travel import Travel
from .given import HOUR, NOW

LEVEL = "sensor.level"
TOLD = {
    "device_class": "battery",
    "state_class": "measurement",
    "unit_of_measurement": "%",
}


@pytest.mark.usefixtures("recorder_mock")
async def test_levels_are_known_every_five_minutes(
    hass: HomeAssistant, travel: Travel
) -> None:
    assert await travel.run(async_setup_component(hass, "sensor", {}))
    assert await travel.run(async_levels(hass, LEVEL, NOW - HOUR, NOW + HOUR)) == ()
    await travel.to(NOW)
    for index in range(3):
        hass.states.async_set(LEVEL, str(40 + index), TOLD)
        await async_wait_recording_done(hass)
        start = dt_util.utcnow()
        await travel(SHORT_INTERVAL)
        do_adhoc_statistics(hass, start=start)
        await async_wait_recording_done(hass)
    found = await travel.run(async_levels(hass, LEVEL, NOW - HOUR, NOW + HOUR))
    assert found == tuple(
        LevelAt(NOW + (index + 0.5) * SHORT_INTERVAL, 40.0 + index)
        for index in range(3)
    )
    later = NOW + timedelta(minutes=10)
    assert await travel.run(async_levels(hass, LEVEL, later, NOW + HOUR)) == found[2:]
