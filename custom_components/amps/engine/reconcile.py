"""Decides for one battery: from what is known, to its new state and the next request.

First what is known is folded into the state, rule by rule, until nothing changes any
more. Then what is to hold Amps' slot is compared with what holds it. Numbers in
brackets are the rules in `docs/rules.md`.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import takewhile

from ..schedule.window import Occurrence
from . import writes
from .decision import Decision, Event, ListRequest, Request, StateChange, ZoneMisread
from .due_restore import tell_not_restored
from .instants import next_instant
from .matching import as_push, sent_action
from .occurrence import Intent, OccurrenceState, Outcome
from .outcome import gone, missed, resolve_outcome
from .push import is_too_late
from .repeated_hour import keep_reading
from .restore import find_restore, send_restore, settle_restore
from .risks import warn
from .situation import Situation
from .slot import cancel_misread, give_up_stop, misread, send, send_stop, withdraw
from .state import EngineState

LOOK_UP_INTERVAL = timedelta(seconds=45)
"""Amps may still store a push this long after we stopped waiting for its response."""
MAX_CHANGES = 200
"""More changes than this at one instant mean that two rules disagree."""


def reconcile(situation: Situation) -> Decision:
    """Return what follows from a situation; nothing is raised for any.

    All instants are in UTC on Amps' clock. Without that clock nothing is decided.
    """
    if not situation.clock_known:
        return Decision(state=situation.state)
    events: list[Event] = []
    changes = 0
    while (change := _next_change(situation)) is not None:
        if changes == MAX_CHANGES or not _is_ready(change, situation):
            break
        changes += 1
        situation = replace(situation, state=change.state)
        events += change.events
    request = _next_request(situation, is_folded=change is None)
    return Decision(
        state=situation.state,
        events=tuple(events),
        request=request,
        wake_at=None if request else next_instant(situation),
    )


def _is_ready(change: StateChange, situation: Situation) -> bool:
    return change.is_early or situation.listed is not None


def _next_change(situation: Situation) -> StateChange | None:
    for rule in _FIRST:
        if (change := rule(situation)) is not None:
            return change
    if situation.state.intent is not None:
        # what became of it comes before anything else
        return None
    for rule in _FOLD:
        if (change := rule(situation)) is not None:
            return change
    return None


def _next_request(situation: Situation, *, is_folded: bool) -> Request | None:
    if situation.state.intent is not None or not is_folded:
        return ListRequest()
    for rule in _SLOT:
        if (request := rule(situation)) is not None:
            return request if situation.listed is not None else ListRequest()
    return None


def without_battery(
    state: EngineState,
    occurrences: Mapping[str, Occurrence],
    now: datetime,
    since: datetime | None = None,
) -> Decision:
    """Return what follows for a battery that has left the account.

    `now` is in UTC, as is `since`, when the plan was last switched on. What ends while
    it is gone is closed, but not what was over by `since`; nothing else happens.
    """
    known = {record.occurrence.key: record for record in state.open}
    for key, occurrence in occurrences.items():
        over = since is not None and occurrence.end <= since
        if key not in state.records and not over:
            known[key] = OccurrenceState(occurrence=occurrence)
    events: list[Event] = []
    ends: list[datetime] = []
    for record in known.values():
        if record.occurrence.end > now:
            ends.append(record.occurrence.end)
            continue
        change = gone(record, state, now)
        state = change.state
        events += change.events
    wake_at = min(ends, default=None)
    return Decision(state=state, events=tuple(events), wake_at=wake_at)


def _look_up(situation: Situation) -> StateChange | None:
    """Find what became of a push without an answer, before anything else (10)."""
    state, listed, intent = situation.state, situation.listed, situation.state.intent
    if intent is None:
        return None
    found = sent_action(intent, situation.actions, state, situation.zone)
    if found is not None:
        return StateChange(writes.accepted(state, intent, found))
    if listed and listed >= (intent.lost or intent.at) + LOOK_UP_INTERVAL:
        return StateChange(writes.forgotten(state, intent, situation.now))
    return None


def _new_zone(situation: Situation) -> StateChange | None:
    """Trust times again once the owner has chosen another zone (11)."""
    state = situation.state
    if state.zone_error is None or situation.zone is None:
        return None
    if state.zone == str(situation.zone):
        return None
    return StateChange(
        state.misread(None, None), (ZoneMisread(zone=None),), is_early=True
    )


def _adopt(situation: Situation) -> StateChange | None:
    """Take what is planned and already with Amps, whoever sent it (7)."""
    for key, action in situation.found.items():
        occurrence = situation.wanted[key]
        intent = Intent(
            purpose=key,
            push=as_push(action, occurrence),
            at=situation.now,
            occurrence=occurrence,
        )
        return StateChange(writes.accepted(situation.state, intent, action))
    return find_restore(situation)


def _close(situation: Situation) -> StateChange | None:
    """Decide about what ended, and about what can no longer happen."""
    for record in situation.state.open:
        if (change := resolve_outcome(record, situation)) is not None:
            return change
    records, now = situation.state.records, situation.now
    begun = takewhile(lambda one: one.start <= now, situation.wanted.values())
    late = [one for one in begun if one.key not in records and is_too_late(one, now)]
    closed = situation.state
    events: list[Event] = []
    for occurrence in late:
        known = replace(situation, state=closed)
        closed, ended, _ = missed(OccurrenceState(occurrence=occurrence), known)
        events += ended
    return StateChange(closed, tuple(events)) if late else None


def _reopen(situation: Situation) -> StateChange | None:
    """Let what the owner edited after it ended take place once more.

    What ran, or was stopped, does so only if it was moved to a time to come.
    """
    state = situation.state
    if situation.paused:
        return None
    never_ran = (Outcome.FAILED, Outcome.MISSED)
    for key, occurrence in situation.near.items():
        record = state.records.get(key)
        if record is None or record.outcome is None or state.owes(key):
            continue
        ahead = occurrence.start > situation.now or record.outcome in never_ran
        edited = occurrence != record.occurrence
        if edited and ahead and not is_too_late(occurrence, situation.now):
            return StateChange(state.dropped(key), is_early=True)
    return None


type _ChangeRule = Callable[[Situation], StateChange | None]
type _RequestRule = Callable[[Situation], Request | None]

_FIRST: tuple[_ChangeRule, ...] = (warn, tell_not_restored, _look_up)
_FOLD: tuple[_ChangeRule, ...] = (
    _new_zone,
    _adopt,
    keep_reading,
    _close,
    _reopen,
    misread,
    give_up_stop,
    settle_restore,
)
_SLOT: tuple[_RequestRule, ...] = (
    cancel_misread,
    withdraw,
    send_stop,
    send_restore,
    send,
)
