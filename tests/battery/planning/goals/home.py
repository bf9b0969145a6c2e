"""A home of which it is known what it draws, and what the sun gives."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from unittest.mock import patch

from custom_components.amps.inputs.errors import HouseError
from custom_components.amps.inputs.house import House, HouseResolver
from custom_components.amps.planner.problem import Outlook, Power

HOUR = timedelta(hours=1)


class Home:
    """A house that always draws the same, as far as it is known."""

    def __init__(self) -> None:
        self.kw: float | None = None
        self.sun: dict[int, float] = {}
        """KW by the hour of the day."""
        self.batteries: frozenset[str] = frozenset()
        """The meters of batteries in Energy."""

    async def __call__(self, _resolver: HouseResolver, now: datetime) -> House:
        if self.kw is None:
            raise HouseError("house_no_energy")
        start = now.replace(minute=0, second=0, microsecond=0)
        load = tuple(
            Power(start + index * HOUR, start + (index + 1) * HOUR, self.kw)
            for index in range(49)
        )
        sun = tuple(row._replace(kw=self.sun.get(row.start.hour, 0.0)) for row in load)
        return House(
            load=(),
            sun=(),
            outlook=Outlook(load=load, sun=sun),
            outlooks=(),
            load_error=None,
            sun_error=None,
            missing=(),
            batteries=self.batteries,
        )


@contextmanager
def known() -> Iterator[Home]:
    """Let a home be known instead of what was recorded."""
    home = Home()

    async def async_house(resolver: HouseResolver, now: datetime) -> House:
        return await home(resolver, now)

    with patch.object(HouseResolver, "async_house", async_house):
        yield home
