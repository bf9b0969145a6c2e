"""A home with prices, sun, the Energy dashboard and the recorder."""

from homeassistant.components.recorder.core import Recorder
from homeassistant.core import HomeAssistant
from homeassistant.setup import async_setup_component
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.amps.inputs.settings import PriceKind

from ...conftest import Setup
from ...inputs.meters import GRID, SOLAR, prefer
from ...travel import Travel
from .goals.prices import SENSOR, show
from .past_day import battery_source


@pytest.fixture
async def home(
    recorder_mock: Recorder,  # noqa: ARG001
    hass: HomeAssistant,
    entry: MockConfigEntry,
    travel: Travel,
    all_enabled: None,  # noqa: ARG001
    setup_entry: Setup,
) -> MockConfigEntry:
    """A battery in a home with prices, sun and the Energy dashboard."""
    assert await travel.run(async_setup_component(hass, "energy", {}))
    show(hass, days=4)
    options = {**entry.options, PriceKind.IMPORT.entity: SENSOR}
    entry = MockConfigEntry(
        domain=entry.domain, title=entry.title, data=entry.data, options=options
    )
    assert await setup_entry(entry)
    await prefer(hass, GRID, SOLAR, battery_source(hass))
    return entry
