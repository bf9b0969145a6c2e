"""What Amps no longer knows is sent again."""

from datetime import timedelta

from homeassistant.core import HomeAssistant
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from simulator import SystemClock, World, full
from simulator.memory import Network
from simulator.server import AmpsServer

from ..entities import FULL
from ..travel import Travel
from ..windows import NIGHT, schedule


@pytest.mark.usefixtures("integration")
async def test_a_window_that_amps_forgot_is_sent_again(
    hass: HomeAssistant,
    integration: MockConfigEntry,
    server: AmpsServer,
    network: Network,
    travel: Travel,
) -> None:
    await schedule(hass, travel, *NIGHT, target=90)
    await travel(60)
    await travel.run(hass.config_entries.async_unload(integration.entry_id))
    port = server.port
    await server.stop()
    await travel(3600)
    # ids count on from the instant: none of the new ones is one of the old ones
    fresh = World(SystemClock(), devices=[full(FULL)])
    again = AmpsServer(fresh, network)
    await again.start(port=port)
    try:
        await travel.run(hass.config_entries.async_setup(integration.entry_id))
        await travel(timedelta(hours=21))
        modes = [effect.command for effect in fresh.record.effects_of(FULL, "mode")]
        assert modes == ["charge", "idle", "auto.balanced"]
        assert len(fresh.record.pushes()) == 2
    finally:
        await travel.run(hass.config_entries.async_unload(integration.entry_id))
        await again.stop()
