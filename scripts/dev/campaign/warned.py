"""Checks that the owner was warned in time, and of nothing that was not so."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from simulator import Action, RequestEntry

from .counters import Breach
from .event_log import Told
from .expected import Due
from .past import Past
from .play import Play
from .reasons import Reasons
from .spans import Span

WARN_BEFORE_START = timedelta(minutes=30)
"""How long before a start a warning is due if its cause can be known by then."""
STILL_TAKES_PLACE_BEFORE_START = timedelta(minutes=20)
"""How long before a start it is reported that it cannot be cancelled."""
MAX_WARNING_DELAY = timedelta(minutes=15)
"""How soon a warning follows if its cause is only known later."""
NOTICED = {
    "amps": timedelta(minutes=10),
    "timeless": timedelta(minutes=10),
    "offline": timedelta(minutes=20),
    "link": timedelta(minutes=20),
    "capability": timedelta(minutes=20),
    "vendor_schedule": timedelta(minutes=20),
}
"""Trouble that prevents an occurrence, and how soon it can be seen."""
BLINDING = ("home_assistant", "clock", "gone", "removed")
"""Trouble during which nobody can be warned."""
MAX_CAUSE_AGE = timedelta(minutes=70)
"""How long the cause of a warning may have been over: retries are late."""
LOOK_TIME = timedelta(minutes=2)
DARK = (("amps", ""), ("timeless", ""), ("link", ""), ("home_assistant", ""))
"""Trouble during which no reading shows what a battery does."""
START_TOLERANCE = timedelta(seconds=61)
REFUSED_AS_BUSY = "a refusal (CONFLICT)"
REFUSED_FROM = 400
UNFOLLOWED = (("fails", ""), ("late", ""), ("ignored", ""))
"""Trouble during which the battery does not follow what Amps accepted."""


class Warned:
    """Checks the warnings of one battery."""

    def __init__(self, play: Play, battery: str, reasons: Reasons) -> None:
        """Take a battery."""
        self._play = play
        self._event_log = play.event_log
        self._battery = battery
        self._reasons = reasons
        self._shows_schedule = play.world.devices[battery].reports_scheduler
        self._checked = 0
        self._said: set[str] = set()

    # Of what was not there

    def false_alarms(self, past: Past, until: datetime) -> Iterator[Breach]:
        """Yield the warnings that were wrong."""
        told = self._event_log.told
        while self._checked < len(told) and told[self._checked].at < until:
            one = told[self._checked]
            self._checked += 1
            if one.battery != self._battery or one.is_outcome:
                continue
            span = self._span(one)
            if span is not None and not self._was_so(one, span, past):
                local = one.start.astimezone(self._play.zone)
                what = f"{one.command} of {local:%a %d %H:%M}: {one.reason} was not so"
                yield Breach("false_alarms", one.at.isoformat(), self._battery, what)

    def _span(self, told: Told) -> Span | None:
        versions = self._event_log.expected[self._battery].versions()
        found = [
            span
            for span, _, _ in versions
            if (span.uid, span.start) == (told.uid, told.start)
        ]
        return found[-1] if found else None

    def _was_so(self, told: Told, span: Span, past: Past) -> bool:
        reason, now = told.reason or "", told.at
        if reason == "target_not_met":
            return "target" in span.parameters
        if reason == "not_seen":
            # nobody may say so who could not look
            begin = now - MAX_WARNING_DELAY - timedelta(minutes=5)
            looked = not self._reasons.met(DARK, now - LOOK_TIME, now)
            if self._reasons.met(UNFOLLOWED, now - MAX_CAUSE_AGE, now):
                return True
            return looked and not self._reasons.could_see(past, span, begin, now)
        return self._reasons.allow(reason, span, now - MAX_CAUSE_AGE, now)

    # Of what happens though it was taken back

    def untaken(self, until: datetime) -> Iterator[Breach]:
        """Yield what Amps did not cancel, if that was not reported in time."""
        refused: dict[str, datetime] = {}
        for one in self._play.world.record.of("cancel", device_id=self._battery):
            if one.status >= REFUSED_FROM:
                refused.setdefault(one.path.split("/")[2], one.at)
        for span, _, gone in self._event_log.expected[self._battery].versions():
            if gone > min(span.start, until):
                continue
            for action in self._play.world.book.of(self._battery):
                first = refused.get(action.id)
                if (
                    first is None
                    or not self._is(action, span)
                    or action.id in self._said
                ):
                    continue
                by = max(
                    span.start - STILL_TAKES_PLACE_BEFORE_START,
                    max(first, gone) + MAX_WARNING_DELAY,
                )
                if by < min(span.start, until) and not self._is_said(action, gone, by):
                    self._said.add(action.id)
                    local = span.start.astimezone(self._play.zone)
                    what = (
                        f"{span.command} of {local:%a %d %H:%M}: Amps does not take it"
                        f" back, which was not told by {self._local(by)}"
                    )
                    yield Breach("told_late", by.isoformat(), self._battery, what)

    def _is(self, action: Action, span: Span) -> bool:
        begins = action.start or action.created_at
        near = abs(begins - span.start) < START_TOLERANCE
        return action.origin == "api" and action.command == span.command and near

    def _is_said(self, action: Action, since: datetime, by: datetime) -> bool:
        """Return whether it is gone, or its owner knows, or could not be told."""
        if any(self._event_log.met(self._battery, since, by, *BLINDING)):
            return True
        expected = self._event_log.expected[self._battery].at(by)
        if any(self._is(action, span) for span in expected):
            return True
        ended = action.history[-1][0]
        if not action.is_open and ended <= by:
            return True
        told = [one.battery for one in self._event_log.told if since <= one.at <= by]
        told += [one.battery or "" for one in self._event_log.repairs if one.stands(by)]
        return self._battery in told

    # Of what was there

    def late(self, due: Due) -> str | None:
        """Return the warnings of an occurrence that came too late, or not at all."""
        span = due.span
        for kind, begun, seen, over in self._hindrances(due):
            by = max(
                span.start - WARN_BEFORE_START,
                max(seen, due.expected_since) + MAX_WARNING_DELAY,
            )
            if over < by or by > span.end:
                continue
            blind = self._event_log.met(
                self._battery, max(begun, by - 2 * WARN_BEFORE_START), by, *BLINDING
            )
            if any(blind) or self._was_with_amps(span, begun, by):
                continue
            if kind == REFUSED_AS_BUSY and self._waits_for_ours(span, by):
                continue
            if kind in NOTICED and self._was_with_amps(span, span.start, span.start):
                continue
            told = self._event_log.of(self._battery, span.uid, span.start)
            if not any(one.at <= by for one in told) and not self._is_named(span, by):
                return (
                    f"{kind} since {self._local(begun)} was not told by"
                    f" {self._local(by)}"
                )
        return None

    def _is_named(self, span: Span, by: datetime) -> bool:
        """Return whether a repair names an occurrence at an instant."""
        local = span.start.astimezone(self._play.zone)
        start = f"{local.day} {local:%b}, {local:%H:%M}"
        return any(
            one.names(start, by)
            for one in self._event_log.repairs
            if one.battery in (self._battery, None)
        )

    def _hindrances(
        self, due: Due
    ) -> Iterator[tuple[str, datetime, datetime, datetime]]:
        """Yield what kept it from being sent: since when, when seen, until when."""
        span = due.span
        kinds = dict(NOTICED)
        if not self._shows_schedule:
            del kinds["vendor_schedule"]
        for trouble in self._event_log.met(
            self._battery, due.expected_since, span.end, *kinds
        ):
            if trouble.kind == "capability" and not span.needs(trouble.what):
                continue
            over = trouble.end or span.end
            if over >= span.start:
                seen = trouble.start + kinds[trouble.kind]
                if trouble.kind == "offline" and self._event_log.is_projected(seen):
                    continue
                yield trouble.kind, trouble.start, seen, over
        refused = [one for one in self._pushes(due) if one.status >= REFUSED_FROM]
        if refused:
            first = refused[0].at
            yield f"a refusal ({refused[0].code})", first, first, span.end

    def _pushes(self, due: Due) -> Iterator[RequestEntry]:
        """Yield the pushes of an occurrence, including rejected ones."""
        span = due.span
        for one in self._play.world.record.pushes(self._battery):
            if not due.expected_since <= one.at <= span.end or not isinstance(
                one.body, dict
            ):
                continue
            action = one.body.get("action", {})
            if action.get("command") != span.command:
                continue
            start = action.get("start")
            if (
                start is None and one.at >= span.start - START_TOLERANCE
            ) or start == self._play.written(span.start):
                yield one

    def _was_with_amps(self, span: Span, start: datetime, end: datetime) -> bool:
        """Return whether Amps held it during part of a period, or carries it out."""
        for action in self._play.world.book.of(self._battery):
            begins = action.start or action.created_at
            if action.command != span.command or action.created_at > end:
                continue
            if not span.start - START_TOLERANCE <= begins < span.end:
                continue
            if (
                action.is_open
                or action.state == "completed"
                or action.history[-1][0] >= start
            ):
                return True
        return False

    def _waits_for_ours(self, span: Span, at: datetime) -> bool:
        """Return whether Amps held what was to end before an occurrence begins."""
        return any(
            action.origin == "api"
            and action.created_at <= at
            and (action.is_open or action.history[-1][0] > at)
            and action.end is not None
            and action.end <= span.start
            for action in self._play.world.book.of(self._battery)
        )

    def _local(self, at: datetime) -> str:
        return f"{at.astimezone(self._play.zone):%d %H:%M:%S}"
