"""What Amps knows about batteries: one shape, whatever generation was on the wire.

All instants are aware and in UTC, levels and reserves in percent, power in kW (positive
while charging), energy in kWh.
"""

from collections.abc import Mapping
from dataclasses import field
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Any, Final, NamedTuple

from .value import frozen

NOTHING: Final[Mapping[str, str]] = MappingProxyType({})
"""What is unrecognized where all is known: one object for all that is kept."""


class Command(StrEnum):
    """The six commands of a battery."""

    CHARGE = "charge"
    DISCHARGE = "discharge"
    IDLE = "idle"
    AUTO_BALANCED = "auto.balanced"
    AUTO_RESERVE = "auto.reserve"
    AUTO_EXPORT = "auto.export"

    slug: str
    """The command as an option value: ``auto.balanced`` is ``auto_balanced``."""

    def __init__(self, value: str) -> None:
        """Know the option value, which is asked for all the time."""
        self.slug = value.replace(".", "_")

    @classmethod
    def from_slug(cls, slug: str) -> Command:
        """Return the command of an option value; raises ValueError for other texts."""
        return cls(slug.replace("auto_", "auto."))

    @property
    def is_auto(self) -> bool:
        """Return whether the manufacturer decides what the battery does."""
        return self.value.startswith("auto.")

    @property
    def moves_energy(self) -> bool:
        """Return whether it is charge or discharge."""
        return self in (Command.CHARGE, Command.DISCHARGE)


class ActionState(StrEnum):
    """The lifecycle of an action."""

    SCHEDULED = "scheduled"
    ACKNOWLEDGED = "acknowledged"
    COMPLETED = "completed"
    FAILED = "failed"
    CANCELLED = "cancelled"

    @property
    def is_terminal(self) -> bool:
        """Return whether the action can no longer change."""
        return self not in (ActionState.SCHEDULED, ActionState.ACKNOWLEDGED)


class Execution(StrEnum):
    """The shapes in which a device takes a command."""

    IMMEDIATE = "immediate"
    SCHEDULED = "scheduled"
    WINDOWED = "windowed"


class Status(StrEnum):
    """What a battery is doing."""

    CHARGING = "charging"
    DISCHARGING = "discharging"
    IDLE = "idle"
    STANDBY = "standby"


class Source(StrEnum):
    """The tier that answered a read."""

    CACHE = "cache"
    LIVE = "live"
    FALLBACK = "fallback"
    PROJECTION = "projection"


class OnConflict(StrEnum):
    """What Amps may do with an action that holds the slot."""

    CANCEL_AND_REPLACE = "cancel_and_replace"
    QUEUE_AFTER = "queue_after"


class Generation(StrEnum):
    """The generation of the API that a server speaks."""

    G0 = "g0"
    G1 = "g1"
    G2 = "g2"


class Parameter(StrEnum):
    """The parameters of a command."""

    TARGET = "target"
    POWER = "power"
    RESERVE = "reserve"


class Quantity(NamedTuple):
    """A number that is written to Amps, with its unit."""

    value: float
    unit: str


class Bounds(NamedTuple):
    """What a device takes for one parameter or setting; None where it does not say."""

    unit: str | None = None
    """Unit of the bounds: ``percent`` or ``kw`` for a parameter, a setting's own."""
    minimum: float | None = None
    maximum: float | None = None
    wire_unit: str | None = None
    """The unit that the device itself declares, such as ``watts``; it is written so."""


class Setting(NamedTuple):
    """One setting of a device."""

    value: float | bool | str | None
    bounds: Bounds = Bounds()


class CommandSupport(NamedTuple):
    """How a device takes one command: presence is support."""

    parameters: Mapping[Parameter, Bounds]
    """Bounds by parameter; target and reserve in percent, power in kW."""
    execution: frozenset[Execution]


@frozen()
class Parameters:
    """The constraints of a command; None where one is not given."""

    target: float | None = None
    """Percent: the upper stop of a charge, the lower stop of a discharge."""
    power: float | None = None
    """kW: the rate ceiling."""
    reserve: float | None = None
    """Percent: the floor that is kept while the command is active."""

    def given(self) -> dict[Parameter, float]:
        """Return those that are set."""
        pairs = ((name, getattr(self, name.value)) for name in Parameter)
        return {name: value for name, value in pairs if value is not None}


