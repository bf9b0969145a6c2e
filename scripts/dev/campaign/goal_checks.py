"""Whether the goals of a battery were met, or their owner was told in time."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from .counters import Breach, Counters
from .effects import Effects
from .event_log import Told
from .expected_goals import HOURS, Goal
from .levels import was_spent
from .past import Past, Stretch
from .play import Play
from .reasons import Reasons
from .spans import Span

MAX_OUTCOME_DELAY = timedelta(minutes=20)
"""How a goal ended is told so soon after its end, or after trouble behind it."""
WARN_AHEAD = timedelta(minutes=30)
"""What keeps a goal from being met is told so long before nobody can help it."""
MAX_WARNING_DELAY = timedelta(minutes=15)
"""What is known only later is told so soon."""
STEP = timedelta(minutes=15)
LOOK_TIME = timedelta(minutes=30)
"""A level that was read so long before a goal's end counts."""
NEAR_PERCENT = 4.0
"""A level that is so near to what was asked for meets it: the integration allows 3."""
NEAR_TIME = timedelta(minutes=10)
"""The same of how long a goal lasted."""
SILENCING = ("home_assistant", "amps", "clock", "gone", "removed", "timeless")
"""Trouble in which nobody can be told how a goal ended."""
UNMET = ("incomplete", "accepted", "failed", "missed", "cancelled")
QUIET_BEFORE = timedelta(hours=1)
"""Trouble that was over so long before a goal is no excuse."""
MAX_CAUSE_AGE = timedelta(hours=6)
"""Why a goal was not met may have been over so long before it began."""
NO_PRICES = "no_prices"


