"""The goals that an owner set, as they are expected beside the integration."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from .spans import Span, Window

HOURS = "hours"
"""The parameter of a goal that says for how long, and not how far."""
UPSET_BEFORE = timedelta(hours=6)
UPSET_AFTER = timedelta(hours=1)
"""A pause so shortly before the start or after the end of a goal may hinder it."""
FOREVER = datetime.max.replace(tzinfo=UTC)

type Key = tuple[str, datetime]
type Goals = dict[Key, Goal]


@dataclass(frozen=True, slots=True)
class Goal:
    """One occurrence of a goal, and when it was expected."""

    span: Span
    since: datetime
    until: datetime = FOREVER

    @property
    def is_whole(self) -> bool:
        """Return whether nobody took it back before its end."""
        return self.until >= self.span.end


@dataclass(slots=True)
class ExpectedGoals:
    """All goals that were asked of one battery, and when."""

    goals: Goals = field(default_factory=dict)
    pauses: list[tuple[datetime, datetime]] = field(default_factory=list)
    """When the plan was switched off, or the battery not followed."""
    restored: list[datetime] = field(default_factory=list)
    """When an older backup was put back."""

    def add(self, window: Window, now: datetime) -> None:
        """Expect a goal."""
        for span in window.all():
            self.goals[span.key] = Goal(span, now)

    def cancel(self, uid: str, now: datetime) -> None:
        """Expect a goal no longer."""
        for key, goal in self.goals.items():
            if goal.span.uid == uid and goal.until == FOREVER:
                self.goals[key] = Goal(goal.span, goal.since, now)

    def follow(self, now: datetime, *, followed: bool) -> None:
        """Expect nothing for now, or again what was expected before."""
        if followed:
            pauses = self.pauses
            self.pauses = [(a, now if b == FOREVER else b) for a, b in pauses]
        else:
            self.pauses.append((now, FOREVER))

    def restore(self, saved: Goals, now: datetime) -> None:
        """Expect again what was expected when a backup was made."""
        for key, goal in self.goals.items():
            if key not in saved and goal.until == FOREVER:
                self.goals[key] = Goal(goal.span, goal.since, now)
        self.goals |= saved
        self.restored.append(now)

    def is_upset(self, goal: Goal) -> bool:
        """Return whether the plan stood still about the time of a goal."""
        begin = goal.span.start - UPSET_BEFORE
        end = goal.span.end + UPSET_AFTER
        paused = any(start < end and over > begin for start, over in self.pauses)
        return paused or any(begin < at < end for at in self.restored)

    def running(self, at: datetime) -> Iterator[Goal]:
        """Yield what may have windows at an instant, taken back by then or not."""
        for goal in self.goals.values():
            if goal.span.start <= at < goal.span.end:
                yield goal

    def withdrawn(self, goal: Goal, at: datetime) -> datetime:
        """Return since when a goal was to have no windows, if before an instant."""
        paused = (start for start, over in self.pauses if start <= at < over)
        return min((goal.until, *paused))