@frozen()
class LastAction:
    """The summary of a battery's newest action on a read."""

    id: str
    command: Command | None
    state: ActionState | None
    created_at: datetime | None
    updated_at: datetime | None
    error_code: str | None = None
    error_message: str | None = None


@frozen()
class Action:
    """One command that was pushed, with its lifecycle.

    An enum that is None was absent or holds a value that is not known here; the raw
    value is then in `unrecognized`.
    """

    id: str
    battery_id: str
    command: Command | None
    parameters: Parameters
    state: ActionState | None
    created_at: datetime | None
    updated_at: datetime | None
    acknowledged_at: datetime | None = None
    completed_at: datetime | None = None
    start: datetime | None = None
    """When it fires; None for an immediate action."""
    end: datetime | None = None
    """When its window ends; None where it has none or the server did not say."""
    error_code: str | None = None
    error_message: str | None = None
    device_type: str | None = "battery"
    stands_still: bool = False
    """Whether its state is not known here and has not moved when it should have."""
    unrecognized: Mapping[str, str] = field(default=NOTHING, compare=False)

    @property
    def is_terminal(self) -> bool:
        """Return whether it can no longer change, or does not for all that is known."""
        if self.state is None:
            return self.stands_still
        return self.state.is_terminal

    @property
    def may_be_completed(self) -> bool:
        """Return whether it is completed, or ended in a word that says nothing else."""
        return self.is_terminal and self.state in (None, ActionState.COMPLETED)


@frozen(kw_only=False)
class Battery:
    """One battery as Amps last captured it."""

    id: str
    vendor: str | None = None
    model: str | None = None
    available: bool = True
    """False where the state is the last known one: the manufacturer gave no answer."""
    last_pulled_at: datetime | None = None
    source: Source | None = None
    cache_type: str | None = None
    status: Status | None = None
    level: float | None = None
    """Percent."""
    capacity: float | None = None
    """kWh, also where the wire had Wh."""
    power: float | None = None
    """kW, positive while charging."""
    discharge_limit: float | None = None
    """Percent."""
    current_mode: Command | None = None
    commands: Mapping[Command, CommandSupport] | None = None
    """What the device takes; None where this answer did not hold it."""
    settings: Mapping[str, Setting] | None = None
    """Settings by key; None where this answer did not hold them."""
    conflict_strategies: frozenset[OnConflict] = frozenset()
    last_action: LastAction | None = None
    reports_last_action: bool = False
    """Whether the answer had `lastAction` at all (G2), null or not."""
    unrecognized: Mapping[str, str] = field(default=NOTHING, compare=False)
    """Raw values by path that are not known here, such as a status that is new."""
    tells_available: bool = field(default=True, compare=False)
    """Whether `available` was sent: an item of a list may not contain it."""

    @property
    def scheduler_enabled(self) -> bool | None:
        """Return whether the vendor's scheduler is on; None where not declared."""
        if (
            self.settings is None
            or (setting := self.settings.get("scheduler_enabled")) is None
        ):
            return None
        return setting.value is True or str(setting.value).lower() in (
            "1",
            "1.0",
            "true",
            "on",
        )

    def execution(self, command: Command) -> frozenset[Execution]:
        """Return the shapes in which the device takes a command, if any."""
        support = (self.commands or {}).get(command)
        return support.execution if support else frozenset()


@frozen()
class Push:
    """One command for a battery, as a caller wants it.

    `start` and `end` are aware; without `start` the command is immediate, without `end`
    it holds until the next one.
    """

    command: Command
    parameters: Parameters = Parameters()
    start: datetime | None = None
    end: datetime | None = None
    on_conflict: OnConflict | None = None

    @property
    def execution(self) -> Execution:
        """The shape of this push."""
        if self.start is None:
            return Execution.IMMEDIATE
        return Execution.SCHEDULED if self.end is None else Execution.WINDOWED


class Account(NamedTuple):
    """What one key opens."""

    environment: str | None
    """``live`` or ``sandbox``; None where the server does not say (before G2)."""
    generation: Generation
    batteries: int | None
    """How many batteries there are; None where the server does not say."""


type Json = dict[str, Any] | list[Any] | str | int | float | bool | None
