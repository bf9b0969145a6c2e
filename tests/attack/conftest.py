"""An Amps that can lie, and a log that stays calm whatever is tried."""

from collections.abc import AsyncIterator, Iterator
import logging

import pytest

from simulator import World

from .checks import assert_calm
from .hostile import LyingServer


@pytest.fixture
async def server(
    world: World,
    socket_enabled: None,  # noqa: ARG001
) -> AsyncIterator[LyingServer]:
    """The simulated Amps; it lies once a test says how."""
    amps = LyingServer(world)
    await amps.start()
    yield amps
    await amps.stop()


@pytest.fixture(autouse=True)
def calm(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """No attack ends in an unexpected line of the log, or in a secret there."""
    caplog.set_level(logging.DEBUG, "custom_components.amps")
    caplog.set_level(logging.WARNING, "aiohttp.access")  # it cannot bear a frozen clock
    yield
    assert_calm(caplog)
