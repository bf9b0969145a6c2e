"""What the engine may ask for: one of these at a time.

Only a push, a cancel and a read ask something of Amps; all others change what is
remembered (`noted`); a close, a warning or a late return is to be told to the owner.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from .memory import Intent, Outcome, Reason, Record


@dataclass(frozen=True, slots=True, kw_only=True)
class PushStep:
    """Send this push; its intent is to be stored first."""

    intent: Intent


@dataclass(frozen=True, slots=True, kw_only=True)
class CancelStep:
    """Cancel an action of ours that waits at Amps; `Memory.cancels` is stored first."""

    action_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadStep:
    """List this battery's actions: what is known does not suffice to go on."""


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
class WithdrawnStep:
    """An action is cancelled as we asked, though its answer was lost."""

    action_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MisreadStep:
    """Amps read a wall clock of this zone as another time; without error no more."""

    error: timedelta | None
    zone: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class KeepStep:
    """Amps took the other reading of a repeated hour: it is kept, and followed."""

    record: Record
    """With what Amps makes of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviseStep:
    """The owner edited an occurrence that is known already."""

    record: Record
    """As it is from now on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DropStep:
    """Forget an occurrence: the owner took it back, or edited it after it ended."""

    record: Record


@dataclass(frozen=True, slots=True, kw_only=True)
class WarnStep:
    """Tell the owner that an occurrence is at risk, once for each reason."""

    record: Record
    reason: Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseStep:
    """Decide how an occurrence ended, and tell the owner."""

    record: Record
    outcome: Outcome
    reason: Reason | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SettleStep:
    """The standing mode is set, or need not be any more, behind this occurrence."""

    key: str
    failed: bool = False
    """Whether it could not be set."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StrandStep:
    """Tell the owner that the standing mode is not back behind this occurrence."""

    record: Record


@dataclass(frozen=True, slots=True, kw_only=True)
class GiveUpStep:
    """The stop that waited came too late to be sent."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitStep:
    """Nothing is to be done until this instant, or until something changes."""

    until: datetime | None = None


type MemoryStep = (
    AdoptStep
    | ForgetStep
    | RetryStep
    | WithdrawnStep
    | MisreadStep
    | KeepStep
    | ReviseStep
    | DropStep
    | WarnStep
    | CloseStep
    | SettleStep
    | StrandStep
    | GiveUpStep
)
"""What is done by changing the memory."""

type Step = PushStep | CancelStep | ReadStep | WaitStep | MemoryStep
