"""Follows the engine's steps as the controller does, against the simulated Amps."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, tzinfo
from random import Random

from custom_components.amps.api.errors import (
    AmpsError,
    ConflictError,
    NotCancellableError,
)
from custom_components.amps.api.models import Action, Battery, Command, Generation, Push
from custom_components.amps.battery.push_errors import is_uncertain, meaning
from custom_components.amps.engine import writes
from custom_components.amps.engine.decision import (
    AtRisk,
    CancelRequest,
    Decision,
    Ended,
    Event,
    ListRequest,
    NotRestored,
    PushRequest,
    Request,
)
from custom_components.amps.engine.observe import observed
from custom_components.amps.engine.occurrence import MANUAL, Intent, OccurrenceState
from custom_components.amps.engine.reconcile import reconcile
from custom_components.amps.engine.rekey import rekeyed
from custom_components.amps.engine.situation import Situation
from custom_components.amps.engine.state import EngineState
from custom_components.amps.planner.result import Learned
from custom_components.amps.schedule.window import Occurrence
from simulator import Fault

from ..schedule.plans import restarted
from .amps import Amps
from .words import T0, WINDOWED, takes


@dataclass
class Follower:
    """Follows the engine's steps, as the controller does."""

    amps: Amps
    plan: dict[str, Occurrence] = field(default_factory=dict)
    state: EngineState = field(default_factory=EngineState)
    standing: Command | None = Command.AUTO_BALANCED
    lead: timedelta = timedelta(hours=48)
    zone: tzinfo = UTC
    paused: bool = False
    linked: bool = True
    listed: datetime | None = None
    answered: datetime | None = None
    up_since: datetime = T0
    learned: Learned | None = None
    known: tuple[Action, ...] = ()
    battery: Battery = field(init=False)
    until: datetime | None = None
    requests: list[Request] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    kills: Random | None = None
    """Where set, Home Assistant may die between any two things that it does."""
    stored: EngineState = field(default_factory=EngineState)

    def __post_init__(self) -> None:
        self.battery = self.amps.read()

    def wants(self, *occurrences: Occurrence) -> None:
        """Make these the plan."""
        ordered = sorted(occurrences, key=lambda occurrence: occurrence.start)
        self.plan = {item.key: item for item in ordered}
        self.state = rekeyed(self.state, self.plan, self.amps.now)

    def situation(self) -> Situation:
        return Situation(
            now=self.amps.now,
            battery=self.battery,
            actions=self.known,
            occurrences=self.plan,
            state=self.state,
            standing=self.standing,
            listed=self.listed,
            lead=self.lead,
            zone=self.zone,
            takes_offsets=self.amps.generation is Generation.G1,
            linked=self.linked,
            paused=self.paused,
            up_since=self.up_since,
            answered=self.answered,
            learned=self.learned,
        )

    def poll(self) -> None:
        """Read the battery and its actions."""
        try:
            self.battery, self.known = self.amps.read(), self.amps.list_actions()
        except AmpsError:
            return
        self.answered = self.amps.now
        self.state = observed(self.state, self.battery, self.known, now=self.amps.now)

    def restart(self) -> None:
        """Die, and come back with what was stored."""
        self.state = restarted(self.stored)
        self.listed, self.known, self.up_since = None, (), self.amps.now

    def store(self) -> None:
        self.stored = self.state

    @property
    def outcomes(self) -> list[OccurrenceState]:
        return [event.record for event in self.events if isinstance(event, Ended)]

    @property
    def warnings(self) -> list[AtRisk]:
        return [event for event in self.events if isinstance(event, AtRisk)]

    @property
    def not_restored(self) -> list[NotRestored]:
        return [event for event in self.events if isinstance(event, NotRestored)]

    def decide(self) -> Decision:
        """Decide once, and remember what follows."""
        decision = reconcile(self.situation())
        self.state = decision.state
        self.events.extend(decision.events)
        return decision

    def settle(self) -> Decision:
        """Follow the decisions until nothing is asked for, or Amps gives no answer."""
        before: Request | None = None
        for _ in range(20):
            decision = self.decide()
            self.until, request = decision.wake_at, decision.request
            if request is None:
                return decision
            self.requests.append(request)
            self.until = self.amps.now + timedelta(seconds=12)
            if request == before or not self._follow(request):
                return decision
            before = None if self._may_die() else request
        raise AssertionError(f"does not settle: {self.requests[-6:]}")

    def _may_die(self) -> bool:
        if self.kills is None or self.kills.random() >= 0.05:
            return False
        self.restart()
        return True

    def _follow(self, request: Request) -> bool:
        match request:
            case PushRequest(intent=intent):
                return self._push(intent)
            case CancelRequest(action_id=action_id):
                return self._cancel(action_id)
            case ListRequest():
                return self._list()

    def _list(self) -> bool:
        try:
            self.known = self.amps.list_actions()
        except AmpsError:
            return False
        self.listed = self.answered = self.amps.now
        return True

    def _push(self, intent: Intent) -> bool:
        self.state = writes.intends(self.state, intent)
        self.store()
        if self._may_die():
            return True
        try:
            action = self.amps.push(self.battery, intent.push, self.zone)
        except AmpsError as err:
            now = self.amps.now
            if is_uncertain(err):
                self.state = writes.unanswered(self.state, now, meaning(err))
                return True
            reason = meaning(err, self.state.own)
            self.state = writes.refused(self.state, intent, reason, now)
            return self._list() if isinstance(err, ConflictError) else True
        if self._may_die():
            return True
        self.state = writes.accepted(self.state, intent, action)
        self.known = (
            action,
            *(record for record in self.known if record.id != action.id),
        )
        return True

    def _cancel(self, action_id: str) -> bool:
        self.state = writes.cancels(self.state, action_id, self.amps.now)
        self.store()
        if self._may_die():
            return True
        try:
            action = self.amps.cancel(action_id)
        except AmpsError as err:
            self.state = writes.cancel_failed(self.state, action_id, self.amps.now)
            return self._list() if isinstance(err, NotCancellableError) else True
        if self._may_die():
            return True
        self.state = writes.withdrawn(self.state, action_id)
        self.known = tuple(
            action if record.id == action_id else record for record in self.known
        )
        return True

    def run_to(self, instant: datetime, pace: timedelta = timedelta(minutes=1)) -> None:
        """Live until an instant: poll at a pace, and ask when the engine said."""
        polled = self.amps.now
        while True:
            self.poll()
            _ = self.settle()
            self.store()
            if self.amps.now >= instant:
                return
            nexts = [instant, polled + pace]
            if self.until is not None and self.until > self.amps.now:
                nexts.append(self.until)
            turns = [
                turn
                for action in self.amps.holders
                for turn in (action.start, action.end)
            ]
            nexts += [item + timedelta(seconds=6) for item in turns if item is not None]
            step = min(at for at in nexts if at > self.amps.now)
            self.amps.pass_to(step)
            while polled + pace <= self.amps.now:
                polled += pace

    def modes(self) -> list[tuple[datetime, Command]]:
        """When the battery went under which command, by whole minutes."""
        found = [(mode.at.replace(second=0), mode.command) for mode in self.amps.modes]
        return [one for n, one in enumerate(found) if found[n - 1 : n] != [one]]


