"""What part of a house's load and sun is a battery's, where it has several."""

from collections.abc import Iterable, Mapping

from ...account.snapshot import Snapshot
from ...planner.problem import Power
from .goal_problem import ASSUMED_CAPACITY


def house_share(battery_id: str, account: Mapping[str, Snapshot]) -> float:
    """Return a battery's share of the house, 0 to 1, in proportion to its capacity."""
    sizes = {
        key: snapshot.battery.capacity or ASSUMED_CAPACITY
        for key, snapshot in account.items()
    }
    return sizes[battery_id] / sum(sizes.values()) if battery_id in sizes else 0.0


def share_of(rows: Iterable[Power], share: float) -> tuple[Power, ...]:
    """Return that share of power over time."""
    return tuple(row._replace(kw=row.kw * share) for row in rows)
