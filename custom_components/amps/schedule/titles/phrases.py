"""A place in a title, and the phrase that stands there."""

from dataclasses import dataclass
from functools import cache

from .language import Meaning
from .tokens import Token
from .words import Phrase, phrases


@cache
def _known() -> tuple[dict[Phrase, Meaning], int]:
    """Return all phrases, and how many words the longest of them has."""
    known: dict[Phrase, Meaning] = {}
    for phrase, meaning in phrases():
        if meaning is Meaning.UNTIL:
            known[phrase] = meaning
        else:
            known.setdefault(phrase, meaning)
    return known, max(len(phrase) for phrase in known)


@dataclass
class Cursor:
    """Where in a title it is read."""

    tokens: list[Token]
    position: int = 0

    @property
    def token(self) -> Token | None:
        """Return what stands here; None at the end."""
        here = self.tokens[self.position : self.position + 1]
        return here[0] if here else None

    def words(self, count: int, ahead: int = 0) -> Phrase:
        """Return so many tokens from here on, or fewer at the end."""
        begin = self.position + ahead
        return tuple(token.text for token in self.tokens[begin : begin + count])

    def text_since(self, begin: int) -> str:
        """Return what has been passed since a position."""
        return " ".join(token.text for token in self.tokens[begin : self.position])

    def meaning(self, ahead: int = 0) -> Meaning | None:
        """Return what the longest phrase says that stands here."""
        meaning, _ = self._phrase(ahead)
        return meaning

    def passes(self, meaning: Meaning) -> bool:
        """Pass a phrase if it says this."""
        said, length = self._phrase()
        if said is meaning:
            self.position += length
        return said is meaning

    def _phrase(self, ahead: int = 0) -> tuple[Meaning | None, int]:
        known, longest = _known()
        words = self.words(longest, ahead)
        for length in range(len(words), 0, -1):
            if (meaning := known.get(words[:length])) is not None:
                return meaning, length
        return None, 0
