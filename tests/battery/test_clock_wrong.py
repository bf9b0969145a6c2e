"""What remains of minutes in which the machine's clock was wrong."""

from datetime import timedelta

from homeassistant.core import HomeAssistant
import pytest

from simulator import World, fleet

from ..entities import FULL, state
from ..travel import Travel
from ..windows import schedule

DAY = timedelta(days=1)


@pytest.fixture
def world(batteries: int, travel: Travel) -> World:
    """What is behind the server; its clock is right whatever the machine's says."""
    return World(travel, devices=fleet(batteries))


@pytest.mark.usefixtures("integration")
async def test_the_battery_is_read_again_at_once(world: World, travel: Travel) -> None:
    await travel(60)
    travel.set_wrong(DAY)
    await travel(20 * 60)
    travel.set_wrong(timedelta())
    since = world.record.next_index()
    await travel(20 * 60)
    reads = world.record.of("read_battery", device_id=FULL)
    assert [read for read in reads if read.index > since]


@pytest.mark.usefixtures("integration")
async def test_a_window_is_seen(hass: HomeAssistant, travel: Travel) -> None:
    span = "2026-11-23 10:00:00", "2026-11-23 12:00:00"
    await schedule(hass, travel, *span, target=95)
    travel.set_wrong(DAY)
    await travel(20 * 60)
    travel.set_wrong(timedelta())
    await travel(5 * 60 * 60)
    assert state(hass, "sensor", "last_result").state == "done"
