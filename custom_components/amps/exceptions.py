"""The one place where what went wrong at Amps becomes words for people."""

from collections.abc import Generator
from contextlib import contextmanager

from homeassistant.exceptions import HomeAssistantError, ServiceValidationError

from .api.errors import (
    AmpsError,
    ConflictError,
    DeviceOfflineError,
    KeyRefusedError,
    LinkBrokenError,
    NoAnswerError,
    NotCancellableError,
    NotFoundError,
    PermissionDeniedError,
    RejectedError,
    ServerError,
    ThrottledError,
    UnauthorizedError,
    UnreadableError,
)
from .const import DOMAIN

_KEYS: tuple[tuple[type[AmpsError], str], ...] = (
    (KeyRefusedError, "key_refused"),
    (UnauthorizedError, "throttled"),
    (PermissionDeniedError, "permission_denied"),
    (ThrottledError, "throttled"),
    (NotFoundError, "not_found"),
    (ConflictError, "slot_held"),
    (NotCancellableError, "not_cancellable"),
    (RejectedError, "rejected"),
    (LinkBrokenError, "link_broken"),
    (DeviceOfflineError, "device_offline"),
    (ServerError, "server_trouble"),
    (NoAnswerError, "no_answer"),
    (UnreadableError, "unreadable"),
)


def translation_key(error: AmpsError) -> str:
    """Give the key of the translated text that tells what the person can do."""
    return next((key for kind, key in _KEYS if isinstance(error, kind)), "unknown")


def placeholders(error: AmpsError) -> dict[str, str]:
    """Give what the translated texts may name; nothing of it is secret."""
    return {"code": error.code or str(error.status or "-"), "detail": _detail(error)}


def _detail(error: AmpsError) -> str:
    """Give Amps' own words, with the bounds where it named them."""
    words = error.message or error.code or error.endpoint
    if not isinstance(error, RejectedError) or error.parameter is None:
        return words
    known = (error.minimum, error.maximum)
    bounds = " - ".join(f"{bound:g}" for bound in known if bound is not None)
    named = " ".join(part for part in (error.parameter, bounds, error.unit) if part)
    return f"{words} ({named})"


def translated(error: AmpsError) -> HomeAssistantError:
    """Give the exception that an action or entity raises for an Amps error."""
    return HomeAssistantError(
        translation_domain=DOMAIN,
        translation_key=translation_key(error),
        translation_placeholders=placeholders(error),
    )


def invalid(key: str, **names: str) -> ServiceValidationError:
    """Give the exception for wrong use, with the placeholders of its text."""
    return ServiceValidationError(
        translation_domain=DOMAIN, translation_key=key, translation_placeholders=names
    )


def failed(key: str, **names: str) -> HomeAssistantError:
    """Give the exception for a failure, with the placeholders of its text."""
    return HomeAssistantError(
        translation_domain=DOMAIN, translation_key=key, translation_placeholders=names
    )


@contextmanager
def amps_errors() -> Generator[None]:
    """Turn the client's errors into Home Assistant's, translated."""
    try:
        yield
    except AmpsError as err:
        raise translated(err) from err
