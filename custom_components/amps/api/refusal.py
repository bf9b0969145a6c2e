"""Errors out of refusals: from HTTP numbers and codes to what a caller can do.

The code decides where it is known, else the status.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http import HTTPStatus
import math
import re
from typing import Any

from .errors import (
    AmpsError,
    ConflictError,
    DeviceOfflineError,
    KeyRefusedError,
    LinkBrokenError,
    NotCancellableError,
    NotFoundError,
    PermissionDeniedError,
    RejectedError,
    ServerError,
    ThrottledError,
    UnauthorizedError,
    UnreadableError,
)
from .fields import MAX_ID_LENGTH, MAX_NAME_LENGTH, YEARS, line, number
from .models import Json
from .routes import CANCEL, Route

_MAX_MESSAGE_LENGTH = 300
_MAX_LISTED_MEMBERS = 20
_MAX_WAIT_SECONDS = 3600.0

_BY_CODE: dict[str, type[AmpsError]] = {
    "RATE_LIMIT_EXCEEDED": ThrottledError,
    "UNAUTHORIZED": UnauthorizedError,
    "INSUFFICIENT_PERMISSIONS": PermissionDeniedError,
    "LIVE_ACCESS_DISABLED": PermissionDeniedError,
    "DEVICE_NOT_FOUND": NotFoundError,
    "NOT_FOUND": NotFoundError,
    "ACTION_NOT_FOUND": NotFoundError,
    "CONFLICT": ConflictError,
    "ACTION_NOT_CANCELLABLE": NotCancellableError,
    "DEVICE_OFFLINE": DeviceOfflineError,
    "NOT_IMPLEMENTED": RejectedError,
    "INTERNAL_ERROR": ServerError,
    "INVALID_CREDENTIALS": LinkBrokenError,
    "INVALID_MFA_CODE": LinkBrokenError,
    "MFA_REQUIRED": LinkBrokenError,
    "ACCOUNT_LOCKED": LinkBrokenError,
    "UNSUPPORTED_CREDENTIAL_TYPE": LinkBrokenError,
    "UNSUPPORTED_AUTH_PATH": LinkBrokenError,
    "CREDENTIAL_NOT_FOUND": LinkBrokenError,
}
_CODE = re.compile(r"[\w.:-]+", re.ASCII)
_KEY_CODES = ("INVALID_API_KEY", "EXPIRED_TOKEN")

_BY_STATUS: dict[int, type[AmpsError]] = {
    HTTPStatus.UNAUTHORIZED: UnauthorizedError,
    HTTPStatus.FORBIDDEN: PermissionDeniedError,
    HTTPStatus.NOT_FOUND: NotFoundError,
    HTTPStatus.REQUEST_TIMEOUT: ServerError,
    HTTPStatus.CONFLICT: ConflictError,
    HTTPStatus.GONE: NotFoundError,
    HTTPStatus.TOO_EARLY: ServerError,
    HTTPStatus.TOO_MANY_REQUESTS: ThrottledError,
    HTTPStatus.NOT_IMPLEMENTED: RejectedError,
}


def refusal(
    route: Route, status: int, body: Json, headers: Mapping[str, str], now: datetime
) -> AmpsError:
    """Return the error of an answer that is none (`now` is for a date in Retry-After).

    A key refused on a device's route is KeyRefusedError here: whether it is Amps' key
    or the manufacturer's is found out by asking.
    """
    error = _dict(_dict(body).get("error"))
    details = _dict(error.get("details"))
    code = _code(error.get("code"))
    kind = _kind(route, status, code)
    told: dict[str, Any] = {
        "endpoint": route.endpoint,
        "status": status,
        "code": code,
        "message": line(error.get("message"), _MAX_MESSAGE_LENGTH),
    }
    if kind is ThrottledError:
        told["retry_after"] = retry_after(headers.get("Retry-After"), now)
    elif kind is ConflictError:
        told |= {
            "action_ids": _texts(details.get("conflictingActionIds")),
            "strategies": _texts(details.get("strategies")),
            "reason": line(details.get("reason"), MAX_NAME_LENGTH),
        }
    elif kind is RejectedError:
        told |= _rejection(details)
    return kind(**told)


def _kind(route: Route, status: int, code: str | None) -> type[AmpsError]:
    refused = status in (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN)
    if code in _KEY_CODES and refused:
        return KeyRefusedError
    if (known := _BY_CODE.get(code or "")) is None:
        known = _by_status(status)
    if known is ConflictError and route is CANCEL:
        return NotCancellableError
    return known


def _by_status(status: int) -> type[AmpsError]:
    if (known := _BY_STATUS.get(status)) is not None:
        return known
    if HTTPStatus.BAD_REQUEST <= status < HTTPStatus.INTERNAL_SERVER_ERROR:
        return RejectedError
    if HTTPStatus.MULTIPLE_CHOICES <= status < HTTPStatus.BAD_REQUEST:
        return UnreadableError
    return ServerError


def _rejection(details: dict[str, Any]) -> dict[str, Any]:
    named = _texts(details.get("unsupportedParameters"))
    return {
        "parameter": line(details.get("parameter"), MAX_NAME_LENGTH)
        or (named[0] if named else None),
        "minimum": number(details.get("min"), "", {}),
        "maximum": number(details.get("max"), "", {}),
        "unit": line(details.get("unit"), MAX_NAME_LENGTH),
        "reason": line(details.get("reason"), MAX_NAME_LENGTH),
    }


def retry_after(header: str | None, now: datetime) -> float | None:
    """Return the seconds that a Retry-After header asks for, an hour at most.

    It holds seconds or an HTTP date; None where it is absent or neither.
    """
    if header is None:
        return None
    try:
        wait = float(header)
    except ValueError:
        if (until := http_date(header)) is None:
            return None
        wait = (until - now).total_seconds()
    return min(max(wait, 0.0), _MAX_WAIT_SECONDS) if math.isfinite(wait) else None


def http_date(header: str | None) -> datetime | None:
    """Return the instant of an HTTP date, in UTC; None for anything else."""
    try:
        found = parsedate_to_datetime(header or "")
    except ValueError, TypeError, IndexError, OverflowError:
        return None
    if found.year not in YEARS:
        return None
    if found.tzinfo is None:
        return found.replace(tzinfo=UTC)
    return found.astimezone(UTC)


def _code(raw: Json) -> str | None:
    """Return a code, which is a word: it is shown where other text could be markup."""
    code = raw[:MAX_NAME_LENGTH] if isinstance(raw, str) else ""
    return code if _CODE.fullmatch(code) else None


def _dict(raw: Json) -> dict[str, Any]:
    return raw if isinstance(raw, dict) else {}


def _texts(raw: Json) -> tuple[str, ...]:
    """Return the texts of a list, a bounded number of them."""
    members = raw[:_MAX_LISTED_MEMBERS] if isinstance(raw, list) else []
    return tuple(
        member
        for member in members
        if isinstance(member, str) and 0 < len(member) <= MAX_ID_LENGTH
    )
