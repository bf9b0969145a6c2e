"""A home in the Netherlands, on a day with prices by the quarter."""

from freezegun.api import FrozenDateTimeFactory
from homeassistant.core import HomeAssistant
import pytest

from .given import NOW, ZONE


@pytest.fixture(autouse=True)
async def home(hass: HomeAssistant, freezer: FrozenDateTimeFactory) -> None:
    freezer.move_to(NOW)
    await hass.config.async_set_time_zone(ZONE)
    await hass.config.async_update(currency="EUR")
