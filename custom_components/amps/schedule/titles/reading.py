"""Titles as people type them, in any of the languages, read word by word."""

from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache
import math
import re
from typing import NamedTuple

from ...api.models import Command, Parameter, Parameters
from ..errors import GoalError, TitleError
from ..goal import Aim, check_aim
from .words import (
    COMMANDS,
    NUMBERS,
    PER_KWH,
    UNITS,
    Meaning,
    Phrase,
    TitleUnit,
    phrases,
    plain,
)

MAX_TITLE = 2_000
"""Characters that a title may have: three numbers, each in full."""
MAX_COMMENT = 200
"""Characters of a comment that is kept."""

_FULL = 100.0
_MINUTES_OF_HOUR = 60
_MAX_MINUTES = 31 * 24 * 60
"""Nothing lasts longer."""
_DIGITS = 9
"""What lies behind them is from arithmetic, not from the title."""
_COMMENT = re.compile(r"\s*\(([^()]*)\)\s*$")
_TOKEN = re.compile(
    r"\s*(?:(?P<number>[-\u2212]?[0-9]+(?:[.,:][0-9]+)?)"
    r"|(?P<word>[^\W\d_]+(?:['-][^\W\d_]+)*['.]?|[%€$£¢/]))"
    r"(?:[,;.!](?=\s|$))?",
)
_CLOCK = re.compile(r"\b([0-9]+)h([0-9]{2})\b")
"""A duration such as 1h30."""
_GIVING_WAY = frozenset(
    {
        (Meaning.AT, Meaning.BELOW),
        (Meaning.AT, Meaning.ABOVE),
        (Meaning.TO, Meaning.BELOW),
    }
)
"""What may stand before what a number follows, as in "at less than"."""
_CHOICES = frozenset({Meaning.CHEAPEST, Meaning.DEAREST})
_OPENING = frozenset(
    {
        Meaning.TO,
        Meaning.AT,
        Meaning.KEEP,
        Meaning.BELOW,
        Meaning.ABOVE,
        Meaning.FOR,
    }
)
"""What a number has to follow."""
_MEANT: dict[tuple[Meaning | None, TitleUnit | None], str] = {
    (None, TitleUnit.PERCENT): Parameter.TARGET,
    (Meaning.TO, TitleUnit.PERCENT): Parameter.TARGET,
    (Meaning.TO, None): Parameter.TARGET,
    (Meaning.KEEP, TitleUnit.PERCENT): Parameter.RESERVE,
    (Meaning.KEEP, None): Parameter.RESERVE,
    (Meaning.ABOVE, TitleUnit.PERCENT): Parameter.RESERVE,
    (None, TitleUnit.POWER): Parameter.POWER,
    (Meaning.AT, TitleUnit.POWER): Parameter.POWER,
    (Meaning.TO, TitleUnit.POWER): Parameter.POWER,
    (Meaning.BELOW, TitleUnit.POWER): Parameter.POWER,
    (None, TitleUnit.TIME): "duration",
    (Meaning.FOR, TitleUnit.TIME): "duration",
    (Meaning.BELOW, TitleUnit.PRICE): "max_price",
    (Meaning.TO, TitleUnit.PRICE): "max_price",
    (Meaning.ABOVE, TitleUnit.PRICE): "min_price",
    (Meaning.KEEP, TitleUnit.PRICE): "min_price",
}
"""What a number is, by what it follows and what it counts."""


class Title(NamedTuple):
    """What a title asks for."""

    command: Command
    parameters: Parameters
    aim: Aim | None = None
    """None where it takes place from its start to its end."""
    comment: str | None = None


def parse_title(text: str) -> Title:
    """Return what a title asks for; raises TitleError.

    It may be in any language that is known. The case does not matter, nor do spaces,
    the order, or a decimal comma; what stands in brackets at its end is a comment.
    Whether a battery takes it is not looked at.
    """
    if len(text) > MAX_TITLE:
        raise TitleError(text)
    comment = _COMMENT.search(text)
    said = text[: comment.start()] if comment else text
    try:
        found = _Reader(_tokens(said)).read()
    except (_NotUnderstoodError, GoalError) as err:
        raise TitleError(text) from err
    kept = " ".join(comment[1].split())[:MAX_COMMENT] if comment else ""
    return found._replace(comment=kept.strip() or None)


class _NotUnderstoodError(Exception):
    """Something says nothing here."""


class _Token(NamedTuple):
    text: str
    is_number: bool


def _tokens(text: str) -> list[_Token]:
    said, position = _CLOCK.sub(r"\1:\2 h", plain(text)).strip(), 0
    tokens: list[_Token] = []
    while position < len(said):
        if (match := _TOKEN.match(said, position)) is None:
            raise _NotUnderstoodError
        number = match["number"]
        word = (match["word"] or "").rstrip(".")
        tokens.append(_Token(number or word, number is not None))
        position = match.end()
    return tokens


@cache
def _known() -> tuple[dict[Phrase, Meaning], int]:
    """Return all phrases, and how many words the longest of them has."""
    known: dict[Phrase, Meaning] = {}
    for phrase, meaning in phrases():
        known.setdefault(phrase, meaning)
    return known, max(len(phrase) for phrase in known)


