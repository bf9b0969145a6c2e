"""Whether all that Home Assistant made a battery do was asked for, and only once."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

from simulator import Action

from .past import Past, Stretch
from .reasons import UNSEEN_HOMES
from .tally import Breach
from .wishes import Span

if TYPE_CHECKING:
    from .chronicle import Call
    from .play import Play
    from .reasons import Reasons
    from .standing import Standing

EARLY = timedelta(seconds=61)
SKEW = timedelta(seconds=45)
"""The record is on Amps' clock, which may be so far from the true one."""
TAKEN_BACK = timedelta(minutes=3)
"""What is taken back so shortly before its start may no longer be stopped."""
ANSWERS = timedelta(seconds=140)
"""A command by hand is pushed so soon after it was given."""
KEPT = timedelta(hours=32)
"""A stop is kept until what runs has ended, and an hour longer."""
NOTICED = timedelta(minutes=20)
"""A hand on the battery shows at the next reading."""
UNREACHED = (
    "home_assistant",
    "amps",
    "fault",
    "gone",
    "clock",
    "link",
    "offline",
    "route",
    "hang",
    "late",
    "timeless",
)
MODES = ("idle", "auto.balanced", "auto.reserve", "auto.export")


class Effects:
    """Looks at what one battery was made to do."""

    def __init__(self, play: Play, battery: str) -> None:
        """Have looked at nothing yet."""
        self._play = play
        self._chronicle = play.chronicle
        self._battery = battery
        home = play.story.homes[play.batteries.index(battery)]
        self._is_dark = home.kind in UNSEEN_HOMES
        self._told: set[str] = set()
        self.runs: dict[str, Span] = {}
        """The occurrence that an action was, by its id."""
        self.by_hand: set[str] = set()
        """The actions that the owner sent by hand."""

    def judge(
        self, past: Past, standing: Standing, reasons: Reasons, until: datetime
    ) -> Iterator[Breach]:
        """Return what nobody asked for, and what was done twice."""
        owes = False
        foreign: datetime | None = None
        returned: Stretch | None = None
        ran: str | None = None
        doubted = [it for it in past.actions if _may_have_run(it, reasons)]
        for before, stretch in pairwise(past.stretches):
            if stretch.start > until:
                break
            if any(before.start <= it.updated_at < stretch.start for it in doubted):
                owes, foreign = True, None
            if self._is_taken(before, stretch, ran):
                foreign = foreign or stretch.start
            # Amps may end a window once more
            owes = owes or stretch.cause == "window_end"
            action = stretch.ours
            if action is None or self._is_forgotten(action, stretch.start):
                continue
            span = self._wished(stretch, action)
            if span is not None and not (
                self._has_run(span, action) and self._was_called_for(action)
            ):
                self.runs[action.id] = span
                owes, foreign, ran = True, None, action.command
            elif self._was_called_for(action):
                self.by_hand.add(action.id)
                owes, foreign, ran = True, None, action.command
            elif action.command not in MODES or action.command != before.command:
                late = foreign is not None and self._was_seen(foreign, stretch.start)
                when = action.created_at, stretch.start
                allowed = standing.allowed(past, *when) | standing.stand_ins(
                    past, *when
                )
                owes = owes or self._was_reconsidered(past, returned, action.created_at)
                why = _why_no_return(action, allowed, owes=owes, late=late)
                owes, returned = False, stretch
                if why is not None:
                    yield from self._once("unasked", action, why)
        yield from self._doubled(past, until)

    def _is_taken(self, before: Stretch, stretch: Stretch, ran: str | None) -> bool:
        """Return whether somebody else took over, and that can be seen.

        In the vendor's app what ran last looks as if that had not ended yet.
        """
        if not stretch.is_foreign or stretch.command == before.command:
            return False
        if stretch.command == "idle":  # a battery may rest by itself
            return False
        if stretch.cause != "vendor":
            return True
        told_apart = not self._is_dark and stretch.command != ran
        return told_apart and not self.goes_on(stretch.start)

    def goes_on(self, at: datetime) -> bool:
        """Return whether something goes on at Amps that its owner took back.

        A mode of the vendor's app is taken for part of it then.
        """
        wished = {span.key for span in self._chronicle.wishes[self._battery].at(at)}
        return any(
            span.key not in wished
            and (action := self._play.world.book.get(id_)) is not None
            and span.start <= at < (action.end or span.start)
            for id_, span in self.runs.items()
        )

    def _was_reconsidered(
        self, past: Past, returned: Stretch | None, at: datetime
    ) -> bool:
        """Return whether another mode was chosen, or declared, since one was sent."""
        if returned is None or returned.ours is None:
            return False
        sent, since = returned.ours.created_at, returned.start
        chosen = any(
            battery == self._battery and sent - SKEW <= when <= at
            for when, battery, _ in self._chronicle.choices
        )
        # what waited at Amps may come although somebody chose another mode by hand
        by_hand = any(
            it.is_foreign and it.command.startswith("auto.")
            for it in past.between(sent, since)
        )
        begin = since - timedelta(minutes=30)
        missed = self._chronicle.met(
            self._battery, begin, since, "capability", "flicker"
        )
        return chosen or by_hand or any(missed)

    def _was_seen(self, since: datetime, until: datetime) -> bool:
        """Return whether a hand on the battery stood long enough to be read."""
        battery = self._battery
        seen = self._chronicle.calm_after(battery, since, NOTICED, until, *UNREACHED)
        return seen is not None

    def _is_forgotten(self, action: Action, at: datetime) -> bool:
        """Return whether it was sent by a plan that a backup has undone since."""
        return any(
            action.created_at <= restored <= at for restored in self._chronicle.restored
        )

    def _once(self, kind: str, action: Action, why: str) -> Iterator[Breach]:
        if action.id not in self._told:
            self._told.add(action.id)
            what = f"{action.id} {action.command}: {why}"
            yield Breach(kind, action.updated_at.isoformat(), self._battery, what)

    def _has_run(self, span: Span, action: Action) -> bool:
        """Return whether an occurrence was another action already."""
        name = span.uid, span.start
        return any(
            (it.uid, it.start) == name
            for id_, it in self.runs.items()
            if id_ != action.id
        )

    def _wished(self, stretch: Stretch, action: Action) -> Span | None:
        """Return the occurrence that it is in its time, as it was wished for then."""
        if action.id in self.runs:
            return self.runs[action.id]
        found: list[Span] = []
        for span, since, until in self._chronicle.wishes[self._battery].versions():
            if not stretch.obeys(span.command, span.parameters):
                continue
            if not span.start - EARLY <= stretch.start < span.end:
                continue
            if stretch.start < since - SKEW or not self._stood(until, stretch.start):
                continue
            found.append(span)
        ends = [it for it in found if action.end is None or _near(action.end, it.end)]
        return ends[-1] if ends else None

    def _stood(self, until: datetime, instant: datetime) -> bool:
        """Return whether a wish that was taken back could still be carried out."""
        if instant - SKEW <= until:
            return True
        end = self._play.now()
        calm = self._chronicle.calm_after(
            self._battery, until, TAKEN_BACK, end, *UNREACHED
        )
        return calm is None or calm >= instant

    def _was_called_for(self, action: Action) -> bool:
        """Return whether the owner gave this command by hand."""
        return any(self.calls_for(action))

    def calls_for(self, action: Action) -> Iterator[Call]:
        """Yield what the owner gave by hand that an action may be."""
        for call in self._chronicle.calls:
            if call.battery != self._battery or call.command is None:
                continue
            if action.command != call.command and not (
                call.command == "stop" and action.command in MODES
            ):
                continue
            kept = call.command in (*MODES, "stop")
            last = call.at + KEPT if kept and _is_open(call) else None
            last = last or (call.answered or call.at) + ANSWERS
            if call.at - SKEW <= action.created_at <= last:
                yield call

    def _doubled(self, past: Past, until: datetime) -> Iterator[Breach]:
        yield from self._doubled_by_hand(past, until)
        counts: Counter[tuple[str, datetime, datetime]] = Counter()
        for action in past.actions:
            span = self.runs.get(action.id)
            if span is None or action.state in ("failed", "cancelled"):
                continue
            if action.created_at > until or _is_return(action, span):
                continue
            name = span.uid, span.start, span.end
            counts[name] += 1
            if counts[name] > 1:
                yield from self._once("doubled", action, "Amps has taken it twice")

    def _doubled_by_hand(self, past: Past, until: datetime) -> Iterator[Breach]:
        """Return what was sent more often than asked for; modes may come back."""
        used: list[Call] = []
        for action in past.actions:
            if action.command in MODES or action.id in self.runs:
                continue
            if action.origin != "api" or action.state in ("failed", "cancelled"):
                continue
            calls = list(self.calls_for(action))
            if not calls or action.created_at > until:
                continue
            # by identity: a call may be given twice with the same words
            free = [it for it in calls if not any(it is one for one in used)]
            if free:
                used.append(free[0])
            elif not self._is_planned(action):
                yield from self._once("doubled", action, "it was asked for once")

    def _is_planned(self, action: Action) -> bool:
        """Return whether an occurrence with this command was wished for later."""
        versions = self._chronicle.wishes[self._battery].versions()
        return any(
            span.command == action.command and span.end > action.created_at
            for span, since, _ in versions
            if since <= action.created_at + SKEW
        )


