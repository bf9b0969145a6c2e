"""What plans saved, by what was measured and not by what was hoped for."""

from collections.abc import Sequence

from ..api.value import frozen
from .problem import FULL

DAYS = 10
"""How many days are looked at."""
_LOSS = 0.005
"""Share of what self-use costs in a month that plans may lose in that time."""
_MONTH = 30


@frozen(kw_only=False)
class Missed:
    """Money by which a day was dearer than with perfect foresight, by reason."""

    forecast: float
    """Load, sun and prices came otherwise; and all that is none of the other two."""
    failure: float
    """Windows did not happen as they were decided."""
    reserve: float
    """Some of the battery is kept for other purposes."""

    @property
    def total(self) -> float:
        """Return the money for all reasons."""
        return self.forecast + self.failure + self.reserve


@frozen(kw_only=False)
class LeftAlone:
    """Where the battery would be had nothing been planned, also on the days before."""

    level: float
    """Percent."""
    behind: float
    """Money that the battery's own level is worth more than that one."""
    own: float | None = None
    """That level, in percent."""

    def level_at(self, own: float) -> float:
        """Return the level once the battery's own is another one.

        What it did where nothing was measured it would have done left alone, too.
        """
        changed = 0.0 if self.own is None else own - self.own
        return min(max(self.level + changed, 0.0), FULL)


@frozen()
class Proof:
    """One day, replayed from measured values.

    All costs are for the grid and wear, less what the battery holds more at the end of
    the day than at its start is worth.
    """

    self_use_cost: float
    """Money that self-use would have cost, also on the days before."""
    real_cost: float
    """Money that the day did cost."""
    missed: Missed | None = None
    """None where it was not asked for."""
    left_alone: LeftAlone | None = None
    """At the end, for the day that follows; None where it is where it would be."""
    together: LeftAlone | None = None
    """The same, had all planned batteries of the home been left alone."""
    wished: float = 0.0
    """Money that the owner's windows and reserve cost."""

    @property
    def saved(self) -> float:
        """Return the money by which the day was cheaper than self-use."""
        return self.self_use_cost - self.real_cost

    @property
    def hindsight_cost(self) -> float | None:
        """Return the money that it would have cost had all been known."""
        return None if self.missed is None else self.real_cost - self.missed.total


def earns_its_keep(days: Sequence[Proof]) -> bool:
    """Return whether plans are to go on: they have not lost much lately.

    A day without a plan counts with what it saved, which is nothing. So what was lost
    is forgotten after `DAYS` days, and plans get another chance.
    """
    recent = days[-DAYS:]
    if not recent:
        return True
    lost = -sum(day.saved + day.wished for day in recent)
    month = _MONTH * sum(abs(day.self_use_cost) for day in recent) / len(recent)
    return lost <= _LOSS * month
