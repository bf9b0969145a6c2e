"""What a plan of goals is made of, and whether it is still as good as a new one."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from ...api.models import Battery
from ...engine.undeclared import is_gone
from ...planner.problem import Outlook, PricePeriod, Problem
from ...planner.result import GoalPlan
from ...schedule.goal import COMMANDS
from ...schedule.window import Occurrence, Origin
from ..goal_run import GoalRun
from ..state import BatteryState
from ..writer import BatteryWriter
from .expected import level_now
from .goal_problem import GIVING_WAY, problem
from .staying import PUT_RIGHT

LOOKED_AT = timedelta(hours=48)
"""How long before it begins a goal is first checked."""
PACE = timedelta(hours=1)
"""How often a goal is replanned if nothing changes."""
MAX_DRIFT_PERCENT = 2.0
"""It is replanned as well where the level is so far from what the plan expects."""


class Basis(NamedTuple):
    """What a plan of goals was made of: another basis gives another plan."""

    at: datetime
    level: float | None
    """Percent; None where the battery does not tell it."""
    read_at: datetime
    """When the battery had this level."""
    others: tuple[object, ...]
    own: tuple[object, ...]
    """The windows that were made of goals so far."""

    def holds(self, new: Basis, plan: GoalPlan) -> bool:
        """Return whether the plan that was made of it is as good as a new one."""
        return (
            self.others == new.others
            and self.own == new.own
            and not self._has_drifted(new, plan)
            and timedelta(0) <= new.at - self.at < PACE
        )

    def _has_drifted(self, new: Basis, plan: GoalPlan) -> bool:
        """Return whether the level is not as planned; one that is not told is none."""
        if self.level is None or new.level is None:
            return new.level is not None
        expected = plan.level_at(new.read_at)
        level = self.level if expected is None else expected
        return abs(level - new.level) >= MAX_DRIFT_PERCENT


def basis_of(
    battery: BatteryWriter, inputs_changed: int, now: datetime
) -> Basis | None:
    """Return what a plan would be made of now; None until the battery was read.

    `inputs_changed` counts how often there may have been other prices, or another
    load or sun.
    """
    state, snapshot = battery.state, battery.state.snapshot
    read_at = snapshot.battery.last_pulled_at if snapshot else None
    if snapshot is None or read_at is None:
        return None
    runs = state.goals.values()
    planned = [
        (occurrence, _is_decided(battery, occurrence))
        for occurrence in state.plan.occurrences.values()
        if now < occurrence.end and occurrence.start < now + LOOKED_AT
    ]
    return Basis(
        at=now,
        level=snapshot.battery.level,
        read_at=read_at,
        others=(
            inputs_changed,
            snapshot.battery.commands,
            tuple(
                is_gone(state.engine, snapshot.battery, command, now)
                for command in COMMANDS
            ),
            state.standing(),
            tuple((run.key, run.record.occurrence, run.avoided) for run in runs),
            tuple(one for one in planned if one[0].origin not in GIVING_WAY),
            tuple(
                record.occurrence for record in state.engine.open if record.is_manual
            ),
            tuple(record.end for record in state.running_on(now)),
        ),
        own=tuple(
            (*one, one[0].start - PUT_RIGHT <= now)
            for one in planned
            if one[0].origin is Origin.GOAL
        ),
    )


def problem_of(
    state: BatteryState,
    battery: Battery,
    *,
    prices: Sequence[PricePeriod],
    house: Outlook,
    runs: Sequence[GoalRun],
    planned: Iterable[Occurrence],
    now: datetime,
) -> Problem:
    """Return the planner's problem for goals of a battery as it is now."""
    return problem(
        now=now,
        battery=battery,
        level=level_now(battery, state.defaults, state.learned, state.engine.open, now),
        defaults=state.defaults,
        learned=state.learned,
        standing=state.standing(),
        prices=prices,
        house=house,
        runs=runs,
        planned=planned,
        state=state.engine,
        running_on=state.running_on(now),
    )


def _is_decided(battery: BatteryWriter, occurrence: Occurrence) -> bool:
    record = battery.state.engine.records.get(occurrence.key)
    return record is not None and record.outcome is not None
