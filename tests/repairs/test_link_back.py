"""A battery whose link comes back is read soon."""

from datetime import timedelta

from homeassistant.const import STATE_OFF, STATE_ON, STATE_UNKNOWN
from homeassistant.core import HomeAssistant
import pytest

from simulator import World

from ..entities import FULL, state
from ..travel import Travel

pytestmark = pytest.mark.usefixtures("all_enabled", "integration")


def _pulled(hass: HomeAssistant) -> str:
    return state(hass, "sensor", "last_pulled").state


async def test_a_battery_that_is_online_again_is_read_within_five_minutes(
    hass: HomeAssistant, world: World, travel: Travel
) -> None:
    await travel(timedelta(minutes=20))
    world.set_offline(FULL)
    await travel(timedelta(minutes=47))
    assert state(hass, "binary_sensor", "cloud_link").state == STATE_OFF
    assert state(hass, "sensor", "status").state == STATE_UNKNOWN
    before = _pulled(hass)
    world.set_offline(FULL, offline=False)
    await travel(timedelta(minutes=6))
    assert state(hass, "binary_sensor", "cloud_link").state == STATE_ON
    assert state(hass, "sensor", "status").state != STATE_UNKNOWN
    assert _pulled(hass) > before


async def test_so_is_one_whose_link_was_refused(
    hass: HomeAssistant, world: World, travel: Travel
) -> None:
    await travel(timedelta(minutes=20))
    world.disconnect(FULL)
    await travel(timedelta(minutes=27))
    assert state(hass, "sensor", "status").state == STATE_UNKNOWN
    world.reconnect(FULL)
    await travel(timedelta(minutes=6))
    assert state(hass, "sensor", "status").state != STATE_UNKNOWN
