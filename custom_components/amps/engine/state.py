"""What is remembered of one battery's plan, and how what happens changes it.

All values are immutable; every instant is in UTC on Amps' clock. `engine/storage` gives
the form in which it outlives a restart.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import field, replace
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any

from ..api.models import Action, Command, Push
from ..api.value import frozen
from ..schedule.window import Occurrence, Origin
from .goal_windows import is_told
from .occurrence import (
    TAKEN_BACK,
    Awaited,
    Cancelling,
    FailedCommand,
    Intent,
    OccurrenceState,
    Outcome,
    Reason,
    Restore,
)
from .push import MIN_START_LEAD

MAX_UNHEARD_EVENTS = 50
RETENTION_TIME = timedelta(days=3)
"""How long a decided occurrence stays: the rolling list goes two days back."""
LOST_RETENTION_TIME = timedelta(days=7)
"""How long a repair reports a window that did not take place."""


@frozen(slots=False)
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
    replanned: tuple[str, ...] = ()
    """Keys of what ran when a planner last took it back or moved it."""
    cancelling: Mapping[str, Cancelling] = field(default_factory=dict)
    """What Amps was asked to cancel for the plan's sake, by action id, oldest first."""
    undeclared: Mapping[str, datetime] = field(default_factory=dict)
    """Since which answer of Amps the battery does not declare a command."""
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
    """Keys of the occurrences whose outcome nobody received, oldest first."""
    dismissed: tuple[str, ...] = ()
    """Marks of repairs that the owner dismissed, oldest first."""

    @cached_property
    def open(self) -> list[OccurrenceState]:
        """The records without an outcome, by start."""
        found = [record for record in self.records.values() if record.outcome is None]
        return sorted(found, key=lambda record: record.occurrence.start)

    @cached_property
    def restores(self) -> list[Restore]:
        """What is owed now, and will be after what Amps has, by start."""
        owed = [
            restore
            for restore in self.owed
            if restore.left.outcome is not None and not restore.is_suspended
        ]
        ahead = [
            self.restore_after(record)
            for record in self.open
            if record.action_id is not None
        ]
        return sorted((*owed, *ahead), key=lambda restore: restore.left.start)

    def restore_after(self, record: OccurrenceState) -> Restore:
        """Return what was done to restore the standing mode after an occurrence."""
        for known in self.owed:
            if known.key == record.occurrence.key:
                return replace(known, left=record)
        return Restore(left=record)

    def owes(self, key: str) -> bool:
        """Return whether the standing mode is still to be set after an occurrence."""
        return any(restore.key == key for restore in self.restores)

    def with_owed(self, restore: Restore) -> EngineState:
        """Return the state with something to restore put in, or replaced.

        What was seen to run leaves nothing of what was owed before it.
        """
        others = [
            one
            for one in self.owed
            if one.key != restore.key
            and (
                one.is_suspended
                or one.left.start > restore.left.start
                or not restore.left.seen
            )
        ]
        newest = sorted(
            (restore, *others),
            key=lambda one: one.left.start,
            reverse=True,
        )
        return replace(self, owed=tuple(newest))

    def without_owed(self, key: str) -> EngineState:
        """Return the state in which no mode is due after an occurrence."""
        return replace(
            self, owed=tuple(restore for restore in self.owed if restore.key != key)
        )

    def running(self, now: datetime) -> OccurrenceState | None:
        """Return the record of the occurrence that Amps runs now, if any."""
        for record in self.open:
            if record.action_id and record.start <= now < record.end:
                return record
        return None

    def running_on(
        self, actions: Iterable[Action], now: datetime
    ) -> Iterator[OccurrenceState]:
        """Return what was to end, and lasts until Amps ends it, with that end.

        Its owner took it back or cut it short while it ran, and Amps cannot end it.
        """
        ends = {
            action.id: action.end
            for action in actions
            if not action.is_terminal and action.end is not None and action.end > now
        }
        for record in self.records.values() if ends else ():
            over = record.reason in TAKEN_BACK or record.end <= now
            if over and record.start <= now and record.action_id in ends:
                yield replace(record, read_end=ends[record.action_id])

    def with_record(self, record: OccurrenceState) -> EngineState:
        """Return the state with one record put in or replaced."""
        return replace(self, records={**self.records, record.occurrence.key: record})

    def with_replanned(self, keys: Iterable[str], now: datetime) -> EngineState:
        """Return the state after a planner cancelled or moved what may be running."""
        soon = now + MIN_START_LEAD
        begun = {record.occurrence.key for record in self.open if record.start <= soon}
        return replace(self, replanned=tuple(key for key in keys if key in begun))

    def revised(self, record: OccurrenceState) -> EngineState:
        """Return the state after an occurrence ended, or was edited while it ran.

        So the standing mode may be due at another time than it was.
        """
        owed = tuple(
            replace(
                restore,
                left=record,
                not_before=restore.not_before if restore.action_id else None,
            )
            if restore.key == record.occurrence.key
            else restore
            for restore in self.owed
        )
        return replace(self.with_record(record), owed=owed)

    def counts_on(self, action_id: str, now: datetime) -> bool:
        """Return whether an action is believed to be obeyed, until its end is decided.

        A command by hand is, as soon as Amps has taken it.
        """
        return any(
            record.action_id == action_id and (record.is_manual or record.start <= now)
            for record in self.open
        )

    def restored(self, key: str, *, alone: bool = False) -> EngineState:
        """Return the state after the standing mode was seen behind an occurrence.

        It stands behind those before it then too, unless `alone`.
        """
        until = next((restore.due for restore in self.owed if restore.key == key), None)
        owed = tuple(
            restore
            for restore in self.owed
            if restore.key != key
            and (
                alone
                or restore.is_suspended
                or (until is not None and restore.due > until)
            )
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
        ended = replace(ended, is_quiet=is_told(ended, self.records))
        unheard = self.heard(key).unheard
        if not ended.is_quiet:
            unheard = (*unheard, key)[-MAX_UNHEARD_EVENTS:]
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

    def with_goal_ended(self, record: OccurrenceState) -> EngineState:
        """Return the state after a goal has ended, which is to be reported.

        Its windows ran, not the goal: nothing is owed after it.
        """
        key = record.occurrence.key
        unheard = (*self.heard(key).unheard, key)[-MAX_UNHEARD_EVENTS:]
        return replace(self.with_record(record), unheard=unheard)

    def with_failed(
        self, command: Command | None, code: str | None, at: datetime | None
    ) -> EngineState:
        """Return the state after a command by hand failed, which is to be reported."""
        code = code and str(code)
        return replace(self, failed=FailedCommand(command=command, at=at, code=code))

    def heard(self, key: str) -> EngineState:
        """Return the state after somebody received the outcome of an occurrence."""
        return replace(
            self,
            unheard=tuple(one for one in self.unheard if one != key),
        )

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
        suspended = [one for one in self.owed if one.is_suspended]
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
                restore,
                is_suspended=False,
                goes_on=restore.goes_on or restore.left.reason is Reason.OVERRIDDEN,
            )
            if restore.is_suspended
            else restore
            for restore in self.owed
            if failed or not restore.is_suspended
        )
        return replace(self, owed=owed)

    def warned(self, record: OccurrenceState, reason: Reason) -> EngineState:
        """Return the state after the owner was warned of a risk to an occurrence."""
        told = replace(record, warned=(*record.warned, reason))
        return self.with_record(told)

    def misread(self, error: timedelta | None, zone: str | None) -> EngineState:
        """Return the state after Amps read a wall clock of `zone` as another time.

        Without an error the zone was changed since, and timed pushes go on.
        """
        return replace(self, zone_error=error, zone=zone)

    def dropped(self, key: str) -> EngineState:
        """Return the state without the record of an occurrence, to be sent again."""
        return replace(
            self, records={k: record for k, record in self.records.items() if k != key}
        )

    def over(self, now: datetime) -> list[OccurrenceState]:
        """Return the occurrences that are over, and that nothing changes any more."""
        busy = {*self.unheard, *(restore.key for restore in self.owed)}
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
            >= now - (LOST_RETENTION_TIME if record.is_lost else RETENTION_TIME)
        }
        return self if len(kept) == len(self.records) else replace(self, records=kept)

    def _newest(self) -> Iterator[OccurrenceState]:
        """Return the last of the plan that ended, and the last that ran."""
        known = self.records.values()
        closed = [
            record
            for record in known
            if record.closed is not None and not record.is_manual
        ]
        ran = [record for record in known if record.action_id is not None or record.ran]
        yield from sorted(closed, key=lambda record: record.closed or record.end)[-1:]
        yield from sorted(ran, key=lambda record: record.start)[-1:]

    def differs_in_levels_only(self, other: EngineState) -> bool:
        """Return whether the next reading repeats everything new in `other`."""
        return (
            self.records.keys() == other.records.keys()
            and replace(self, records=other.records) == other
            and all(
                record is (new := other.records[key])
                or replace(record, **_levels(new)) == new
                for key, record in self.records.items()
            )
        )

    def record_of(self, occurrence: Occurrence) -> OccurrenceState:
        """Return what is remembered of an occurrence, or a new record."""
        return self.records.get(occurrence.key) or OccurrenceState(
            occurrence=occurrence
        )


def _levels(record: OccurrenceState) -> dict[str, Any]:
    """Return what readings say about the level around an occurrence."""
    return {
        "cost": record.cost,
        "level": record.level,
        "from_level": record.from_level,
        "looked": record.looked,
    }
