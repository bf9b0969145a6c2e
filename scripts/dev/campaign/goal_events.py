"""Which goals a story has, and what becomes of prices meanwhile.

They have a chance of their own: what a seed gave before there were any stays as it was.
"""

from collections.abc import Iterator
from dataclasses import replace
import random
from typing import Any

from .draft import CALM_END_SECONDS, DAY_SECONDS, Draft
from .expected_goals import HOURS
from .story import Happening, Story

KINDS = ("goal", "goal_delete", "prices")
"""What happens only in stories with goals."""
GOALS_CHANCE = 0.25
"""So likely a story has goals."""
PRICE_TROUBLES = ("late", "late", "silent", "cents", "nameless", "changed", "changed")
SPANS = ((20 * 60, 660), (22 * 60, 540), (23 * 60, 420), (9 * 60, 480), (13 * 60, 300))
"""When a goal may begin, and how long it lasts, in minutes."""
SHORT = ({"length": 60}, {"length": 90})
"""Time in which many a goal cannot be met."""


def with_goals(story: Story, draft: Draft) -> Story:
    """Return a story whose owner may set goals."""
    draft.chance = chance = random.Random(f"goals {story.seed}/{story.number}")
    if chance.random() >= GOALS_CHANCE:
        return story
    last = draft.days * DAY_SECONDS - CALM_END_SECONDS
    more = [one for one in _happenings(draft) if 60 < one.at < last]
    happenings = sorted([*story.happenings, *more], key=lambda one: one.at)
    return replace(story, happenings=tuple(happenings))


def _happenings(draft: Draft) -> Iterator[Happening]:
    chance, number = draft.chance, 0
    for battery in range(len(draft.devices)):
        given = _goal(draft, battery)
        if given is None:
            continue
        name = f"g{number}"
        number += 1
        at = chance.uniform(3600, 0.4 * draft.days * DAY_SECONDS)
        repeat = {"repeat": "FREQ=DAILY"} if chance.random() < 0.6 else {}
        yield Happening(at, "goal", battery, {"goal": name, **given, **repeat})
        if repeat and chance.random() < 0.3:
            until = at + chance.uniform(1, 4) * DAY_SECONDS
            yield Happening(until, "goal_delete", battery, {"goal": name})
    for _ in draft.times(0.3):
        battery = draft.some_battery()
        given = _goal(draft, battery)
        if given is None:
            continue
        at = chance.uniform(100, draft.days * DAY_SECONDS)
        yield Happening(at, "goal", battery, {"goal": f"g{number}", **given})
        number += 1
    for _ in draft.times(0.4):
        at = chance.uniform(100, draft.days * DAY_SECONDS)
        lasts = chance.choice((1800, 5 * 3600, 14 * 3600))
        how = chance.choice(PRICE_TROUBLES)
        yield Happening(at, "prices", None, {"how": how, "for": lasts})
    for _ in draft.times(0.3):
        battery = draft.some_battery()
        given = _goal(draft, battery)
        if given is None:
            continue
        at, short = chance.uniform(100, draft.days * DAY_SECONDS), chance.choice(SHORT)
        yield Happening(at, "goal", battery, {"goal": f"g{number}", **given, **short})
        number += 1


def _goal(draft: Draft, battery: int) -> dict[str, Any] | None:
    """Choose what is to be reached, and when; the day is that on which it is set."""
    chance, device = draft.chance, draft.devices[battery]
    offered = [one for one in ("charge", "discharge") if one in device.commands]
    if not offered:
        return None
    command = "charge" if chance.random() < 0.7 and "charge" in offered else offered[-1]
    start, length = chance.choice(SPANS)
    takes = device.commands[command].parameters
    if "target" in takes and chance.random() < 0.7:
        level = chance.randrange(60, 100, 5) if command == "charge" else 35
        parameters = {"target": float(level)}
    else:
        parameters = {HOURS: chance.choice((1.0, 2.0, 3.0))}
    return {
        "command": command,
        "start": start,
        "length": length,
        "parameters": parameters,
        "typed": chance.random() < 0.5,
    }
