"""What the engine may ask for: one of these at a time.

Only a push, a cancel and a read ask something of Amps; all others change what is
remembered (`noted`); a close, a warning or a late return is to be told to the owner.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from .state import Intent, Outcome, Reason, Record


@dataclass(frozen=True, slots=True, kw_only=True)
class _Bare:
    """Says all by its kind."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _OfIntent:
    """Is about a push that is meant."""

    intent: Intent


@dataclass(frozen=True, slots=True, kw_only=True)
class _OfAction:
    """Is about an action of ours."""

    action_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _OfRecord:
    """Is about an occurrence; the record is as it is to be from now on."""

    record: Record


class PushStep(_OfIntent):
    """Send this push; its intent is to be stored first."""

    __slots__ = ()


class CancelStep(_OfAction):
    """Cancel an action of ours that waits at Amps; `Memory.cancels` is stored first."""

    __slots__ = ()


class ReadStep(_Bare):
    """List this battery's actions: what is known does not suffice to go on."""

    __slots__ = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AdoptStep:
    """Take an action that Amps already has for what was meant to be sent."""

    intent: Intent
    action_id: str


class ForgetStep(_OfIntent):
    """Amps does not have what was sent without an answer: it may be sent again."""

    __slots__ = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RetryStep:
    """An accepted action failed in a way that may pass: note it for another try."""

    intent: Intent
    reason: Reason


class WithdrawnStep(_OfAction):
    """An action is cancelled as we asked, though its answer was lost."""

    __slots__ = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class MisreadStep:
    """Amps read a wall clock of this zone as another time; without error no more."""

    error: timedelta | None
    zone: str | None


class KeepStep(_OfRecord):
    """Amps took the other reading of a repeated hour: it is kept, and followed."""

    __slots__ = ()


class ReviseStep(_OfRecord):
    """The owner edited an occurrence that is known already."""

    __slots__ = ()


class DropStep(_OfRecord):
    """Forget an occurrence: the owner took it back, or edited it after it ended."""

    __slots__ = ()


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
    """The standing mode stands, or need not any more, behind this occurrence."""

    key: str
    alone: bool = False
    """Whether it is still to be set behind those before it."""


class StrandStep(_OfRecord):
    """Tell the owner that the standing mode is not back behind this occurrence."""

    __slots__ = ()


class GiveUpStep(_Bare):
    """The stop that waited came too late to be sent."""

    __slots__ = ()


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
