"""A home with prices that change by the hour, known until the end of tomorrow."""

from collections.abc import AsyncIterator

from homeassistant.core import HomeAssistant
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.amps.inputs.settings import PriceKind
from simulator import World
from simulator.memory import Network

from ....attack.hostile import LyingServer
from .prices import SENSOR, show


@pytest.fixture
def entry(hass: HomeAssistant, entry: MockConfigEntry) -> MockConfigEntry:
    """The entry, with prices."""
    show(hass)
    options = {**entry.options, PriceKind.IMPORT.entity: SENSOR}
    return MockConfigEntry(
        domain=entry.domain, title=entry.title, data=entry.data, options=options
    )


@pytest.fixture
async def lying_server(world: World, network: Network) -> AsyncIterator[LyingServer]:
    """An Amps that lies once a test says how."""
    amps = LyingServer(world, network)
    await amps.start()
    yield amps
    await amps.stop()
