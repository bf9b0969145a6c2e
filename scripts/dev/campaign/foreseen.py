"""Whether it was foreseen which windows do not meet their target.

Of windows that were sent and that nothing came in between of: what was told half an
hour before, and what was so in the end.
"""

from datetime import datetime, timedelta

from .counters import Counters
from .expected import MAX_CLOCK_SKEW, Due
from .past import Past
from .play import Play
from .reasons import Reasons

AHEAD = timedelta(minutes=30)
"""So long before its start it is told that a window will not meet its target."""
KNOWN = timedelta(minutes=45)
"""So long before its start a window has to be there for that."""
QUIET = timedelta(hours=1)
"""Nothing may come in between from so long before its start on."""
WHOLE_SHARE = 0.9
NEAR_PERCENT = 1.0
"""A level that is so near to a target meets it."""
COMMANDS = ("charge", "discharge")
REASON = "target_not_met"


class Foreseen:
    """Counts what was foreseen of the windows of one battery."""

    def __init__(self, play: Play, battery: str, reasons: Reasons) -> None:
        """Look at a battery."""
        self._play = play
        self._event_log = play.event_log
        self._battery = battery
        self._reasons = reasons

    def count(self, counters: Counters, due: Due, past: Past) -> None:
        """Count a window, if it is one of which it can be said."""
        if not self._is_undisturbed(due, past):
            return
        is_missed = self._is_missed(due, past)
        is_told = any(
            one.reason == REASON and one.at <= due.span.start - AHEAD
            for one in self._event_log.of(self._battery, due.span.uid, due.span.start)
        )
        counters.targets_missed += is_missed
        counters.targets_warned += is_told
        counters.targets_foreseen += is_missed and is_told
        if is_missed is not is_told:
            span, start = due.span, due.span.start.astimezone(self._play.zone)
            what = "missed and not foreseen" if is_missed else "met and warned of"
            self._play.note(
                f"{span.command} of {start:%a %d %H:%M} {span.parameters}: {what}"
            )

    def _is_undisturbed(self, due: Due, past: Past) -> bool:
        """Return whether it was sent, and nothing came in between."""
        span, log = due.span, self._event_log
        begin = span.start - QUIET
        expected = log.expected[self._battery]
        if (
            "target" not in span.parameters
            or span.command not in COMMANDS
            or span.key in expected.by_itself | expected.loose
            or due.expected_since > span.start - KNOWN
            or due.since > span.start + MAX_CLOCK_SKEW
            or not self._reasons.is_seen
        ):
            return False
        had = past.obeyed(span.command, span.parameters, span.start, span.end)
        whole = had >= WHOLE_SHARE * (span.end - span.start)
        return (
            (whole or self._met(due, past))
            and not any(log.met(self._battery, begin, span.end))
            and not any(one.is_foreign for one in past.between(begin, span.end))
            and not any(
                call.battery == self._battery and begin <= call.at <= span.end
                for call in log.calls
            )
            and not any(
                begin <= self._play.story.at(one) <= span.end
                for one in self._play.story.happenings
                if one.kind in ("level", "flap")
            )
        )

    def _met(self, due: Due, past: Past) -> bool:
        span = due.span
        return past.met(span.command, span.parameters, span.start, span.end)

    def _is_missed(self, due: Due, past: Past) -> bool:
        """Return whether its target was not met until its end."""
        span = due.span
        level = _level_at(past, span.end)
        if self._met(due, past) or level is None:
            return False
        target = span.parameters["target"]
        short = target - level if span.command == "charge" else level - target
        return short > NEAR_PERCENT


def _level_at(past: Past, end: datetime) -> float | None:
    """Return the level at which the battery was left at an instant."""
    begin = end - MAX_CLOCK_SKEW
    later = (one.level for one in past.stretches if one.start >= begin)
    return next(later, None)
