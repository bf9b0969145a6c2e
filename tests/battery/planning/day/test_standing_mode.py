"""The plan of the day where the battery does not go back to following the house."""

from homeassistant.core import HomeAssistant
import pytest

from simulator import World

from ....entities import choose, state
from ....travel import Travel
from ....windows import waiting
from .day import automatic, switch

pytestmark = [
    pytest.mark.freeze_time("2026-11-23T20:00:00+00:00"),
    pytest.mark.usefixtures("all_enabled", "integration"),
]


async def test_windows_are_taken_back_once_another_mode_is_chosen(
    hass: HomeAssistant, world: World, travel: Travel
) -> None:
    await switch(hass, travel)
    assert await automatic(hass, travel)
    assert waiting(world)
    await choose(hass, travel, "idle", key="after_window")
    await travel(120)
    assert state(hass, "sensor", "planning_status").state == "standing_mode"
    assert await automatic(hass, travel) == []
    assert not waiting(world)
