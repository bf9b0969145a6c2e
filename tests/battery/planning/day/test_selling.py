"""Plans where buying has a fixed price, and selling one that changes."""

from typing import Any

from homeassistant.core import HomeAssistant
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.amps.const import CONF_PLANNING
from custom_components.amps.inputs.settings import PriceKind

from ....travel import Travel
from ..goals.prices import SENSOR, show
from .day import automatic, switch

pytestmark = [
    pytest.mark.freeze_time("2026-11-23T20:00:00+00:00"),
    pytest.mark.usefixtures("integration"),
]


@pytest.fixture
def entry(hass: HomeAssistant, entry: MockConfigEntry) -> MockConfigEntry:
    show(hass, prices={hour: 0.9 if hour == 18 else 0.05 for hour in range(24)})
    options: dict[str, Any] = {
        key: value
        for key, value in entry.options.items()
        if key != PriceKind.IMPORT.entity
    }
    options |= {
        PriceKind.IMPORT.tariff: 0.30,
        PriceKind.EXPORT.entity: SENSOR,
        CONF_PLANNING: {"sell": True},
    }
    return MockConfigEntry(
        domain=entry.domain, title=entry.title, data=entry.data, options=options
    )


async def test_it_sells_in_the_hour_that_pays(
    hass: HomeAssistant, travel: Travel
) -> None:
    await switch(hass, travel)
    found = await automatic(hass, travel)
    assert any(
        one["command"] == "discharge" and one["start"].startswith("2026-11-24T18:00")
        for one in found
    )
