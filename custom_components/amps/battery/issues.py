"""What a battery's manager needs of whatever reports problems."""

from typing import Protocol

from .controller import BatteryController


class Issues(Protocol):
    """Reports the problems of each battery."""

    def async_follow(self, battery: BatteryController) -> None:
        """Tell of a battery from now on."""

    def async_left(self, battery_id: str) -> None:
        """Tell that a battery left, and no more of it."""

    def async_note_link(self, battery_id: str, address: str) -> None:
        """Note where a battery is linked to its manufacturer again."""

    def async_dismissed(self, battery_id: str, issue_id: str) -> None:
        """Remember that the owner knows of what a repair is about."""
