"""A small Amps without HTTP: one battery, and what it does with what is pushed.

Everything happens at instants of one clock that only moves when it is told to.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from custom_components.amps.api.models import (
    Action,
    ActionState,
    Battery,
    Bounds,
    Command,
    CommandSupport,
    Execution,
    OnConflict,
    Parameter,
    Parameters,
    Push,
    Status,
)
from custom_components.amps.plan.memory import Reason
from custom_components.amps.plan.window import Occurrence

T0 = datetime(2026, 3, 2, 12, tzinfo=UTC)
"""A Monday noon."""
WINDOWED = frozenset({Execution.WINDOWED})
SCHEDULED = frozenset({Execution.SCHEDULED})
IMMEDIATE = frozenset({Execution.IMMEDIATE})
ALL = frozenset(Execution)
QUEUES = frozenset({OnConflict.CANCEL_AND_REPLACE, OnConflict.QUEUE_AFTER})

_MOVES_IN = timedelta(seconds=4)
_TIMES_OUT = timedelta(seconds=31)


def at(text: str, day: int = 0) -> datetime:
    """An instant by its UTC clock, on the day of T0 or so many days after it."""
    hour, minute, *second = (int(part) for part in text.split(":"))
    midnight = T0.replace(hour=0) + timedelta(days=day)
    return midnight + timedelta(hours=hour, minutes=minute, seconds=sum(second))


def window(
    start: datetime,
    end: datetime,
    command: Command = Command.CHARGE,
    uid: str = "a",
    original: datetime | None = None,
    **parameters: float,
) -> Occurrence:
    return Occurrence(
        uid=uid,
        original=original or start,
        start=start,
        end=end,
        command=command,
        parameters=Parameters(**parameters),
    )


def takes(
    shapes: frozenset[Execution] = ALL, auto: frozenset[Execution] = ALL
) -> dict[Command, CommandSupport]:
    """What a battery takes: charge and discharge in these shapes, all else in those."""
    limits = {
        Parameter.TARGET: Bounds(unit="percent", minimum=10, maximum=100),
        Parameter.POWER: Bounds(unit="kw", minimum=0, maximum=5),
    }
    return {
        command: CommandSupport(
            parameters=limits if command.moves_energy else {},
            execution=shapes if command.moves_energy else auto,
        )
        for command in Command
    }


class NoAnswerError(Exception):
    """The request, or the answer to it, was lost."""


class RefusedError(Exception):
    """Amps did not take it."""

    def __init__(self, reason: Reason, *, final: bool = False) -> None:
        super().__init__(reason)
        self.reason = reason
        self.final = final


class NotCancellableError(Exception):
    """It does not wait any more."""


@dataclass
class PureAmps:
    """One battery behind Amps; what it takes is carried out as time passes."""

    now: datetime = T0
    commands: dict[Command, CommandSupport] = field(default_factory=takes)
    strategies: frozenset[OnConflict] = QUEUES
    completes_at_end: bool = True
    """Else a window is completed at its opening."""
    zone_error: timedelta = timedelta(0)
    """How far Amps misreads what is written to it."""
    wall: ZoneInfo | None = None
    """Where set, times come to it as the wall clock of this zone."""
    takes_second: bool = False
    """Of two readings of a wall clock it takes the second, else the first."""
    queue_error: timedelta = timedelta(0)
    offline: bool = False
    down: bool = False
    failures: list[str] = field(default_factory=list)
    """Codes with which the next actions fail."""
    answers: list[Callable[[], None]] = field(default_factory=list)
    """What happens to the next pushes once they are stored or refused."""
    actions: dict[str, Action] = field(default_factory=dict)
    foreign: set[str] = field(default_factory=set)
    mode: Command = Command.AUTO_BALANCED
    modes: list[tuple[datetime, Command, str]] = field(default_factory=list)
    """Each change of mode, and the action that made it."""
    level: float = 50.0
    scheduler: bool = False
    pushes: list[tuple[datetime, str]] = field(default_factory=list)
    pulled: datetime = T0

    @property
    def battery(self) -> Battery:
        return Battery(
            id="dev",
            available=not self.offline,
            last_pulled_at=self.pulled,
            status=Status.CHARGING if self.mode is Command.CHARGE else Status.IDLE,
            level=self.level,
            capacity=10.0,
            current_mode=self.mode,
            commands=self.commands,
            settings={},
            conflict_strategies=self.strategies,
        )

    @property
    def listed(self) -> tuple[Action, ...]:
        """All actions, newest first."""
        return tuple(reversed(self.actions.values()))

    @property
    def holders(self) -> list[Action]:
        """What holds the slot, in the order of its starts."""
        found = [it for it in self.actions.values() if not it.is_terminal]
        return sorted(found, key=lambda it: it.start or self.now)

    def push(self, push: Push, *, foreign: bool = False) -> Action:
        """Take a command, or raise what a client raises."""
        if self.down:
            raise NoAnswerError
        support = self.commands.get(push.command)
        if support is None or push.execution not in support.execution:
            raise RefusedError(Reason.REJECTED, final=True)
        start, end = self._times(push)
        if start is not None and start <= self.now:
            raise RefusedError(Reason.REJECTED)
        if start is not None and start > self.now + timedelta(days=30):
            raise RefusedError(Reason.REJECTED, final=True)
        if held := self.holders:
            start, end = self._behind(push, held, start, end)
        action = self._stored(push, start, end)
        (self.foreign.add if foreign else self._note)(action.id)
        if self.answers and not foreign:
            self.answers.pop(0)()
        return action

    def _note(self, action_id: str) -> None:
        self.pushes.append((self.now, action_id))

    def _times(self, push: Push) -> tuple[datetime | None, datetime | None]:
        start, end = self._read(push.start), self._read(push.end)
        if start is not None and end is not None and end <= start:
            raise RefusedError(Reason.REJECTED, final=True)
        return start, end

    def _read(self, moment: datetime | None) -> datetime | None:
        if moment is None or self.wall is None:
            return moment + self.zone_error if moment else None
        shown = moment.astimezone(self.wall).replace(fold=self.takes_second)
        return shown.astimezone(UTC)

    def _behind(
        self,
        push: Push,
        held: list[Action],
        start: datetime | None,
        end: datetime | None,
    ) -> tuple[datetime | None, datetime | None]:
        if push.on_conflict is OnConflict.CANCEL_AND_REPLACE:
            if any(it.state is not ActionState.SCHEDULED for it in held):
                raise RefusedError(Reason.SLOT_HELD)
            for it in held:
                self._enter(it.id, ActionState.CANCELLED)
            return start, end
        last = held[-1].end
        queues = push.on_conflict is OnConflict.QUEUE_AFTER
        if not queues or last is None or len(held) > 1:
            raise RefusedError(Reason.SLOT_HELD)
        if end is not None and end <= last:
            raise RefusedError(Reason.REJECTED)
        return last + self.queue_error, end

    def _stored(
        self, push: Push, start: datetime | None, end: datetime | None
    ) -> Action:
        action = Action(
            id=f"act_{len(self.actions)}",
            device_id="dev",
            command=push.command,
            parameters=push.parameters,
            state=ActionState.SCHEDULED if start else ActionState.ACKNOWLEDGED,
            created_at=self.now,
            updated_at=self.now,
            start=start,
            end=end,
        )
        self.actions[action.id] = action
        return action

    def cancel(self, action_id: str) -> Action:
        if self.down:
            raise NoAnswerError
        if self.actions[action_id].state is not ActionState.SCHEDULED:
            raise NotCancellableError
        return self._enter(action_id, ActionState.CANCELLED)

    def _enter(
        self, action_id: str, state: ActionState, code: str | None = None
    ) -> Action:
        action = replace(
            self.actions[action_id], state=state, updated_at=self.now, error_code=code
        )
        self.actions[action_id] = action
        return action

    def set_mode(self, mode: Command, cause: str) -> None:
        """Put the battery under a command."""
        self.mode = mode
        self.modes.append((self.now, mode, cause))

    def pass_to(self, instant: datetime) -> None:
        """Let time pass, each thing at its own instant."""
        while (due := self._next()) is not None and due[0] <= instant:
            self.now = max(self.now, due[0])
            due[1]()
        self.now = max(self.now, instant)

    def _next(self) -> tuple[datetime, Callable[[], None]] | None:
        found: list[tuple[datetime, int, Callable[[], None]]] = []
        for action in self.actions.values():
            if (due := self._next_of(action)) is not None:
                found.append((due[0], len(found), due[1]))
        first = min(found, key=lambda it: it[:2], default=None)
        return (first[0], first[2]) if first else None

    def _next_of(self, action: Action) -> tuple[datetime, Callable[[], None]] | None:
        if action.state is ActionState.SCHEDULED and action.start:
            return action.start, lambda: self._open(action)
        running = self.modes[-1][2] == action.id if self.modes else False
        if action.state is ActionState.ACKNOWLEDGED:
            began = action.updated_at or self.now
            if running and action.end:
                return action.end, lambda: self._end(action)
            return began + _MOVES_IN, lambda: self._dispatched(action)
        if action.state is ActionState.COMPLETED and running and action.end:
            return action.end, lambda: self._end(action)
        return None

    def _open(self, action: Action) -> None:
        _ = self._enter(action.id, ActionState.ACKNOWLEDGED)

    def _dispatched(self, action: Action) -> None:
        code = "DEVICE_OFFLINE" if self.offline else None
        if code is None and self.failures:
            code = self.failures.pop(0) or None
        if code is not None:
            _ = self._enter(action.id, ActionState.FAILED, code)
            return
        if action.command is not None:
            self.set_mode(action.command, action.id)
        if action.end is None or not self.completes_at_end:
            _ = self._enter(action.id, ActionState.COMPLETED)
        else:
            # what is settled is not dispatched again
            self.actions[action.id] = replace(action, acknowledged_at=self.now)

    def _end(self, action: Action) -> None:
        if self.mode is action.command:
            self.set_mode(Command.IDLE, "end")
        if self.actions[action.id].state is ActionState.ACKNOWLEDGED:
            _ = self._enter(action.id, ActionState.COMPLETED)

    def read(self) -> None:
        """Let Amps ask the battery."""
        if not self.offline:
            self.pulled = self.now
