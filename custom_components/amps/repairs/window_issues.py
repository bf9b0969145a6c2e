"""Repairs of windows that did not take place, or may not."""

from collections.abc import Callable, Iterator
from datetime import timedelta

from homeassistant.helpers.issue_registry import IssueSeverity

from ..engine.goal_windows import others_of_goal
from ..engine.occurrence import OccurrenceState, Outcome, Reason
from ..engine.push import is_too_late
from ..engine.risks import endangered, held_until
from ..engine.situation import Situation
from ..engine.state import LOST_RETENTION_TIME
from ..schedule.window import Occurrence
from .issue import Facts, Issue

SCHEDULE_BELIEVED_TIME = timedelta(days=1)
"""How long the manufacturer's schedule counts as on after a failure due to it."""
_ELSEWHERE = frozenset(
    {
        Reason.VENDOR_SCHEDULE,
        Reason.CAPABILITY_GONE,
    }
)
"""Risks that have a repair of their own."""


def _slot_held(facts: Facts) -> Iterator[Issue]:
    situation, words = facts.situation, facts.words
    for action in situation.foreign_holders:
        until = held_until(action, situation.now)
        blocked = [
            occurrence
            for occurrence in _undecided(situation)
            if (until is None or until > occurrence.start)
            and situation.is_free(occurrence.key)
            and occurrence.key not in situation.found
        ]
        if blocked:
            yield Issue(
                key="slot_held",
                about=facts.battery_id,
                severity=IssueSeverity.ERROR,
                placeholders={
                    "battery": facts.name,
                    "action": words.title(action.command, action.parameters),
                    "when": words.span(action.start or action.created_at, action.end),
                    "windows": words.list_of(blocked),
                },
                data={"action_id": action.id},
            )
            return


def _vendor_schedule(facts: Facts) -> Iterator[Issue]:
    situation = facts.situation
    if situation.takes_over or not _schedule_is_on(situation):
        return
    ahead = next(_undecided(situation), None) or _later(facts)
    if ahead is not None:
        yield Issue(
            key="vendor_schedule",
            about=facts.battery_id,
            severity=IssueSeverity.ERROR,
            placeholders={"battery": facts.name, **facts.words.occurrence(ahead)},
        )


def _schedule_is_on(situation: Situation) -> bool:
    """Return whether the manufacturer's schedule is on, where that is declared."""
    declared = situation.battery.scheduler_enabled
    if declared is not None:
        return declared
    last = _last(situation, *Outcome)
    if last is None or last.closed is None or last.reason is not Reason.VENDOR_SCHEDULE:
        return False
    return situation.now - last.closed < SCHEDULE_BELIEVED_TIME


def _later(facts: Facts) -> Occurrence | None:
    """Return the next one-off window that lies beyond what is expanded."""
    for window in sorted(facts.windows, key=lambda planned: planned.since):
        if not window.recurring and window.start > facts.situation.now:
            return window.occurrence(window.start)
    return None


def _capability_gone(facts: Facts) -> Iterator[Issue]:
    """Tell of each window of which something cannot take place.

    An occurrence may have been given a command of its own.
    """
    is_gone = facts.situation.is_gone
    impossible: dict[str, list[Occurrence]] = {}
    for occurrence in _undecided(facts.situation):
        if is_gone(occurrence.command):
            impossible.setdefault(occurrence.uid, []).append(occurrence)
    whole = {window.uid for window in facts.windows if is_gone(window.command)}
    for uid, occurrences in impossible.items():
        yield Issue(
            key="capability_gone",
            about=uid,
            severity=IssueSeverity.ERROR,
            placeholders={
                "battery": facts.name,
                **facts.words.occurrence(occurrences[0]),
                "windows": facts.words.list_of(occurrences),
            },
            data={"uid": uid, "whole": int(uid in whole)},
        )


def _cancelled_elsewhere(facts: Facts) -> Iterator[Issue]:
    situation = facts.situation
    by_uid: dict[str, list[Occurrence]] = {}
    for record in situation.state.records.values():
        if _was_cancelled(record, situation):
            by_uid.setdefault(record.occurrence.uid, []).append(record.occurrence)
    for uid, occurrences in by_uid.items():
        yield Issue(
            key="cancelled_elsewhere",
            about=uid,
            placeholders={
                "battery": facts.name,
                "windows": facts.words.list_of(
                    sorted(occurrences, key=lambda occurrence: occurrence.start)
                ),
            },
            data={"uid": uid},
        )


