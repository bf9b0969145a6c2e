"""An Amps that says nowhere what time it is."""

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any, override

from aiohttp import web
from homeassistant.core import HomeAssistant
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.amps.diagnostics import async_get_config_entry_diagnostics
from simulator import AmpsServer, World
from simulator.memory import Network
from simulator.record import RequestEntry
from tests.entities import noted_events
from tests.planned import END, schedule
from tests.travel import Travel


class TimelessServer(AmpsServer):
    """Neither a body nor a header tells the time."""

    @override
    def _respond(self, entry: RequestEntry, status: int, data: Any) -> web.Response:
        data.get("meta", {}).pop("timestamp", None)
        answer = super()._respond(entry, status, data)
        answer.headers["Date"] = "-"
        return answer


@pytest.fixture
async def server(world: World, network: Network) -> AsyncIterator[TimelessServer]:
    amps = TimelessServer(world, network)
    await amps.start()
    yield amps
    await amps.stop()


async def test_our_clock_is_taken(
    hass: HomeAssistant,
    integration: MockConfigEntry,
    world: World,
    travel: Travel,
    caplog: pytest.LogCaptureFixture,
) -> None:
    await schedule(hass, travel)
    with noted_events(hass, "window") as told:
        await travel.to(END + timedelta(minutes=15))
    assert [event["event_type"] for event in told] == ["done"]
    sent = [request.body["action"]["command"] for request in world.record.pushes()]
    assert sent == ["charge", "auto.balanced"]
    described = await async_get_config_entry_diagnostics(hass, integration)
    assert described["account"]["clock_offset"] == 0
    assert described["account"]["clock_is_assumed"]
    lines = [
        record.getMessage()
        for record in caplog.records
        if record.levelname == "WARNING"
    ]
    assert sum("does not send the time" in line for line in lines) == 1
