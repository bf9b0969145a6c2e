"""What a push that failed means for what was meant by it."""

from collections.abc import Container

from ..api.errors import (
    AmpsError,
    ConflictError,
    DeviceOfflineError,
    KeyRefusedError,
    LinkBrokenError,
    NoAnswerError,
    NotFoundError,
    PermissionDeniedError,
    RejectedError,
    ServerError,
    ThrottledError,
    UnauthorizedError,
    UnreadableError,
)
from ..engine.occurrence import Reason


def is_uncertain(error: AmpsError) -> bool:
    """Return whether Amps may have stored the push although it failed."""
    if isinstance(error, NoAnswerError):
        return error.sent
    return isinstance(error, (ServerError, UnreadableError))


_MEANINGS: tuple[tuple[type[AmpsError], Reason], ...] = (
    (ConflictError, Reason.SLOT_HELD),
    (RejectedError, Reason.REJECTED),
    (NotFoundError, Reason.DEVICE_GONE),
    (DeviceOfflineError, Reason.DEVICE_OFFLINE),
    (LinkBrokenError, Reason.LINK_BROKEN),
    (PermissionDeniedError, Reason.NOT_ALLOWED),
    (KeyRefusedError, Reason.NOT_ALLOWED),
    (ThrottledError, Reason.RATE_LIMITED),
    (UnauthorizedError, Reason.RATE_LIMITED),
    (ServerError, Reason.AMPS_ERROR),
    (UnreadableError, Reason.AMPS_ERROR),
)


def meaning(error: AmpsError, own: Container[str] = ()) -> Reason:
    """Return why a push was refused, where `own` are the ids of our own actions.

    No refusal is final: what was refused once may be taken on the next try.
    """
    if isinstance(error, ConflictError) and any(one in own for one in error.action_ids):
        return Reason.BUSY
    found = (reason for kind, reason in _MEANINGS if isinstance(error, kind))
    return next(found, Reason.AMPS_UNREACHABLE)
