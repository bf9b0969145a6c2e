"""What can go wrong with the Amps API, by what a caller can do about it.

Messages are for logs: they hold the endpoint and Amps' code, never the API key, and
never a body of unbounded size.
"""

from dataclasses import dataclass


@dataclass(kw_only=True, eq=False)
class AmpsError(Exception):
    """An Amps request that did not return what was requested."""

    endpoint: str
    """Method and route of the request, such as ``POST /battery/{id}``."""
    status: int | None = None
    """HTTP status of the answer; None where there was none."""
    code: str | None = None
    """Amps' stable error code, as it was sent."""
    message: str | None = None
    """Amps' own words, cut to a bounded length."""

    def __str__(self) -> str:
        """Return the endpoint, status, code and message, as far as they are known."""
        parts = (str(self.status or ""), self.code or "", self.message or "")
        told = " ".join(part for part in parts if part)
        return f"{self.endpoint}: {told}" if told else self.endpoint


class KeyRefusedError(AmpsError):
    """Amps does not know this key, or it was revoked or expired: ask for another."""


class UnauthorizedError(AmpsError):
    """A 401 without a reason: a wrong key, or a good one that is throttled.

    Amps' limiter may answer so. On a key that has worked: wait and
    try again, several times, before asking the owner for another.
    """


class PermissionDeniedError(AmpsError):
    """The key is known but may not do this: the account has to be changed."""


@dataclass(kw_only=True, eq=False)
class ThrottledError(AmpsError):
    """Too many requests: wait, then try again."""

    retry_after: float | None = None
    """Seconds that Amps asked to wait; None where it did not say."""


class NotFoundError(AmpsError):
    """Amps does not know this device or action (or this route)."""


@dataclass(kw_only=True, eq=False)
class ConflictError(AmpsError):
    """Another action holds the battery's slot."""

    action_ids: tuple[str, ...] = ()
    """Ids of the actions that stand in the way."""
    strategies: tuple[str, ...] = ()
    """What Amps would take as `onConflict`; empty while the other one is in flight."""
    reason: str | None = None


class NotCancellableError(AmpsError):
    """The action is no longer waiting: read it again."""


@dataclass(kw_only=True, eq=False)
class RejectedError(AmpsError):
    """Amps understood the request and will not do it: sending it again is useless."""

    parameter: str | None = None
    minimum: float | None = None
    maximum: float | None = None
    unit: str | None = None
    reason: str | None = None


class LinkBrokenError(AmpsError):
    """The manufacturer refuses Amps' access to this battery: the owner re-links it."""


class DeviceOfflineError(AmpsError):
    """The manufacturer cannot reach the battery now."""


class ServerError(AmpsError):
    """Amps is in trouble (5xx): try again later."""


@dataclass(kw_only=True, eq=False)
class NoAnswerError(AmpsError):
    """No complete answer came: whether a write took effect is not known."""

    sent: bool = True
    """False where the request cannot have reached Amps (no connection was made)."""


@dataclass(kw_only=True, eq=False)
class UnreadableError(AmpsError):
    """An answer that cannot be understood, or that is larger than any should be."""

    field: str | None = None
    """Path of what is missing or wrong, such as ``items[3].id``."""

    def __str__(self) -> str:
        """Name the field as well."""
        return (
            f"{super().__str__()} (at {self.field})"
            if self.field
            else super().__str__()
        )
