"""What tests of the plan of the day share."""

from typing import Any

from homeassistant.core import HomeAssistant

from custom_components.amps.const import DOMAIN

from ....entities import FULL, choose, ha_device_id
from ....travel import Travel
from ....windows import Windows, answer

NEXT_DAY = {"end": "2026-11-25 00:00:00"}


async def plan(hass: HomeAssistant, travel: Travel) -> dict[str, Any]:
    """Return the plan of the day as automations see it."""
    given: Any = await travel.run(
        hass.services.async_call(
            DOMAIN,
            "get_plan",
            {"device_id": ha_device_id(hass, FULL)},
            blocking=True,
            return_response=True,
        )
    )
    found: dict[str, Any]
    (found,) = given["plans"]
    return found


async def automatic(hass: HomeAssistant, travel: Travel, **span: str) -> Windows:
    """Return the automatic windows up to the end of the next day."""
    found = await answer(hass, travel, "get_windows", **{**NEXT_DAY, **span})
    return [window for window in found if window["origin"] == "automatic"]


async def switch(hass: HomeAssistant, travel: Travel, to: str = "automatic") -> None:
    """Choose how far the day is planned, and let that happen."""
    await choose(hass, travel, to, key="planning")
    await travel(5)
