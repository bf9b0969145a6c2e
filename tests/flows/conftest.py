"""A config flow, stepped through as a person does."""

from homeassistant.core import HomeAssistant
import pytest

from ..travel import Travel
from .forms import Flow


@pytest.fixture
def flow(hass: HomeAssistant, travel: Travel) -> Flow:
    return Flow(hass, travel)
