"""Goals that are refused."""

from typing import Any

from homeassistant.core import HomeAssistant
from homeassistant.exceptions import ServiceValidationError
import pytest

from custom_components.amps.const import DOMAIN
from simulator import World

from ....entities import find, ha_device_id
from ....travel import Travel
from .goals import goals, set_goal

pytestmark = [
    pytest.mark.freeze_time("2026-11-23T20:00:00+00:00"),
    pytest.mark.usefixtures("integration"),
]


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        (
            {"target": 90, "duration": "01:00:00"},
            "a target or a duration, but not both",
        ),
        ({"duration": "00:01:30"}, "whole minutes"),
        ({"duration": "10:00:00"}, "fit between its start and its end"),
        ({"min_price": 0.3, "max_price": 0.1}, "below its highest price"),
        ({"target": 900}, "10 - 100 %"),
        ({"end": "2026-11-23 21:00:00"}, "end"),
    ],
)
async def test_wrong_goals_are_refused(
    hass: HomeAssistant, travel: Travel, given: dict[str, Any], reason: str
) -> None:
    with pytest.raises(ServiceValidationError, match=reason):
        _ = await set_goal(hass, travel, **given)
    assert await goals(hass, travel) == []


@pytest.mark.parametrize("batteries", [3])
async def test_what_a_battery_cannot_do_is_refused(
    hass: HomeAssistant, travel: Travel, world: World
) -> None:
    for battery in world.devices:
        device = world.device(battery)
        if (
            "discharge" in device.commands
            or find(hass, "calendar", "plan", battery) is None
        ):
            continue
        with pytest.raises(Exception, match="does not take"):
            await travel.run(
                hass.services.async_call(
                    DOMAIN,
                    "schedule_goal",
                    {
                        "device_id": ha_device_id(hass, battery),
                        "command": "discharge",
                        "end": "2026-11-24 07:00:00",
                    },
                    blocking=True,
                )
            )
