"""Another device that changes its state, where work for executors has its threads."""

from typing import Any

from homeassistant.core import HomeAssistant
import pytest

from ....travel import Travel
from .day import automatic, switch
from .test_holding import CHARGER, draw

pytestmark = [
    pytest.mark.freeze_time("2026-11-23T20:00:00+00:00"),
    pytest.mark.usefixtures("recorder_mock", "integration"),
]


@pytest.fixture
def planning_options() -> dict[str, Any]:
    return {"hold_while": [CHARGER]}


async def test_a_device_is_heard_in_the_event_loop(
    hass: HomeAssistant, travel: Travel
) -> None:
    draw(hass, 3)
    await switch(hass, travel)
    draw(hass, 7400)
    await travel(60)
    held = await automatic(hass, travel)
    assert [one["command"] for one in held][:1] == ["idle"]
