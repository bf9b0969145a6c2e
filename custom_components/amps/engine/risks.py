"""What the owner is warned of while there is still time to act (14).

Pure functions; all instants are in UTC on Amps' clock.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from ..api.models import Action, ActionState
from ..schedule.window import Occurrence
from .decision import AtRisk, StateChange
from .goal_windows import is_warned, others_of_goal
from .occurrence import OccurrenceState, Reason
from .push import due_at, is_too_late
from .reach import is_out_of_reach, level_ahead
from .retrying import is_outdated
from .situation import WARN_AFTER, WARN_BEFORE_START, Situation

UNREACHABLE_AFTER = timedelta(minutes=5)
"""Amps counts as unreachable after this long without a response."""
MAX_SHOW_DELAY = timedelta(minutes=15)
"""How long after its start an occurrence should show on the battery."""
FIRST_LOOK = timedelta(minutes=2)
"""How long it takes to read a battery after Home Assistant sees it."""
MAX_LATE_END = timedelta(hours=1)
"""An action of ours that ends so late is of no concern to what is hours ahead."""
MAX_ENDLESS_HOLD_TIME = timedelta(minutes=10)
"""How long an action without an end can occupy the slot before it begins."""

_LASTING = frozenset(
    {
        Reason.REJECTED,
        Reason.NOT_ALLOWED,
        Reason.LINK_BROKEN,
        Reason.DEVICE_GONE,
    }
)
"""Rejections that only the owner can end: they are reported however far ahead."""


def warn(situation: Situation) -> StateChange | None:
    """Tell of the next risk that the owner does not know of yet."""
    for record, reason in endangered(situation):
        if reason not in record.warned:
            state = situation.state
            others = others_of_goal(record.occurrence, state.records)
            known = is_warned(reason, others)
            told = () if known else (AtRisk(record=record, reason=reason),)
            return StateChange(state.warned(record, reason), told, is_early=True)
    return None


def endangered(situation: Situation) -> Iterator[tuple[OccurrenceState, Reason]]:
    """Return what is at risk and why, reported already or not."""
    soon, wide = situation.now + WARN_BEFORE_START, _is_wide(situation)
    for key, occurrence in situation.wanted.items():
        known = situation.state.records.get(key)
        if occurrence.start > soon and known is None and not wide:
            continue
        if known is not None and _was_edited(known, occurrence, situation):
            continue
        if is_too_late(occurrence, situation.now):
            continue
        record = known or OccurrenceState(occurrence=occurrence)
        for reason in risks(record, occurrence, situation):
            yield record, reason
    for record in situation.state.open:
        if record.is_manual and _is_unseen(record, situation):
            yield record, _why_unseen(record, situation)
    yield from _not_withdrawn(situation)


def _is_wide(situation: Situation) -> bool:
    """Return whether something is wrong that may concern what lies far ahead."""
    return bool(
        situation.foreign_holders
        or situation.busy
        or situation.state.zone_error is not None
        or situation.battery.scheduler_enabled
        or not situation.takes_all
    )


def _was_edited(
    record: OccurrenceState, occurrence: Occurrence, situation: Situation
) -> bool:
    """Return whether what runs was edited, and that is to be followed first."""
    return record.start <= situation.now and record.occurrence != occurrence


def risks(
    record: OccurrenceState, occurrence: Occurrence, situation: Situation
) -> Iterator[Reason]:
    """Return what puts an occurrence at risk now, reported already or not."""
    battery, now = situation.battery, situation.now
    sent = record.action_id is not None and situation.is_planned(record)
    if sent and _is_unseen(record, situation):
        yield _why_unseen(record, situation)
    if sent and now >= occurrence.start and (why := _refused_for(record, situation)):
        yield why
    if not sent and occurrence.key not in situation.found:
        yield from _cannot_be_sent(record, occurrence, situation)
    if now >= occurrence.start:
        return
    if battery.scheduler_enabled and not situation.takes_over:
        yield Reason.VENDOR_SCHEDULE
    if now < occurrence.start - WARN_BEFORE_START:
        return
    if not situation.reached and _is_looked_at(occurrence, situation):
        yield Reason.DEVICE_OFFLINE
    if is_out_of_reach(
        occurrence, battery, situation.learned, _level_at_start(occurrence, situation)
    ):
        yield Reason.TARGET_NOT_MET


def _is_looked_at(occurrence: Occurrence, situation: Situation) -> bool:
    """Return whether a battery could be read since Home Assistant sees it.

    Amps' list may first show it as it was hours ago. Nothing is left to wait for that
    where the occurrence is to begin.
    """
    since = _watched(situation.now - FIRST_LOOK, situation)
    return min(since + FIRST_LOOK, occurrence.start - FIRST_LOOK) <= situation.now


def _level_at_start(occurrence: Occurrence, situation: Situation) -> float | None:
    """Return the level to expect when an occurrence begins, in percent."""
    others = (one for one in situation.wanted.values() if one != occurrence)
    return level_ahead(
        occurrence.start, situation.now, situation.battery, others, situation.learned
    )


def _is_unseen(record: OccurrenceState, situation: Situation) -> bool:
    """Return whether the battery should have shown an occurrence by now."""
    action = situation.action(record.action_id)
    if action and action.state in (ActionState.FAILED, ActionState.CANCELLED):
        # Amps knows better why there is nothing to see
        return False
    pulled = situation.battery.last_pulled_at
    if record.looked is None and situation.reached and pulled and pulled > record.start:
        # found to be with Amps since it was read: that is still to be taken in
        return False
    # what became of it while Amps was away is still to be read
    since = max(record.start, situation.answers_since or record.start)
    due = _watched(since, situation) + MAX_SHOW_DELAY
    return due <= situation.now < record.end and not record.seen


def _why_unseen(record: OccurrenceState, situation: Situation) -> Reason:
    """Return why an occurrence was not seen: perhaps nobody could look.

    A battery may be read before Amps answers a poll.
    """
    if _is_silent(situation):
        return Reason.AMPS_UNREACHABLE
    pulled = situation.battery.last_pulled_at
    if pulled is not None and pulled > record.start and situation.battery.available:
        return Reason.NOT_SEEN
    return Reason.AMPS_ERROR if situation.reached else Reason.DEVICE_OFFLINE


def _cannot_be_sent(
    record: OccurrenceState, occurrence: Occurrence, situation: Situation
) -> Iterator[Reason]:
    battery, now = situation.battery, situation.now
    if situation.is_gone(occurrence.command):
        yield Reason.CAPABILITY_GONE
    elif battery.execution(occurrence.command) and not situation.shapes(occurrence):
        yield Reason.TIME_ZONE
    near = now >= occurrence.start - WARN_BEFORE_START
    if (why := _refused_for(record, situation)) and (near or why in _LASTING):
        yield why
    if (holder := _blocked_by(occurrence, situation)) is not None:
        yield holder
    if not near:
        return
    if situation.gives_way(occurrence):
        yield Reason.BUSY
    if not situation.storable:
        yield Reason.NOT_STORED
    if _is_silent(situation):
        yield Reason.AMPS_UNREACHABLE
    elif _is_blind(occurrence, situation):
        yield Reason.AMPS_ERROR


def _refused_for(record: OccurrenceState, situation: Situation) -> Reason | None:
    """Return why Amps has not taken an occurrence for a while, if so."""
    since, why, newest = record.failing_since, record.reason, record.failed_at
    if since is None or newest is None or newest < _watched(newest, situation):
        # nothing of it was tried since
        return None
    if is_outdated(record, situation):
        return None
    start = record.occurrence.start
    if (
        why is Reason.BUSY
        and newest < start
        and not _hold_beyond(situation.holders, start, situation.now)
    ):
        # it is sent as soon as what is before it has ended
        return None
    if situation.now >= _watched(since, situation) + WARN_AFTER:
        return why
    near = situation.now >= record.occurrence.start - WARN_BEFORE_START
    # what only the owner can end needs no more proof than a second try
    proven = why in _LASTING and record.attempts + record.early > 1
    return why if near and proven else None


def _blocked_by(occurrence: Occurrence, situation: Situation) -> Reason | None:
    """Return whose action holds the slot beyond the start of an occurrence, if any."""
    start, foreign = occurrence.start, situation.foreign_holders
    if situation.state.intent is None and _hold_beyond(foreign, start, situation.now):
        return Reason.SLOT_HELD
    # what holds the slot long before may still free it: report the next one only
    near = situation.now >= occurrence.start - WARN_BEFORE_START
    if _is_silent(situation) or not (near or occurrence == situation.next_unsent):
        return None
    holders = _busy(situation, WARN_AFTER if near else MAX_LATE_END)
    return Reason.BUSY if _hold_beyond(holders, start, situation.now) else None


def _hold_beyond(actions: Iterable[Action], start: datetime, now: datetime) -> bool:
    """Return whether one of some actions holds the slot beyond an instant."""
    ends = (held_until(action, now) for action in actions)
    return any(until is None or until > start for until in ends)


def _busy(situation: Situation, patience: timedelta) -> Iterator[Action]:
    """Return our actions that hold the slot, and have done so for longer than that.

    What Home Assistant finds at its start may only not have been read yet.
    """
    for action in situation.busy:
        ends = action.end or action.start
        since = ends or action.created_at
        # what has no end is no less over where Amps' clock is a little ahead
        lasts = ends is not None and ends > situation.now
        if (
            lasts
            or since is None
            or situation.now >= _watched(since, situation) + patience
        ):
            yield action


def _watched(since: datetime, situation: Situation) -> datetime:
    """Return since when something is so while Home Assistant can see it.

    What Amps says first after a silence may only not have been read yet.
    """
    begun = situation.up_since, situation.there_since, situation.answers_since
    return max([since, *(at for at in begun if at is not None)])


def _is_silent(situation: Situation) -> bool:
    answered = situation.answered
    return answered is not None and situation.now - answered >= UNREACHABLE_AFTER


def _is_blind(occurrence: Occurrence, situation: Situation) -> bool:
    """Return whether an occurrence waits until Amps says what it holds."""
    intent = situation.state.intent
    if intent is not None:
        since = _watched(intent.lost or intent.at, situation)
        return situation.now >= since + WARN_AFTER
    if situation.listed is not None or situation.up_since is None:
        return False
    offered = situation.shapes(occurrence)
    due = max(due_at(occurrence, offered, situation.lead), situation.up_since)
    return bool(offered) and situation.now >= due + WARN_AFTER


def _not_withdrawn(situation: Situation) -> Iterator[tuple[OccurrenceState, Reason]]:
    """Return what was cancelled, and Amps does not release before its start."""
    now = situation.now
    for record in situation.state.open:
        asked = situation.state.cancelling.get(record.action_id or "")
        action = situation.action(record.action_id)
        if asked is None or action is None:
            continue
        edited = situation.planned(record) is not None and not situation.paused
        if edited and (situation.is_planned(record) or _is_silent(situation)):
            continue
        waits = action.state is ActionState.SCHEDULED
        lasts = now >= _watched(asked.since, situation) + WARN_AFTER
        if waits and lasts and record.start - WARN_BEFORE_START <= now:
            yield record, Reason.NOT_WITHDRAWN


def held_until(action: Action, now: datetime) -> datetime | None:
    """Return when an action frees the slot; None if that is unknown."""
    until = action.end or action.start or action.created_at
    if until is None or now > until + MAX_ENDLESS_HOLD_TIME:
        return None
    return until if action.end or action.start else until + MAX_ENDLESS_HOLD_TIME
