"""What became of one occurrence, and of the standing mode behind it.

All values are immutable; every instant is in UTC on Amps' clock.
"""

from dataclasses import replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Self

from ..api.models import Command, Push
from ..api.value import frozen
from ..schedule.window import Occurrence, Origin

PAUSES = tuple(timedelta(seconds=s) for s in (30, 60, 120, 300, 600))
"""How long to wait after one failed try, two, and so on; then the last of them."""
MAX_TRIES = 9
"""The first try and eight more, before and from when it was due."""
LONG_RETRY_INTERVAL = timedelta(hours=1)
"""How long to wait between tries after those."""

RESTORE = "restore"
"""The purpose of a push that sets the standing mode."""
MANUAL = "manual"
"""The purpose of a push that the owner requested, without a window."""


def pause_after(failures: int, left: timedelta) -> timedelta:
    """Return how long to wait where so many tries had failed before this one.

    With a time left until it is due a quarter of that is enough.
    """
    pause = PAUSES[min(failures, len(PAUSES) - 1)]
    if failures + 1 >= MAX_TRIES:
        pause = LONG_RETRY_INTERVAL
    if left <= timedelta(0):
        return pause
    return min(pause, max(left / 4, PAUSES[0]), left)


class Outcome(StrEnum):
    """How an occurrence ended, decided once, when it is over."""

    DONE = "done"
    INCOMPLETE = "incomplete"
    ACCEPTED = "accepted"
    FAILED = "failed"
    MISSED = "missed"
    CANCELLED = "cancelled"


class Reason(StrEnum):
    """Why an occurrence ended as it did, or is at risk."""

    BY_OWNER = "by_owner"
    REPLANNED = "replanned"
    OVERRIDDEN = "overridden"
    CANCELLED_ELSEWHERE = "cancelled_elsewhere"
    SLOT_HELD = "slot_held"
    BUSY = "busy"
    NOT_ALLOWED = "not_allowed"
    LINK_BROKEN = "link_broken"
    RATE_LIMITED = "rate_limited"
    AMPS_ERROR = "amps_error"
    VENDOR_SCHEDULE = "vendor_schedule"
    DEVICE_OFFLINE = "device_offline"
    REJECTED = "rejected"
    TIME_ZONE = "time_zone"
    AMPS_UNREACHABLE = "amps_unreachable"
    NOT_STORED = "not_stored"
    HOME_ASSISTANT_OFF = "home_assistant_off"
    CAPABILITY_GONE = "capability_gone"
    DEVICE_GONE = "device_gone"
    NOT_SEEN = "not_seen"
    NOT_WITHDRAWN = "not_withdrawn"
    TARGET_NOT_MET = "target_not_met"
    PRICE_LIMIT = "price_limit"
    NO_PRICES = "no_prices"
    LEVEL_LIMIT = "level_limit"
    OTHER_WINDOWS = "other_windows"
    POWER_LIMIT = "power_limit"
    TOO_SHORT = "too_short"


TOOK_PLACE = frozenset({Outcome.DONE, Outcome.INCOMPLETE, Outcome.ACCEPTED})
TAKEN_BACK = frozenset({Reason.BY_OWNER, Reason.REPLANNED})
"""By whoever planned it: the owner, or a planner."""


