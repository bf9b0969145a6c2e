"""What the engine returns: its new state, events, and one request to Amps."""

from datetime import datetime
from typing import NamedTuple

from ..api.value import frozen
from .occurrence import Intent, OccurrenceState, Reason
from .state import EngineState


@frozen()
class PushRequest:
    """Send this push; its intent is to be stored first."""

    intent: Intent


@frozen()
class CancelRequest:
    """Cancel what waits at Amps; `writes.cancels` is stored first."""

    action_id: str


@frozen()
class ListRequest:
    """List this battery's actions: what is known does not suffice to go on."""


type Request = PushRequest | CancelRequest | ListRequest


@frozen()
class AtRisk:
    """An occurrence is at risk: reported once for each reason."""

    record: OccurrenceState
    reason: Reason


@frozen()
class Ended:
    """It is decided how an occurrence ended."""

    record: OccurrenceState


@frozen()
class NotRestored:
    """The standing mode is not back after an occurrence."""

    record: OccurrenceState


@frozen()
class ZoneMisread:
    """Amps reads the wall clock of this zone as another time."""

    zone: str | None


@frozen()
class OtherReading:
    """Amps took the other reading of an hour that the plant's clock shows twice."""

    record: OccurrenceState


type Event = AtRisk | Ended | NotRestored | ZoneMisread | OtherReading


class StateChange(NamedTuple):
    """A rule's answer that asks nothing of Amps."""

    state: EngineState
    events: tuple[Event, ...] = ()
    is_early: bool = False
    """Whether it may be made before Amps' actions were listed."""


@frozen()
class Decision:
    """What follows from a situation. All instants are in UTC on Amps' clock."""

    state: EngineState
    """What is known from now on, whether the request is carried out or not."""
    events: tuple[Event, ...] = ()
    """What became known, in its order."""
    request: Request | None = None
    wake_at: datetime | None = None
    """When there may be another answer, if nothing else happens until then."""
