"""Where owners link their batteries to the manufacturers again, according to Amps."""

from datetime import datetime, timedelta

from homeassistant.util import dt as dt_util

from ..coordinator import AmpsCoordinator
from .battery_issues import link_is_broken

MAX_READ_TIME = timedelta(minutes=2)
"""How long a battery may take to show that its link is broken."""


class Links:
    """Addresses by battery, while they are of use."""

    def __init__(self, coordinator: AmpsCoordinator) -> None:
        """Know of none."""
        self._coordinator = coordinator
        self._told: dict[str, tuple[str, datetime]] = {}

    def note(self, battery_id: str, address: str) -> None:
        """Take the newest one."""
        self._told[battery_id] = (address, dt_util.utcnow())

    def address(self, battery_id: str) -> str | None:
        """Return the address for a battery, if Amps sent one."""
        told = self._told.get(battery_id)
        return told[0] if told else None

    def forget_mended(self) -> None:
        """Forget those of batteries that can be read: they work once."""
        now = dt_util.utcnow()
        for battery_id, (_, since) in list(self._told.items()):
            snapshot = self._coordinator.data.get(battery_id)
            broken = snapshot is not None and link_is_broken(snapshot.trouble)
            if not broken and now - since > MAX_READ_TIME:
                del self._told[battery_id]