@frozen()
class Tried:
    """Something that is sent to Amps, and sent again where that fails."""

    action_id: str | None = None
    """Amps' action; None while Amps holds none."""
    sent: Push | None = None
    """What was asked of Amps for that action."""
    attempts: int = 0
    """How often it failed from when it was due; ahead of that there is time."""
    early: int = 0
    """How often it failed without that counting."""
    not_before: datetime | None = None
    """No try before this instant."""
    failing_since: datetime | None = None
    """When the first of its tries failed since Amps last took it ahead of its start, or
    it was last seen to run."""
    failed_at: datetime | None = None
    """When the newest of them failed."""
    misplaced: bool = False
    """Whether Amps queued it at another time: it is not queued again."""

    def paused(self, now: datetime, *, until: datetime, counts: bool) -> Self:
        """Return it after one more failure, to be tried again after a pause.

        `until` is when it is due: the nearer that is, the shorter is the pause.
        """
        failures = self.attempts if counts else self.early
        if now >= until and not counts:
            # it is nothing about this one: something else fails as well
            failures = min(failures, len(PAUSES))
        pause = pause_after(failures, until - now)
        return replace(
            self,
            action_id=None,
            attempts=self.attempts + counts,
            early=self.early + (not counts),
            not_before=now + pause,
            failing_since=self.failing_since or now,
            failed_at=now,
        )

    def afresh(self) -> Self:
        """Return it as before it was sent, but for where Amps queued it."""
        return replace(
            self,
            action_id=None,
            sent=None,
            attempts=0,
            early=0,
            not_before=None,
            failing_since=None,
            failed_at=None,
        )

    def rested(self, now: datetime) -> Self:
        """Return it after a failure that will last: it is tried now and then."""
        return replace(
            self,
            action_id=None,
            attempts=max(self.attempts, MAX_TRIES),
            not_before=now + LONG_RETRY_INTERVAL,
        )


@frozen()
class OccurrenceState(Tried):
    """What became of one occurrence that was sent, tried, warned of or decided."""

    occurrence: Occurrence
    """As it was when it was sent."""
    reason: Reason | None = None
    before: Command | None = None
    """The mode that was read last before it began: Amps may go back to it."""
    seen: bool = False
    """Whether the battery showed the behaviour, or met the target."""
    shown: bool = False
    """Whether the battery was read in its mode since it was last sent."""
    met: bool = False
    """Whether it did so at its newest reading within the occurrence."""
    level: float | None = None
    """Percent, at that reading."""
    from_level: float | None = None
    """Percent, at the reading from which it began."""
    cost: float | None = None
    """Money that it has cost, at the price of buying; negative where it gave energy."""
    looked: datetime | None = None
    """When that reading was made."""
    ran: bool = False
    """Whether some of it ran and was then given up: the battery may still obey it."""
    ran_from: datetime | None = None
    """Since when it ran, if Amps says that it failed all the same."""
    done_for: timedelta = timedelta(0)
    """How long those parts of it ran that Amps ended before it was over."""
    warned: tuple[Reason, ...] = ()
    outcome: Outcome | None = None
    closed: datetime | None = None
    is_quiet: bool = False
    """Whether its outcome is not told: the same was told of a window of its goal."""
    reached_at: datetime | None = None
    """The first reading that met its target, or showed the battery full or empty: it
    may rest from then on."""
    other_since: datetime | None = None
    """The first of the readings in a row that showed another mode while it ran."""
    began: datetime | None = None
    """When Amps took it, where it was sent without a start."""
    read_start: datetime | None = None
    read_end: datetime | None = None
    """When Amps begins and ends it, where it took the other reading of an hour that
    the plant's clock shows twice."""

    @property
    def is_taken(self) -> bool:
        """Return whether Amps holds it; what failed before has to be seen first."""
        return self.action_id is not None and self.failing_since is None

    @property
    def leaves_mode(self) -> bool:
        """Return whether it left the battery in another mode, now that it is over."""
        match self.outcome:
            case Outcome.CANCELLED:
                return self.reason in TAKEN_BACK and self.ran
            case Outcome.FAILED | Outcome.MISSED:
                return self.ran
            case _:
                return True

    @property
    def start(self) -> datetime:
        """When it begins on the battery: as sent, where it was sent late."""
        if self.action_id is not None and self.read_start is not None:
            return self.read_start
        late = self.sent.start if self.sent and self.sent.start else self.began
        return max(late, self.occurrence.start) if late else self.occurrence.start

    @property
    def end(self) -> datetime:
        """When it ends on the battery."""
        if self.action_id is not None and self.read_end is not None:
            return self.read_end
        return self.occurrence.end

    def is_touched_by(self, later: Occurrence) -> bool:
        """Return whether `later` begins at its end or up to a minute after it."""
        return replace(self.occurrence, end=self.end).touches(later)

    @property
    def is_cut_short(self) -> bool:
        """Return whether its owner wants it to end before the end that Amps has."""
        sent = self.sent.end if self.sent else None
        return sent is not None and self.occurrence.end < sent

    @property
    def is_lost(self) -> bool:
        """Return whether a window of the plan did not take place as it should have."""
        return not self.is_manual and self.outcome in (Outcome.FAILED, Outcome.MISSED)

    @property
    def ends_itself(self) -> bool:
        """Return whether Amps ends it, so that nothing goes on if nobody acts."""
        return self.sent is not None and self.sent.end is not None

    @property
    def ends_in_time(self) -> bool:
        """Return whether Amps ends it on time: not so if it was shortened since."""
        return self.sent is not None and self.sent.end == self.occurrence.end

    @property
    def is_manual(self) -> bool:
        """Return whether the owner gave it by hand: it is never sent again."""
        return self.occurrence.origin is Origin.MANUAL


