"""A home whose prices and whose consumption are known."""

from typing import Any
from unittest.mock import patch

from homeassistant.core import HomeAssistant
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.amps.const import CONF_PLANNING
from custom_components.amps.inputs.house import HouseResolver
from custom_components.amps.inputs.settings import PriceKind

from ..goals.prices import SENSOR, show
from .house import steady_house


@pytest.fixture
def planning_options() -> dict[str, Any]:
    """What the options say of planning; a test may have its own."""
    return {}


@pytest.fixture
def entry(
    hass: HomeAssistant, entry: MockConfigEntry, planning_options: dict[str, Any]
) -> MockConfigEntry:
    """The entry, with prices."""
    show(hass)
    options = {
        **entry.options,
        PriceKind.IMPORT.entity: SENSOR,
        CONF_PLANNING: planning_options,
    }
    return MockConfigEntry(
        domain=entry.domain, title=entry.title, data=entry.data, options=options
    )


@pytest.fixture(autouse=True)
def house() -> Any:
    """What the house is expected to draw: always the same."""
    with patch.object(HouseResolver, "async_house", steady_house):
        yield
