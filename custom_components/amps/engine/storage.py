"""The stored form of a plan and of what became of it: plain values, as JSON has them.

By hand: what a library generates for these few classes takes longer to make, at every
start, than all that is stored takes to read. A field that has its default is left out,
so a default never gets another meaning.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import MISSING, fields, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from operator import attrgetter
from typing import Any, NamedTuple

from ..api.models import Command, OnConflict, Parameters, Push
from ..schedule.edits import span_fault
from ..schedule.errors import PlanError
from ..schedule.goal import Aim, check_aim
from ..schedule.plan import Plan
from ..schedule.recurrence import never, normal, zone_of
from ..schedule.titles import format_title
from ..schedule.window import Change, Occurrence, Origin, Window
from .occurrence import (
    Awaited,
    Cancelling,
    FailedCommand,
    Intent,
    OccurrenceState,
    Outcome,
    Reason,
    Restore,
)
from .state import EngineState

UNREADABLE = (
    PlanError,
    ArithmeticError,
    AttributeError,
    LookupError,
    TypeError,
    ValueError,
)
"""What reading raises for values that were never written."""


class _Kind(NamedTuple):
    """How a value that is not None is written and read."""

    write: Callable[[Any], Any]
    read: Callable[[Any], Any]


def _one_of(values: type[StrEnum]) -> _Kind:
    """Return the kind of a member of an enum."""
    return _Kind(attrgetter("value"), values)


def _several(kind: _Kind) -> _Kind:
    """Return the kind of a tuple of values of another one."""
    return _Kind(
        lambda values: [kind.write(value) for value in values],
        lambda stored: tuple(kind.read(value) for value in stored),
    )


def _by_text(kind: _Kind) -> _Kind:
    """Return the kind of a mapping from texts to values of another one."""
    return _Kind(
        lambda values: {key: kind.write(value) for key, value in values.items()},
        lambda stored: {key: kind.read(value) for key, value in stored.items()},
    )


def _parts(cls: type[Any], **kinds: _Kind) -> _Kind:
    """Return the kind of a dataclass; fields without a kind are stored as they are.

    What is not stored gets its default, and what is stored of no field is left out.
    """
    names = [field.name for field in fields(cls)]
    defaults = {
        field.name: field.default_factory()
        if field.default_factory is not MISSING
        else field.default
        for field in fields(cls)
    }

    def write(value: Any) -> dict[str, Any]:
        stored: dict[str, Any] = {}
        for name in names:
            part = getattr(value, name)
            if part == defaults[name]:
                continue
            kind = kinds.get(name)
            stored[name] = part if kind is None or part is None else kind.write(part)
        return stored

    def read(stored: Mapping[str, Any]) -> Any:
        found = {name: stored[name] for name in names if name in stored}
        for name, kind in kinds.items():
            if (part := found.get(name)) is not None:
                found[name] = kind.read(part)
        return cls(**found)

    return _Kind(write, read)


def _read_time(stored: str) -> datetime:
    """Return an instant in UTC, or a naive wall clock time."""
    time = datetime.fromisoformat(stored)
    return time if time.tzinfo is None else time.astimezone(UTC)


_TEXTS = _Kind(list, tuple)
_TIME = _Kind(datetime.isoformat, _read_time)
_TIMES = _Kind(
    lambda times: sorted(time.isoformat() for time in times),
    lambda stored: frozenset(_read_time(time) for time in stored),
)
_SPAN = _Kind(timedelta.total_seconds, lambda seconds: timedelta(seconds=seconds))
_COMMAND = _one_of(Command)
_ORIGIN = _one_of(Origin)
_REASON = _one_of(Reason)
_PARAMETERS = _parts(Parameters)
_AIM = _parts(Aim, duration=_SPAN)
_PUSH = _parts(
    Push,
    command=_COMMAND,
    parameters=_PARAMETERS,
    start=_TIME,
    end=_TIME,
    on_conflict=_one_of(OnConflict),
)
_OCCURRENCE = _parts(
    Occurrence,
    original=_TIME,
    start=_TIME,
    end=_TIME,
    command=_COMMAND,
    parameters=_PARAMETERS,
    aim=_AIM,
    origin=_ORIGIN,
)
_RECORD = _parts(
    OccurrenceState,
    sent=_PUSH,
    not_before=_TIME,
    failing_since=_TIME,
    failed_at=_TIME,
    looked=_TIME,
    began=_TIME,
    other_since=_TIME,
    occurrence=_OCCURRENCE,
    reason=_REASON,
    warned=_several(_REASON),
    outcome=_one_of(Outcome),
    closed=_TIME,
    read_start=_TIME,
    read_end=_TIME,
)
_RESTORE = _parts(
    Restore,
    left=_RECORD,
    sent=_PUSH,
    not_before=_TIME,
    failing_since=_TIME,
    failed_at=_TIME,
)
_CANCELLING = _parts(Cancelling, since=_TIME, not_before=_TIME)
_INTENT = _parts(
    Intent, push=_PUSH, at=_TIME, occurrence=_OCCURRENCE, lost=_TIME, why=_REASON
)
_MEMORY = _parts(
    EngineState,
    records=_by_text(_RECORD),
    owed=_several(_RESTORE),
    intent=_INTENT,
    pending=_PUSH,
    pending_until=_TIME,
    pending_not_before=_TIME,
    standing=_COMMAND,
    own=_by_text(_ORIGIN),
    cancelling=_by_text(_CANCELLING),
    undeclared=_by_text(_TIME),
    reached=_TIME,
    awaited=_parts(Awaited, command=_COMMAND, since=_TIME),
    zone_error=_SPAN,
    failed=_parts(FailedCommand, command=_COMMAND, at=_TIME),
    unheard=_TEXTS,
    dismissed=_TEXTS,
)
_WINDOW = _parts(
    Window,
    command=_COMMAND,
    parameters=_PARAMETERS,
    start=_TIME,
    end=_TIME,
    skipped=_TIMES,
    changes=_several(
        _parts(
            Change,
            original=_TIME,
            start=_TIME,
            end=_TIME,
            command=_COMMAND,
            parameters=_PARAMETERS,
            aim=_AIM,
        )
    ),
    aim=_AIM,
    origin=_ORIGIN,
    created=_TIME,
    since=_TIME,
)


def state_to_dict(state: EngineState) -> dict[str, Any]:
    """Return what is to be stored of a state: texts, numbers, lists and dicts."""
    stored: dict[str, Any] = _MEMORY.write(state)
    return stored


def state_from_dict(stored: Mapping[str, Any]) -> EngineState:
    """Return the state that was stored; what is missing gets its default.

    Raises one of `UNREADABLE` for what never was a state.
    """
    state: EngineState = _MEMORY.read(stored)
    return state


def record_to_dict(record: OccurrenceState) -> dict[str, Any]:
    """Return what is to be stored of what became of one occurrence."""
    stored: dict[str, Any] = _RECORD.write(record)
    return stored


def record_from_dict(stored: Mapping[str, Any]) -> OccurrenceState:
    """Return what was stored of one occurrence; raises one of `UNREADABLE`."""
    record: OccurrenceState = _RECORD.read(stored)
    return record


def plan_to_rows(plan: Plan) -> list[Any]:
    """Return what is to be stored of a plan, one row a window."""
    return [*(_WINDOW.write(window) for window in plan.windows), *plan.unreadable]


def plan_from_rows(rows: Iterable[Any]) -> Plan:
    """Return the plan that was stored; it may take a while, so not in an event loop.

    A row that is no window, or has the uid of one before it, is kept in `unreadable`
    as it is, and does not take place.
    """
    windows: dict[str, Window] = {}
    unreadable: list[Any] = []
    for row in rows:
        try:
            window = _window(row)
        except UNREADABLE:
            unreadable.append(row)
            continue
        if window.uid in windows:
            unreadable.append(row)
        else:
            windows[window.uid] = window
    return Plan(tuple(windows.values()), tuple(unreadable))


def _window(row: Mapping[str, Any]) -> Window:
    """Return a stored window; raises one of `UNREADABLE` for what makes none."""
    window: Window = _WINDOW.read(row)
    _check_known(row, Window)
    if not isinstance(window.uid, str):
        raise TypeError("a uid is text")
    _check_texts(window.source, window.note, window.comment)
    _check_texts(*(text for it in window.changes for text in (it.note, it.comment)))
    _check_aware(window.created, window.since)
    _check_contents(window.command, window.parameters, window.aim)
    for change in window.changes:
        _check_aware(change.start, change.end)
        _check_span(change.start, change.end)
        _check_contents(change.command or window.command, change.parameters, change.aim)
    _check_span(window.start, window.end)
    if window.repeat is None and window.zone is None:
        _check_aware(window.start, window.end)
        if window.changes or window.skipped:
            raise ValueError("only a recurring window has several occurrences")
        return window
    instances = [*window.skipped, *(change.original for change in window.changes)]
    _check_naive(window.start, window.end, *instances)
    repeat, zone = normal(window.repeat or ""), zone_of(window.zone or "")
    if never(repeat, window.start, zone):
        raise ValueError("a rule without an occurrence")
    return replace(window, repeat=repeat)


def _check_known(row: Mapping[str, Any], cls: type[Any]) -> None:
    """Refuse what says more than is understood: it would be another window without."""
    known = {field.name for field in fields(cls)}
    parameters = {field.name for field in fields(Parameters)}
    aims = {field.name for field in fields(Aim)}
    if (
        row.keys() - known
        or (row.get("parameters") or {}).keys() - parameters
        or (row.get("aim") or {}).keys() - aims
    ):
        raise ValueError("a later version's window")
    for change in row.get("changes", ()):
        _check_known(change, Change)


def _check_texts(*texts: str | None) -> None:
    if not all(text is None or isinstance(text, str) for text in texts):
        raise TypeError("a source and a note are texts")


def _check_aware(*moments: datetime) -> None:
    if any(moment.tzinfo is None for moment in moments):
        raise ValueError("an instant has a time zone")


def _check_naive(*moments: datetime) -> None:
    if any(moment.tzinfo is not None for moment in moments):
        raise ValueError("a wall clock time has no time zone")


def _check_span(start: datetime, end: datetime) -> None:
    if span_fault(start, end) is not None:
        raise ValueError("no time for a window")


def _check_contents(
    command: Command, parameters: Parameters | None, aim: Aim | None
) -> None:
    _ = format_title(command, parameters or Parameters(), aim)
    if aim is not None:
        check_aim(command, parameters or Parameters(), aim)
