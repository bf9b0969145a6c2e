"""Which trouble explains which reason that is reported to the owner."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from .past import Past
from .play import Play
from .spans import Span

type Cause = tuple[str, str]
"""A kind of trouble and its detail; an empty detail means any."""

AMPS: tuple[Cause, ...] = (("amps", ""), ("fault", ""), ("route", ""), ("timeless", ""))
CAUSES: dict[str, tuple[Cause, ...]] = {
    "slot_held": (("foreign", ""), ("route", "409")),
    "not_allowed": (("route", "403"), ("amps", "403"), ("amps", "key")),
    "link_broken": (("link", ""),),
    "rate_limited": (
        ("amps", "429"),
        ("amps", "401"),
        ("amps", "plain-401"),
        ("route", "429"),
    ),
    "amps_error": AMPS,
    "vendor_schedule": (("vendor_schedule", ""), ("fails", "SCHEDULER_ACTIVE")),
    "device_offline": (
        ("offline", ""),
        ("link", ""),
        ("gone", ""),
        ("fails", "DEVICE_OFFLINE"),
        ("fails", "TIMEOUT"),
        ("fails", "UNKNOWN_ERROR"),
        ("fails", "NETWORK_ERROR"),
        ("late", "DEVICE_OFFLINE"),
        ("late", "TIMEOUT"),
        ("hang", ""),
        ("route", "read_battery"),
        ("fault", "read_battery"),
        ("amps", ""),
    ),
    "rejected": (
        ("fails", "REJECTED"),
        ("late", "REJECTED"),
        ("route", "push"),
        ("fault", "push"),
        ("capability", ""),
        ("flicker", ""),
    ),
    "amps_unreachable": AMPS,
    "home_assistant_off": (("home_assistant", ""), ("removed", "")),
    "capability_gone": (("capability", ""), ("flicker", "")),
    "device_gone": (
        ("gone", ""),
        ("removed", ""),
        ("route", "404"),
        ("amps", "404"),
    ),
    "not_stored": (),
}
SEEN_AFTER = timedelta(minutes=20)
"""How long the battery has to do something for it to be seen."""
UNREADABLE: tuple[Cause, ...] = (
    ("amps", ""),
    ("fault", ""),
    ("timeless", ""),
    ("offline", ""),
    ("link", ""),
    ("gone", ""),
    ("removed", ""),
    ("clock", ""),
    ("home_assistant", ""),
    ("route", "read_battery"),
)
"""Trouble during which a battery cannot be read, or nobody reads it."""
UNSEEN_HOMES = ("offline", "fallback")
DAY = timedelta(days=1)


class Reasons:
    """Knows what trouble one battery actually had."""

    def __init__(self, play: Play, battery: str) -> None:
        """Take a battery."""
        self._play = play
        self._event_log = play.event_log
        self._battery = battery
        home = play.story.homes[play.batteries.index(battery)]
        self.is_seen = home.kind not in UNSEEN_HOMES
        """Whether it is a battery that can be read at all."""

    def allow(self, reason: str, span: Span, start: datetime, end: datetime) -> bool:
        """Return whether anything within a period explains a reason."""
        blind = self.met(AMPS, start, end)
        if reason == "capability_gone" and blind:
            # what was so before is all that is known
            start -= timedelta(days=1)
        if reason == "busy":
            return self._is_busy(start, end)
        if reason == "slot_held" and self.is_orphaned(start, end):
            return True
        if reason == "rate_limited" and self._is_limited():
            return True
        if reason in ("time_zone", "rejected") and self._clocks_change(span):
            return True
        if reason == "device_offline" and not self.is_seen:
            return True
        return reason not in CAUSES or self.met(CAUSES[reason], start, end)

    def met(self, causes: tuple[Cause, ...], start: datetime, end: datetime) -> bool:
        """Return whether there was one of some causes within a period."""
        kinds = {kind for kind, _ in causes}
        return any(
            trouble.kind == kind and word in trouble.what
            for trouble in self._event_log.met(self._battery, start, end, *kinds)
            for kind, word in causes
        )

    def could_read(self, start: datetime, end: datetime) -> bool:
        """Return whether the battery could be read all the time."""
        return self.is_seen and not self.met(UNREADABLE, start, end)

    def could_see(self, past: Past, span: Span, start: datetime, end: datetime) -> bool:
        """Return whether it could be seen that the battery does what it is to do."""
        for stretch in past.stretches:
            if not stretch.obeys(span.command, span.parameters):
                continue
            begin, finish = max(stretch.start, start), min(stretch.end, end)
            if finish - begin >= SEEN_AFTER and self.could_read(begin, finish):
                return True
        return False

    def _is_busy(self, start: datetime, end: datetime) -> bool:
        """Return whether another command of ours was open at Amps."""
        return any(
            one.origin == "api"
            and one.created_at < end
            and (one.is_open or one.history[-1][0] > start)
            for one in self._play.world.book.of(self._battery)
        )

    def is_orphaned(self, start: datetime, end: datetime) -> bool:
        """Return whether an action that a backup may not contain was open."""
        backups = [at for at in self._event_log.restored if at < end]
        return bool(backups) and self._is_busy(start, end)

    def _is_limited(self) -> bool:
        return any(
            one.kind == "knobs" and one.given.get("rate_limit") is not None
            for one in self._play.story.happenings
        )

    def _clocks_change(self, span: Span) -> bool:
        """Return whether a clock changes about the time of an occurrence."""
        story = self._play.story
        return any(
            (span.start - DAY).astimezone(zone).utcoffset()
            != (span.end + DAY).astimezone(zone).utcoffset()
            for zone in (ZoneInfo(story.zone), ZoneInfo(story.plant_zone))
        )
