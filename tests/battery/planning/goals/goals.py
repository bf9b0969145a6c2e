"""What tests of goals share: setting them as automations do."""

from typing import Any

from homeassistant.core import HomeAssistant

from custom_components.amps.const import DOMAIN

from ....entities import FULL, ha_device_id
from ....travel import Travel

KEYS = [
    "device_id",
    "uid",
    "start",
    "end",
    "command",
    "target",
    "duration",
    "max_price",
    "min_price",
    "in_one_go",
    "power",
    "reserve",
    "repeat",
    "state",
    "outcome",
    "reason",
    "level",
    "cost",
    "saves",
]
"""The shape of a goal (`docs/actions.md`)."""
NIGHT = {"start": "2026-11-23 22:00:00", "end": "2026-11-24 07:00:00"}

type Goals = list[dict[str, Any]]


async def call(hass: HomeAssistant, travel: Travel, service: str, **data: Any) -> Goals:
    """Call an action for the first battery, and give its goals."""
    data.setdefault("device_id", ha_device_id(hass, FULL))
    given: Any = await travel.run(
        hass.services.async_call(
            DOMAIN, service, data, blocking=True, return_response=True
        )
    )
    await travel.settle()
    assert list(given) == ["goals"]
    goals: Goals = given["goals"]
    assert all(list(goal) == KEYS for goal in goals)
    return goals


async def set_goal(hass: HomeAssistant, travel: Travel, **data: Any) -> dict[str, Any]:
    """Set a goal, by default for the night, and give its first occurrence."""
    (goal,) = await call(hass, travel, "schedule_goal", **{**NIGHT, **data})
    return goal


async def goals(hass: HomeAssistant, travel: Travel, **data: Any) -> Goals:
    """Return the goals of a time, by default of the next week."""
    return await call(hass, travel, "get_goals", **data)
