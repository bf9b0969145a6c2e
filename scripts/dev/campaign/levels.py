"""What levels a battery had."""

from datetime import datetime

from .play import Play
from .spans import Span

FULL = 100.0


def was_spent(play: Play, battery: str, span: Span) -> bool:
    """Return whether a battery was full or empty: it may rest in another mode."""
    device = play.world.devices.get(battery)
    known = [(one.at, one.level) for one in play.world.record.effects_of(battery)]
    known += [(at, one) for at, name, one in play.event_log.levels if name == battery]
    levels = [level for at, level in known if span.start <= at <= span.end]
    if (kept := _kept(play, battery, span.start)) is not None:
        levels.append(kept)
    if span.command == "charge":
        return max(levels, default=0.0) >= FULL
    if span.command != "discharge" or device is None:
        return False
    return min(levels, default=FULL) <= device.floor


def _kept(play: Play, battery: str, instant: datetime) -> float | None:
    """Return the level that an idle battery kept until an instant; None if it moved."""
    before = [one for one in play.world.record.effects_of(battery) if one.at < instant]
    if not before or before[-1].command != "idle":
        return None
    since, story = before[-1].at, play.story
    is_set = any(
        one.kind == "level" and since <= story.at(one) <= instant
        for one in story.happenings
    )
    return None if is_set else before[-1].level
