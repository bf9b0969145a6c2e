"""What tests of one planned window share."""

from datetime import datetime
from typing import Any

from homeassistant.core import HomeAssistant

from .entities import FULL
from .travel import Travel
from .windows import answer

BEGIN = datetime.fromisoformat("2026-11-23T09:00:00+00:00")
END = datetime.fromisoformat("2026-11-23T10:00:00+00:00")
"""An hour of charging, an hour after the tests begin."""


async def schedule(
    hass: HomeAssistant,
    travel: Travel,
    start: datetime = BEGIN,
    end: datetime = END,
    *,
    battery: str = FULL,
    **data: object,
) -> dict[str, Any]:
    """Plan a window, and give its first occurrence."""
    (window,) = await answer(
        hass,
        travel,
        "schedule_window",
        batteries=(battery,),
        start=str(start),
        end=str(end),
        **data,
    )
    return window
