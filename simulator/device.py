"""A battery: what it declares, its settings, and what it actually does."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

COMMANDS = (
    "charge",
    "discharge",
    "idle",
    "auto.balanced",
    "auto.reserve",
    "auto.export",
)
SETTING_UNITS = {
    "safety_reserve": "percent",
    "discharge_floor": "percent",
    "charge_ceiling": "percent",
    "export_limit": "watts",
    "max_charge_rate": "amps",
    "max_discharge_rate": "amps",
}
SCHEDULER_SETTING = "scheduler_enabled"


@dataclass(frozen=True, kw_only=True)
class Bounds:
    """The unit and range of a parameter."""

    unit: str
    min: float
    max: float


@dataclass(kw_only=True)
class Command:
    """What a device declares for one command."""

    execution: list[str]
    parameters: dict[str, Bounds] = field(default_factory=dict)


@dataclass(kw_only=True)
class Setting:
    """A persistent value; without bounds of its own 0 to 100 % or open."""

    value: float
    unit: str
    min: float | None = None
    max: float | None = None


@dataclass(frozen=True, kw_only=True)
class Mode:
    """The standing command, and who gave it."""

    command: str
    parameters: Mapping[str, float] = field(default_factory=dict)
    cause: str = "initial"


@dataclass(frozen=True, kw_only=True)
class Capture:
    """The state as the manufacturer last reported it."""

    at: datetime
    state: dict[str, Any]
    settings: dict[str, Any]


@dataclass(kw_only=True)
class Device:
    """One battery of the world. Powers in kW, levels in percent."""

    id: str
    vendor: str
    model: str
    capacity_kwh: float
    commands: dict[str, Command]
    settings: dict[str, Setting] = field(default_factory=dict)
    conflict_strategies: tuple[str, ...] = ("cancel_and_replace", "queue_after")
    zone: str = "Europe/London"
    user_id: str = "user_sim_0001"
    max_charge_kw: float = 5.0
    max_discharge_kw: float = 5.0
    volts: float = 51.2
    house_load_kw: float = 0.5
    house_net_kw: tuple[float, ...] | None = None
    """What a house draws beyond its sun, by the hour of the plant's clock: then the
    battery follows it in its automatic modes. Else it has the sandbox's day."""
    reports_scheduler: bool = False
    resting_status: str = "idle"
    overrides: dict[str, Any] = field(default_factory=dict)

    level: float = 60.0
    mode: Mode = field(default_factory=lambda: Mode(command="auto.balanced"))
    offline: bool = False
    read_error: str | None = None
    link_error: str | None = None
    scheduler_active: bool = False
    next_failures: list[str] = field(default_factory=list)
    next_late_failures: list[str] = field(default_factory=list)
    """How actions fail that the battery has followed anyway."""
    next_hangs: list[bool] = field(default_factory=list)
    """Whether the battery follows the next actions that never end."""
    next_flaps: list[str] = field(default_factory=list)
    """Commands that the next captures show instead of the actual one."""
    hidden: dict[str, Literal["list", "read", "both"]] = field(default_factory=dict)
    """Commands that are accepted, but not shown as declared."""
    captured_ago: float | None = 0.0

    at: datetime | None = None
    charged_kwh: float = 0.0
    discharged_kwh: float = 0.0
    mode_before: Mode | None = None
    open_window: tuple[datetime, str] | None = None
    ended_again: tuple[datetime, str] | None = None
    capture: Capture | None = None
    pull_failed: bool = False

    def setting(self, key: str, default: float) -> float:
        """Return a setting's value, or a default where it is not declared."""
        found = self.settings.get(key)
        return default if found is None else found.value

    @property
    def floor(self) -> float:
        """The lowest level of normal operation."""
        return max(
            0.0, self.setting("safety_reserve", 0), self.setting("discharge_floor", 0)
        )

    @property
    def ceiling(self) -> float:
        """The highest level to charge to."""
        return min(100.0, self.setting("charge_ceiling", 100))
