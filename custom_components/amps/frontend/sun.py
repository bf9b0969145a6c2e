"""What the sun gives the house of a battery, as far as that is known."""

from collections.abc import Sequence
from datetime import datetime

from homeassistant.util import dt as dt_util

from ..inputs.errors import HouseError
from ..planner.problem import Power
from ..services.targets import Target


async def async_sun(target: Target, start: datetime, end: datetime) -> Sequence[Power]:
    """Return the sun between two instants: as measured, then as it is expected."""
    now = dt_util.utcnow()
    try:
        house = await target.account.house.async_house(now)
    except HouseError:
        return ()
    measured = [row for row in house.sun if row.end <= now]
    until = measured[-1].end if measured else now
    expected = (row for row in house.outlook.sun if row.start >= until)
    return [
        row for row in (*measured, *expected) if start <= row.start and row.end <= end
    ]
