"""Single values out of JSON: each is checked, and what is not understood is noted.

A reader gives None for an absent value. A value of the wrong type, or one that is not
known, is None too, and its raw form is noted by its path.
"""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from functools import lru_cache
import reprlib
from typing import Any

from .errors import UnreadableError
from .models import Json

MAX_ID_LENGTH = 200
"""Characters of an id; none is longer, and ids become part of a URL."""
MAX_NAME_LENGTH = 100
MAX_MESSAGE_LENGTH = 500
MAX_NUMBER = 1e9
"""No level, power or bound is larger: such a number is noise."""
MAX_NOTES = 20
MAX_VENDOR_CLOCK_AHEAD = timedelta(days=1)
"""How far a manufacturer's clock may be ahead."""
MAX_READING_AHEAD = timedelta(minutes=5)
"""How far the timestamp of a reading may be ahead."""
YEARS = range(2000, 2200)
"""Years whose times can be reckoned with: others are noise, or a trap."""

type Notes = dict[str, str]

_SHORT = reprlib.Repr(
    maxlevel=3, maxdict=4, maxlist=4, maxstring=80, maxlong=40, maxother=80
)


def note(notes: Notes, path: str, raw: Json) -> None:
    """Keep a bounded picture of a raw value that is not understood."""
    if len(notes) < MAX_NOTES:
        notes[path[:MAX_NAME_LENGTH]] = (
            raw[:80] if isinstance(raw, str) else _SHORT.repr(raw)
        )


def table(raw: Json, path: str, notes: Notes) -> dict[str, Any]:
    """Return a JSON object, an empty one where it is absent or something else."""
    if isinstance(raw, dict):
        return raw
    if raw is not None:
        note(notes, path, raw)
    return {}


def line(raw: Json, limit: int) -> str | None:
    """Return a text as one bounded visible line; None where nothing is left."""
    if not isinstance(raw, str):
        return None
    words = raw[: 4 * limit]
    if not words.isprintable():
        words = "".join(filter(str.isprintable, " ".join(words.split())))
    return words.strip()[:limit] or None


_short_line = lru_cache(maxsize=256)(line)
"""Names of makers and models: one object, however many batteries there are."""


def text(
    raw: Json, path: str, notes: Notes, limit: int = MAX_NAME_LENGTH
) -> str | None:
    """Return a text as one line, cut to a bounded length; an empty one is None."""
    if isinstance(raw, str):
        return _short_line(raw, limit) if len(raw) <= limit else line(raw, limit)
    if raw is not None:
        note(notes, path, raw)
    return None


def number(
    raw: Json,
    path: str,
    notes: Notes,
    low: float = -MAX_NUMBER,
    high: float = MAX_NUMBER,
) -> float | None:
    """Return a number of a size that can be meant; a boolean is none."""
    # not isinstance: a boolean is an int, and this runs for every number of a poll
    if (type(raw) is float or type(raw) is int) and low <= raw <= high:
        return raw
    if raw is not None:
        note(notes, path, raw)
    return None


def flag(raw: Json, path: str, notes: Notes) -> bool | None:
    """Return a boolean."""
    if isinstance(raw, bool):
        return raw
    if raw is not None:
        note(notes, path, raw)
    return None


def instant(raw: Json, path: str, notes: Notes) -> datetime | None:
    """Return an instant in UTC; without a zone it is UTC."""
    if isinstance(raw, str):
        try:
            parsed = datetime.fromisoformat(raw)
        except ValueError:
            parsed = None
        if parsed is not None and parsed.year in YEARS:
            if parsed.tzinfo is UTC:
                return parsed
            if parsed.tzinfo is None:
                return parsed.replace(tzinfo=UTC)
            return parsed.astimezone(UTC)
    if raw is not None:
        note(notes, path, raw)
    return None


def past(
    raw: Json,
    path: str,
    notes: Notes,
    latest: datetime | None,
    leeway: timedelta = MAX_VENDOR_CLOCK_AHEAD,
) -> datetime | None:
    """Return the instant of something that has happened, by `latest` or soon after it.

    One that is still to come would be newer than all that is read later.
    """
    found = instant(raw, path, notes)
    if found is None or latest is None or found <= latest + leeway:
        return found
    note(notes, path, raw)
    return None


def choice[T](known: Mapping[str, T], raw: Json, path: str, notes: Notes) -> T | None:
    """Return the member that a text names, in any case of letters."""
    if isinstance(raw, str):
        if (found := known.get(raw)) is not None:
            return found
        if (found := known.get(raw.strip().lower())) is not None:
            return found
    if raw is not None:
        note(notes, path, raw)
    return None


def identified(
    raw: Json, endpoint: str, at: int | None = None, older: str = "id"
) -> tuple[str, dict[str, Any]]:
    """Return a JSON object with its id, which may be under an `older` name.

    Raises UnreadableError for anything else, of a list's item with its place `at`.
    """
    if not isinstance(raw, dict):
        field = "data" if at is None else f"items[{at}]"
    elif (found := identifier(raw.get("id", raw.get(older)))) is not None:
        return found, raw
    else:
        field = "id" if at is None else f"items[{at}].id"
    raise UnreadableError(endpoint=endpoint, field=field)


def identifier(raw: Json) -> str | None:
    """Return an id that can be used in a URL, or None."""
    if not isinstance(raw, str) or len(raw) > MAX_ID_LENGTH:
        return None
    return raw if raw.isprintable() and raw.strip(". ") else None
