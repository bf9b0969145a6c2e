"""What the actions of one battery were: occurrences, or commands by hand."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from simulator import Action

from .event_log import Call
from .expected import MAX_CLOCK_SKEW
from .past import Past, Stretch
from .play import Play
from .spans import Span, other_reading

START_TOLERANCE = timedelta(seconds=61)
MIN_CANCEL_TIME = timedelta(minutes=3)
"""An occurrence cancelled this close to its start may no longer be stoppable."""
MAX_COMMAND_DELAY = timedelta(seconds=140)
"""How soon after it was given a command by hand is sent."""
MAX_LATE_START = timedelta(minutes=3)
"""What is late begins so soon, where Amps takes it only ahead of time."""
MAX_STOP_WAIT = timedelta(hours=32)
"""A stop waits until the running command has ended, and an hour longer."""
UNREACHED = (
    "home_assistant",
    "amps",
    "fault",
    "gone",
    "clock",
    "link",
    "offline",
    "route",
    "hang",
    "late",
    "timeless",
)
MODES = ("idle", "auto.balanced", "auto.reserve", "auto.export")


class Effects:
    """Knows what each action of one battery was, as far as that was found out."""

    def __init__(self, play: Play, battery: str) -> None:
        """Start with nothing looked at."""
        self._play = play
        self._event_log = play.event_log
        self._battery = battery
        self.runs: dict[str, Span] = {}
        """The occurrence that an action was, by its id."""
        self.by_hand: set[str] = set()
        """The actions that the owner sent by hand."""

    def attribute(self, stretch: Stretch, action: Action) -> bool:
        """Find out what an action of ours was; return whether it was requested."""
        span = self._expected(stretch, action) or self._of_goal(stretch, action)
        called_for = any(self.calls_for(action))
        if span is not None and not (called_for and self._has_run(span, action)):
            self.runs[action.id] = span
            return True
        if called_for:
            self.by_hand.add(action.id)
        return called_for

    def goes_on(self, at: datetime) -> bool:
        """Return whether something continues at Amps that the owner cancelled.

        A mode of the vendor's app is taken for part of it then.
        """
        expected = {span.key for span in self._event_log.expected[self._battery].at(at)}
        return any(
            span.key not in expected
            and (action := self._play.world.book.get(id_)) is not None
            and span.start <= at < (action.end or span.start)
            for id_, span in self.runs.items()
        )

    def may_rest(self, past: Past, before: Stretch, stretch: Stretch) -> bool:
        """Return whether a battery may have stopped because the target was met."""
        action = before.ours
        if action is None or stretch.cause != "vendor" or action.end is None:
            return False
        met = before.is_met or any(
            before.start <= stop <= stretch.start for stop in past.stops
        )
        return met and action.id in self.runs and stretch.start < action.end

    def end_of(self, span: Span) -> datetime:
        """Return when an occurrence ends, as Amps has read its time.

        Of an hour that the clock shows twice that may be the other one.
        """
        actions = (
            self._play.world.book.get(id_)
            for id_, run in self.runs.items()
            if run.key == span.key
        )
        ends = [action.end for action in actions if action and action.end]
        return max([span.end, *(end for end in ends if self._is_end_of(span, end))])

    def _is_end_of(self, span: Span, end: datetime) -> bool:
        other = other_reading(span.end, ZoneInfo(self._play.story.plant_zone))
        return _near(end, span.end) or _near(end, other)

    def _has_run(self, span: Span, action: Action) -> bool:
        """Return whether an occurrence was another action already."""
        name = span.uid, span.start
        return any(
            (window.uid, window.start) == name
            for id_, window in self.runs.items()
            if id_ != action.id
        )

    def _expected(self, stretch: Stretch, action: Action) -> Span | None:
        """Return the occurrence that it is in its time, as it was expected then."""
        if action.id in self.runs:
            return self.runs[action.id]
        found: list[Span] = []
        for span, since, until in self._event_log.expected[self._battery].versions():
            if not stretch.obeys(span.command, span.parameters):
                continue
            if not span.start - START_TOLERANCE <= stretch.start < span.end:
                continue
            if stretch.start < since - MAX_CLOCK_SKEW or not self._stood(
                until, stretch.start
            ):
                continue
            found.append(span)
        ends = [
            candidate
            for candidate in found
            if action.end is None or self._is_end_of(candidate, action.end)
        ]
        return ends[-1] if ends else None

    def _of_goal(self, stretch: Stretch, action: Action) -> Span | None:
        """Return the window of a goal that it is."""
        goals = self._event_log.expected[self._battery].goals
        for goal in goals.running(stretch.start + START_TOLERANCE):
            span, since = goal.span, goal.since
            if action.command != span.command or stretch.start < since - MAX_CLOCK_SKEW:
                continue
            if action.end is not None and action.end > span.end + START_TOLERANCE:
                continue
            if self._stood(goals.withdrawn(goal, stretch.start), stretch.start):
                start = action.start or stretch.start
                end = action.end or span.end
                return replace(span, original=start, start=start, end=end)
        return None

    def _stood(self, until: datetime, instant: datetime) -> bool:
        """Return whether something that was cancelled could still be carried out."""
        if instant - MAX_CLOCK_SKEW <= until:
            return True
        end = self._play.now()
        calm = self._event_log.calm_after(
            self._battery, until, MIN_CANCEL_TIME, end, *UNREACHED
        )
        return calm is None or calm >= instant

    def calls_for(self, action: Action) -> Iterator[Call]:
        """Yield the commands by hand that an action may be."""
        for call in self._event_log.calls:
            if call.battery != self._battery or call.command is None:
                continue
            if action.command != call.command and not (
                call.command == "stop" and action.command in MODES
            ):
                continue
            kept = call.command in (*MODES, "stop")
            last = call.at + MAX_STOP_WAIT if kept and _is_open(call) else None
            last = last or (call.answered or call.at) + MAX_COMMAND_DELAY
            if _ends(call, action):
                continue
            if call.at - MAX_CLOCK_SKEW <= action.created_at <= last:
                yield call


def _is_open(call: Call) -> bool:
    return call.waits or call.kind in ("mode", "stop") or call.error is not None


def _ends(call: Call, action: Action) -> bool:
    """Return whether an action ends a command by hand: that itself begins at once."""
    if call.length is None or action.start is None or action.end is not None:
        return False
    return action.start - action.created_at > MAX_LATE_START


def _near(one: datetime, other: datetime) -> bool:
    return abs(one - other) <= START_TOLERANCE
