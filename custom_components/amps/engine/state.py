"""What is remembered of one battery's plan, and how what happens changes it.

All values are immutable; every instant is in UTC on Amps' clock. `engine/storage` gives
the form in which it outlives a restart.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import cached_property

from ..api.models import Action, Command, OnConflict, Push
from ..schedule.window import Occurrence, Origin
from .occurrence import (
    MANUAL,
    RESTORE,
    Awaited,
    Cancelling,
    FailedCommand,
    Intent,
    OccurrenceState,
    Outcome,
    Reason,
    Restore,
)

__all__ = [
    "MANUAL",
    "RESTORE",
    "Cancelling",
    "EngineState",
    "Intent",
    "OccurrenceState",
    "Outcome",
    "Reason",
    "Restore",
]

MAX_OWN = 100
"""So many ids of our own actions are remembered: Amps lists 50 at a time."""
MAX_CANCELLING = 20
MAX_UNHEARD = 50
KEPT_AT_HAND = timedelta(days=3)
"""So long what is over stays with what is not: the rolling list goes two days back."""
LOST_FOR = timedelta(days=7)
"""So long the owner is told of a window that did not take place."""
SAME_PLACE = timedelta(seconds=60)
"""What is queued has to begin so near to what was asked for."""

_NO_USE = frozenset({Reason.REJECTED, Reason.NOT_ALLOWED, Reason.DEVICE_GONE})
"""Reasons for which a stop is not sent again."""
_NOT_THE_BATTERY = frozenset(
    {
        Reason.DEVICE_GONE,
        Reason.AMPS_UNREACHABLE,
        Reason.SLOT_HELD,
        Reason.BUSY,
        Reason.NOT_ALLOWED,
        Reason.RATE_LIMITED,
        Reason.AMPS_ERROR,
    }
)
"""Reasons that keep everything else from being sent as well."""


@dataclass(frozen=True, kw_only=True)
class EngineState:
    """All that is remembered of one battery."""

    records: Mapping[str, OccurrenceState] = field(default_factory=dict)
    """By the occurrence's key."""
    owed: tuple[Restore, ...] = ()
    """What was done, or is to be done, to restore the standing mode; the newest first.

    The newest counts, and an older one only should that not have run."""
    intent: Intent | None = None
    pending: Push | None = None
    """A stop that waits until the running command ends."""
    pending_until: datetime | None = None
    """When that stop is given up; None for never."""
    pending_not_before: datetime | None = None
    standing: Command | None = None
    """The last auto mode that was set by hand, or seen outside windows."""
    own: Mapping[str, Origin] = field(default_factory=dict)
    """Ids of the actions that were pushed from here, oldest first."""
    cancelling: Mapping[str, Cancelling] = field(default_factory=dict)
    """What Amps was asked to cancel for the plan's sake, by action id, oldest first."""
    undeclared: Mapping[str, datetime] = field(default_factory=dict)
    """Since which reading the battery does not declare a command."""
    away: bool = False
    """Whether Amps could not reach the battery when it last tried."""
    reached: datetime | None = None
    """The first reading after Amps could not reach the battery for a while."""
    watched: str | None = None
    """Id of a manual command without a window that has not ended yet."""
    awaited: Awaited | None = None
    """The newest manual command without a window, until the battery shows it."""
    zone_error: timedelta | None = None
    """How far Amps' reading of a wall clock was off; timed pushes are held."""
    zone: str | None = None
    """The plant zone in which it was off."""
    failed: FailedCommand | None = None
    """The last command by hand, if it failed."""
    unheard: tuple[str, ...] = ()
    """Keys of the occurrences whose outcome nobody has heard, oldest first."""
    dismissed: tuple[str, ...] = ()
    """Marks of what the owner was told and has dismissed, oldest first."""

    @cached_property
    def open(self) -> list[OccurrenceState]:
        """The records without an outcome, by start."""
        found = [it for it in self.records.values() if it.outcome is None]
        return sorted(found, key=lambda it: it.occurrence.start)

    @cached_property
    def restores(self) -> list[Restore]:
        """What is owed now, and will be after what Amps has, by start."""
        owed = [
            it
            for it in self.owed
            if it.left.outcome is not None and not it.is_suspended
        ]
        ahead = [self.restore_after(it) for it in self.open if it.action_id is not None]
        return sorted((*owed, *ahead), key=lambda it: it.left.start)

    def restore_after(self, record: OccurrenceState) -> Restore:
        """Return what was done to restore the standing mode after an occurrence."""
        for known in self.owed:
            if known.key == record.occurrence.key:
                return replace(known, left=record)
        return Restore(left=record)

    def owes(self, key: str) -> bool:
        """Return whether the standing mode is still to be set after an occurrence."""
        return any(it.key == key for it in self.restores)

    def with_owed(self, restore: Restore) -> EngineState:
        """Return the state with something to restore put in, or replaced.

        What was seen to run leaves nothing of what was owed before it.
        """
        others = [
            it
            for it in self.owed
            if it.key != restore.key
            and (
                it.is_suspended
                or it.left.start > restore.left.start
                or not restore.left.seen
            )
        ]
        newest = sorted((restore, *others), key=lambda it: it.left.start, reverse=True)
        return replace(self, owed=tuple(newest))

    def without_owed(self, key: str) -> EngineState:
        """Return the state in which nothing is owed after an occurrence."""
        return replace(self, owed=tuple(it for it in self.owed if it.key != key))

    def running(self, now: datetime) -> OccurrenceState | None:
        """Return the record of the occurrence that Amps runs now, if any."""
        for record in self.open:
            if record.action_id and record.start <= now < record.end:
                return record
        return None

    def with_record(self, record: OccurrenceState) -> EngineState:
        """Return the state with one record put in or replaced."""
        return replace(self, records={**self.records, record.occurrence.key: record})

    def revised(self, record: OccurrenceState) -> EngineState:
        """Return the state after an occurrence ended, or was edited while it ran.

        So the standing mode may be due at another time than it was.
        """
        owed = tuple(
            replace(it, left=record, not_before=it.not_before if it.action_id else None)
            if it.key == record.occurrence.key
            else it
            for it in self.owed
        )
        return replace(self.with_record(record), owed=owed)

    def intends(self, intent: Intent) -> EngineState:
        """Return the state before a push goes out; it is to be stored at once."""
        return replace(self, intent=intent)

    def unanswered(self, now: datetime, why: Reason) -> EngineState:
        """Return the state after the wait for a push's answer was given up."""
        if self.intent is None:
            return self
        return replace(self, intent=replace(self.intent, lost=now, why=why))

    def forgotten(self, intent: Intent, now: datetime) -> EngineState:
        """Return the state after Amps was found not to have taken a push."""
        if intent.occurrence is None or intent.is_manual:
            return replace(self, intent=None)
        # without a reason it was lost because Home Assistant ended
        return self.refused(intent, intent.why or Reason.HOME_ASSISTANT_OFF, now)

    def accepted(self, intent: Intent, action: Action) -> EngineState:
        """Return the state after Amps took a push, or was found to have taken it.

        A command by hand ends what ran until then.
        """
        occurrence = intent.occurrence
        origin = Origin.MANUAL if intent.is_manual else Origin.PLAN
        own = dict([*self.own.items(), (action.id, origin)][-MAX_OWN:])
        after = replace(self, own=own, intent=None, awaited=None)
        if intent.is_manual:
            by = occurrence.key if occurrence else MANUAL
            after = after.overridden(action.created_at or intent.at, by=by)
            after = replace(after, failed=None)
        if occurrence is None:
            return replace(after, watched=action.id)
        misplaced = _is_misplaced(intent.push, action)
        if intent.purpose == RESTORE:
            known = self.restore_after(self.record_of(occurrence))
            sent = replace(
                known, action_id=action.id, sent=intent.push, misplaced=misplaced
            )
            return after.with_owed(sent)
        if any(it.is_for_another_end(occurrence) for it in after.owed):
            after = after.without_owed(occurrence.key)
        record = replace(
            after.records.get(occurrence.key) or OccurrenceState(occurrence=occurrence),
            occurrence=occurrence,
            action_id=action.id,
            sent=intent.push,
            began=None if intent.push.start else action.created_at,
            not_before=None,
            failing_since=None,
            misplaced=misplaced,
            shown=False,
            other_since=None,
        )
        return after.with_record(record)

    def refused(
        self,
        intent: Intent,
        reason: Reason,
        now: datetime,
    ) -> EngineState:
        """Return the state after Amps did not take a push, or its action failed.

        It is tried again after a pause: what is refused once may be taken later.
        """
        occurrence = intent.occurrence
        if intent.is_manual or occurrence is None:
            return self._stop_refused(intent, reason, now)
        if intent.purpose == RESTORE:
            return self._restore_refused(occurrence, reason, now)
        known = self.records.get(occurrence.key) or OccurrenceState(
            occurrence=occurrence
        )
        record = replace(
            known,
            occurrence=occurrence,
            action_id=None,
            reason=reason,
            ran=known.ran or known.shown,
        )
        counts = now >= occurrence.start
        return replace(self, intent=None).with_record(
            record.paused(now, until=occurrence.start, counts=counts)
        )

    def _stop_refused(
        self, intent: Intent, reason: Reason, now: datetime
    ) -> EngineState:
        after = replace(self, intent=None)
        if reason in _NO_USE or self.pending is None:
            return replace(
                after.with_failed(intent.push.command, reason, now), pending=None
            )
        return replace(after, pending_not_before=now + timedelta(seconds=30))

    def _restore_refused(
        self, occurrence: Occurrence, reason: Reason, now: datetime
    ) -> EngineState:
        after = replace(self, intent=None)
        restore = self.restore_after(self.record_of(occurrence))
        due = restore.due
        if reason is Reason.VENDOR_SCHEDULE:
            # only the owner can change that
            return after.with_owed(replace(restore.rested(now), is_told=True))
        if reason is Reason.CANCELLED_ELSEWHERE:
            # not stored ahead once more, but set when it is due
            return after.with_owed(replace(restore, action_id=None, not_before=due))
        # without an answer of Amps nothing else can be sent either: no end of tries;
        # one that has left the account may come back, in whatever mode it has then
        elsewhere = reason in _NOT_THE_BATTERY
        counts = now >= due and not elsewhere
        return after.with_owed(restore.paused(now, until=due, counts=counts))

    def cancels(self, action_id: str, now: datetime) -> EngineState:
        """Return the state before an action of ours is cancelled: store it at once.

        What is then found cancelled was not cancelled by somebody else.
        """
        if action_id in self.cancelling or action_id not in self.own:
            return self
        known = [*self.cancelling.items(), (action_id, Cancelling(since=now))]
        return replace(self, cancelling=dict(known[-MAX_CANCELLING:]))

    def cancel_failed(self, action_id: str, now: datetime) -> EngineState:
        """Return the state after Amps did not cancel an action: it is asked again."""
        if (known := self.cancelling.get(action_id)) is None:
            return self
        starts = (it.start for it in self.open if it.action_id == action_id)
        paused = known.paused(now, next(starts, None))
        return replace(self, cancelling={**self.cancelling, action_id: paused})

    def withdrawn(self, action_id: str) -> EngineState:
        """Return the state after an action of ours was cancelled by us."""
        # Amps cancels again: the others need not wait
        left = {
            key: replace(asked, not_before=None)
            for key, asked in self.cancelling.items()
            if key != action_id
        }
        after = replace(self, cancelling=left)
        for record in self.open:
            if record.action_id == action_id:
                after = after.with_record(replace(record, action_id=None, sent=None))
        owed = tuple(
            it.afresh() if it.action_id == action_id else it for it in after.owed
        )
        return replace(after, owed=owed)

    def disowned(self, action_id: str) -> EngineState:
        """Return the state after Amps was found not to know an action any more."""
        after = self.withdrawn(action_id)
        if after.watched == action_id:
            after = replace(after, watched=None).with_manual_ended(failed=False)
        return after

    def counts_on(self, action_id: str, now: datetime) -> bool:
        """Return whether an action is believed to be obeyed, until its end is decided.

        A command by hand is, as soon as Amps has taken it.
        """
        return any(
            record.action_id == action_id and (record.is_manual or record.start <= now)
            for record in self.open
        )

    def set_when_due(self, key: str) -> EngineState:
        """Return the state after the owner cancelled the return that Amps held.

        It is not stored ahead once more, but set when it is due.
        """
        restore = next(it for it in self.owed if it.key == key)
        return self.with_owed(replace(restore, not_before=restore.due))

    def settled(self, key: str, *, alone: bool = False) -> EngineState:
        """Return the state after the standing mode was seen behind an occurrence.

        It stands behind those before it then too, unless `alone`.
        """
        until = next((it.due for it in self.owed if it.key == key), None)
        owed = tuple(
            it
            for it in self.owed
            if it.key != key
            and (alone or it.is_suspended or (until is not None and it.due > until))
        )
        return replace(self, owed=owed)

    def closed(
        self,
        record: OccurrenceState,
        outcome: Outcome,
        reason: Reason | None,
        now: datetime,
        code: str | None = None,
        *,
        goes_on: bool = False,
    ) -> EngineState:
        """Return the state after an occurrence is over; `code` is what Amps says.

        `goes_on` is whether it may go on to its end all the same.
        """
        key = record.occurrence.key
        ended = replace(record, outcome=outcome, reason=reason, closed=now)
        unheard = (*self.heard(key).unheard, key)[-MAX_UNHEARD:]
        after = replace(self.revised(ended), unheard=unheard)
        if goes_on or ended.leaves_mode:
            restore = replace(after.restore_after(ended), goes_on=goes_on)
            after = after.with_owed(restore)
        else:
            after = after.without_owed(key)
        if not record.is_manual:
            return after
        failed = outcome is Outcome.FAILED
        if failed:
            after = after.with_failed(record.occurrence.command, code or reason, now)
        return after.with_manual_ended(failed=failed)

    def with_failed(
        self, command: Command | None, code: str | None, at: datetime | None
    ) -> EngineState:
        """Return the state after a command by hand failed, of which to tell."""
        code = code and str(code)
        return replace(self, failed=FailedCommand(command=command, at=at, code=code))

    def heard(self, key: str) -> EngineState:
        """Return the state after somebody has heard how an occurrence ended."""
        return replace(self, unheard=tuple(it for it in self.unheard if it != key))

    def overridden(self, now: datetime, *, by: str) -> EngineState:
        """Return the state after the owner's command took over from what ran.

        `by` is the key of the manual window, or `MANUAL`. What was owed is so no more,
        unless that command fails. What still lies ahead is sent again.
        """
        after = replace(self, pending=None)
        for record in self.open:
            if record.occurrence.key == by or record.action_id is None:
                continue
            if record.start <= now or record.is_manual:
                after = after.closed(record, Outcome.CANCELLED, Reason.OVERRIDDEN, now)
            else:
                after = after.with_record(replace(record, action_id=None, sent=None))
        suspended = [it for it in self.owed if it.is_suspended]
        for restore in self.restores:
            left = after.records.get(restore.key, restore.left)
            if left.outcome is not None and restore.key != by:
                suspended = [Restore(left=left, is_suspended=True)]
        return replace(after, owed=tuple(suspended))

    def with_manual_ended(self, *, failed: bool) -> EngineState:
        """Return the state after the newest manual command was accepted, or failed.

        If it failed what it ended goes on, and the standing mode is due after it.
        """
        owed = tuple(
            replace(
                it,
                is_suspended=False,
                goes_on=it.goes_on or it.left.reason is Reason.OVERRIDDEN,
            )
            if it.is_suspended
            else it
            for it in self.owed
            if failed or not it.is_suspended
        )
        return replace(self, owed=owed)

    def warned(self, record: OccurrenceState, reason: Reason) -> EngineState:
        """Return the state after the owner was told of a risk to an occurrence."""
        told = replace(record, warned=(*record.warned, reason))
        return self.with_record(told)

    def misread(self, error: timedelta | None, zone: str | None) -> EngineState:
        """Return the state after Amps read a wall clock of `zone` as another time.

        Without an error the zone was changed since, and timed pushes go on.
        """
        return replace(self, zone_error=error, zone=zone)

    def stops_later(self, push: Push, until: datetime | None) -> EngineState:
        """Return the state with a stop that waits for the running command's end."""
        return replace(self, pending=push, pending_until=until, pending_not_before=None)

    def dropped(self, key: str) -> EngineState:
        """Return the state without the record of an occurrence, to be sent again."""
        return replace(
            self, records={k: it for k, it in self.records.items() if k != key}
        )

    def over(self, now: datetime) -> list[OccurrenceState]:
        """Return the occurrences that are over, and that nothing changes any more."""
        busy = {*self.unheard, *(it.key for it in self.owed)}
        if self.intent is not None and self.intent.occurrence is not None:
            busy.add(self.intent.occurrence.key)
        return [
            record
            for key, record in self.records.items()
            if record.outcome is not None
            and max(record.end, record.occurrence.end) <= now
            and key not in busy
        ]

    def pruned(self, now: datetime, written: Collection[str]) -> EngineState:
        """Return the state without what was over days ago and is written elsewhere.

        `written` are keys. The newest occurrences stay, as they are shown; and what a
        repair may be about.
        """
        newest = {record.occurrence.key for record in self._newest()}
        kept = {
            key: record
            for key, record in self.records.items()
            if key not in written
            or key in newest
            or record.occurrence.end
            >= now - (LOST_FOR if record.is_lost else KEPT_AT_HAND)
        }
        return self if len(kept) == len(self.records) else replace(self, records=kept)

    def _newest(self) -> Iterator[OccurrenceState]:
        """Return the last of the plan that ended, and the last that ran."""
        known = self.records.values()
        closed = [it for it in known if it.closed is not None and not it.is_manual]
        ran = [it for it in known if it.action_id is not None or it.ran]
        yield from sorted(closed, key=lambda it: it.closed or it.end)[-1:]
        yield from sorted(ran, key=lambda it: it.start)[-1:]

    def differs_in_levels_only(self, other: EngineState) -> bool:
        """Return whether the next reading tells again all that is new in `other`."""
        return (
            self.records.keys() == other.records.keys()
            and replace(self, records=other.records) == other
            and all(
                record is (new := other.records[key])
                or replace(record, level=new.level, looked=new.looked) == new
                for key, record in self.records.items()
            )
        )

    def record_of(self, occurrence: Occurrence) -> OccurrenceState:
        """Return what is remembered of an occurrence, or a new record."""
        return self.records.get(occurrence.key) or OccurrenceState(
            occurrence=occurrence
        )


def _is_misplaced(push: Push, action: Action) -> bool:
    """Return whether Amps queued something at another time than was asked for (3)."""
    if push.on_conflict is not OnConflict.QUEUE_AFTER or push.start is None:
        return False
    return action.start is None or abs(action.start - push.start) > SAME_PLACE
