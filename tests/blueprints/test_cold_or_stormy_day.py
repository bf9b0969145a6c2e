"""Charging before a cold or stormy day."""

from datetime import timedelta
from typing import Any, override

from homeassistant.components.weather import Forecast, WeatherEntity
from homeassistant.components.weather.const import WeatherEntityFeature
from homeassistant.core import HomeAssistant
from homeassistant.setup import async_setup_component
import pytest
from pytest_homeassistant_custom_component.common import setup_test_component_platform

from simulator import World

from ..entities import FULL, ha_device_id
from ..travel import Travel
from .automations import MONDAY, Automate, planned


class _Weather(WeatherEntity):
    """A weather entity with a forecast."""

    _attr_name = "Home"
    _attr_native_temperature_unit = "°C"
    _attr_native_wind_speed_unit = "km/h"
    _attr_supported_features = WeatherEntityFeature.FORECAST_DAILY

    def __init__(self, forecast: list[Forecast]) -> None:
        self._forecast = forecast

    @override
    async def async_forecast_daily(self) -> list[Forecast]:
        return self._forecast


CALM: Forecast = {
    "datetime": "2026-11-24T12:00:00+00:00",
    "condition": "cloudy",
    "native_temperature": 9,
    "native_templow": 3,
    "native_wind_speed": 20,
}


@pytest.mark.parametrize(
    ("tomorrow", "charges"),
    [
        ({}, False),
        ({"native_templow": -4}, True),
        ({"native_wind_speed": 61}, True),
        ({"native_wind_gust_speed": 90}, True),
        ({"condition": "lightning-rainy"}, True),
        ({"datetime": "2026-11-25T12:00:00+00:00", "native_templow": -4}, False),
    ],
)
async def test_charge_before_a_cold_or_stormy_day(
    hass: HomeAssistant,
    world: World,
    travel: Travel,
    automate: Automate,
    tomorrow: dict[str, Any],
    charges: bool,  # noqa: FBT001
) -> None:
    today: Any = CALM | {"datetime": "2026-11-23T12:00:00+00:00", "native_templow": -9}
    day: Any = CALM | tomorrow
    setup_test_component_platform(hass, "weather", [_Weather([today, day])])
    work = async_setup_component(hass, "weather", {"weather": {"platform": "test"}})
    assert await travel.run(work)
    times = {"look_at": "08:10:00", "begins": "09:00:00", "ends": "10:00:00"}
    given = {"batteries": [ha_device_id(hass)], "weather": "weather.home"}
    await automate("cold_or_stormy_day", **given, **times)
    await travel.to(MONDAY + timedelta(hours=8, minutes=11))
    found = await planned(hass, travel)
    assert found == ([("2026-11-23T09:00", "10:00")] if charges else [])
    await travel.to(MONDAY + timedelta(hours=9, minutes=5))
    assert (world.device(FULL).mode.command == "charge") is charges
