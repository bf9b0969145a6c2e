"""An Amps that can lie, and a log that stays calm whatever is tried."""

from collections.abc import AsyncIterator, Iterator
import logging

import pytest

from simulator import World
from simulator.memory import Network

from .checks import assert_calm
from .hostile import LyingServer


@pytest.fixture
async def server(world: World, network: Network) -> AsyncIterator[LyingServer]:
    """The simulated Amps; it lies once a test says how."""
    amps = LyingServer(world, network)
    await amps.start()
    yield amps
    await amps.stop()


@pytest.fixture(autouse=True)
def calm(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """No attack ends in an unexpected line of the log, or in a secret there."""
    caplog.set_level(logging.DEBUG, "custom_components.amps")
    yield
    assert_calm(caplog)
