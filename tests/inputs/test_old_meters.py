"""Old meters that owners keep in Energy for the sake of their history."""

from datetime import timedelta

from homeassistant.components.recorder.core import Recorder
from homeassistant.core import HomeAssistant
from homeassistant.setup import async_setup_component
import pytest
from pytest_homeassistant_custom_component.components.recorder.common import (
    async_wait_recording_done,
)

from custom_components.amps.inputs.errors import HouseError
from custom_components.amps.inputs.house import HouseResolver

from ..travel import Travel
from .given import NOW
from .meters import (
    BATTERY,
    BOUGHT,
    CHARGED,
    DISCHARGED,
    GRID,
    SOLAR,
    SUN,
    prefer,
    write,
)

OLD = {**GRID, "stat_energy_from": "sensor.old_meter", "stat_energy_to": None}
NEW = {**GRID, "stat_energy_to": None}


@pytest.fixture
async def house(
    recorder_mock: Recorder,  # noqa: ARG001
    hass: HomeAssistant,
    home: None,  # noqa: ARG001
    travel: Travel,
) -> HouseResolver:
    """The Energy dashboard, beside the recorder."""
    assert await travel.run(async_setup_component(hass, "energy", {}))
    return HouseResolver(hass)


async def _live(hass: HomeAssistant) -> None:
    write(hass, BOUGHT, lambda _at: 0.5, NOW)
    write(hass, CHARGED, lambda _at: 0.0, NOW)
    write(hass, DISCHARGED, lambda _at: 0.0, NOW)


@pytest.mark.parametrize("days", [9, 20, 60])
async def test_an_old_meter_of_the_grid(
    hass: HomeAssistant, house: HouseResolver, days: int
) -> None:
    await prefer(hass, OLD, NEW, BATTERY)
    await _live(hass)
    write(hass, "sensor.old_meter", lambda _at: 0.5, NOW - timedelta(days=days))
    await async_wait_recording_done(hass)
    found = await house.async_house(NOW)
    assert found.load[-1].kw == pytest.approx(0.5)


async def test_old_panels(hass: HomeAssistant, house: HouseResolver) -> None:
    old = {**SOLAR, "stat_energy_from": "sensor.old_inverter"}
    await prefer(hass, NEW, old, SOLAR, BATTERY)
    await _live(hass)
    write(hass, SUN, lambda at: 0.3 if 9 <= at.hour < 17 else 0.0, NOW)
    write(hass, "sensor.old_inverter", lambda _at: 0.1, NOW - timedelta(days=20))
    await async_wait_recording_done(hass)
    found = await house.async_house(NOW)
    assert found.load


async def test_the_only_meter_of_its_kind_that_ended_is_named(
    hass: HomeAssistant, house: HouseResolver
) -> None:
    """Renamed, or its integration broke three weeks ago."""
    await prefer(hass, NEW, BATTERY)
    await _live(hass)
    write(hass, BOUGHT, lambda _at: 0.5, NOW)
    write(hass, "sensor.old_meter", lambda _at: 0.5, NOW - timedelta(days=20))
    await prefer(hass, OLD, BATTERY)
    await async_wait_recording_done(hass)
    with pytest.raises(HouseError) as refused:
        await house.async_house(NOW)
    assert refused.value.key == "house_no_statistics"
    assert refused.value.names == {"meters": "sensor.old_meter"}


async def test_statistics_by_the_day_only(
    hass: HomeAssistant, house: HouseResolver
) -> None:
    """As some utilities give them: waiting does not help, although that is said."""
    await prefer(hass, NEW, BATTERY)
    await _live(hass)
    write(hass, "sensor.daily", lambda at: 9.0 if at.hour == 0 else None, NOW)
    await prefer(hass, {**NEW, "stat_energy_from": "sensor.daily"}, BATTERY)
    await async_wait_recording_done(hass)
    with pytest.raises(HouseError) as refused:
        await house.async_house(NOW)
    assert refused.value.key == "house_no_statistics"
