"""A home whose prices and whose consumption are known."""

from datetime import datetime, timedelta
from typing import Any
from unittest.mock import patch

from homeassistant.core import HomeAssistant
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.amps.const import CONF_PLANNING
from custom_components.amps.inputs.house import House, HouseResolver
from custom_components.amps.inputs.settings import PriceKind
from custom_components.amps.planner.problem import Outlook, Power

from ..goals.prices import SENSOR, show

HOUR = timedelta(hours=1)
LOAD_KW = 0.7


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

    async def known(_self: HouseResolver, now: datetime) -> House:
        begin = now.replace(minute=0, second=0, microsecond=0)
        rows = tuple(
            Power(begin + hour * HOUR, begin + (hour + 1) * HOUR, LOAD_KW)
            for hour in range(49)
        )
        outlook = Outlook(load=rows)
        return House(
            load=(),
            sun=(),
            outlook=outlook,
            outlooks=(),
            load_error=0.1,
            sun_error=None,
            missing=(),
        )

    with patch.object(HouseResolver, "async_house", known):
        yield
