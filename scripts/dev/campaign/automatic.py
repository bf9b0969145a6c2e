"""What is planned by itself for one battery, and whether it may be."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from .counters import Breach
from .play import Play
from .spans import Span

GRACE = timedelta(minutes=10)
"""What must not be planned is gone so soon."""
MIN_OVERLAP = timedelta(minutes=1)
TAKEN_BACK = ("by_owner", "replanned")
PARAMETERS = ("target", "power", "reserve")

type Key = tuple[str, datetime]
type Shown = dict[str, Any]


class Automatic:
    """Looks at what Home Assistant shows of one battery, and keeps what is wrong."""

    def __init__(self, play: Play, battery: str) -> None:
        """Have seen nothing yet; at first nothing is planned by itself."""
        self._play = play
        self._battery = battery
        self._expected = play.event_log.expected[battery]
        self._option = "off"
        self._allowed: set[str] = set()
        """Uids of what may stand although the rest is only suggested."""
        self._since: dict[str, datetime] = {}
        """Since when each thing is wrong."""

    def choose(self, option: str) -> None:
        """Note how far the owner lets the day be planned."""
        if option == "suggest":
            self._allowed |= {span.uid for span in self._expected.automatic.values()}
        self._option = option

    def accept(self, uids: Iterable[str]) -> None:
        """Note what the owner has accepted."""
        self._allowed |= set(uids)

    def look(self, shown: list[Shown]) -> None:
        """Expect what is shown to be planned, and note what must not be."""
        now, expected = self._play.now(), self._expected
        before = expected.automatic
        found = dict(self._standing(shown))
        expected.show(found, now)
        for key, span in found.items():
            if before.get(key) != span:
                self._play.note(f"planned by itself: {self._name(span)}")
        allowed = [span for span in before.values() if span.uid in self._allowed]
        for span in found.values():
            # what was cut goes on as a window of its own
            if any(_is_part(span, one) for one in allowed):
                self._allowed.add(span.uid)
        over = {one["uid"] for one in shown if one["state"] == "ended"}
        ahead = [
            span for span in found.values() if span.start > now and span.uid not in over
        ]
        wrong = set(self._wrong(ahead, shown))
        self._since = {what: self._since.get(what, now) for what in sorted(wrong)}
        for what, since in self._since.items():
            if now - since >= GRACE:
                at, battery = since.isoformat(), self._battery
                breach = Breach("silently_wrong", at, battery, what)
                if breach not in self._play.event_log.planned_wrong:
                    self._play.event_log.planned_wrong.append(breach)

    def _standing(self, shown: list[Shown]) -> Iterator[tuple[Key, Span]]:
        """Yield what is planned by itself and was not taken back."""
        before, now = self._expected.automatic, self._play.now()
        gone = {span.key for span in self._expected.avoided}
        for one in shown:
            if one["origin"] != "automatic" or one["state"] == "suggested":
                continue
            span = _span(one)
            taken_back = span.key in gone or one["reason"] in TAKEN_BACK
            if taken_back and span.start <= now:
                continue  # at most it runs on
            if one["state"] != "ended":
                yield span.key, span
            elif span.key in before and not taken_back:
                yield span.key, before[span.key]

    def _wrong(self, ahead: list[Span], shown: list[Shown]) -> Iterator[str]:
        """Yield what must not be planned by itself."""
        others = self._expected.own()
        others += [
            _span(one)
            for one in shown
            if one["origin"] == "goal" and one["state"] != "ended"
        ]
        for span in ahead:
            name = self._name(span)
            for other in others:
                if _overlap(span, other) >= MIN_OVERLAP:
                    yield f"{name} is planned by itself over {self._name(other)}"
            for gone in self._expected.avoided:
                if _overlap(span, gone) >= MIN_OVERLAP:
                    yield f"{name} is planned by itself where it was taken back"
            if self._option == "off":
                yield f"{name} is planned by itself although that is off"
            elif self._option == "suggest" and span.uid not in self._allowed:
                yield f"{name} is planned by itself and not only suggested"

    def _name(self, span: Span) -> str:
        start, end = (at.astimezone(self._play.zone) for at in (span.start, span.end))
        given = " ".join(f"{key}={value:g}" for key, value in span.parameters.items())
        return f"{span.command} of {start:%a %d %H:%M} to {end:%H:%M} {given}".rstrip()


def _span(shown: Shown) -> Span:
    start = datetime.fromisoformat(shown["start"]).astimezone(UTC)
    end = datetime.fromisoformat(shown["end"]).astimezone(UTC)
    command = shown["command"].replace("_", ".", 1)
    given = {key: shown[key] for key in PARAMETERS if shown[key] is not None}
    return Span(shown["uid"], start, start, end, command, given)


def _is_part(span: Span, whole: Span) -> bool:
    same = (span.command, span.parameters) == (whole.command, whole.parameters)
    return same and whole.start <= span.start and span.end <= whole.end


def _overlap(one: Span, other: Span) -> timedelta:
    return min(one.end, other.end) - max(one.start, other.start)
