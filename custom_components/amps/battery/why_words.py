"""Why a planner chose a window, as a person reads it."""

from typing import Final

from homeassistant.util import dt as dt_util

from ..schedule.why import Purpose, Why
from .wording import PlanWords

_ALONE: Final = frozenset({Purpose.DEVICE, Purpose.FALLBACK, Purpose.RESERVE})
"""What is said without prices."""


def why_kind(why: Why) -> str:
    """Return which sentence tells a reason: `why_KIND` among the texts of the card."""
    purpose = why.purpose
    if purpose in _ALONE:
        return purpose.value
    if why.price is None or why.other_price is None:
        return "saves"
    if why.at is None and purpose is not Purpose.GOAL:
        return f"{purpose.value}_later"
    return purpose.value


def why_sentence(why: Why, words: PlanWords, currency: str) -> str:
    """Return the reason of a window in one sentence, with what it saves."""

    def price(value: float | None) -> str:
        return "" if value is None else words.price(value, currency)

    return words.card(
        f"why_{why_kind(why)}",
        price=price(why.price),
        other_price=price(why.other_price),
        time=f"{dt_util.as_local(why.at):%H:%M}" if why.at else "",
        saves=words.money(why.saves, currency),
    )
