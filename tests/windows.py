"""What tests of the plan share: planning windows as automations do."""

from datetime import UTC, datetime
from typing import Any

from homeassistant.core import HomeAssistant
from homeassistant.exceptions import ServiceValidationError
import pytest

from custom_components.amps.const import DOMAIN
from simulator import World

from .entities import FULL, ha_device_id
from .travel import Travel

KEYS = [
    "device_id",
    "uid",
    "start",
    "end",
    "command",
    "target",
    "power",
    "reserve",
    "repeat",
    "origin",
    "source",
    "state",
    "action_id",
    "outcome",
    "reason",
    "why",
    "saves",
]
"""The shape of a window (`docs/actions.md`)."""

NIGHT = ("2026-11-24 00:30:00", "2026-11-24 05:30:00")

type Windows = list[dict[str, Any]]


async def answer(
    hass: HomeAssistant, travel: Travel, service: str, **data: Any
) -> Windows:
    """Call an action for the first battery or for those named, and give its windows."""
    batteries = data.pop("batteries", (FULL,))
    data.setdefault("device_id", [ha_device_id(hass, battery) for battery in batteries])
    given: Any = await travel.run(
        hass.services.async_call(
            DOMAIN, service, data, blocking=True, return_response=True
        )
    )
    await travel.settle()
    assert list(given) == ["windows"]
    windows: Windows = given["windows"]
    assert all(list(window) == KEYS for window in windows)
    return windows


async def schedule(
    hass: HomeAssistant, travel: Travel, start: str, end: str, **data: Any
) -> dict[str, Any]:
    """Plan a window and give its first occurrence."""
    (window,) = await answer(
        hass, travel, "schedule_window", start=start, end=end, **data
    )
    return window


def utc(text: str) -> datetime:
    """Read an instant."""
    return datetime.fromisoformat(text).astimezone(UTC)


def spans(windows: Windows) -> list[tuple[str, str]]:
    """Return the local starts and ends of windows, without the date of the end."""
    return [(window["start"][:16], window["end"][11:16]) for window in windows]


def waiting(world: World, battery: str = FULL) -> list[tuple[str, str]]:
    """Return the windows that Amps has scheduled, as they were written to it."""
    world.catch_up()
    open_ones = {
        action.id for action in world.book.of(battery) if action.state == "scheduled"
    }
    pushes = (
        request for request in world.record.pushes(battery) if request.status < 300
    )
    sent = [push.body["action"] for push in pushes]
    known = [action.id for action in world.record.actions_of(battery, "api")]
    return [
        (action["start"], action["end"])
        for action_id, action in zip(known, sent, strict=True)
        if action_id in open_ones and "end" in action
    ]


async def refused(
    hass: HomeAssistant, travel: Travel, service: str, **data: Any
) -> ServiceValidationError:
    """Return the error of a wrong use, after which nothing may be planned or sent."""
    with pytest.raises(ServiceValidationError) as caught:
        await answer(hass, travel, service, **data)
    assert "{" not in str(caught.value)
    return caught.value
