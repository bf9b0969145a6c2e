"""The available batteries: one of each kind that a client must handle."""

from collections.abc import Callable, Sequence
from typing import Any

from .device import Bounds, Command, Device, Mode, Setting

_ALL_SHAPES = ("immediate", "scheduled", "windowed")
_MODE_SHAPES = ("immediate", "scheduled")


def _percent(low: float, high: float = 100) -> Bounds:
    return Bounds(unit="percent", min=low, max=high)


def _direct(power: float, shapes: tuple[str, ...] = _ALL_SHAPES) -> dict[str, Command]:
    kw = Bounds(unit="kw", min=0, max=power)
    return {
        "charge": Command(
            execution=list(shapes),
            parameters={"target": _percent(10), "power": kw},
        ),
        "discharge": Command(
            execution=list(shapes),
            parameters={
                "target": _percent(10),
                "power": kw,
                "reserve": _percent(0),
            },
        ),
    }


def _modes(*names: str, shapes: tuple[str, ...] = _MODE_SHAPES) -> dict[str, Command]:
    return {name: Command(execution=list(shapes)) for name in names}


def _setting(value: float, unit: str, low: float, high: float) -> Setting:
    return Setting(value=value, unit=unit, min=low, max=high)


def _build(base: dict[str, Any], changes: dict[str, Any]) -> Device:
    return Device(**(base | changes))


def full(device_id: str = "device_sim_full", **changes: Any) -> Device:
    """Return a battery with every command, shape, parameter and setting."""
    base = {
        "id": device_id,
        "vendor": "givenergy",
        "model": "All in One 10.4",
        "capacity_kwh": 10.4,
        "commands": _direct(5)
        | _modes("idle", shapes=_ALL_SHAPES)
        | _modes("auto.balanced", "auto.reserve", "auto.export", shapes=_ALL_SHAPES),
        "settings": {
            "safety_reserve": _setting(4, "percent", 0, 100),
            "discharge_floor": _setting(10, "percent", 0, 100),
            "charge_ceiling": Setting(value=100, unit="percent"),
            "export_limit": _setting(5000, "watts", 0, 10000),
            "max_charge_rate": _setting(100, "amps", 0, 120),
            "max_discharge_rate": _setting(100, "amps", 0, 120),
        },
    }
    return _build(base, changes)


def windowed_only(device_id: str = "device_sim_windowed", **changes: Any) -> Device:
    """Return a battery that charges and discharges in windows only."""
    base = {
        "id": device_id,
        "vendor": "foxess",
        "model": "ECS2900-H4",
        "capacity_kwh": 11.52,
        "commands": _direct(5, ("windowed",))
        | _modes("idle", "auto.balanced", "auto.reserve", "auto.export"),
        "settings": {
            "discharge_floor": _setting(10, "percent", 10, 100),
            "export_limit": _setting(5000, "watts", 0, 30000),
            "max_charge_rate": _setting(50, "amps", 0, 50),
        },
        "volts": 230.0,
        "reports_scheduler": True,
    }
    return _build(base, changes)


def no_auto(device_id: str = "device_sim_no_auto", **changes: Any) -> Device:
    """Return a battery without any `auto.*` mode."""
    base = {
        "id": device_id,
        "vendor": "sonnen",
        "model": "sonnenBatterie 10",
        "capacity_kwh": 11.0,
        "commands": _direct(4.6) | _modes("idle", shapes=_ALL_SHAPES),
        "settings": {"discharge_floor": _setting(5, "percent", 0, 50)},
        "conflict_strategies": ("cancel_and_replace",),
        "max_charge_kw": 4.6,
        "max_discharge_kw": 4.6,
        "mode": Mode(command="idle"),
    }
    return _build(base, changes)


def no_settings(device_id: str = "device_sim_no_settings", **changes: Any) -> Device:
    """Return a battery without settings, and with shorter lists of commands."""
    power = Bounds(unit="kw", min=0, max=3.6)
    base = {
        "id": device_id,
        "vendor": "solax",
        "model": "T-BAT H 5.8",
        "capacity_kwh": 5.8,
        "commands": {
            "charge": Command(
                execution=list(_MODE_SHAPES), parameters={"power": power}
            ),
            "discharge": Command(
                execution=list(_MODE_SHAPES), parameters={"target": _percent(10)}
            ),
        }
        | _modes("idle", "auto.balanced"),
        "max_charge_kw": 3.6,
        "max_discharge_kw": 3.6,
    }
    return _build(base, changes)


def fallback(device_id: str = "device_sim_fallback", **changes: Any) -> Device:
    """Return a battery whose manufacturer's cloud does not answer reads."""
    base = {
        "id": device_id,
        "vendor": "growatt",
        "model": "ARK 10.2H-A1",
        "capacity_kwh": 10.24,
        "commands": _direct(5) | _modes("idle", "auto.balanced", "auto.reserve"),
        "settings": {"discharge_floor": _setting(10, "percent", 0, 100)},
        "read_error": "SERVICE_UNAVAILABLE",
        "captured_ago": 7200.0,
    }
    return _build(base, changes)


def offline(device_id: str = "device_sim_offline", **changes: Any) -> Device:
    """Return a battery that is offline: commands time out, live reads fail."""
    base = {
        "id": device_id,
        "vendor": "alphaess",
        "model": "SMILE-B3-PLUS",
        "capacity_kwh": 10.1,
        "commands": _direct(3)
        | _modes("idle", "auto.balanced", "auto.reserve", "auto.export"),
        "settings": {
            "discharge_floor": _setting(10, "percent", 4, 100),
            "charge_ceiling": _setting(100, "percent", 50, 100),
        },
        "max_charge_kw": 3.0,
        "max_discharge_kw": 3.0,
        "offline": True,
        "captured_ago": 7200.0,
    }
    return _build(base, changes)


FACTORIES: dict[str, Callable[..., Device]] = {
    "full": full,
    "windowed_only": windowed_only,
    "no_auto": no_auto,
    "no_settings": no_settings,
    "fallback": fallback,
    "offline": offline,
}


def fleet(
    count: int,
    *,
    zone: str = "Europe/London",
    seed: int | None = None,
    house: Sequence[float] | None = None,
) -> list[Device]:
    """Return some batteries of all kinds in turn, the complete one first.

    A seed spreads their levels; without one they keep their own. A `house` is what it
    draws beyond its sun, in kW by the hour: the batteries share it.
    """
    kinds = list(FACTORIES.values())
    devices = []
    for number in range(count):
        changes: dict[str, Any] = {"zone": zone}
        if house is not None:
            changes["house_net_kw"] = tuple(kw / count for kw in house)
        if seed is not None:
            changes["level"] = float(20 + (seed * 37 + number * 17) % 71)
        device_id = f"device_sim_{number + 1:04d}"
        devices.append(kinds[number % len(kinds)](device_id, **changes))
    return devices
