"""Checks that the repairs and *Problem* of a battery are true."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import pairwise

from .counters import Breach
from .event_log import Repair
from .past import Past
from .play import Play
from .reasons import AMPS, CAUSES, Cause, Reasons
from .standing import Standing

MAX_CAUSE_AGE = timedelta(minutes=70)
"""How long the cause of a repair may have been over: that is noticed late."""
DAY = timedelta(days=1)
MAX_STALE_TIME = timedelta(minutes=45)
"""How long a repair may outlast its cause if everything can be read."""
MIN_SEEN_TIME = timedelta(seconds=5)
"""A repair that is shown for less than this is not seen."""
MAX_PROBLEM_DELAY = timedelta(minutes=20)
"""How long *Problem* may differ from the repairs."""
MAX_REPAIR_DELAY = timedelta(minutes=10)
"""How soon after the event a window that did not take place has a repair."""
NEVER = ("not_stored", "storage_unreadable", "windows_unreadable", "polling_disabled")
"""Repairs for what does not happen in this world."""
BLINDING = ("home_assistant", "amps", "clock", "gone", "removed", "timeless")
TRUE_OF: dict[str, tuple[Cause, ...]] = {
    "link_broken": (("link", ""),),
    "vendor_schedule": (("vendor_schedule", ""), ("fails", "SCHEDULER_ACTIVE")),
    "capability_gone": (("capability", ""), ("flicker", "")),
    "slot_held": (("foreign", ""),),
    "device_gone": CAUSES["device_gone"],
    "left_behind": (("removed", ""),),
    "clock_wrong": (("clock", ""),),
    "amps_unreachable": AMPS,
    "api_unknown": AMPS,
    "live_access": (("route", "403"), ("amps", "403")),
}
"""Trouble that a repair reports for as long as it lasts."""
LASTING = ("link_broken", "capability_gone", "slot_held", "device_gone", "clock_wrong")
"""Those that disappear with their cause."""
ABOUT_WINDOWS = ("window_missed", "window_failed")


class Showing:
    """Checks what the owner of one battery was shown."""

    def __init__(self, play: Play, battery: str, reasons: Reasons) -> None:
        """Start with nothing checked."""
        self._play = play
        self._event_log = play.event_log
        self._battery = battery
        self._reasons = reasons
        self._known: set[int] = set()
        self._told = 0
        self._shown = play.now()

    def check(
        self, past: Past, standing: Standing, until: datetime
    ) -> Iterator[Breach]:
        """Yield what was shown wrongly, and what should have been shown."""
        for number, repair in enumerate(self._event_log.repairs):
            if repair.battery not in (None, self._battery) or number in self._known:
                continue
            if repair.until and repair.until - repair.since < MIN_SEEN_TIME:
                continue
            if repair.since < until and (why := self._wrong(repair, until)):
                self._known.add(number)
                yield self._breach(repair.since, f"repair {repair.id}: {why}")
        yield from self._untold(until)
        yield from self._problem(past, standing, until)

    def _breach(self, at: datetime, what: str) -> Breach:
        return Breach("silently_wrong", at.isoformat(), self._battery, what)

    def _wrong(self, repair: Repair, until: datetime) -> str | None:
        """Return what is wrong with a repair."""
        if repair.key in NEVER:
            return "there is no such trouble in this world"
        if (causes := TRUE_OF.get(repair.key)) is None:
            return None
        if repair.key == "capability_gone" and self._is_declared(repair):
            return "the battery takes that command"
        since = repair.since
        if repair.key == "slot_held" and self._reasons.is_orphaned(
            since - MAX_CAUSE_AGE, since + MAX_PROBLEM_DELAY
        ):
            return None
        # what a battery does not declare is only known from the last failure
        before = DAY if repair.key == "vendor_schedule" else MAX_CAUSE_AGE
        if not self._reasons.met(causes, since - before, since + MAX_PROBLEM_DELAY):
            return "there was no such trouble"
        if repair.key not in LASTING:
            return None
        calm = self._event_log.calm_after(
            self._battery,
            since,
            MAX_STALE_TIME,
            until,
            *{kind for kind, _ in causes},
            *BLINDING,
        )
        if calm is not None and repair.stands(calm):
            return (
                f"its trouble has been over since {self._local(calm - MAX_STALE_TIME)}"
            )
        return None

    def _is_declared(self, repair: Repair) -> bool:
        """Return whether the window that it is about asks for what is declared."""
        uid = repair.data.get("uid")
        window = self._event_log.expected[self._battery].windows.get(str(uid))
        spans = list(window.all()) if window else []
        words = " ".join(
            one.what
            for one in self._event_log.met(
                self._battery,
                repair.since - MAX_CAUSE_AGE,
                repair.since + MAX_PROBLEM_DELAY,
                "capability",
                "flicker",
            )
        )
        return bool(spans) and not any(
            f"command={one.command} " in f"{words} " or f"'{one.command}'" in words
            for one in spans
        )

    def _untold(self, until: datetime) -> Iterator[Breach]:
        """Yield the failures that no repair reported."""
        told = self._event_log.told
        while self._told < len(told) and told[self._told].at < until - MAX_REPAIR_DELAY:
            one = told[self._told]
            self._told += 1
            if one.battery != self._battery or one.type not in ("failed", "missed"):
                continue
            by = one.at + MAX_REPAIR_DELAY
            if any(self._event_log.met(self._battery, one.at, by, *BLINDING)):
                continue
            mine = (
                repair
                for repair in self._event_log.repairs
                if repair.battery == self._battery
            )
            if not any(
                repair.since <= by and repair.stands(max(repair.since, one.at))
                for repair in mine
            ):
                local = one.start.astimezone(self._play.zone)
                what = f"{one.command} of {local:%a %d %H:%M} {one.type}"
                yield self._breach(one.at, f"{what}, and no repair says so")

    def _problem(
        self, past: Past, standing: Standing, until: datetime
    ) -> Iterator[Breach]:
        """Yield when *Problem* was on or off, and should not have been."""
        states = [one for one in self._event_log.problems if one[1] == self._battery]
        moments = {at for at, _, _ in states}
        for repair in self._event_log.repairs:
            if repair.battery == self._battery:
                moments |= {repair.since, repair.until or until}
                moments |= {repair.ignored or until}
        moments = {one for one in moments if self._shown <= one <= until}
        ordered = [self._shown, *sorted(moments), until]
        # a state that is wrong at the end is looked at again with what follows
        self._shown = max(until - MAX_PROBLEM_DELAY, self._shown)
        wrong: datetime | None = None
        for begin, end in pairwise(ordered):
            is_wrong = self._is_wrong(begin, states)
            if is_wrong is None:
                wrong = None
                continue
            wrong = wrong or begin
            if end - wrong < MAX_PROBLEM_DELAY:
                continue
            if any(
                self._event_log.met(
                    self._battery, wrong - MAX_PROBLEM_DELAY, end, *BLINDING
                )
            ):
                continue
            if is_wrong.startswith("on") and not standing.stands(past, wrong, end):
                continue
            yield self._breach(wrong, f"Problem is {is_wrong} for {end - wrong}")
            return

    def _is_wrong(
        self, at: datetime, states: list[tuple[datetime, str, bool]]
    ) -> str | None:
        """Return the wrong state of *Problem* at an instant, judging by the repairs."""
        before = [on for when, _, on in states if when <= at]
        if not before:
            return None
        unseen = [one for one in self._event_log.repairs if one.is_unseen(at)]
        mine = any(one.battery == self._battery for one in unseen)
        if before[-1] and not unseen:
            return "on, and there is no repair,"
        return "off, and there is a repair," if mine and not before[-1] else None

    def _local(self, at: datetime) -> str:
        return f"{at.astimezone(self._play.zone):%d %H:%M}"
