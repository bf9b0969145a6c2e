"""What was requested, and what the batteries actually did."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any, Literal

from .action import Action, ActionBook, Origin

type EffectKind = Literal["mode", "stopped", "setting", "scheduler"]


@dataclass(kw_only=True)
class RequestEntry:
    """One request; `status` is 0 if no response was sent."""

    index: int
    at: datetime
    endpoint: str
    method: str
    path: str
    query: dict[str, str]
    body: Any
    device_id: str | None
    key: str
    headers: dict[str, str]
    status: int = 0
    code: str | None = None
    fault: bool = False


@dataclass(frozen=True, kw_only=True)
class Effect:
    """Something that happened on a battery, at its exact instant.

    `cause` is an action id, `window_end`, `target_reached`, `limit_reached`,
    `vendor` or `settings`; `action_id` is the action behind it, where there is one.
    """

    at: datetime
    device_id: str
    kind: EffectKind
    command: str
    parameters: Mapping[str, float]
    power_kw: float
    level: float
    cause: str
    action_id: str | None = None
    detail: Mapping[str, Any] = field(default_factory=dict)


class Record:
    """Everything that tests may want to check."""

    def __init__(self, book: ActionBook) -> None:
        self._book = book
        self._count = 0
        self.requests: list[RequestEntry] = []
        self.effects: list[Effect] = []

    @property
    def actions(self) -> list[Action]:
        """All actions that ever were, with their origin."""
        return list(self._book)

    def actions_of(self, device_id: str, origin: Origin | None = None) -> list[Action]:
        """Return a device's actions, oldest first."""
        return [
            one
            for one in self._book.of(device_id)
            if origin is None or one.origin == origin
        ]

    def next_index(self) -> int:
        """Return the number of the next request."""
        self._count += 1
        return self._count - 1

    def since(self, index: int) -> list[RequestEntry]:
        """Return the requests from a number on."""
        return [one for one in self.requests if one.index >= index]

    def of(self, *endpoints: str, device_id: str | None = None) -> list[RequestEntry]:
        """Return the requests to some endpoints."""
        return [
            one
            for one in self.requests
            if one.endpoint in endpoints and device_id in {None, one.device_id}
        ]

    def pushes(self, device_id: str | None = None) -> list[RequestEntry]:
        """Return the pushes."""
        return self.of("push", device_id=device_id)

    def writes(self) -> list[RequestEntry]:
        """Return every request that may change something."""
        return [one for one in self.requests if one.method != "GET"]

    def effects_of(
        self, device_id: str, kind: EffectKind | None = None
    ) -> list[Effect]:
        """Return what happened on a battery."""
        return [
            one
            for one in self.effects
            if one.device_id == device_id and kind in {None, one.kind}
        ]

    def sort_effects(self, start: int) -> None:
        """Sort the newest effects, created device by device, by time."""
        self.effects[start:] = sorted(self.effects[start:], key=lambda one: one.at)

    def clear(self) -> None:
        """Clear requests and effects; the numbering continues."""
        self.requests.clear()
        self.effects.clear()

    def as_json(self, since: int = 0) -> dict[str, Any]:
        """Return requests from a number on, effects and actions."""
        return {
            "requests": [_plain(asdict(one)) for one in self.since(since)],
            "effects": [_plain(asdict(one)) for one in self.effects],
            "actions": [_plain(asdict(one)) for one in self._book],
            "next": self._count,
        }


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {key: _plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    return value
