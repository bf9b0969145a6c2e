"""Which repairs hold for a battery: a pure function of what is known of its plan."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import NamedTuple

from homeassistant.helpers.issue_registry import IssueSeverity
from yarl import URL

from .api.models import Command, Parameters
from .exceptions import local_time
from .plan.owed import back_command, stranded
from .plan.record import Outcome, Reason, Record
from .plan.risk import held_until, risks
from .plan.shape import is_too_late
from .plan.situation import Situation
from .plan.summary import format_title
from .plan.window import Occurrence, Origin, Window

LINK_BROKEN = "link_broken"
UNKNOWN = "-"
MOST_NAMED = 5
"""So many windows are named in a text, and the others hinted at."""

_ELSEWHERE = frozenset(
    {
        Reason.SLOT_HELD,
        Reason.VENDOR_SCHEDULE,
        Reason.CAPABILITY_GONE,
    }
)
"""Risks that have a repair of their own."""


class Issue(NamedTuple):
    """One repair; the id is the key, with what it is about behind it."""

    key: str
    about: str
    """An Amps device id, or the uid of a window."""
    placeholders: dict[str, str]
    severity: IssueSeverity = IssueSeverity.WARNING
    persistent: bool = False
    """Whether it is still known after a restart, when nobody else knows of it."""
    data: Mapping[str, str | int | float | None] = MappingProxyType({})
    """What the fix needs."""
    mark: str | None = None
    """By this it is remembered that the owner dismissed it; None if that is not."""

    @property
    def id(self) -> str:
        """The id in the registry."""
        return f"{self.key}_{self.about}"


class Facts(NamedTuple):
    """What is known of one battery."""

    device_id: str
    name: str
    situation: Situation
    windows: tuple[Window, ...] = ()
    trouble: str | None = None
    """Amps' code where the battery could not be read."""
    plan_unreadable: int = 0
    """How many stored windows could not be read."""
    set_aside: str | None = None
    """The file with what could not be read at all."""
    address: str | None = None
    """Where the owner links it to its manufacturer again, if Amps told."""


def held(facts: Facts) -> list[Issue]:
    """Give the repairs that hold now for a battery that is in the account."""
    rules = _ALWAYS if facts.situation.paused else (*_ALWAYS, *_FOLLOWED)
    return [issue for rule in rules for issue in rule(facts)]


def gone(device_id: str, name: str, upcoming: Occurrence) -> Issue:
    """Give the repair for a battery that left the account with windows ahead."""
    return Issue(
        key="device_gone",
        about=device_id,
        severity=IssueSeverity.ERROR,
        persistent=True,
        placeholders={"battery": name, **_of_window(upcoming)},
    )


def next_one(planned: Iterable[Occurrence], now: datetime) -> Occurrence | None:
    """Give the next occurrence that is not over; they are given by start."""
    return next((it for it in planned if it.end > now), None)


def _slot_held(facts: Facts) -> Iterator[Issue]:
    situation = facts.situation
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
                about=facts.device_id,
                severity=IssueSeverity.ERROR,
                placeholders={
                    "battery": facts.name,
                    "action": _title(action.command, action.parameters),
                    "start": local_time(action.start or action.created_at),
                    "end": local_time(action.end),
                    "windows": _list(blocked),
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
            about=facts.device_id,
            severity=IssueSeverity.ERROR,
            placeholders={"battery": facts.name, **_of_window(ahead)},
        )


def _schedule_is_on(situation: Situation) -> bool:
    """Whether the manufacturer's schedule is on; not every battery declares that."""
    declared = situation.battery.scheduler_enabled
    if declared is not None:
        return declared
    last = _last(situation, *Outcome)
    return last is not None and last.reason is Reason.VENDOR_SCHEDULE


def _later(facts: Facts) -> Occurrence | None:
    """Give the next one-off window that lies beyond what is expanded."""
    for window in sorted(facts.windows, key=lambda it: it.since):
        if not window.recurring and window.start > facts.situation.now:
            return window.occurrence(window.start)
    return None


