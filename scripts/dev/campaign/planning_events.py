"""In which stories the day is planned by itself, and what its owner does with that.

They have a chance of their own: what a seed gave before there were any stays as it was.
"""

from collections.abc import Iterator
from dataclasses import replace
import random
from typing import Any

from .draft import CALM_END_SECONDS, DAY_SECONDS, Draft
from .goal_events import PRICE_TROUBLES
from .meters import CAR
from .story import Happening, Story

KINDS = ("planning", "accept", "delete_automatic", "own_automatic", "draws")
"""What happens only in stories in which the day is planned by itself."""
PLANNING_CHANCE = 0.25
"""So likely it is in a story."""
WITH_GOALS_CHANCE = 0.1
"""The same of one with goals: to plan both takes long."""
CHOICES = ("off", "suggest", "automatic", "automatic", "automatic")


def with_planning(story: Story, draft: Draft) -> Story:
    """Return a story whose owner may let the day be planned."""
    draft.chance = chance = random.Random(f"planning {story.seed}/{story.number}")
    has_goals = any(one.kind == "goal" for one in story.happenings)
    if chance.random() >= (WITH_GOALS_CHANCE if has_goals else PLANNING_CHANCE):
        return story
    options = {**story.options, "planning": _settings(draft)}
    last = draft.days * DAY_SECONDS - CALM_END_SECONDS
    more = [one for one in _happenings(draft) if 60 < one.at < last]
    happenings = sorted([*story.happenings, *more], key=lambda one: one.at)
    return replace(story, options=options, happenings=tuple(happenings))


def _happenings(draft: Draft) -> Iterator[Happening]:
    chance, days = draft.chance, draft.days * DAY_SECONDS
    for battery in range(len(draft.devices)):
        first = chance.choice(("automatic", "automatic", "automatic", "suggest"))
        at = chance.uniform(100, 7200)
        yield Happening(at, "planning", battery, {"option": first})
    for kind, a_day in OFTEN.items():
        for _ in draft.times(a_day):
            battery, at = draft.some_battery(), chance.uniform(100, days)
            yield Happening(at, kind, battery, _given(kind, draft))
    for _ in draft.times(0.1):
        at, settings = chance.uniform(100, days), _settings(draft)
        yield Happening(at, "option", None, {"planning": settings})
    for _ in draft.times(0.5):
        lasts = chance.choice((600, 2700, 3 * 3600))
        yield Happening(chance.uniform(100, days), "draws", None, {"for": lasts})
    for _ in draft.times(0.2):
        lasts = chance.choice((1800, 5 * 3600, 14 * 3600))
        given = {"how": chance.choice(PRICE_TROUBLES), "for": lasts}
        yield Happening(chance.uniform(100, days), "prices", None, given)


OFTEN = {
    "planning": 0.25,
    "accept": 0.3,
    "delete_automatic": 0.3,
    "own_automatic": 0.15,
}
"""How often on a day the owner does what."""


def _given(kind: str, draft: Draft) -> dict[str, Any]:
    chance = draft.chance
    if kind == "planning":
        return {"option": chance.choice(CHOICES)}
    if kind == "own_automatic":
        return {"which": chance.randrange(3), "by": chance.choice((-30, 15, 45))}
    return {"which": chance.randrange(3)} if kind == "delete_automatic" else {}


def _settings(draft: Draft) -> dict[str, Any]:
    chance = draft.chance
    found: dict[str, Any] = {
        "sell": chance.random() < 0.4,
        "reserve": float(chance.choice((0, 0, 20, 40))),
        "wear": chance.choice((0.0, 0.0, 0.03)),
        "commands_a_day": chance.choice((2, 4, 4, 8)),
    }
    if chance.random() < 0.4:
        found["hold_while"] = [CAR]
    return found
