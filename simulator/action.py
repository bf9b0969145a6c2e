"""One action, and the list of all of them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

type Origin = Literal["api", "foreign"]
type Step = Literal["open", "dispatch", "settle", "fail", "close"]

OPEN_STATES = frozenset({"scheduled", "acknowledged"})
STATES = ("acknowledged", "completed", "failed", "scheduled", "cancelled")
DEVICE_TYPES = ("battery", "hvac", "ev_charger", "solar_inverter", "vehicle")


@dataclass(kw_only=True)
class Action:
    """What `GET /actions/{id}` returns, and what comes next."""

    id: str
    number: int
    device_id: str
    command: str
    parameters: Mapping[str, Mapping[str, Any]]
    state: str
    created_at: datetime
    updated_at: datetime
    start: datetime | None = None
    end: datetime | None = None
    device_type: str = "battery"
    origin: Origin = "api"
    on_conflict: str | None = None
    acknowledged_at: datetime | None = None
    completed_at: datetime | None = None
    result: dict[str, Any] | None = None
    error_code: str | None = None
    error_message: str | None = None
    step: Step | None = None
    due: datetime | None = None
    failing: str | None = None
    met_at: datetime | None = None
    """When the battery met its target."""
    times_read: int = 0
    history: list[tuple[datetime, str]] = field(default_factory=list)

    @property
    def is_open(self) -> bool:
        """Return whether it still holds its device's slot."""
        return self.state in OPEN_STATES

    def enter(self, state: str, at: datetime) -> None:
        """Change the state and remember when."""
        self.state = state
        self.updated_at = at
        self.history.append((at, state))

    def plan(self, step: Step | None, due: datetime | None = None) -> None:
        """Set what happens next, and when."""
        self.step, self.due = step, due

    def values(self) -> dict[str, float]:
        """Return the parameters as plain numbers."""
        return {name: given["value"] for name, given in self.parameters.items()}


class ActionBook:
    """All actions of a world, in the order of their creation."""

    def __init__(self) -> None:
        self._all: dict[str, Action] = {}
        self._made = 0
        self._open: dict[str, list[Action]] = {}
        self._by_device: dict[str, list[Action]] = {}

    def __iter__(self) -> Iterator[Action]:
        return iter(self._all.values())

    def __len__(self) -> int:
        return len(self._all)

    def get(self, action_id: str) -> Action | None:
        """Return an action by its id."""
        return self._all.get(action_id)

    def add(self, action: Action) -> None:
        """Add a new action."""
        self._all[action.id] = action
        self._by_device.setdefault(action.device_id, []).append(action)
        if action.is_open:
            self._open.setdefault(action.device_id, []).append(action)

    def lose(self, action_id: str) -> Action:
        """Forget an action, as Amps never does by itself."""
        lost = self._all.pop(action_id)
        for kept in (self._by_device, self._open):
            of_device = kept.get(lost.device_id, [])
            kept[lost.device_id] = [one for one in of_device if one is not lost]
        return lost

    def open_of(self, device_id: str) -> list[Action]:
        """Return what is not terminal on a device, oldest first."""
        kept = [one for one in self._open.get(device_id, ()) if one.is_open]
        self._open[device_id] = kept
        return list(kept)

    def of(self, device_id: str) -> list[Action]:
        """Return a device's actions, oldest first."""
        return list(self._by_device.get(device_id, ()))

    def newest_of(self, device_id: str) -> Action | None:
        """Return a device's newest action."""
        return max(self._by_device.get(device_id, ()), key=_age, default=None)

    def next_id(self, at: datetime) -> tuple[str, int]:
        """Return an id that looks like the documented ones, and its number."""
        self._made += 1
        number = self._made
        return f"act_{at:%Y%m%d%H}{number:06x}", number


def _age(action: Action) -> tuple[datetime, int]:
    return action.created_at, action.number
