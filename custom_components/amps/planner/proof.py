"""Whether plans earn their keep, by what was measured and not by what was hoped for."""

from collections.abc import Sequence
from typing import NamedTuple

DAYS = 10
"""How many days are looked at."""
_LOSS = 0.005
"""Share of what self-use costs in a month that plans may lose in that time."""
_MONTH = 30


class Proof(NamedTuple):
    """One day, replayed from measured values."""

    saved: float
    """Money by which the day was cheaper than self-use, levels at its ends counted."""
    self_use_cost: float
    """Money that self-use would have cost."""


def earns_its_keep(days: Sequence[Proof]) -> bool:
    """Return whether plans are to go on: they have not lost much lately.

    A day without a plan counts with what it saved, which is nothing. So what was lost
    is forgotten after `DAYS` days, and plans get another chance.
    """
    recent = days[-DAYS:]
    if not recent:
        return True
    lost = -sum(day.saved for day in recent)
    month = _MONTH * sum(abs(day.self_use_cost) for day in recent) / len(recent)
    return lost <= _LOSS * month
