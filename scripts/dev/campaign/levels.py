"""What levels a battery had, as it was read."""

from .play import Play
from .spans import Span

FULL = 100.0


def was_spent(play: Play, battery: str, span: Span) -> bool:
    """Return whether a battery was full or empty: it may rest in another mode."""
    device = play.world.devices.get(battery)
    known = [(at, one) for at, name, one in play.event_log.levels if name == battery]
    # a level is noted when it changes
    before = [level for at, level in known if at < span.start][-1:]
    levels = before + [level for at, level in known if span.start <= at <= span.end]
    if span.command == "charge":
        return max(levels, default=0.0) >= FULL
    if span.command != "discharge" or device is None:
        return False
    return min(levels, default=FULL) <= device.floor
