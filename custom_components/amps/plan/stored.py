"""The stored form of what is remembered: plain values, as JSON has them.

By hand: what a library generates for these few classes takes longer to make, at every
start, than all that is stored takes to read.
"""

from collections.abc import Callable, Mapping
from dataclasses import fields
from datetime import datetime, timedelta
from enum import StrEnum
from operator import attrgetter
from typing import Any, NamedTuple

from ..api.models import Command, OnConflict, Parameters, Push
from .memory import Memory
from .record import Back, Intent, Outcome, Reason, Record
from .window import Occurrence, Origin


class _Kind(NamedTuple):
    """How a value that is not None is written and read."""

    write: Callable[[Any], Any]
    read: Callable[[Any], Any]


def _one_of(values: type[StrEnum]) -> _Kind:
    """Give the kind of a member of an enum."""
    return _Kind(attrgetter("value"), values)


def _several(kind: _Kind) -> _Kind:
    """Give the kind of a tuple of values of another one."""
    return _Kind(
        lambda values: [kind.write(it) for it in values],
        lambda stored: tuple(kind.read(it) for it in stored),
    )


def _by_text(kind: _Kind) -> _Kind:
    """Give the kind of a mapping from texts to values of another one."""
    return _Kind(
        lambda values: {key: kind.write(it) for key, it in values.items()},
        lambda stored: {key: kind.read(it) for key, it in stored.items()},
    )


def _parts(cls: type[Any], **kinds: _Kind) -> _Kind:
    """Give the kind of a dataclass; its fields without a kind are stored as they are.

    What is not stored gets its default, and what is stored of no field is left out.
    """
    names = dict.fromkeys(field.name for field in fields(cls))
    writers = [(name, kind.write) for name, kind in kinds.items()]
    readers = [(name, kind.read) for name, kind in kinds.items()]

    def write(value: Any) -> dict[str, Any]:
        stored = {name: getattr(value, name) for name in names}
        for name, written in writers:
            if (part := stored[name]) is not None:
                stored[name] = written(part)
        return stored

    def read(stored: Mapping[str, Any]) -> Any:
        found = {name: stored[name] for name in names if name in stored}
        for name, as_read in readers:
            if (part := found.get(name)) is not None:
                found[name] = as_read(part)
        return cls(**found)

    return _Kind(write, read)


_TEXTS = _Kind(list, tuple)
_INSTANT = _Kind(datetime.isoformat, datetime.fromisoformat)
_SPAN = _Kind(timedelta.total_seconds, lambda seconds: timedelta(seconds=seconds))
_COMMAND = _one_of(Command)
_ORIGIN = _one_of(Origin)
_REASON = _one_of(Reason)
_PARAMETERS = _parts(Parameters)
_PUSH = _parts(
    Push,
    command=_COMMAND,
    parameters=_PARAMETERS,
    start=_INSTANT,
    end=_INSTANT,
    on_conflict=_one_of(OnConflict),
)
_OCCURRENCE = _parts(
    Occurrence,
    original=_INSTANT,
    start=_INSTANT,
    end=_INSTANT,
    command=_COMMAND,
    parameters=_PARAMETERS,
    origin=_ORIGIN,
)
_RECORD = _parts(
    Record,
    sent=_PUSH,
    not_before=_INSTANT,
    occurrence=_OCCURRENCE,
    reason=_REASON,
    warned=_several(_REASON),
    outcome=_one_of(Outcome),
    closed=_INSTANT,
    read_start=_INSTANT,
    read_end=_INSTANT,
)
_BACK = _parts(Back, sent=_PUSH, not_before=_INSTANT)
_INTENT = _parts(Intent, push=_PUSH, at=_INSTANT, occurrence=_OCCURRENCE, lost=_INSTANT)
_MEMORY = _parts(
    Memory,
    records=_by_text(_RECORD),
    back=_BACK,
    intent=_INTENT,
    pending=_PUSH,
    pending_until=_INSTANT,
    pending_not_before=_INSTANT,
    standing=_COMMAND,
    own=_by_text(_ORIGIN),
    cancelling=_TEXTS,
    owed=_TEXTS,
    zone_error=_SPAN,
    unheard=_TEXTS,
    dismissed=_TEXTS,
)


def memory_to_dict(memory: Memory) -> dict[str, Any]:
    """Give what is to be stored of a memory: texts, numbers, lists and dicts."""
    stored: dict[str, Any] = _MEMORY.write(memory)
    return stored


def memory_from_dict(stored: Mapping[str, Any]) -> Memory:
    """Give the memory that was stored; what is missing gets its default.

    Raises KeyError, TypeError or ValueError for what never was a memory.
    """
    memory: Memory = _MEMORY.read(stored)
    return memory
