"""Checks that a battery returned to its standing mode."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import pairwise

from simulator import Action

from .counters import Breach
from .effects import MODES, Effects
from .event_log import Call
from .past import Past, Stretch
from .play import Play
from .reasons import UNSEEN_HOMES
from .spans import Span

MAX_RESTORE_DELAY = timedelta(minutes=15)
"""How soon after an end, or after trouble that followed it, the mode is restored."""
MAX_LATE_RESTORE_DELAY = timedelta(minutes=75)
"""The same after trouble so long that the mode is only retried now and then."""
LONG_TROUBLE = timedelta(minutes=40)
MAX_FOLLOWING_GAP = timedelta(minutes=11)
"""An occurrence this soon after another one follows it directly."""
SEEN_AFTER = timedelta(minutes=20)
"""How long a mode has to last for it to be seen."""
RECENT_CHOICE_TIME = timedelta(minutes=15)
MAX_COMMAND_DELAY = timedelta(minutes=2)
"""How long after it was given a command by hand may begin."""
NONE = timedelta(0)
MIN_STRETCH = timedelta(milliseconds=1)
ENDED = ("charge", "discharge")
RETURN = "return_failed"
LEAVES = "as_amps_leaves_it"
SCHEDULER_ACTIVE = "SCHEDULER_ACTIVE"


class Standing:
    """Knows which standing mode is right, and checks that it is set."""

    def __init__(self, play: Play, battery: str, effects: Effects) -> None:
        """Start with nothing checked."""
        self._play = play
        self._event_log = play.event_log
        self._battery = battery
        self._effects = effects
        self._checked: set[str] = set()
        self._offered: set[str] = set()
        home = play.story.homes[play.batteries.index(battery)]
        self._is_dark = home.kind in UNSEEN_HOMES

    def _choices(self, start: datetime, end: datetime) -> set[str]:
        """Return what was chosen as *Mode afterwards* within a period."""
        found, last = set(), "automatic"
        for at, battery, option in self._event_log.choices:
            if battery != self._battery or at > end:
                continue
            if at >= start:
                found.add(last)
            last = option
        return found | {last}

    def allowed(self, past: Past, start: datetime, end: datetime) -> set[str]:
        """Return the modes that may be set within a period after an occurrence."""
        commands = self._commands()
        allowed: set[str] = set()
        for choice in self._choices(start - RECENT_CHOICE_TIME, end):
            command = choice.replace("_", ".", 1)
            if choice == LEAVES:
                allowed.add("idle")
            elif choice == "automatic":
                allowed |= self._automatic(past, start, end)
            elif command in commands:
                allowed.add(command)
            else:
                # what was stored at Amps before it went may still come
                allowed |= {command, "idle"}
        return allowed

    def stand_ins(self, past: Past, start: datetime, end: datetime) -> set[str]:
        """Return what may be set instead while a mode is not declared."""
        kinds = "capability", "flicker"
        if not any(
            self._event_log.met(self._battery, start - RECENT_CHOICE_TIME, end, *kinds)
        ):
            return set()
        return self._automatic(past, start, end) | {"auto.balanced", "idle"}

    def _commands(self) -> set[str]:
        if (device := self._play.world.devices.get(self._battery)) is not None:
            self._offered = set(device.commands)
        return self._offered

    def _automatic(self, past: Past, start: datetime, end: datetime) -> set[str]:
        """Return the last auto mode that was seen for sure, and what may have been.

        What the plan itself sets from the start on proves nothing.
        """
        found: set[str] = set()
        known = [past.stretches[0], *past.stretches]
        for before, stretch in reversed(list(pairwise(known))):
            if stretch.start > end or not stretch.command.startswith("auto."):
                continue
            action = stretch.action
            if action is not None and action.id in self._effects.runs:
                continue
            if action is not None and self._is_for_a_while(action):
                continue
            if stretch.start >= start and self._is_plans(stretch):
                continue
            if stretch.cause == "vendor" and self._effects.goes_on(stretch.start):
                continue
            found.add(stretch.command)
            rests = self._effects.may_rest(past, before, stretch)
            if self._was_seen(stretch, end) and not rests:
                break
        else:
            found.add("auto.balanced" if self._has_auto() else "idle")
        return found

    def _is_plans(self, stretch: Stretch) -> bool:
        """Return whether the plan itself set a mode."""
        action = stretch.ours
        return action is not None and action.id not in self._effects.by_hand

    def _is_for_a_while(self, action: Action) -> bool:
        """Return whether somebody set a mode only for a limited time."""
        if action.end is not None or action.id not in self._effects.by_hand:
            return action.end is not None
        calls = list(self._effects.calls_for(action))
        named = [call for call in calls if call.command == action.command]
        return (named or calls)[-1].length is not None

    def _has_auto(self) -> bool:
        return any(command.startswith("auto.") for command in self._commands())

    def _was_seen(self, stretch: Stretch, end: datetime) -> bool:
        """Return whether it is known for sure that a mode was set.

        Of a battery that cannot be read only Amps knows, not what the plan set.
        """
        if self._is_dark and (stretch.action is None or self._is_plans(stretch)):
            return False
        last = min(stretch.end, end)
        seen = self._event_log.calm_after(
            self._battery, stretch.start, SEEN_AFTER, last
        )
        return seen is not None

    def stands(self, past: Past, start: datetime, end: datetime) -> bool:
        """Return whether, as far as is known, no mode is due within a period."""
        for stretch in past.stretches:
            if stretch.end <= start or stretch.start >= end:
                continue
            ours = self._is_due(stretch.ours, start)
            allowed = self.allowed(past, stretch.start, end)
            if not ours and stretch.command not in allowed:
                return False
        return True

    def _is_due(self, action: Action | None, at: datetime) -> bool:
        """Return whether a window that is not over, or a hand, set a mode."""
        if action is None:
            return False
        span = self._effects.runs.get(action.id)
        return action.id in self._effects.by_hand or bool(span and span.end > at)

    def check(self, past: Past, until: datetime) -> Iterator[Breach]:
        """Return the occurrences after which the mode was not restored."""
        for stretch in past.stretches:
            action = stretch.ours
            if action is None or action.id in self._checked:
                continue
            if (span := self._effects.runs.get(action.id)) is None:
                continue
            deadline = self._deadline(past, self._over_at(past, stretch, span), until)
            if deadline is None or self._taken_over(past, stretch, deadline):
                continue
            self._checked.add(action.id)
            if LEAVES in self._choices(stretch.start, deadline):
                continue
            if self._event_log.is_undone(action.created_at, deadline):
                continue  # the plan does not know that it sent it
            stands = past.at(deadline)
            allowed = self.allowed(past, stretch.end, deadline)
            if stands.cause == "window_end" and not self._has_auto():
                allowed.add(stands.command)  # as Amps leaves it
            told = self._is_held(action, deadline) and self._is_told(deadline)
            if told or self._was_left_unseen(past, stands, allowed):
                continue
            if stands.command not in allowed:
                local = span.start.astimezone(self._play.zone)
                what = (
                    f"{span.command} of {local:%a %d %H:%M}: {stands.command} stands at"
                    f" {deadline.astimezone(self._play.zone):%d %H:%M}, not"
                    f" {' or '.join(sorted(allowed))}"
                )
                when = deadline.isoformat()
                yield Breach("not_restored", when, self._battery, what)

    def _over_at(self, past: Past, stretch: Stretch, span: Span) -> datetime:
        """Return when a mode is due after an occurrence.

        Amps may leave it in idle too early: none is due before it is over.
        """
        if past.at(stretch.end).cause != "window_end":
            return stretch.end
        # what runs may have been made longer since it was seen to begin
        versions = self._event_log.expected[self._battery].versions()
        last = [one.end for one, _, _ in versions if one.key == span.key]
        return max(stretch.end, *last[-1:], span.end)

    def by_hand(self, past: Past, until: datetime) -> Iterator[Breach]:
        """Yield the commands by hand that should have ended and did not."""
        for stretch in past.stretches:
            action = stretch.ours
            if action is None or action.id in self._checked:
                continue
            if action.id not in self._effects.by_hand or action.command not in ENDED:
                continue
            calls = [
                one for one in self._effects.calls_for(action) if one.length is not None
            ]
            if not calls:
                continue
            call = calls[-1]
            # in a repeated hour Amps may begin it an hour later
            began = max(call.answered or call.at, stretch.start)
            end = began + (call.length or NONE)
            deadline = self._deadline(past, end + MAX_COMMAND_DELAY, until)
            if deadline is None:
                continue
            self._checked.add(action.id)
            if self._taken_over(past, stretch, deadline, call):
                continue
            stands = past.at(deadline)
            allowed = self.allowed(past, stretch.start, deadline)
            if stands.cause == "window_end" and not self._has_auto():
                allowed.add(stands.command)
            if stands.command in allowed or self._is_told(deadline):
                continue
            if self._is_dark and any(
                self._event_log.met(self._battery, stretch.start, deadline, "ignored")
            ):
                continue  # nobody can see it
            when = deadline.astimezone(self._play.zone)
            what = (
                f"{action.command} by hand for {call.length}: {stands.command} stands"
                f" at {when:%d %H:%M}, not {' or '.join(sorted(allowed))}"
            )
            yield Breach("not_restored", deadline.isoformat(), self._battery, what)

    def _was_left_unseen(self, past: Past, stands: Stretch, allowed: set[str]) -> bool:
        """Return whether Amps left the mode again where nobody can see that."""
        if not self._is_dark or stands.cause != "window_end":
            return False
        return past.at(stands.start - MIN_STRETCH).command in allowed

    @staticmethod
    def _is_held(action: Action, at: datetime) -> bool:
        """Return whether Amps keeps open what it ended on the battery."""
        return action.completed_at is None or action.completed_at > at

    def _is_told(self, at: datetime) -> bool:
        """Return whether a repair says that the mode was not restored."""
        return any(
            repair.battery == self._battery
            and repair.key == RETURN
            and repair.stands(at)
            for repair in self._event_log.repairs
        )

    def _deadline(self, past: Past, end: datetime, until: datetime) -> datetime | None:
        soon = self._event_log.calm_after(self._battery, end, MAX_RESTORE_DELAY, until)
        if soon is None:
            return None
        # against a manufacturer's schedule it is only tried every hour
        refused = any(
            action.error_code == SCHEDULER_ACTIVE and end <= action.updated_at <= soon
            for action in past.actions
            if action.origin == "api" and action.command in MODES
        )
        if soon - end < LONG_TROUBLE and not refused:
            return soon
        return self._event_log.calm_after(
            self._battery, end, MAX_LATE_RESTORE_DELAY, until
        )

    def _taken_over(
        self,
        past: Past,
        stretch: Stretch,
        deadline: datetime,
        but: Call | None = None,
    ) -> bool:
        """Return whether something else was due, or somebody else took over."""
        start = stretch.start
        for other in past.between(start, deadline):
            action = other.action
            if other is stretch:
                continue
            if other.is_foreign or (action and action.id in self._effects.by_hand):
                return True
            if other.ours is not None and other.ours.id in self._effects.runs:
                return True
        if any(
            call.battery == self._battery
            and call is not but
            and call.command is not None
            and start <= call.at <= deadline
            for call in self._event_log.calls
        ):
            return True
        expected = self._event_log.expected[self._battery].versions()
        return any(
            stretch.end - MAX_FOLLOWING_GAP
            <= span.start
            <= deadline + MAX_FOLLOWING_GAP
            and since <= span.start
            and gone > span.start
            for span, since, gone in expected
            if span.start > start
        )