def _capability_gone(facts: Facts) -> Iterator[Issue]:
    situation = facts.situation
    if situation.battery.commands is None:
        return
    gone_by_uid = {
        window.uid: window
        for window in facts.windows
        if not situation.battery.execution(window.command)
    }
    if not gone_by_uid:
        return
    for occurrence in _undecided(situation):
        if gone_by_uid.pop(occurrence.uid, None) is not None:
            yield Issue(
                key="capability_gone",
                about=occurrence.uid,
                severity=IssueSeverity.ERROR,
                placeholders={"battery": facts.name, **_of_window(occurrence)},
                data={"uid": occurrence.uid},
            )


def _cancelled_elsewhere(facts: Facts) -> Iterator[Issue]:
    situation = facts.situation
    by_uid: dict[str, list[Occurrence]] = {}
    for record in situation.memory.records.values():
        if _was_cancelled(record, situation):
            by_uid.setdefault(record.occurrence.uid, []).append(record.occurrence)
    for uid, occurrences in by_uid.items():
        yield Issue(
            key="cancelled_elsewhere",
            about=uid,
            placeholders={
                "battery": facts.name,
                "windows": _list(sorted(occurrences, key=lambda it: it.start)),
            },
            data={"uid": uid},
        )


def _was_cancelled(record: Record, situation: Situation) -> bool:
    """Whether somebody else cancelled it, and it can still be sent again."""
    return (
        record.reason is Reason.CANCELLED_ELSEWHERE
        and record.outcome is Outcome.CANCELLED
        and not record.is_manual
        and situation.is_planned(record)
        and not is_too_late(record.occurrence, situation.now)
    )


def _time_zone(facts: Facts) -> Iterator[Issue]:
    memory = facts.situation.memory
    if memory.zone_error is not None:
        yield Issue(
            key="time_zone",
            about=facts.device_id,
            severity=IssueSeverity.ERROR,
            placeholders={
                "battery": facts.name,
                "zone": memory.zone or UNKNOWN,
                "error": _span(memory.zone_error),
            },
        )


def _window_missed(facts: Facts) -> Iterator[Issue]:
    """Tell of the newest window that did not happen, until one does again."""
    situation = facts.situation
    record = _last(situation, Outcome.FAILED, Outcome.MISSED, Outcome.DONE)
    if record is None or record.outcome is Outcome.DONE:
        return
    mark = f"missed/{record.occurrence.key}"
    if mark not in situation.memory.dismissed:
        yield Issue(
            key="window_missed",
            about=facts.device_id,
            placeholders={"battery": facts.name, **_of_window(record.occurrence)},
            data={"reason": record.reason.value if record.reason else None},
            mark=mark,
        )


def _window_at_risk(facts: Facts) -> Iterator[Issue]:
    """Tell of the next risk that has no repair of its own."""
    situation = facts.situation
    for occurrence in situation.wanted.values():
        record = situation.memory.record_of(occurrence)
        if is_too_late(occurrence, situation.now) or not record.warned:
            continue
        for reason in risks(record, occurrence, situation):
            mark = f"{reason}/{occurrence.key}"
            told = reason in record.warned and not _is_elsewhere(reason, situation)
            if told and mark not in situation.memory.dismissed:
                yield Issue(
                    key="window_at_risk",
                    about=facts.device_id,
                    placeholders={"battery": facts.name, **_of_window(occurrence)},
                    data={"reason": reason.value},
                    mark=mark,
                )
                return


def _is_elsewhere(reason: Reason, situation: Situation) -> bool:
    """Whether a risk has a repair of its own; a repeated hour is no zone's error."""
    if reason is Reason.TIME_ZONE:
        return situation.memory.zone_error is not None
    return reason in _ELSEWHERE


def _return_failed(facts: Facts) -> Iterator[Issue]:
    """Tell of the mode that did not come back after a window."""
    situation = facts.situation
    if (record := stranded(situation)) is None:
        return
    mark = f"stranded/{record.occurrence.key}"
    if mark not in situation.memory.dismissed:
        yield Issue(
            key="return_failed",
            about=facts.device_id,
            severity=IssueSeverity.ERROR,
            placeholders={
                "battery": facts.name,
                **_of_window(record.occurrence),
                "mode": _title(back_command(record, situation), Parameters()),
                "now": _title(situation.battery.current_mode, Parameters()),
                "seen": local_time(situation.battery.last_pulled_at),
            },
            mark=mark,
        )


