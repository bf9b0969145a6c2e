"""What the engine may ask for: one of these at a time."""

from dataclasses import dataclass
from datetime import datetime

from .memory import Intent, Outcome, Reason, Record


@dataclass(frozen=True, slots=True, kw_only=True)
class PushStep:
    """Send this push; its intent is to be stored first."""

    intent: Intent


@dataclass(frozen=True, slots=True, kw_only=True)
class CancelStep:
    """Cancel an action of ours that waits at Amps."""

    action_id: str
    zone_error: bool = False
    """Whether it is cancelled because Amps understood another time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AdoptStep:
    """Take an action that Amps already has for what was meant to be sent."""

    intent: Intent
    action_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ForgetStep:
    """Amps does not have what was sent without an answer: it may be sent again."""

    intent: Intent


@dataclass(frozen=True, slots=True, kw_only=True)
class RetryStep:
    """An accepted action failed in a way that may pass: note it for another try."""

    intent: Intent
    reason: Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseStep:
    """Decide how an occurrence ended."""

    record: Record
    outcome: Outcome
    reason: Reason | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DropStep:
    """Forget an occurrence that the owner took back before anything came of it."""

    record: Record


@dataclass(frozen=True, slots=True, kw_only=True)
class SettleStep:
    """The standing mode is set, or need not be any more, behind this occurrence."""

    key: str
    failed: bool = False
    """Whether it could not be set."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadStep:
    """List this battery's actions: what is known does not suffice to go on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitStep:
    """Nothing is to be done until this instant, or until something changes."""

    until: datetime | None = None


type Step = (
    PushStep
    | CancelStep
    | AdoptStep
    | ForgetStep
    | RetryStep
    | CloseStep
    | DropStep
    | SettleStep
    | ReadStep
    | WaitStep
)
