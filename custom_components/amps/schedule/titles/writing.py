"""Titles as they are written."""

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
import math

from ...api.models import Command, Parameter, Parameters
from ..goal import Aim
from .language import COMMANDS, Language, Meaning
from .languages import ENGLISH, LANGUAGES

_MEANINGS = {command: meaning for meaning, command in COMMANDS.items()}
_PARAMETERS = {
    Parameter.TARGET: (Meaning.TO, "%"),
    Parameter.POWER: (Meaning.AT, "kW"),
    Parameter.RESERVE: (Meaning.KEEP, "%"),
}
_MINUTE = timedelta(minutes=1)
_HOUR = timedelta(hours=1)
_PRICE_DIGITS = 6
_MINOR_UNITS = {
    "GBP": "p",
    "SEK": "öre",
    "NOK": "øre",
    "DKK": "øre",
    "PLN": "gr",
}
"""How a hundredth of a currency is written; of all others it is `ct`."""


def format_title(
    command: Command,
    parameters: Parameters,
    aim: Aim | None = None,
    *,
    comment: str | None = None,
    language: str = "en",
    currency: str | None = None,
) -> str:
    """Return a title, such as "Charge to 90 % at 3 kW keep 20 % cheapest (guests)".

    Target and reserve are in percent, power in kW; prices are written in hundredths of
    the currency. A language without a row is English. Raises ValueError for a number
    that is not finite, or for a parameter that is negative.
    """
    words = _words(language)
    name = words.phrases[_MEANINGS[command]][0]
    parts = [name[:1].upper() + name[1:]]
    if aim is not None and aim.duration is not None:
        parts += _duration(aim.duration)
    for parameter, value in parameters.given().items():
        meaning, unit = _PARAMETERS[parameter]
        if value < 0:
            raise ValueError(f"no number for a title: {value}")
        parts += [words.phrases[meaning][0], _plain(value, words), unit]
    if aim is not None:
        parts += _choice(command, aim, words, _MINOR_UNITS.get(currency or "", "ct"))
    if comment:
        parts.append(f"({comment})")
    return " ".join(parts)


def format_number(value: float, language: str, decimals: int | None = None) -> str:
    """Return a number as a language writes it, such as 1,32; never -0.00.

    Without `decimals`, it has as many as it needs, with six digits at most. A language
    without a row is English.
    """
    digits = f"{value:zg}" if decimals is None else f"{value:z.{decimals}f}"
    return digits.replace(".", _words(language).decimal)


def _words(language: str) -> Language:
    return LANGUAGES.get(language.partition("-")[0].lower(), ENGLISH)


def _duration(duration: timedelta) -> Iterator[str]:
    hours, rest = divmod(duration, _HOUR)
    if hours:
        yield f"{hours} h"
    if rest or not hours:
        yield f"{rest // _MINUTE} min"


def _choice(command: Command, aim: Aim, words: Language, minor: str) -> Iterator[str]:
    limits = (Meaning.BELOW, aim.max_price), (Meaning.ABOVE, aim.min_price)
    if all(price is None for _, price in limits):
        charges = command is Command.CHARGE
        yield words.phrases[Meaning.CHEAPEST if charges else Meaning.DEAREST][0]
    for meaning, price in limits:
        if price is not None:
            amount = _plain(round(price * 100, _PRICE_DIGITS), words)
            yield f"{words.phrases[meaning][0]} {amount} {minor}"
    if aim.in_one_go:
        yield words.phrases[Meaning.IN_ONE_GO][0]


def _plain(value: float, words: Language) -> str:
    if not math.isfinite(value):
        raise ValueError(f"no number for a title: {value}")
    digits = f"{Decimal(repr(float(value))):f}"
    if "." in digits:
        digits = digits.rstrip("0").rstrip(".")
    return digits.replace(".", words.decimal)
