"""Random lives of a plan: troubles of all kinds, and what has to hold nevertheless."""

from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from random import Random

from custom_components.amps.api.models import (
    Action,
    ActionState,
    Bounds,
    Command,
    CommandSupport,
    Execution,
    Parameter,
    Parameters,
    Push,
)
from custom_components.amps.engine.decision import Decision, PushRequest, Request
from custom_components.amps.engine.occurrence import RESTORE, Intent
from custom_components.amps.schedule.window import Occurrence, Origin
from simulator import ApiError

from .amps import WINDOW_END, Amps
from .follower import Follower, by_hand, lose
from .words import (
    ALL,
    BALANCED,
    IMMEDIATE,
    NO_QUEUE,
    QUEUES,
    SCHEDULED,
    T0,
    WINDOWED,
    takes,
)

DAYS = 2
MINUTE = timedelta(minutes=1)
CALM = timedelta(hours=3)
PACE = timedelta(minutes=3)
"""How often Amps is looked at, apart from when something is due."""
type Commands = dict[Command, CommandSupport]
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

    def settle(self) -> Decision:
        decision = super().settle()
        if not self._is_astray():
            self.astray = None
            return decision
        self.astray = self.astray or self.amps.now
        owed = self.state.owed
        hopeless = bool(owed) and owed[0].is_hopeless
        assert self.amps.now - self.astray <= timedelta(minutes=12) or hopeless, (
            self.astray,
            self.requests[-3:],
            self.amps.modes[-3:],
        )
        return decision

    def _is_astray(self) -> bool:
        """Return whether only we keep the battery from its standing mode."""
        amps, now, device = self.amps, self.amps.now, self.amps.device
        if amps.is_down or device.offline or device.next_failures:
            return False
        if amps.mode is self.standing:
            return False
        causes = [mode.cause for mode in amps.modes if mode.cause != WINDOW_END]
        cause = causes[-1]
        if amps.is_foreign(cause) or self.state.own.get(cause) is Origin.MANUAL:
            return False
        if any(
            amps.is_foreign(held.id) or held.state is not ActionState.SCHEDULED
            for held in amps.holders
        ):
            return False
        if any(restore.goes_on for restore in self.state.restores):
            return False
        soon = timedelta(minutes=11)
        return not any(
            item.start - soon <= now < item.end + soon for item in self.plan.values()
        )

    def _follow(self, request: Request) -> bool:
        if isinstance(request, PushRequest):
            self._is_called_for(request.intent)
        done = super()._follow(request)
        own = [
            action
            for action in self.amps.holders
            if not self.amps.is_foreign(action.id)
        ]
        windows = [item for item in own if item.parameters.power is not None]
        assert len(own) <= 2, own
        assert len(windows) <= 1 or windows[0].end is not None, own
        return done

    def _is_called_for(self, intent: Intent) -> None:
        push, occurrence = intent.push, intent.occurrence
        assert occurrence is not None
        if intent.purpose == RESTORE:
            assert push.command in (self.standing, Command.IDLE), intent
            return
        assert not self.paused
        assert self.plan.get(occurrence.key) == occurrence, intent
        assert occurrence.end > self.amps.now, intent
        assert push.start is None or push.start >= occurrence.start, intent
        assert push.start is not None or self.amps.now >= (
            occurrence.start - timedelta(seconds=30)
        )


def _told_apart(commands: Commands) -> Commands:
    """Let every command take a power, by which its occurrence is known."""
    power = {Parameter.POWER: Bounds(unit="kw", minimum=0, maximum=1000)}
    return {
        name: support._replace(parameters=power) for name, support in commands.items()
    }


