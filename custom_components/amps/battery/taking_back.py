"""Takes back what the calendar shows: windows are cancelled, suggestions declined."""

from collections.abc import Sequence
from datetime import datetime

from ..schedule.plan import EditRange
from .plan_editor import async_cancel
from .planning.suggestions import async_decline
from .windows import SUGGESTED_UID, WindowView
from .writer import BatteryWriter


async def async_take_back(
    batteries: Sequence[BatteryWriter],
    uid: str | None = None,
    moment: datetime | None = None,
    range_: EditRange = EditRange.THIS,
    *,
    original: datetime | None = None,
) -> list[list[WindowView]]:
    """Take something back, and return it for each battery: see `async_cancel`."""
    if uid is not None and uid.startswith(SUGGESTED_UID):
        return async_decline(batteries, uid)
    return await async_cancel(batteries, uid, moment, range_, original=original)
