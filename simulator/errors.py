"""The one way in which the simulated API refuses something."""

from collections.abc import Mapping
from typing import Any


class ApiError(Exception):
    """An answer that is not a success."""

    def __init__(
        self,
        status: int,
        code: str,
        message: str,
        details: Mapping[str, Any] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(f"{status} {code}: {message}")
        self.status = status
        self.code = code
        self.message = message
        self.details = dict(details) if details is not None else None
        self.headers = dict(headers or {})


def unprocessable(code: str, message: str, **details: Any) -> ApiError:
    """Return a 422 with its details."""
    return ApiError(422, code, message, details)


def device_not_found(device_id: str) -> ApiError:
    """Return the 404 of a device that the key does not own."""
    return ApiError(404, "DEVICE_NOT_FOUND", f"Device {device_id} was not found.")


def action_not_found(action_id: str) -> ApiError:
    """Return the 404 of an action that the key does not own."""
    return ApiError(404, "NOT_FOUND", f"Action {action_id} was not found.")
