"""What the house draws and what the sun gives: measured, and expected."""

from dataclasses import dataclass
from datetime import datetime

from homeassistant.core import CALLBACK_TYPE, HomeAssistant, callback

from ..planner.problem import Outlook, Power
from .errors import HouseError


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """Load and sun, in kW and UTC."""

    load: tuple[Power, ...]
    """As it was measured, by the hour or finer, with gaps where nothing is known."""
    sun: tuple[Power, ...]
    outlook: Outlook
    """As it is most likely from now on, for 48 hours."""
    outlooks: tuple[Outlook, ...]
    """How else it may come."""
    load_error: float | None
    """Mean absolute error of the next 24 hours in kW, as measured; None if unknown."""
    sun_error: float | None
    missing: tuple[str, ...]
    """Keys of texts that say what is missing, although plans can be made."""


class HouseResolver:
    """Finds what the house draws, as Home Assistant's Energy preferences say."""

    def __init__(self, hass: HomeAssistant) -> None:
        """Know nothing yet."""
        self._hass = hass
        self._listeners: list[CALLBACK_TYPE] = []

    async def async_house(self, now: datetime) -> House:  # noqa: ARG002
        """Return load and sun around an instant in UTC; raises HouseError."""
        raise HouseError("house_no_energy")

    @callback
    def async_add_listener(self, listener: CALLBACK_TYPE) -> CALLBACK_TYPE:
        """Call somebody when other meters, another hour or another forecast count.

        Return what ends that.
        """
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)
