"""Random lives of a plan: troubles of all kinds, and what has to hold nevertheless."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from random import Random

from custom_components.amps.api.models import (
    Action,
    ActionState,
    Command,
    Execution,
    OnConflict,
    Parameters,
    Push,
)
from custom_components.amps.plan.memory import MANUAL, Intent
from custom_components.amps.plan.steps import PushStep, Step
from custom_components.amps.plan.window import Occurrence, Origin

from .follower import Follower
from .pure_amps import (
    ALL,
    IMMEDIATE,
    QUEUES,
    SCHEDULED,
    T0,
    WINDOWED,
    NoAnswerError,
    PureAmps,
    RefusedError,
    takes,
)

DAYS = 2
MINUTE = timedelta(minutes=1)
CALM = timedelta(hours=3)
_SHAPES = (WINDOWED, WINDOWED, ALL, IMMEDIATE, SCHEDULED)
_AUTO = (ALL - WINDOWED, ALL - WINDOWED, IMMEDIATE, SCHEDULED)
_GAPS = (0, 0, 1, 5, 9, 11, 30, 200)
_LENGTHS = (12, 15, 30, 90, 300)
_MOVES = (Command.CHARGE, Command.DISCHARGE, Command.AUTO_EXPORT, Command.IDLE)


@dataclass
class Life(Follower):
    """A follower that minds what it pushes, and when the standing mode comes back."""

    astray: datetime | None = None
    """Since when the battery has been in another mode for no reason."""

    def settle(self) -> Step:
        step = super().settle()
        if not self._is_astray():
            self.astray = None
            return step
        self.astray = self.astray or self.amps.now
        back = self.memory.back
        hopeless = back is not None and back.is_hopeless
        assert self.amps.now - self.astray <= timedelta(minutes=12) or hopeless, (
            self.astray,
            self.steps[-3:],
            self.amps.modes[-3:],
        )
        return step

    def _is_astray(self) -> bool:
        """Whether nothing but ourselves keeps the battery from its standing mode."""
        amps, now = self.amps, self.amps.now
        if amps.down or amps.offline or amps.failures or not amps.modes:
            return False
        causes = [it[2] for it in amps.modes if it[2] != "end"]
        by_hand = self.memory.own.get(causes[-1]) is Origin.MANUAL
        if causes[-1] in amps.foreign or by_hand or amps.mode is self.standing:
            return False
        if any(
            it.id in amps.foreign or it.state is not ActionState.SCHEDULED
            for it in amps.holders
        ):
            return False
        if any(it.unmade for it in self.memory.returning):
            return False
        soon = timedelta(minutes=11)
        return not any(
            it.start - soon <= now < it.end + soon for it in self.plan.values()
        )

    def _follow(self, step: Step) -> bool:
        if isinstance(step, PushStep):
            self._is_called_for(step.intent)
        done = super()._follow(step)
        own = [it for it in self.amps.holders if it.id not in self.amps.foreign]
        windows = [it for it in own if it.parameters.power is not None]
        assert len(own) <= 2, own
        assert len(windows) <= 1 or windows[0].end is not None, own
        return done

    def _is_called_for(self, intent: Intent) -> None:
        push, occurrence = intent.push, intent.occurrence
        assert occurrence is not None
        if intent.purpose == "back":
            assert push.command in (self.standing, Command.IDLE), intent
            return
        assert not self.paused
        assert self.plan.get(occurrence.key) == occurrence, intent
        assert occurrence.end > self.amps.now, intent
        assert push.start is None or push.start >= occurrence.start, intent
        assert push.start is not None or self.amps.now >= (
            occurrence.start - timedelta(seconds=30)
        )


class Walk:
    """One random life."""

    def __init__(self, seed: int, *, quiet: bool) -> None:
        self.random = random = Random(seed)  # noqa: S311 -- a test's dice
        self.quiet = quiet
        self.number = 0
        self.touched: set[float] = set()
        """The powers of occurrences that were edited or taken back."""
        self.troubled = timedelta(0)
        strategies = random.choice((QUEUES, frozenset[OnConflict]()))
        self.amps = PureAmps(
            commands=takes(random.choice(_SHAPES), random.choice(_AUTO)),
            strategies=strategies,
            completes_at_end=random.random() < 0.5,
        )
        lead = timedelta(minutes=random.choice((15, 120, 2880)))
        self.life = Life(amps=self.amps, lead=lead)
        if random.random() < 0.5:
            self.life.kills = Random(seed)  # noqa: S311 -- a test's dice
        self.plan = {it.key: it for it in self._occurrences()}
        self._plan()
        self.end = T0 + timedelta(days=DAYS)
        self.trouble_until = T0

    def _occurrences(self) -> list[Occurrence]:
        found: list[Occurrence] = []
        start = T0 + timedelta(minutes=self.random.choice((5, 60, 700)))
        while start < T0 + timedelta(days=DAYS):
            end = start + timedelta(minutes=self.random.choice(_LENGTHS))
            found.append(self._occurrence(f"w{len(found)}", start, end))
            gap = self.random.choice(_GAPS)
            start = end + timedelta(minutes=gap + 15 * (self.random.random() < 0.3))
        return found

    def _occurrence(
        self, uid: str, start: datetime, end: datetime, original: datetime | None = None
    ) -> Occurrence:
        self.number += 1
        return Occurrence(
            uid=uid,
            original=original or start,
            start=start,
            end=end,
            command=self.random.choice(_MOVES),
            parameters=Parameters(power=1 + self.number / 10),
        )

    def _plan(self) -> None:
        self.life.wants(*self.plan.values())

    def live(self) -> None:
        """Go through the days, then through some calm hours."""
        while self.amps.now < self.end:
            self.life.run_to(
                self.amps.now + timedelta(minutes=self.random.choice((7, 31, 90))),
                timedelta(minutes=2),
            )
            self._happens()
        self._recover()
        self.life.paused = False
        self.life.kills = None
        ends = [it.end for it in self.plan.values()]
        ends += [it.end for it in self.amps.holders if it.end]
        last = max(ends, default=self.end)
        self.life.run_to(max(last, self.amps.now) + CALM, timedelta(minutes=2))

    def _happens(self) -> None:
        edits = [self._edits, self._deletes, self._shortens, self._nothing]
        troubles = [
            self._outage,
            self._offline,
            self._loses_answer,
            self._loses_request,
            self._fails,
            self._foreign,
            self._cancels_elsewhere,
            self._is_off,
            self._by_hand,
            self._pauses,
            self._recover,
            self._recover,
        ]
        quiet = [self.life.restart, self._nothing, *edits]
        self.random.choice(quiet if self.quiet else troubles + edits)()

    def _nothing(self) -> None:
        pass

    def _recover(self) -> None:
        self.amps.down = self.amps.offline = False
        self.amps.failures.clear()
        self.amps.answers.clear()
        self.life.paused = False

    def _outage(self) -> None:
        self.amps.down = True

    def _offline(self) -> None:
        self.amps.offline = True

    def _loses_answer(self) -> None:
        def lose() -> None:
            raise NoAnswerError

        self.amps.answers.append(lose)

    def _loses_request(self) -> None:
        def lose() -> None:
            newest = list(self.amps.actions)[-1]
            del self.amps.actions[newest]
            raise NoAnswerError

        self.amps.answers.append(lose)

    def _fails(self) -> None:
        codes = ("DEVICE_OFFLINE", "TIMEOUT", "OTHER")
        self.amps.failures.append(self.random.choice(codes))

    def _foreign(self) -> None:
        now = self.amps.now
        start = now + timedelta(minutes=self.random.choice((2, 60, 400)))
        end = start + timedelta(minutes=self.random.choice((5, 60)))
        push = Push(command=Command.DISCHARGE, start=start, end=end)
        if self.random.random() < 0.5:
            push = Push(command=Command.AUTO_RESERVE)
        with_all = takes()
        own, self.amps.commands = self.amps.commands, with_all
        try:
            _ = self.amps.push(push, foreign=True)
        except NoAnswerError, RefusedError:
            pass
        finally:
            self.amps.commands = own

    def _cancels_elsewhere(self) -> None:
        for action in self.amps.holders:
            waits = action.state is ActionState.SCHEDULED and not self.amps.down
            if waits and action.id not in self.amps.foreign:
                _ = self.amps.cancel(action.id)
                self._touch(action)
                return

    def _touch(self, action: Action) -> None:
        if action.parameters.power is not None:
            self.touched.add(action.parameters.power)

    def _is_off(self) -> None:
        self.amps.pass_to(
            self.amps.now + timedelta(minutes=self.random.choice((3, 40, 600)))
        )
        self.life.restart()

    def _pauses(self) -> None:
        self.life.paused = True

    def _by_hand(self) -> None:
        """Send an open command as the runner does."""
        if self.amps.down or any(
            it.state is not ActionState.SCHEDULED or it.id in self.amps.foreign
            for it in self.amps.holders
        ):
            return
        life = self.life
        life.poll()
        for action in self.amps.holders:
            life._cancel(action.id)
        push = Push(command=Command.AUTO_EXPORT)
        if Execution.IMMEDIATE in self.amps.commands[push.command].execution:
            intent = Intent(purpose=MANUAL, push=push, at=self.amps.now)
            life._push(intent)

    def _edited(self) -> Occurrence | None:
        ahead = [it for it in self.plan.values() if it.end > self.amps.now]
        if not ahead:
            return None
        chosen = ahead[min(len(ahead) - 1, self.random.choice((0, 0, 1, 3)))]
        self.touched.add(chosen.parameters.power or 0)
        return chosen

    def _edits(self) -> None:
        """Give an occurrence other contents, and sometimes another start."""
        chosen = self._edited()
        if chosen is None:
            return
        start = chosen.start
        if self.random.random() < 0.5:
            start += min(timedelta(minutes=10), (chosen.end - chosen.start) / 2)
        new = self._occurrence(chosen.uid, start, chosen.end, chosen.original)
        self.touched.add(new.parameters.power or 0)
        self.plan[chosen.key] = new
        self._plan()

    def _shortens(self) -> None:
        chosen = self._edited()
        if chosen is not None:
            end = chosen.start + (chosen.end - chosen.start) / 2
            self.plan[chosen.key] = replace(chosen, end=end)
            self._plan()

    def _deletes(self) -> None:
        chosen = self._edited()
        if chosen is not None:
            del self.plan[chosen.key]
            self._plan()

    def check(self) -> None:
        """What holds in any life."""
        amps, life = self.amps, self.life
        for action_id in amps.foreign:
            assert amps.actions[action_id].state is not ActionState.CANCELLED
        for power, ran in self._ran().items():
            assert len(ran) == 1, (power, ran)
        for occurrence in self.plan.values():
            record = life.memory.records.get(occurrence.key)
            assert record is not None, occurrence
            assert record.outcome is not None, occurrence
        assert life.memory.intent is None
        if not self.quiet:
            return
        all_ran = self._ran()
        for occurrence in self.plan.values():
            power = occurrence.parameters.power or 0
            if power not in self.touched:
                assert power in all_ran, occurrence
                [(began, action)] = all_ran[power]
                late = began - occurrence.start
                assert late <= timedelta(minutes=4), (occurrence, began, action)

    def _ran(self) -> dict[float, list[tuple[datetime, str]]]:
        """The changes of mode that occurrences made, by their power."""
        found: dict[float, list[tuple[datetime, str]]] = {}
        for when, _mode, cause in self.amps.modes:
            action = self.amps.actions.get(cause)
            if action is not None and action.parameters.power is not None:
                found.setdefault(action.parameters.power, []).append((when, cause))
        return found

    def check_mode(self) -> None:
        """The standing mode is back, unless somebody else wanted another."""
        cause = self.amps.modes[-1][2] if self.amps.modes else ""
        ended = cause == "end" and self._foreign_ended()
        held = any(it.id in self.amps.foreign for it in self.amps.holders)
        if cause in self.amps.foreign or ended or held:
            return
        by_hand = self.life.memory.own.get(cause) is not None
        assert self.amps.mode is Command.AUTO_BALANCED or (
            by_hand and self.amps.mode is Command.AUTO_EXPORT
        ), self.amps.modes[-3:]

    def _foreign_ended(self) -> bool:
        return self.amps.modes[-2][2] in self.amps.foreign
