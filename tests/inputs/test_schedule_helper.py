"""Home Assistant's own schedule helper as a tariff by the time of day."""

from typing import Any

from homeassistant.core import HomeAssistant
from homeassistant.setup import async_setup_component
import pytest

from .given import DAY, HOUR, MIDNIGHT, NOW, QUARTER, find, refusal

TOMORROW = MIDNIGHT + DAY
BLOCKS = {
    "monday": [
        {"from": "00:00:00", "to": "07:00:00", "data": {"price": 0.21}},
        {"from": "07:00:00", "to": "24:00:00", "data": {"price": 0.34}},
    ],
    "tuesday": [{"from": "00:00:00", "to": "24:00:00", "data": {"price": 0.25}}],
}


@pytest.fixture
def expected_lingering_timers() -> bool:
    """The helper leaves one behind."""
    return True


async def test_a_schedule_with_prices(hass: HomeAssistant) -> None:
    helper = {"tariff": {"name": "Tariff", **BLOCKS}}
    assert await async_setup_component(hass, "schedule", {"schedule": helper})
    found = await find(hass, "schedule.tariff")
    assert found.curve.currency == "EUR"
    assert found.curve.at(MIDNIGHT + 7 * HOUR - QUARTER) == 0.21
    assert found.curve.at(MIDNIGHT + 7 * HOUR) == 0.34
    assert found.curve.at(TOMORROW) == 0.25
    assert found.curve.known_until(NOW) == TOMORROW + DAY
    assert found.curve.at(NOW + 7 * DAY) == 0.34


@pytest.mark.parametrize(
    ("data", "key"),
    [
        ({}, "prices_no_block"),
        ({"cost": 0.2}, "prices_no_block"),
        ({"price": "0.2"}, "prices_unreadable"),
        ({"price": 21.0}, "prices_tariff"),
    ],
)
async def test_a_schedule_without_prices(
    hass: HomeAssistant, data: dict[str, Any], key: str
) -> None:
    block = {"from": "00:00:00", "to": "07:00:00", "data": data}
    helper = {"tariff": {"name": "Tariff", "monday": [block]}}
    assert await async_setup_component(hass, "schedule", {"schedule": helper})
    assert await refusal(hass, "schedule.tariff") == key
