"""A title as numbers, words and dashes."""

from enum import StrEnum, auto
import re
from typing import NamedTuple

from ..errors import TitleFault
from .words import HOURS, plain

_TOKEN = re.compile(
    r"\s*(?:(?P<number>(?:(?<![\w%])[-\u2212])?[0-9]+(?:[.,:][0-9]+)?)"
    r"|(?P<word>[^\W\d_]+(?:['-][^\W\d_]+)*['.]?|[%€$£¢/@~<>≤≥])"
    r"|(?P<dash>[-\u2013\u2014\u2212\u2192+&|]))"
    r"(?:[,;.!:](?=\s|$)|[,;](?=[^\W\d_])|(?<!\d)[,;])?",
)


class TokenKind(StrEnum):
    """What a token is."""

    NUMBER = auto()
    WORD = auto()
    DASH = auto()
    """Something between words or numbers."""


class Token(NamedTuple):
    """A piece of a title, as it is compared."""

    text: str
    kind: TokenKind


class NotUnderstoodError(Exception):
    """Something says nothing here."""

    def __init__(
        self, fault: TitleFault = TitleFault.UNKNOWN, said: str | None = None
    ) -> None:
        """Keep what is wrong, and the piece of the title that it is about."""
        super().__init__(fault)
        self.fault = fault
        self.said = said


def tokens(text: str) -> list[Token]:
    """Return the tokens of a text; raises NotUnderstoodError."""
    said, position = plain(text).strip(), 0
    found: list[Token] = []
    while position < len(said):
        if (match := _TOKEN.match(said, position)) is None:
            raise NotUnderstoodError
        found.append(_token(match))
        position = match.end()
    return found


def _token(match: re.Match[str]) -> Token:
    if number := match["number"]:
        return Token(number, TokenKind.NUMBER)
    if dash := match["dash"]:
        return Token(dash, TokenKind.DASH)
    word = match["word"].rstrip(".")
    if word in HOURS:
        return Token(f"{HOURS[word]}:00", TokenKind.NUMBER)
    return Token(word, TokenKind.WORD)
