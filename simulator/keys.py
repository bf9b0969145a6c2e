"""API keys: who has access, and how often."""

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from .errors import ApiError
from .knobs import Knobs

DEFAULT_KEY = "sk_test_simulator"
_MINUTE = timedelta(minutes=1)


@dataclass(kw_only=True)
class ApiKey:
    """A key as the dashboard knows it; `devices` None sees all."""

    value: str
    label: str
    revoked: bool = False
    expires_at: datetime | None = None
    live_disabled: bool = False
    permissions: frozenset[str] = frozenset({"read", "write"})
    devices: frozenset[str] | None = None
    used: deque[datetime] = field(default_factory=deque)

    def sees(self, device_id: str) -> bool:
        """Return whether a device belongs to this key."""
        return self.devices is None or device_id in self.devices


class KeyRing:
    """All keys of a world."""

    def __init__(self) -> None:
        self._keys: dict[str, ApiKey] = {}

    def add(self, value: str, **options: object) -> ApiKey:
        """Add or replace a key; options are the fields of `ApiKey`."""
        label = f"key-{len(self._keys) + 1}"
        key = ApiKey(value=value, label=label)
        for name, option in options.items():
            if name not in ApiKey.__dataclass_fields__:
                raise ValueError(f"no such option: {name}")
            setattr(key, name, option)
        self._keys[value] = key
        return key

    def get(self, value: str = DEFAULT_KEY) -> ApiKey:
        """Return a key."""
        return self._keys[value]

    def revoke(self, value: str = DEFAULT_KEY) -> None:
        """Revoke a key; it keeps being refused."""
        self._keys[value].revoked = True

    def label_of(self, headers: Mapping[str, str]) -> str:
        """Return what may be recorded about a request's key."""
        value = _given(headers)
        if value is None:
            return "none"
        known = self._keys.get(value)
        return known.label if known else "unknown"

    def admit(
        self, headers: Mapping[str, str], method: str, knobs: Knobs, now: datetime
    ) -> ApiKey:
        """Return the key of a request, or refuse it."""
        value = _given(headers)
        if value is None:
            raise ApiError(401, "UNAUTHORIZED", "An API key is required.")
        key = self._keys.get(value)
        if key is None:
            raise ApiError(401, "INVALID_API_KEY", "The API key is not valid.")
        if key.revoked:
            raise ApiError(401, "INVALID_API_KEY", "The API key has been revoked.")
        if key.expires_at is not None and key.expires_at <= now:
            raise ApiError(401, "EXPIRED_TOKEN", "The API key has expired.")
        if key.live_disabled:
            raise ApiError(
                403, "LIVE_ACCESS_DISABLED", "The account has no live access."
            )
        _limit(key, knobs, now)
        if ("read" if method == "GET" else "write") not in key.permissions:
            raise ApiError(
                403, "INSUFFICIENT_PERMISSIONS", "The key lacks a permission."
            )
        return key


def throttled(form: str, retry_after: int | None = None) -> ApiError:
    """Return the answer to too many requests, in one of its three forms."""
    headers = {} if retry_after is None else {"Retry-After": str(retry_after)}
    if form == "plain-401":
        return ApiError(401, "UNAUTHORIZED", "Unauthorized", headers=headers)
    return ApiError(
        int(form), "RATE_LIMIT_EXCEEDED", "Too many requests.", headers=headers
    )


def _given(headers: Mapping[str, str]) -> str | None:
    if value := headers.get("x-api-key"):
        return value
    scheme, _, token = headers.get("Authorization", "").partition(" ")
    return token.strip() or None if scheme.lower() == "bearer" else None


def _limit(key: ApiKey, knobs: Knobs, now: datetime) -> None:
    while key.used and key.used[0] <= now - _MINUTE:
        key.used.popleft()
    if knobs.rate_limit is not None and len(key.used) >= knobs.rate_limit:
        raise throttled(knobs.rate_limit_form, knobs.retry_after)
    key.used.append(now)
