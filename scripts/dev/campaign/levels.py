"""What levels a battery had."""

from .play import Play
from .spans import Span

FULL = 100.0


def was_spent(play: Play, battery: str, span: Span) -> bool:
    """Return whether a battery was full or empty: it may rest in another mode."""
    device = play.world.devices.get(battery)
    known = [(one.at, one.level) for one in play.world.record.effects_of(battery)]
    known += [(at, one) for at, name, one in play.event_log.levels if name == battery]
    levels = [level for at, level in known if span.start <= at <= span.end]
    if span.command == "charge":
        return max(levels, default=0.0) >= FULL
    if span.command != "discharge" or device is None:
        return False
    return min(levels, default=FULL) <= device.floor