class Walk:
    """One random life."""

    def __init__(self, seed: int, *, quiet: bool) -> None:
        self.random = random = Random(seed)  # noqa: S311 -- a test's dice
        self.quiet = quiet
        self.number = 0
        self.touched: set[float] = set()
        """The powers of occurrences that were edited or taken back."""
        self.troubled = timedelta(0)
        self.amps = Amps(
            _told_apart(takes(random.choice(_SHAPES), random.choice(_AUTO))),
            random.choice((QUEUES, NO_QUEUE)),
            window_completed_at=random.choice(("end", "opening")),
        )
        lead = timedelta(minutes=random.choice((15, 120, 2880)))
        self.life = Life(amps=self.amps, lead=lead)
        if random.random() < 0.5:
            self.life.kills = Random(seed)  # noqa: S311 -- a test's dice
        self.plan = {occurrence.key: occurrence for occurrence in self._occurrences()}
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
                PACE,
            )
            self._happens()
        self._recover()
        self.life.paused = False
        self.life.kills = None
        ends = [item.end for item in self.plan.values()]
        ends += [action.end for action in self.amps.holders if action.end]
        last = max(ends, default=self.end)
        self.life.run_to(max(last, self.amps.now) + CALM, PACE)

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
        self.amps.world.faults.clear()
        self.amps.device.offline = False
        self.amps.device.next_failures.clear()
        self.life.paused = False

    def _outage(self) -> None:
        self.amps.goes_down()

    def _offline(self) -> None:
        self.amps.device.offline = True

    def _loses_answer(self) -> None:
        lose(self.life, stored=True)

    def _loses_request(self) -> None:
        lose(self.life, stored=False)

    def _fails(self) -> None:
        codes = ("DEVICE_OFFLINE", "TIMEOUT", "OTHER")
        self.amps.device.next_failures.append(self.random.choice(codes))

    def _foreign(self) -> None:
        now = self.amps.now
        start = now + timedelta(minutes=self.random.choice((2, 60, 400)))
        end = start + timedelta(minutes=self.random.choice((5, 60)))
        pushes = (
            Push(command=Command.DISCHARGE, start=start, end=end),
            Push(command=Command.AUTO_RESERVE),
        )
        with suppress(ApiError):
            _ = self.amps.foreign_push(self.random.choice(pushes))

    def _cancels_elsewhere(self) -> None:
        for action in self.amps.holders:
            waits = action.state is ActionState.SCHEDULED
            if waits and not self.amps.is_foreign(action.id):
                _ = self.amps.world.foreign_cancel(action.id)
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
        """Send an open command as the controller does."""
        offered = self.life.battery.execution(Command.AUTO_EXPORT)
        if self.amps.is_down or Execution.IMMEDIATE not in offered:
            return
        if not any(
            self.amps.is_foreign(held.id) or held.state is not ActionState.SCHEDULED
            for held in self.amps.holders
        ):
            by_hand(self.life, Command.AUTO_EXPORT)

    def _edited(self) -> Occurrence | None:
        ahead = [item for item in self.plan.values() if item.end > self.amps.now]
        if not ahead:
            return None
        chosen = ahead[min(len(ahead) - 1, self.random.choice((0, 0, 1, 3)))]
        self.touched.add(chosen.parameters.power or 0)
        return chosen

    def _edits(self) -> None:
        """Change the contents of an occurrence, and sometimes its start."""
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
        for action in amps.foreign:
            assert action.state is not ActionState.CANCELLED
        for power, ran in self._ran().items():
            assert len(ran) == 1, (power, ran)
        for occurrence in self.plan.values():
            record = life.state.records.get(occurrence.key)
            assert record is not None, occurrence
            assert record.outcome is not None, occurrence
        assert life.state.intent is None
        if not self.quiet:
            return
        all_ran = self._ran()
        for occurrence in self.plan.values():
            power = occurrence.parameters.power or 0
            if power not in self.touched:
                assert power in all_ran, occurrence
                [(began, cause)] = all_ran[power]
                late = began - occurrence.start
                assert late <= timedelta(minutes=4), (occurrence, began, cause)

    def _ran(self) -> dict[float, list[tuple[datetime, str]]]:
        """The changes of mode that occurrences made, by their power."""
        found: dict[float, list[tuple[datetime, str]]] = {}
        for when, _command, cause in self.amps.modes:
            if cause == WINDOW_END:
                continue
            power = self.amps.action(cause).parameters.power
            if power is not None:
                found.setdefault(power, []).append((when, cause))
        return found

    def check_mode(self) -> None:
        """The standing mode is back, unless somebody else wanted another."""
        amps = self.amps
        causes = [mode.cause for mode in amps.modes] or [""]
        ended = causes[-1] == WINDOW_END and amps.is_foreign(causes[-2])
        held = any(amps.is_foreign(action.id) for action in amps.holders)
        if amps.is_foreign(causes[-1]) or ended or held:
            return
        is_ours = self.life.state.own.get(causes[-1]) is not None
        assert amps.mode is BALANCED or (
            is_ours and amps.mode is Command.AUTO_EXPORT
        ), amps.modes[-3:]
