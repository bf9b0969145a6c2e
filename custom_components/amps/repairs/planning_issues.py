"""The repair of a day that cannot be planned because something is not set up."""

from collections.abc import Iterator

from ..battery.day_run import PlanningStatus
from .issue import Facts, Issue

ENERGY = "homeassistant://config/energy"
"""Where prices, grid and sun are set up in Home Assistant."""
_NOT_SET_UP = "prices_not_set"


def planning_blocked(facts: Facts) -> Iterator[Issue]:
    """Tell what the plan of the day needs; prices that are only late are no reason."""
    view = facts.day
    if view is None or view.error is None:
        return
    late = view.status is PlanningStatus.NO_PRICES and view.error.key != _NOT_SET_UP
    if not late:
        yield Issue(
            key="planning_blocked",
            about=facts.battery_id,
            placeholders={
                "battery": facts.name,
                "reason": facts.words.error(view.error),
            },
            learn_more=ENERGY,
        )
