"""Titles as people type them, in any of the languages, read word by word."""

from dataclasses import dataclass, field
from datetime import time, timedelta
import re

from ...api.models import Command, Parameter, Parameters
from ..errors import GoalError, TitleError, TitleFault
from ..goal import Aim, check_aim
from .grammar import CHOICES, GIVING_WAY, LEVELS, LIMITS, MEANT, OPENING
from .language import COMMANDS, Meaning
from .numbers import Amount, NumberReader
from .phrases import Cursor
from .times import Times
from .title import MAX_TITLE, Title
from .tokens import NotUnderstoodError, TokenKind, tokens
from .words import NUMBERS, PARTICLES, SPANS, UNITS, Kind

MAX_COMMENT = 200
"""Characters of a comment that is kept."""

_FULL = 100.0
_MAX_MINUTES = 31 * 24 * 60
"""Nothing lasts longer."""
_HOURS_OF_DAY = 24
_NOON = 12
_COMMENT = re.compile(r"\s*\(([^()]*)\)\s*$")


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
        found = _Reader(Cursor(tokens(said))).read()
    except GoalError as err:
        raise TitleError(text) from err
    except NotUnderstoodError as err:
        raise TitleError(text, err.fault, err.said) from err
    kept = " ".join(comment[1].split())[:MAX_COMMENT] if comment else ""
    return found._replace(comment=kept.strip() or None)


