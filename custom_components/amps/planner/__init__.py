"""Chooses modes over time from prices, load, sun and the battery. Pure; numpy.

What goes in is in `problem`, what comes out in `result`: plain values. For what is over
it is `measured` and `proof`. The functions here take up to 100 ms, and the first
call imports numpy: call them in the executor.
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, tzinfo

from .measured import MeasuredDay, MeasuredRow, Records, Unmeasured
from .problem import BatteryModel, HouseHistory, Interval, Problem
from .proof import Proof
from .result import DayPlan, Foresight, GoalPlan, Learned


def plan_goals(problem: Problem) -> GoalPlan:
    """Make windows of the goals, as cheaply as can be, around the owner's windows.

    Raises ValueError for a problem that contradicts itself.
    """
    from .goals import plan_goals as plan  # noqa: PLC0415 (numpy takes its time)

    return plan(problem)


def goal_savings(problem: Problem, plan: GoalPlan) -> dict[str, float]:
    """Return the money that the windows of each goal save, by uid.

    It is negative where they cost more than the battery left alone, and known of goals
    that end before the known load does. Selling brings what the prices say.
    """
    from .saving import goal_savings as saved  # noqa: PLC0415 (numpy takes its time)

    return saved(problem, plan)


def plan_day(problem: Problem) -> DayPlan:
    """Make windows of the goals, and fill what they and the owner leave free.

    Raises ValueError for a problem that contradicts itself.
    """
    from .day import plan_day as plan  # noqa: PLC0415 (numpy takes its time)

    return plan(problem)


def foresee(history: HouseHistory, now: datetime, zone: tzinfo) -> Foresight:
    """Return load and sun as they are to be expected by the clock of a zone."""
    from .foresight import foresee as look_ahead  # noqa: PLC0415 (numpy)

    return look_ahead(history, now, zone)


def measured_rows(
    records: Records, start: datetime, end: datetime
) -> tuple[MeasuredRow, ...] | Unmeasured:
    """Return the rows between two instants, or why there are too few."""
    from .rows import measured_rows as rows  # noqa: PLC0415 (numpy takes its time)

    return rows(records, start, end)


def common_rows(
    batteries: Collection[Sequence[MeasuredRow]],
) -> list[tuple[MeasuredRow, ...]] | None:
    """Return the rows in which all batteries are known; None if they are too few."""
    from .rows import common_rows as common  # noqa: PLC0415 (numpy takes its time)

    return common(batteries)


def prove(day: MeasuredDay) -> Proof:
    """Return what a day cost, and would have cost otherwise."""
    from .proving import prove as proof  # noqa: PLC0415 (numpy takes its time)

    return proof(day)


def prove_together(days: Sequence[MeasuredDay]) -> list[Proof]:
    """Return what a day of a home cost, and would have cost otherwise, by battery.

    The days have rows of the same times. What was saved adds up.
    """
    from .proving import prove_together as proofs  # noqa: PLC0415 (numpy)

    return proofs(days)


def learn(
    declared: BatteryModel, history: Iterable[Interval], *, assumed: bool = False
) -> Learned:
    """Return what a history says of a battery, beside what it declares.

    An `assumed` capacity was never declared, so that it says nothing of the true one.
    """
    from .learned import learned  # noqa: PLC0415 (numpy)

    return learned(declared, history, assumed=assumed)
