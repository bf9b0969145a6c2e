"""What stays of an answer besides its body."""

from homeassistant.core import HomeAssistant
from homeassistant.helpers.aiohttp_client import async_get_clientsession
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry
from yarl import URL

from simulator import Fault, World
from tests.conftest import Setup
from tests.travel import Travel

from .checks import assert_goes_on

AMPS = URL("https://api.amps.ai")


@pytest.mark.usefixtures("freezer")
async def test_cookies_are_not_kept_nor_sent(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    setup_entry: Setup,
    world: World,
    travel: Travel,
) -> None:
    """A jar takes no cookie of an address in digits, so it is also asked by itself."""
    cookies = {"Set-Cookie": "track=1; Path=/; Max-Age=999999999"}
    world.faults.add(Fault(after=True, headers=cookies, times=None))
    assert await setup_entry(entry)
    await assert_goes_on(hass, travel)
    jar = entry.runtime_data.coordinator.client._transport._session.cookie_jar
    jar.update_cookies({"track": "1"}, AMPS)
    assert not jar.filter_cookies(AMPS)
    assert not list(async_get_clientsession(hass).cookie_jar)
