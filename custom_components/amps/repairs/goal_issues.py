"""The repair of a goal that cannot be met."""

from collections.abc import Iterator

from ..battery.goal_run import Prospect
from .issue import Facts, Issue
from .wording import UNKNOWN, RepairWords


def goal_at_risk(facts: Facts) -> Iterator[Issue]:
    """Tell of the next goal that cannot be met: what can be reached, and by when."""
    for run in sorted(facts.goals, key=lambda run: run.record.occurrence.start):
        prospect, goal = run.prospect, run.record.occurrence
        reason = prospect.reason
        mark = f"{reason}/{run.key}"
        if reason is None or reason not in run.record.warned:
            continue
        if mark in facts.situation.state.dismissed:
            continue
        yield Issue(
            key="goal_at_risk",
            about=facts.battery_id,
            placeholders={
                "battery": facts.name,
                **facts.words.occurrence(goal),
                "reason": facts.words.reason(reason),
                "level": _reached(prospect, facts.words),
                "by": facts.words.instant(prospect.by or goal.end),
            },
            data={"reason": reason.value},
            marks=(mark,),
        )
        return


def _reached(prospect: Prospect, words: RepairWords) -> str:
    """Return how far a goal can be met."""
    if prospect.hours is not None:
        return f"{words.number(prospect.hours, 1)} h"
    return UNKNOWN if prospect.reached is None else f"{prospect.reached:.0f} %"