@dataclass
class _Reader:
    """Goes through the tokens of a title, and notes what they say."""

    cursor: Cursor
    command: Command | None = None
    opening: Meaning | None = None
    """What the next number follows."""
    given: dict[str, float] = field(default_factory=dict)
    choices: set[Meaning] = field(default_factory=set)
    begin: Amount | None = None
    """What a range begins with, while nothing says what it counts."""
    by_dash: bool = False
    """Whether that range has a dash, and no words."""

    def read(self) -> Title:
        while (token := self.cursor.token) is not None:
            if token.kind is TokenKind.DASH:
                self._take_dash()
            elif self._is_number():
                self._take_number()
            else:
                self._take_phrase()
        if self.begin is not None:
            raise NotUnderstoodError(TitleFault.NUMBER, self.begin.said)
        if self.opening is not None:
            raise NotUnderstoodError
        return self._title()

    def _title(self) -> Title:
        command = self.command or self._command_of_choice()
        start, end = (self._clock(edge) for edge in ("start", "end"))
        self._settle_levels(command)
        self._settle_prices(command)
        parameters = Parameters(
            **{
                parameter.value: self.given[parameter]
                for parameter in Parameter
                if parameter in self.given
            }
        )
        aim = self._aim(command)
        if aim is not None:
            check_aim(command, parameters, aim)
        times = Times(start, end, Meaning.NIGHT in self.choices)
        return Title(command, parameters, aim, times=times)

    def _command_of_choice(self) -> Command:
        """Return what only one command can mean, where none is named."""
        if self.choices & {Meaning.CHEAPEST, Meaning.FULL}:
            return Command.CHARGE
        if Meaning.DEAREST in self.choices:
            return Command.DISCHARGE
        fault = TitleFault.COMMAND if self.given else TitleFault.UNKNOWN
        raise NotUnderstoodError(fault)

    def _clock(self, edge: str) -> time | None:
        minutes = self.given.pop(edge, None)
        if minutes is None:
            return None
        hour, minute = divmod(int(minutes), 60)
        return time(hour, minute)

    def _settle_levels(self, command: Command) -> None:
        """Decide what levels are that do not mean the same for every command."""
        charges = command is Command.CHARGE
        if Meaning.FULL in self.choices and not charges:
            raise NotUnderstoodError
        if (level := self.given.pop("bare_level", None)) is not None:
            if charges and level <= _HOURS_OF_DAY:
                # nobody charges to 7 %: it may be meant to be a time
                raise NotUnderstoodError(TitleFault.NUMBER, f"{level:g}")
            self._note(Parameter.TARGET, level)
        for name, charge, discharge, other in LEVELS:
            if (level := self.given.pop(name, None)) is None:
                continue
            of_command = {Command.CHARGE: charge, Command.DISCHARGE: discharge}
            if (parameter := of_command.get(command, other)) is None:
                raise NotUnderstoodError
            self._note(parameter, level)
        begins = self.given.pop("from_level", None) is not None
        if begins and Parameter.TARGET not in self.given:
            raise NotUnderstoodError

    def _settle_prices(self, command: Command) -> None:
        """Take "from 30 ct" as a least price, unless a charge may mean the reverse."""
        if (price := self.given.pop("from_price", None)) is not None:
            if command is Command.CHARGE and "max_price" not in self.given:
                raise NotUnderstoodError
            self._note("min_price", price)

    def _aim(self, command: Command) -> Aim | None:
        wrong = Meaning.DEAREST if command is Command.CHARGE else Meaning.CHEAPEST
        if wrong in self.choices:
            raise NotUnderstoodError
        limits = {"max_price", "min_price"} & self.given.keys()
        if Meaning.WHEN in self.choices and not limits and not self.choices & CHOICES:
            raise NotUnderstoodError
        in_one_go = Meaning.IN_ONE_GO in self.choices
        minutes = self.given.get("duration")
        if minutes is None and not (limits or in_one_go or self.choices & CHOICES):
            return None
        return Aim(
            duration=None if minutes is None else timedelta(minutes=round(minutes)),
            max_price=self.given.get("max_price"),
            min_price=self.given.get("min_price"),
            in_one_go=in_one_go,
        )

    def _take_dash(self) -> None:
        """Pass what separates two things, which may not belong to a number."""
        if self.opening is not None:
            raise NotUnderstoodError
        self.cursor.position += 1

    def _take_phrase(self) -> None:
        token = self.cursor.token
        meaning = self.cursor.meaning()
        if meaning is None:
            anything = self.command or self.given or self.choices
            fault = TitleFault.WORD if anything else TitleFault.UNKNOWN
            raise NotUnderstoodError(fault, token.text if token else None)
        begin = self.cursor.position
        self.cursor.passes(meaning)
        if meaning is Meaning.RESERVE and self.command is not None:
            meaning = Meaning.KEEP
        if meaning in COMMANDS:
            self._take_command(COMMANDS[meaning])
        elif meaning is Meaning.AND:
            self._take_and()
        elif meaning in (Meaning.AM, Meaning.PM):
            raise NotUnderstoodError(TitleFault.WORD, self.cursor.text_since(begin))
        elif meaning in OPENING:
            if token is None or token.text not in PARTICLES or self._number_follows():
                self._open(meaning)
        elif meaning in (Meaning.FULL, Meaning.FILL):
            self._take_full(meaning)
        elif meaning is not Meaning.FILLER:
            self.choices.add(meaning)

    def _open(self, meaning: Meaning) -> None:
        if self.opening is not None:
            meaning = GIVING_WAY.get((self.opening, meaning), Meaning.FILLER)
            if meaning is Meaning.FILLER:
                raise NotUnderstoodError
        self.opening = meaning

    def _take_and(self) -> None:
        if self.opening is not None:
            raise NotUnderstoodError
        if self._in_range():
            self.opening = Meaning.UNTIL

    def _take_full(self, meaning: Meaning) -> None:
        if self.opening not in (None, Meaning.TO, Meaning.UNTIL):
            raise NotUnderstoodError
        if meaning is Meaning.FILL:
            self._take_command(Command.CHARGE)
        self.choices.add(Meaning.FULL)
        self._note(Parameter.TARGET, _FULL)

    def _take_command(self, command: Command) -> None:
        if self.opening is not None or self.command not in (None, command):
            raise NotUnderstoodError
        self.command = command

    def _in_range(self) -> bool:
        """Return whether a range has begun that has no end so far."""
        begun = {"start": "end", "from_level": Parameter.TARGET}
        begun["from_price"] = "max_price"
        open_ = any(
            key in self.given and end not in self.given for key, end in begun.items()
        )
        return self.begin is not None or open_

    def _is_number(self) -> bool:
        """Return whether a number stands here, or what only stands before one."""
        token, meaning = self.cursor.token, self.cursor.meaning()
        if token is None:
            return False
        if meaning is Meaning.AND and token.text in NUMBERS:
            counts = self.cursor.meaning(1) is Meaning.AND_HALF
            counts |= bool(UNITS.keys() & self.cursor.words(1, 1))
            return counts and not self._in_range()
        if meaning is not None:
            return meaning is Meaning.HALF
        unit = UNITS.get(token.text)
        return (
            token.kind is TokenKind.NUMBER
            or (unit is not None and unit.kind is Kind.PRICE)
            or token.text in NUMBERS
            or token.text in SPANS
        )

    def _number_follows(self) -> bool:
        """Return whether what stands here can belong to an opening before it."""
        leading = LIMITS | {Meaning.FULL}
        return self._is_number() or self.cursor.meaning() in leading

    def _take_number(self) -> None:
        """Take a number with what it counts, which may stand before or behind it."""
        if self.opening is None and self.begin is not None:
            raise NotUnderstoodError
        reader = NumberReader(
            self.cursor, self.opening, in_clock_range="start" in self.given
        )
        amount = reader.read()
        begins = self.opening is None and self._dash_to_number()
        if begins:
            self.opening = Meaning.FROM
            self.by_dash = True
        self._take_amount(amount)
        if begins:
            self.cursor.position += 1
            self.opening = Meaning.UNTIL

    def _dash_to_number(self) -> bool:
        """Return whether a dash and the end of a range stand here."""
        here = self.cursor.tokens[self.cursor.position : self.cursor.position + 2]
        return [token.kind for token in here] == [TokenKind.DASH, TokenKind.NUMBER]

    def _take_amount(self, amount: Amount) -> None:
        if self.opening is Meaning.FROM and amount.kind is None:
            self.begin, self.opening = amount, None
            return
        amount = self._end_of_range(amount)
        opening = Meaning.TO if self.opening is Meaning.UNTIL else self.opening
        name = MEANT.get((self.opening, amount.kind)) or MEANT.get(
            (opening, amount.kind)
        )
        if self.opening is Meaning.TO and amount.kind is Kind.CLOCK:
            name = "end" if "start" in self.given else None
        reserves = self.command is Command.AUTO_RESERVE and self.opening is None
        if name == Parameter.TARGET and reserves:
            name = Parameter.RESERVE
        if name is None or (amount.value < 0 and amount.kind is not Kind.PRICE):
            raise NotUnderstoodError(TitleFault.NUMBER, amount.said)
        if amount.choice is not None:
            self.choices.add(amount.choice)
        value = amount.value
        if name == "duration":
            # "2 h 30 min" is one duration
            value += self.given.pop(name, 0.0)
            if value > _MAX_MINUTES:
                raise NotUnderstoodError
        self._note(name, value)

    def _end_of_range(self, amount: Amount) -> Amount:
        """Return the end of a range, by which its beginning is noted."""
        begin, self.begin = self.begin, None
        highest = max(amount.value, begin.value if begin else 0.0)
        is_bare = amount.kind is None and self.opening is Meaning.UNTIL
        if amount.kind is None and (is_bare or begin) and highest <= _HOURS_OF_DAY:
            # a level or a time of day
            raise NotUnderstoodError(TitleFault.NUMBER, amount.said)
        if begin is None:
            return amount
        if amount.kind is None:
            amount = amount._replace(kind=Kind.PERCENT)
        value = begin.value * amount.factor
        if amount.kind is Kind.CLOCK:
            value = _hour_before(begin, amount)
            if self.by_dash and amount.may_last and value < amount.value:
                raise NotUnderstoodError(TitleFault.NUMBER, amount.said)
        name = MEANT.get((Meaning.FROM, amount.kind))
        if name is None:
            raise NotUnderstoodError(TitleFault.NUMBER, begin.said)
        opening = self.opening
        self._note(name, value)
        self.opening = opening
        return amount

    def _note(self, name: str, value: float) -> None:
        if name in self.given:
            raise NotUnderstoodError
        self.given[name] = value
        self.opening = None


def _hour_before(begin: Amount, end: Amount) -> float:
    """Return the minute of the day at which a range begins, as in "1 to 5 am"."""
    hour, is_whole = divmod(begin.value, 1)
    half = _NOON * 60 if end.half_day is Meaning.PM else 0
    minutes = hour % _HOURS_OF_DAY * 60
    if end.half_day is not None and hour <= _NOON:
        minutes = hour % _NOON * 60 + half
    is_after = end.half_day is not None and hour <= _NOON and minutes >= end.value
    if is_whole or hour > _HOURS_OF_DAY or is_after:
        raise NotUnderstoodError(TitleFault.NUMBER, begin.said)
    return minutes
