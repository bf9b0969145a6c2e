"""A number in a title, with what it counts."""

from dataclasses import dataclass
import math
import re
from typing import NamedTuple

from ..errors import TitleFault
from .language import Meaning
from .phrases import Cursor
from .tokens import NotUnderstoodError, TokenKind
from .words import HALF_SIGN, NUMBERS, PER_KWH, SPANS, UNITS, Kind, Unit

_HOUR = 60
_NOON = 12
_DAY_HOURS = 24
_DIGITS = 9
"""What lies behind them is from arithmetic, not from the title."""
_MINUTES = re.compile(r"[0-5][0-9]")
_OF_CLOCK = re.compile(r"([0-9]{1,2})(?:[:.]([0-5][0-9]))?")
_THOUSANDS = re.compile(r"[1-9][0-9]*[.,][0-9]{3}")
"""3.000 W are three watts to some, and three kilowatts to others."""
_CHOICES = frozenset({Meaning.CHEAPEST, Meaning.DEAREST})


class Amount(NamedTuple):
    """A number, and what it counts; None where nothing says that."""

    value: float
    """In %, kW, minutes, minutes of the day, or money."""
    kind: Kind | None
    said: str
    factor: float = 1.0
    half_day: Meaning | None = None
    """AM or PM, if it is said."""
    may_last: bool = False
    """Whether a time of day may be meant as a duration, as in "2-5 h"."""
    choice: Meaning | None = None
    """What stands between number and unit in "3 cheapest hours"."""


@dataclass
class NumberReader:
    """Reads a number with what stands before and behind it."""

    cursor: Cursor
    opening: Meaning | None
    """What the number follows."""
    in_clock_range: bool
    """Whether it ends what a time of day began."""
    _shown: str = ""
    """The number as it is told to its owner."""

    def read(self) -> Amount:
        """Pass a number, and return it."""
        before = None if self._is_span() else self._unit()
        begin = self.cursor.position
        said = self._number()
        self._shown = self.cursor.text_since(begin) or said
        unit, choice = before or self._unit(), None
        if unit is None:
            unit, choice = self._unit_behind_choice()
        kind = unit.kind if unit else None
        half = self._half_day() if kind in (None, Kind.CLOCK) else None
        if half is not None or self._is_clock(said, unit):
            return self._clock(said, half, unit)
        if kind is Kind.PRICE and self.cursor.words(2) in PER_KWH:
            self.cursor.position += 2
        if kind is Kind.POWER and unit != UNITS["kw"] and _THOUSANDS.fullmatch(said):
            raise NotUnderstoodError(TitleFault.NUMBER, self._shown)
        return self._amount(said, unit, choice)

    def _amount(self, said: str, unit: Unit | None, choice: Meaning | None) -> Amount:
        hours, colon, minutes = said.partition(":")
        if colon and (unit is None or unit.kind is not Kind.TIME):
            raise NotUnderstoodError(TitleFault.NUMBER, self._shown)
        value = float(hours.replace(",", ".")) + float(minutes or 0) / _HOUR
        if not math.isfinite(value):
            raise NotUnderstoodError
        if unit is None:
            return Amount(value, None, self._shown)
        amount = value if unit.factor == 1 else round(value * unit.factor, _DIGITS)
        if unit.kind is Kind.TIME:
            if self._passes(Meaning.AND_HALF):
                amount += unit.factor / 2
            elif unit.factor == _HOUR:
                amount += self._minutes()
        return Amount(amount, unit.kind, self._shown, unit.factor, choice=choice)

    def _number(self) -> str:
        """Pass a number, in digits or in words, and return its digits."""
        token = self.cursor.token
        if self._is_span():
            return "1"
        if self._passes(Meaning.HALF):
            return "0.5"
        if token is None:
            raise NotUnderstoodError
        if token.kind is TokenKind.NUMBER:
            said = token.text.replace("\N{MINUS SIGN}", "-")
        elif token.text in NUMBERS:
            said = f"{NUMBERS[token.text]:g}"
        else:
            raise NotUnderstoodError
        self.cursor.position += 1
        if said.isdecimal() and self._passes(Meaning.AND_HALF):
            return f"{said}.5"
        return said

    def _is_span(self) -> bool:
        return bool(SPANS & set(self.cursor.words(1)))

    def _passes(self, half: Meaning) -> bool:
        if self.cursor.words(len(HALF_SIGN)) == HALF_SIGN:
            self.cursor.position += len(HALF_SIGN)
            return True
        return self.cursor.passes(half)

    def _unit(self) -> Unit | None:
        """Pass a unit if one stands here: two words or one."""
        for length in (2, 1):
            words = self.cursor.words(length)
            if len(words) == length and (unit := UNITS.get(" ".join(words))):
                self.cursor.position += length
                return unit
        return None

    def _unit_behind_choice(self) -> tuple[Unit | None, Meaning | None]:
        """Pass the rest of "3 cheapest hours"; else stay."""
        begin = self.cursor.position
        meaning = self.cursor.meaning()
        if meaning in _CHOICES:
            self.cursor.passes(meaning)
            unit = self._unit()
            if unit is not None and unit.kind is Kind.TIME:
                return unit, meaning
        self.cursor.position = begin
        return None, None

    def _minutes(self) -> int:
        """Pass the minutes of "1 h 30", and return them."""
        token, unit_behind = self.cursor.token, self.cursor.words(2)[1:]
        if token is None or not _MINUTES.fullmatch(token.text):
            return 0
        if " ".join(unit_behind) in UNITS:
            return 0
        self.cursor.position += 1
        return int(token.text)

    def _half_day(self) -> Meaning | None:
        for half in (Meaning.AM, Meaning.PM):
            if self.cursor.passes(half):
                return half
        return None

    def _is_clock(self, said: str, unit: Unit | None) -> bool:
        always = self.opening in (Meaning.BY, Meaning.SINCE)
        may_end = self.opening in (Meaning.UNTIL, Meaning.TO)
        if unit is not None:
            may_be = always or may_end or self.opening is Meaning.FROM
            return unit.kind is Kind.CLOCK or (unit.is_hour and may_be)
        return ":" in said or always or (may_end and self.in_clock_range)

    def _clock(self, said: str, half: Meaning | None, unit: Unit | None) -> Amount:
        """Return the minutes of a day."""
        match = _OF_CLOCK.fullmatch(said)
        if match is None:
            raise NotUnderstoodError(TitleFault.NUMBER, self._shown)
        hour, minutes = int(match[1]), int(match[2] or 0)
        if unit is not None and match[2] is None:
            minutes = self._minutes()
        half = half or self._half_day()
        if half is not None and hour <= _NOON:
            hour = hour % _NOON + (_NOON if half is Meaning.PM else 0)
        elif half is Meaning.AM:
            raise NotUnderstoodError(TitleFault.NUMBER, self._shown)
        if hour * _HOUR + minutes > _DAY_HOURS * _HOUR:
            raise NotUnderstoodError(TitleFault.NUMBER, self._shown)
        minute_of_day = (hour % _DAY_HOURS) * _HOUR + minutes
        may_last = unit is not None and unit.kind is Kind.TIME
        return Amount(
            minute_of_day,
            Kind.CLOCK,
            self._shown,
            _HOUR,
            half_day=half,
            may_last=may_last,
        )
