"""Which faults of Amps and which actions of a busier owner a story has, and how often.

They have a chance of their own: what a seed gave before there were any stays as it was.
Each is switched on by chance, so that all else is also played without it.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
import random
from typing import Any

from .draft import CALM_END_SECONDS, DAY_SECONDS, Draft
from .story import Happening, Story

HOURS = (600, 1800, 5400, 3 * 3600, 6 * 3600)
ROUTES = (
    "push",
    "push",
    "push",
    "cancel",
    "read_action",
    "list_actions",
    "read_battery",
    "list_batteries",
)
REFUSED = ("400", "403", "404", "409", "422", "429", "500", "503")
QUIRKS: tuple[dict[str, Any], ...] = (
    {"action_read_lag": 2.0},
    {"action_read_lag": 20.0},
    {"action_list_lag": 30.0},
    {"action_read_lag": 3.0, "action_list_lag": 3.0},
    {"stamp_jitter": 1.0},
    {"slot_minutes": 5},
    {"true_end": True},
    {"summary_fails_for": 20.0},
    {"lists_commands": False},
    {"device_filter": False},
    {"pulled_ahead": 36000.0},
    {"window_close_delay": 240.0},
    {"window_close_delay": 3000.0},
    {"final_words": {"failed": "expired"}},
    {"idle_after_return": 26.0},
    {"timeout_delay": 400.0},
)
"""How Amps may behave during a whole story, which excuses nothing."""

type Given = Callable[[Draft, int], dict[str, Any]]


def _route(draft: Draft, _: int) -> dict[str, Any]:
    chance = draft.chance
    return {
        "endpoint": chance.choice(ROUTES),
        "how": chance.choice(REFUSED),
        "for": chance.choice(HOURS),
    }


def _hang(draft: Draft, _: int) -> dict[str, Any]:
    chance = draft.chance
    return {
        "applied": chance.random() < 0.5,
        "for": chance.choice((3600, 4 * 3600, 12 * 3600)),
    }


def _ignored(draft: Draft, battery: int) -> dict[str, Any]:
    chance = draft.chance
    commands = list(draft.devices[battery].commands)
    return {"commands": [chance.choice(commands)], "for": chance.choice(HOURS)}


def _late(draft: Draft, _: int) -> dict[str, Any]:
    chance = draft.chance
    return {
        "code": chance.choice(("DEVICE_OFFLINE", "TIMEOUT", "REJECTED")),
        "applied": chance.random() < 0.5,
        "after": chance.choice((150.0, 400.0, 1500.0)),
        "for": chance.choice(HOURS),
    }


def _flicker(draft: Draft, battery: int) -> dict[str, Any]:
    chance = draft.chance
    commands = list(draft.devices[battery].commands)
    return {
        "commands": chance.sample(commands, min(len(commands), chance.choice((1, 2)))),
        "where": chance.choice(("gone", "gone", "list", "read", "both")),
        "for": chance.choice((120, 300, 600)),
    }


def _two_modes(draft: Draft, battery: int) -> dict[str, Any]:
    chance = draft.chance
    modes = [one for one in draft.devices[battery].commands if "auto" in one]
    commands = chance.sample(modes, 2) if len(modes) > 1 else ["idle", *modes]
    return {
        "commands": commands,
        "where": "gone",
        "for": chance.choice((3600, 3 * 3600)),
    }


def _timeless(draft: Draft, _: int) -> dict[str, Any]:
    return {"for": draft.chance.choice((1800, 3 * 3600))}


def _backup(draft: Draft, _: int) -> dict[str, Any]:
    chance = draft.chance
    return {
        "age": chance.choice((1800, 6 * 3600, 30 * 3600)),
        "for": chance.choice((40, 300)),
    }


def _edit(draft: Draft, _: int) -> dict[str, Any]:
    chance = draft.chance
    steps = (-60, -20, 0, 0, 0, 15, 40)
    return {
        "window": draft.window(),
        "day": chance.randrange(4),
        "start": chance.choice(steps),
        "end": chance.choice(steps),
        "target": chance.choice((-20, -5, 0, 5, 20)),
    }


def _again(draft: Draft, _: int) -> dict[str, Any]:
    chance = draft.chance
    number = chance.randrange(10**6)
    return {"window": f"again{number}", "replace": chance.random() < 0.7}


def _option(draft: Draft, _: int) -> dict[str, Any]:
    chance = draft.chance
    lead = {
        "lead_time": chance.choice(
            ({"minutes": 15}, {"hours": 3}, {"days": 2}, {"days": 7})
        )
    }
    return chance.choice((lead, {"reading_pace": chance.choice((1, 5, 15))}))


def _fix(draft: Draft, _: int) -> dict[str, Any]:
    chance = draft.chance
    return {"how": chance.choice(("fix", "ignore")), "which": chance.randrange(5)}


def _nothing(draft: Draft, battery: int) -> dict[str, Any]:
    del draft, battery
    return {}


FEATURES: tuple[tuple[str, float, Given], ...] = (
    ("route", 0.5, _route),
    ("hang", 0.15, _hang),
    ("ignored", 0.2, _ignored),
    ("late", 0.2, _late),
    ("flap", 0.6, _nothing),
    ("flicker", 0.6, _flicker),
    ("flicker", 0.12, _two_modes),
    ("timeless", 0.1, _timeless),
    ("backup", 0.15, _backup),
    ("future", 0.3, _edit),
    ("retitle", 0.5, _edit),
    ("again", 0.6, _again),
    ("option", 0.3, _option),
    ("fix", 0.8, _fix),
    ("remove", 0.1, _nothing),
    ("remove_entry", 0.05, _nothing),
)
"""What happens, how often per day in stories that have it, and with what details."""
COMES_BACK = {"remove": "take_back", "remove_entry": "set_up"}
OF_ALL = ("route", "timeless", "backup", "remove_entry", "option")
FEATURE_CHANCE = 0.3
"""The probability that a story has any one of them."""


def with_half(story: Story, draft: Draft) -> Story:
    """Return a story in which Amps may half work and its owner do more."""
    draft.chance = chance = random.Random(f"half {story.seed}/{story.number}")
    if chance.random() < 0.15:
        return story
    knobs = dict(story.knobs)
    for quirk in chance.sample(QUIRKS, chance.choice((0, 1, 1, 2))):
        knobs |= quirk
    more = [one for one in _happenings(draft) if 60 < one.at < _last(draft)]
    happenings = sorted([*story.happenings, *more], key=lambda one: one.at)
    return replace(story, knobs=knobs, happenings=tuple(happenings))


def _last(draft: Draft) -> float:
    return draft.days * DAY_SECONDS - CALM_END_SECONDS


def _happenings(draft: Draft) -> Iterator[Happening]:
    for kind, a_day, given in FEATURES:
        if draft.chance.random() >= FEATURE_CHANCE:
            continue
        for _ in draft.times(a_day):
            battery = draft.some_battery()
            at, what = draft.moment(battery), given(draft, battery)
            where = None if kind in OF_ALL else battery
            yield Happening(at, kind, where, what)
            if kind in COMES_BACK:
                after = draft.chance.choice((300, 3600, 9 * 3600))
                yield Happening(at + after, COMES_BACK[kind], where, {})
