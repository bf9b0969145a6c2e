"""What a push that failed means for what was meant by it."""

from .api.errors import (
    AmpsError,
    ConflictError,
    NoAnswerError,
    NotFoundError,
    RejectedError,
    ServerError,
    UnreadableError,
)
from .plan.memory import Reason


def is_uncertain(error: AmpsError) -> bool:
    """Whether Amps may have stored the push although it failed."""
    if isinstance(error, NoAnswerError):
        return error.sent
    return isinstance(error, (ServerError, UnreadableError))


def meaning(error: AmpsError) -> tuple[Reason, bool]:
    """Give what a refused push means for its occurrence, and whether it is final."""
    if isinstance(error, ConflictError):
        return Reason.SLOT_HELD, False
    if isinstance(error, RejectedError):
        return Reason.REJECTED, error.code != "START_IN_PAST"
    if isinstance(error, NotFoundError):
        return Reason.DEVICE_GONE, True
    return Reason.AMPS_UNREACHABLE, False
