"""Compares, after each day, what was expected, what happened, and what was reported.

`docs/campaign.md` says in words what is right.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from simulator import Action

from .asked import Asked
from .counters import Breach, Counters
from .effects import Effects
from .event_log import Told
from .expected import MAX_CLOCK_SKEW, Due
from .foreseen import Foreseen
from .goal_checks import GoalChecks
from .levels import was_spent
from .pace import Pace
from .past import Past, Stretch
from .play import Play
from .reasons import SEEN_AFTER, UNREADABLE, Reasons
from .repairs import Showing
from .spans import Span, stem
from .standing import Standing
from .telling import Telling
from .warned import Warned

CHECK_LAG = timedelta(hours=2)
"""What is newer than this at the end of a day is checked a day later."""
MAX_OUTCOME_DELAY = timedelta(minutes=20)
"""How soon after an end, or after trouble that followed it, an outcome is reported."""
SILENCING = (
    "home_assistant",
    "amps",
    "clock",
    "gone",
    "removed",
    "timeless",
    "unlisted",
)
"""Trouble during which the outcome of a window cannot be reported."""
WHOLE_SHARE = 0.9
"""The share of a window that counts as all of it."""
WHOLE_TOLERANCE = timedelta(minutes=4)
"""How far off a window may begin or end: some are only accepted in whole minutes."""
MAX_CAUSE_AGE = timedelta(minutes=70)
"""How long before an occurrence the cause of its outcome may be."""
TAKES_BACK = (
    "cancel",
    "cancel_next",
    "skip",
    "delete",
    "move",
    "switch",
    "future",
    "retitle",
    "remove",
    "remove_entry",
    "delete_automatic",
    "own_automatic",
)
"""What may end an occurrence early."""


@dataclass(frozen=True, slots=True)
class _Battery:
    """The checks of one battery."""

    effects: Effects
    reasons: Reasons
    standing: Standing
    asked: Asked
    warned: Warned
    showing: Showing
    goals: GoalChecks
    foreseen: Foreseen

    @classmethod
    def of(cls, play: Play, name: str) -> _Battery:
        effects, reasons = Effects(play, name), Reasons(play, name)
        standing = Standing(play, name, effects)
        return cls(
            effects=effects,
            reasons=reasons,
            standing=standing,
            asked=Asked(play, name, effects, standing, reasons),
            warned=Warned(play, name, reasons),
            showing=Showing(play, name, reasons),
            goals=GoalChecks(play, name, effects, reasons),
            foreseen=Foreseen(play, name, reasons),
        )


class Checks:
    """Checks a story while it runs."""

    def __init__(self, play: Play) -> None:
        """Start with nothing checked."""
        self._play = play
        self._event_log = play.event_log
        self._first = {
            device.id: Stretch(
                play.now(),
                play.now(),
                device.mode.command,
                dict(device.mode.parameters),
                "initial",
                None,
                device.level,
            )
            for device in play.world.devices.values()
        }
        self._checked: set[tuple[str, tuple[str, datetime]]] = set()
        self._telling = Telling(play)
        self._pace = Pace(play)
        self._batteries = {name: _Battery.of(play, name) for name in play.batteries}
        self._errors = 0

    def check(self, counters: Counters, *, is_last: bool) -> None:
        """Check everything that is over and has not been checked."""
        self._play.world.catch_up()
        now = self._play.now()
        until = now - CHECK_LAG
        for name, battery in self._batteries.items():
            past = Past(self._play.world, name, self._first[name], now)
            counters.breaches += battery.asked.check(past, until)
            counters.breaches += battery.standing.check(past, until)
            counters.breaches += battery.standing.by_hand(past, until)
            self._check_windows(counters, name, past, until, is_last=is_last)
            counters.breaches += battery.goals.check(counters, past, until)
            counters.breaches += battery.warned.false_alarms(past, until)
            counters.breaches += battery.warned.untaken(until)
            counters.breaches += battery.showing.check(past, battery.standing, until)
        counters.breaches += self._event_log.planned_wrong
        counters.breaches += self._pace.check()
        counters.breaches += self._unexpected()

    def _unexpected(self) -> Iterator[Breach]:
        new = self._event_log.errors[self._errors :]
        self._errors = len(self._event_log.errors)
        for at, text in new:
            yield Breach("unexpected", at.isoformat(), "", text)

    def _check_windows(
        self,
        counters: Counters,
        battery: str,
        past: Past,
        until: datetime,
        *,
        is_last: bool,
    ) -> None:
        expected = self._event_log.expected[battery]
        for key, dues in expected.dues().items():
            name = battery, key
            span, withdrawn = expected.last(key)
            if name in self._checked or max(span.end, span.start) > until:
                continue
            due = dues[-1] if dues else None
            if due is None or not due.is_whole or withdrawn < span.end:
                self._checked.add(name)
                counters.planned += 1
                counters.count("cancelled")
                continue
            end = self._batteries[battery].effects.end_of(span)
            told_by = self._event_log.calm_after(
                battery, end, MAX_OUTCOME_DELAY, self._play.now(), *SILENCING
            )
            told = self._event_log.outcomes(battery, due.span.uid, due.span.start)
            if not told and (
                key in expected.unsure or self._is_rest_of_decided(battery, due)
            ):
                self._checked.add(name)
                counters.planned += 1
                counters.count("cancelled")
                continue
            if told_by is None and not (is_last and told):
                continue
            self._checked.add(name)
            counters.planned += 1
            self._batteries[battery].foreseen.count(counters, due, past)
            outcome, wrong = self._outcome(battery, due, past, told)
            wrong = wrong or self._telling.wrong(battery, due, told, told_by)
            late = self._batteries[battery].warned.late(due)
            if key in expected.loose:
                wrong = late = None if told else wrong
            if late is not None:
                counters.breaches.append(self._breach(battery, span, late, "told_late"))
            if wrong is not None:
                counters.breaches.append(self._breach(battery, span, wrong))
            elif outcome is not None:
                counters.count(outcome)

    def _breach(
        self, battery: str, span: Span, what: str, kind: str = "silently_wrong"
    ) -> Breach:
        local = span.start.astimezone(self._play.zone)
        text = f"{span.command} of {local:%a %d %H:%M}: {what}"
        return Breach(kind, span.start.isoformat(), battery, text)

    def _is_forgotten(self, span: Span, last: Told) -> bool:
        """Return whether a restored backup does not know how it ended."""
        return any(
            span.start <= restored <= last.at for restored in self._event_log.restored
        )

    def _is_rest_of_decided(self, battery: str, due: Due) -> bool:
        """Return whether an occurrence is the rest of one that already had its outcome.

        The plan cuts nothing of what is decided.
        """
        span = due.span
        return any(
            one.is_outcome
            and (one.battery, stem(one.uid)) == (battery, stem(span.uid))
            and one.start < span.start < one.end
            and one.at <= due.expected_since
            for one in self._event_log.told
        )

    def _outcome(
        self, battery: str, due: Due, past: Past, told: list[Told]
    ) -> tuple[str | None, str | None]:
        """Return the outcome of an occurrence, and what is wrong with it."""
        span = due.span
        if not told:
            return None, "nobody was told how it ended"
        last = told[-1]
        asked = span.end - due.since
        parts = span.command, span.parameters, due.since, span.end
        had = past.obeyed(*parts)
        met = past.met(*parts)
        met = met or _stands_at_target(span, last)
        spent = "target" not in span.parameters and was_spent(self._play, battery, span)
        whole = met or had >= min(asked * WHOLE_SHARE, asked - WHOLE_TOLERANCE)
        could_be_seen = self._batteries[battery].reasons.could_see(
            past, span, due.since, span.end
        )
        made = self._made(battery, due, past)
        wrong: str | None = None
        match last.type:
            case "done" if not (whole or spent) and had < WHOLE_TOLERANCE:
                wrong = f"done, but the battery did {had}"
            case "done" if (
                had + past.kept_up(*parts) < asked / 2 - MAX_CLOCK_SKEW
            ) and not (
                met
                or spent
                or self._held(battery, span)
                or self._was_taken_unseen(battery, past, due)
            ):
                wrong = f"done, but the battery did only {had} of {asked}"
            case "incomplete" if not had:
                wrong = "incomplete, but the battery did nothing"
            case "failed" | "missed" if (
                whole
                and last.reason != "device_gone"
                and not self._is_planned_again(battery, span, last)
                and any(could_be_seen or action.state != "failed" for action in made)
            ):
                wrong = f"{last.type} ({last.reason}), but the battery did {had}"
            case "cancelled" if not self._may_be_cancelled(battery, due, last.reason):
                wrong = f"cancelled ({last.reason}), but nobody did that"
            case "accepted" if could_be_seen and not self._is_forgotten(span, last):
                wrong = "accepted, but the battery could be seen to do it"
            case "incomplete" if (
                last.reason == "target_not_met"
                and met
                and not self._was_left(past, due, last)
            ):
                wrong = "incomplete, but the battery met its target"
            case "incomplete" if (
                last.reason == "target_not_met"
                and "target" not in span.parameters
                and whole
            ):
                wrong = "incomplete, but no target was asked for"
        return last.type, wrong or self._unfounded(battery, due, last)

    def _is_planned_again(self, battery: str, span: Span, last: Told) -> bool:
        """Return whether the rest was planned anew after the outcome was reported."""
        expected = self._event_log.expected[battery]
        later = (expected.last(key)[0] for key in expected.dues())
        return any(
            one.command == span.command and last.at <= one.start < span.end
            for one in later
        )

    def _made(self, battery: str, due: Due, past: Past) -> list[Action]:
        """Return the plan's actions that began an occurrence, not those by hand.

        What is also the mode after windows may have come back for its own sake.
        """
        span, checks = due.span, self._batteries[battery]
        if span.command in checks.standing.allowed(past, due.since, span.end):
            return []
        return [
            effect.ours
            for effect in past.between(due.since - MAX_CLOCK_SKEW, span.end)
            if effect.ours is not None
            and (effect.ours.start or effect.ours.created_at)
            >= span.start - MAX_CLOCK_SKEW
            and effect.ours.id not in checks.effects.by_hand
            and effect.obeys(span.command, span.parameters)
        ]

    def _unfounded(self, battery: str, due: Due, last: Told) -> str | None:
        """Return what is wrong with a reason that nothing in the world explains."""
        if last.reason is None or last.type in ("done", "cancelled"):
            return None
        start = min(due.span.start, due.since) - MAX_CAUSE_AGE
        if self._batteries[battery].reasons.allow(
            last.reason, due.span, start, last.at
        ):
            return None
        return f"{last.type} ({last.reason}), but there was no such trouble"

    def _held(self, battery: str, span: Span) -> bool:
        """Return whether it was reported that somebody else occupies the slot."""
        told = self._event_log.of(battery, span.uid, span.start)
        return any(event.reason == "slot_held" for event in told)

    def _was_taken_unseen(self, battery: str, past: Past, due: Due) -> bool:
        """Return whether somebody took over, and nothing was read until the end."""
        kinds = {kind for kind, _ in UNREADABLE}
        return any(
            stretch.is_foreign
            and self._event_log.calm_after(
                battery, stretch.start, SEEN_AFTER, due.span.end, *kinds
            )
            is None
            for stretch in past.between(due.since, due.span.end)
        )

    def _may_be_cancelled(self, battery: str, due: Due, reason: str | None) -> bool:
        span = due.span
        calls = [
            call
            for call in self._event_log.calls
            if call.battery == battery and call.at < span.end + MAX_CLOCK_SKEW
        ]
        if reason == "cancelled_elsewhere":
            # a backup does not know that its owner cancelled it since
            return bool(self._event_log.restored) or any(
                action.id in self._play.foreign_cancels
                and action.command == span.command
                and action.device_id == battery
                for action in self._play.world.book
            )
        if reason == "by_owner":
            last = [call for call in calls if call.at >= span.end]
            return any(call.kind == "cancel_action" for call in calls) or any(
                call.kind in TAKES_BACK for call in last
            )
        by_hand = any(
            call.command is not None
            and (call.answered or span.end) + call.lasts
            >= due.since - timedelta(minutes=2)
            for call in calls
        )
        now = self._play.now()
        past = Past(self._play.world, battery, self._first[battery], now)
        others = any(
            stretch.is_foreign and stretch.end > due.since and stretch.start < span.end
            for stretch in past.stretches
        )
        foreign = any(
            self._event_log.met(battery, due.since, span.end, "foreign", "capability")
        )
        return by_hand or others or foreign

    def _was_left(self, past: Past, due: Due, last: Told) -> bool:
        """Return whether something moved the battery away from its target again."""
        taken = any(one.is_foreign for one in past.between(due.since, due.span.end))
        story = self._play.story
        moved = any(
            due.since <= story.at(one) <= due.span.end
            for one in story.happenings
            if one.kind == "level"
        )
        return not _stands_at_target(due.span, last) and (taken or moved)


def _stands_at_target(span: Span, told: Told) -> bool:
    """Return whether the reported level meets the target, however that came about."""
    target = span.parameters.get("target")
    if target is None or told.level is None:
        return False
    if span.command == "charge":
        return told.level >= target - 1
    return told.level <= target + 1
