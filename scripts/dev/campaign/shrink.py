"""Shortens a story that breaks a promise, leaving out what does not matter."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from .story import Happening, Story

type Fails = Callable[[Story], bool]
DAY_SECONDS = 86400.0


def shortened(story: Story, fails: Fails, say: Callable[[str], None]) -> Story:
    """Return a short story that still fails; `fails` plays one."""
    if len(story.homes) > 1:
        story = _with_one_battery(story, fails)
    story = _with_fewer(story, fails, say)
    return _later(story, fails)


def _with_one_battery(story: Story, fails: Fails) -> Story:
    for number, home in enumerate(story.homes):
        mine = tuple(
            replace(happening, battery=None if happening.battery is None else 0)
            for happening in story.happenings
            if happening.battery in (None, number)
        )
        alone = replace(story, homes=(home,), happenings=mine)
        if fails(alone):
            return alone
    return story


def _with_fewer(story: Story, fails: Fails, say: Callable[[str], None]) -> Story:
    """Leave out as many events as possible, starting with many at a time (ddmin)."""
    kept = list(story.happenings)
    size = max(len(kept) // 2, 1)
    while True:
        at, left_out = 0, False
        while at < len(kept):
            fewer = kept[:at] + kept[at + size :]
            if fails(story.with_happenings(tuple(fewer))):
                kept, left_out = fewer, True
                say(f"{len(kept)} events are left")
            else:
                at += size
        if size > 1:
            size = max(size // 2, 1)
        elif not left_out:
            return story.with_happenings(tuple(kept))


def _later(story: Story, fails: Fails) -> Story:
    """Begin it shortly before the first event."""
    first = min((happening.at for happening in story.happenings), default=0.0)
    days = int(first // DAY_SECONDS)
    for by in range(min(days, story.days - 1), 0, -1):
        later = replace(
            story,
            start=(story.begins + timedelta(days=by)).isoformat(),
            days=story.days - by,
            happenings=tuple(_moved(happening, by) for happening in story.happenings),
        )
        if fails(later):
            return later
    return story


def _moved(happening: Happening, by: int) -> Happening:
    """Return it so many days nearer to the beginning."""
    given = dict(happening.given)
    if "window" in given and "command" in given:
        given |= {name: given[name] - 1440 * by for name in ("start", "end")}
    return replace(happening, at=happening.at - by * DAY_SECONDS, given=given)
