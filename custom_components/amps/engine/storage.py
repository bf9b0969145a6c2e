"""The stored form of a plan and of what became of it: plain values, as JSON has them.

How a field is written follows from its annotation. A field that has its default is left
out, so a default never gets another meaning.
"""

import builtins
from collections import abc
from collections.abc import Callable, Iterable, Mapping
from dataclasses import MISSING, fields, is_dataclass, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from functools import cache
from operator import attrgetter
import types
from types import NoneType
from typing import Any, NamedTuple, get_args, get_origin, get_type_hints

from ..api.models import Command, Parameters
from ..schedule.edits import span_fault
from ..schedule.errors import PlanError
from ..schedule.goal import Aim, check_aim
from ..schedule.plan import Plan
from ..schedule.recurrence import never, normal, zone_of
from ..schedule.titles import format_title
from ..schedule.window import Change, Window
from .occurrence import OccurrenceState
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


def _read_time(stored: str) -> datetime:
    """Return an instant in UTC, or a naive wall clock time."""
    time = datetime.fromisoformat(stored)
    return time if time.tzinfo is None else time.astimezone(UTC)


_PLAIN = _Kind(lambda value: value, lambda stored: stored)
_TIME = _Kind(datetime.isoformat, _read_time)
_SPAN = _Kind(timedelta.total_seconds, lambda seconds: timedelta(seconds=seconds))
_TIMES = _Kind(
    lambda times: sorted(time.isoformat() for time in times),
    lambda stored: frozenset(_read_time(time) for time in stored),
)


@cache
def _kind(annotation: Any) -> _Kind:
    """Return how values are stored that are annotated so; others as they are."""
    kinds = [one for one in get_args(annotation) if one is not NoneType]
    match get_origin(annotation):
        case types.UnionType if len(kinds) == 1:
            return _kind(kinds[0])
        case builtins.tuple:
            each = _kind(kinds[0])
            return _Kind(
                lambda values: [each.write(value) for value in values],
                lambda stored: tuple(each.read(value) for value in stored),
            )
        case abc.Mapping:
            each = _kind(kinds[1])
            return _Kind(
                lambda values: {key: each.write(one) for key, one in values.items()},
                lambda stored: {key: each.read(one) for key, one in stored.items()},
            )
        case builtins.frozenset:
            return _TIMES
        case None if annotation is datetime:
            return _TIME
        case None if annotation is timedelta:
            return _SPAN
        case None if isinstance(annotation, type) and issubclass(annotation, StrEnum):
            return _Kind(attrgetter("value"), annotation)
        case None if isinstance(annotation, type) and is_dataclass(annotation):
            return _parts(annotation)
    return _PLAIN


def _parts(cls: type[Any]) -> _Kind:
    """Return the kind of a dataclass.

    What is not stored gets its default, and what is stored of no field is left out.
    """
    kinds = {name: _kind(hint) for name, hint in get_type_hints(cls).items()}
    defaults = {
        field.name: field.default_factory()
        if field.default_factory is not MISSING
        else field.default
        for field in fields(cls)
    }

    def write(value: Any) -> dict[str, Any]:
        stored: dict[str, Any] = {}
        for name, default in defaults.items():
            part = getattr(value, name)
            if part != default:
                stored[name] = None if part is None else kinds[name].write(part)
        return stored

    def read(stored: Mapping[str, Any]) -> Any:
        found = {name: stored[name] for name in defaults if name in stored}
        for name, part in found.items():
            if part is not None:
                found[name] = kinds[name].read(part)
        return cls(**found)

    return _Kind(write, read)


_RECORD = _kind(OccurrenceState)
_STATE = _kind(EngineState)
_WINDOW = _kind(Window)


def state_to_dict(state: EngineState) -> dict[str, Any]:
    """Return what is to be stored of a state: texts, numbers, lists and dicts."""
    stored: dict[str, Any] = _STATE.write(state)
    return stored


def state_from_dict(stored: Mapping[str, Any]) -> EngineState:
    """Return the state that was stored; what is missing gets its default.

    Raises one of `UNREADABLE` for what never was a state.
    """
    state: EngineState = _STATE.read(stored)
    return state


def record_to_dict(record: OccurrenceState) -> dict[str, Any]:
    """Return what is to be stored of what became of one occurrence."""
    stored: dict[str, Any] = _RECORD.write(record)
    return stored


def record_from_dict(stored: Mapping[str, Any]) -> OccurrenceState:
    """Return what was stored of one occurrence; raises one of `UNREADABLE`."""
    record: OccurrenceState = _RECORD.read(stored)
    return record


def values_to_dict(values: Any) -> dict[str, Any]:
    """Return what is to be stored of a dataclass of plain values."""
    annotation: Any = type(values)
    stored: dict[str, Any] = _kind(annotation).write(values)
    return stored


def values_from_dict[T](cls: type[T], stored: Mapping[str, Any]) -> T:
    """Return the dataclass that was stored; raises one of `UNREADABLE`."""
    annotation: Any = cls
    values: T = _kind(annotation).read(stored)
    return values


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
    _check_texts(
        window.source,
        window.note,
        *(change.note for change in window.changes),
    )
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
