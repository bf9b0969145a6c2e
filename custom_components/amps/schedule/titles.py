"""A window's title: "Charge to 90 % at 3 kW" <-> command and parameters."""

from decimal import Decimal
import math
import re

from ..api.models import Command, Parameter, Parameters
from .errors import TitleError

MAX_TITLE = 2_000
"""Characters that a title may have: three numbers, each in full."""

_WORDS = {
    "charge": Command.CHARGE,
    "discharge": Command.DISCHARGE,
    "idle": Command.IDLE,
    "balanced": Command.AUTO_BALANCED,
    "reserve": Command.AUTO_RESERVE,
    "export": Command.AUTO_EXPORT,
}
_NAMES = {command: word.capitalize() for word, command in _WORDS.items()}
_SHAPES = {
    Parameter.TARGET: "to {} %",
    Parameter.POWER: "at {} kW",
    Parameter.RESERVE: "keep {} %",
}
_NUMBER = r"([0-9]+(?:[.,][0-9]+)?)"
_PART = re.compile(
    rf"\s*(?:(?P<word>to|at|keep)\s*)?{_NUMBER}\s*(?P<unit>%|kW\b)", re.IGNORECASE
)
_PARAMETERS = {
    ("to", "%"): Parameter.TARGET,
    ("", "%"): Parameter.TARGET,
    ("at", "kw"): Parameter.POWER,
    ("", "kw"): Parameter.POWER,
    ("keep", "%"): Parameter.RESERVE,
}


def format_title(command: Command, parameters: Parameters) -> str:
    """Return the title of a window, such as "Charge to 90 % at 3 kW keep 20 %".

    Target and reserve are in percent, power in kW; raises ValueError for a number that
    is negative or not finite.
    """
    words = [_NAMES[command]]
    for name, value in parameters.given().items():
        words.append(_SHAPES[name].format(_plain(value)))
    return " ".join(words)


def parse_title(text: str) -> tuple[Command, Parameters]:
    """Return the command and parameters that a title says; raises TitleError.

    The case does not matter, nor do spaces, a missing "to" or "at", the order of the
    parameters or a decimal comma. Whether a device takes them is not looked at.
    """
    word, rest = _split(text)
    given: dict[str, float] = {}
    position = 0
    while match := _PART.match(rest, position):
        kind = (match["word"] or "").lower(), match["unit"].lower()
        name = _PARAMETERS.get(kind)
        value = float(match[2].replace(",", "."))
        if name is None or name in given or not math.isfinite(value):
            raise TitleError(text)
        given[name.value] = value
        position = match.end()
    if word not in _WORDS or rest[position:].strip():
        raise TitleError(text)
    return _WORDS[word], Parameters(**given)


def _split(text: str) -> tuple[str, str]:
    if len(text) > MAX_TITLE:
        raise TitleError(text)
    word = re.match(r"\s*([a-z]+)", text, re.IGNORECASE | re.ASCII)
    if word is None:
        raise TitleError(text)
    return word[1].lower(), text[word.end() :]


def _plain(value: float) -> str:
    if not math.isfinite(value) or value < 0:
        raise ValueError(f"no number for a title: {value}")
    digits = f"{Decimal(repr(float(value))):f}"
    return digits.rstrip("0").rstrip(".") if "." in digits else digits
