"""Why a planner chose a window, as a person reads it."""

from typing import Final

from homeassistant.util import dt as dt_util

from ..schedule.why import Purpose, Why
from .wording import PlanWords

_COMPARED: Final = {
    Purpose.CHEAP: "why_cheap",
    Purpose.DEAR: "why_dear",
    Purpose.GOAL: "why_goal",
    Purpose.HOLD: "why_hold",
}
"""The texts in which a price stands beside another one."""
_ALONE: Final = {
    Purpose.DEVICE: "why_device",
    Purpose.FALLBACK: "why_fallback",
    Purpose.RESERVE: "why_reserve",
}


def why_sentence(why: Why, words: PlanWords, currency: str) -> str:
    """Return the reason of a window in one sentence, with what it saves."""
    if (key := _ALONE.get(why.purpose)) is not None:
        return words.say(key)
    saves = words.money(why.saves, currency)
    if why.price is None or why.other_price is None:
        return words.say("why_saves", saves=saves)
    at = f"{dt_util.as_local(why.at):%H:%M}" if why.at else ""
    key = _COMPARED[why.purpose]
    return words.say(
        key if at or why.purpose is Purpose.GOAL else f"{key}_later",
        price=words.price(why.price, currency),
        other_price=words.price(why.other_price, currency),
        time=at,
        saves=saves,
    )
