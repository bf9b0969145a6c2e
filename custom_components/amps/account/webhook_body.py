"""What a webhook's body hints at; nothing in it is taken for a fact.

The bodies of all generations are flat, an envelope around them is tolerated
(`amps-api.md` 7.3 and 7.4).
"""

import re
from typing import Any, NamedTuple

import orjson
from yarl import URL

from ..api.fields import identifier

MAX_URL = 2048
_OF_PUSHES = frozenset(
    {"command", "actionType", "completedAt", "failedAt", "error", "errorCode"}
)
_PLAIN = re.compile(r"[!-~]+")
_NOT_IN_LINKS = str.maketrans(
    {character: f"%{ord(character):02X}" for character in "()<>[]{}\\\"'`*|^"}
)


class Hint(NamedTuple):
    """Which battery, and which action of it, something may have happened to."""

    battery_id: str
    action_id: str | None = None
    reconnection_url: str | None = None
    """Where the owner links the battery to its manufacturer again."""


def hint_of(body: bytes) -> Hint | None:
    """Return what a body hints at; None where that is nothing about a battery."""
    try:
        told = orjson.loads(body)
    except orjson.JSONDecodeError:
        return None
    if isinstance(told, dict) and isinstance(told.get("data"), dict):
        told = told | told["data"]
    if not isinstance(told, dict) or told.get("deviceType", "battery") != "battery":
        return None
    battery_id = identifier(told.get("deviceId"))
    if battery_id is None:
        return None
    return Hint(
        battery_id=battery_id,
        action_id=_action_id(told),
        reconnection_url=plausible_url(told.get("reconnectionUrl")),
    )


def _action_id(told: dict[str, Any]) -> str | None:
    if (found := identifier(told.get("actionId"))) is not None:
        return found
    return identifier(told.get("id")) if _OF_PUSHES & told.keys() else None


def plausible_url(raw: Any) -> str | None:
    """Return an address that may be shown as a link; None for any other value."""
    if not isinstance(raw, str) or len(raw) > MAX_URL or not _PLAIN.fullmatch(raw):
        return None
    try:
        url = URL(raw, encoded=True)
        port = url.port
    except ValueError:
        return None
    if url.scheme != "https" or not port or "." not in (url.host or ""):
        return None
    if url.user is not None or url.password is not None:
        return None
    return raw.translate(_NOT_IN_LINKS)