@dataclass
class _Reader:
    """Goes through the tokens of a title, and notes what they say."""

    tokens: list[_Token]
    position: int = 0
    command: Command | None = None
    opening: Meaning | None = None
    """What the next number follows."""
    given: dict[str, float] = field(default_factory=dict)
    choices: set[Meaning] = field(default_factory=set)

    def read(self) -> Title:
        while self.position < len(self.tokens):
            token = self.tokens[self.position]
            price = UNITS.get(token.text, (None,))[0] is TitleUnit.PRICE
            if token.is_number or price or token.text in NUMBERS:
                self._take_number()
            else:
                self._take_phrase()
        if self.command is None or self.opening is not None:
            raise _NotUnderstoodError
        parameters = Parameters(
            **{
                parameter.value: self.given[parameter]
                for parameter in Parameter
                if parameter in self.given
            }
        )
        aim = self._aim()
        if aim is not None:
            check_aim(self.command, parameters, aim)
        return Title(self.command, parameters, aim)

    def _aim(self) -> Aim | None:
        wrong = Meaning.DEAREST if self.command is Command.CHARGE else Meaning.CHEAPEST
        if wrong in self.choices:
            raise _NotUnderstoodError
        times = [draft for draft in self.given if draft not in list(Parameter)]
        if not times and not self.choices:
            return None
        limits = {"max_price", "min_price"} & self.given.keys()
        if Meaning.WHEN in self.choices and not limits and not self.choices & _CHOICES:
            raise _NotUnderstoodError
        minutes = self.given.get("duration")
        return Aim(
            duration=None if minutes is None else timedelta(minutes=round(minutes)),
            max_price=self.given.get("max_price"),
            min_price=self.given.get("min_price"),
            in_one_go=Meaning.IN_ONE_GO in self.choices,
        )

    def _take_phrase(self) -> None:
        meaning = self._phrase()
        if meaning is Meaning.RESERVE and self.command is not None:
            meaning = Meaning.KEEP
        if meaning in COMMANDS:
            self._take_command(COMMANDS[meaning])
        elif meaning in _OPENING:
            if self.opening and (self.opening, meaning) not in _GIVING_WAY:
                raise _NotUnderstoodError
            self.opening = meaning
        elif meaning is Meaning.FULL:
            if self.opening not in (None, Meaning.TO):
                raise _NotUnderstoodError
            self._note(Parameter.TARGET, _FULL)
        elif meaning is Meaning.FILL:
            self._take_command(Command.CHARGE)
            self._note(Parameter.TARGET, _FULL)
        elif meaning is not Meaning.FILLER:
            self.choices.add(meaning)

    def _take_command(self, command: Command) -> None:
        if self.opening is not None or self.command not in (None, command):
            raise _NotUnderstoodError
        self.command = command

    def _phrase(self) -> Meaning:
        """Return what the longest phrase says that stands here, and pass it."""
        known, longest = _known()
        words = [
            token.text for token in self.tokens[self.position : self.position + longest]
        ]
        for length in range(len(words), 0, -1):
            meaning = known.get(tuple(words[:length]))
            if meaning is not None:
                self.position += length
                return meaning
        raise _NotUnderstoodError

    def _take_number(self) -> None:
        """Take a number with what it counts, which may stand before or behind it."""
        before = self._unit()
        value, is_time = self._value()
        unit = before or self._unit() or self._time_of_choice()
        if unit is not None and unit[0] is TitleUnit.PRICE:
            self._skip_per_kwh()
        kind, factor = unit or (None, 1.0)
        name = _MEANT.get((self.opening, kind))
        reserves = self.command is Command.AUTO_RESERVE and self.opening is None
        if name == Parameter.TARGET and reserves:
            name = Parameter.RESERVE
        if name is None or (value < 0 and kind is not TitleUnit.PRICE):
            raise _NotUnderstoodError
        if is_time and kind is not TitleUnit.TIME:
            raise _NotUnderstoodError
        amount = value if factor == 1 else round(value * factor, _DIGITS)
        if name == "duration":
            # "2 h 30 min" is one duration
            amount += self.given.pop(name, 0.0)
            if amount > _MAX_MINUTES:
                raise _NotUnderstoodError
        self._note(name, amount)

    def _value(self) -> tuple[float, bool]:
        """Take a number, and tell whether it was written like 2:30."""
        here = self.tokens[self.position : self.position + 1]
        if not here or not (here[0].is_number or here[0].text in NUMBERS):
            raise _NotUnderstoodError
        said = here[0].text
        digits = str(NUMBERS.get(said, said)).replace("\N{MINUS SIGN}", "-")
        self.position += 1
        whole, colon, minutes = digits.partition(":")
        if colon:
            value = int(whole) + int(minutes) / _MINUTES_OF_HOUR
        else:
            value = float(digits.replace(",", "."))
        if not math.isfinite(value):
            raise _NotUnderstoodError
        return value, bool(colon)

    def _unit(self) -> tuple[TitleUnit, float] | None:
        """Return what stands here if it is a unit, and pass it."""
        following = self.tokens[self.position : self.position + 1]
        unit = UNITS.get(following[0].text) if following else None
        self.position += unit is not None
        return unit

    def _time_of_choice(self) -> tuple[TitleUnit, float] | None:
        """Pass the rest of "3 cheapest hours", and return what the number counts."""
        begin = self.position
        try:
            meaning = self._phrase()
        except _NotUnderstoodError:
            return None
        unit = self._unit()
        if meaning in _CHOICES and unit is not None and unit[0] is TitleUnit.TIME:
            self.choices.add(meaning)
            return unit
        self.position = begin
        return None

    def _skip_per_kwh(self) -> None:
        following = self.tokens[self.position : self.position + 2]
        if tuple(token.text for token in following) in PER_KWH:
            self.position += len(following)

    def _note(self, name: str, value: float) -> None:
        if name in self.given:
            raise _NotUnderstoodError
        self.given[name] = value
        self.opening = None