def _windows_unreadable(facts: Facts) -> Iterator[Issue]:
    """Tell of windows that are in the plan and cannot take place."""
    if facts.plan_unreadable:
        yield Issue(
            key="windows_unreadable",
            about=facts.device_id,
            severity=IssueSeverity.ERROR,
            placeholders={
                "battery": facts.name,
                "number": str(facts.plan_unreadable),
            },
        )


def _storage_unreadable(facts: Facts) -> Iterator[Issue]:
    """Tell where what could not be read is kept."""
    if facts.set_aside is not None:
        yield Issue(
            key="storage_unreadable",
            about=facts.device_id,
            severity=IssueSeverity.ERROR,
            placeholders={"battery": facts.name, "file": facts.set_aside},
        )


def _not_stored(facts: Facts) -> Iterator[Issue]:
    """Tell that nothing can be planned or sent as long as nothing can be stored."""
    if not facts.situation.storable:
        yield Issue(
            key="not_stored",
            about=facts.device_id,
            severity=IssueSeverity.ERROR,
            placeholders={"battery": facts.name},
        )


def _stop_pending(facts: Facts) -> Iterator[Issue]:
    situation = facts.situation
    if situation.memory.pending is None:
        return
    ends = [it.end for it in situation.holders if it.end is not None]
    yield Issue(
        key="stop_pending",
        about=facts.device_id,
        placeholders={
            "battery": facts.name,
            "end": local_time(max(ends, default=None)),
        },
    )


def link_is_broken(trouble: str | None) -> bool:
    """Whether a code says that the manufacturer refuses Amps' access."""
    return trouble not in (None, "DEVICE_OFFLINE")


def _link_broken(facts: Facts) -> Iterator[Issue]:
    if link_is_broken(facts.trouble):
        address = facts.address
        yield Issue(
            key=LINK_BROKEN,
            about=facts.device_id,
            severity=IssueSeverity.ERROR,
            persistent=address is not None,
            placeholders={
                "battery": facts.name,
                "code": facts.trouble or UNKNOWN,
                "address": address or UNKNOWN,
                "host": (URL(address).host if address else None) or UNKNOWN,
            },
            data={"address": address},
        )


_ALWAYS: tuple[Callable[[Facts], Iterator[Issue]], ...] = (
    _storage_unreadable,
    _windows_unreadable,
    _not_stored,
    _link_broken,
    _time_zone,
    _window_missed,
    _return_failed,
    _stop_pending,
)
_FOLLOWED: tuple[Callable[[Facts], Iterator[Issue]], ...] = (
    _slot_held,
    _vendor_schedule,
    _capability_gone,
    _cancelled_elsewhere,
    _window_at_risk,
)
"""Of no concern while the plan is switched off."""


def _undecided(situation: Situation) -> Iterator[Occurrence]:
    """Give what is planned, not over, and has no outcome yet, by start."""
    for occurrence in situation.occurrences.values():
        record = situation.memory.records.get(occurrence.key)
        decided = record is not None and record.outcome is not None
        if occurrence.end > situation.now and not decided:
            yield occurrence


def _last(situation: Situation, *outcomes: Outcome) -> Record | None:
    """Give the occurrence of the plan that ended last in one of these ways."""
    found = (
        (record.closed, record)
        for record in situation.memory.records.values()
        if record.closed is not None
        and record.outcome in outcomes
        and record.occurrence.origin is Origin.PLAN
    )
    newest = max(found, key=lambda it: it[0], default=None)
    return newest[1] if newest else None


def _of_window(occurrence: Occurrence) -> dict[str, str]:
    """Give the placeholders of a window."""
    return {
        "window": _title(occurrence.command, occurrence.parameters),
        "start": local_time(occurrence.start),
        "end": local_time(occurrence.end),
    }


def _title(command: Command | None, parameters: Parameters) -> str:
    return UNKNOWN if command is None else format_title(command, parameters)


def _list(occurrences: list[Occurrence]) -> str:
    lines = [
        f"- {it['window']}: {it['start']} - {it['end']}"
        for it in map(_of_window, occurrences[:MOST_NAMED])
    ]
    more = ["- ..."] if len(occurrences) > MOST_NAMED else []
    return "\n".join([*lines, *more])


def _span(error: timedelta) -> str:
    minutes = round(error / timedelta(minutes=1))
    hours, rest = divmod(abs(minutes), 60)
    return f"{'-' if minutes < 0 else '+'}{hours}:{rest:02}"
