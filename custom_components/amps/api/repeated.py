"""What the items of a list repeat: its text is known again before it is parsed."""

from collections.abc import Callable
from json import JSONDecoder
from secrets import token_hex

import orjson

from .fields import Notes
from .models import Json

_MAX_TEXTS = 32
_MAX_TEXT_BYTES = 16 * 1024
"""Bytes of a text that is remembered."""
_MAX_MEMBERS_LOOKED_AT = 100
_MAX_MEMBERS_LEARNED = 8
"""The most members of one body that are examined, and that are remembered."""


class Repeated[T]:
    """Decodes one member of a list's items once for all that have the same text.

    What its model declares is most of a battery's item, and parsing most of the cost
    of a list. So a text that is known is replaced in the body by a short name of ours,
    which no server can guess.
    """

    def __init__(self, member: str, decode: Callable[[Json, Notes], T]) -> None:
        """Know no text yet; `decode` gives the value of a member's JSON."""
        self._member = f'"{member}":'.encode()
        self._decode = decode
        self._names: dict[bytes, bytes] = {}
        self._decoded: dict[str, tuple[T, Notes]] = {}
        self._prefix = token_hex(8)

    def shortened(self, body: bytes) -> bytes:
        """Return a body with names for the known texts; the rest stays as it is.

        Only where nothing is escaped does each quote begin or end a string, so that
        what looks like the member is it.
        """
        if b"\\" in body:
            return body
        head, *parts = body.split(self._member, _MAX_MEMBERS_LOOKED_AT)
        to_learn = min(_MAX_MEMBERS_LEARNED, _MAX_TEXTS - len(self._names))
        short = [head]
        for part in parts:
            text = self._known(part)
            if text is None and to_learn > 0:
                to_learn -= 1
                text = self._learned(part)
            short.append(self._names[text] + part[len(text) :] if text else part)
        return self._member.join(short)

    def value(self, raw: Json, notes: Notes) -> T:
        """Return the decoded member of an item, whether it has a name or not."""
        known = self._decoded.get(raw) if isinstance(raw, str) else None
        if known is None:
            return self._decode(raw, notes)
        if known[1]:
            notes.update(known[1])
        return known[0]

    def _known(self, part: bytes) -> bytes | None:
        """Return the known text that is next: no object's begins another object's."""
        for text in self._names:
            if part.startswith(text):
                return text
        return None

    def _learned(self, part: bytes) -> bytes | None:
        """Remember the object that is next, if it is one that the parser takes."""
        try:
            after = part[:_MAX_TEXT_BYTES].decode()
            begin = len(after) - len(after.lstrip(" "))
            if not after.startswith("{", begin):
                return None
            _, end = JSONDecoder().raw_decode(after, begin)
            text = after[:end].encode()
            notes: Notes = {}
            value = self._decode(orjson.loads(text), notes)
        except ValueError, RecursionError:
            return None
        name = f"{self._prefix}{len(self._names)}"
        self._names[text] = f'"{name}"'.encode()
        self._decoded[name] = value, notes
        return text
