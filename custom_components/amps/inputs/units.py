"""What money and energy a price is told in. Pure; nothing is ever guessed."""

import math
import re
from typing import NamedTuple

from homeassistant.generated.currencies import ACTIVE_CURRENCIES

from ..schedule.titles import format_number
from .errors import PriceError, short

ENERGIES = {"wh": 0.001, "kwh": 1.0, "mwh": 1000.0}
"""How many kWh there are in each."""
_CENTS = frozenset({"AUD", "CAD", "EUR", "HKD", "NZD", "SGD", "USD", "ZAR"})
_CROWNS = frozenset({"DKK", "ISK", "NOK", "SEK"})
_WHOLE: dict[str, frozenset[str]] = {
    "$": _CENTS - {"EUR", "ZAR"},
    "£": frozenset({"GBP"}),
    "€": frozenset({"EUR"}),
    "euro": frozenset({"EUR"}),
    "kr": _CROWNS,
    "kč": frozenset({"CZK"}),
    "zł": frozenset({"PLN"}),
}
_HUNDREDTHS: dict[str, frozenset[str]] = {
    "c": _CENTS,
    "cent": _CENTS,
    "cents": _CENTS,
    "ct": _CENTS,
    "¢": _CENTS,
    "snt": frozenset({"EUR"}),
    "p": frozenset({"GBP"}),
    "pence": frozenset({"GBP"}),
    "rp": frozenset({"CHF"}),
    "öre": frozenset({"SEK"}),
    "øre": frozenset({"DKK", "NOK"}),
}
"""Words for money, and the currencies that each may mean."""

_SHOWN = {
    **dict.fromkeys(("AUD", "CAD", "NZD", "USD"), "c"),
    **dict.fromkeys(("DKK", "NOK"), "øre"),
    "CHF": "Rp.",
    "EUR": "ct",
    "GBP": "p",
    "SEK": "öre",
}
"""What the hundredth of a currency is called, where electricity is priced in it."""

_STRONG = frozenset({"AUD", "CAD", "CHF", "EUR", "GBP", "NZD", "USD"})
_MAX_PRICE = 50.0
"""A kWh never costs this much in a strong currency, even when the market peaks."""
_MAX_TARIFF = 5.0
"""Nor this much in a contract: anyone who enters more means cents."""
_WEAK_CURRENCY_FACTOR = 2000.0
"""The factor by which the limits are higher for weak currencies."""
_UNIT = re.compile(r"\s*(.+?)\s*/\s*(wh|kwh|mwh)\s*", re.IGNORECASE)


class PriceUnit(NamedTuple):
    """What the number of a price means."""

    currency: str
    factor: float = 1.0
    """Times this it is in money per kWh."""


def parse_unit(text: object, hint: str) -> PriceUnit:
    """Return what a unit such as ct/kWh means; raises PriceError if that is uncertain.

    `hint` is the currency to be assumed where a word is that of several, such as "kr".
    """
    match = _UNIT.fullmatch(text) if isinstance(text, str) else None
    if match is None:
        raise PriceError("prices_unit", unit=short(text or ""))
    money, per = match[1].casefold(), ENERGIES[match[2].casefold()]
    if money.upper() in ACTIVE_CURRENCIES:
        return PriceUnit(money.upper(), 1 / per)
    if currency := _meant(_WHOLE.get(money), hint):
        return PriceUnit(currency, 1 / per)
    if currency := _meant(_HUNDREDTHS.get(money), hint):
        return PriceUnit(currency, 0.01 / per)
    raise PriceError("prices_unit", unit=short(match[0]))


def _meant(currencies: frozenset[str] | None, hint: str) -> str | None:
    if currencies is not None and len(currencies) == 1:
        return next(iter(currencies))
    return hint if currencies is not None and hint in currencies else None


def number(told: object) -> float:
    """Return a number that was told; raises PriceError if it is none.

    One that is too large to be held is infinite.
    """
    if isinstance(told, bool) or not isinstance(told, int | float):
        raise PriceError("prices_unreadable", entry=short(told))
    try:
        return float(told)
    except OverflowError:
        return math.inf


def max_price(currency: str) -> float:
    """Return above what no price of a kWh is believed, in either direction."""
    return _MAX_PRICE * (1 if currency in _STRONG else _WEAK_CURRENCY_FACTOR)


def max_tariff(currency: str) -> float:
    """Return above what no price is believed that a person typed."""
    return _MAX_TARIFF * (1 if currency in _STRONG else _WEAK_CURRENCY_FACTOR)


def shown_price(price: float, currency: str, language: str) -> tuple[str, str]:
    """Return a price per kWh as people say it, and the unit in which they do."""
    if (hundredth := _SHOWN.get(currency)) is not None:
        return format_number(price * 100, language, 1), f"{hundredth}/kWh"
    return format_number(price, language, 2), f"{currency}/kWh"