class GoalChecks:
    """Checks the goals of one battery."""

    def __init__(
        self, play: Play, battery: str, effects: Effects, reasons: Reasons
    ) -> None:
        """Have checked nothing yet."""
        self._play = play
        self._event_log = play.event_log
        self._battery = battery
        self._effects = effects
        self._reasons = reasons
        self._expected = play.event_log.expected[battery].goals
        self._checked: set[tuple[str, datetime]] = set()
        self._heard = 0

    def check(
        self, counters: Counters, past: Past, until: datetime
    ) -> Iterator[Breach]:
        """Yield the goals of which a promise was not kept."""
        for key, goal in list(self._expected.goals.items()):
            if key in self._checked or goal.span.end > until:
                continue
            if not goal.is_whole:
                self._checked.add(key)
                continue
            told_by = self._event_log.calm_after(
                self._battery,
                goal.span.end,
                MAX_OUTCOME_DELAY,
                self._play.now(),
                *SILENCING,
            )
            told = self._event_log.outcomes(
                self._battery, goal.span.uid, goal.span.start
            )
            if told_by is None and not told:
                continue
            self._checked.add(key)
            counters.goals += 1
            if told and told[-1].type == "done":
                counters.goals_met += 1
            wrong = self._untold(goal, told, told_by)
            if told and wrong is None:
                wrong = self._wrong(goal, told[-1], past)
            if wrong is not None:
                yield self._breach(goal, "silently_wrong", wrong)
            elif why := self._late(goal, told, past):
                yield self._breach(goal, "told_late", why)
        yield from self._false_alarms(until)

    def _breach(self, goal: Goal, kind: str, what: str) -> Breach:
        start = goal.span.start.astimezone(self._play.zone)
        text = f"goal {goal.span.command} of {start:%a %d %H:%M}: {what}"
        return Breach(kind, goal.span.start.isoformat(), self._battery, text)

    def _untold(
        self, goal: Goal, told: list[Told], told_by: datetime | None
    ) -> str | None:
        """Return what is wrong with when, and how often, a goal's end was told."""
        upset = self._expected.is_upset(goal)
        if not told:
            return None if upset else "nobody was told how it ended"
        if told_by is not None and told[0].at > told_by and not upset:
            at = told[0].at.astimezone(self._play.zone)
            return f"{told[0].type} was told only at {at:%d %H:%M:%S}"
        if len(told) > 1 and not self._was_repeated(told):
            return f"it was told {len(told)} times how it ended"
        return None

    def _wrong(self, goal: Goal, last: Told, past: Past) -> str | None:
        """Return what is wrong with what was told of how a goal ended."""
        if (cost := last.cost) is not None and abs(cost) > self._dearest():
            return f"it is told to have cost {cost:g}"
        strictly = last.type in UNMET
        met = self._is_met(goal, past, strictly=strictly)
        truth = self._truth(goal, past, strictly=strictly)
        if last.type == "done" and met is False:
            return f"done, but {truth}"
        if last.type in ("failed", "missed", "incomplete") and met:
            return f"{last.type} ({last.reason}), but {truth}"
        since = goal.span.start - MAX_CAUSE_AGE
        if last.reason and not self._reasons.allow(
            last.reason, goal.span, since, last.at
        ):
            return f"{last.type} ({last.reason}), but there was no such trouble"
        return None

    def _was_repeated(self, told: list[Told]) -> bool:
        """Return whether it was told again only because of a kill or a backup."""
        between = told[0].at, told[-1].at
        return any(
            self._event_log.met(self._battery, *between, "home_assistant")
        ) or any(between[0] <= at <= between[1] for at in self._event_log.restored)

    def _dearest(self) -> float:
        """Return more than any goal can cost: the battery's fill, twice over."""
        device = self._play.world.devices.get(self._battery)
        market = self._play.market
        if device is None or market is None:
            return float("inf")
        return 2 * device.capacity_kwh * market.dearest

    def _is_met(self, goal: Goal, past: Past, *, strictly: bool) -> bool | None:
        """Return whether a goal was met; None where nobody could know.

        What is told to be unmet is wrong only where there is no doubt.
        """
        span, margin = goal.span, 0.0 if strictly else NEAR_PERCENT
        if (hours := span.parameters.get(HOURS)) is not None:
            near = timedelta(0) if strictly else NEAR_TIME
            had = self._had(span, past, strictly=strictly)
            if strictly and not self._reasons.could_read(span.start, span.end):
                return None
            is_met = had >= timedelta(hours=hours) - near
            return (
                None
                if not is_met and was_spent(self._play, self._battery, span)
                else is_met
            )
        levels = self._levels(goal)
        if not levels or not self._reasons.could_read(span.end - LOOK_TIME, span.end):
            return None
        target = span.parameters["target"]
        short = [
            target - level if span.command == "charge" else level - target
            for level in levels
        ]
        return (max(short) if strictly else min(short)) <= margin

    def _levels(self, goal: Goal) -> list[float]:
        """Return what the level was when a reading of it may have counted."""
        begin = goal.span.end - LOOK_TIME
        return [
            level
            for at, battery, level in self._event_log.levels
            if battery == self._battery and begin <= at <= goal.span.end
        ]

    def _had(self, span: Span, past: Past, *, strictly: bool) -> timedelta:
        """Return how long a goal lasted.

        Strictly taken, other windows of the plan are none of its hours.
        """
        mine = (
            stretch.within(span.start, span.end)
            for stretch in past.stretches
            if stretch.obeys(span.command, {})
            and not (strictly and self._is_anothers(stretch, span))
        )
        return sum(mine, timedelta(0))

    def _is_anothers(self, stretch: Stretch, goal: Span) -> bool:
        """Return whether what ran was a window of something else."""
        action = stretch.ours
        run = self._effects.runs.get(action.id) if action is not None else None
        return run is not None and run.uid != goal.uid

    def _truth(self, goal: Goal, past: Past, *, strictly: bool) -> str:
        span = goal.span
        if HOURS in span.parameters:
            had = self._had(span, past, strictly=strictly)
            return f"the battery did {had} of {span.parameters[HOURS]:g} h"
        levels = ", ".join(f"{level:.1f}" for level in self._levels(goal))
        return f"the battery was at {levels} % of {span.parameters['target']:g} %"

    # Told in time

    def _late(self, goal: Goal, told: list[Told], past: Past) -> str | None:
        """Return what is wrong where a goal was not met and nothing was in its way."""
        if not told or told[-1].type not in UNMET:
            return None
        span = goal.span
        known = max(goal.since, span.start) + MAX_WARNING_DELAY
        by = max(self._last_chance(goal, past) - WARN_AHEAD, known)
        if by >= span.end or self._is_hindered(goal, by, past):
            return None
        if any(one.at <= by for one in self._words(goal)):
            return None
        last, local = told[-1], by.astimezone(self._play.zone)
        return f"{last.type} ({last.reason}), which was not told by {local:%d %H:%M}"

    def _last_chance(self, goal: Goal, past: Past) -> datetime:
        """Return when a goal could be met for the last time, at full power."""
        span, at = goal.span, goal.span.end
        while (at := at - STEP) > span.start:
            if at + self._needed(span, at, past) <= span.end:
                return at
        return span.start

    def _needed(self, span: Span, at: datetime, past: Past) -> timedelta:
        """Return how long a battery needs from an instant on for what is left."""
        if (hours := span.parameters.get(HOURS)) is not None:
            had = past.obeyed(span.command, {}, span.start, at)
            return timedelta(hours=hours) - had
        device = self._play.world.devices.get(self._battery)
        levels = [
            level
            for noted, battery, level in self._event_log.levels
            if battery == self._battery and noted <= at
        ]
        if device is None or not levels:
            return timedelta(0)
        short = span.parameters["target"] - levels[-1]
        power = device.max_charge_kw
        if span.command != "charge":
            short, power = -short, device.max_discharge_kw
        kwh = max(short - NEAR_PERCENT, 0.0) / 100 * device.capacity_kwh
        return timedelta(hours=kwh / power)

    def _words(self, goal: Goal) -> Iterator[Told]:
        """Yield what was told of a goal or of its windows."""
        span = goal.span
        for one in self._event_log.told:
            mine = one.battery == self._battery and one.goal == span.uid
            if mine and one.type != "done" and span.start <= one.start < span.end:
                yield one

    def _is_hindered(self, goal: Goal, by: datetime, past: Past) -> bool:
        """Return whether something came between that nobody could know of by then."""
        span, log = goal.span, self._event_log
        begin = min(by, span.start) - QUIET_BEFORE
        if not past.obeyed(span.command, {}, span.start, span.end):
            begin = by - QUIET_BEFORE  # in the end there was time enough for some of it
        windows = log.expected[self._battery].versions()
        return (
            self._expected.is_upset(goal)
            or any(log.met(self._battery, begin, span.end))
            or not self._reasons.is_seen
            or any(one.is_foreign for one in past.between(begin, span.end))
            or any(
                call.battery == self._battery and begin <= call.at <= span.end
                for call in log.calls
            )
            or any(window.overlaps(span) for window, _, _ in windows)
            or any(
                begin <= self._play.story.at(one) <= span.end
                for one in self._play.story.happenings
                if one.kind in ("level", "flap", "prices")
            )
        )

    def _false_alarms(self, until: datetime) -> Iterator[Breach]:
        """Yield warnings that no prices are known where they are."""
        told, market = self._event_log.told, self._play.market
        while self._heard < len(told) and told[self._heard].at < until:
            one = told[self._heard]
            self._heard += 1
            if one.battery != self._battery or one.reason != NO_PRICES:
                continue
            if market is not None and market.covers(one.start, one.end, one.at):
                start = one.start.astimezone(self._play.zone)
                what = f"goal of {start:%a %d %H:%M}: its prices were known"
                at = one.at.isoformat()
                yield Breach("false_alarms", at, self._battery, what)
