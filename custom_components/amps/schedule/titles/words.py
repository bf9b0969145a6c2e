"""The words of all languages together, as titles are read.

All are understood, whatever the language, so that none may mean one thing here and
another one there.
"""

from collections.abc import Iterator, Mapping
from enum import StrEnum, auto
import re
from typing import NamedTuple
import unicodedata

from .language import Meaning
from .languages import LANGUAGES

type Phrase = tuple[str, ...]


class Kind(StrEnum):
    """What a number counts."""

    PERCENT = auto()
    POWER = auto()
    TIME = auto()
    CLOCK = auto()
    """The hour of a day."""
    PRICE = auto()


class Unit(NamedTuple):
    """What stands behind a number."""

    kind: Kind
    factor: float
    """How much it is of %, kW, minutes or money."""
    is_hour: bool = False
    """Whether it may stand behind the hour of a day."""


def _same(words: str, kind: Kind, factor: float) -> dict[str, Unit]:
    return dict.fromkeys(words.split(), Unit(kind, factor))


def _units_of_languages() -> Iterator[tuple[str, Unit]]:
    clock = {word for language in LANGUAGES.values() for word in language.clock}
    yield from ((word, Unit(Kind.CLOCK, 60, is_hour=True)) for word in clock)
    for language in LANGUAGES.values():
        for word in language.percents:
            yield word, Unit(Kind.PERCENT, 1)
        for word, minutes in language.times.items():
            yield word, Unit(Kind.TIME, minutes, word in clock)


UNITS: Mapping[str, Unit] = {
    **dict(_units_of_languages()),
    **_same("%", Kind.PERCENT, 1),
    **_same("kw kilowatt kilowatts", Kind.POWER, 1),
    **_same("w watt watts", Kind.POWER, 1 / 1000),
    **_same("ct cts c cent cents ¢ p pence øre öre gr", Kind.PRICE, 1 / 100),
    **_same("centimes céntimos centesimi cént centavos", Kind.PRICE, 1 / 100),
    **_same("groszy grosze", Kind.PRICE, 1 / 100),
    **_same("€ eur euro euros £ gbp $ usd aud kr sek nok", Kind.PRICE, 1),
    **_same("dkk zł zl pln chf czk", Kind.PRICE, 1),
}
"""By what is written behind a number: one word or two."""

NUMBERS: Mapping[str, float] = {
    word: number
    for language in LANGUAGES.values()
    for word, number in language.numbers.items()
}
SPANS = frozenset(word for language in LANGUAGES.values() for word in language.spans)
PARTICLES = frozenset(
    word for language in LANGUAGES.values() for word in language.particles
)
HOURS: Mapping[str, int] = {
    word: hour
    for language in LANGUAGES.values()
    for word, hour in language.hours.items()
}

PER_KWH: frozenset[Phrase] = frozenset(
    (per, "kwh") for per in ("/", "per", "pro", "je", "par", "por", "za", "al", "a")
)
"""What may stand behind a price."""
HALF_SIGN: Phrase = ("1", "/", "2")

_MARKS = str.maketrans(
    {**dict.fromkeys("\u2010\u2011", "-"), **dict.fromkeys("\u2018\u2019\u02bc", "'")}
)
"""Hyphens and apostrophes, as a keyboard has them."""
_LEADING_APOSTROPHE = re.compile(r"(?<!\w)'")
_NO = frozenset("🚫⛔❌✖✗✘🛑⏹")
"""What says that something should not be done."""
_DECORATION = frozenset({"So", "Sk", "Me"})
_INVISIBLE = frozenset("\u200b\u200c\u200d\u2060\ufe0f\ufeff")
"""What joins and parts letters and emoji; what turns the writing around is no title."""
_BEYOND_LETTERS = "\u2000"


def plain(text: str) -> str:
    """Return a text as it is compared, whatever its case and kinds of spaces are.

    Emoji are only decoration, except for those that say no.
    """
    halves = text.replace("½", f" {''.join(HALF_SIGN)} ")
    folded = unicodedata.normalize("NFKC", halves).casefold().translate(_MARKS)
    said = "".join(" " if _is_decoration(sign) else sign for sign in folded)
    return _LEADING_APOSTROPHE.sub("", said)


def _is_decoration(sign: str) -> bool:
    if sign < _BEYOND_LETTERS or sign in _NO:
        return False
    return sign in _INVISIBLE or unicodedata.category(sign) in _DECORATION


def phrases() -> Iterator[tuple[Phrase, Meaning]]:
    """Yield every phrase of every language, as words."""
    for language in LANGUAGES.values():
        for meaning, known in language.phrases.items():
            for phrase in known:
                yield tuple(plain(phrase).split()), meaning