def _why_no_return(
    action: Action, allowed: set[str], *, owes: bool, late: bool
) -> str | None:
    """Return why an action is not the mode after an occurrence; None if it is."""
    if action.command not in MODES or action.end is not None:
        return "no window and no command asks for it"
    if not owes:
        return "nothing was to be ended"
    if late:
        return "somebody else had taken over"
    if action.command not in allowed:
        return f"the mode after windows is {' or '.join(sorted(allowed))}"
    return None


def _is_return(action: Action, span: Span) -> bool:
    """Return whether it may be the mode that follows, and not the occurrence."""
    is_mode = action.command in MODES and action.end is None
    return is_mode and action.start is None and action.created_at > span.start + EARLY


def _is_open(call: Call) -> bool:
    return call.waits or call.kind in ("mode", "stop") or call.error is not None


def _may_have_run(action: Action, reasons: Reasons) -> bool:
    """Return whether an occurrence failed, and nobody could look if it ran anyway."""
    sets_mode = action.command in MODES and action.end is None
    if action.origin != "api" or action.state != "failed" or sets_mode:
        return False
    begun = action.start or action.created_at
    return not reasons.could_read(begun, max(begun, action.updated_at) + NOTICED)


def _near(one: datetime, other: datetime) -> bool:
    return abs(one - other) <= EARLY
