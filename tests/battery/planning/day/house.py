"""A house that always draws the same."""

from datetime import datetime, timedelta

from custom_components.amps.inputs.house import House, HouseResolver
from custom_components.amps.planner.problem import Outlook, Power

HOUR = timedelta(hours=1)
LOAD_KW = 0.7


async def steady_house(_resolver: HouseResolver, now: datetime) -> House:
    """Return what it is expected to draw, instead of what statistics say."""
    begin = now.replace(minute=0, second=0, microsecond=0)
    rows = tuple(
        Power(begin + hour * HOUR, begin + (hour + 1) * HOUR, LOAD_KW)
        for hour in range(49)
    )
    outlook = Outlook(load=rows)
    return House(
        load=(),
        sun=(),
        outlook=outlook,
        outlooks=(),
        load_error=0.1,
        sun_error=None,
        missing=(),
    )
