"""What an owner requested, tracked independently of the integration."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from itertools import product

from .expected_goals import ExpectedGoals, Goals
from .spans import Span, Window, stem

MIN_PIECE = timedelta(minutes=15)
"""The rest of a single window is kept if it is at least this long."""

MAX_CLOCK_SKEW = timedelta(seconds=45)
"""How far Amps' clock, which the record uses, may be from the true one."""


@dataclass(frozen=True, slots=True)
class Due:
    """A period in which an occurrence was expected to run."""

    span: Span
    since: datetime
    until: datetime
    expected_since: datetime
    """Since when it was expected."""
    paused: bool = False
    """Whether the plan was switched off while it ran: then it may continue or not."""

    @property
    def is_whole(self) -> bool:
        """Return whether it was expected until its end."""
        return self.until >= self.span.end and not self.paused


@dataclass(frozen=True, slots=True)
class Saved:
    """The plan as it was at some time."""

    enabled: bool
    windows: dict[str, Window]
    goals: Goals


@dataclass(slots=True)
class Expected:
    """Everything that was requested of one battery, and when."""

    enabled: bool = True
    followed: bool = True
    """Whether the battery has its device in Home Assistant."""
    windows: dict[str, Window] = field(default_factory=dict)
    log: list[tuple[datetime, dict[tuple[str, datetime], Span]]] = field(
        default_factory=list
    )
    """What was expected from an instant on."""
    pauses: list[datetime] = field(default_factory=list)
    loose: set[tuple[str, datetime]] = field(default_factory=set)
    """What was changed while it ran, which Amps may not be able to do."""
    unsure: set[tuple[str, datetime]] = field(default_factory=set)
    """What was uncovered just as it began: it may take place or not."""
    goals: ExpectedGoals = field(default_factory=ExpectedGoals)
    automatic: dict[tuple[str, datetime], Span] = field(default_factory=dict)
    """What is planned by itself, as Home Assistant shows it."""
    by_itself: set[tuple[str, datetime]] = field(default_factory=set)
    """What ever was planned by itself."""
    avoided: list[Span] = field(default_factory=list)
    """What was planned by itself and the owner took back."""
    cancelled: set[tuple[str, datetime]] = field(default_factory=set)
    """What somebody else cancelled, by uid and start: it can be sent again whole."""
    _order: int = 0
    _known: set[tuple[str, datetime]] = field(default_factory=set)
    _stood: set[tuple[str, datetime]] = field(default_factory=set)
    """What takes place once the plan is on."""

    def add(self, window: Window, now: datetime) -> None:
        """Add a window; the rest of the single windows that it overlaps is kept."""
        if not window.recurring:
            self._cut(window, now)
        self._order += 1
        window.order = self._order
        self.windows[window.uid] = window
        self._note(now)

    def _cut(self, new: Window, now: datetime) -> None:
        singles = [one for one in self.windows.values() if not one.recurring]
        for old, taken in product(singles, new.all()):
            lost = [one for one in old.all() if one.overlaps(taken)]
            for span in lost:
                if (span.uid, span.start) in self.cancelled:
                    continue
                del old.spans[span.original]
                rests = (span.start, taken.start), (taken.end, span.end)
                kept = [
                    rest
                    for rest in rests
                    if rest[1] - rest[0] >= MIN_PIECE and rest[1] > now
                ]
                for number, (start, end) in enumerate(kept):
                    name = f"{stem(old.uid)}~{start:%Y%m%dT%H%M%S}"
                    uid = name if number else old.uid
                    piece = replace(span, uid=uid, original=start, start=start, end=end)
                    empty = Window(uid, old.order, recurring=False, spans={})
                    self.windows.setdefault(uid, empty).spans[start] = piece

    def send_again(self, uid: str) -> None:
        """Note that what somebody else cancelled of a window is to take place."""
        self.cancelled = {one for one in self.cancelled if one[0] != uid}

    def rewrite(self, window: Window, now: datetime) -> None:
        """Move a single window to other times."""
        self.windows[window.uid].spans = window.spans
        self._note(now)

    def move(
        self, uid: str, original: datetime, span: Span | None, now: datetime
    ) -> None:
        """Change one occurrence; None removes it."""
        window = self.windows[uid]
        if span is None:
            window.spans.pop(original, None)
        else:
            window.spans[original] = span
        self._note(now)

    def cancel(self, uid: str, original: datetime | None, now: datetime) -> None:
        """Remove a window, or all of it from an occurrence on."""
        if (window := self.windows.get(uid)) is None:
            for span in self.automatic.values():
                if span.uid == uid:
                    self._avoid(span, now)
            return
        kept = {
            key: span
            for key, span in window.spans.items()
            if (original is not None and key < original) or span.end <= now
        }
        window.spans = kept
        self._note(now)

    def show(self, spans: dict[tuple[str, datetime], Span], now: datetime) -> None:
        """Expect what is planned by itself, as it is shown now."""
        if spans == self.automatic:
            return
        for key, span in self.automatic.items():
            if spans.get(key) != span:
                self.loosen(span, now)
        self.automatic = spans
        self.by_itself |= spans.keys()
        self._note(now, switched=True)

    def take_back(self, uid: str, start: datetime, now: datetime) -> None:
        """Remove the occurrence of a window that begins at an instant."""
        for span in self.automatic.values():
            if (span.uid, span.start) == (uid, start):
                self._avoid(span, now)
        for span in list(self.windows[uid].all()) if uid in self.windows else ():
            if span.start == start:
                self.move(uid, span.original, None, now)

    def _avoid(self, span: Span, now: datetime) -> None:
        """Note that nothing is to be planned again where something was taken back."""
        self.avoided.append(replace(span, start=max(span.start, now)))

    def switch(self, now: datetime, *, enabled: bool) -> None:
        """Pause or resume the plan."""
        if enabled != self.enabled:
            self.enabled = enabled
            self.goals.follow(now, followed=enabled)
            self.pauses.append(now)
            self._note(now, switched=True)

    def follow(self, now: datetime, *, followed: bool) -> None:
        """Remove the battery's device, or restore it."""
        if followed != self.followed:
            self.followed = followed
            self.goals.follow(now, followed=followed)
            self.pauses.append(now)
            self._note(now, switched=True)

    def loosen(self, span: Span, now: datetime) -> None:
        """Note that an occurrence is changed, perhaps while it runs."""
        if span.start <= now < span.end:
            self.loose.add(span.key)

    def saved(self) -> Saved:
        """Return what a backup contains of the plan."""
        windows = {
            uid: replace(one, spans=dict(one.spans))
            for uid, one in self.windows.items()
        }
        return Saved(self.enabled, windows, dict(self.goals.goals))

    def restore(self, saved: Saved, now: datetime) -> None:
        """Expect again what was expected when a backup was made."""
        for span in self.now().values():
            self.loosen(span, now)
        for one in saved.windows.values():
            for span in one.all():
                self.loosen(span, now)
        self.enabled = saved.enabled
        self.avoided.clear()
        self.goals.restore(saved.goals, now)
        self.windows = {
            uid: replace(one, spans=dict(one.spans))
            for uid, one in saved.windows.items()
        }
        self._note(now, switched=True)

    def now(self) -> dict[tuple[str, datetime], Span]:
        """Return what is expected at present."""
        return self.log[-1][1] if self.log else {}

    def own(self) -> list[Span]:
        """Return what the owner's own windows ask for, by start."""
        followed = self.enabled and self.followed
        return list(self._standing().values()) if followed else []

    def at(self, instant: datetime) -> list[Span]:
        """Return what was expected at an instant."""
        found: list[Span] = []
        for since, expected in self.log:
            if since > instant:
                break
            found = list(expected.values())
        return found

    def dues(self) -> dict[tuple[str, datetime], list[Due]]:
        """Return for each occurrence expected the times at which it was due."""
        found: dict[tuple[str, datetime], list[Due]] = {}
        for span, since, until in self.versions():
            key = span.key
            dues = found.setdefault(key, [])
            begin, finish = max(span.start, since), min(span.end, until)
            if begin < finish:
                paused = any(begin <= pause < finish for pause in self.pauses)
                dues.append(Due(span, begin, finish, since, paused))
        # what was planned by itself may change until its time has come
        return {
            key: dues
            for key, dues in found.items()
            if dues or key not in self.by_itself
        }

    def last(self, key: tuple[str, datetime]) -> tuple[Span, datetime]:
        """Return how an occurrence was last expected, and until when."""
        return [
            (version[0], version[2])
            for version in self.versions()
            if version[0].key == key
        ][-1]

    def versions(self) -> Iterator[tuple[Span, datetime, datetime]]:
        """Return all that was ever expected, from when on, and until when."""
        forever = datetime.max.replace(tzinfo=UTC)
        open_: dict[tuple[str, datetime], tuple[Span, datetime]] = {}
        for now, expected in self.log:
            for key, (span, since) in list(open_.items()):
                if expected.get(key) != span:
                    yield span, since, now
                    del open_[key]
            for key, span in expected.items():
                if key not in open_:
                    open_[key] = span, now
        for span, since in open_.values():
            yield span, since, forever

    def _note(self, now: datetime, *, switched: bool = False) -> None:
        before = self.now()
        if not switched:
            # what an edit uncovers after it has begun does not take place
            for key, span in self._standing().items():
                if key not in self._known or key in before or key in self._stood:
                    continue
                if abs(span.start - now) < MAX_CLOCK_SKEW:
                    self.unsure.add(key)
                elif span.start <= now:
                    self.windows[span.uid].spans.pop(span.original)
        standing = self._standing() | self.automatic
        self._stood = set(standing)
        self._known = {item.key for one in self.windows.values() for item in one.all()}
        if not (self.enabled and self.followed):
            running = (one for one in standing.values() if one.start <= now < one.end)
            standing = {one.key: one for one in running if one.key in before}
        over = {
            key: one
            for key, one in before.items()
            if one.end <= now and not self._goes_on(one, now)
        }
        self.log.append((now, standing | over))

    def _goes_on(self, over: Span, now: datetime) -> bool:
        """Return whether what would be over was made longer by itself."""
        span = self.automatic.get(over.key)
        return span is not None and span.end > now

    def _standing(self) -> dict[tuple[str, datetime], Span]:
        """Return what takes place: single windows first, then newer ones."""
        kept: list[Span] = []
        ranked = sorted(
            self.windows.values(), key=lambda one: (one.recurring, -one.order)
        )
        for window in ranked:
            mine = sorted(window.spans.values(), key=lambda span: span.start)
            kept += [
                span for span in mine if not any(span.overlaps(one) for one in kept)
            ]
        return {span.key: span for span in sorted(kept, key=lambda span: span.start)}
