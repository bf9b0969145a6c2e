"""One battery behind the simulated Amps, as the client sees it, without HTTP.

What is asked is encoded as it goes over the wire, and meets the world's faults; what is
answered is decoded as it comes from there.
"""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, tzinfo
from functools import partial
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from custom_components.amps.api import decode, decode_action, routes
from custom_components.amps.api.encode import push_body
from custom_components.amps.api.errors import (
    AmpsError,
    DeviceOfflineError,
    NoAnswerError,
)
from custom_components.amps.api.models import (
    Action,
    Battery,
    Command,
    CommandSupport,
    Generation,
    OnConflict,
    Push,
)
from custom_components.amps.api.refusal import refusal
from simulator import ApiError, Fault, Knobs, ManualClock, World, full, wire
from simulator.action import Action as WorldAction, Origin
from simulator.device import Bounds as WorldBounds, Command as WorldCommand
from simulator.endpoints import Call, Endpoints

from .words import QUEUES, T0, takes

DEVICE = "dev"
WINDOW_END = "window_end"
OUTAGE = Fault(times=None, drop=True)


class Mode(NamedTuple):
    """A change of mode: its cause is an action's id, `WINDOW_END` or `vendor`."""

    at: datetime
    command: Command
    cause: str


class Amps:
    """What is asked of Amps, and what truly happens there."""

    def __init__(
        self,
        commands: Mapping[Command, CommandSupport] | None = None,
        strategies: frozenset[OnConflict] = QUEUES,
        *,
        start: datetime = T0,
        zone: str = "UTC",
        **knobs: Any,
    ) -> None:
        """Stand at the start, with a battery half full."""
        self._clock = ManualClock(start)
        self.device = full(
            DEVICE,
            zone=zone,
            level=50.0,
            capacity_kwh=10.0,
            settings={},
            commands=declared(takes() if commands is None else commands),
            conflict_strategies=tuple(strategies),
        )
        # every reading is a new one, and the client looks up what is cancelled already
        usual: dict[str, Any] = {"expedite_cache": 0.0, "repeat_cancel": "ok"}
        self.world = World(self._clock, Knobs(**(usual | knobs)), [self.device])
        self._endpoints = Endpoints(self.world)
        self._key = self.world.keys.get()
        self._decoded: dict[str, tuple[object, Action]] = {}

    @property
    def now(self) -> datetime:
        return self._clock.now()

    def pass_to(self, instant: datetime) -> None:
        """Let time pass, and with it all that is due happen."""
        if instant > self.now:
            self._clock.set(instant)
            _ = self.world.catch_up()

    def goes_down(self) -> None:
        """Answer nothing until `comes_up`."""
        self.world.faults.waiting.insert(0, OUTAGE)

    def comes_up(self) -> None:
        self.world.faults.waiting.remove(OUTAGE)

    @property
    def is_down(self) -> bool:
        return OUTAGE in self.world.faults.waiting

    # what the client asks

    def read(self) -> Battery:
        """Read the battery, or what is known of one that cannot be reached."""
        try:
            raw = self._ask("read_battery", routes.BATTERY, query={"expedite": "true"})
        except DeviceOfflineError:
            raw = self._ask("list_batteries", routes.BATTERIES)["items"][0]
        return decode.battery(raw, routes.BATTERY.endpoint, self.now)

    def push(self, battery: Battery, push: Push, zone: tzinfo = UTC) -> Action:
        """Send a command."""
        body = push_body(battery, push, zone, self.generation)
        raw = self._ask("push", routes.PUSH, body=body)
        return decode_action.pushed(raw, "", battery, push, self.now)

    def cancel(self, action_id: str) -> Action:
        """Withdraw a command."""
        raw = self._ask("cancel", routes.CANCEL, match={"action_id": action_id})
        return decode_action.action(raw, "", latest=self.now)

    def list_actions(self) -> tuple[Action, ...]:
        """List all commands, newest first."""
        listed = self._answered("list_actions", routes.ACTIONS, self.world.actions)
        return tuple(map(self._action, listed))

    @property
    def generation(self) -> Generation:
        return Generation.G2 if self.world.knobs.wrapped else Generation.G1

    def _ask(
        self,
        name: str,
        route: routes.Route,
        *,
        match: Mapping[str, str] | None = None,
        query: Mapping[str, str] | None = None,
        body: Any = None,
    ) -> Any:
        """Ask an endpoint for what it answers."""
        match = match or {"device_id": DEVICE}
        call = Call(match=match, query=query or {}, key=self._key, body=body)
        endpoint = partial(getattr(self._endpoints, name), call)
        return self._answered(name, route, endpoint).payload

    def _answered[T](
        self, name: str, route: routes.Route, answer: Callable[[], T]
    ) -> T:
        """Answer a request unless it meets a fault; raise what the client raises."""
        fault = self.world.faults.take(name, route.method, DEVICE)
        if fault is not None and (err := fault.error()) is not None:
            raise self._refused(route, err)
        if fault is not None and fault.replaces:
            raise NoAnswerError(endpoint=route.endpoint)
        try:
            answered = answer()
        except ApiError as err:
            raise self._refused(route, err) from err
        if fault is not None:
            raise NoAnswerError(endpoint=route.endpoint)
        return answered

    def _refused(self, route: routes.Route, err: ApiError) -> AmpsError:
        told = wire.failure(err, "", "", self.now, self.world.knobs)
        return refusal(route, err.status, told, err.headers, self.now)

    # what truly happens

    def foreign_push(self, push: Push) -> Action:
        """Send a command as somebody else; raises ApiError."""
        anything = Battery(id=DEVICE, commands=takes())
        body = push_body(anything, push, ZoneInfo(self.device.zone), self.generation)
        return self._action(self.world.foreign_push(DEVICE, body))

    def action(self, action_id: str) -> Action:
        return self._action(self.world.action(action_id))

    def is_foreign(self, action_id: str) -> bool:
        """Return whether an action is somebody else's."""
        action = self.world.book.get(action_id)
        return action is not None and action.origin == "foreign"

    @property
    def sent(self) -> list[Action]:
        """All that was sent by us, oldest first."""
        return self._made_by("api")

    @property
    def foreign(self) -> list[Action]:
        """All that was sent by somebody else, oldest first."""
        return self._made_by("foreign")

    def _made_by(self, origin: Origin) -> list[Action]:
        made = self.world.record.actions_of(DEVICE, origin)
        return list(map(self._action, made))

    @property
    def holders(self) -> list[Action]:
        """What holds the slot, in the order of its starts."""
        found = map(self._action, self.world.book.open_of(DEVICE))
        return sorted(found, key=lambda action: action.start or self.now)

    @property
    def mode(self) -> Command:
        return Command(self.device.mode.command)

    @property
    def modes(self) -> list[Mode]:
        """Each change of mode."""
        effects = self.world.record.effects_of(DEVICE, "mode")
        return [
            Mode(effect.at, Command(effect.command), effect.cause) for effect in effects
        ]

    def _action(self, action: WorldAction) -> Action:
        """An action as the client decodes it, once for as long as it is the same."""
        state = action.state, action.updated_at, action.acknowledged_at
        known = self._decoded.get(action.id)
        if known is None or known[0] != state:
            raw = wire.action_body(action, self.world.knobs)
            known = state, decode_action.action(raw, "", latest=self.now)
            self._decoded[action.id] = known
        return known[1]


def declared(commands: Mapping[Command, CommandSupport]) -> dict[str, WorldCommand]:
    """The commands as a battery of the world declares them."""
    return {
        command.value: WorldCommand(
            execution=sorted(support.execution),
            parameters={
                name.value: WorldBounds(
                    unit=bounds.unit or "",
                    min=bounds.minimum or 0,
                    max=100 if bounds.maximum is None else bounds.maximum,
                )
                for name, bounds in support.parameters.items()
            },
        )
        for command, support in commands.items()
    }