def _was_cancelled(record: OccurrenceState, situation: Situation) -> bool:
    """Return whether somebody else cancelled it, and it can still be sent again."""
    return (
        record.reason is Reason.CANCELLED_ELSEWHERE
        and record.outcome is Outcome.CANCELLED
        and not record.is_manual
        and situation.is_planned(record)
        and not is_too_late(record.occurrence, situation.now)
    )


def window_missed(facts: Facts) -> Iterator[Issue]:
    """Tell of all windows of the last days that did not take place.

    What was done since makes none of them good: they stay until the owner has seen
    them.
    """
    situation = facts.situation
    unseen = {
        mark: record
        for record in _lost(situation)
        if (mark := f"missed/{record.occurrence.key}") not in situation.state.dismissed
    }
    if not unseen:
        return
    records = list(unseen.values())
    newest = records[0]
    yield Issue(
        key="window_missed",
        about=facts.battery_id,
        placeholders={
            "battery": facts.name,
            **facts.words.occurrence(newest.occurrence),
            "reason": facts.words.reason(newest.reason),
            "windows": facts.words.list_of([record.occurrence for record in records]),
        },
        data={"reason": newest.reason.value if newest.reason else None},
        marks=tuple(unseen),
    )


def _lost(situation: Situation) -> list[OccurrenceState]:
    """Return the windows of the last days that did not take place, newest first."""
    found = [
        (record.closed, record)
        for record in situation.state.records.values()
        if record.is_lost
        and not record.is_quiet
        and record.closed is not None
        and record.closed > situation.now - LOST_RETENTION_TIME
    ]
    found.sort(key=lambda closed: (closed[0], closed[1].start), reverse=True)
    return [record for _, record in found]


def window_at_risk(facts: Facts) -> Iterator[Issue]:
    """Tell of the next risk that has no repair of its own."""
    situation = facts.situation
    for record, reason in endangered(situation):
        occurrence, state = record.occurrence, situation.state
        mark = f"{reason}/{occurrence.key}"
        others = others_of_goal(occurrence, state.records)
        marks = {mark, *(f"{reason}/{one.occurrence.key}" for one in others)}
        told = reason in record.warned and not _is_elsewhere(reason, situation)
        if told and marks.isdisjoint(state.dismissed):
            yield Issue(
                key="window_at_risk",
                about=facts.battery_id,
                placeholders={
                    "battery": facts.name,
                    **facts.words.occurrence(occurrence),
                    "reason": facts.words.reason(reason),
                },
                data={"reason": reason.value},
                marks=(mark,),
            )
            return


def runs_on(facts: Facts) -> Iterator[Issue]:
    """Report until when a cancelled window continues that cannot be stopped."""
    situation, state = facts.situation, facts.situation.state
    for record in state.running_on(situation.busy, situation.now):
        mark, occurrence = f"runs/{record.occurrence.key}", record.occurrence
        if state.pending is None and mark not in state.dismissed:
            yield Issue(
                key="runs_on",
                about=facts.battery_id,
                placeholders={
                    "battery": facts.name,
                    "window": facts.words.title(
                        occurrence.command, occurrence.parameters
                    ),
                    "end": facts.words.instant(record.end),
                },
                marks=(mark,),
            )
            return


def _is_elsewhere(reason: Reason, situation: Situation) -> bool:
    """Return whether a risk has a repair of its own.

    A repeated hour is no zone's error, and what holds the slot may not be listed.
    """
    if reason is Reason.TIME_ZONE:
        return situation.state.zone_error is not None
    if reason is Reason.SLOT_HELD:
        return bool(situation.foreign_holders)
    return reason in _ELSEWHERE


def _undecided(situation: Situation) -> Iterator[Occurrence]:
    """Return what is planned, not over, and has no outcome yet, by start."""
    for occurrence in situation.occurrences.values():
        record = situation.state.records.get(occurrence.key)
        decided = record is not None and record.outcome is not None
        if occurrence.end > situation.now and not decided:
            yield occurrence


def _last(situation: Situation, *outcomes: Outcome) -> OccurrenceState | None:
    """Return the occurrence of the plan that ended last in one of these ways."""
    found = (
        (record.closed, record)
        for record in situation.state.records.values()
        if record.closed is not None
        and record.outcome in outcomes
        and not record.is_manual
    )
    newest = max(found, key=lambda ended: ended[0], default=None)
    return newest[1] if newest else None


FOLLOWED: tuple[Callable[[Facts], Iterator[Issue]], ...] = (
    _slot_held,
    _vendor_schedule,
    _capability_gone,
    _cancelled_elsewhere,
)
"""Of no concern while the plan is switched off."""