def outcomes(follower: Follower) -> list[tuple[str, str, str | None]]:
    return [
        (
            outcome.occurrence.uid,
            outcome.outcome.value,
            outcome.reason and outcome.reason.value,
        )
        for outcome in follower.outcomes
        if outcome.outcome is not None
    ]


def following(*occurrences: Occurrence, amps: Amps | None = None) -> Follower:
    follower = Follower(amps or Amps(takes(WINDOWED)))
    follower.wants(*occurrences)
    return follower


def waiting(follower: Follower) -> list[tuple[Command | None, str]]:
    """What waits at Amps, by start, as command and start."""
    return [
        (action.command, f"{action.start:%H:%M}")
        for action in follower.amps.holders
        if action.start
    ]


def pushed(follower: Follower) -> list[Command | None]:
    return [one.command for one in follower.amps.sent]


def by_hand(follower: Follower, command: Command = Command.AUTO_EXPORT) -> None:
    """Send an open command as `manual.py` does, once the slot is free."""
    follower.poll()
    for action in follower.amps.holders:
        _ = follower._cancel(action.id)
    push = Push(command=command)
    _ = follower._push(Intent(purpose=MANUAL, push=push, at=follower.amps.now))


def lose(follower: Follower, *, stored: bool) -> None:
    """Lose the answer to the next push, or the push."""
    follower.amps.world.faults.add(Fault(endpoint="push", drop=True, after=stored))


def pushed_charges(follower: Follower) -> int:
    return sum(
        1
        for request in follower.requests
        if isinstance(request, PushRequest)
        and request.intent.push.command is Command.CHARGE
    )
