"""What is remembered of one battery's plan, and how what happens changes it.

All values are immutable; every instant is in UTC on Amps' clock. What is stored across
restarts is `Memory.to_dict()`, and `Memory.from_dict()` reads it back.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum

from mashumaro import DataClassDictMixin

from ..api.models import Action, Command, Push
from .window import Occurrence, Origin

PAUSES = tuple(timedelta(seconds=s) for s in (30, 60, 120, 300, 600))
"""How long to wait after one failed try, two, and so on; then the last of them."""
MOST_OWN = 200
"""So many ids of our own actions are remembered."""
KEPT_FOR = timedelta(days=400)
KEPT_RECORDS = 2000

BACK = "back"
"""The purpose of a push that sets the standing mode."""
MANUAL = "manual"
"""The purpose of a push that the owner asked for, without a window."""


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
    OVERRIDDEN = "overridden"
    CANCELLED_ELSEWHERE = "cancelled_elsewhere"
    SLOT_HELD = "slot_held"
    VENDOR_SCHEDULE = "vendor_schedule"
    DEVICE_OFFLINE = "device_offline"
    REJECTED = "rejected"
    TIME_ZONE = "time_zone"
    AMPS_UNREACHABLE = "amps_unreachable"
    HOME_ASSISTANT_OFF = "home_assistant_off"
    CAPABILITY_GONE = "capability_gone"
    DEVICE_GONE = "device_gone"
    NOT_SEEN = "not_seen"
    TARGET_NOT_MET = "target_not_met"


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """What became of one occurrence that was sent, tried or decided."""

    occurrence: Occurrence
    """As it was when it was sent."""
    action_id: str | None = None
    """Amps' action; None while Amps holds none."""
    sent: Push | None = None
    """What was asked of Amps for that action."""
    attempts: int = 0
    not_before: datetime | None = None
    """No try before this instant."""
    reason: Reason | None = None
    seen: bool = False
    """Whether the battery showed the behaviour, or met the target."""
    met: bool = False
    """Whether it did so at its newest reading within the occurrence."""
    level: float | None = None
    """Percent, at that reading."""
    warned: tuple[Reason, ...] = ()
    outcome: Outcome | None = None
    closed: datetime | None = None
    returned: bool = False
    """Whether the standing mode was set after it, or need not be any more."""

    @property
    def wants_back(self) -> bool:
        """Whether the standing mode is still to be set after it."""
        if self.returned:
            return False
        if self.outcome is None:
            return self.action_id is not None
        if self.outcome is Outcome.CANCELLED:
            return self.reason is Reason.BY_OWNER
        return self.outcome in (Outcome.DONE, Outcome.INCOMPLETE, Outcome.ACCEPTED)

    @property
    def back_at(self) -> datetime:
        """When the standing mode is due: at the end, or when the owner ended it."""
        return min(self.occurrence.end, self.closed or self.occurrence.end)

    @property
    def start(self) -> datetime:
        """When it begins on the battery: as sent, where it was sent late."""
        late = self.sent.start if self.sent and self.sent.start else None
        return max(late, self.occurrence.start) if late else self.occurrence.start

    @property
    def ends_itself(self) -> bool:
        """Whether Amps ends it, so that nothing goes on if nobody acts."""
        return self.sent is not None and self.sent.end is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Back:
    """What was done to set the standing mode after an occurrence."""

    after: str
    """Key of the occurrence."""
    action_id: str | None = None
    sent: Push | None = None
    attempts: int = 0
    not_before: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Intent:
    """A push that is about to go out, or whose answer was lost."""

    purpose: str
    """An occurrence's key, `BACK` or `MANUAL`."""
    push: Push
    at: datetime
    occurrence: Occurrence | None = None
    """The one that it is for, or behind which the standing mode comes back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Memory(DataClassDictMixin):
    """All that is remembered of one battery."""

    records: Mapping[str, Record] = field(default_factory=dict)
    """By the occurrence's key."""
    back: Back | None = None
    intent: Intent | None = None
    pending: Push | None = None
    """A stop that waits until the running command ends."""
    standing: Command | None = None
    """The last auto mode seen outside windows and manual commands."""
    own: Mapping[str, Origin] = field(default_factory=dict)
    """Ids of the actions that were pushed from here, oldest first."""
    watched: str | None = None
    """Id of a manual command without a window that has not ended yet."""
    zone_error: timedelta | None = None
    """How far Amps' reading of a wall clock was off; timed pushes are held."""
    problem: bool = False
    """Whether trouble was told of and not made good since."""

    @property
    def open(self) -> list[Record]:
        """The records without an outcome, by start."""
        found = [it for it in self.records.values() if it.outcome is None]
        return sorted(found, key=lambda it: it.occurrence.start)

    def running(self, now: datetime) -> Record | None:
        """Give the record of the occurrence that Amps runs now, if any."""
        for record in self.open:
            if record.action_id and record.start <= now < record.occurrence.end:
                return record
        return None

    def with_record(self, record: Record) -> Memory:
        """Give the memory with one record put in or replaced."""
        return replace(self, records={**self.records, record.occurrence.key: record})

    def intends(self, intent: Intent) -> Memory:
        """Give the memory before a push goes out."""
        return replace(self, intent=intent)

    def accepted(self, intent: Intent, action: Action) -> Memory:
        """Give the memory after Amps took a push, or was found to have taken it."""
        occurrence = intent.occurrence
        manual = occurrence is None or (
            intent.purpose != BACK and occurrence.origin is Origin.MANUAL
        )
        origin = Origin.MANUAL if manual else Origin.PLAN
        own = dict([*self.own.items(), (action.id, origin)][-MOST_OWN:])
        after = replace(self, own=own, intent=None)
        if occurrence is None:
            return replace(after, pending=None, watched=action.id)
        if intent.purpose == BACK:
            back = Back(after=occurrence.key, action_id=action.id, sent=intent.push)
            if self.back and self.back.after == back.after:
                back = replace(back, attempts=self.back.attempts)
            return replace(after, back=back)
        known = self.records.get(occurrence.key) or Record(occurrence=occurrence)
        record = replace(
            known,
            occurrence=occurrence,
            action_id=action.id,
            sent=intent.push,
            not_before=None,
        )
        return after.with_record(record)

    def refused(
        self,
        intent: Intent,
        reason: Reason,
        now: datetime,
        *,
        final: bool = False,
    ) -> Memory:
        """Give the memory after Amps did not take a push, or its action failed.

        Nothing of it is tried again if `final`; otherwise after a pause.
        """
        after = replace(self, intent=None)
        occurrence = intent.occurrence
        if occurrence is None:
            return replace(after, pending=None, problem=True)
        if intent.purpose == BACK:
            return _without_back(after, occurrence.key, now, final=final)
        known = self.records.get(occurrence.key) or Record(occurrence=occurrence)
        record = replace(known, action_id=None, reason=reason)
        if final:
            return after.with_record(record).closed(record, Outcome.FAILED, reason, now)
        if now < occurrence.start:
            # tries are numbered from the start on: until then there is time
            record = replace(record, attempts=min(record.attempts, len(PAUSES) - 2))
        return after.with_record(_paused(record, now))

    def withdrawn(self, action_id: str) -> Memory:
        """Give the memory after an action of ours was cancelled by us."""
        after = self
        for record in self.open:
            if record.action_id == action_id:
                after = after.with_record(replace(record, action_id=None, sent=None))
        if after.back and after.back.action_id == action_id:
            after = replace(after, back=None)
        return after

    def settled(self, key: str) -> Memory:
        """Give the memory after the standing mode was set behind an occurrence."""
        record = self.records.get(key)
        until = record.back_at if record else None
        settled = {
            name: replace(record, returned=True)
            for name, record in self.records.items()
            if record.wants_back and (until is None or record.back_at <= until)
        }
        return replace(self, records={**self.records, **settled}, back=None)

    def closed(
        self, record: Record, outcome: Outcome, reason: Reason | None, now: datetime
    ) -> Memory:
        """Give the memory after an occurrence is over."""
        ended = replace(record, outcome=outcome, reason=reason, closed=now)
        problem = self.problem and outcome is not Outcome.DONE
        if outcome in (Outcome.FAILED, Outcome.MISSED):
            problem = True
        return replace(self.with_record(ended), problem=problem)

    def overridden(self, now: datetime, *, by: str) -> Memory:
        """Give the memory after the owner's command took over from what ran.

        `by` is the key of the manual window, or `MANUAL`: nothing else goes back to
        the standing mode any more.
        """
        after = self
        for record in self.open:
            if record.occurrence.key != by and record.action_id is not None:
                after = after.closed(record, Outcome.CANCELLED, Reason.OVERRIDDEN, now)
        settled = {
            key: replace(record, returned=True) if key != by else record
            for key, record in after.records.items()
        }
        return replace(after, records=settled, back=None, pending=None)

    def dropped(self, key: str) -> Memory:
        """Give the memory without the record of an occurrence that is not planned."""
        return replace(
            self, records={k: it for k, it in self.records.items() if k != key}
        )

    def pruned(self, now: datetime) -> Memory:
        """Give the memory without outcomes that are too old or too many."""
        over = [it for it in self.records.values() if it.outcome is not None]
        over.sort(key=lambda it: it.occurrence.start)
        old = [it for it in over if it.occurrence.end < now - KEPT_FOR]
        gone = {it.occurrence.key for it in (*old, *over[:-KEPT_RECORDS])}
        if not gone:
            return self
        return replace(
            self, records={k: it for k, it in self.records.items() if k not in gone}
        )


def _without_back(memory: Memory, key: str, now: datetime, *, final: bool) -> Memory:
    if final:
        return replace(memory.settled(key), problem=True)
    known = memory.back if memory.back and memory.back.after == key else Back(after=key)
    return replace(memory, back=_paused(known, now))


def _paused[TriedT: (Record, Back)](tried: TriedT, now: datetime) -> TriedT:
    pause = PAUSES[min(tried.attempts, len(PAUSES) - 1)]
    return replace(
        tried, action_id=None, attempts=tried.attempts + 1, not_before=now + pause
    )
