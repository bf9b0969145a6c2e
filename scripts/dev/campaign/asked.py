"""Checks that whatever a battery was made to do was requested, and done only once."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import pairwise

from simulator import Action

from .counters import Breach
from .effects import MAX_LATE_START, MODES, START_TOLERANCE, UNREACHED, Effects
from .event_log import Call
from .expected import MAX_CLOCK_SKEW
from .past import Past, Stretch
from .play import Play
from .reasons import UNSEEN_HOMES, Reasons
from .spans import Span
from .standing import Standing

NOTICE_TIME = timedelta(minutes=20)
"""How long until a reading shows that somebody else changed the battery."""


class Asked:
    """Checks what was sent to one battery."""

    def __init__(
        self,
        play: Play,
        battery: str,
        effects: Effects,
        standing: Standing,
        reasons: Reasons,
    ) -> None:
        """Start with nothing checked."""
        self._event_log = play.event_log
        self._battery = battery
        self._effects = effects
        self._standing = standing
        self._reasons = reasons
        home = play.story.homes[play.batteries.index(battery)]
        self._is_dark = home.kind in UNSEEN_HOMES
        self._drawn = [
            (begin, begin + timedelta(seconds=one.given["for"]))
            for one in play.story.happenings
            if one.kind == "draws"
            for begin in [play.story.at(one)]
        ]
        """When another device drew power."""
        self._told: set[str] = set()

    def check(self, past: Past, until: datetime) -> Iterator[Breach]:
        """Return what nobody requested, and what was done twice."""
        owes = False
        foreign: datetime | None = None
        returned: Stretch | None = None
        ran: str | None = None
        doubted = [
            candidate
            for candidate in past.actions
            if self._may_have_run(past, candidate)
        ]
        for before, stretch in pairwise(past.stretches):
            if stretch.start > until:
                break
            if any(
                before.start <= candidate.updated_at < stretch.start
                for candidate in doubted
            ):
                owes, foreign = True, None
            if self._is_taken(before, stretch, ran) and not self._effects.may_rest(
                past, before, stretch
            ):
                foreign = foreign or stretch.start
            # what ran last seems to go on where nobody read that it had ended
            is_alike = stretch.cause == "vendor" and stretch.command == ran
            if is_alike and not self._was_seen(before.start, stretch.start):
                owes = True
            # Amps may end a window once more, and a hand that does looks the same
            owes = owes or stretch.cause == "window_end"
            owes = owes or self._looks_ended(past, stretch, returned)
            action = stretch.ours
            if action is None or self._is_forgotten(action, stretch.start):
                continue
            planned = self._effects.attribute(stretch, action)
            if planned or self._is_unseen_hold(action):
                owes, foreign, ran = True, None, action.command
            elif action.command not in MODES or action.command != before.command:
                late = foreign is not None and self._was_seen(foreign, stretch.start)
                when = action.created_at, stretch.start + MAX_CLOCK_SKEW
                allowed = self._standing.allowed(
                    past, *when
                ) | self._standing.stand_ins(past, *when)
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
        return told_apart and not self._effects.goes_on(stretch.start)

    def _looks_ended(
        self, past: Past, stretch: Stretch, returned: Stretch | None
    ) -> bool:
        """Return whether a hand did what Amps may do, and the return was not seen yet.

        Amps ends a window in idle, or in the mode that stood before it.
        """
        if returned is None or not stretch.is_foreign:
            return False
        stood = [
            one.command
            for one in past.stretches
            if one.end <= returned.start and one.command.startswith("auto.")
        ]
        is_alike = stretch.command in {"idle", *stood[-1:]}
        return is_alike and not self._was_seen(returned.start, stretch.start)

    def _was_reconsidered(
        self, past: Past, returned: Stretch | None, at: datetime
    ) -> bool:
        """Return whether another mode was chosen, or declared, since one was sent."""
        if returned is None or returned.ours is None:
            return False
        sent, since = returned.ours.created_at, returned.start
        chosen = any(
            battery == self._battery
            and sent - MAX_CLOCK_SKEW <= when <= at + MAX_CLOCK_SKEW
            for when, battery, _ in self._event_log.choices
        )
        # what waited at Amps may come although somebody chose another mode by hand
        by_hand = any(
            stretch.is_foreign and stretch.command.startswith("auto.")
            for stretch in past.between(sent, since)
        )
        begin = since - timedelta(minutes=30)
        missed = self._event_log.met(
            self._battery, begin, since, "capability", "flicker"
        )
        return chosen or by_hand or any(missed)

    def _was_seen(self, since: datetime, until: datetime) -> bool:
        """Return whether a change by others lasted long enough to be read."""
        battery = self._battery
        seen = self._event_log.calm_after(
            battery, since, NOTICE_TIME, until, *UNREACHED
        )
        return seen is not None

    def _may_have_run(self, past: Past, action: Action) -> bool:
        """Return whether what failed may have run: nobody could look, or it shows.

        It shows where the battery stands in its mode anyway.
        """
        if action.origin != "api" or action.state != "failed":
            return False
        if action.command in MODES and action.end is None:
            calls = self._effects.calls_for(action)
            if all(call.length is None for call in calls):
                return False
        begun = action.start or action.created_at
        failed = max(begun, action.updated_at)
        shows = past.at(failed).command == action.command
        return shows or not self._reasons.could_read(begun, failed + NOTICE_TIME)

    def _is_unseen_hold(self, action: Action) -> bool:
        """Return whether it is a pause while a device draws, which nobody could see.

        Home Assistant was killed as soon as it had sent it.
        """
        sent = action.created_at
        begin, end = sent - MAX_CLOCK_SKEW, sent + MAX_CLOCK_SKEW
        killed = self._event_log.met(self._battery, begin, end, "home_assistant")
        draws = any(first <= end and begin <= last for first, last in self._drawn)
        return action.command == "idle" and draws and any(killed)

    def _is_forgotten(self, action: Action, at: datetime) -> bool:
        """Return whether it was sent by a plan that a backup has undone since."""
        return any(
            action.created_at <= restored <= at for restored in self._event_log.restored
        )

    def _once(self, kind: str, action: Action, why: str) -> Iterator[Breach]:
        if action.id not in self._told:
            self._told.add(action.id)
            what = f"{action.id} {action.command}: {why}"
            yield Breach(kind, action.updated_at.isoformat(), self._battery, what)

    def _doubled(self, past: Past, until: datetime) -> Iterator[Breach]:
        yield from self._doubled_by_hand(past, until)
        counts: Counter[tuple[str, datetime, datetime]] = Counter()
        for action in past.actions:
            span = self._effects.runs.get(action.id)
            if span is None or action.state in ("failed", "cancelled"):
                continue
            if action.created_at > until or _is_return(action, span):
                continue
            name = span.uid, span.start, span.end
            counts[name] += 1
            if counts[name] > 1:
                yield from self._once("doubled", action, "Amps has taken it twice")

    def _doubled_by_hand(self, past: Past, until: datetime) -> Iterator[Breach]:
        """Return what was sent more often than requested, apart from modes."""
        used: list[Call] = []
        for action in past.actions:
            if action.command in MODES or action.id in self._effects.runs:
                continue
            if action.origin != "api" or action.state in ("failed", "cancelled"):
                continue
            calls = list(self._effects.calls_for(action))
            if not calls or action.created_at > until:
                continue
            # by identity: a call may be given twice with the same words
            free = [call for call in calls if not any(call is one for one in used)]
            if free:
                used.append(free[0])
            elif not self._is_planned(action):
                yield from self._once("doubled", action, "it was asked for once")

    def _is_planned(self, action: Action) -> bool:
        """Return whether an occurrence with this command was expected later."""
        expected = self._event_log.expected[self._battery]
        planned = [(span, since) for span, since, _ in expected.versions()]
        planned += [(one.span, one.since) for one in expected.goals.goals.values()]
        return any(
            span.command == action.command and span.end > action.created_at
            for span, since in planned
            if since <= action.created_at + MAX_CLOCK_SKEW
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
    """Return whether it may be the mode that follows, and not the occurrence.

    Such a mode is set at once, or stored well ahead.
    """
    is_mode = action.command in MODES and action.end is None
    begins = action.start or action.created_at
    stored = action.start is None or begins - action.created_at > MAX_LATE_START
    return is_mode and stored and begins > span.start + START_TOLERANCE
