"""A summary of a day: one sentence, and numbers for automations."""

from collections.abc import Sequence
from datetime import datetime, tzinfo
from typing import Any, NamedTuple

from ...api.models import Command
from ...inputs.meters import HOUR
from ...planner.levels import LevelAt
from ..savings import PastDay
from ..wording import PlanWords
from .savings_day import DayInputs, DaySpan


class DaySummary(NamedTuple):
    """What a battery did on a day, and what that saved."""

    day: PastDay
    currency: str
    zone: tzinfo
    """The battery's time zone."""
    spans: tuple[DaySpan, ...]
    """When its windows charged it."""
    charged: float
    """The energy charged in these spans, in kWh."""
    from_level: float | None
    """Percent at the start of the first span; `to_level` at the end of the last."""
    to_level: float | None

    def to_dict(self) -> dict[str, Any]:
        """Return the summary as event data."""
        proof = self.day.proof
        missed = proof.missed if proof else None
        return {
            "date": self.day.start.astimezone(self.zone).date().isoformat(),
            "charged": round(self.charged, 2),
            "spans": [
                {"start": self._local(span.start), "end": self._local(span.end)}
                for span in self.spans
            ],
            "from_level": self.from_level,
            "to_level": self.to_level,
            "saved": round(proof.saved, 4) if proof else None,
            "currency": self.currency,
            "missed_forecast": round(missed.forecast, 4) if missed else None,
            "missed_failure": round(missed.failure, 4) if missed else None,
            "missed_reserve": round(missed.reserve, 4) if missed else None,
            "left_out": self.day.left_out.value if self.day.left_out else None,
        }

    def sentence(self, words: PlanWords) -> str:
        """Return the summary as a sentence."""
        proof = self.day.proof
        saved = words.number(proof.saved, 2) if proof else ""
        if not self.spans:
            return words.say("day_saved" if proof else "day_unproven", saved=saved)
        spans = ", ".join(
            words.say(
                "day_span",
                start=f"{span.start.astimezone(self.zone):%H:%M}",
                end=f"{span.end.astimezone(self.zone):%H:%M}",
            )
            for span in self.spans
        )
        if self.from_level is not None and self.to_level is not None:
            before, after = f"{self.from_level:.0f}", f"{self.to_level:.0f}"
            spans += ", " + words.say("window_levels", before=before, after=after)
        return words.say(
            "day_charged_saved" if proof else "day_charged_unproven",
            energy=words.number(self.charged, 1),
            spans=spans,
            saved=saved,
        )

    def _local(self, instant: datetime) -> str:
        return instant.astimezone(self.zone).isoformat()


def day_summary(
    day: PastDay, known: DayInputs, currency: str, zone: tzinfo
) -> DaySummary:
    """Return the summary of a day."""
    records = known.records
    spans: list[DaySpan] = []
    for one in known.windows:
        window = one.window
        if window.command is not Command.CHARGE or not one.happened:
            continue
        start, end = max(window.start, day.start), min(window.end, day.end)
        if spans and spans[-1].end == start:
            spans[-1] = spans[-1]._replace(end=end)
        else:
            spans.append(DaySpan(start, end))
    return DaySummary(
        day=day,
        currency=currency,
        zone=zone,
        spans=tuple(spans),
        charged=sum(
            row.kw * ((row.end - row.start) / HOUR)
            for row in records.charged
            if any(row.start < span.end and span.start < row.end for span in spans)
        ),
        from_level=_level_at(records.levels, spans[0].start) if spans else None,
        to_level=_level_at(records.levels, spans[-1].end) if spans else None,
    )


def _level_at(levels: Sequence[LevelAt], instant: datetime) -> float | None:
    """Return the level closest in time to an instant."""
    nearest = min(levels, key=lambda one: abs(one.at - instant), default=None)
    return None if nearest is None else round(nearest.level, 1)
