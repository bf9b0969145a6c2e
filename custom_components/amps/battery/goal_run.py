"""What is remembered of one occurrence of a goal, until it is over."""

from collections.abc import Iterable, Mapping
from dataclasses import field, replace
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

from ..api.value import frozen
from ..engine.occurrence import OccurrenceState, Outcome, Reason
from ..engine.storage import UNREADABLE, record_from_dict, record_to_dict
from ..planner.result import Fallback, GoalResult, Hindrance

type TimeRange = tuple[datetime, datetime]

REASONS = {
    Hindrance.LEVEL: Reason.LEVEL_LIMIT,
    Hindrance.NO_PRICES: Reason.NO_PRICES,
    Hindrance.PRICE_LIMIT: Reason.PRICE_LIMIT,
    Hindrance.WINDOWS: Reason.OTHER_WINDOWS,
    Hindrance.POWER: Reason.POWER_LIMIT,
    Hindrance.TIME: Reason.TOO_SHORT,
}
"""What the owner is told of what keeps a goal from being met."""

_SHORT_OF_TIME = frozenset({Reason.OTHER_WINDOWS, Reason.TOO_SHORT})
_CAME_TO_NOTHING = frozenset({Outcome.FAILED, Outcome.MISSED, Outcome.ACCEPTED})


class Prospect(NamedTuple):
    """What is expected of a goal, as it is planned now."""

    level: float | None = None
    """Percent at its end."""
    cost: float | None = None
    """Money for what is still to be charged or discharged."""
    saves: float | None = None
    """Money that this saves beside the battery left alone; None where not known."""
    reason: Reason | None = None
    """Why it cannot be met; None where it can."""
    reached: float | None = None
    """Percent that can be reached where it cannot be met."""
    hours: float | None = None
    """The same of a goal that says for how long."""
    by: datetime | None = None
    """When that level can be reached."""
    act_by: datetime | None = None
    """The last moment at which the owner could still do something about it."""
    fallback: Fallback | None = None
    """How it is planned where prices are not known."""


NOTHING_KNOWN = Prospect()


@frozen()
class GoalRun:
    """What is remembered of one occurrence of a goal."""

    record: OccurrenceState
    """What it has cost, what was told of it, and at last how it ended."""
    windows: Mapping[str, TimeRange] = field(default_factory=dict)
    """When the windows are that were made of it and are not over, by uid."""
    avoided: tuple[TimeRange, ...] = ()
    """When it is not to happen: there the owner took a window of it back."""
    meter: float | None = None
    """The battery's energy meter as it was last looked at, in kWh."""
    prospect: Prospect = NOTHING_KNOWN
    """What is expected; only its reason is stored: the rest is worked out anew."""

    @property
    def key(self) -> str:
        """The key of the occurrence."""
        return self.record.occurrence.key

    def avoiding(self, *spans: TimeRange) -> GoalRun:
        """Return it without what lies in some more time."""
        new = tuple(span for span in spans if span[0] < span[1])
        return replace(self, avoided=(*self.avoided, *new))


def truly_hindered(prospect: Prospect, windows: Iterable[OccurrenceState]) -> Prospect:
    """Return a prospect with why the goal's own windows came to nothing, if they did.

    They took the time that it lacks now, but that is not what its owner has to know.
    """
    reasons = [one.reason for one in windows if one.outcome in _CAME_TO_NOTHING]
    if prospect.reason not in _SHORT_OF_TIME or not reasons:
        return prospect
    return prospect._replace(reason=reasons[-1])


def prospect_of(result: GoalResult, saves: float | None = None) -> Prospect:
    """Return what is expected of a goal."""
    short = result.shortfall
    reason = None if short is None else REASONS[short.hindrance]
    if reason is None and result.fallback is not None:
        reason = Reason.NO_PRICES
    return Prospect(
        level=result.level,
        cost=None if result.fallback else result.cost,
        saves=saves,
        reason=reason,
        reached=short.level if short else result.level,
        hours=short.hours if short else None,
        by=short.by if short else None,
        act_by=result.act_by,
        fallback=result.fallback,
    )


def runs_to_rows(runs: Mapping[str, GoalRun]) -> list[dict[str, Any]]:
    """Return what is stored of goals."""
    return [
        {
            "record": record_to_dict(run.record),
            "windows": {uid: _texts(span) for uid, span in run.windows.items()},
            "avoided": [_texts(span) for span in run.avoided],
            "meter": run.meter,
            "reason": run.prospect.reason,
        }
        for run in runs.values()
    ]


def runs_from_rows(rows: object) -> dict[str, GoalRun]:
    """Return what was stored of goals; what cannot be read is begun anew."""
    runs: dict[str, GoalRun] = {}
    for row in rows if isinstance(rows, list) else []:
        try:
            reason = row.get("reason")
            run = GoalRun(
                record=record_from_dict(row["record"]),
                windows={uid: _span(span) for uid, span in row["windows"].items()},
                avoided=tuple(_span(span) for span in row["avoided"]),
                meter=row["meter"],
                prospect=Prospect(reason=reason and Reason(reason)),
            )
        except UNREADABLE:
            continue
        runs[run.key] = run
    return runs


def left_of(span: TimeRange, now: datetime) -> timedelta:
    """Return how much of a time is still to come."""
    return max(span[1] - max(span[0], now), timedelta(0))


def _texts(span: TimeRange) -> list[str]:
    return [moment.isoformat() for moment in span]


def _span(stored: list[str]) -> TimeRange:
    start, end = (datetime.fromisoformat(text).astimezone(UTC) for text in stored)
    return start, end
