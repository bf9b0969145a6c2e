"""Single values out of JSON: each is checked, and what is not understood is noted.

A reader gives None for an absent value. A value of the wrong type, or one that is not
known, is None too, and its raw form is noted by its path.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
import reprlib
from typing import Any

from .models import Json

MAX_ID = 200
"""Characters of an id; none is longer, and ids become part of a URL."""
MAX_NAME = 100
MAX_MESSAGE = 500
MAX_NUMBER = 1e9
"""No level, power or bound is larger: such a number is noise."""
MAX_NOTES = 20

type Notes = dict[str, str]

_SHORT = reprlib.Repr(
    maxlevel=3, maxdict=4, maxlist=4, maxstring=80, maxlong=40, maxother=80
)


def note(notes: Notes, path: str, raw: Json) -> None:
    """Keep a bounded picture of a raw value that is not understood."""
    if len(notes) < MAX_NOTES:
        notes[path[:MAX_NAME]] = raw[:80] if isinstance(raw, str) else _SHORT.repr(raw)


def table(raw: Json, path: str, notes: Notes) -> dict[str, Any]:
    """Give a JSON object, an empty one where it is absent or something else."""
    if isinstance(raw, dict):
        return raw
    if raw is not None:
        note(notes, path, raw)
    return {}


def text(raw: Json, path: str, notes: Notes, limit: int = MAX_NAME) -> str | None:
    """Give a text, cut to a bounded length; an empty one is None."""
    if isinstance(raw, str):
        return raw[:limit] or None
    if raw is not None:
        note(notes, path, raw)
    return None


def number(raw: Json, path: str, notes: Notes) -> float | None:
    """Give a number of a size that can be meant; a boolean is none."""
    # not isinstance: a boolean is an int, and this runs for every number of a poll
    if (type(raw) is float or type(raw) is int) and -MAX_NUMBER <= raw <= MAX_NUMBER:
        return raw
    if raw is not None:
        note(notes, path, raw)
    return None


def flag(raw: Json, path: str, notes: Notes) -> bool | None:
    """Give a boolean."""
    if isinstance(raw, bool):
        return raw
    if raw is not None:
        note(notes, path, raw)
    return None


def instant(raw: Json, path: str, notes: Notes) -> datetime | None:
    """Give an instant in UTC; a time without zone is taken as UTC (`amps-api.md` 3)."""
    if isinstance(raw, str):
        try:
            parsed = datetime.fromisoformat(raw)
            if parsed.tzinfo is UTC:
                return parsed
            if parsed.tzinfo is None:
                return parsed.replace(tzinfo=UTC)
            return parsed.astimezone(UTC)
        except ValueError, OverflowError:
            pass
    if raw is not None:
        note(notes, path, raw)
    return None


def choice[T](known: Mapping[str, T], raw: Json, path: str, notes: Notes) -> T | None:
    """Give the member that a text names, in any case of letters."""
    if isinstance(raw, str):
        if (found := known.get(raw)) is not None:
            return found
        if (found := known.get(raw.strip().lower())) is not None:
            return found
    if raw is not None:
        note(notes, path, raw)
    return None


def identifier(raw: Json) -> str | None:
    """Give an id that can be used in a URL, or None."""
    if isinstance(raw, str) and raw.strip(".") and len(raw) <= MAX_ID:
        return raw
    return None
