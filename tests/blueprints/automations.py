"""What tests of the blueprints share."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path

from homeassistant.components.persistent_notification import (
    _async_get_or_create_notifications,
)
from homeassistant.core import HomeAssistant

from ..travel import Travel
from ..windows import answer, spans

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "blueprints" / "automation"
MONDAY = datetime(2026, 11, 23, tzinfo=UTC)

type Automate = Callable[..., Awaitable[None]]


def notes(hass: HomeAssistant) -> list[tuple[str | None, str]]:
    """Return titles and texts of the notifications in Home Assistant."""
    shown = _async_get_or_create_notifications(hass).values()
    return [(event["title"], event["message"]) for event in shown]


async def planned(hass: HomeAssistant, travel: Travel) -> list[tuple[str, str]]:
    windows = await answer(hass, travel, "get_windows")
    return spans([window for window in windows if window["state"] != "ended"])