@frozen()
class Restore(Tried):
    """The standing mode that is to be restored after an occurrence."""

    left: OccurrenceState
    """The occurrence that leaves the battery in another mode."""
    goes_on: bool = False
    """Whether it goes on to its end although it was closed before: what overrode it
    failed, or may not last, or Amps says that it failed and nobody looked."""
    is_told: bool = False
    """Whether it was reported that the mode was not restored."""
    is_suspended: bool = False
    """Whether it is due only if the newest command by hand fails."""

    @property
    def key(self) -> str:
        """The key of the occurrence."""
        return self.left.occurrence.key

    @property
    def due(self) -> datetime:
        """When the standing mode is due: at the end, or when the owner ended it."""
        if self.left.closed is None or self.goes_on:
            return self.left.end
        return min(self.left.end, self.left.closed)

    @property
    def is_doubtful(self) -> bool:
        """Return whether Amps says that it failed, and a reading is yet to show it."""
        return self.left.outcome is Outcome.FAILED and self.goes_on

    @property
    def is_hopeless(self) -> bool:
        """Return whether it failed so often that nothing waits for it any more."""
        return self.attempts >= MAX_TRIES

    def is_for_another_end(self, occurrence: Occurrence) -> bool:
        """Return whether it was sent for an end that the occurrence no longer has."""
        if self.key != occurrence.key or self.sent is None:
            return False
        return self.sent.start != occurrence.end


@frozen()
class Cancelling:
    """What was done to cancel an action of ours."""

    since: datetime
    """When Amps was first asked to."""
    attempts: int = 0
    """How often that failed."""
    not_before: datetime | None = None
    """No try before this instant."""

    def paused(self, now: datetime, start: datetime | None) -> Self:
        """Return it after one more failure, to be tried again after a pause.

        `start` is when the action begins, if that is known.
        """
        left = start - now if start else timedelta(0)
        again = now + pause_after(self.attempts, left)
        return replace(self, attempts=self.attempts + 1, not_before=again)


@frozen()
class Awaited:
    """A command by hand without an end that Amps has completed, and nobody has seen."""

    command: Command
    since: datetime


@frozen()
class FailedCommand:
    """A command by hand that failed, which nobody may have seen."""

    command: Command | None
    at: datetime | None
    code: str | None = None
    """What Amps says of it, or a reason."""


@frozen()
class Intent:
    """A push that is about to go out, or whose answer was lost."""

    purpose: str
    """An occurrence's key, `RESTORE` or `MANUAL`."""
    push: Push
    at: datetime
    occurrence: Occurrence | None = None
    """The one that it is for, or behind which the standing mode comes back."""
    lost: datetime | None = None
    """When the wait for the answer was given up."""
    why: Reason | None = None
    """Why there was none."""

    @property
    def is_manual(self) -> bool:
        """Return whether the owner gave the command by hand."""
        if self.occurrence is None:
            return True
        return self.purpose != RESTORE and self.occurrence.origin is Origin.MANUAL
